"""What a caller may say, as JavaScript: inputs with their bounds and units, questions, substances, impossible patients.

Enters: the declarations of a guideline. Leaves: what `support/reading.js` and `support/patients.js` read, and what a
form shows of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, statement_text, word_title
from milligram.ir.questions import accepts, declaration_order, question
from milligram.quantity import Measure, MeasureError, Substances, UnitError, conversion, display, parse_unit, plain
from milligram.quantity import spelling as spelt

from milligram_targets.page.engine.context import Context
from milligram_targets.page.engine.expressions import condition
from milligram_targets.page.engine.js import (
    NULL,
    Entries,
    Expression,
    Fields,
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

_OFFERED = """
mmol/L mcmol/L nmol/L mg/dL mEq/L g/L mg/L mcg/mL mcg/L ng/mL kg g lb stone mg mcg cm m inch ft years months weeks days
h min °C °F mmHg kPa mL/min L/h mL L %
"""
OFFERED = tuple(_OFFERED.split())
"""The units that are offered beside an input's own, where they convert; all others are read too."""

_FARTHEST = 400
"""A unit so many times larger or smaller than the input's own is not offered: a slip of the hand would be an error of a
thousand times. A year is 365.25 days."""


def declared(context: Context) -> Iterator[tuple[str, Expression]]:
    """Each input as it is read, by its name."""
    for each in context.guideline.inputs.values():
        kind = each.type
        fields: list[tuple[str, Expression]] = [("kind", Text(_kind(kind))), ("accepts", Text(accepts(each)))]
        match kind:
            case ir.NumberType():
                fields += _number_fields(each, kind)
            case ir.WordType(words=words) | ir.SetType(words=words):
                fields.append(("words", texts(words)))
            case ir.FlagType() | ir.DateType() | ir.TextType():
                pass
            case _:
                assert_never(kind)
        yield each.name, Fields(tuple(fields))


def _kind(kind: ir.Type) -> str:
    match kind:
        case ir.NumberType():
            return "number"
        case ir.FlagType():
            return "flag"
        case ir.DateType():
            return "date"
        case ir.WordType():
            return "choice"
        case ir.SetType():
            return "set"
        case ir.TextType():
            return "text"
        case _:
            assert_never(kind)


def _number_fields(declaration: ir.Input, kind: ir.NumberType) -> Iterator[tuple[str, Expression]]:
    yield "whole", Literal(kind.whole or kind.kind == "count")
    yield "count", Literal(kind.kind == "count")
    yield "unit", Text("" if kind.measure.unit.is_number else kind.measure.text)
    yield "measure", measure(kind.measure)
    bounds = declaration.plausible
    low, high = _bounds(declaration)
    yield "plausible", NULL if bounds is None else items((exact(bounds[0]), exact(bounds[1]), Text(low), Text(high)))


def _bounds(declaration: ir.Input) -> tuple[str, str]:
    """The plausible bounds as written; empty where there are none."""
    bounds = declaration.plausible
    if bounds is None:
        return "", ""
    return declaration.plausible_written or (plain(bounds[0]), plain(bounds[1]))


def measure(of: Measure) -> Expression:
    """A unit and whose it is."""
    parts = items(items((Text(part), Literal(power))) for part, power in of.unit.parts)
    return call("measure", call("unitOf", parts, Text(of.unit.text)), maybe(of.of), maybe(of.per_of))


def questions(context: Context) -> Iterator[tuple[str, Expression]]:
    """The question for everything that can be asked, in the order in which it is asked."""
    for name in sorted(order := declaration_order(context.guideline), key=order.__getitem__):
        yield name, Text(question(context.guideline, name))


def impossible(context: Context) -> Iterator[Expression]:
    """The patients who cannot be, each with what is said of it."""
    guideline = context.guideline
    for rule in guideline.impossible:
        reason = f": {rule.notes.because}" if rule.notes.because else ""
        place = f"(impossible, line {guideline.line(rule)})"
        message = f"no patient is like this: {condition_text(rule.condition, guideline)} {place}{reason}"
        yield call("impossible", condition(context, rule.condition), Text(message))


def substances(context: Context) -> Iterator[tuple[str, Expression]]:
    """What units convert through."""
    for each in context.guideline.substances.values():
        gives = items(items((Literal(count), Text(name))) for count, name in each.gives)
        charge = Literal(None if each.charge is None else abs(each.charge))
        yield each.name, call("substance", maybe_number(each.molar_mass), charge, gives)


# --- what a form shows ------------------------------------------------------------------------------------------------


def shown_inputs(context: Context) -> Items:
    """The inputs for a form, in the author's order."""
    return items(_shown(context.guideline, each) for each in context.guideline.inputs.values())


def _shown(guideline: ir.Guideline, declaration: ir.Input) -> Expression:
    kind = declaration.type
    words = kind.words if isinstance(kind, ir.WordType | ir.SetType) else ()
    low, high = _bounds(declaration)
    offered: tuple[str, ...] = ()
    whole = False
    of: str | None = None
    if isinstance(kind, ir.NumberType):
        whole = kind.whole or kind.kind == "count"
        offered = offered_units(kind.measure, guideline.substances)
        of = kind.measure.of
    return Fields(
        (
            ("name", Text(declaration.name)),
            ("label", Text(declaration.title)),
            ("kind", Text(_kind(kind))),
            ("unit", maybe(offered[0] if offered else None)),
            ("units", texts(offered)),
            ("of", maybe(of)),
            ("whole", Literal(whole)),
            ("low", maybe(low or None)),
            ("high", maybe(high or None)),
            ("words", texts(words)),
            ("labels", texts(word_title(guideline, declaration.name, word) for word in words)),
            ("question", Text(question(guideline, declaration.name))),
            ("help", Text(accepts(declaration))),
        )
    )


def offered_units(of: Measure, substances: Substances) -> tuple[str, ...]:
    """The unit of an input as it is typed, then the usual ones that convert into it, each read back by `read`."""
    if of.unit.is_number:
        return ()
    own = display(of.unit)
    try:
        own = own if parse_unit(own) == of.unit else spelt(of.unit)
    except UnitError:
        own = spelt(of.unit)
    found = [own]
    for text in OFFERED:
        try:
            factor = conversion(Measure(parse_unit(text)), of, substances).factor
        except MeasureError:
            continue
        if text != own and factor * _FARTHEST >= 1 and factor <= _FARTHEST:
            found.append(text)
    return tuple(found)


def shown_regimens(context: Context) -> Items:
    """The ladders for a form: what each step gives."""
    guideline = context.guideline
    return items(
        Fields(
            (
                ("name", Text(regimen.name)),
                ("label", Text(regimen.title)),
                (
                    "steps",
                    texts("; ".join(statement_text(each, guideline) for each in step.body) for step in regimen.steps),
                ),
            )
        )
        for regimen in guideline.regimens.values()
    )


def shown_sources(context: Context) -> Expression:
    """The sources, numbered as they are declared."""
    found: list[tuple[str, Expression]] = []
    for number, source in enumerate(context.guideline.sources.values(), 1):
        fields = items(items((Text(key), Text(value))) for key, value in source.fields)
        found.append(
            (
                source.name,
                Fields((("number", Literal(number)), ("title", Text(source.title)), ("fields", fields))),
            )
        )
    return call("objectOf", Entries(tuple(found)))
