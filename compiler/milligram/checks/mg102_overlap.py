"""MG102 overlap, MG103 shared boundary: patients whom two branches or rows with different bodies take.

Each is shown by a patient; arms that share the same region are told together. Where it is not decided whether anybody
is in both, it is MG000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from milligram.checks.choices import Arm, Choice
from milligram.checks.context import Context
from milligram.checks.regions import box_words, number_words, part_of, region_words
from milligram.checks.witness import faulty_at, witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import NOT_DECIDED, OVERLAP, SHARED_BOUNDARY
from milligram.ir import nodes as ir
from milligram.ir.print import cell_text, join
from milligram.ir.same import meaning
from milligram.prove.answers import Found, Nobody, Undecided
from milligram.prove.clashes import clashing
from milligram.prove.domains import Domain, Numbers, domain_of, keep
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.regions import boxes, lies_in, possible

MOST_TOLD = 20
"""So many overlaps of one decision or table are told; who has more mends these first."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """Arms that take the same patients, in words; ``value`` of ``subject`` where these share a single number."""

    words: str
    value: Fraction | None
    subject: ir.Subject | None


def check(context: Context) -> Iterator[Diagnostic]:
    """Everybody for whom two arms of a decision or table give two answers."""
    for choice in context.choices:
        if choice.node.first_that_applies:
            continue
        bodies = [meaning(arm.body) for arm in choice.arms]
        groups: dict[_Shared, tuple[list[Arm], Formula]] = {}
        for low, high in clashing(context.prover.space, [arm.true for arm in choice.arms]):
            if bodies[low] == bodies[high]:
                continue
            first, second = choice.arms[low], choice.arms[high]
            if _have_no_value_in_common(first, second):
                continue
            both = context.prover.space.all_of([choice.arrives, first.true, second.true, choice.differ(first, second)])
            answer = context.prover.ask(both)
            if isinstance(answer, Nobody):
                continue
            if isinstance(answer, Undecided):
                words = _on_one_subject(context, choice, first, second) or "somebody"
                yield _not_decided(context, choice, first, second, words, answer)
                continue
            shared, told = _shared(context, choice, first, second)
            inside = context.prover.space.all_of([both, told])
            is_there = isinstance(context.prover.ask(inside), Found)
            arms, _ = groups.setdefault(shared, ([], inside if is_there else both))
            arms += [arm for arm in (first, second) if arm not in arms]
            if len(groups) == MOST_TOLD:
                break
        for shared, (arms, both) in groups.items():
            yield _found(context, choice, arms, shared, both)
        if len(groups) == MOST_TOLD:
            yield context.finding(
                NOT_DECIDED,
                context.head(choice.node.span),
                f"this {choice.title} has {MOST_TOLD} overlaps, and was not looked through for more",
                help="mend these, and check again",
            )


def _have_no_value_in_common(first: Arm, second: Arm) -> bool:
    """Whether two arms take different values of one subject, even where the prover cannot follow how it is computed."""
    return first.values is not None and second.values is not None and not keep(first.values, second.values)


def _on_one_subject(context: Context, choice: Choice, first: Arm, second: Arm) -> str | None:
    """The values of the one subject that two arms share, whether or not anybody can have them."""
    if choice.subject is None or first.values is None or second.values is None:
        return None
    return region_words(keep(first.values, second.values), choice.subject, context)


def _shared(context: Context, choice: Choice, first: Arm, second: Arm) -> tuple[_Shared, Formula]:
    """What two arms share, in words, and who those words are about."""
    space = context.prover.space
    if choice.subject is not None and first.values is not None and second.values is not None:
        part = possible(context.prover, choice.subject, keep(first.values, second.values), choice.arrives)
        return _Shared(region_words(part, choice.subject, context), _single(part), choice.subject), space.true
    inside = space.all_of([first.true, second.true])
    found = boxes(context.prover, choice.arrives, inside, 1, choice.names).boxes
    if not found:
        return _Shared("somebody", None, None), space.true
    told = space.all_of(space.test(space.variables[index], mask) for index, mask in found[0].items())
    for index, mask in found[0].items():
        variable = space.variables[index]
        value = _single(part_of(variable, mask, context))
        if value is not None and isinstance(variable.subject, ir.InputNumber | ir.YearsSince | ir.StateNumber):
            return _Shared(box_words(found[0], context), value, variable.subject), told
    return _Shared(box_words(found[0], context), None, None), told


def _single(shared: Domain) -> Fraction | None:
    """The value of an overlap that has no width; None for one that has, and for words."""
    if isinstance(shared, Numbers) and len(shared.within.pieces) == 1 and shared.within.pieces[0].is_point:
        return shared.within.pieces[0].low.value
    return None


def _found(context: Context, choice: Choice, arms: list[Arm], shared: _Shared, both: Formula) -> Diagnostic:
    conditions = [arm.condition for arm in arms[:2]]  # the two that `both` is about
    patient = witness(
        context, both, faulty_at(context, choice.node, true=conditions), _hit(shared.subject, shared.value)
    )
    if not isinstance(patient, dict):
        return _not_decided(context, choice, arms[0], arms[-1], shared.words, patient)
    if shared.value is not None and shared.subject is not None and len(arms) == 2:
        return _boundary(context, choice, arms, shared, shared.value, shared.subject, patient)
    noun = f"{choice.noun}{'es' if choice.noun == 'branch' else 's'}"
    lines = join((str(context.source.line_of(arm.span)) for arm in arms[:-1]), "and")
    return context.finding(
        OVERLAP,
        context.head(arms[-1].span),
        f"{_count(len(arms))} {noun} with different answers take {shared.words}",
        labels=[(context.head(arm.span), "also takes it") for arm in arms[:-1]],
        help=f"narrow one of the two, or choose by `first that applies` if the upper {choice.noun} is meant to win"
        if len(arms) == 2
        else f"keep one of them (the others stand on lines {lines}), or choose by `first that applies`",
        witness=patient,
    )


def _hit(subject: ir.Subject | None, value: Fraction | None) -> tuple[ir.Subject, Fraction] | None:
    return None if subject is None or value is None else (subject, value)


def _count(number: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five"}.get(number, str(number))


def _boundary(
    context: Context,
    choice: Choice,
    arms: list[Arm],
    shared: _Shared,
    value: Fraction,
    subject: ir.Subject,
    patient: dict[str, str],
) -> Diagnostic:
    first, second = arms
    where = f"two {choice.noun}{'es' if choice.noun == 'branch' else 's'}"
    if choice.subject is not None:
        cells = (f"`{cell_text(arm.condition, context.guideline)}`" for arm in arms)
        where = f"both {join(cells, 'and')}"
    words = number_words(value, subject, context)
    return context.finding(
        SHARED_BOUNDARY,
        context.head(second.span),
        f"{shared.words} is in {where}",
        labels=[(context.head(first.span), f"also takes {words}")],
        help=_narrower(context, choice, arms, value, subject),
        witness=patient,
    )


def _narrower(context: Context, choice: Choice, arms: list[Arm], value: Fraction, subject: ir.Subject) -> str:
    """How to let only one arm include a value: by bands that go on below or above it, in numbers that exist."""
    prover = context.prover
    if all(isinstance(arm.values, Numbers) and all(each.is_point for each in arm.values.within.pieces) for arm in arms):
        return f"take {number_words(value, subject, context)} out of one of them"
    domain = domain_of(subject, context.guideline)
    step = domain.step if isinstance(domain, Numbers) else None

    def goes_on(arm: Arm, within: Intervals) -> bool:
        there = lies_in(prover, subject, Numbers(within=within, step=step).replaced(within))
        return not isinstance(prover.ask_all([choice.arrives, arm.true, there]), Nobody)

    lower = [goes_on(arm, Intervals.between(None, value, high_included=False)) for arm in arms]
    upper = [goes_on(arm, Intervals.between(value, low_included=False)) for arm in arms]
    under, over = f"under {number_words(value, subject, context)}", f"over {number_words(value, subject, context)}"
    if step is not None:
        under = f"at most {number_words(value - step, subject, context)}"
        over = f"at least {number_words(value + step, subject, context)}"
    start = "let only one of them include it"
    ends = any(goes and not other for goes, other in zip(lower, upper, strict=True))
    begins = any(goes and not other for goes, other in zip(upper, lower, strict=True))
    if ends and begins:
        return f"{start}: `{under}` on the lower band, or `{over}` on the upper one"
    if ends or begins:
        return f"{start}: `{under if ends else over}` on the other one"
    return start


def _not_decided(
    context: Context, choice: Choice, first: Arm, second: Arm, words: str, why: Undecided | None
) -> Diagnostic:
    noun = f"{choice.noun}{'es' if choice.noun == 'branch' else 's'}"
    reason = f": {why.reason}" if why is not None else ""
    return context.finding(
        NOT_DECIDED,
        context.head(second.span),
        f"two {noun} with different answers take {words}, and whether a patient can come here with that is not "
        f"decided{reason}",
        labels=[(context.head(first.span), "also takes it")],
        help='narrow one of the two, or say `allow MG000 because "…"`',
    )
