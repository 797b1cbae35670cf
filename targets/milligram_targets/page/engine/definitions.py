"""Defines, tables and scores as JavaScript.

Enters: the named values of a guideline. Leaves: a Map from each name to what `support/named.js` and `support/scores.js`
evaluate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.atoms import FlagOf, MemberOf, PairOf, ValueOf, WordOf
from milligram.ir.cells import Cell, Component, Variable

from milligram_targets.page.engine.context import Context, groups
from milligram_targets.page.engine.expressions import condition, maybe_condition, number
from milligram_targets.page.engine.js import NULL, Expression, Literal, Text, call, items, maybe, texts
from milligram_targets.page.engine.js import number as exact


def homes(context: Context) -> Iterator[tuple[tuple[str, ...], Expression]]:
    """Each home with the names that it stands for, in the order of the IR."""
    for home in context.guideline.named:
        match home:
            case ir.DefinedCondition(name=name):
                yield (name,), call("definedCondition", condition(context, home.condition))
            case ir.DefinedNumber(name=name, value=value):
                yield (name,), call("definedNumber", number(context, value))
            case ir.DefinedCases(name=name, cases=cases):
                rows = [(case, case.condition, (case.value,)) for case in cases]
                yield (name,), _table(context, home, (name,), rows)
            case ir.Table(outputs=outputs, rows=rows):
                names = tuple(name for name, _ in outputs)
                yield names, _table(context, home, names, [(row, row.condition, row.values) for row in rows])
            case ir.Score(name=name):
                yield (name,), _score(context, home)
            case _:
                assert_never(home)


def _table(
    context: Context,
    home: ir.DefinedCases | ir.Table,
    names: tuple[str, ...],
    rows: Sequence[tuple[ir.Node, ir.AnyCondition | None, tuple[ir.AnyValue, ...]]],
) -> Expression:
    columns = [groups(tuple(values[column] for _, _, values in rows)) for column in range(len(names))]
    written = [
        call(
            "row",
            context.line(place),
            maybe_condition(context, when),
            *(_value(context, value, columns[column][index]) for column, value in enumerate(values)),
        )
        for index, (place, when, values) in enumerate(rows)
    ]
    return call("table", context.line(home), texts(names), Literal(home.first_that_applies), items(written))


def _value(context: Context, value: ir.AnyValue, group: Expression) -> Expression:
    match value:
        case ir.WordValue(word=text) | ir.TextValue(text=text):
            return call("word", Text(text), group)
        case ir.UnspecifiedValue(text=said):
            return call("gap", maybe(said), group)
        case _:
            return call("amount", number(context, value), group)


# --- scores -----------------------------------------------------------------------------------------------------------


def _score(context: Context, score: ir.Score) -> Expression:
    lines = (
        call("points", context.line(line), number(context, line.points), maybe_condition(context, line.condition))
        for line in score.lines
    )
    components = (_component(context, component) for component in context.components[score.name])
    return call("score", context.line(score), items(lines), items(components))


def _component(context: Context, component: Component) -> Expression:
    lines = items(Literal(index) for index in component.lines)
    return items((lines, items(_variable(context, variable) for variable in component.variables)))


def _variable(context: Context, variable: Variable) -> Expression:
    name: Expression = NULL
    numbers: tuple[ir.AnyNumber, ...] = ()
    match variable.key:
        case FlagOf(given) | WordOf(given) | MemberOf(given):
            name = Text(given)
        case ValueOf(subject):
            numbers = (subject,)
        case PairOf(left, right):
            numbers = (left, right)
        case _:
            assert_never(variable.key)
    cells = items(_cell(variable, cell) for cell in variable.values)
    written = items(number(context, each) for each in numbers)
    return call("variable", context.key(variable.key), name, written, cells)


def _cell(variable: Variable, cell: Cell) -> Expression:
    if isinstance(cell, str):
        return Text(cell)
    if isinstance(cell, bool | int):  # yes or no, or the sign of a pair
        return Literal(cell)
    return exact(cell)
