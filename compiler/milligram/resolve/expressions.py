"""Numbers: formulas with their units.

Enters: `ast.Expr` where a number is due. Leaves: `ir.AnyNumber`, in which every change of unit is a `Scaled` node or
was done on a literal; None once a fault is reported.

    weight - ideal_weight   (lb, kg)   ->   Operation("-", weight, Scaled(ideal_weight, 1/0.45359237), measure=lb)
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from milligram.diagnostics.registry import DIMENSION_CONFLICT, IMPOSSIBLE_NUMBER, MISSING_PART, WRONG_TYPE
from milligram.ir import nodes as ir
from milligram.quantity import NUMBER, Measure
from milligram.resolve.arithmetic import function, negative, operation
from milligram.resolve.changes import into, pure
from milligram.resolve.conflicts import Side, side_of
from milligram.resolve.context import Context
from milligram.resolve.names import find, type_of
from milligram.resolve.quantities import (
    DAYS,
    YEARS,
    change_of,
    constant,
    constant_in,
    is_pure,
    measure_of,
    unit_words,
    words_of,
)
from milligram.resolve.scope import Kind
from milligram.source import Span
from milligram.syntax import nodes as ast


def number(ctx: Context, expr: ast.Expr) -> ir.AnyNumber | None:
    """The number that an expression is, in a unit of its own."""
    match expr:
        case ast.Name():
            return _named(ctx, expr)
        case ast.RegimenState():
            return _state(ctx, expr)
        case ast.Quantity():
            return constant(ctx, expr)
        case ast.Group():
            inner = number(ctx, expr.operand)
            return None if inner is None else replace(inner, span=expr.span)
        case ast.Arithmetic():
            left, right = number(ctx, expr.left), number(ctx, expr.right)
            return None if left is None or right is None else operation(ctx, expr, left, right)
        case ast.Negative():
            inner = number(ctx, expr.operand)
            return None if inner is None else negative(ctx, expr, inner)
        case ast.Call():
            found = [number(ctx, argument) for argument in expr.arguments]
            arguments = [argument for argument in found if argument is not None]
            return function(ctx, expr, arguments) if arguments and len(arguments) == len(found) else None
        case ast.InUnit():
            return _in_unit(ctx, expr)
        case ast.AsUnit():
            return _as_unit(ctx, expr)
        case ast.Rounded():
            inner = number(ctx, expr.operand)
            return None if inner is None else rounded(ctx, inner, expr.rounding, expr.span)
        case ast.YearsSince():
            return _years(ctx, expr)
        case ast.Text():
            _not_a_number(ctx, expr, "text")
            return None
        case ast.InBand() | ast.Is() | ast.Has() | ast.IsKnown() | ast.Not() | ast.And() | ast.Or():
            _not_a_number(ctx, expr, "a condition")
            return None
        case _:
            assert_never(expr)


def number_in(
    ctx: Context, expr: ast.Expr, measure: Measure, other: Side, verb: str = "compared with"
) -> ir.AnyNumber | None:
    """The number that an expression is, converted into ``measure``; a literal is converted once, exactly."""
    match expr:
        case ast.Quantity():
            return constant_in(ctx, expr, measure, other, verb)
        case ast.Negative(operand=ast.Quantity(also=()) as literal):
            # so that "- 5 mmol/L" is as exact as "-5 mmol/L"
            return constant_in(ctx, _negated(literal, expr.span), measure, other, verb)
        case _:
            found = number(ctx, expr)
            return None if found is None else into(ctx, found, measure, other, verb)


def rounded(ctx: Context, operand: ir.AnyNumber, rounding: ast.Rounding, span: Span) -> ir.AnyNumber | None:
    """A number rounded to a multiple of a quantity of its own kind."""
    step = constant_in(ctx, rounding.to, operand.measure, side_of(ctx, operand), "used to round")
    if step is None:
        return None
    if step.value <= 0:
        ctx.report(
            IMPOSSIBLE_NUMBER,
            f"nothing is a multiple of {words_of(rounding.to)}",
            rounding.to.span,
            help="round to a step above zero, as in `rounded to 0.5 mg`",
        )
        return None
    return ir.RoundTo(
        span=span,
        measure=operand.measure,
        operand=operand,
        step=step.value,
        mode=rounding.mode,
        written_step=words_of(rounding.to),
    )


# --- names ------------------------------------------------------------------------------------------------------------


def _named(ctx: Context, name: ast.Name) -> ir.AnyNumber | None:
    kind = type_of(ctx, name)
    if kind is None:
        return None
    is_input = ctx.scope.symbols[name.name].kind == "input"
    match kind:
        case ir.NumberType(measure=measure):
            if is_input:
                return ir.InputNumber(span=name.span, measure=measure, name=name.name)
            return ir.NamedNumber(span=name.span, measure=measure, name=name.name)
        case ir.WordType() if is_input and any(c.points is not None for c in ctx.inputs[name.name].choices):
            return ir.PointsOf(span=name.span, measure=NUMBER, name=name.name)
        case ir.WordType() | ir.SetType() | ir.FlagType() | ir.DateType() | ir.TextType():
            _not_a_number(ctx, name, spoken_type(kind))
            return None
        case _:
            assert_never(kind)


def spoken_type(kind: ir.Type) -> str:
    """A type in the author's words: ``yes or no``, ``one of several words``."""
    match kind:
        case ir.NumberType(measure=measure):
            return "a number" if is_pure(measure) else f"a quantity in {measure.text}"
        case ir.FlagType():
            return "yes or no"
        case ir.DateType():
            return "a date"
        case ir.WordType():
            return "a choice"
        case ir.SetType():
            return "a set of choices"
        case ir.TextType():
            return "text"
        case _:
            assert_never(kind)


