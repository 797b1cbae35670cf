"""``milligram check``: what it prints, and what its exit code says."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from milligram.diagnostics import CODES
from milligram.pipeline import stages

from .conftest import CLEAN, FAULTY, WARNING, Process, Run

HEAD = """\
guideline judged
  title   "Judged"
  version 1.0.0
  status  draft
  for     "adults"

source r1 "Reference 1"
input pain yes or no
input fever yes or no

pathway
"""
POTASSIUM = "input potassium in mmol/L, plausible 1 to 10\n"
CLOSED = (
    HEAD
    + """\
  decide "Pain" first that applies
    pain and fever:
      advise "a" [r1]
    otherwise:
      end
"""
)
SEVERAL = """\
  decide "Pain"
    pain and fever:
      advise "a" [r1]
    fever and potassium over 5 mmol/L:
      advise "b" [r1]
"""
DEFINES = """\
define ill at least 1 of:
  pain
  fever
define very_ill at least 2 of:
  pain
  fever
"""
COUNTED = """\
  decide "Counted"
    ill:
      advise "a" [r1]
    otherwise:
      end
  decide "Counted twice"
    ill:
      advise "a" [r1]
    very_ill:
      advise "b" [r1]
"""


def test_choices_on_several_inputs_and_by_count_are_judged_and_kept(milligram: Run) -> None:
    Path("a.mg").write_text(HEAD.replace("\npathway", f"{POTASSIUM}\npathway") + SEVERAL)
    Path("b.mg").write_text(HEAD.replace("pathway", f"{DEFINES}pathway") + COUNTED)
    first, second = (milligram("check", ".") for _ in range(2))  # the second time out of the cache
    assert (first.exit_code, second.exit_code) == (1, 1)
    assert second.stdout == first.stdout
    data: dict[str, Any] = json.loads(milligram("check", "--format", "json", ".").stdout)
    assert [(found["file"], found["code"], found["span"]["start"]["line"]) for found in data["diagnostics"]] == [
        ("a.mg", "MG101", 13),
        ("a.mg", "MG102", 16),
        ("b.mg", "MG102", 26),
    ]


def test_a_clean_guideline_exits_0_and_says_so(milligram: Run) -> None:
    Path("a.mg").write_text(CLOSED)
    done = milligram("check", "--strict", "a.mg")
    assert (done.exit_code, done.stdout) == (0, "no findings in 1 file\n")


def test_an_error_exits_1_with_the_source_line_and_a_count(milligram: Run) -> None:
    Path("a.mg").write_text(FAULTY)
    done = milligram("check", "a.mg")
    assert done.exit_code == 1
    assert done.stdout.startswith("error[MG103] shared boundary: clearance exactly 30 mL/min")
    assert "--> a.mg:" in done.stdout
    assert done.stdout.endswith("1 error in 1 file\n")


def test_a_warning_exits_0_and_with_strict_it_is_an_error(milligram: Run) -> None:
    Path("a.mg").write_text(WARNING)
    assert milligram("check", "a.mg").exit_code == 0
    assert "warning[MG800]" in milligram("check", "a.mg").stdout
    strict = milligram("check", "--strict", "a.mg")
    assert strict.exit_code == 1
    assert "error[MG800]" in strict.stdout


def test_json_has_the_agreed_keys_and_counts_lines_and_columns_from_1(milligram: Run) -> None:
    Path("a.mg").write_text(FAULTY)
    done = milligram("check", "--format", "json", "a.mg")
    data: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == 1
    assert set(data) == {"files", "diagnostics"}
    assert data["files"] == 1
    (found,) = data["diagnostics"]
    assert set(found) == {
        "code",
        "severity",
        "message",
        "file",
        "span",
        "labels",
        "help",
        "witness",
        "edits",
    }
    assert (found["code"], found["severity"], found["file"]) == ("MG103", "error", "a.mg")
    lines = FAULTY.splitlines()
    marked = [found["span"], *(label["span"] for label in found["labels"])]
    heads = {lines[span["start"]["line"] - 1][span["start"]["column"] - 1 :] for span in marked}
    assert {"20 to 30 mL/min:", "at least 30 mL/min:"} <= heads
    assert all(set(span["end"]) == {"line", "column"} for span in marked)


def test_json_of_clean_files_is_an_empty_list(milligram: Run) -> None:
    Path("a.mg").write_text(CLOSED)
    assert json.loads(milligram("check", "--format", "json", "a.mg").stdout) == {
        "files": 1,
        "diagnostics": [],
    }


def test_sarif_names_the_rule_and_the_place(milligram: Run) -> None:
    Path("a.mg").write_text(FAULTY)
    done = milligram("check", "--format", "sarif", "a.mg")
    (run,) = json.loads(done.stdout)["runs"]
    assert done.exit_code == 1
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["MG103"]
    assert [result["ruleId"] for result in run["results"]] == ["MG103"]


def test_a_directory_means_every_mg_file_below_it_each_once(milligram: Run) -> None:
    for name in ("b/deep/er/x.mg", "b/a.mg", "b/notes.txt", "b/.hidden/y.mg", "c.mg"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(FAULTY)
    Path("b/folder.mg").mkdir()
    Path("b/again.mg").symlink_to("a.mg")
    data = json.loads(milligram("check", "--format", "json", "b", "b/a.mg", "b/../c.mg", "c.mg").stdout)
    assert data["files"] == 4
    files = {finding["file"] for finding in data["diagnostics"]}
    assert files == {"b/.hidden/y.mg", "b/a.mg", "b/deep/er/x.mg", "b/../c.mg"}


def test_a_directory_without_guidelines_is_wrong_usage(milligram: Run) -> None:
    Path("empty").mkdir()
    done = milligram("check", "empty")
    assert done.exit_code == 2
    assert "no .mg file below empty" in done.stderr


def test_a_directory_that_cannot_be_read_is_said_not_passed_over(
    milligram: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a/locked").mkdir(parents=True)
    Path("a/a.mg").write_text(CLEAN)
    real = os.scandir

    def scandir(path: str) -> Any:
        if "locked" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    done = milligram("check", "a")
    assert (done.exit_code, done.stderr) == (1, "Error: cannot read a/locked: permission denied\n")


@pytest.mark.parametrize("path", ["absent.mg", "absent"])
def test_a_path_that_is_not_there_is_wrong_usage(milligram: Run, path: str) -> None:
    done = milligram("check", path)
    assert done.exit_code == 2
    assert path in done.stderr


def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_still_checked(milligram: Run) -> None:
    Path("a.mg").symlink_to("/proc/self/mem")  # it can be opened, but its first page cannot be read
    Path("b.mg").write_text(FAULTY)
    done = milligram("check", ".")
    assert done.exit_code == 1
    assert "MG010" in done.stdout
    assert "MG103" in done.stdout


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"\xff\xfe\xfd", b"guideline", b"\xef\xbb\xbf\r\r\r", "\u202e\u2066".encode() * 50],
    ids=["empty", "control", "not utf-8", "half", "bom", "bidi"],
)
def test_any_bytes_give_findings(milligram: Run, content: bytes) -> None:
    Path("a.mg").write_bytes(content)
    done = milligram("check", "a.mg")
    assert done.exit_code == 1
    assert not set(done.stdout) & {"\x00", "\x01", "\x1b", "\u202e", "\u2066"}


def test_as_of_is_the_day_for_reviews(milligram: Run) -> None:
    Path("a.mg").write_text(CLEAN)
    assert milligram("check", "a.mg", "--as-of", "2028-11-22").exit_code == 0
    assert "MG802" in milligram("check", "a.mg", "--as-of", "2029-01-01").stdout
    assert milligram("check", "a.mg", "--as-of", "01/02/2029").exit_code == 2


def test_what_did_not_change_is_not_analysed_again(milligram: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.mg").write_text(FAULTY)
    first = milligram("check", "a.mg")
    analysed: list[str] = []
    real = stages.check_source

    def check_source(source: Any, **options: Any) -> stages.CheckReport:
        analysed.append(source.path)
        return real(source, **options)

    monkeypatch.setattr(stages, "check_source", check_source)
    assert milligram("check", "a.mg").stdout == first.stdout
    assert analysed == []
    assert milligram("check", "--no-cache", "a.mg").stdout == first.stdout
    assert analysed == ["a.mg"]


def test_findings_fit_40_columns(process: Process) -> None:
    Path("a.mg").write_text(FAULTY)
    done = process("check", "a.mg", env={"COLUMNS": "40"})
    assert done.returncode == 1
    assert max(map(len, done.stdout.splitlines())) <= 40


def test_every_code_has_a_page(milligram: Run) -> None:
    for code in CODES.values():
        done = milligram("explain", code.code)
        assert done.exit_code == 0
        assert code.code in done.stdout
        assert milligram("explain", code.slug).stdout == done.stdout


def test_explain_suggests_a_code_that_is_nearly_right(milligram: Run) -> None:
    done = milligram("explain", "MG133")
    assert done.exit_code == 2
    assert "did you mean MG" in done.stderr
