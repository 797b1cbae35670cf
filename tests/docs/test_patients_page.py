"""The page on many patients: the answers of its example, its table of columns and its limits are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from milligram.pipeline.patients.files import BLOCK
from milligram.pipeline.patients.json_lines import LONGEST
from milligram.pipeline.patients.rendering import FIXED

from tests.docs.fences import Session

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "patients.md").read_text("utf-8")


def test_the_answers_are_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "guidelines").symlink_to(ROOT / "guidelines")
    monkeypatch.chdir(tmp_path)
    session = Session(PAGE)
    session.run()
    assert session.code == 1
    header, *rows = Path("answers.csv").read_text("utf-8").splitlines()
    assert header == "row,id,errors,applies,path,advice,asks,blocked,faults"
    assert [row.split(",")[:4] for row in rows] == [
        ["1", "P1", "0", "yes"],
        ["2", "P2", "0", "yes"],
        ["3", "P3", "0", "yes"],
        ["4", "P4", "0", "no"],
        ["5", "P5", "2", ""],
    ]
    assert "give 12 mmol of magnesium" in rows[0]
    assert "give 24 mmol of magnesium" in rows[2]
    (path,) = re.findall(r"where the run went: `(.*?) …`", PAGE)
    assert rows[1].split(",")[4].startswith(path)


def test_every_column_of_the_answers_is_told() -> None:
    told = re.findall(r"^\| `(\w+)` \|", PAGE.split("## What comes out", 1)[1], re.MULTILINE)
    assert told == list(FIXED)


def test_the_limits_are_those_of_the_code() -> None:
    text = " ".join(PAGE.split())
    assert f"No row may be longer than {BLOCK // 2**20} MiB" in text
    assert f"no line of JSON longer than {LONGEST // 2**20} MiB" in text
