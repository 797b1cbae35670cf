"""Answers as rows of a table, in the form of the output.

Enters: a batch and its answers. Leaves: a record batch for parquet, or bytes for CSV and JSON lines.

    row,id,errors,applies,path,advice,asks,blocked,faults
    1,P0,0,yes,125 low magnesium > 145 unknown > 146,order creatinine_clearance,creatinine_clearance,,

Each different answer is written once and then gathered. Text that a spreadsheet would run as a formula gets an
apostrophe before it in CSV, and only there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from milligram.interpret.result import Reported, reported_json
from milligram.pipeline.patients.answering import Answer
from milligram.pipeline.patients.batches import Answered, Batch
from milligram.pipeline.patients.reports import ReportColumn, nearest, note_cell, number_cell, text_cell
from milligram.pipeline.patients.values import renumbered

Form = Literal["csv", "jsonl", "parquet"]

FIXED = ("row", "errors", "applies", "path", "advice", "asks", "blocked", "faults")
BETWEEN = " | "

_RUNS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_QUOTED = re.compile(r'[",\r\n]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A column of the answers: its title, and what stands there for an answer."""

    title: str
    of: Callable[[Answer], str | float | None]
    is_number: bool = False


def cells(reports: Sequence[ReportColumn], form: Form) -> tuple[Cell, ...]:
    """The columns of answers, in their order."""
    found = [
        Cell(title="applies", of=lambda answer: _yes_no(answer.applies)),
        Cell(title="path", of=lambda answer: answer.path),
        Cell(title="advice", of=lambda answer: _joined(answer.advice)),
        Cell(title="asks", of=lambda answer: _joined(answer.asks)),
        Cell(title="blocked", of=lambda answer: _joined(answer.blocked)),
        Cell(title="faults", of=lambda answer: _joined(answer.faults)),
    ]
    for report in reports:
        if not report.is_number:
            found.append(Cell(title=report.title, of=_reported(report.name, text_cell)))
            continue
        found.append(Cell(title=report.title, of=_reported(report.name, _number(form)), is_number=True))
        if report.note is not None:
            found.append(Cell(title=report.note, of=_reported(report.name, note_cell)))
    return tuple(found)


def _reported(name: str, of: Callable[[Reported], str | float | None]) -> Callable[[Answer], str | float | None]:
    return lambda answer: of(dict(answer.reports).get(name))


def _number(form: Form) -> Callable[[Reported], str | float | None]:
    if form != "parquet":
        return number_cell
    return lambda value: None if number_cell(value) is None else nearest(value)  # type: ignore[arg-type]


def _yes_no(applies: bool | None) -> str:
    return "unknown" if applies is None else ("yes" if applies else "no")


def _joined(texts: Iterable[str]) -> str:
    """Several texts in one cell; a text that holds what stands between them has it doubled."""
    return BETWEEN.join(text.replace(BETWEEN, " || ") for text in texts)


