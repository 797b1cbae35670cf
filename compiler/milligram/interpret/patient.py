"""A patient from untrusted data, every fault named.

Enters: what JSON or a caller holds for a patient. Leaves: a `Patient` with exact values, or every problem at once.

    {"serum_magnesium": "1.7 mg/dL", "neck_spasm": true, "replacement": {"step": 1, "time": "2 weeks"}}
        ->  Patient(values={"serum_magnesium": Fraction(3400, 4861), "neck_spasm": True}, regimens={…})

Keys are inputs, regimens, ``today``, and ``REGIMEN step`` or ``REGIMEN time``. Null is unknown. A value outside its
plausible bounds, and a combination that the guideline calls impossible, are refused. Nothing raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from milligram.diagnostics.spelling import closest
from milligram.interpret.depth import room_for
from milligram.interpret.faults import Faulty
from milligram.interpret.patient_values import Refused, read_date, read_time, read_value, shown
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientProblem:
    """Why a patient is refused: the key at fault (None: several together), one sentence, and what would do."""

    input: str | None
    message: str
    help: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientReading:
    """A patient, or the problems that stand in the way (all of them)."""

    patient: ir.Patient | None
    problems: tuple[PatientProblem, ...] = ()


def read_patient(guideline: ir.Guideline, data: object, *, as_of: date | None = None) -> PatientReading:
    """The patient that ``data`` describes; ``as_of`` is ``today`` where the data does not say."""
    if not isinstance(data, Mapping):
        problem = PatientProblem(input=None, message=f"a patient is an object of inputs, not {shown(data)}")
        return PatientReading(patient=None, problems=(problem,))
    reader = _Reader(guideline, as_of)
    for key, value in data.items():
        reader.read(key, value)
    with room_for(guideline):
        reader.check_together()
    if reader.problems:
        return PatientReading(patient=None, problems=tuple(reader.problems))
    return PatientReading(patient=reader.patient())


def read_assignment(guideline: ir.Guideline, text: str) -> tuple[str, object] | PatientProblem:
    """``name=1.7 mg/dL`` as a key and a value for `read_patient`; ``unknown`` stands for null."""
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not name:
        return PatientProblem(input=None, message=f"{shown(text)} is not an assignment", help="write name=value")
    if name not in _keys(guideline):
        return _unknown_key(guideline, name)
    return name, None if value == "unknown" else value


def impossible_problems(guideline: ir.Guideline, patient: ir.Patient, as_of: date | None) -> list[PatientProblem]:
    """Why there is no such patient, by each of the guideline's ``impossible`` lines that is true."""
    values = Values(guideline, patient, as_of)
    problems = []
    for rule in guideline.impossible:
        try:
            holds = values.condition(rule.condition)
        except Faulty:
            continue  # a rule without a value forbids nobody
        if holds:
            words = condition_text(rule.condition, guideline)
            reason = f": {rule.notes.because}" if rule.notes.because else ""
            line = guideline.line(rule)
            message = f"no patient is like this: {words} (impossible, line {line}){reason}"
            problems.append(PatientProblem(input=None, message=message))
    return problems


def _keys(guideline: ir.Guideline) -> list[str]:
    states = [f"{name} {which}" for name in guideline.regimens for which in ("step", "time")]
    return [*guideline.inputs, *guideline.regimens, *states, "today"]


def _unknown_key(guideline: ir.Guideline, key: object) -> PatientProblem:
    name = key if isinstance(key, str) else ""
    near = closest(name, _keys(guideline))
    help_text = f'did you mean "{near}"?' if near else None
    return PatientProblem(input=name or None, message=f"{shown(key)} is no input of {guideline.name}", help=help_text)


