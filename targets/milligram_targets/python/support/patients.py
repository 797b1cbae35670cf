"""A patient from untrusted data: exact values, or every fault by its input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from milligram_targets.python.support.accepted import (
    DAYS,
    Input,
    Numeric,
    Refused,
    read_date,
    read_time,
    read_value,
    shown,
)
from milligram_targets.python.support.bound import INPUTS
from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.identity import UNMENTIONED
from milligram_targets.python.support.numbers import ending_decimal, number_json
from milligram_targets.python.support.reading import (
    Faulty,
    Reader,
    RegimenState,
    Value,
)
from milligram_targets.python.support.result import Json


class OnRegimen(Data):
    """Where a patient is on a regimen; None is unknown.

    ``step`` 0 is not started; ``time`` on this step is in days, or text as "2 weeks";
    ``since`` is the day on which the step began, in place of ``time``.
    """

    step: int | None
    time: Numeric | None = None
    since: date | str | None = None


class PatientProblem(Data):
    """Why a patient is refused; ``input`` None is several inputs together.

    ``value`` is what was given, short and printable; ``expected`` what is taken.
    """

    input: str | None
    value: str | None = None
    message: str
    expected: str | None = None

    def __str__(self) -> str:
        expected = f" (expected: {self.expected})" if self.expected else ""
        return self.message + expected


class PatientError(ValueError):
    """A patient that is refused; ``problems`` has all the reasons."""

    def __init__(self, problems: Iterable[PatientProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


NO_NAMES: Mapping[str, str] = {}
"""Every field has the name of its input."""


def fields_of(p: Reader, names: Mapping[str, str] = NO_NAMES) -> dict[str, Any]:
    """What was read, by field; ``names`` has the fields named otherwise."""
    known = {**p.values_, **p.regimens_}
    return {names.get(name, name): value for name, value in known.items()}


def given_in(patient: Data, names: Mapping[str, str] = NO_NAMES) -> dict[str, object]:
    """What a patient's fields hold, by the guideline's names."""
    fields = {field: name for name, field in names.items()}
    return {
        fields.get(field, field): value
        for field, value in vars(patient).items()
        if value is not UNMENTIONED
    }


def patient_json(given: Mapping[str, object]) -> dict[str, Json]:
    """What is known, as JSON values; a regimen's unknown state is null."""
    found: dict[str, Json] = {}
    for name, value in given.items():
        declared = INPUTS.get(name)
        if isinstance(value, OnRegimen | RegimenState):
            parts = {"step": value.step, "time": value.time, "since": value.since}
            known = {part: each for part, each in parts.items() if each is not None}
            found[name] = {part: given_json(DAYS, each) for part, each in known.items()}
        elif declared is not None and value is not None:
            found[name] = given_json(declared.units or {}, value)
        elif declared is None and (value is not None or name != "today"):
            found[name] = given_json({}, value)
    return found


