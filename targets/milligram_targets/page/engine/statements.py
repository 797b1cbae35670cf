"""Statements as JavaScript.

Enters: blocks of the IR. Leaves: arrays of calls that build what `support/statements.js` runs.

    when volume_depleted: …   ->   [when(31, 164, "when volume depleted", ["volume_depleted"], flag(…), true, […])]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.print import branch_text, const_text, dose_text, number_text, statement_text
from milligram.ir.same import meaning
from milligram.ir.walk import can_end
from milligram.quantity import display, spelling

from milligram_targets.page.engine.context import Context, groups
from milligram_targets.page.engine.expressions import condition, maybe_condition, number
from milligram_targets.page.engine.js import NULL, Expression, Items, Literal, Name, Text, call, items, maybe, texts


def notes(noted: ir.Notes) -> Expression:
    """Grade, reason and sources."""
    if not (noted.grade or noted.because is not None or noted.sources):
        return Name("NOTED")
    return call("notes", maybe(noted.grade), maybe(noted.because), texts(noted.sources))


def block(context: Context, body: Iterable[ir.AnyStatement]) -> Items:
    """The statements of a block."""
    return items(statement(context, each) for each in body)


def statement(context: Context, node: ir.AnyStatement) -> Expression:
    """One statement."""
    text = statement_text(node, context.guideline)
    place = (Literal(node.id), context.line(node))
    said, noted = Text(text), notes(node.notes)
    match node:
        case ir.Give(what=what) if what in context.guideline.regimens:
            return call("climb", *place, Text(what), said, noted)
        case ir.Give(what=what):
            return call("give", *place, Text(what), said, noted, _dose(context, node))
        case ir.When(condition=tested, body=body):
            ends = Literal(can_end(body, context.guideline))
            read = context.reads(tested)
            return call("when", *place, said, read, condition(context, tested), ends, block(context, body))
        case ir.Decide():
            return _decide(context, node, place, said)
        case ir.Follow(part=part):
            return call("follow", *place, said, Text(part))
        case ir.Continue():
            return call("leave")
        case ir.End(notes=ending):
            return call("end", *place, said, maybe(ending.because))
        case ir.Report(names=names):
            return call("report", *place, said, texts(names))
        case ir.Start(monitor=monitor):
            return call("start", *place, Text(monitor), said, noted)
        case ir.Stop(what=what):
            return call("say", *place, Text(what), Text("stop"), said, noted)
        case ir.Hold(what=what):
            return call("say", *place, Text(what), Text("hold"), said, noted)
        case ir.AdviseAgainst(what=what):
            return call("say", *place, Text(what), Text("advise_against"), said, noted)
        case ir.Advise(text=words):
            return _words(place, "advise", None, text, words, noted)
        case ir.Note(text=words):
            return _words(place, "note", None, text, words, noted)
        case ir.Unspecified(text=words):
            return _words(place, "unspecified", None, text, words, noted)
        case ir.Refer(to=words):
            return _words(place, "refer", None, text, words, noted)
        case ir.Suggest(text=maybe_words, what=named):
            return _words(place, "suggest", named, text, maybe_words, noted)
        case ir.Order(text=maybe_words, what=named):
            return _words(place, "order", named, text, maybe_words, noted)
        case _:
            assert_never(node)


def _words(
    place: tuple[Expression, Expression], kind: str, what: str | None, text: str, words: str | None, noted: Expression
) -> Expression:
    """Advice in the author's words, which stand beside the statement where they are not the same."""
    apart = Text(words) if words and words != text else NULL
    arguments = (*place, maybe(what), Text(kind), Text(text), noted)
    return call("say", *arguments, *(() if apart == NULL else (apart,)))


def _decide(context: Context, node: ir.Decide, place: tuple[Expression, Expression], said: Expression) -> Expression:
    alike = groups(tuple(meaning(branch.body) for branch in node.branches))
    cases = [
        _branch(context, branch, group)
        for branch, group in zip(node.branches, alike, strict=True)
        if branch.kind != "unknown"
    ]
    unknown = next((each for each in node.branches if each.kind == "unknown"), None)
    read = context.reads(*(branch.condition for branch in node.branches if branch.kind != "unknown"))
    return call(
        "decide",
        *place,
        said,
        read,
        Literal(node.first_that_applies),
        items(cases),
        NULL if unknown is None else _branch(context, unknown, NULL),
    )


def _branch(context: Context, branch: ir.Branch, group: Expression) -> Expression:
    text = Text(branch_text(branch, context.guideline))
    when = maybe_condition(context, branch.condition)
    body = block(context, branch.body)
    return call("branch", Literal(branch.id), context.line(branch), text, when, group, body)


# --- doses ------------------------------------------------------------------------------------------------------------


def _dose(context: Context, node: ir.Give) -> Expression:
    dose = node.dose
    if dose is None:
        return NULL
    amount = dose.amount
    counted = replace(amount.measure, of=dose.of or amount.measure.of or node.what)
    return call(
        "dose",
        number(context, amount),
        NULL if dose.low is None else number(context, dose.low),
        Text(spelling(amount.measure.unit)),
        Text(dose.of or node.what),
        context.measure(counted),
        maybe(" ".join(schedule.text for schedule in dose.schedule) or None),
        _dose_words(context, node, dose),
    )


_MARK = "\ue000"
"""Stands for the amount, in front of all other words, while those are found."""


def _dose_words(context: Context, node: ir.Give, dose: ir.Dose) -> Expression:
    """The words of a give around its amount and its volume."""
    volume = dose.volume
    without = dose_text(replace(dose, volume=None), context.guideline, _MARK, given=node.what).removeprefix(_MARK)
    after, rest = without, ""
    written: Expression = NULL
    if volume is not None:
        bare = replace(
            dose, volume=None, over=None, schedule=(), duration=None, doses=None, limits=(), most=(), had=False
        )
        after = dose_text(bare, context.guideline, _MARK, given=node.what).removeprefix(_MARK)
        rest = without.removeprefix(after)
        words = Text(number_text(volume, context.guideline))
        written = call("volume", number(context, volume), _written(volume), words)
    low: Expression = NULL
    if isinstance(dose.low, ir.Const):
        low = call("written", Text(dose.low.written))
    return call("doseWords", _written(dose.amount), low, Text(after), written, Text(rest))


def _written(amount: ir.AnyNumber) -> Expression:
    """A literal as its author wrote it, or the unit to stand behind what is computed: for one, and for others."""
    if isinstance(amount, ir.Const):
        return call("written", Text(const_text(amount)))
    unit = amount.measure.unit
    return call("units", Text(display(unit, Fraction(1))), Text(display(unit, None)))
