"""The values of one column as small numbers: one for all values that the guideline cannot tell apart.

Enters: a column of a batch. Leaves: a code for each row: 0 unknown, -1 refused, else which cell of the input the value
lies in (`milligram.pipeline.patients.cells`). Each distinct value is read once, by the reader of single patients.

    serum_magnesium[mg/dL]: 1.7, null, 1.8, abc   ->   1, 0, 3, -1      (under 0.70 mmol/L, unknown, over it, refused)

**Floats are placed by floats, exactly.** A float means its shortest decimal. Rounding to the nearest double never turns
the order of two numbers round, so a float that differs from the double nearest to a limit lies on the same side of
both; only one that equals that double is read by its decimal. The same holds for text that is a plain decimal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from milligram.interpret.patient import PatientProblem, read_patient
from milligram.interpret.patient_values import Refused, quantity, read_date, read_value, shown
from milligram.ir import nodes as ir
from milligram.ir.questions import accepts
from milligram.pipeline.patients.cells import Cuts, Exact, Told, Words
from milligram.pipeline.patients.columns import Column
from milligram.pipeline.patients.values import NotText, Values

Codes: TypeAlias = npt.NDArray[np.int32]

UNKNOWN, REFUSED = 0, -1
MOST_KEPT = 100_000
"""So many distinct values of a column are remembered."""

_WHOLE = re.compile(r"[0-9]{1,4}\.0+")
_SURE = (1e-6, 1e15)
"""Between these a double and its decimal are read alike, whatever the limits of a reader on digits and exponents."""


class InputCoder:
    """Reads one column of an input, or of ``today``."""

    def __init__(self, guideline: ir.Guideline, column: Column, told: Told) -> None:
        self.guideline = guideline
        self.column = column
        self.declared = guideline.inputs[column.of] if column.role == "input" else None
        self.told = told
        self.known: dict[object, int] = {}
        self.places: dict[object, int] = {}
        self.examples: dict[int, ir.PatientValue] = {}
        self.limits = self._limits()

    @property
    def is_today(self) -> bool:
        """Whether this is the day of the run."""
        return self.declared is None

    @property
    def crowded(self) -> bool:
        """Whether so many values were met that all that rests on their codes should start afresh."""
        return len(self.places) > MOST_KEPT

    def forget(self) -> None:
        """Starts afresh: codes from now on have nothing to do with those before."""
        self.places.clear()
        self.known.clear()
        self.examples.clear()

    # --- one value ----------------------------------------------------------------------------------------------------

    def read(self, raw: object) -> ir.PatientValue | None:
        """The exact value; None is unknown. Raises `Refused`."""
        if raw is None:
            return None
        if isinstance(raw, NotText):
            raise Refused(f"{shown(raw.decode('utf-8', 'replace'))} is not UTF-8 text", None)
        if self.declared is None:
            return read_date(raw)
        if isinstance(raw, str) and isinstance(self.declared.type, ir.SetType):
            raw = raw.replace(";", ",")
        return read_value(self.guideline, self.declared, with_unit(raw, self.column.unit))

    def example(self, code: int, values: Values, row: int) -> ir.PatientValue | None:
        """A value of a cell, the same each time; None is unknown. The row is one whose value lies in the cell."""
        if code == UNKNOWN:
            return None
        found = self.examples.get(code)
        if found is None:
            value = self.read(values.at(row))
            assert value is not None
            found = self.examples[code] = value
        return found

    def code(self, raw: object) -> int:
        """The cell of a value; 1, true and 1.0 are three values."""
        key = (type(raw), tuple(raw) if isinstance(raw, list) else raw)
        try:
            found = self.known.get(key)
        except TypeError:  # an object, or a list of such: seldom, and not remembered
            return self._cell(raw)
        if found is None:
            if len(self.known) > MOST_KEPT:
                self.known.clear()
            found = self.known[key] = self._cell(raw)
        return found

    def _cell(self, raw: object) -> int:
        try:
            value = self.read(raw)
        except Refused:
            return REFUSED
        if value is None:
            return UNKNOWN
        match self.told:
            case Cuts() if isinstance(value, Fraction):
                return 1 + self.told.cell(value)
            case Words() if isinstance(value, frozenset):
                return 1 + self.told.cell(value)
            case Cuts() | Words() | Exact():
                return self.places.setdefault(value, len(self.places) + 1)

    # --- a column -----------------------------------------------------------------------------------------------------

    def codes(self, values: Values) -> Codes:
        """The cells of a batch."""
        floats = values.floats() if self.limits is not None else None
        if floats is not None:
            return self._placed(values, *floats)
        return self._coded(values)

    def _coded(self, values: Values) -> Codes:
        """By each distinct value; index -1 finds the code behind them all."""
        indices, distinct = values.distinct()
        return np.array([*map(self.code, distinct), UNKNOWN], dtype=np.int32)[indices]

    def _placed(self, values: Values, numbers: npt.NDArray[np.float64], there: npt.NDArray[np.bool_] | None) -> Codes:
        """Floats by binary search; those that are too near to a limit, or may be refused, by their decimals."""
        assert self.limits is not None
        cuts, low, high, whole = self.limits
        below = np.searchsorted(cuts, numbers, "left")
        found = (1 + 2 * below).astype(np.int32)
        size = np.abs(numbers)
        doubtful = ~((numbers > low) & (numbers < high) & (size > _SURE[0]) & (size < _SURE[1]))
        if len(cuts):
            doubtful |= cuts[np.minimum(below, len(cuts) - 1)] == numbers
        if whole:
            doubtful |= numbers != np.floor(numbers)
        if there is not None:
            doubtful &= there
            found[~there] = UNKNOWN
        places = np.flatnonzero(doubtful)
        if len(places):
            found[places] = self._coded(values.take(places))
        return found

    def _limits(self) -> tuple[npt.NDArray[np.float64], float, float, bool] | None:
        """The cuts and the bounds in the column's own unit, as nearest doubles; None where floats cannot be placed."""
        if (
            self.declared is None
            or not isinstance(self.told, Cuts)
            or not isinstance(self.declared.type, ir.NumberType)
        ):
            return None
        kind = self.declared.type
        factor, offset = change(self.guideline, self.declared, self.column.unit)
        whole = kind.whole or kind.kind == "count"
        if factor <= 0 or (whole and (factor != 1 or offset)):
            return None
        low, high = self.declared.plausible or (None, None)
        if kind.kind == "count" and low is None:
            low = Fraction(0)

        def near(value: Fraction) -> float:
            return float((value - offset) / factor)

        try:
            cuts = np.array(sorted({near(cut) for cut in self.told.at}), dtype=np.float64)
            if len(cuts) != len(self.told.at):
                return None
            bounds = (-np.inf if low is None else near(low), np.inf if high is None else near(high))
        except OverflowError:
            return None
        return cuts, *bounds, whole


