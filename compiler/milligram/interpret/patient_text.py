"""Who a patient is, and what a run read of them, in words.

Enters: a guideline, a patient or the values of an entry of the trace. Leaves: one line, unknown values left out of the
first and named in the second.

    Patient(values={"age": 70, "neck_spasm": True})       ->   age 70 years; neck spasm yes
    {"serum_magnesium": None, "replacement step": 1}      ->   serum magnesium unknown; replacement step 1
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from milligram.interpret.result import Range, Reported
from milligram.interpret.sentences import digits, value_text
from milligram.interpret.standing import days_text
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.quantity import Real


def patient_text(guideline: ir.Guideline, patient: ir.Patient) -> str:
    """Everything that is known, in the order of declaration, regimens last: "age 70 years; diuretics none"."""
    known = {name: patient.values[name] for name in guideline.inputs if name in patient.values}
    parts = [_said(guideline, name, value) for name, value in known.items()]
    for name in guideline.regimens:
        if name in patient.regimens:
            parts.append(_state(guideline, name, patient.regimens[name]))
    return "; ".join(parts)


def values_text(guideline: ir.Guideline, values: Mapping[str, Reported]) -> str:
    """What an entry of the trace read, each input by its title."""
    return "; ".join(_said(guideline, name, value) for name, value in values.items())


def _said(guideline: ir.Guideline, name: str, value: Reported) -> str:
    regimen, _, which = name.rpartition(" ")
    if regimen in guideline.regimens:
        if which == "time" and isinstance(value, Fraction):
            return f"{title_of(guideline, regimen)} time {days_text(value)}"
        return f"{title_of(guideline, regimen)} {which} {_value(guideline, name, value)}"
    return f"{title_of(guideline, name)} {_value(guideline, name, value)}"


def _state(guideline: ir.Guideline, name: str, state: ir.RegimenState) -> str:
    title = title_of(guideline, name)
    if state.step is None:
        return f"{title} step unknown"
    if state.since is not None:
        return f"{title} step {state.step} since {state.since.isoformat()}"
    return f"{title} step {state.step}" + (f" for {days_text(state.time)}" if state.time is not None else "")


def _value(guideline: ir.Guideline, name: str, value: Reported) -> str:
    match value:
        case Fraction() | Real():
            return digits(value) + _unit(guideline, name)
        case Range(low=low, high=high):
            return f"{digits(low)} to {digits(high)}{_unit(guideline, name)}"
        case _:
            return value_text(guideline, name, value)


def _unit(guideline: ir.Guideline, name: str) -> str:
    declared = guideline.inputs.get(name)
    if declared is None or not isinstance(declared.type, ir.NumberType) or declared.type.measure.unit.is_number:
        return ""
    return f" {declared.type.measure.unit.text}"
