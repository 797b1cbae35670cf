"""Patients in the making: what is set of them, as a case writes it.

Enters: values by key. Leaves: a patient for the interpreter, and the words of a case.

    {("input", "age"): 70, ("step", "replacement"): 1, ("time", "replacement"): 14}
        ->   age 70 years, replacement step 1, replacement time 2 weeks

A key that is missing is an unknown input, or a regimen that was not started; a step of None is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias, assert_never

from milligram.ir import nodes as ir
from milligram.quantity import decimal_text

Key: TypeAlias = tuple[L["input", "step", "time"], str]
"""What can be set: an input, or the step of a regimen or the time on it."""

Draft: TypeAlias = dict[Key, ir.PatientValue | None]


def patient_of(draft: Mapping[Key, ir.PatientValue | None]) -> ir.Patient:
    """The patient of a draft; a time counts only with a known step above 0."""
    values = {name: value for (kind, name), value in draft.items() if kind == "input" and value is not None}
    regimens: dict[str, ir.RegimenState] = {}
    for (kind, name), step in draft.items():
        if kind != "step":
            continue
        if step is None:
            regimens[name] = ir.RegimenState(step=None)
        elif isinstance(step, Fraction):
            time = draft.get(("time", name)) if step > 0 else None
            regimens[name] = ir.RegimenState(step=int(step), time=time if isinstance(time, Fraction) else None)
    return ir.Patient(values=values, regimens=regimens)


def draft_of(guideline: ir.Guideline, patient: ir.Patient) -> Draft:
    """The draft of a patient; a date on which a step began becomes the time on it where ``today`` is known."""
    draft: Draft = {("input", name): value for name, value in patient.values.items()}
    today = patient.values.get("today")
    for name, state in patient.regimens.items():
        draft["step", name] = None if state.step is None else Fraction(state.step)
        time = state.time
        if time is None and state.since is not None and isinstance(today, date):
            time = Fraction((today - state.since).days)
        if time is not None and state.step:
            draft["time", name] = time
    return in_order(guideline, draft)


def in_order(guideline: ir.Guideline, draft: Mapping[Key, ir.PatientValue | None]) -> Draft:
    """The draft in the order of declaration, ladders last; times without a step above 0 are dropped."""
    ordered: Draft = {}
    for name in guideline.inputs:
        value = draft.get(("input", name))
        if value is not None:
            ordered["input", name] = value
    for name in guideline.regimens:
        if ("step", name) in draft:
            step = ordered["step", name] = draft["step", name]
            time = draft.get(("time", name))
            if step and time is not None:
                ordered["time", name] = time
    return ordered


def draft_words(
    guideline: ir.Guideline,
    draft: Mapping[Key, ir.PatientValue | None],
    written: Mapping[tuple[str, Fraction], str] | None = None,
) -> Iterator[str]:
    """What a case says of each key: ``age 70 years``, ``replacement step 1``; ``written`` is how the author writes a
    value."""
    for (kind, name), value in draft.items():
        match kind:
            case "input":
                if isinstance(value, Fraction) and written and (name, value) in written:
                    yield f"{name} {written[name, value]}"
                elif value is not None:
                    yield f"{name} {value_words(guideline, name, value)}"
            case "step":
                yield f"{name} step {'unknown' if value is None else value}"
            case "time":
                if isinstance(value, Fraction):
                    yield f"{name} time {time_words(value)}"
            case _:
                assert_never(kind)


def value_words(guideline: ir.Guideline, name: str, value: ir.PatientValue) -> str:
    """A value of an input as a case writes it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return number_words(guideline, name, value)
        case frozenset():
            declared = guideline.inputs[name].type
            assert isinstance(declared, ir.SetType)
            return ", ".join(word for word in declared.words if word in value) or "none"
        case date():
            return value.isoformat()
        case str():
            return value
        case _:
            assert_never(value)


def number_words(guideline: ir.Guideline, name: str, value: Fraction) -> str:
    """A number with the unit of its input, as the author spells it: ``0.69 mmol/L``, ``1 year``."""
    declared = guideline.inputs[name].type
    assert isinstance(declared, ir.NumberType)
    text, _ = decimal_text(value, 15)
    measure = declared.measure
    if measure.unit.is_number or measure.per_of is not None:  # a bare number counts in the input's own unit
        return text
    unit = measure.unit.text
    return f"{text} {unit.removesuffix('s') if value == 1 and unit in _PLURALS else unit}"


_PLURALS = ("years", "months", "weeks", "days", "hours", "units")
_UNITS = ((Fraction(7), "weeks"), (Fraction(1), "days"), (Fraction(1, 24), "h"), (Fraction(1, 1440), "min"))


def time_words(days: Fraction) -> str:
    """A time as a case writes it, in the largest unit in which it is whole: ``2 weeks``, ``13 days``, ``1 h``."""
    for size, name in _UNITS:
        if (days / size).denominator == 1:
            count = int(days / size)
            return f"{count} {name.removesuffix('s') if count == 1 else name}"
    return f"{decimal_text(days, 15)[0]} d"