def change(guideline: ir.Guideline, declared: ir.Input, unit: str | None) -> tuple[Fraction, Fraction]:
    """The factor and the offset that bring a number of a column into the input's unit."""
    assert isinstance(declared.type, ir.NumberType)
    if unit is None:
        return Fraction(1), Fraction(0)
    none, one = (
        quantity(guideline.substances, declared.type.measure, f"{n} {unit}", accepts(declared)) for n in (0, 1)
    )
    return one - none, none


def with_unit(raw: object, unit: str | None) -> object:
    """A value with the unit that its column is in; the same value where the column names none.

    Raises:
        Refused: the value brings another unit.
    """
    if unit is None or isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        return raw
    if not isinstance(raw, str):
        return f"{_digits(raw)} {unit}"
    text = raw.strip().removesuffix(unit).rstrip()
    if not text or not (text[-1].isdigit() or text[-1] in ".,"):
        raise Refused(f"{shown(raw)} is not a number in {unit}, which its column is in", None)
    return f"{text} {unit}"


def _digits(number: int | float | Decimal) -> str:
    """The number as text; one with too many digits stays unreadable."""
    if isinstance(number, int) and number.bit_length() > 1400:
        return "1e9999"
    return format(number, "f") if isinstance(number, Decimal) and abs(number.adjusted()) < 400 else str(number)


