"""Monitors as functions of the generated module.

Enters: the monitors of a guideline that some statement starts. Leaves: one function for each.

    after 1 to 2 weeks   ->   Due(line=85, kind="after", text="after 1 to 2 weeks", after=(7, 14))
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from milligram.ir import nodes as ir
from milligram.ir.plans import depends_on_the_day, serving, started_anywhere
from milligram.ir.print import condition_text, title_of

from milligram_targets.python import build
from milligram_targets.python.context import Context
from milligram_targets.python.definitions import capital
from milligram_targets.python.expressions import Expressions
from milligram_targets.python.prose import docstring

P = [("p", "Reading")]


def _monitors(context: Context) -> list[ir.Monitor]:
    known = started_anywhere(context.guideline)
    return [monitor for monitor in context.guideline.monitors.values() if monitor.name in known]


def monitor_names(context: Context) -> list[ast.expr]:
    """The functions of the monitors, in the order of declaration."""
    return [build.name(context.identifier(monitor.name)) for monitor in _monitors(context)]


def monitors(context: Context) -> Iterator[ast.stmt]:
    """A function for each monitor."""
    for monitor in _monitors(context):
        expressions = Expressions(context, monitor.name)
        lines = [_due(context, monitor, line, expressions) for line in monitor.lines]
        value = build.call(
            "Monitor",
            name=build.constant(monitor.name),
            inputs=build.texts(monitor.inputs),
            serves=build.some_texts(serving(context.guideline, monitor)),
            lines=build.tuple_of(lines) if lines else None,
        )
        measured = ", ".join(title_of(context.guideline, name) for name in monitor.inputs)
        doc = docstring(f"{capital(monitor.title)}: {measured} (line {context.line(monitor)}).")
        body = [*expressions.terms, ast.Return(value=value)]
        yield build.function(context.identifier(monitor.name), P, "Monitor", doc, body)


def _due(context: Context, monitor: ir.Monitor, line: ir.MonitorLine, expressions: Expressions) -> ast.expr:
    after = None
    if line.after is not None:
        after = build.tuple_of([build.number(line.after.low), build.number(line.after.high)])
    elif line.every is not None:
        after = build.tuple_of([build.number(line.every), build.number(line.every)])
    months = months_of(line.after)
    if line.every_months is not None:
        months = build.tuple_of([build.constant(line.every_months), build.constant(line.every_months)])
    condition = line.condition
    later = condition is not None and depends_on_the_day(context.guideline, monitor, condition)
    return build.call(
        "Due",
        line=build.constant(context.line(line)),
        kind=build.constant(line.kind),
        text=build.constant(line.text),
        after=after,
        months=months,
        when=None if condition is None else expressions.condition(condition),
        label=None if condition is None else build.constant(condition_text(condition, context.guideline)),
        later=build.constant(True) if later else None,
    )


def months_of(after: ir.Interval | None) -> ast.expr | None:
    """Both ends of a time in whole months, or None where it has none."""
    if after is None or after.months is None:
        return None
    low, high = after.months
    return build.tuple_of([build.constant(low), build.constant(high)])