def _not_a_number(ctx: Context, expr: ast.Expr, what: str) -> None:
    labels: list[tuple[Span, str]] = []
    repair = "write a number, a quantity or a formula"
    if isinstance(expr, ast.Name) and (symbol := ctx.scope.symbols.get(expr.name)) is not None:
        labels = [(symbol.span, "declared here")]
        if what == "a choice":
            repair = "give each choice its points, as in `one of mild = 1, severe = 2`"
    ctx.report(
        WRONG_TYPE,
        f"`{ctx.words(expr.span)}` is {what}, where a number is needed",
        expr.span,
        labels=labels,
        help=repair,
    )


def _state(ctx: Context, expr: ast.RegimenState) -> ir.StateNumber | None:
    symbol = find(ctx, expr.regimen, frozenset({"regimen"}))
    if symbol is None:
        return None
    measure = NUMBER if expr.which == "step" else DAYS
    return ir.StateNumber(span=expr.span, measure=measure, regimen=symbol.name, which=expr.which)


_INPUT: frozenset[Kind] = frozenset({"input"})


def _years(ctx: Context, expr: ast.YearsSince) -> ir.YearsSince | None:
    symbol = find(ctx, expr.date, _INPUT)
    if symbol is None:
        return None
    kind = type_of(ctx, expr.date)
    if kind is None:
        return None
    if not isinstance(kind, ir.DateType):
        ctx.report(
            WRONG_TYPE,
            f"`{symbol.name}` is {spoken_type(kind)}, where a date is needed",
            expr.date.span,
            labels=[(symbol.span, "declared here")],
            help=f"declare it as `input {symbol.name} date`",
        )
        return None
    today = ctx.inputs.get("today")
    if today is None or not isinstance(today.type, ir.DateType):
        if "today" not in ctx.poisoned:
            ctx.report(
                MISSING_PART,
                "completed years are counted at the input `today`, which is not declared as a date",
                expr.span,
                help="add the line `input today date`; nothing reads the clock",
            )
        return None
    return ir.YearsSince(span=expr.span, measure=YEARS, name=symbol.name)


# --- arithmetic -------------------------------------------------------------------------------------------------------


def _negated(literal: ast.Quantity, span: Span) -> ast.Quantity:
    digits = literal.number
    return replace(literal, number=digits[1:] if digits.startswith("-") else f"-{digits}", span=span)


# --- in and as --------------------------------------------------------------------------------------------------------


def _in_unit(ctx: Context, expr: ast.InUnit) -> ir.AnyNumber | None:
    operand = number(ctx, expr.operand)
    measure = measure_of(ctx, expr.unit)
    if operand is None or measure is None:
        return None
    words = unit_words(expr.unit)
    if is_pure(operand.measure) and not is_pure(measure):
        ctx.report(
            DIMENSION_CONFLICT,
            f"`{ctx.words(operand.span)}` is a plain number, where `in {words}` takes the number out of a quantity",
            expr.span,
            labels=side_of(ctx, operand).labels,
            help=f"leave `in {words}` out, or write `as {words}` to put the unit on",
        )
        return None
    unit_side = Side(words, expr.unit.span)
    change = change_of(ctx, operand.measure, measure, side_of(ctx, operand), unit_side, "expressed in")
    if change is None:
        return None
    if isinstance(operand, ir.Const):
        return replace(operand, measure=NUMBER, value=change(operand.value), span=expr.span)
    return ir.Scaled(span=expr.span, measure=NUMBER, operand=operand, factor=change.factor, offset=change.offset)


def _as_unit(ctx: Context, expr: ast.AsUnit) -> ir.AnyNumber | None:
    operand = number(ctx, expr.operand)
    measure = measure_of(ctx, expr.unit)
    if operand is None or measure is None:
        return None
    words = unit_words(expr.unit)
    plain = pure(ctx, operand, f"what takes `as {words}`")
    if plain is None:
        return None
    if isinstance(plain, ir.Const):
        return replace(plain, measure=measure, span=expr.span)
    return ir.Scaled(span=expr.span, measure=measure, operand=plain, factor=Fraction(1))
