"""Bands: a number between two ends, one of which may be open.

Enters: an elaborated subject and an `ast.Band`. Leaves: `ir.Band`, its ends in the subject's unit.

    clearance 20 to under 30 mL/min   ->   Band(clearance, low=20 included, high=30 excluded)
"""

from __future__ import annotations

from dataclasses import replace

from milligram.diagnostics import Edit
from milligram.diagnostics.registry import BACKWARDS_RANGE, DIMENSION_CONFLICT
from milligram.ir import nodes as ir
from milligram.resolve.conflicts import side_of
from milligram.resolve.context import Context
from milligram.resolve.equivalents import check_side
from milligram.resolve.expressions import number_in
from milligram.resolve.plausible import check_plausible
from milligram.resolve.quantities import measure_of, sharing, stated
from milligram.source import Span
from milligram.syntax import nodes as ast


def band_of(ctx: Context, subject: ir.AnyNumber, band: ast.Band, span: Span) -> ir.Band | None:
    """The band of a comparison or a cell; None once a fault is reported."""
    low, high = band.low, band.high
    if low is not None and low == high:
        return equal_to(ctx, subject, low, span)
    if isinstance(low, ast.Quantity) and isinstance(high, ast.Quantity):
        low = sharing(low, high)
    low_bound = _bound(ctx, subject, low, is_low=True, included=band.low_included)
    if (
        low_bound is None
        and isinstance(low, ast.Quantity)
        and isinstance(high, ast.Quantity)
        and _tell_together(ctx, low, high)
    ):
        return None
    high_bound = _bound(ctx, subject, high, is_low=False, included=band.high_included)
    if (low is not None and low_bound is None) or (high is not None and high_bound is None):
        return None
    if low_bound is not None and high_bound is not None and _backwards(ctx, low_bound, high_bound, band):
        return None
    return ir.Band(span=span, subject=subject, low=low_bound, high=high_bound)


def _tell_together(ctx: Context, low: ast.Quantity, high: ast.Quantity) -> bool:
    """Whether what was just said of the lower end of ``3.5 to 5``, that it has no unit, is now said of the band."""
    told = ctx.diagnostics[-1] if ctx.diagnostics else None
    if high.unit is not None or told is None or told.code is not DIMENSION_CONFLICT or told.span != low.span:
        return False
    if len(told.edits) != 1:
        return False
    unit = told.edits[0].replacement.removeprefix(low.number)
    whole = Span(low.span.start, high.span.end)
    words = ctx.words(whole)
    ctx.diagnostics[-1] = replace(
        told,
        message=told.message.replace(f"`{low.number}`", f"`{words}`", 1),
        span=whole,
        help=f"write the unit: `{words}{unit}`, if that is what is meant",
        edits=(Edit(span=high.span, replacement=high.number + unit, title=f"write `{words}{unit}`"),),
    )
    return True


def equal_to(ctx: Context, subject: ir.AnyNumber, value: ast.Expr, span: Span | None = None) -> ir.Band | None:
    """``subject is 3``: both ends are the value."""
    found = number_in(ctx, value, subject.measure, side_of(ctx, subject))
    if found is None:
        return None
    _judge(ctx, subject, value, found)
    bound = ir.Bound(span=value.span, value=found, included=True)
    return ir.Band(span=span or value.span, subject=subject, low=bound, high=bound)


def _bound(
    ctx: Context, subject: ir.AnyNumber, value: ast.Expr | None, *, is_low: bool, included: bool
) -> ir.Bound | None:
    if value is None:
        return None
    found = number_in(ctx, value, subject.measure, side_of(ctx, subject))
    if found is None:
        return None
    _judge(ctx, subject, value, found)
    if isinstance(value, ast.Quantity):
        _sides(ctx, subject, value, is_low=is_low, included=included)
    return ir.Bound(span=value.span, value=found, included=included)


def _judge(ctx: Context, subject: ir.AnyNumber, value: ast.Expr, found: ir.AnyNumber) -> None:
    if isinstance(value, ast.Quantity) and isinstance(found, ir.Const):
        check_plausible(ctx, subject, value, found.value)


def _sides(ctx: Context, subject: ir.AnyNumber, value: ast.Quantity, *, is_low: bool, included: bool) -> None:
    """MG306 for each equivalent of a threshold. Faults in the equivalents themselves were reported before."""
    for each in value.also:
        if each.unit is None or value.unit is None:
            continue
        count = len(ctx.diagnostics)
        first, second = measure_of(ctx, value.unit), measure_of(ctx, each.unit)
        ctx.forget(count)
        if first is None or second is None:
            continue
        basis = subject.measure.of
        check_side(
            ctx,
            stated(ctx, value, first if first.of else replace(first, of=basis)),
            stated(ctx, each, second),
            subject.measure,
            low=is_low,
            included=included,
        )


def _backwards(ctx: Context, low: ir.Bound, high: ir.Bound, band: ast.Band) -> bool:
    if not isinstance(low.value, ir.Const) or not isinstance(high.value, ir.Const):
        return False
    if low.value.value < high.value.value:
        return False
    if low.value.value == high.value.value and low.included and high.included:
        return False
    why = "no value" if low.value.value == high.value.value else "its first value above its second"
    ctx.report(
        BACKWARDS_RANGE,
        f"`{ctx.words(band.span)}` has {why}" if why != "no value" else f"`{ctx.words(band.span)}` holds no value",
        band.span,
        help=f"write `{low.value.written} to {high.value.written}` the other way round"
        if why != "no value"
        else "include one of its ends",
    )
    return True
