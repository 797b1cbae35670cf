"""One batch of patients to answers.

Enters: a batch, as columns. Leaves: for each row the number of its answer, and the faults of rows that have none.

    Batch(first=1, columns={"age": [70, 12, "x"], …})   ->   answers [0, 1, -1], faults ((3, "age", "“x” is not …"),)

Every column is read by its distinct values; whoever cannot be told apart is answered once (`tree`). A row with any
fault is not answered, and all its faults are named, as the reader of single patients names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from milligram.interpret.patient_values import Refused
from milligram.ir import nodes as ir
from milligram.pipeline.patients.answering import Answer, Answers
from milligram.pipeline.patients.cells import Exact, told_apart
from milligram.pipeline.patients.coding import REFUSED, InputCoder, StateCoder, StateReading
from milligram.pipeline.patients.columns import STATES, Column
from milligram.pipeline.patients.tree import Whole
from milligram.pipeline.patients.values import Values, together


class RowFault(NamedTuple):
    """Why a row has no answer; ``row`` counts from 1, ``input`` is empty where several are at fault together."""

    row: int
    input: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Rows of a file. ``rows`` are their numbers in the file, ``columns`` and ``kept`` Arrow arrays or lists by name.

    ``faults`` were found in reading the file; their rows are among ``rows``, with whatever could be read.
    """

    rows: npt.NDArray[np.int64]
    columns: Mapping[str, Any]
    kept: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[RowFault, ...] = ()
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """For each row of a batch its answer's place in ``answers`` (-1: in error), and what is wrong, in order of rows."""

    places: Whole
    answers: Sequence[Answer]
    faults: tuple[RowFault, ...]


