"""The values of one output of a table, or of a define by cases: all of one type, numbers all in one unit.

Enters: the values as written, line by line. Leaves: a `Column`; None once a fault is reported.

    50 kg / 45.5 kg   ->   Column(NumberType(kg), (50, 45.5))
    low / high        ->   Column(WordType("low", "high"), …)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from milligram.diagnostics.registry import WRONG_TYPE
from milligram.ir import nodes as ir
from milligram.quantity import NUMBER
from milligram.resolve.changes import into
from milligram.resolve.conflicts import Side
from milligram.resolve.context import Context
from milligram.resolve.expressions import number
from milligram.resolve.names import type_of, unknown
from milligram.resolve.quantities import is_pure
from milligram.resolve.scope import VALUES
from milligram.syntax import nodes as ast

Value = ast.Expr | ast.UnspecifiedValue


@dataclass(frozen=True, slots=True)
class Column:
    """The type of an output and its value in each row."""

    type: ir.Type
    values: tuple[ir.AnyValue, ...]


def column_of(ctx: Context, values: Sequence[Value], name: ast.Ident) -> Column | None:
    """The column of these values. Names that denote numbers make it one of numbers, other names one of words."""
    kinds = {_form(ctx, value) for value in values} - {"unspecified"}
    if "faulty" in kinds:
        # the other values are still read, for their own faults
        for value in values:
            if _form(ctx, value) == "number" and not isinstance(value, ast.UnspecifiedValue):
                number(ctx, value)
        return None
    if len(kinds) > 1:
        _mixed(ctx, values, name)
        return None
    match next(iter(kinds), "text"):
        case "number":
            return _numbers(ctx, values, name)
        case "word":
            return _words(values)
        case _:
            return _texts(values)


def _form(ctx: Context, value: Value) -> str:
    match value:
        case ast.UnspecifiedValue():
            return "unspecified"
        case ast.Text():
            return "text"
        case ast.Name():
            if value.name in ctx.poisoned or value.name in ctx.scope.unclear:
                return "faulty"
            symbol = ctx.scope.symbols.get(value.name)
            if symbol is None or symbol.kind not in VALUES:
                return "word"
            kind = type_of(ctx, value)
            if kind is None:
                return "faulty"
            points = symbol.kind == "input" and any(c.points is not None for c in ctx.inputs[value.name].choices)
            return "number" if isinstance(kind, ir.NumberType) or points else "word"
        case _:
            return "number"


def _mixed(ctx: Context, values: Sequence[Value], name: ast.Ident) -> None:
    """Reports the first value unlike the first one; a lone word among numbers is a name that nothing declares."""
    forms = [(value, _form(ctx, value)) for value in values]
    numbers = [value for value, form in forms if form == "number"]
    for value, form in forms:
        if form == "word" and len(numbers) * 2 >= len(values) and isinstance(value, ast.Name):
            unknown(ctx, value, VALUES)
            return
    first, lead = next((value, form) for value, form in forms if form != "unspecified")
    other, form = next((value, form) for value, form in forms if form not in (lead, "unspecified"))
    ctx.report(
        WRONG_TYPE,
        f"`{name.name}` is a {form} here and a {lead} elsewhere",
        other.span,
        labels=[(first.span, f"a {lead}"), (name.span, "declared here")],
        help="give every line the same kind of value: numbers, names or texts",
    )


def _numbers(ctx: Context, values: Sequence[Value], name: ast.Ident) -> Column | None:
    found: list[ir.AnyNumber | ir.UnspecifiedValue | None] = [
        ir.UnspecifiedValue(span=value.span, text=value.text.value if value.text else None)
        if isinstance(value, ast.UnspecifiedValue)
        else number(ctx, value)
        for value in values
    ]
    lead: ir.AnyNumber | None = None
    for item in found:
        if item is None or isinstance(item, ir.UnspecifiedValue):
            continue
        if lead is None or (is_pure(lead.measure) and not is_pure(item.measure)):
            lead = item
    if lead is None:
        return None
    measure = lead.measure
    side = Side(name.name, lead.span)
    same: list[ir.AnyValue] = []
    for item in found:
        if isinstance(item, ir.UnspecifiedValue):
            same.append(item)
        elif item is not None:
            converted = item if item is lead else into(ctx, item, measure, side, "a value of")
            if converted is not None:
                same.append(converted)
    if len(same) != len(found):
        return None
    return Column(ir.NumberType(measure=measure, kind="number" if measure == NUMBER else "quantity"), tuple(same))


def _words(values: Sequence[Value]) -> Column:
    found: list[ir.AnyValue] = []
    words: dict[str, None] = {}
    for value in values:
        if isinstance(value, ast.Name):
            words[value.name] = None
            found.append(ir.WordValue(span=value.span, word=value.name))
        elif isinstance(value, ast.UnspecifiedValue):
            found.append(ir.UnspecifiedValue(span=value.span, text=value.text.value if value.text else None))
    return Column(ir.WordType(words=tuple(words)), tuple(found))


def _texts(values: Sequence[Value]) -> Column:
    found: list[ir.AnyValue] = []
    for value in values:
        if isinstance(value, ast.Text):
            found.append(ir.TextValue(span=value.span, text=value.value))
        elif isinstance(value, ast.UnspecifiedValue):
            found.append(ir.UnspecifiedValue(span=value.span, text=value.text.value if value.text else None))
    return Column(ir.TextType(), tuple(found))
