"""MG101 gap, MG104 point hole, MG111 resolution hole: values for which no branch or row holds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from operator import itemgetter

from milligram.checks.context import Context
from milligram.checks.regions import number_words, region_words
from milligram.checks.selections import Arm, Selection, selections
from milligram.checks.witness import witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import GAP, POINT_HOLE, RESOLUTION_HOLE
from milligram.ir import nodes as ir
from milligram.ir.print import cell_text
from milligram.ir.walk import descend
from milligram.prove.domains import Domain, Numbers, join, less, multiples
from milligram.prove.intervals import Interval, Intervals, above, below
from milligram.source import Span


def check(context: Context) -> Iterator[Diagnostic]:
    """Every value that can arrive at a decision or table on one input, and that no branch or row takes."""
    for selection in selections(context):
        if selection.rest:
            continue
        covered = less(selection.domain, selection.domain)
        for arm in selection.arms:
            covered = join(covered, arm.values)
        missing = less(selection.domain, covered)
        if not missing:
            continue
        if isinstance(missing, Numbers):
            for part in _runs(missing, covered):
                yield _of_numbers(context, selection, part)
        else:
            yield _gap(context, selection, missing)


def _runs(missing: Numbers, covered: Domain) -> Iterator[Numbers]:
    """The missing values, those with nothing covered between them together: one hole, one finding."""
    held = covered.within.pieces if isinstance(covered, Numbers) else ()
    run: list[Interval] = []
    for piece in missing.within:
        if run and any(run[-1].high <= other.low and other.high <= piece.low for other in held):
            yield missing.replaced(Intervals(tuple(run)))
            run = []
        run.append(piece)
    yield missing.replaced(Intervals(tuple(run)))


def _of_numbers(context: Context, selection: Selection, part: Numbers) -> Diagnostic:
    if len(part.within.pieces) > 1:
        return _gap(context, selection, part)
    piece = part.within.pieces[0]
    if piece.is_point:
        return _point(context, selection, part, piece.low.value)
    if part.step is not None and piece.width is not None:
        held = list(multiples(piece, part.step))
        if len(held) == 1:
            return _point(context, selection, part, held[0])
    if part.step is None and (unit := _printed_unit(selection)) is not None:
        closed = piece.low == above(piece.low.value) and piece.high == below(piece.high.value)
        if closed and not piece.low.rank and not piece.high.rank and (piece.width or 0) <= unit:
            return _resolution_hole(context, selection, part, piece)
    return _gap(context, selection, part)


def _labels(context: Context, selection: Selection, part: Domain) -> list[tuple[Span, str]]:
    """The arms on both sides of a hole; for words, the last arm."""
    near = list(selection.arms[-1:])
    if isinstance(part, Numbers):
        below_it = [
            (piece.high, arm)
            for arm in selection.arms
            for piece in _pieces(arm)
            if piece.high <= part.within.pieces[0].low
        ]
        above_it = [
            (piece.low, arm)
            for arm in selection.arms
            for piece in _pieces(arm)
            if piece.low >= part.within.pieces[-1].high
        ]
        near = [max(below_it, key=itemgetter(0))[1]] if below_it else []
        near += [min(above_it, key=itemgetter(0))[1]] if above_it else []
    return [(context.head(arm.span), f"takes {cell_text(arm.condition, context.guideline)}") for arm in near]


def _pieces(arm: Arm) -> tuple[Interval, ...]:
    return arm.values.within.pieces if isinstance(arm.values, Numbers) else ()


def _gap(context: Context, selection: Selection, part: Domain) -> Diagnostic:
    words = region_words(part, selection.subject, selection.domain, context)
    return context.finding(
        GAP,
        selection.span,
        f"no {selection.noun} covers {words}",
        labels=_labels(context, selection, part),
        help=f"add a {selection.noun} for {words}, or an `otherwise`, and say what to do",
        witness=witness(context, selection, part),
    )


def _point(context: Context, selection: Selection, part: Numbers, value: Fraction) -> Diagnostic:
    words = number_words(value, selection.subject)
    at = Numbers(within=Intervals.points([value]))
    return context.finding(
        POINT_HOLE,
        selection.span,
        f"exactly {words} is in no {selection.noun}, though the values on both sides are",
        labels=_labels(context, selection, part),
        help=f"let one of the two {selection.noun}s include {words}: "
        "`at least` in place of `over`, or `at most` in place of `under`",
        witness=witness(context, selection, at),
    )


def _resolution_hole(context: Context, selection: Selection, part: Numbers, piece: Interval) -> Diagnostic:
    low, high = number_words(piece.low.value, selection.subject), number_words(piece.high.value, selection.subject)
    return context.finding(
        RESOLUTION_HOLE,
        selection.span,
        f"values between {low} and {high} are in no {selection.noun}: the bands meet only for whole printed values",
        labels=_labels(context, selection, part),
        help=f"likely meant: one {selection.noun} up to `under {high}`, the other `at least {high}`",
        witness=witness(context, selection, part),
    )


def _printed_unit(selection: Selection) -> Fraction | None:
    """One unit of the coarsest last digit that the bands print, in the subject's unit."""
    units: list[Fraction] = []
    for arm in selection.arms:
        for node in descend(arm.condition):
            if isinstance(node, ir.Const) and node.value:
                digits = len(node.written.partition(".")[2])
                written = Fraction(node.written)
                units.append(abs(node.value / written) / 10**digits if written else Fraction(1, 10**digits))
    return max(units, default=None)
