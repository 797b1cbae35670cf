"""What comes out of a run, in the words of ``expect``.

Enters: a result. Leaves: statements as a case expects them, each once, in the order of the answer.

    advice give 12 mmol, report risk = high   ->   "risk high", "give 12 mmol of magnesium"

What ``expect`` has no words for, such as a root whose decimals do not end, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import assert_never

from milligram.interpret.faults import Faulty
from milligram.interpret.result import Advice, GivenDose, Range, Reported, Result
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import descend, names_read
from milligram.quantity import Number, Real, Unit, UnitError, decimal_text, display, parse_unit, spelling

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'})


def quoted(text: str) -> str:
    """A text in double quotes, on one line."""
    return f'"{text.translate(_ESCAPES)}"'


def says_of(guideline: ir.Guideline, values: Values, result: Result) -> tuple[str, ...]:
    """Everything in a result that a case can expect."""
    return tuple(dict.fromkeys(_says(guideline, values, result)))


def can_be_denied(said: str) -> bool:
    """Whether ``expect no`` can stand before it: advice can be denied, a value or a question cannot."""
    first = said.partition(" ")[0]
    return first in ("give", "stop", "hold", "advise", "suggest", "order", "refer", "start", "note", "unspecified")


def _says(guideline: ir.Guideline, values: Values, result: Result) -> Iterator[str]:
    if result.applies is False:
        yield "outside"
    for name, value in result.reports.items():
        words = _value(guideline, name, value)
        if words is not None:
            yield f"{name} {words}"
    for advice in result.advice:
        yield advice_words(guideline, advice)
    for blocked in result.blocked:
        yield f"blocked {blocked.regimen or blocked.what}"
    for ask in result.asks:
        if ask.input in guideline.inputs:
            yield f"ask {ask.input}"


def advice_words(guideline: ir.Guideline, advice: Advice) -> str:
    """One piece of advice as a statement: ``give 12 mmol of magnesium``, ``order "INR"``, ``hold replacement``."""
    match advice.kind:
        case "give":
            return _give(guideline, advice)
        case "stop" | "hold" | "start":
            return f"{advice.kind} {advice.what}"
        case "advise_against":
            return f"advise against {advice.what}"
        case "suggest" | "order":
            return f"{advice.kind} {advice.what or quoted(advice.text)}"
        case "refer":
            return f"refer to {quoted(advice.text)}"
        case "advise" | "note" | "unspecified":
            return f"{advice.kind} {quoted(advice.text)}"
        case _:
            assert_never(advice.kind)


def _give(guideline: ir.Guideline, advice: Advice) -> str:
    dose = None if advice.dose is None else _dose(guideline, advice.dose)
    return f"give {dose}" if dose is not None else f"give {advice.regimen or advice.what}"


def _dose(guideline: ir.Guideline, dose: GivenDose) -> str | None:
    """``400 to 500 mg of paracetamol``; None where the digits do not end."""
    amount, low = _digits(dose.amount), _digits(dose.low)
    if amount is None or dose.measure is None or (low is None) != (dose.low is None):
        return None
    unit = _typed(dose.measure.unit, dose.amount)
    of = f" of {dose.of}" if dose.of in guideline.drugs else ""
    return f"{low} to {amount} {unit}{of}" if low is not None else f"{amount} {unit}{of}"


def _typed(unit: Unit, amount: Number | None) -> str:
    """A unit as an author types it behind an amount: ``4 units``, ``1 puff``, ``10 [iU]``, ``5 mg/kg``."""
    shown = display(unit, amount if isinstance(amount, Fraction) else None)
    with suppress(UnitError):
        if " " not in shown and shown.isascii() and parse_unit(shown) == unit:
            return shown
    return spelling(unit)


def _digits(number: Number | None) -> str | None:
    if number is None or isinstance(number, Real):
        return None
    text, exact = decimal_text(number)
    return text if exact else None


# --- values -----------------------------------------------------------------------------------------------------------


def _named_words(values: Values, name: str) -> str | None:
    """``risk high``: what a named value comes to for the patient; None where ``expect`` has no words for it."""
    from milligram.interpret.reports import reported

    try:
        words = _value(values.guideline, name, reported(values, name))
    except Faulty:
        return None
    return None if words is None else f"{name} {words}"


def on_the_way(guideline: ir.Guideline, patient: ir.Patient) -> str | None:
    """What the first named value comes to that a pathway reads, for a patient of whom nothing else can be expected."""
    values = Values(guideline, patient)
    reads = (name for pathway in guideline.pathways for node in descend(pathway) for name in names_read(node))
    for name in dict.fromkeys(reads):
        if name in guideline.named_by_name and (words := _named_words(values, name)) is not None:
            return words
    return None


def _value(guideline: ir.Guideline, name: str, value: Reported) -> str | None:
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case str():
            return quoted(value) if _is_text(guideline, name) else value
        case Fraction():
            return _with_unit(guideline, name, _digits(value))
        case Range(low=low, high=high):
            first, last = _digits(low), _digits(high)
            if first is None or last is None:
                return None
            return _with_unit(guideline, name, f"{first} to {last}")
        case _:
            return None


def _is_text(guideline: ir.Guideline, name: str) -> bool:
    match guideline.named_by_name.get(name):
        case ir.Table(outputs=outputs):
            return isinstance(dict(outputs).get(name), ir.TextType)
        case ir.DefinedCases(type=kind):
            return isinstance(kind, ir.TextType)
        case _:
            return False


def _with_unit(guideline: ir.Guideline, name: str, digits: str | None) -> str | None:
    if digits is None:
        return None
    match guideline.named_by_name.get(name):
        case ir.Table(outputs=outputs):
            kind = dict(outputs).get(name)
            measure = kind.measure if isinstance(kind, ir.NumberType) else None
        case ir.DefinedCases(type=kind):
            measure = kind.measure if isinstance(kind, ir.NumberType) else None
        case ir.Score(measure=measure):
            pass
        case ir.DefinedNumber(value=value):
            measure = value.measure
        case _:
            declared = guideline.inputs.get(name)
            measure = declared.type.measure if declared and isinstance(declared.type, ir.NumberType) else None
    unit = "" if measure is None or measure.unit.is_number else spelling(measure.unit)
    return f"{digits} {unit}".strip()
