"""The two files of a run over patients: answers, and what is wrong with rows, whole or not at all.

Enters: chunks of rows, and faults. Leaves: ``OUT`` and ``OUT.errors.csv``, each written beside its place and renamed
into it when both are finished; a run that is stopped leaves what was there before.

    row,input,reason
    3,age,“x” is not a number; it accepts a number in years from 0 to 120, …
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet

from milligram.pipeline.patients.batches import RowFault
from milligram.pipeline.patients.rendering import Renderer, csv_cell
from milligram.pipeline.writing import permissions

ERRORS = ".errors.csv"


class Outputs:
    """Both files while they are written; leaving the ``with`` without `finish` removes what was written."""

    def __init__(self, out: Path, renderer: Renderer) -> None:
        self.renderer = renderer
        self.out = Path(os.path.realpath(out))
        self.errors = Path(os.path.realpath(out.with_name(out.name + ERRORS)))
        self.writer: Any = None
        self.made: list[Path] = []

    def __enter__(self) -> Self:
        try:
            self.rows = self._beside(self.out)
            self.faults = self._beside(self.errors)
            self.rows.write(self.renderer.head())
            self.faults.write(b"row,input,reason\r\n")
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._clear()

    def _beside(self, place: Path) -> Any:
        handle, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", dir=place.parent)
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
