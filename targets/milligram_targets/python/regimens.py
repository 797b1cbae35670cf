"""Regimens, ``never`` rules and cautions as functions of the generated module.

Enters: the regimens, pitfalls and cautions of a guideline. Leaves: one function for each, and one for each step.

    step 2 after 1 to 2 weeks when low_magnesium: …   ->   Way(line=79, number=2, after=(7, 14), when=…)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers
from milligram.ir.print import condition_text, statement_text, title_of
from milligram.ir.walk import all_statements

from milligram_targets.python import build
from milligram_targets.python.context import Context
from milligram_targets.python.definitions import capital, differences
from milligram_targets.python.expressions import Expressions
from milligram_targets.python.prose import docstring
from milligram_targets.python.schedules import months_of
from milligram_targets.python.statements import (
    Ahead,
    Body,
    cautions_on,
    matching_rules,
    notes_call,
    rule_name,
    rules_on,
)

P = [("p", "Reading")]
RUN = [("p", "Reading"), ("run", "Run")]


def name_functions(context: Context) -> None:
    """Gives identifiers to what has none of its own: rules, cautions, steps."""
    guideline = context.guideline
    for pitfall in guideline.pitfalls:
        for rule in pitfall.rules:
            wanted = f"never_{rule.target}_line_{context.line(rule)}"
            context.identifiers[f"never {rule.id}"] = context.names.take(wanted)
    for order, caution in enumerate(guideline.cautions):
        wanted = f"caution_{caution.target}_line_{context.line(caution)}"
        context.identifiers[f"caution {order}"] = context.names.take(wanted)
    for regimen in guideline.regimens.values():
        for step in regimen.steps:
            wanted = f"{regimen.name}_step_{step.number}"
            context.identifiers[f"{regimen.name} step {step.number}"] = context.names.take(wanted)
        for place, _ in enumerate(regimen.beyond):
            wanted = f"{regimen.name}_beyond_{place + 1}"
            context.identifiers[f"{regimen.name} beyond {place}"] = context.names.take(wanted)


# --- rules and cautions -----------------------------------------------------------------------------------------------


def rules(context: Context) -> Iterator[ast.stmt]:
    """A function for each ``never`` rule."""
    order = 0
    for pitfall in context.guideline.pitfalls:
        for rule in pitfall.rules:
            yield _rule(context, pitfall, rule, order)
            order += 1


def _rule(context: Context, pitfall: ir.Pitfall, rule: ir.NeverRule, order: int) -> ast.stmt:
    guideline = context.guideline
    expressions = Expressions(context, rule.target)
    sources = tuple(dict.fromkeys((*rule.notes.sources, *pitfall.notes.sources)))
    value = _rule_call(context, order, pitfall.text, rule, rule.condition, sources, expressions)
    words = f"Never {title_of(guideline, rule.target)} when {condition_text(rule.condition, guideline)}"
    why = [pitfall.text + ("." if not pitfall.text.endswith(".") else "")]
    why += [f"Because {pitfall.notes.because}."] if pitfall.notes.because else []
    doc = docstring(f"{words} (line {context.line(rule)}).", *why, *differences(rule.notes))
    body = [*expressions.terms, ast.Return(value=value)]
    return build.function(rule_name(context, rule), P, "Rule", doc, body)


def _rule_call(
    context: Context,
    order: int,
    words: str,
    node: ir.NeverRule | ir.Interruption,
    condition: ir.AnyCondition,
    sources: tuple[str, ...],
    expressions: Expressions,
) -> ast.expr:
    return build.call(
        "Rule",
        order=build.constant(order),
        words=build.constant(words),
        line=build.constant(context.line(node)),
        when=expressions.condition(condition),
        reads=build.some_texts(context.reads(condition)),
        sources=build.some_texts(sources),
        grade=build.text_or_none(node.notes.grade),
    )


def rules_by_drug(context: Context) -> Iterator[ast.stmt]:
    """A function for each drug or regimen whose rules the code asks for; written last, as it is then known which."""
    for what in context.ruled:
        title = title_of(context.guideline, what)
        calls = [build.call(rule_name(context, rule), build.name("p")) for rule in matching_rules(context, what)]
        doc = docstring(f"What forbids giving {title}.")
        identifier = context.identifier(f"rules on {what}")
        yield build.function(identifier, P, "tuple[Rule, ...]", doc, [ast.Return(value=build.tuple_of(calls))])


def cautions(context: Context) -> Iterator[ast.stmt]:
    """A function for each caution."""
    for order, caution in enumerate(context.guideline.cautions):
        title = title_of(context.guideline, caution.target)
        doc = docstring(f"A caution, right after {title} is given (line {context.line(caution)}).")
        body = Body(context, caution.target).block((caution.when,))
        yield build.function(context.identifier(f"caution {order}"), RUN, "None", doc, body)


# --- ladders ----------------------------------------------------------------------------------------------------------


def regimens(context: Context) -> Iterator[ast.stmt]:
    """The functions of every regimen: its steps, then the ladder."""
    for regimen in context.guideline.regimens.values():
        for step in regimen.steps:
            doc = docstring(
                f"Step {step.number} of {regimen.title} (line {context.line(step)}).", *differences(step.notes)
            )
            yield _body(context, f"{regimen.name} step {step.number}", regimen, step.body, doc)
        for place, beyond in enumerate(regimen.beyond):
            line = context.line(beyond)
            doc = docstring(f"Beyond the last step of {regimen.title} (line {line}).", *differences(beyond.notes))
            yield _body(context, f"{regimen.name} beyond {place}", regimen, beyond.body, doc)
        yield _ladder(context, regimen)


def _body(context: Context, key: str, regimen: ir.Regimen, body: tuple[ir.AnyStatement, ...], doc: str) -> ast.stmt:
    block = Body(context, regimen.name).block(body)
    return build.function(context.identifier(key), RUN, "None", doc, block)


def _ladder(context: Context, regimen: ir.Regimen) -> ast.stmt:
    expressions = Expressions(context, regimen.name)
    steps = [_way(context, regimen, step, f"{regimen.name} step {step.number}", expressions) for step in regimen.steps]
    beyond = [
        _way(context, regimen, rule, f"{regimen.name} beyond {place}", expressions)
        for place, rule in enumerate(regimen.beyond)
    ]
    back = [_way(context, regimen, rule, None, expressions) for rule in regimen.back]
    interruptions = [_interruption(context, rule, expressions) for rule in regimen.interruptions]
    value = build.call(
        "Regimen",
        name=build.constant(regimen.name),
        title=build.constant(regimen.title),
        of=build.text_or_none(regimen.of),
        route=build.text_or_none(regimen.route),
        steps=build.tuple_of(steps),
        beyond=build.tuple_of(beyond) if beyond else None,
        back=build.tuple_of(back) if back else None,
        interruptions=build.tuple_of(interruptions) if interruptions else None,
        rules=_own_rules(context, regimen),
        rules_on_drugs=rules_on(context, regimen.name),
        cautions=cautions_on(context, regimen.name),
        ended_by=build.some_texts(_ended_by(context, regimen)),
    )
    count = f"{len(regimen.steps)} step{'s' * (len(regimen.steps) > 1)}"
    limits = [f"At most {each.limit.written} {each.limit.written_unit or ''}." for each in regimen.limits]
    doc = docstring(f"{capital(regimen.title)}: a ladder of {count} (line {context.line(regimen)}).", *limits)
    body = [*expressions.terms, ast.Return(value=value)]
    return build.function(context.identifier(regimen.name), RUN, "Regimen[Reading]", doc, body)


def _ended_by(context: Context, regimen: ir.Regimen) -> tuple[str, ...]:
    """What statements stop or hold that is the regimen, or its one drug."""
    guideline = context.guideline
    own = {regimen.name} | (delivers(guideline, regimen.of) if regimen.of is not None else frozenset())
    found = (each.what for each in all_statements(guideline) if isinstance(each, ir.Stop | ir.Hold))
    return tuple(dict.fromkeys(what for what in found if what in own))


def _own_rules(context: Context, regimen: ir.Regimen) -> ast.expr | None:
    """The ``never`` rules that name the regimen itself."""
    rules = [rule for pitfall in context.guideline.pitfalls for rule in pitfall.rules]
    calls = [build.call(rule_name(context, rule), build.name("p")) for rule in rules if rule.target == regimen.name]
    return build.tuple_of(calls) if calls else None


def _way(
    context: Context,
    regimen: ir.Regimen,
    rule: ir.Step | ir.Beyond | ir.BackTo,
    key: str | None,
    expressions: Expressions,
) -> ast.expr:
    after = None
    if rule.after is not None:
        after = build.tuple_of([build.number(rule.after.low), build.number(rule.after.high)])
    body = () if isinstance(rule, ir.BackTo) else rule.body
    label = rule_text(context.guideline, rule)
    return build.call(
        "Way",
        line=build.constant(context.line(rule)),
        number=None if isinstance(rule, ir.Beyond) else build.constant(rule.number),
        after=after,
        months=months_of(rule.after),
        when=None if rule.condition is None else expressions.condition(rule.condition),
        label=build.constant(label) if label != "at once" else None,
        text=build.constant(way_text(context.guideline, regimen, rule)),
        reads=build.some_texts(context.reads(rule.condition)),
        body=None if key is None else build.name(context.identifier(key)),
        ahead=Ahead(context, expressions, regimen).of(body),
        notes=notes_call(rule.notes),
    )


def _interruption(context: Context, rule: ir.Interruption, expressions: Expressions) -> ast.expr:
    label = condition_text(rule.condition, context.guideline)
    words = rule.notes.because or label
    call = _rule_call(context, -1, words, rule, rule.condition, rule.notes.sources, expressions)
    return build.call("Interruption", kind=build.constant(rule.kind), label=build.constant(label), rule=call)


def rule_text(guideline: ir.Guideline, rule: ir.Step | ir.Beyond | ir.BackTo) -> str:
    """When a move is due, in words: "after 1 to 2 weeks, when low magnesium"."""
    parts = [f"after {rule.after.text}"] if rule.after is not None else []
    parts += [f"when {condition_text(rule.condition, guideline)}"] if rule.condition is not None else []
    return ", ".join(parts) or "at once"


def way_text(guideline: ir.Guideline, regimen: ir.Regimen, rule: ir.Step | ir.Beyond | ir.BackTo) -> str:
    """What a move does, in words."""
    match rule:
        case ir.BackTo(number=number):
            return f"{regimen.title} back to step {number}"
        case ir.Step(number=number, body=body):
            inner = "; ".join(statement_text(statement, guideline) for statement in body)
            return f"{regimen.title} step {number}: {inner}"
        case ir.Beyond(body=body):
            return "; ".join(statement_text(statement, guideline) for statement in body)
        case _:
            assert_never(rule)
