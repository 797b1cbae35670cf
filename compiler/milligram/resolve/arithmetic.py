"""Sums, products, powers and functions, with their units.

Enters: elaborated operands. Leaves: `ir.AnyNumber` whose measure follows from theirs; None once a conflict is reported.

    3 mL/kg * weight   ->   Operation("*", …, measure=mL)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from milligram.diagnostics.registry import DIMENSION_CONFLICT, WRONG_TYPE
from milligram.ir import nodes as ir
from milligram.quantity import NUMBER, Measure, MeasureError, UnitError, measure_div, measure_mul, measure_pow
from milligram.resolve.alignment import aligned
from milligram.resolve.changes import into, pure
from milligram.resolve.conflicts import conflict, side_of
from milligram.resolve.context import Context, in_backticks
from milligram.resolve.quantities import is_pure
from milligram.syntax import nodes as ast

_HIGHEST_POWER = 30


def operation(ctx: Context, expr: ast.Arithmetic, left: ir.AnyNumber, right: ir.AnyNumber) -> ir.AnyNumber | None:
    """``left op right`` with its unit."""
    match expr.op:
        case "+":
            return _sum(ctx, expr, left, right, "+", "added to")
        case "-":
            return _sum(ctx, expr, left, right, "-", "subtracted from")
        case "*":
            return _product(ctx, expr, left, right, "*", measure_mul, "multiplied by")
        case "/":
            return _product(ctx, expr, left, right, "/", measure_div, "divided by")
        case "^":
            return _power(ctx, expr, left, right)
        case _:
            assert_never(expr.op)


def _sum(
    ctx: Context, expr: ast.Arithmetic, left: ir.AnyNumber, right: ir.AnyNumber, op: str, verb: str
) -> ir.AnyNumber | None:
    if left.measure.unit.is_affine or right.measure.unit.is_affine:
        error = MeasureError("affine", "")
        side = side_of(ctx, right)
        conflict(ctx, error, right.measure, left.measure, side, side_of(ctx, left), verb)
        return None
    if isinstance(left, ir.Const) and left.value == 0 and left.written_unit is None:
        left = replace(left, measure=right.measure)
    other = into(ctx, right, left.measure, side_of(ctx, left), verb)
    if other is None:
        return None
    measure = left.measure if left.measure.of is not None else replace(left.measure, of=other.measure.of)
    return ir.Operation(span=expr.span, measure=measure, op="+" if op == "+" else "-", left=left, right=other)


def _product(
    ctx: Context,
    expr: ast.Arithmetic,
    left: ir.AnyNumber,
    right: ir.AnyNumber,
    op: str,
    combine: Callable[[Measure, Measure], Measure],
    verb: str,
) -> ir.AnyNumber | None:
    right = aligned(left, right, divides=op == "/")
    try:
        measure = combine(left.measure, right.measure)
    except MeasureError as error:
        conflict(ctx, error, left.measure, right.measure, side_of(ctx, left), side_of(ctx, right), verb)
        return None
    except UnitError as error:
        ctx.report(DIMENSION_CONFLICT, in_backticks(error.message), expr.span)
        return None
    return ir.Operation(span=expr.span, measure=measure, op="*" if op == "*" else "/", left=left, right=right)


def _power(ctx: Context, expr: ast.Arithmetic, base: ir.AnyNumber, exponent: ir.AnyNumber) -> ir.AnyNumber | None:
    power = pure(ctx, exponent, "an exponent")
    if power is None:
        return None
    measure = NUMBER
    if isinstance(power, ir.Const) and power.value.denominator == 1 and abs(power.value) <= _HIGHEST_POWER:
        try:
            measure = measure_pow(base.measure, int(power.value))
        except (MeasureError, UnitError) as error:
            ctx.report(
                DIMENSION_CONFLICT,
                in_backticks(error.message),
                expr.span,
                help="take the number out first, with `in UNIT`",
            )
            return None
    else:
        found = pure(ctx, base, "the base of such a power")
        if found is None:
            return None
        base = found
    return ir.Power(span=expr.span, measure=measure, base=base, exponent=power)


def negative(ctx: Context, expr: ast.Negative, operand: ir.AnyNumber) -> ir.AnyNumber | None:
    """``- operand``."""
    if operand.measure.unit.is_affine:
        side = side_of(ctx, operand)
        conflict(ctx, MeasureError("affine", ""), operand.measure, operand.measure, side, side, "subtracted from")
        return None
    if isinstance(operand, ir.Const):
        digits = operand.written
        turned = digits[1:] if digits.startswith("-") else f"-{digits}"
        return replace(operand, value=-operand.value, written=turned, span=expr.span)
    zero = ir.Const(span=expr.span, measure=operand.measure, value=Fraction(0), written="0")
    return ir.Operation(span=expr.span, measure=operand.measure, op="-", left=zero, right=operand)


def function(ctx: Context, call: ast.Call, arguments: list[ir.AnyNumber]) -> ir.AnyNumber | None:
    """``min(a, b)`` and the others; there is at least one argument."""
    several = call.function in ("min", "max")
    if len(arguments) != 1 and not several:
        ctx.report(
            WRONG_TYPE,
            f"`{call.function}` takes one number, and {len(arguments)} are given",
            call.span,
        )
        return None
    match call.function:
        case "min" | "max":
            return _extreme(ctx, call, arguments)
        case "ln" | "log10" | "exp":
            plain = pure(ctx, arguments[0], f"the number that `{call.function}` takes")
            if plain is None:
                return None
            return ir.Function(span=call.span, measure=NUMBER, name=call.function, arguments=(plain,))
        case "sqrt":
            return _root(ctx, call, arguments[0])
        case "abs" | "floor":
            measure = arguments[0].measure
            return ir.Function(span=call.span, measure=measure, name=call.function, arguments=(arguments[0],))
        case _:
            assert_never(call.function)


def _extreme(ctx: Context, call: ast.Call, arguments: list[ir.AnyNumber]) -> ir.AnyNumber | None:
    # a bare 0 takes the unit of the others
    lead = next((a for a in arguments if not is_pure(a.measure)), arguments[0])
    found: list[ir.AnyNumber] = []
    for argument in arguments:
        if argument is lead:
            found.append(argument)
            continue
        same = into(ctx, argument, lead.measure, side_of(ctx, lead), "compared with")
        if same is None:
            return None
        found.append(same)
    return ir.Function(span=call.span, measure=lead.measure, name=call.function, arguments=tuple(found))


def _root(ctx: Context, call: ast.Call, argument: ir.AnyNumber) -> ir.AnyNumber | None:
    if is_pure(argument.measure):
        return ir.Function(span=call.span, measure=NUMBER, name="sqrt", arguments=(argument,))
    try:
        unit = argument.measure.unit.root(2)
    except UnitError as error:
        ctx.report(
            DIMENSION_CONFLICT,
            f"{in_backticks(error.message)}, in which a square root could count",
            argument.span,
            labels=side_of(ctx, argument).labels,
            help="take the number out first, with `in UNIT`",
        )
        return None
    return ir.Function(span=call.span, measure=Measure(unit), name="sqrt", arguments=(argument,))
