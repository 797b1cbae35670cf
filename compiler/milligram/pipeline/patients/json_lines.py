"""Patients from JSON lines: one object a line, as `milligram run --patient` takes it.

Enters: a file. Leaves: `Batch`es; a line that is no patient is a row in error. Blank lines are not counted.

    {"id": "P1", "age": 70, "replacement": {"step": 1}}   ->   columns age, replacement; kept id

A key that is missing is an unknown input, or a regimen that is not started. Numbers are the decimals that are written.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from decimal import Decimal
from itertools import count
from pathlib import Path

import numpy as np

from milligram.diagnostics.display import visible
from milligram.interpret.patient_values import Refused
from milligram.pipeline.patients.batches import Batch, RowFault
from milligram.pipeline.patients.coding import AsGiven, with_unit
from milligram.pipeline.patients.columns import Column, Names, Plan

ROWS = 16_384
LONGEST = 4 * 1024 * 1024
"""A line of more bytes is not read."""


class JsonLinesSource:
    """A file of JSON lines; its columns are the keys of the guideline."""

    def __init__(self, path: Path, names: Names, rows: int = ROWS) -> None:
        self.path = path
        self.names = names
        self.rows = rows
        self.total = path.stat().st_size
        self.done = 0
        self.met: set[str] = set()
        self.known: dict[str, Column | str | None] = {}

    def plan(self) -> Plan:
        """Every input and regimen; which of them the file has shows only when it has been read."""
        guideline = self.names.guideline
        read = [Column(name=name, role="input", of=name) for name in guideline.inputs]
        read += [Column(name=name, role="regimen", of=name) for name in guideline.regimens]
        read.append(Column(name="today", role="today"))
        self.inputs = [column.name for column in read if column.role != "regimen"]
        return Plan(read=tuple(read), kept=self.names.kept, unmentioned=())

    def batches(self) -> Generator[Batch, None, None]:
        """As of `milligram.pipeline.patients.files.Source`."""
        numbers = count(1)
        with self.path.open("rb") as file:
            while True:
                lines: list[bytes] = []
                while len(lines) < self.rows and (line := file.readline(LONGEST + 1)):
                    if len(line) > LONGEST:
                        while line and not line.endswith(b"\n"):
                            line = file.readline(LONGEST)
                        lines.append(b"")
                    elif line.strip(b" \t\r\n"):
                        lines.append(line)
                if not lines:
                    return
                self.done = file.tell()
                yield self._batch([next(numbers) for _ in lines], lines)

    def _batch(self, rows: list[int], lines: list[bytes]) -> Batch:
        guideline = self.names.guideline
        columns: dict[str, list[object]] = {name: [None] * len(rows) for name in self.inputs}
        states = {name: [AsGiven() for _ in rows] for name in guideline.regimens}
        kept: dict[str, list[object]] = {name: [None] * len(rows) for name in self.names.kept}
        faults: list[RowFault] = []
        unread: list[int] = []
        for place, (row, line) in enumerate(zip(rows, lines, strict=True)):
            found = _object(line if row > 1 else line.removeprefix(b"\xef\xbb\xbf"))
            if isinstance(found, str):
                faults.append(RowFault(row, "", found))
                unread.append(place)
                continue
            wrong = len(faults)
            seen: set[str] = set()
            for key, value in found.items():
                if key in kept:
                    kept[key][place] = value
                column = self._column(key)
                if isinstance(column, str):
                    faults.append(RowFault(row, key, column))
                    continue
                if column is None:
                    continue
                if column.key in seen:
                    faults.append(RowFault(row, key, f"{column.key} is given twice"))
                    continue
                seen.add(column.key)
                try:
                    said = with_unit(value, column.unit)
                except Refused as refused:
                    faults.append(RowFault(row, key, refused.message))
                    continue
                if column.of in states:
                    _say(states[column.of][place], column, said)
                else:
                    columns[column.key][place] = said
            if len(faults) > wrong:
                unread.append(place)
        every: dict[str, object] = {**columns, **states}
        return Batch(rows=np.array(rows), columns=every, kept=kept, faults=tuple(faults), unread=tuple(unread))

    def _column(self, key: str) -> Column | str | None:
        if key not in self.known:
            if len(self.known) > 10_000:
                self.known.clear()
            self.known[key] = self.names.column(key)
        column = self.known[key]
        if isinstance(column, Column):
            self.met.add(column.of)
        return column

    def unmentioned(self) -> Sequence[str]:
        """The inputs and regimens that no line so far has named."""
        guideline = self.names.guideline
        return [name for name in (*guideline.inputs, *guideline.regimens) if name not in self.met]


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
        data = json.loads(
            line.decode("utf-8"),
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError:
        return "the line is not UTF-8 text"
    except RecursionError:
        return "the line is nested too deep"
    except Refused as refused:
        return refused.message
    except json.JSONDecodeError as fault:
        return f"the line is not JSON: {fault.msg.lower()} (column {fault.colno})"
    return data if isinstance(data, dict) else "the line is no object of inputs and values"


def _whole(digits: str) -> int:
    if len(digits) > 100:
        raise Refused(f"the number {digits[:12]}… has {len(digits)} digits", None)
    return int(digits)


def _no_number(name: str) -> object:
    raise Refused(f"{name} is not a number; null is unknown", None)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise Refused(f'"{visible(key[:80])}" is given twice', None)
        found[key] = value
    return found
