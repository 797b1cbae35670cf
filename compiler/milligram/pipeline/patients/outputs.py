"""The two files of a run over patients: answers, and what is wrong with rows, whole or not at all.

Enters: chunks of rows, and faults. Leaves: ``OUT`` and ``OUT.errors.csv``, each written beside its place and renamed
into it when both are finished; a run that is stopped leaves what was there before.

    row,input,reason
    3,age,“x” is not a number; it accepts a number in years from 0 to 120, …
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet

from milligram.pipeline.patients.batches import RowFault
from milligram.pipeline.patients.rendering import FIXED, Form, Renderer, csv_cell
from milligram.pipeline.writing import permissions

ERRORS = ".errors.csv"
_LISTED = ("row", "input", "reason")
_LONGEST = 8 * 1024 * 1024
"""How much of a file is looked at for its first line."""


def errors_of(out: Path) -> Path:
    """Where the rows in error are listed of a run whose answers go to ``out``."""
    return out.with_name(out.name + ERRORS)


def is_answers(path: Path, form: Form) -> bool:
    """Whether a file holds the answers of an earlier run: by its columns.

    Raises:
        OSError: it cannot be read.
    """
    match form:
        case "csv":
            titles = _head(path)
        case "parquet":
            try:
                titles = pa.parquet.read_schema(path).names
            except pa.ArrowException:
                return False
        case "jsonl":
            with path.open("rb") as file:
                line = file.readline(_LONGEST)
            try:
                first = json.loads(line)
            except (ValueError, RecursionError):
                return False
            titles = list(first) if isinstance(first, dict) else []
            if titles[:1] == ["row"] and titles[-1] == "errors" and first["errors"]:  # a row in error has no answer
                return True
            titles = [title for title in titles if title != "reports"]
    fixed = list(FIXED[1:])
    return titles[:1] == ["row"] and any(titles[at : at + len(fixed)] == fixed for at in range(1, len(titles)))


def is_errors(path: Path) -> bool:
    """Whether a file is the list of rows in error of an earlier run.

    Raises:
        OSError: it cannot be read.
    """
    return tuple(_head(path)) == _LISTED


def _head(path: Path) -> Sequence[str]:
    """The first row of a file of CSV; nothing where there is none."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        start = file.read(_LONGEST)
    try:
        return next(csv.reader(io.StringIO(start, newline="")), [])
    except csv.Error:
        return []


class Outputs:
    """Both files while they are written; leaving the ``with`` without `finish` removes what was written."""

    def __init__(self, out: Path, renderer: Renderer) -> None:
        self.renderer = renderer
        self.said = out
        self.out = Path(os.path.realpath(out))
        self.errors = Path(os.path.realpath(errors_of(out)))
        self.writer: Any = None
        self.made: list[Path] = []

    def __enter__(self) -> Self:
        try:
            self.rows = self._beside(self.out, self.said)
            self.faults = self._beside(self.errors, errors_of(self.said))
            self.rows.write(self.renderer.head())
            self.faults.write((",".join(_LISTED) + "\r\n").encode())
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._clear()

    def _beside(self, place: Path, said: Path) -> Any:
        """A file beside a place. Raises `OSError` with the name that was ``said``, not that of a file of ours."""
        try:
            handle, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", dir=place.parent)
        except OSError as fault:
            raise OSError(fault.errno, fault.strerror, str(said)) from None
        self.made.append(Path(name))
        return os.fdopen(handle, "wb")

    def write(self, chunk: Any, faults: Iterable[RowFault]) -> None:
        """Adds rows, as `Renderer.render` gives them, and what is wrong with some."""
        if isinstance(chunk, pa.RecordBatch):
            self._parquet(chunk.schema).write_batch(chunk)
        else:
            self.rows.write(chunk)
        for fault in faults:
            line = f"{fault.row},{csv_cell(fault.input)},{csv_cell(fault.reason)}\r\n"
            self.faults.write(line.encode("utf-8", "replace"))

    def _parquet(self, schema: pa.Schema) -> Any:
        if self.writer is None:
            # Dictionaries serve the writing; a reader gets plain text.
            self.writer = pa.parquet.ParquetWriter(self.rows, schema, store_schema=False, write_statistics=["row"])
        return self.writer

    def finish(self, empty: pa.Schema | None) -> None:
        """Both files in their places; ``empty`` is the schema of a parquet file without a row."""
        if self.writer is None and empty is not None:
            self._parquet(empty)
        if self.writer is not None:
            self.writer.close()
        self.rows.close()
        self.faults.close()
        beside, errors = self.made
        for written, place in ((errors, self.errors), (beside, self.out)):
            written.chmod(permissions(place))
        errors.replace(self.errors)
        beside.replace(self.out)

    def _clear(self) -> None:
        if self.writer is not None:
            with suppress(OSError, ValueError):  # what it would still write is removed anyway
                self.writer.close()
        for name in ("rows", "faults"):
            file = getattr(self, name, None)
            if file is not None:
                file.close()
        for written in self.made:
            written.unlink(missing_ok=True)
