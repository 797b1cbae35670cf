"""A guideline for all patients of a file.

Enters: a guideline, an input file, an output file. Leaves: the output, its errors beside it, and the `Counts`.

    run_patients(guideline, Path("ward.parquet"), Path("answers.csv"), …)   ->   Counts(rows=1000, refused=3, faulty=0)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

import pyarrow as pa

from milligram.ir import nodes as ir
from milligram.pipeline.patients.batches import RowFault
from milligram.pipeline.patients.columns import ColumnError, Names, Plan, plan_columns, unmentioned
from milligram.pipeline.patients.files import FORMS, CsvSource, ParquetSource, Source
from milligram.pipeline.patients.json_lines import JsonLinesSource
from milligram.pipeline.patients.outputs import Outputs
from milligram.pipeline.patients.rendering import Form, Renderer
from milligram.pipeline.patients.reports import report_columns
from milligram.pipeline.patients.workers import Crew, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How a run came out. ``refused`` rows have no answer, ``faulty`` ones met a fault of the guideline.

    ``unmentioned`` are the inputs and regimens of which the file says nothing. ``stopped_by`` is the fault at which a
    run with ``fail_fast`` stopped; it then wrote nothing.
    """

    rows: int = 0
    refused: int = 0
    faulty: int = 0
    unmentioned: tuple[str, ...] = ()
    stopped_by: RowFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How far a run has come: rows answered, and which part of the file was read."""

    rows: int
    done: int
    total: int


def form_of(path: Path) -> Form | None:
    """The form that a file's name says, or None."""
    return cast("Form | None", FORMS.get(path.suffix.lower()))


def run_patients(
    guideline: ir.Guideline,
    patients: Path,
    out: Path,
    *,
    maps: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    as_of: date | None = None,
    crew: Crew | None = None,
    fail_fast: bool = False,
    batch_rows: int | None = None,
    said: Callable[[Said], None] = lambda _: None,
) -> Counts:
    """Answers every patient of a file, by the processes of ``crew`` or by this one.

    ``said`` hears of each batch that is written.

    Raises:
        ColumnError: the columns do not fit the guideline.
        TableError: the file cannot be read as what its name says.
        OSError: a file cannot be read or written.
        ValueError: a name that says no form.
    """
    form, into = form_of(patients), form_of(out)
    if form is None or into is None:
        raise ValueError("a file of patients is .csv, .jsonl or .parquet")
    names = Names(guideline, maps or {}, keep)
    source = _source(form, patients, names, batch_rows)
    plan = source.plan()
    reports = report_columns(guideline)
    renderer = Renderer(into, plan.kept, reports)
    _check_titles(renderer)
    task = Task(
        guideline=guideline,
        columns=plan.read,
        kept=plan.kept,
        reports=reports,
        form=into,
        as_of=as_of,
        names=names,
    )
    rows = refused = faulty = 0
    met: set[str] = set()
    with Outputs(out, renderer) as outputs, closing(source.batches()) as batches:
        for chunk in (crew or Crew(1)).chunks(task, batches):
            if fail_fast and chunk.faults:
                return Counts(rows=rows + chunk.rows, refused=chunk.refused, stopped_by=chunk.faults[0])
            outputs.write(chunk.rendered, chunk.faults)
            rows, refused, faulty = rows + chunk.rows, refused + chunk.refused, faulty + chunk.faulty
            met |= chunk.met
            said(Said(rows=rows, done=source.done, total=source.total))
        outputs.finish(renderer.schema(_kept_types(source, plan)) if into == "parquet" else None)
    silent = unmentioned(guideline, met) if isinstance(source, JsonLinesSource) else plan.unmentioned
    return Counts(rows=rows, refused=refused, faulty=faulty, unmentioned=silent)


def _source(form: Form, path: Path, names: Names, rows: int | None) -> Source:
    plan_of = partial(plan_columns, names)
    match form:
        case "parquet":
            return ParquetSource(path, plan_of, *([] if rows is None else [rows]))
        case "csv":
            return CsvSource(path, plan_of)
        case "jsonl":
            return JsonLinesSource(path, names, *([] if rows is None else [rows]))


def _check_titles(renderer: Renderer) -> None:
    """Every column of the output has a name of its own.

    Raises:
        ColumnError: a kept column is called as one of the answers.
    """
    own = [title for title in renderer.titles() if title not in renderer.kept]
    titles = renderer.titles()
    clash = [name for name in renderer.kept if titles.count(name) > 1]
    if clash or len(own) + len(renderer.kept) != len(titles):
        raise ColumnError([f'a column of the answers is called "{name}" too, so it cannot be kept' for name in clash])


def _kept_types(source: Source, plan: Plan) -> list[pa.DataType]:
    if isinstance(source, ParquetSource):
        schema = source.file.schema_arrow
        return [schema.field(name).type for name in plan.kept]
    return [pa.string() for _ in plan.kept]