class StateCoder:
    """Reads the columns that say where patients are on one regimen; code 0 is a patient of whom nothing is said."""

    def __init__(self, guideline: ir.Guideline, regimen: str, columns: Sequence[Column], told: Told) -> None:
        self.guideline = guideline
        self.regimen = regimen
        self.columns = tuple(columns)
        self.told = told
        self.places: dict[object, int] = {}
        self.known: dict[object, StateReading] = {}

    @property
    def crowded(self) -> bool:
        """As of `InputCoder`."""
        return len(self.places) > MOST_KEPT

    def forget(self) -> None:
        """As of `InputCoder`."""
        self.places.clear()
        self.known.clear()

    def read(self, raws: Sequence[object], today: object, as_of: date | None) -> StateReading:
        """The state that the columns say, with what is wrong in it; ``today`` as the row says it."""
        key = (*raws, today, *map(type, raws), type(today))
        try:
            found = self.known.get(key)
        except TypeError:  # an object is not remembered
            return self._read(raws, today, as_of)
        if found is None:
            if len(self.known) > MOST_KEPT:
                self.known.clear()
            found = self.known[key] = self._read(raws, today, as_of)
        return found

    def _read(self, raws: Sequence[object], today: object, as_of: date | None) -> StateReading:
        data = self._data(raws)
        if not data:
            return StateReading(None)
        if today is not None:
            data["today"] = today
        reading = read_patient(self.guideline, data, as_of=as_of)
        if reading.patient is not None:
            return StateReading(reading.patient.regimens[self.regimen])
        return StateReading(None, tuple(problem for problem in reading.problems if problem.input != "today"))

    def code(self, reading: StateReading) -> int:
        """The cell of a state."""
        if reading.problems:
            return REFUSED
        state = reading.state
        if state is None:
            return UNKNOWN
        time: object = state.time
        if state.time is not None and isinstance(self.told, Cuts):
            time = self.told.cell(state.time)
        key = (state.step, state.time is None, time, state.since)
        return self.places.setdefault(key, len(self.places) + 1)

    def _data(self, raws: Sequence[object]) -> dict[str, object]:
        """As the data of a single patient says it: ``{"replacement": {"step": 1, "time": "2 weeks"}}``."""
        first = raws[0]
        if isinstance(first, AsGiven):
            return dict(first)
        if self.columns[0].role == "regimen":
            return {self.regimen: first}
        return {self.regimen: dict(map(_part, self.columns, raws))}


@dataclass(frozen=True, slots=True)
class StateReading:
    """A state of a regimen (None: nothing is said of it), or the problems with it."""

    state: ir.RegimenState | None
    problems: tuple[PatientProblem, ...] = ()


class AsGiven(dict[str, object]):
    """All that one JSON patient says of a regimen, by its own keys; empty for nothing."""


def _part(column: Column, raw: object) -> tuple[str, object]:
    """One column's part of a state; a step that a spreadsheet wrote as 1.0 is 1."""
    if isinstance(raw, NotText):
        raw = raw.decode("utf-8", "replace")
    if column.role == "step" and isinstance(raw, str) and _WHOLE.fullmatch(raw):
        raw = raw.partition(".")[0]
    if column.unit is not None and isinstance(raw, str | int | float | Decimal) and not isinstance(raw, bool):
        raw = f"{raw if isinstance(raw, str) else _digits(raw)} {column.unit}"
    return column.role, raw
