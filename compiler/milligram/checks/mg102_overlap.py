"""MG102 overlap, MG103 shared boundary: values that two branches or rows with different bodies take."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from milligram.checks.context import Context
from milligram.checks.regions import number_words, region_words
from milligram.checks.selections import Arm, Selection, selections
from milligram.checks.witness import witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import OVERLAP, SHARED_BOUNDARY
from milligram.ir.print import cell_text
from milligram.ir.same import same
from milligram.prove.domains import Domain, Numbers, keep, multiples
from milligram.prove.intervals import Intervals


def check(context: Context) -> Iterator[Diagnostic]:
    """Every value for which two arms of a decision or table give two answers."""
    for selection in selections(context):
        if selection.first_that_applies:
            continue
        for first, second in combinations(selection.arms, 2):
            shared = keep(first.values, second.values)
            if not shared or same(first.body, second.body):
                continue
            values = _single_values(shared)
            if values is None:
                yield _overlap(context, selection, first, second, shared)
            else:
                yield _boundary(context, selection, first, second, values)


def _single_values(shared: Domain) -> list[Fraction] | None:
    """The values of an overlap that has no width; None for one that has, and for words."""
    if not isinstance(shared, Numbers):
        return None
    found: list[Fraction] = []
    for piece in shared.within:
        if piece.is_point:
            found.append(piece.low.value)
        elif shared.step is not None and piece.width is not None and piece.width <= shared.step:
            found.extend(multiples(piece, shared.step))
        else:
            return None
    return found if len(found) == 1 else None


def _overlap(context: Context, selection: Selection, first: Arm, second: Arm, shared: Domain) -> Diagnostic:
    words = region_words(shared, selection.subject, selection.domain, context)
    noun = selection.noun
    return context.finding(
        OVERLAP,
        context.head(second.span),
        f"two {noun}{'es' if noun == 'branch' else 's'} with different answers take {words}",
        labels=[(context.head(first.span), f"also takes it: {cell_text(first.condition, context.guideline)}")],
        help=f"narrow one of the two, or choose by `first that applies` if the upper {noun} is meant to win",
        witness=witness(context, selection, shared),
    )


def _boundary(context: Context, selection: Selection, first: Arm, second: Arm, values: list[Fraction]) -> Diagnostic:
    words = number_words(values[0], selection.subject)
    title = region_words(Numbers(within=Intervals.points(values)), selection.subject, selection.domain, context)
    return context.finding(
        SHARED_BOUNDARY,
        context.head(second.span),
        f"{title} is in both `{cell_text(first.condition, context.guideline)}` and "
        f"`{cell_text(second.condition, context.guideline)}`",
        labels=[(context.head(first.span), f"also takes {words}")],
        help=f"let only one of them include it: `to under {words}` on the lower band, "
        f"or `over {words}` on the upper one",
        witness=witness(context, selection, Numbers(within=Intervals.points(values))),
    )
