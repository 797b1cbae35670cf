"""Conditions and numbers as JavaScript.

Enters: IR conditions and numbers. Leaves: calls that build what `support/conditions.js` and `support/quantities.js`
evaluate.

    age under 18 years   ->   band(27, inputNumber(27, "age"), null, open(constant(27, q(18n))))
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.atoms import FlagOf, MemberOf, PairOf, ValueOf, WordOf, linear

from milligram_targets.page.engine.context import Context
from milligram_targets.page.engine.js import (
    NULL,
    Expression,
    Literal,
    Text,
    call,
    exactly,
    items,
    maybe,
    maybe_number,
    texts,
)
from milligram_targets.page.engine.js import number as exact


def condition(context: Context, node: ir.AnyCondition) -> Expression:
    """A condition."""
    match node:
        case ir.Always(value=value):
            return call("always", Literal(value))
        case ir.Flag(name=name):
            return exactly("flag", Text(name), context.key(FlagOf(name)))
        case ir.NamedCondition(name=name):
            return call("holds", Text(name))
        case ir.Band():
            return _band(context, node)
        case ir.WordIs(subject=subject, words=words):
            return call("wordIs", _word(context, subject), texts(words))
        case ir.SetHas(name=name, words=words):
            keys = items(context.key(MemberOf(name, word)) for word in words)
            return call("has", Text(name), texts(words), keys)
        case ir.Known(of=name, known=known, state=state):
            return call("known", Text(name), Literal(known), maybe(state))
        case ir.Not(operand=operand):
            return call("not", condition(context, operand))
        case ir.All(operands=operands):
            return call("all", items(condition(context, each) for each in operands))
        case ir.Any(operands=operands):
            return call("any", items(condition(context, each) for each in operands))
        case ir.AtLeast(count=count, operands=operands):
            return call("atLeast", Literal(count), items(condition(context, each) for each in operands))
        case _:
            assert_never(node)


def maybe_condition(context: Context, node: ir.AnyCondition | None) -> Expression:
    """A condition or null."""
    return NULL if node is None else condition(context, node)


def _word(context: Context, subject: ir.AnyWord) -> Expression:
    match subject:
        case ir.InputWord(name=name):
            return exactly("inputWord", Text(name), context.key(WordOf(name)))
        case ir.NamedWord(name=name):
            return call("namedWord", Text(name))
        case _:
            assert_never(subject)


def _band(context: Context, band: ir.Band) -> Expression:
    subject, factor, offset = linear(context.guideline, band.subject)
    key = context.key(ValueOf(subject))
    assigned = (key, exact(factor), exact(offset)) if key != NULL else ()
    low, high = (_bound(context, band, bound) for bound in (band.low, band.high))
    return call("band", context.line(band), number(context, band.subject), low, high, *assigned)


def _bound(context: Context, band: ir.Band, bound: ir.Bound | None) -> Expression:
    if bound is None:
        return NULL
    pair = context.key(PairOf(band.subject, bound.value))
    return call("closed" if bound.included else "open", number(context, bound.value), pair)


# --- numbers ----------------------------------------------------------------------------------------------------------


def number(context: Context, node: ir.AnyNumber) -> Expression:
    """A number."""
    line = context.line(node)
    match node:
        case ir.Const(value=value):
            return call("constant", line, exact(value))
        case ir.InputNumber(name=name):
            return call("inputNumber", line, Text(name))
        case ir.StateNumber(regimen=regimen, which=which):
            return call("stateNumber", line, Text(regimen), Text(which))
        case ir.NamedNumber(name=name):
            return call("namedNumber", line, Text(name))
        case ir.PointsOf(name=name):
            points: dict[str, Fraction | None] = {
                choice.word: choice.points for choice in context.guideline.inputs[name].choices
            }
            pairs = items(items((Text(word), maybe_number(value))) for word, value in points.items())
            return call("pointsOf", line, Text(name), context.key(WordOf(name)), pairs)
        case ir.Operation(op=op, left=left, right=right):
            return call("operation", line, Text(op), number(context, left), number(context, right))
        case ir.Power(base=base, exponent=exponent):
            return call("raised", line, number(context, base), number(context, exponent))
        case ir.Function(name=name, arguments=arguments):
            return call("called", line, Text(name), items(number(context, each) for each in arguments))
        case ir.Scaled(operand=operand, factor=factor, offset=offset):
            return call("scaled", line, number(context, operand), exact(factor), exact(offset))
        case ir.RoundTo(operand=operand, step=step, mode=mode):
            return call("rounded", line, number(context, operand), exact(step), Text(mode))
        case ir.YearsSince(name=name):
            return call("yearsSince", line, Text(name))
        case _:
            assert_never(node)
