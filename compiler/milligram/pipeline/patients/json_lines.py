"""Patients from JSON lines: one object a line, as `milligram run --patient` takes it.

Enters: a file. Leaves: `Batch`es; a line that is no patient is a row in error. Blank lines are not counted.

    {"id": "P1", "age": 70, "replacement": {"step": 1}}   ->   columns age, replacement; kept id

A key that is missing is an unknown input, or a regimen that is not started. Numbers are the decimals that are written.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from milligram.diagnostics.display import visible
from milligram.interpret.patient_values import Refused
from milligram.pipeline.patients.batches import Batch, RowFault
from milligram.pipeline.patients.coding import AsGiven, with_unit
from milligram.pipeline.patients.columns import Column, Names, Plan

ROWS = 16_384
"""Patients of one batch."""
LONGEST = 4 * 1024 * 1024
"""A line of more bytes is not read."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a file, not read yet; ``first`` is the number of the first, from 1."""

    first: int
    lines: tuple[bytes, ...]


class JsonLinesSource:
    """A file of JSON lines; its columns are the keys of the guideline."""

    def __init__(self, path: Path, names: Names, rows: int = ROWS) -> None:
        self.path = path
        self.names = names
        self.rows = rows
        self.total = path.stat().st_size
        self.done = 0

    def plan(self) -> Plan:
        """Every input and regimen; which of them the file has shows only when it has been read."""
        return Plan(read=_columns(self.names), kept=self.names.kept, unmentioned=())

    def batches(self) -> Generator[Lines, None, None]:
        """The lines that are not blank, of a pipe too; who answers them reads them, by `LineReader`."""
        first = 1
        with self.path.open("rb") as file:
            while lines := self._lines(file):
                yield Lines(first, lines)
                first += len(lines)

    def _lines(self, file: BinaryIO) -> tuple[bytes, ...]:
        lines: list[bytes] = []
        while len(lines) < self.rows and (line := file.readline(LONGEST + 1)):
            self.done += len(line)
            if len(line) > LONGEST:
                while line and not line.endswith(b"\n"):
                    line = file.readline(LONGEST)
                    self.done += len(line)
                lines.append(b"")
            elif line.strip(b" \t\r\n"):
                lines.append(line)
        return tuple(lines)


def _columns(names: Names) -> tuple[Column, ...]:
    guideline = names.guideline
    read = [Column(name=name, role="input", of=name) for name in guideline.inputs]
    read += [Column(name=name, role="regimen", of=name) for name in guideline.regimens]
    return (*read, Column(name="today", role="today"))


class _Use(NamedTuple):
    """A key's column with its own key and, for an input, its list; without one, why it is none (empty: it is kept)."""

    column: Column | None
    key: str
    values: str


class LineReader:
    """Makes batches of lines; ``met`` are the inputs and regimens that some line has named."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.met: set[str] = set()
        self.known: dict[str, _Use] = {}
        self.inputs = [column.name for column in _columns(names) if column.role != "regimen"]

    def batch(self, some: Lines) -> Batch:
        """The patients of some lines, a line that holds none among them."""
        count = len(some.lines)
        rows = np.arange(some.first, some.first + count)
        columns: dict[str, list[object]] = {name: [None] * count for name in self.inputs}
        states = {name: [AsGiven() for _ in some.lines] for name in self.names.guideline.regimens}
        kept: dict[str, list[object]] = {name: [None] * count for name in self.names.kept}
        faults: list[RowFault] = []
        unread: list[int] = []
        for place, line in enumerate(some.lines):
            row = some.first + place
            found = _object(line if row > 1 else line.removeprefix(b"\xef\xbb\xbf"))
            if isinstance(found, str):
                faults.append(RowFault(row, "", found))
                unread.append(place)
                continue
            wrong = self._row(found, row, place, columns, states, kept)
            if wrong:
                faults.extend(wrong)
                unread.append(place)
        every: dict[str, object] = {**columns, **states}
        return Batch(rows=rows, columns=every, kept=kept, faults=tuple(faults), unread=tuple(unread))

    def _row(
        self,
        found: dict[str, object],
        row: int,
        place: int,
        columns: dict[str, list[object]],
        states: dict[str, list[AsGiven]],
        kept: dict[str, list[object]],
    ) -> list[RowFault]:
        """Puts the values of a row into their columns; gives what is wrong with its keys."""
        wrong: list[RowFault] = []
        seen: set[str] = set()
        for key, value in found.items():
            if key in kept:
                kept[key][place] = value
            use = self.known.get(key) or self._use(key)
            column, to, values = use
            if column is None:
                if to:
                    wrong.append(RowFault(row, key, to))
                continue
            if to in seen:
                wrong.append(RowFault(row, key, f"{to} is given twice"))
                continue
            seen.add(to)
            if column.unit is not None:
                try:
                    value = with_unit(value, column.unit)
                except Refused as refused:
                    wrong.append(RowFault(row, key, refused.message))
                    continue
            if values:
                columns[values][place] = value
            else:
                _say(states[column.of][place], column, value)
        return wrong

    def _use(self, key: str) -> _Use:
        """What a key is for, found once."""
        if len(self.known) > 10_000:
            self.known.clear()
        column = self.names.column(key)
        if isinstance(column, Column):
            self.met.add(column.of)
            is_state = column.of in self.names.guideline.regimens and column.role != "input"
            use = _Use(column, column.key, "" if is_state else column.key)
        else:
            use = _Use(None, column or "", "")
        self.known[key] = use
        return use


def _say(state: AsGiven, column: Column, value: object) -> None:
    """Puts a key of the row where a single patient's data has it; ``since`` stands only in the object."""
    if column.role == "since":
        inner = state.setdefault(column.of, {})
        if isinstance(inner, dict):
            inner["since"] = value
    else:
        state[column.key] = value


def _object(line: bytes) -> dict[str, object] | str:
    """The object of a line, or why it is none."""
    if not line:
        return f"the line is longer than {LONGEST // 2**20} MiB"
    try:
        data = _plain(_DECODER.decode(line.decode("utf-8")))
    except UnicodeDecodeError:
        return "the line is not UTF-8 text"
    except RecursionError:
        return "the line is nested too deep"
    except Refused as refused:
        return refused.message
    except json.JSONDecodeError as fault:
        return f"the line is not JSON: {fault.msg.lower()} (column {fault.colno})"
    except ValueError:  # Python reads no whole number of more than some thousand digits
        return "a number of the line has thousands of digits"
    return data if isinstance(data, dict) else "the line is no object of inputs and values"


class _Pairs(list[tuple[str, object]]):
    """The keys and values of an object, as they are written."""


def _no_number(name: str) -> object:
    raise Refused(f"{name} is not a number; null is unknown", None)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_Pairs)


def _plain(value: object) -> object:
    """Objects as dictionaries, each key given once. Raises `Refused`."""
    if isinstance(value, _Pairs):
        found = dict(value)
        if len(found) < len(value):
            twice = next(key for key, n in Counter(key for key, _ in value).items() if n > 1)
            raise Refused(f'"{visible(twice[:80])}" is given twice', None)
        for key, item in value:
            if item.__class__ is list or item.__class__ is _Pairs:
                found[key] = _plain(item)
        return found
    if isinstance(value, list) and any(isinstance(item, list) for item in value):
        return [_plain(item) for item in value]
    return value
