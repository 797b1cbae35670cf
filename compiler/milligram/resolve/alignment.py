"""Units that cancel in a product: ``mg/kg`` times a weight in pounds is milligrams.

Enters: the two factors of a product or quotient. Leaves: the second one, scaled so that its unit cancels against the
first's.

    3 mg/kg * weight (lb)   ->   3 mg/kg * Scaled(weight, 0.45359237, measure=kg)
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.quantity.unit import part_dimension, unit_of


def aligned(left: ir.AnyNumber, right: ir.AnyNumber, *, divides: bool) -> ir.AnyNumber:
    """``right``, in a unit whose parts cancel against those of ``left`` where they are of one kind.

    A quotient of two plain amounts is left alone: a dose in mg over a weight in kg is mg/kg.
    """
    if left.measure.unit.is_affine or right.measure.unit.is_affine:
        return right
    sign = -1 if divides else 1
    if divides and all(power > 0 for _, power in right.measure.unit.parts):
        return right
    open_parts = list(left.measure.unit.parts)
    parts: list[tuple[str, int]] = []
    for part, power in right.measure.unit.parts:
        facing = next(
            (
                other
                for other, other_power in open_parts
                if other != part
                and other_power * power * sign < 0
                and part_dimension(other)
                and part_dimension(other) == part_dimension(part)
            ),
            part,
        )
        parts.append((facing, power))
    if tuple(parts) == right.measure.unit.parts:
        return right
    unit = unit_of(tuple(parts))
    factor: Fraction = right.measure.unit.ratio_to(unit)
    return ir.Scaled(span=right.span, measure=replace(right.measure, unit=unit), operand=right, factor=factor)
