"""MG102 overlap, MG103 shared boundary: values that two branches or rows with different bodies take.

Each is shown by a patient. Where two seem to share a value but no patient was found who has it there, it is MG000: not
decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from milligram.checks.context import Context
from milligram.checks.regions import number_words, region_words
from milligram.checks.selections import Arm, Selection
from milligram.checks.witness import witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import NOT_DECIDED, OVERLAP, SHARED_BOUNDARY
from milligram.ir.print import cell_text
from milligram.ir.same import same
from milligram.prove.domains import Domain, Numbers, keep


def check(context: Context) -> Iterator[Diagnostic]:
    """Every value for which two arms of a decision or table give two answers."""
    for selection in context.selections:
        if selection.node.first_that_applies:
            continue
        for first, second in combinations(selection.arms, 2):
            shared = keep(first.values, second.values)
            if shared and not same(first.body, second.body):
                yield _found(context, selection, first, second, shared)


def _found(context: Context, selection: Selection, first: Arm, second: Arm, shared: Domain) -> Diagnostic:
    patient = witness(context, selection, shared, (first, second))
    if patient is None:
        return _not_decided(context, selection, first, second, shared)
    value = _single(shared)
    if value is None:
        return _overlap(context, selection, first, second, shared, patient)
    return _boundary(context, selection, first, second, shared, value, patient)


def _single(shared: Domain) -> Fraction | None:
    """The value of an overlap that has no width; None for one that has, and for words."""
    if isinstance(shared, Numbers) and len(shared.within.pieces) == 1 and shared.within.pieces[0].is_point:
        return shared.within.pieces[0].low.value
    return None


def _overlap(
    context: Context, selection: Selection, first: Arm, second: Arm, shared: Domain, patient: dict[str, str]
) -> Diagnostic:
    words = region_words(shared, selection.subject, context)
    noun = selection.noun
    return context.finding(
        OVERLAP,
        context.head(second.span),
        f"two {noun}{'es' if noun == 'branch' else 's'} with different answers take {words}",
        labels=[(context.head(first.span), "also takes it")],
        help=f"narrow one of the two, or choose by `first that applies` if the upper {noun} is meant to win",
        witness=patient,
    )


def _boundary(
    context: Context,
    selection: Selection,
    first: Arm,
    second: Arm,
    shared: Domain,
    value: Fraction,
    patient: dict[str, str],
) -> Diagnostic:
    words = number_words(value, selection.subject, context)
    title = region_words(shared, selection.subject, context)
    return context.finding(
        SHARED_BOUNDARY,
        context.head(second.span),
        f"{title} is in both `{cell_text(first.condition, context.guideline)}` and "
        f"`{cell_text(second.condition, context.guideline)}`",
        labels=[(context.head(first.span), f"also takes {words}")],
        help=f"let only one of them include it: `under {words}` on the lower band, or `over {words}` on the upper one",
        witness=patient,
    )


def _not_decided(context: Context, selection: Selection, first: Arm, second: Arm, shared: Domain) -> Diagnostic:
    words = region_words(shared, selection.subject, context)
    noun = selection.noun
    return context.finding(
        NOT_DECIDED,
        context.head(second.span),
        f"two {noun}{'es' if noun == 'branch' else 's'} with different answers take {words}, and whether a patient can "
        "come here with that is not decided",
        labels=[(context.head(first.span), "also takes it")],
        help='narrow one of the two, or say `allow MG000 because "…"`',
    )
