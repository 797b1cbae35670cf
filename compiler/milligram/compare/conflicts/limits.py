"""One name with different limits: for whom two guidelines mean different things by it.

Enters: a pairing. Leaves: MG704 for each name that both define, with limits that differ, and for each score with other
points; and a patient on whom they disagree.

    a: define low_magnesium: serum_magnesium under 0.70 mmol/L      b: define low_magnesium: … under 0.65 mmol/L
    ->  "low magnesium is true by a and false by b: serum magnesium 0.65 to under 0.70 mmol/L"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from milligram.checks.witness import may_be
from milligram.compare.conflicts.index import Limit, Limits, limits_of, words_of
from milligram.compare.conflicts.pair import Pairing, Shown, draft_of_patient
from milligram.compare.conflicts.text import Place, finding, not_decided, taken, who
from milligram.compare.matching import input_conversion
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import DIFFERING_THRESHOLDS
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.print import title_of, word_title
from milligram.ir.walk import inputs_read
from milligram.prove.answers import Undecided
from milligram.prove.domains import Numbers, domain_of
from milligram.quantity import decimal_text

MOST_TOTALS = 200
"""A score with more sums than this is not followed."""


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """One thing that a name can say: what it means in its own guideline, and as a name of the product."""

    own: ir.AnyCondition
    shared: ir.AnyCondition
    text: str


Names: TypeAlias = tuple[str, str]
"""What the left and what the right calls a thing."""


def differing_limits(
    pairing: Pairing, wanted: Callable[[Names], bool] = lambda names: True, more: tuple[int, int] = (0, 0)
) -> Iterator[Diagnostic]:
    """A finding for each name that both define, with different limits or points, and on which they disagree for
    somebody. Only names that are ``wanted``; so many ``more`` guidelines define it as the left, and as the right."""
    for names in _differing(pairing):
        if not wanted(names) or pairing.sides[1].names.named.get(names[1], names[1]) == names[0]:
            continue  # of one meaning, however it is put
        found = _finding(pairing, names, more)
        if found is not None:
            yield found


def _differing(pairing: Pairing) -> Iterator[Names]:
    """What the left and the right call a thing that both define, and not alike."""
    ours, theirs = pairing.profiles
    for name, left in pairing.matching.named.items():
        if left in ours.limits and name in theirs.limits:
            if _limits_differ(pairing, ours.limits[left], theirs.limits[name]):
                yield left, name
        elif left in ours.scores and name in theirs.scores and _points_differ(pairing, left, name):
            yield left, name


def _points_differ(pairing: Pairing, left: str, name: str) -> bool:
    """Whether two scores count otherwise: their points, or limits of an input that both read. Of inputs that nothing
    says are one, nobody knows whether they count alike."""
    ours, theirs = (profile.guideline for profile in pairing.profiles)
    one, other = ours.named_by_name[left], theirs.named_by_name[name]
    matched = pairing.matching.inputs
    known = {*matched.values(), "today"}
    if matched.keys() | {"today"} >= set(inputs_read(other, theirs)) and known >= set(inputs_read(one, ours)):
        return True
    return _limits_differ(pairing, limits_of(ours, left), limits_of(theirs, name))


def _limits_differ(pairing: Pairing, ours: Limits, theirs: Limits) -> bool:
    """Whether a number that both compare meets other limits on one side than on the other."""
    matching = pairing.matching
    for (kind, name), values in theirs.items():
        left = (matching.named if kind == "named" else matching.inputs).get(name)
        if (
            left is not None
            and (kind, left) in ours
            and _convert(pairing, kind, left, name, ours[kind, left]) != values
        ):
            return True
    return False


def _convert(pairing: Pairing, kind: str, ours: str, theirs: str, values: frozenset[Limit]) -> frozenset[Limit]:
    left, right = (profile.guideline for profile in pairing.profiles)
    if kind != "input":
        return values
    how = input_conversion(left, right, ours, theirs)
    return values if how is None else frozenset((how(value), above) for value, above in values)


def _finding(pairing: Pairing, names: Names, more: tuple[int, int]) -> Diagnostic | None:
    ours, theirs = _answers(pairing, 0, names[0]), _answers(pairing, 1, names[1])
    undecided: Diagnostic | None = None
    meaning, space = pairing.prover.meaning, pairing.prover.space
    for word, one in ours.items():
        says = space.all_of([pairing.applies, meaning.true(one.shared)])
        others = [(other, meaning.true(other.shared)) for another, other in theirs.items() if another != word]
        if pairing.nobody(says, space.any_of(formula for _, formula in others)):
            continue
        for other, formula in others:
            where = space.all_of([says, formula])
            if pairing.nobody(where):
                continue
            shown = pairing.shown(where, _shows(pairing, (one, other)))
            if shown is not None:
                found = _told(pairing, names, (one, other), shown, more)
                if isinstance(shown, Shown):
                    return found
                undecided = undecided or found
    return undecided


def _shows(pairing: Pairing, answers: tuple[_Answer, _Answer]) -> Callable[[ir.Patient], bool]:
    """Whether each side says its own of a patient."""

    def shows(patient: ir.Patient) -> bool:
        draft = draft_of_patient(patient)
        for side, answer in enumerate(answers):
            values = Values(pairing.profiles[side].guideline, pairing.sides[side].patient(draft), pairing.as_of)
            try:
                if not may_be(values) or values.condition(answer.own) is not True:
                    return False
            except Faulty:
                return False
        return True

    return shows


def _told(
    pairing: Pairing,
    names: Names,
    answers: tuple[_Answer, _Answer],
    shown: Shown | Undecided,
    more: tuple[int, int],
) -> Diagnostic:
    title = title_of(pairing.profiles[0].guideline, names[0])
    one, other = answers
    mine, theirs = (who(pairing, side) + (f" and {more[side]:,} more" if more[side] else "") for side in (0, 1))
    said = f"{title} is {one.text} by {mine} and {other.text} by {theirs} for one patient"
    places = [
        Place(side=side, node=pairing.profiles[side].guideline.named_by_name[name], text=f"{each.text} by this")
        for side, (name, each) in enumerate(zip(names, answers, strict=True))
    ]
    if not isinstance(shown, Shown):
        return not_decided(pairing, f"whether {said} is not decided", shown, places)
    return finding(
        pairing,
        DIFFERING_THRESHOLDS,
        f"{said}{shown.region}",
        places,
        help="agree on one limit, or give one of them another name; where both are meant, "
        f'`allow MG704 because "…"`{taken(pairing, names, shown)}',
        witness=shown.patient,
    )


def _answers(pairing: Pairing, side: int, name: str) -> dict[str, _Answer]:
    """What a name of one side can say."""
    guideline, shared = pairing.profiles[side].guideline, pairing.sides[side].names.named.get(name, name)
    home = guideline.named_by_name[name]
    words = words_of(home, name)
    if words:
        return {
            word: _Answer(
                own=ir.WordIs(subject=ir.NamedWord(name=name, span=home.span), words=(word,), span=home.span),
                shared=ir.WordIs(subject=ir.NamedWord(name=shared, span=home.span), words=(word,), span=home.span),
                text=word_title(guideline, name, word),
            )
            for word in words
        }
    if isinstance(home, ir.Score):
        return {text: _total(home, name, shared, text, value) for text, value in _totals(guideline, home)}
    own, other = ir.NamedCondition(name=name, span=home.span), ir.NamedCondition(name=shared, span=home.span)
    return {
        "yes": _Answer(own=own, shared=other, text="true"),
        "no": _Answer(
            own=ir.Not(operand=own, span=home.span), shared=ir.Not(operand=other, span=home.span), text="false"
        ),
    }


def _totals(guideline: ir.Guideline, home: ir.Score) -> Iterator[tuple[str, Fraction]]:
    """What a score can add up to; nothing where that is too much, or no list."""
    domain = domain_of(ir.NamedNumber(name=home.name, measure=home.measure), guideline)
    if isinstance(domain, Numbers) and len(domain.within.pieces) <= MOST_TOTALS:
        for piece in domain.within:
            if piece.is_point:
                yield decimal_text(piece.low.value)[0], piece.low.value


def _total(home: ir.Score, name: str, shared: str, text: str, value: Fraction) -> _Answer:
    """That a score adds up to one number."""
    bound = ir.Bound(value=ir.Const(measure=home.measure, value=value, written=text, span=home.span), included=True)

    def says(called: str) -> ir.Band:
        subject = ir.NamedNumber(name=called, measure=home.measure, span=home.span)
        return ir.Band(subject=subject, low=bound, high=bound, span=home.span)

    return _Answer(own=says(name), shared=says(shared), text=text)
