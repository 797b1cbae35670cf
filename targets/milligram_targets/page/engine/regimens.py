"""Ladders, schedules, rules and cautions as JavaScript.

Enters: the regimens, monitors, pitfalls and cautions of a guideline. Leaves: calls that build what
`support/ladders.js`, `support/schedules.js` and `support/safety.js` read.
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers
from milligram.ir.plans import depends_on_the_day
from milligram.ir.print import condition_text, statement_text
from milligram.ir.walk import all_statements

from milligram_targets.page.engine.context import Context
from milligram_targets.page.engine.expressions import condition, maybe_condition
from milligram_targets.page.engine.js import (
    NULL,
    Expression,
    Items,
    Literal,
    Text,
    call,
    items,
    maybe,
    maybe_number,
    texts,
)
from milligram_targets.page.engine.js import number as exact
from milligram_targets.page.engine.statements import block, notes, statement


def regimens(context: Context) -> Iterator[tuple[str, Expression]]:
    """Each regimen by its name."""
    for regimen in context.guideline.regimens.values():
        yield (
            regimen.name,
            call(
                "regimen",
                Text(regimen.name),
                Text(regimen.title),
                maybe(regimen.of),
                maybe(regimen.route),
                texts(_delivered(context, regimen.name)),
                items(_step(context, regimen, step) for step in regimen.steps),
                items(_beyond(context, beyond) for beyond in regimen.beyond),
                items(_back(context, regimen, back) for back in regimen.back),
                items(_interruption(context, each) for each in regimen.interruptions),
            ),
        )


def _step(context: Context, regimen: ir.Regimen, step: ir.Step) -> Expression:
    inner = "; ".join(statement_text(each, context.guideline) for each in step.body)
    text = f"{regimen.title} step {step.number}: {inner}"
    return _rule(context, "step", step, step.number, text, block(context, step.body))


def _beyond(context: Context, beyond: ir.Beyond) -> Expression:
    text = "; ".join(statement_text(each, context.guideline) for each in beyond.body)
    return _rule(context, "beyond", beyond, None, text, block(context, beyond.body))


def _back(context: Context, regimen: ir.Regimen, back: ir.BackTo) -> Expression:
    return _rule(context, "back", back, back.number, f"{regimen.title} back to step {back.number}", items(()))


def _rule(
    context: Context, kind: str, rule: ir.Step | ir.Beyond | ir.BackTo, number: int | None, text: str, body: Items
) -> Expression:
    return call(
        "rule",
        Text(kind),
        context.line(rule),
        Literal(number),
        _interval(rule.after),
        maybe_condition(context, rule.condition),
        context.reads(rule.condition),
        Text(text),
        Text(_due(context, rule)),
        body,
        notes(rule.notes),
    )


def _due(context: Context, rule: ir.Step | ir.Beyond | ir.BackTo) -> str:
    """When a move is due, in words: "after 1 to 2 weeks, when low magnesium"."""
    parts = []
    if rule.after is not None:
        parts.append(f"after {rule.after.text}")
    if rule.condition is not None:
        parts.append(f"when {condition_text(rule.condition, context.guideline)}")
    return ", ".join(parts) or "at once"


def _interval(interval: ir.Interval | None) -> Expression:
    if interval is None:
        return NULL
    months = NULL if interval.months is None else items(map(Literal, interval.months))
    return call("after", exact(interval.low), exact(interval.high), months)


def _interruption(context: Context, rule: ir.Interruption) -> Expression:
    words = condition_text(rule.condition, context.guideline)
    return call(
        "interruption",
        Literal(rule.id),
        context.line(rule),
        Text(rule.kind),
        condition(context, rule.condition),
        context.reads(rule.condition),
        Text(rule.notes.because or words),
        Text(words),
        notes(rule.notes),
    )


# --- monitors ---------------------------------------------------------------------------------------------------------


def monitors(context: Context) -> Iterator[tuple[str, Expression]]:
    """Each monitor by its name."""
    for monitor in context.guideline.monitors.values():
        serves = texts(context.guideline.serves.get(monitor.name, ()))
        lines = items(_measurement(context, monitor, line) for line in monitor.lines)
        yield monitor.name, call("monitor", Text(monitor.name), texts(monitor.inputs), serves, lines)


def _measurement(context: Context, monitor: ir.Monitor, line: ir.MonitorLine) -> Expression:
    tested = line.condition
    changes = tested is not None and depends_on_the_day(context.guideline, monitor, tested)
    return call(
        "measurement",
        context.line(line),
        Text(line.kind),
        Text(line.text),
        _interval(line.after),
        maybe_number(line.every),
        Literal(line.every_months),
        maybe_condition(context, tested),
        NULL if tested is None else Text(condition_text(tested, context.guideline)),
        Literal(changes),
    )


# --- safety -----------------------------------------------------------------------------------------------------------


def rules(context: Context) -> Iterator[Expression]:
    """The ``never`` rules, in the order of writing."""
    for pitfall in context.guideline.pitfalls:
        for rule in pitfall.rules:
            sources = dict.fromkeys((*rule.notes.sources, *pitfall.notes.sources))
            yield call(
                "never",
                Literal(rule.id),
                context.line(rule),
                Text(pitfall.text),
                Text(rule.target),
                condition(context, rule.condition),
                context.reads(rule.condition),
                call("notes", maybe(rule.notes.grade), NULL, texts(sources)),
            )


def cautions(context: Context) -> Iterator[Expression]:
    """What follows a give."""
    for caution in context.guideline.cautions:
        yield call("caution", Text(caution.target), statement(context, caution.when))


def deliveries(context: Context) -> Iterator[tuple[str, Expression]]:
    """For everything that is given, what giving it delivers, as far as something in the guideline asks for it."""
    guideline = context.guideline
    given = dict.fromkeys(each.what for each in all_statements(guideline) if isinstance(each, ir.Give))
    for regimen in guideline.regimens.values():
        given[regimen.name] = None
        if regimen.of is not None:
            given[regimen.of] = None
    for what in given:
        yield what, texts(_delivered(context, what))


def _delivered(context: Context, what: str) -> list[str]:
    guideline = context.guideline
    asked = {rule.target for pitfall in guideline.pitfalls for rule in pitfall.rules}
    asked |= {caution.target for caution in guideline.cautions}
    asked |= {each.what for each in all_statements(guideline) if isinstance(each, ir.Stop | ir.Hold)}
    return sorted(asked.intersection(delivers(guideline, what)))
