"""Files of patients for tests, and what a single run says of each row, independently of the code for many.

Enters: patients as `tests.agreement.patients` makes them. Leaves: files of every form, and the rows to expect.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.parquet
from milligram.interpret import evaluate, read_patient, to_json
from milligram.ir import nodes as ir
from milligram.quantity import decimal_text
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse

ROOT = Path(__file__).parents[4]
TODAY = date(2026, 11, 22)
GUIDELINES = sorted(path for path in (ROOT / "guidelines").rglob("*.mg") if "as_published" not in path.parts)
Data = dict[str, object]


def guideline_at(path: Path) -> ir.Guideline:
    """The guideline of a file, without the proofs of the check."""
    source = SourceFile(str(path), path.read_text("utf-8"))
    parsed = parse(source)
    assert parsed.file is not None
    guideline = resolve(parsed.file, source, parsed.unread).guideline
    assert guideline is not None
    return guideline


def _agreement_patients() -> ModuleType:
    name = "milligram_tests_agreement_patients"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "agreement" / "patients.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def patients(guideline: ir.Guideline, count: int, seed: int) -> list[Data]:
    """Random patients on, beside and between thresholds, some refused."""
    return [dict(data) for data in _agreement_patients().patients(guideline, count, seed)]


def plain_patients(guideline: ir.Guideline, count: int, seed: int) -> list[Data]:
    """The same, with decimals for fractions."""
    return [{key: plain(value) for key, value in data.items()} for data in patients(guideline, count, seed)]


# --- what a file can hold of them -------------------------------------------------------------------------------------


def plain(value: object) -> object:
    """A value that JSON holds exactly: fractions are decimals."""
    match value:
        case Fraction():
            return Decimal(decimal_text(value, 12)[0])
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case _:
            return value


def flat(data: Mapping[str, object], guideline: ir.Guideline) -> Data:
    """A patient with a column for each part of a regimen's state; every column is there."""
    row: Data = {name: plain(data.get(name)) for name in (*guideline.inputs, "today")}
    for name in guideline.regimens:
        state = data.get(name)
        parts = state if isinstance(state, dict) else {}
        for part in ("step", "time", "since"):
            row[f"{name} {part}"] = plain(parts.get(part))
    return row


def as_data(row: Mapping[str, object], guideline: ir.Guideline) -> Data:
    """The same row as the data of a single patient."""
    data: Data = {name: row[name] for name in (*guideline.inputs, "today") if row[name] is not None}
    for name in guideline.regimens:
        data[name] = {part: row[f"{name} {part}"] for part in ("step", "time", "since")}
    return data


def write_csv(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Every value as text."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        for row in rows:
            writer.writerow([_csv_text(value) for value in row.values()])


def _csv_text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return ";".join(map(str, value)) or "none"
        case _:
            return str(value)


def write_json_lines(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Every value as JSON has it; decimals keep their digits."""
    path.write_text("".join(_object(row) + "\n" for row in rows), encoding="utf-8")


def _object(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)}: {_object(item)}" for key, item in value.items()) + "}"
        case Decimal():
            return format(value, "f")
        case _:
            return json.dumps(value)


def write_parquet(path: Path, rows: Sequence[Mapping[str, object]], *, row_group: int = 1000) -> list[Data]:
    """Numbers as doubles where all of a column are; gives the rows as they then are."""
    columns: dict[str, pa.Array] = {}
    for name in rows[0]:
        values = [row[name] for row in rows]
        known = [value for value in values if value is not None]
        if known and all(isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in known):
            columns[name] = pa.array([None if value is None else float(str(value)) for value in values], pa.float64())
        elif known and all(isinstance(value, list) for value in known):
            columns[name] = pa.array(values, pa.list_(pa.string()))
        elif known and all(isinstance(value, bool) for value in known):
            columns[name] = pa.array(values, pa.bool_())
        else:
            columns[name] = pa.array([None if value is None else _csv_text(value) for value in values], pa.string())
    table = pa.table(columns)
    pa.parquet.write_table(table, path, row_group_size=row_group)
    found: list[Data] = table.to_pylist()
    return found


# --- what to expect ---------------------------------------------------------------------------------------------------


def expected(guideline: ir.Guideline, data: Mapping[str, object]) -> Data:
    """What a single run says, in the words of a row of JSON lines; a refused patient by the faults alone."""
    reading = read_patient(guideline, data, as_of=TODAY)
    if reading.patient is None:
        return {"errors": len(reading.problems)}
    answer = to_json(evaluate(guideline, reading.patient, as_of=TODAY))
    return {
        "errors": 0,
        "applies": answer["applies"],
        "path": " > ".join(_steps(answer["trace"])),
        "advice": [_sentence(advice) for advice in _dicts(answer["advice"])],
        "asks": [ask["input"] for ask in _dicts(answer["asks"])],
        "blocked": [f"{b['what']}: {b['rule']} (line {b['line']}, {b['status']})" for b in _dicts(answer["blocked"])],
        "reports": answer["reports"],
        "faults": [_fault(fault) for fault in _dicts(answer["faults"])],
    }


def _sentence(advice: Mapping[str, object]) -> str:
    """Advice that stands by itself, with the verb that its words lack."""
    text = str(advice["text"])
    if advice["what"] is not None or advice["kind"] in ("advise", "note"):
        return text
    if advice["kind"] == "unspecified":
        return f"the source says only “{text}”"
    return f"{'refer to' if advice['kind'] == 'refer' else advice['kind']} {text}"


def _dicts(values: object) -> Iterator[dict[str, object]]:
    assert isinstance(values, list)
    for value in values:
        assert isinstance(value, dict)
        yield value


def _steps(trace: object) -> Iterator[str]:
    for step in _dicts(trace):
        if step["what"] in ("decide", "when", "step"):
            yield f"{step['line']} {step['outcome']}"
        elif step["what"] in ("end", "halted", "blocked", "stop", "hold"):
            yield f"{step['line']} {step['what']}"
        else:
            yield str(step["line"])


def _fault(fault: Mapping[str, object]) -> str:
    lines = fault["lines"]
    assert isinstance(lines, list)
    return f"{fault['message']} (line {', '.join(map(str, lines))})" if lines else str(fault["message"])


def read_json_lines(path: Path) -> list[Data]:
    """The rows of an output."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
