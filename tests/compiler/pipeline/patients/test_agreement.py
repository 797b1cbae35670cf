"""Many patients get what each gets alone: every guideline, every form of file, any batches, one process or two."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from milligram.ir import nodes as ir
from milligram.pipeline.patients.cells import Cuts
from milligram.pipeline.patients.running import run_patients
from milligram.pipeline.patients.workers import Crew

from . import rows

MANY = 300


@cache
def guideline_at(path: Path) -> ir.Guideline:
    found: ir.Guideline = rows.guideline_at(path)
    return found


def by_hand(path: Path, data: list[dict[str, object]]) -> list[dict[str, object]]:
    return [rows.expected(guideline_at(path), each) for each in data]


def answers(path: Path) -> list[dict[str, object]]:
    return [{key: value for key, value in row.items() if key != "row"} for row in rows.read_json_lines(path)]


@pytest.mark.parametrize("path", rows.GUIDELINES, ids=lambda path: path.stem)
def test_json_lines_say_what_each_patient_gets_alone(path: Path, tmp_path: Path) -> None:
    guideline = guideline_at(path)
    data = rows.plain_patients(guideline, MANY, 1)
    rows.write_json_lines(tmp_path / "in.jsonl", data)
    expected = by_hand(path, data)
    refused = sum(row["errors"] != 0 for row in expected)
    assert refused < MANY / 2
    for batch in (7, 100, None):
        out = tmp_path / "out.jsonl"
        counts = run_patients(guideline, tmp_path / "in.jsonl", out, as_of=rows.TODAY, batch_rows=batch)
        assert answers(out) == expected
        assert (counts.rows, counts.refused) == (MANY, refused)


@pytest.mark.parametrize("path", rows.GUIDELINES, ids=lambda path: path.stem)
def test_csv_says_what_each_patient_gets_alone(path: Path, tmp_path: Path) -> None:
    guideline = guideline_at(path)
    data = [rows.flat(each, guideline) for each in rows.patients(guideline, MANY, 2)]
    rows.write_csv(tmp_path / "in.csv", data)
    run_patients(guideline, tmp_path / "in.csv", tmp_path / "out.jsonl", as_of=rows.TODAY)
    assert answers(tmp_path / "out.jsonl") == by_hand(path, [rows.as_data(each, guideline) for each in data])


@pytest.mark.parametrize("path", rows.GUIDELINES, ids=lambda path: path.stem)
def test_parquet_says_what_each_patient_gets_alone(path: Path, tmp_path: Path) -> None:
    guideline = guideline_at(path)
    data = [rows.flat(each, guideline) for each in rows.patients(guideline, MANY, 3)]
    as_read = rows.write_parquet(tmp_path / "in.parquet", data, row_group=150)
    expected = by_hand(path, [rows.as_data(each, guideline) for each in as_read])
    for batch in (33, None):
        out = tmp_path / "out.jsonl"
        run_patients(guideline, tmp_path / "in.parquet", out, as_of=rows.TODAY, batch_rows=batch)
        assert answers(out) == expected


def test_two_processes_that_are_kept_for_all_guidelines_say_the_same(tmp_path: Path) -> None:
    with Crew(2) as crew:
        for path in rows.GUIDELINES:
            guideline = guideline_at(path)
            data = [rows.flat(each, guideline) for each in rows.patients(guideline, 100, 6)]
            as_read = {"parquet": rows.write_parquet(tmp_path / "in.parquet", data, row_group=40), "csv": data}
            rows.write_csv(tmp_path / "in.csv", data)
            for form, known in as_read.items():
                out = tmp_path / f"{path.stem}.jsonl"
                source = tmp_path / f"in.{form}"
                run_patients(guideline, source, out, as_of=rows.TODAY, batch_rows=30, crew=crew)
                assert answers(out) == by_hand(path, [rows.as_data(each, guideline) for each in known]), path


def test_a_regimen_in_parquet_may_be_what_json_has(tmp_path: Path) -> None:
    path = next(path for path in rows.GUIDELINES if path.stem == "neck_spasm")
    guideline = guideline_at(path)
    known = {"age": 70, "serum_magnesium": 0.6, "creatinine_clearance": 95, "volume_depleted": False}
    states = [{"step": 1, "time": "2 weeks"}, {"step": 2, "time": None}, None, {"step": 0, "time": "1 week"}]
    data = [{**known, "replacement": state} for state in states]
    pyarrow.parquet.write_table(pa.Table.from_pylist(data), tmp_path / "in.parquet")
    run_patients(guideline, tmp_path / "in.parquet", tmp_path / "out.jsonl", as_of=rows.TODAY)
    assert answers(tmp_path / "out.jsonl") == by_hand(path, data)


def test_a_fault_put_into_the_cells_is_caught(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the comparison is worth: cells that lose the thresholds themselves give answers that differ."""
    path = next(path for path in rows.GUIDELINES if path.stem == "neck_spasm")
    guideline = guideline_at(path)
    data = rows.plain_patients(guideline, MANY, 1)
    rows.write_json_lines(tmp_path / "in.jsonl", data)
    monkeypatch.setattr(Cuts, "cell", lambda cuts, value: 2 * bisect_left(cuts.at, value))
    run_patients(guideline, tmp_path / "in.jsonl", tmp_path / "out.jsonl", as_of=rows.TODAY)
    assert answers(tmp_path / "out.jsonl") != by_hand(path, data)


def test_two_processes_give_the_same_rows_in_the_same_order_as_one(tmp_path: Path) -> None:
    path = next(path for path in rows.GUIDELINES if path.stem == "neck_spasm")
    guideline = guideline_at(path)
    data = rows.plain_patients(guideline, 1000, 4)
    rows.write_json_lines(tmp_path / "in.jsonl", data)
    for form in ("csv", "jsonl", "parquet"):
        for jobs in (1, 2):
            with Crew(jobs) as crew:
                out = tmp_path / f"{jobs}.{form}"
                run_patients(guideline, tmp_path / "in.jsonl", out, as_of=rows.TODAY, batch_rows=90, crew=crew)
        one, two = tmp_path / f"1.{form}", tmp_path / f"2.{form}"
        if form == "parquet":  # its compression is not the same twice
            assert pyarrow.parquet.read_table(one).equals(pyarrow.parquet.read_table(two))
        else:
            assert one.read_bytes() == two.read_bytes()
        assert (tmp_path / f"1.{form}.errors.csv").read_bytes() == (tmp_path / f"2.{form}.errors.csv").read_bytes()
    table = pyarrow.parquet.read_table(tmp_path / "1.parquet")
    assert table.column("row").to_pylist() == list(range(1, 1001))