class _Reader:
    def __init__(self, guideline: ir.Guideline, as_of: date | None) -> None:
        self.guideline = guideline
        self.as_of = as_of
        self.values: dict[str, ir.PatientValue] = {}
        self.regimens: dict[str, ir.RegimenState] = {}
        self.problems: list[PatientProblem] = []

    def read(self, key: object, value: object) -> None:
        """One key of the data."""
        regimen, _, which = key.rpartition(" ") if isinstance(key, str) else ("", "", "")
        try:
            if isinstance(key, str) and key in self.guideline.inputs:
                self.add(key, read_value(self.guideline, self.guideline.inputs[key], value))
            elif key == "today":
                self.add("today", None if value is None else read_date(value))
            elif isinstance(key, str) and key in self.guideline.regimens:
                self.state(self.guideline.regimens[key], value)
            elif regimen in self.guideline.regimens and which in ("step", "time"):
                self.part(self.guideline.regimens[regimen], which, value)
            else:
                self.problems.append(_unknown_key(self.guideline, key))
        except Refused as refused:
            self.refuse(str(key), refused)

    def refuse(self, key: str, refused: Refused) -> None:
        """Notes a problem with a key."""
        self.problems.append(PatientProblem(input=key, message=f"{key}: {refused.message}", help=refused.help))

    def add(self, name: str, value: ir.PatientValue | None) -> None:
        """Keeps a known value."""
        if value is not None:
            self.values[name] = value

    # --- regimens -----------------------------------------------------------------------------------------------------

    def state(self, regimen: ir.Regimen, value: object) -> None:
        """``{"step": 1, "since": "2026-10-01"}``, ``{"step": 1, "time": "2 weeks"}``, or null. Raises `Refused`."""
        accepts = 'an object such as {"step": 1, "time": "2 weeks"} or {"step": 1, "since": "2026-10-01"}, or null'
        if value is None:
            self.regimens[regimen.name] = ir.RegimenState(step=None)
            return
        if not isinstance(value, Mapping):
            raise Refused(f"{shown(value)} is no state of a regimen", f"it accepts {accepts}")
        strange = [key for key in value if key not in ("step", "time", "since")]
        if strange:
            raise Refused(f"{shown(strange[0])} is no part of a regimen's state", f"it accepts {accepts}")
        if value.get("time") is not None and value.get("since") is not None:
            raise Refused('"time" and "since" say the same thing', "leave one of them out")
        step = self.step(regimen, value.get("step"))
        time = None if value.get("time") is None else read_time(value["time"])
        since = None if value.get("since") is None else read_date(value["since"])
        self.regimens[regimen.name] = ir.RegimenState(step=step, time=time, since=since)

    def part(self, regimen: ir.Regimen, which: str, value: object) -> None:
        """``replacement step`` or ``replacement time`` by itself. Raises `Refused`."""
        known = self.regimens.get(regimen.name, ir.RegimenState(step=None))
        if which == "step":
            step = self.step(regimen, value)
            self.regimens[regimen.name] = ir.RegimenState(step=step, time=known.time, since=known.since)
        else:
            time = None if value is None else read_time(value)
            self.regimens[regimen.name] = ir.RegimenState(step=known.step, time=time)

    def step(self, regimen: ir.Regimen, value: object) -> int | None:
        """The number of a step; null is unknown. Raises `Refused`."""
        if value is None:
            return None
        last = len(regimen.steps)
        text = value.strip() if isinstance(value, str) else None
        if text is not None and len(text) <= 4 and text.isascii() and text.isdigit():
            value = int(text)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= last:
            raise Refused(f"{shown(value)} is no step of it", f"it accepts 0 (not started) to {last}, or null")
        return value

    # --- the whole ----------------------------------------------------------------------------------------------------

    def check_together(self) -> None:
        """What no value shows by itself: times without a step, days to come, impossible patients."""
        today = self.values.get("today", self.as_of)
        for name, state in self.regimens.items():
            if state.step == 0 and (state.time is not None or state.since is not None):
                self.refuse(name, Refused("a regimen that is not started has no time on a step", None))
            if state.since is not None and isinstance(today, date) and state.since > today:
                self.refuse(name, Refused(f"it started on {state.since}, after today ({today})", None))
        if self.problems:
            return
        self.problems.extend(impossible_problems(self.guideline, self.patient(), self.as_of))

    def patient(self) -> ir.Patient:
        """What was read so far."""
        return ir.Patient(values=dict(self.values), regimens=dict(self.regimens))