class Answering:
    """Answers batches for one guideline; what it met serves the next batch."""

    def __init__(self, guideline: ir.Guideline, columns: Sequence[Column], as_of: date | None) -> None:
        self.guideline = guideline
        self.as_of = as_of
        apart = told_apart(guideline)
        self.inputs = [
            InputCoder(guideline, column, apart.inputs.get(column.of, Exact()))
            for column in columns
            if column.role in ("input", "today")
        ]
        self.states: list[StateCoder] = []
        for name in guideline.regimens:
            own = [column for column in columns if column.of == name and column.role in ("regimen", *STATES)]
            if own:
                self.states.append(StateCoder(guideline, name, own, apart.times[name]))
        keys = [coder.column.key for coder in self.inputs] + [coder.regimen for coder in self.states]
        self.count = len(keys)
        self.answers = Answers(guideline, as_of, {key: place for place, key in enumerate(keys)}, self._patient)
        self.codes: Whole = np.empty((self.count, 0), dtype=np.int32)
        self.values: list[Values] = []
        self.readings: list[tuple[npt.NDArray[np.int64], list[StateReading]]] = []

    def answer(self, batch: Batch) -> Answered:
        """The answers of a batch."""
        self._make_room()
        count = len(batch.rows)
        codes = self.codes = np.zeros((self.count, count), dtype=np.int32)
        self.values = [Values(batch.columns[coder.column.name]) for coder in self.inputs]
        for place, (coder, values) in enumerate(zip(self.inputs, self.values, strict=True)):
            codes[place] = coder.codes(values)
        self.readings = []
        for place, state in enumerate(self.states, len(self.inputs)):
            indices, readings = self._states(state, batch)
            self.readings.append((indices, readings))
            codes[place] = np.array([state.code(reading) for reading in readings], dtype=np.int32)[indices]
        bad = (codes == REFUSED).any(axis=0) if len(codes) else np.zeros(count, dtype=np.bool_)
        bad[list(batch.unread)] = True
        places = np.full(count, -1, dtype=np.int32)
        good = np.flatnonzero(~bad)
        places[good] = self.answers.find(codes, good)
        faults = [*batch.faults, *self._faults(batch, codes, np.flatnonzero(bad))]
        faults += self._impossible(batch, places)
        return Answered(places=places, answers=self.answers.met, faults=tuple(sorted(faults, key=lambda f: f.row)))

    def _make_room(self) -> None:
        """Forgets everything when too much was met, for codes and answers rest on each other."""
        coders: list[InputCoder | StateCoder] = [*self.inputs, *self.states]
        if self.answers.full or any(coder.crowded for coder in coders):
            self.answers.clear()
            for coder in coders:
                coder.forget()

    def _states(self, state: StateCoder, batch: Batch) -> tuple[npt.NDArray[np.int64], list[StateReading]]:
        """Where patients stand on a regimen: for each row the index of its reading."""
        columns = [Values(batch.columns[column.name]) for column in state.columns]
        today = next((values for coder, values in zip(self.inputs, self.values, strict=True) if coder.is_today), None)
        dated = today is not None and any(column.role in ("since", "regimen") for column in state.columns)
        indices, kinds = together([*columns, today] if dated and today is not None else columns)
        if dated:
            return indices, [state.read(raws[:-1], raws[-1], self.as_of) for raws in kinds]
        return indices, [state.read(raws, None, self.as_of) for raws in kinds]

    # --- one patient --------------------------------------------------------------------------------------------------

    def _patient(self, row: int) -> ir.Patient:
        """A patient who cannot be told apart from that of a row without faults."""
        values: dict[str, ir.PatientValue] = {}
        for place, (coder, column) in enumerate(zip(self.inputs, self.values, strict=True)):
            value = coder.example(int(self.codes[place, row]), column, row)
            if value is not None:
                values[coder.column.key] = value
        regimens: dict[str, ir.RegimenState] = {}
        for state, (indices, readings) in zip(self.states, self.readings, strict=True):
            known = readings[indices[row]].state
            if known is not None:
                regimens[state.regimen] = known
        return ir.Patient(values=values, regimens=regimens)

    # --- faults -------------------------------------------------------------------------------------------------------

    def _faults(self, batch: Batch, codes: Whole, rows: npt.NDArray[Any]) -> list[RowFault]:
        """Every fault of the values of some rows; each different value is looked at once."""
        numbers = batch.rows
        found: list[tuple[int, RowFault]] = []
        for place, (coder, values) in enumerate(zip(self.inputs, self.values, strict=True)):
            here = rows[codes[place, rows] == REFUSED]
            if not len(here):
                continue
            indices, distinct = values.take(here).distinct()
            reasons = [_why(coder, raw) for raw in distinct]
            name = coder.column.name
            for row, index in zip(here.tolist(), indices.tolist(), strict=True):
                found.append((row, RowFault(int(numbers[row]), name, reasons[index])))
        for place, (indices, readings) in enumerate(self.readings, len(self.inputs)):
            name = self.states[place - len(self.inputs)].regimen
            for row in rows[codes[place, rows] == REFUSED].tolist():
                for problem in readings[indices[row]].problems:
                    reason = _said(problem.message.removeprefix(f"{problem.input}: "), problem.help)
                    found.append((row, RowFault(int(numbers[row]), name, reason)))
        found.sort(key=lambda pair: pair[0])
        return [fault for _, fault in found]

    def _impossible(self, batch: Batch, places: Whole) -> list[RowFault]:
        """The rows of patients that the guideline says there are none of; they lose their answer."""
        refused = [number for number, answer in enumerate(self.answers.met) if answer.problems]
        if not refused:
            return []
        rows = np.flatnonzero(np.isin(places, refused))
        found = [
            RowFault(int(batch.rows[row]), "", problem.message)
            for row in rows.tolist()
            for problem in self.answers.met[places[row]].problems
        ]
        places[rows] = -1
        return found


def _why(coder: InputCoder, raw: object) -> str:
    """Why a value is refused."""
    try:
        coder.read(raw)
    except Refused as refused:
        return _said(refused.message, refused.help)
    raise AssertionError("a value that was refused is read")


def _said(message: str, help_text: str | None) -> str:
    return message if help_text is None else f"{message}; {help_text}"