def given_json(units: Mapping[str, tuple[Fraction, Fraction]], value: object) -> Json:
    """A value as JSON; a number whose decimal does not end, in a unit in which it
    does."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Fraction):
        exact = number_json(Fraction(value))
        if isinstance(exact, str):
            for unit, (factor, offset) in units.items():
                there = ending_decimal((Fraction(value) - offset) / factor)
                if there is not None:
                    return f"{there} {unit}"
        return exact
    words: list[Json] = [*sorted(str(word) for word in cast("Iterable[object]", value))]
    return words


class PatientReader:
    """Reads one patient's data, and collects what is wrong with it."""

    def __init__(
        self, guideline: str, inputs: Mapping[str, Input], regimens: Mapping[str, int]
    ) -> None:
        self.guideline, self.inputs, self.last_steps = guideline, inputs, regimens
        self.values: dict[str, Value] = {}
        self.regimens: dict[str, RegimenState] = {}
        self.problems: list[PatientProblem] = []

    def read(self, data: Mapping[str, object]) -> None:
        """Every key of the data."""
        for key, value in data.items():
            try:
                self.read_key(key, value)
            except Refused as refused:
                self.refuse(str(key), refused.message, refused.expected, shown(value))

    def refuse(
        self,
        key: str,
        message: str,
        expected: str | None = None,
        value: str | None = None,
    ) -> None:
        """Notes a problem with a key."""
        text = f"{key}: {message}"
        problem = PatientProblem(
            input=key, value=value, message=text, expected=expected
        )
        self.problems.append(problem)

    def read_key(self, key: object, value: object) -> None:
        """One key: an input, ``today``, a regimen, or its step or time."""
        name, _, which = key.rpartition(" ") if isinstance(key, str) else ("", "", "")
        if isinstance(key, str) and (key in self.inputs or key == "today"):
            if value is not None:
                declared = self.inputs.get(key)
                known = read_date(value) if declared is None else None
                self.values[key] = known or read_value(self.inputs[key], value)
        elif isinstance(key, str) and key in self.last_steps:
            self.regimens[key] = self.read_state(key, value)
        elif name in self.last_steps and which in ("step", "time"):
            known_state = self.regimens.get(name, RegimenState(step=None))
            if which == "step":
                step = self.read_step(name, value)
                state = RegimenState(step, known_state.time, known_state.since)
            else:
                time = None if value is None else read_time(value)
                state = RegimenState(known_state.step, time)
            self.regimens[name] = state
        else:
            named = key if isinstance(key, str) and key else None
            message = f"{shown(key)} is no input of {self.guideline}"
            expected = f"one of {', '.join((*self.inputs, *self.last_steps, 'today'))}"
            problem = PatientProblem(input=named, message=message, expected=expected)
            self.problems.append(problem)

    def read_state(self, name: str, value: object) -> RegimenState:
        """Where the patient is on a regimen. Raises `Refused`."""
        accepts = (
            'an object such as {"step": 1, "time": "2 weeks"} '
            'or {"step": 1, "since": "2026-10-01"}, or null'
        )
        if value is None:
            return RegimenState(step=None)
        state: Mapping[object, object]
        if isinstance(value, OnRegimen | RegimenState):
            state = {"step": value.step, "time": value.time, "since": value.since}
        elif isinstance(value, Mapping):
            state = cast("Mapping[object, object]", value)
        else:
            raise Refused(f"{shown(value)} is no state of a regimen", accepts)
        for key in state:
            if key not in ("step", "time", "since"):
                raise Refused(f"{shown(key)} is no part of a regimen's state", accepts)
        time, since = state.get("time"), state.get("since")
        if time is not None and since is not None:
            message = '"time" and "since" say the same thing'
            raise Refused(message, "leave one of them out")
        return RegimenState(
            step=self.read_step(name, state.get("step")),
            time=None if time is None else read_time(time),
            since=None if since is None else read_date(since),
        )

    def read_step(self, name: str, value: object) -> int | None:
        """The number of a step; null is unknown. Raises `Refused`."""
        if value is None:
            return None
        last = self.last_steps[name]
        step = value.strip() if isinstance(value, str) else value
        if (
            isinstance(step, str)
            and len(step) <= 4
            and step.isascii()
            and step.isdigit()
        ):
            step = int(step)
        if isinstance(step, float) and step.is_integer():
            step = int(step)
        if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step <= last:
            accepts = f"0 (not started) to {last}, or null"
            raise Refused(f"{shown(value)} is no step of it", accepts)
        return step

    def check_times(self, today: date | None) -> None:
        """Times without a step, and days to come."""
        given = self.values.get("today", today)
        for name, state in self.regimens.items():
            timed = state.time is not None or state.since is not None
            if state.step == 0 and timed:
                self.refuse(name, "a regimen that is not started has no time on a step")
            if state.since is None or not isinstance(given, date):
                continue
            if state.since > given:
                message = f"it started on {state.since}, after today ({given})"
                self.refuse(name, message)

    def check_possible(self, rules: Iterable[tuple[Truth, str]]) -> None:
        """Combinations that the guideline calls impossible."""
        for rule, message in rules:
            try:
                holds = rule.value()
            except Faulty:
                continue  # a rule without a value forbids nobody
            if holds:
                self.problems.append(PatientProblem(input=None, message=message))
