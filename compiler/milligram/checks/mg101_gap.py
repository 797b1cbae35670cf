"""MG101 gap, MG104 point hole, MG111 resolution hole: values for which no branch or row holds.

Each is shown by a patient. Where the values seem to be missing but no patient was found who has one there, it is MG000:
not decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from operator import itemgetter

from milligram.checks.context import Context
from milligram.checks.regions import number_words, region_words
from milligram.checks.selections import Arm, Selection
from milligram.checks.witness import witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import GAP, NOT_DECIDED, POINT_HOLE, RESOLUTION_HOLE
from milligram.ir import nodes as ir
from milligram.ir.print import cell_text
from milligram.ir.walk import descend
from milligram.prove.domains import Domain, Numbers, join, less, nothing_of
from milligram.prove.intervals import Interval, Intervals, above, below
from milligram.prove.typical import typical_number
from milligram.source import Span


def check(context: Context) -> Iterator[Diagnostic]:
    """Every value that can arrive at a decision or table on one input, and that no branch or row takes."""
    for selection in context.selections:
        if selection.rest:
            continue
        covered = nothing_of(selection.domain)
        for arm in selection.arms:
            covered = join(covered, arm.values)
        missing = less(selection.domain, covered)
        if isinstance(missing, Numbers):
            for part in _runs(missing, covered):
                yield _found(context, selection, part)
        elif missing:
            yield _found(context, selection, missing)


def _runs(missing: Numbers, covered: Domain) -> Iterator[Numbers]:
    """The missing values, those with nothing covered between them together: one hole, one finding."""
    held = covered.within.pieces if isinstance(covered, Numbers) else ()
    run: list[Interval] = []
    for piece in missing.within:
        if run and any(run[-1].high <= other.low and other.high <= piece.low for other in held):
            yield missing.replaced(Intervals(tuple(run)))
            run = []
        run.append(piece)
    if run:
        yield missing.replaced(Intervals(tuple(run)))


def _found(context: Context, selection: Selection, part: Domain) -> Diagnostic:
    patient = witness(context, selection, part)
    if patient is None:
        return _not_decided(context, selection, part)
    piece = part.within.pieces[0] if isinstance(part, Numbers) and len(part.within.pieces) == 1 else None
    if piece is not None and piece.is_point:
        return _point(context, selection, part, piece.low.value, patient)
    if piece is not None and _is_resolution_hole(selection, piece):
        return _resolution_hole(context, selection, part, piece, patient)
    return _gap(context, selection, part, patient)


def _labels(context: Context, selection: Selection, part: Domain) -> list[tuple[Span, str]]:
    """The arms on both sides of a hole in numbers."""
    near: list[Arm] = []
    if isinstance(part, Numbers):
        pieces = [(piece, arm) for arm in selection.arms for piece in _pieces(arm)]
        before = [(piece.high, arm) for piece, arm in pieces if piece.high <= part.within.pieces[0].low]
        after = [(piece.low, arm) for piece, arm in pieces if piece.low >= part.within.pieces[-1].high]
        near = [max(before, key=itemgetter(0))[1]] if before else []
        near += [min(after, key=itemgetter(0))[1]] if after else []
    places = {context.head(arm.span): f"takes {cell_text(arm.condition, context.guideline)}" for arm in near}
    return list(places.items())


def _pieces(arm: Arm) -> tuple[Interval, ...]:
    return arm.values.within.pieces if isinstance(arm.values, Numbers) else ()


def _gap(context: Context, selection: Selection, part: Domain, patient: dict[str, str]) -> Diagnostic:
    words = region_words(part, selection.subject, context)
    rest = "" if isinstance(selection.node, ir.Table) else ", or an `otherwise`"
    return context.finding(
        GAP,
        context.head(selection.node.span),
        f"no {selection.noun} covers {words}",
        labels=_labels(context, selection, part),
        help=f"add a {selection.noun} for {words}{rest}",
        witness=patient,
    )


def _point(
    context: Context, selection: Selection, part: Domain, value: Fraction, patient: dict[str, str]
) -> Diagnostic:
    words = number_words(value, selection.subject, context)
    title = region_words(part, selection.subject, context)
    labels = _labels(context, selection, part)
    beside = {0: "", 1: ", though the values beside it are"}.get(len(labels), ", though the values on both sides are")
    return context.finding(
        POINT_HOLE,
        context.head(selection.node.span),
        f"{title} is in no {selection.noun}{beside}",
        labels=labels,
        help=f"let the {selection.noun} beside it include {words}, as `at least` does in place of `over`, "
        "and `at most` in place of `under`",
        witness=patient,
    )


def _is_resolution_hole(selection: Selection, piece: Interval) -> bool:
    """Whether a hole between two bands that include their ends is no wider than one unit of what they print."""
    if isinstance(selection.domain, Numbers) and selection.domain.step is not None:
        return False
    unit = _printed_unit(selection)
    closed = piece.low == above(piece.low.value) and piece.high == below(piece.high.value)
    return unit is not None and closed and piece.width is not None and piece.width <= unit


def _resolution_hole(
    context: Context, selection: Selection, part: Domain, piece: Interval, patient: dict[str, str]
) -> Diagnostic:
    title = region_words(part, selection.subject, context)
    high = number_words(piece.high.value, selection.subject, context)
    such = number_words(typical_number(piece), selection.subject, context)
    return context.finding(
        RESOLUTION_HOLE,
        context.head(selection.node.span),
        f"{title} is in no {selection.noun}: a value such as {such} falls between the bands",
        labels=_labels(context, selection, part),
        help=f"likely meant: one {selection.noun} to `under {high}`, the next from `at least {high}`",
        witness=patient,
    )


def _not_decided(context: Context, selection: Selection, part: Domain) -> Diagnostic:
    words = region_words(part, selection.subject, context)
    rest = "" if isinstance(selection.node, ir.Table) else ", or an `otherwise`"
    return context.finding(
        NOT_DECIDED,
        context.head(selection.node.span),
        f"no {selection.noun} covers {words}, and whether a patient can come here with that is not decided",
        labels=_labels(context, selection, part),
        help=f'add a {selection.noun} for it{rest}; or say `allow MG000 because "…"`',
    )


def _printed_unit(selection: Selection) -> Fraction | None:
    """One unit of the coarsest last digit that the bands print, in the subject's unit."""
    units: list[Fraction] = []
    for arm in selection.arms:
        for node in descend(arm.condition):
            if isinstance(node, ir.Const) and node.value and re.fullmatch(r"-?\d+(\.\d+)?", node.written):
                digits = len(node.written.partition(".")[2])
                units.append(abs(node.value / Fraction(node.written)) / 10**digits)
    return max(units, default=None)