class Renderer:
    """Writes batches in one form."""

    def __init__(self, form: Form, kept: Sequence[str], reports: Sequence[ReportColumn]) -> None:
        self.form = form
        self.kept = tuple(kept)
        self.reports = tuple(reports)
        self.cells = cells(reports, form)

    def titles(self) -> list[str]:
        """The names of the columns."""
        return ["row", *self.kept, "errors", *(cell.title for cell in self.cells)]

    def head(self) -> bytes:
        """What stands before the first row."""
        return (",".join(map(csv_cell, self.titles())) + "\r\n").encode() if self.form == "csv" else b""

    def schema(self, kept: Sequence[pa.DataType]) -> pa.Schema:
        """The columns of a parquet file, given the types of those that are kept."""
        fields = [pa.field("row", pa.int64())]
        fields += [pa.field(name, kind) for name, kind in zip(self.kept, kept, strict=True)]
        fields.append(pa.field("errors", pa.int32()))
        text = pa.dictionary(pa.int32(), pa.string())
        fields += [pa.field(cell.title, pa.float64() if cell.is_number else text) for cell in self.cells]
        return pa.schema(fields)

    def render(self, batch: Batch, answered: Answered) -> Any:
        """The rows of a batch."""
        errors = _counts(batch, answered)
        answers, places = _met(answered)
        if self.form == "parquet":
            return self._record_batch(batch, answers, places, errors)
        write = self._csv if self.form == "csv" else self._jsonl
        return write(batch, answers, places, errors)

    # --- parquet ------------------------------------------------------------------------------------------------------

    def _record_batch(
        self, batch: Batch, answers: list[Answer | None], places: npt.NDArray[Any], errors: npt.NDArray[Any]
    ) -> pa.RecordBatch:
        arrays = [pa.array(batch.rows), *(as_array(batch.kept[name]) for name in self.kept), pa.array(errors)]
        for cell in self.cells:
            arrays.append(_gathered([None if a is None else cell.of(a) for a in answers], places, cell.is_number))
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema([a.type for a in arrays[1 : 1 + len(self.kept)]]))

    # --- text ---------------------------------------------------------------------------------------------------------

    def _csv(
        self, batch: Batch, answers: list[Answer | None], places: npt.NDArray[Any], errors: npt.NDArray[Any]
    ) -> bytes:
        none = "," * len(self.cells)
        tails = [
            none if answer is None else "".join("," + self._csv_of(cell, answer) for cell in self.cells)
            for answer in answers
        ]
        columns: list[Iterable[str]] = [map(str, batch.rows.tolist())]
        columns += [map(csv_cell, as_texts(batch.kept[name])) for name in self.kept]
        columns.append(map(str, errors.tolist()))
        heads = map(",".join, zip(*columns, strict=True))
        lines = [head + tails[place] for head, place in zip(heads, places.tolist(), strict=True)]
        return ("\r\n".join(lines) + "\r\n").encode() if lines else b""

    @staticmethod
    def _csv_of(cell: Cell, answer: Answer) -> str:
        value = cell.of(answer)
        return str(value) if cell.is_number and value is not None else csv_cell(value)

    def _jsonl(
        self, batch: Batch, answers: list[Answer | None], places: npt.NDArray[Any], errors: npt.NDArray[Any]
    ) -> bytes:
        tails = [
            "}" if answer is None else ", " + json.dumps(_json(answer), ensure_ascii=False)[1:] for answer in answers
        ]
        names = ["row", *self.kept, "errors"]
        kept = [as_json(batch.kept[name]) for name in self.kept]
        lines = [
            json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False, default=str)[:-1] + tails[place]
            for values, place in zip(
                zip(batch.rows.tolist(), *kept, errors.tolist(), strict=True), places.tolist(), strict=True
            )
        ]
        return ("\n".join(lines) + "\n").encode("utf-8", "replace") if lines else b""


def _json(answer: Answer) -> dict[str, object]:
    return {
        "applies": answer.applies,
        "path": answer.path,
        "advice": answer.advice,
        "asks": answer.asks,
        "blocked": answer.blocked,
        "reports": {name: reported_json(value) for name, value in answer.reports},
        "faults": answer.faults,
    }


def _met(answered: Answered) -> tuple[list[Answer | None], npt.NDArray[Any]]:
    """The answers of a batch in the order met, whatever they were numbered before, and for each row its place."""
    places, first = renumbered(answered.places)
    kinds = answered.places[first].tolist()
    return [None if kind < 0 else answered.answers[kind] for kind in kinds], places


def _counts(batch: Batch, answered: Answered) -> npt.NDArray[np.int32]:
    """How many faults each row has."""
    counts = np.zeros(len(batch.rows), dtype=np.int32)
    if answered.faults:
        rows = np.array([fault.row for fault in answered.faults], dtype=np.int64)
        np.add.at(counts, np.searchsorted(batch.rows, rows), 1)
    return counts


def _gathered(values: Sequence[str | float | None], places: npt.NDArray[Any], is_number: bool) -> pa.Array:
    """A column from the values of the answers; text as a dictionary of the different ones."""
    if is_number:
        return pa.array(values, pa.float64()).take(pa.array(places))
    kinds: dict[str | float | None, int] = {}
    indices = np.array([kinds.setdefault(value, len(kinds)) for value in values], dtype=np.int32)
    rows = indices[places]
    if None not in kinds:
        return pa.DictionaryArray.from_arrays(pa.array(rows), pa.array(list(kinds), pa.string()))
    mask = rows == kinds[None]
    texts = ["" if value is None else value for value in kinds]
    return pa.DictionaryArray.from_arrays(pa.array(rows, mask=mask), pa.array(texts, pa.string()))


# --- kept columns -----------------------------------------------------------------------------------------------------


def as_array(column: Any) -> pa.Array:
    """A kept column for parquet; what came from JSON lines is text."""
    return pa.array(as_texts(column), pa.string()) if isinstance(column, list) else column


def as_texts(column: Any) -> list[Any]:
    """A kept column for CSV; None where there is nothing."""
    if isinstance(column, list):
        return [_text(value) for value in column]
    if pa.types.is_nested(column.type):
        return [_text(value) for value in column.to_pylist()]
    texts: list[Any] = pc.cast(column, pa.string()).to_pylist()
    return texts


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def as_json(column: Any) -> list[Any]:
    """A kept column for JSON lines."""
    values: list[Any] = column if isinstance(column, list) else column.to_pylist()
    return values


def csv_cell(value: object) -> str:
    """A cell of CSV: quoted where it has to be, and never a formula."""
    if value is None:
        return ""
    text = str(value)
    if text.startswith(_RUNS) and not _NUMBER.fullmatch(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) or text != text.strip() else text
