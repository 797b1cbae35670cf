"""Numbers in another unit.

Enters: an elaborated number and the measure it is wanted in. Leaves: the number converted; None once a conflict is
reported.

    into(72 kg, lb)   ->   Const(158.73… lb)          into(weight, lb)   ->   Scaled(weight, 1/0.45359237)
"""

from __future__ import annotations

from dataclasses import replace

from milligram.diagnostics.registry import DIMENSION_CONFLICT
from milligram.ir import nodes as ir
from milligram.quantity import NUMBER, Measure
from milligram.resolve.conflicts import Side, side_of
from milligram.resolve.context import Context
from milligram.resolve.quantities import change_of, is_pure


def into(ctx: Context, found: ir.AnyNumber, measure: Measure, other: Side, verb: str) -> ir.AnyNumber | None:
    """A number in another unit: a literal is converted, anything else is wrapped in `Scaled`."""
    bare_zero = isinstance(found, ir.Const) and found.value == 0 and found.written_unit is None
    if bare_zero and not measure.unit.is_affine:
        return replace(found, measure=measure)
    if is_pure(found.measure) and not is_pure(measure):
        _without_unit(ctx, found, measure, other, verb)
        return None
    change = change_of(ctx, found.measure, measure, side_of(ctx, found), other, verb)
    if change is None:
        return None
    if isinstance(found, ir.Const):
        return replace(found, measure=measure, value=change(found.value))
    if change.factor == 1 and change.offset == 0:
        return found
    return ir.Scaled(span=found.span, measure=measure, operand=found, factor=change.factor, offset=change.offset)


def pure(ctx: Context, found: ir.AnyNumber, what: str) -> ir.AnyNumber | None:
    """A number without a unit; a percentage counts as its hundredth. Reported when it has a unit."""
    if is_pure(found.measure):
        return found
    unit = found.measure.unit
    if unit.dimension or unit.is_affine or found.measure.of or found.measure.per_of or len(unit.parts) > 1:
        ctx.report(
            DIMENSION_CONFLICT,
            f"`{ctx.words(found.span)}` is in {found.measure.text}, where {what} is a plain number",
            found.span,
            labels=side_of(ctx, found).labels,
            help=f"take the number out: `{ctx.words(found.span)} in {unit.text}`",
        )
        return None
    if isinstance(found, ir.Const):
        return replace(found, measure=NUMBER, value=found.value * unit.factor)
    return ir.Scaled(span=found.span, measure=NUMBER, operand=found, factor=unit.factor)


def _without_unit(ctx: Context, found: ir.AnyNumber, measure: Measure, other: Side, verb: str) -> None:
    """A plain number meets a quantity: MG301 with the unit to put on."""
    words = ctx.words(found.span)
    ctx.report(
        DIMENSION_CONFLICT,
        f"`{words}` has no unit and is {verb} {other.quoted}, which is in {measure.text}",
        found.span,
        labels=other.labels or ([(other.span, f"this is in {measure.text}")] if other.span != found.span else []),
        help=f"write `{words} {measure.text}`"
        if isinstance(found, ir.Const)
        else f"put a unit on, as in `as {measure.text}`",
    )
