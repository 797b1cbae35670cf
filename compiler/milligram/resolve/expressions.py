"""Numbers: formulas with their units.

Enters: `ast.Expr` where a number is due. Leaves: `ir.AnyNumber`, in which every change of unit is a `Scaled` node or
was done on a literal; None once a fault is reported.

    weight - ideal_weight   (lb, kg)   ->   Operation("-", weight, Scaled(ideal_weight, 1/0.45359237), measure=lb)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from milligram.diagnostics.registry import (
    DIMENSION_CONFLICT,
    IMPOSSIBLE_NUMBER,
    MISSING_PART,
    WRONG_TYPE,
)
from milligram.ir import nodes as ir
from milligram.quantity import NUMBER, Measure, MeasureError, UnitError, measure_div, measure_mul, measure_pow
from milligram.resolve.alignment import aligned
from milligram.resolve.conflicts import Side, conflict, side_of
from milligram.resolve.context import Context, in_backticks
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

_HIGHEST_POWER = 30


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
            return _arithmetic(ctx, expr)
        case ast.Negative():
            return _negative(ctx, expr)
        case ast.Call():
            return _call(ctx, expr)
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
    ctx.scope.mentioned.add("today")
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


def _arithmetic(ctx: Context, expr: ast.Arithmetic) -> ir.AnyNumber | None:
    left, right = number(ctx, expr.left), number(ctx, expr.right)
    if left is None or right is None:
        return None
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


def _negated(literal: ast.Quantity, span: Span) -> ast.Quantity:
    digits = literal.number
    return replace(literal, number=digits[1:] if digits.startswith("-") else f"-{digits}", span=span)


def _negative(ctx: Context, expr: ast.Negative) -> ir.AnyNumber | None:
    operand = number(ctx, expr.operand)
    if operand is None:
        return None
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


def _call(ctx: Context, call: ast.Call) -> ir.AnyNumber | None:
    found = [number(ctx, argument) for argument in call.arguments]
    arguments = [argument for argument in found if argument is not None]
    if len(arguments) != len(call.arguments) or not arguments:
        return None
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


__all__ = ["into", "number", "number_in", "pure", "rounded", "spoken_type"]
