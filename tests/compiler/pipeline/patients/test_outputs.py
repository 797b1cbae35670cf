"""Both files are written whole or not at all, whatever ends the run."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram.pipeline.patients.outputs import Outputs
from milligram.pipeline.patients.rendering import Renderer
from milligram.pipeline.patients.running import Said, run_patients
from milligram.pipeline.patients.workers import Crew

TEXT = """\
guideline g
  title "G"
  version 1.0.0
  status draft
  for "tests"

source r "R"
input a yes or no

pathway
  when a:
    note "n" [r]
"""


@pytest.fixture
def guideline(tmp_path: Path) -> ir.Guideline:
    (tmp_path / "in.jsonl").write_text('{"a": true}\n{"a": 1}\n' * 50)
    found = check_text(TEXT).guideline
    assert found is not None
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_stopped_between_batches_leaves_nothing(
    guideline: ir.Guideline, form: str, jobs: int, tmp_path: Path
) -> None:
    def stop(so_far: Said) -> None:
        if so_far.rows >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Crew(jobs) as crew:
        run_patients(guideline, tmp_path / "in.jsonl", tmp_path / f"o.{form}", crew=crew, batch_rows=10, said=stop)
    gc.collect()  # a writer that were still open would complain here
    assert names(tmp_path) == ["in.jsonl"]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_both_files_come_together(guideline: ir.Guideline, form: str, tmp_path: Path) -> None:
    counts = run_patients(guideline, tmp_path / "in.jsonl", tmp_path / f"o.{form}", batch_rows=10)
    assert (counts.rows, counts.refused) == (100, 50)
    assert names(tmp_path) == ["in.jsonl", f"o.{form}", f"o.{form}.errors.csv"]
    assert len((tmp_path / f"o.{form}.errors.csv").read_text().splitlines()) == 51


def test_a_symbolic_link_keeps_pointing_at_the_file_that_changes(guideline: ir.Guideline, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "o.csv").symlink_to(tmp_path / "there" / "real.csv")
    run_patients(guideline, tmp_path / "in.jsonl", tmp_path / "o.csv")
    assert (tmp_path / "o.csv").is_symlink()
    assert names(tmp_path / "there") == ["real.csv"]
    assert names(tmp_path) == ["in.jsonl", "o.csv", "o.csv.errors.csv", "there"]


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "o.csv.errors.csv").mkdir()
    outputs = Outputs(tmp_path / "o.csv", Renderer("csv", [], []))
    with pytest.raises(OSError, match="directory"), outputs:
        outputs.finish(None)
    assert names(tmp_path) == ["o.csv.errors.csv"]
