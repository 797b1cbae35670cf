"""Patients from files, a batch at a time.

Enters: a CSV or parquet file (`json_lines` has the third kind). Leaves: its header, then `Batch`es whose rows are
numbered from 1 in the file's order, with the faults that were found in reading.

    age,sex            ->   header ("age", "sex")
    70,male                 Batch(rows=[1, 2], columns={"age": ["70", null], …}, faults=((2, "", "3 cells where …"),))
    71,male,x

Nothing is guessed: every cell of CSV stays the text that it is.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from milligram.pipeline.patients.batches import Batch, RowFault
from milligram.pipeline.patients.columns import Column, ColumnError, Plan
from milligram.pipeline.patients.json_lines import Lines

ROWS = 32_768
"""Patients of one batch."""
CSV_ROWS = 16_384
"""Patients of one batch where their values are text."""
BUFFER = 256 * 1024
"""Bytes of each column of parquet that are read at once."""
BLOCK = 4 * 1024 * 1024
"""Bytes of CSV that are read at once; no row may be longer."""

FORMS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}


class TableError(Exception):
    """A file that cannot be read as what its name says: one sentence."""


class Source(Protocol):
    """A file of patients."""

    total: int
    """Rows, or bytes where rows cannot be counted beforehand."""
    done: int
    """How much of ``total`` was read."""

    def plan(self) -> Plan:
        """What its columns mean. Raises `ColumnError`."""

    def batches(self) -> Generator[Batch | Lines, None, None]:
        """Its rows; lines of JSON are read by those who answer them. Raises `TableError`."""


class ParquetSource:
    """A parquet file."""

    def __init__(self, path: Path, plan_of: PlanOf, rows: int = ROWS) -> None:
        try:
            self.file = pa.parquet.ParquetFile(path, buffer_size=BUFFER, pre_buffer=False)
        except (pa.ArrowException, OSError) as fault:
            raise TableError(f"it is not parquet: {_line(fault)}") from None
        self.rows = rows
        self.plan_of = plan_of
        self.total = self.file.metadata.num_rows
        self.done = 0

    def plan(self) -> Plan:
        """As of `Source`."""
        schema = self.file.schema_arrow
        plan = self.plan_of(schema.names)
        faults = [fault for column in plan.read if (fault := _kind_fault(column, schema.field(column.name).type))]
        if faults:
            raise ColumnError(faults)
        self.named = plan
        return plan

    def batches(self) -> Generator[Batch, None, None]:
        """As of `Source`."""
        names = list(dict.fromkeys([*(column.name for column in self.named.read), *self.named.kept]))
        try:
            for found in self.file.iter_batches(self.rows, columns=names, use_threads=False):
                rows = np.arange(self.done + 1, self.done + 1 + found.num_rows)
                self.done += found.num_rows
                columns = {column.name: found.column(column.name) for column in self.named.read}
                yield Batch(rows=rows, columns=columns, kept={name: found.column(name) for name in self.named.kept})
        except (pa.ArrowException, OSError) as fault:
            raise TableError(f"it cannot be read beyond row {self.done:,}: {_line(fault)}") from None


def _kind_fault(column: Column, kind: pa.DataType) -> str | None:
    """Why values of a type can be no input; None where each is looked at by itself."""
    if not pa.types.is_nested(kind):
        return None
    if column.role == "regimen" and pa.types.is_struct(kind):
        return None
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    if column.role == "input" and is_list and not pa.types.is_nested(kind.value_type):
        return None
    return f'column "{column.name}" holds {kind}, which no value of {column.key} is'


class CsvSource:
    """A CSV file: UTF-8, commas, one header line, cells quoted as RFC 4180 has it."""

    def __init__(self, path: Path, plan_of: PlanOf, block: int = BLOCK) -> None:
        self.path = path
        self.plan_of = plan_of
        self.block = block
        self.total = path.stat().st_size
        self.done = 0
        self.ragged: dict[int, str] = {}

    def plan(self) -> Plan:
        """As of `Source`."""
        with self._open(()) as reader:
            header = reader.schema.names
        if len(header) == 1 and ";" in header[0]:
            raise ColumnError([f'the header is one column, "{header[0][:60]}": cells are separated by commas'])
        self.named = self.plan_of(header)
        return self.named

    def _open(self, names: Sequence[str]) -> Any:
        try:
            return pa.csv.open_csv(
                self.path,
                pa.csv.ReadOptions(use_threads=False, block_size=self.block),
                pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=self._is_ragged),
                pa.csv.ConvertOptions(
                    check_utf8=False,
                    strings_can_be_null=False,
                    include_columns=list(names),
                    column_types=dict.fromkeys(names, pa.binary()),
                ),
            )
        except pa.ArrowInvalid as fault:
            if "Empty CSV" in str(fault):
                raise TableError("it is empty; its first line names the columns") from None
            raise TableError(self._why(fault)) from None

    def _why(self, fault: Exception) -> str:
        if "straddling" in str(fault):
            return f"a row is longer than {self.block // 2**20} MiB, or a quote is not closed"
        return _line(fault)

    def _is_ragged(self, row: Any) -> str:
        cells = f"{row.actual_columns} cell{'s' * (row.actual_columns != 1)}"
        self.ragged[row.number - 1] = f"{cells} where the header has {row.expected_columns}"
        return "skip"

    def batches(self) -> Generator[Batch, None, None]:
        """As of `Source`."""
        names = list(dict.fromkeys([*(column.name for column in self.named.read), *self.named.kept]))
        self.ragged.clear()
        last = 0
        with self._open(names) as reader:
            while True:
                try:
                    found = reader.read_next_batch()
                except StopIteration:
                    break
                except pa.ArrowInvalid as fault:
                    raise TableError(f"{self._why(fault)} (after row {last:,})") from None
                self.done += found.nbytes
                for start in range(0, found.num_rows, CSV_ROWS):
                    batch = self._batch(found.slice(start, CSV_ROWS), last)
                    last = int(batch.rows[-1])
                    yield batch
        if self.ragged:
            rest = pa.RecordBatch.from_arrays([pa.array([], pa.binary()) for _ in names], names)
            yield self._batch(rest, last, at_end=True)

    def _batch(self, found: pa.RecordBatch, last: int, *, at_end: bool = False) -> Batch:
        """Rows that follow the row ``last``, the ragged ones among them in their places, without values."""
        rows: list[int] = []
        places: list[int | None] = []
        faults: list[RowFault] = []
        unread: list[int] = []
        count, number = found.num_rows, last
        if not self.ragged:
            numbers = np.arange(last + 1, last + 1 + count)
            return self._made(numbers, found, faults, unread)
        taken = 0
        while taken < count or (at_end and self.ragged):
            number += 1
            why = self.ragged.pop(number, None)
            if why is not None:
                unread.append(len(rows))
                faults.append(RowFault(number, "", why))
                places.append(None)
            elif taken < count:
                places.append(taken)
                taken += 1
            else:
                raise AssertionError("a ragged row is not where it was said to be")
            rows.append(number)
        return self._made(np.array(rows, dtype=np.int64), found.take(pa.array(places, pa.int64())), faults, unread)

    def _made(self, rows: Any, found: pa.RecordBatch, faults: list[RowFault], unread: list[int]) -> Batch:
        columns = {column.name: found.column(column.name) for column in self.named.read}
        kept = {}
        for name in self.named.kept:
            kept[name], broken = _as_text(found.column(name))
            for place in broken:
                faults.append(RowFault(int(rows[place]), name, "it is not UTF-8 text"))
                unread.append(place)
        return Batch(rows=rows, columns=columns, kept=kept, faults=tuple(faults), unread=tuple(dict.fromkeys(unread)))


def _as_text(column: Any) -> tuple[Any, list[int]]:
    """A kept column as text, and the places of cells that are no UTF-8 (their bytes are replaced by marks)."""
    try:
        return pc.cast(column, pa.string()), []
    except pa.ArrowInvalid:
        texts, broken = [], []
        for place, raw in enumerate(column.to_pylist()):
            try:
                texts.append(None if raw is None else raw.decode("utf-8"))
            except UnicodeDecodeError:
                texts.append(raw.decode("utf-8", "replace"))
                broken.append(place)
        return pa.array(texts, pa.string()), broken


def _line(fault: Exception) -> str:
    """The first line of what a library says, without its last stop."""
    text = str(fault).strip().splitlines()
    return text[0][:200].rstrip(".").lower() if text else "no reason is given"


class PlanOf(Protocol):
    """What a header means."""

    def __call__(self, header: Sequence[str]) -> Plan:
        """The plan. Raises `ColumnError`."""
