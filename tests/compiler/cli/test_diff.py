"""``milligram diff``: its exit codes and formats."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from .conftest import Run

ONE = """\
guideline potassium_alone
  title      "One"
  version    0.1.0
  status     draft
  for        "adults"

source r1 "Reference 1"

input potassium in mmol/L, plausible 1 to 10

pathway

  when potassium under 3.5 mmol/L:
    note "low" [r1]
"""


@pytest.fixture
def files() -> None:
    Path("one.mg").write_text(ONE)
    Path("same.mg").write_text(ONE.replace("0.1.0", "0.2.0").replace("potassium in", 'potassium "K" in'))
    Path("other.mg").write_text(ONE.replace("3.5", "3.0"))


@pytest.mark.usefixtures("files")
def test_nobody_is_affected(milligram: Run) -> None:
    done = milligram("diff", "one.mg", "same.mg")
    assert done.exit_code == 0
    assert done.stdout == (
        "one.mg -> same.mg\nno patient is affected (proved)\n\nAlso changed\n"
        "  version: 0.1.0 -> 0.2.0\n  label of potassium: none -> K\n"
    )


@pytest.mark.usefixtures("files")
def test_some_are(milligram: Run) -> None:
    done = milligram("diff", "one.mg", "other.mg")
    assert done.exit_code == 1
    assert done.stdout == (
        "one.mg -> other.mg\nthe advice changes: 1 group of patients is told something else\n\n"
        "1  potassium 3.0 to under 3.5 mmol/L\n   patient  potassium 3.2 mmol/L\n"
        "   before   NOTE       low [line 14]\n   after    none of this\n"
    )


@pytest.mark.usefixtures("files")
def test_markdown(milligram: Run) -> None:
    done = milligram("diff", "one.mg", "other.mg", "--format", "markdown")
    assert done.exit_code == 1
    assert done.stdout == (
        "## other.mg\n\nCompared with one.mg: **the advice changes: 1 group of patients is told something else**.\n\n"
        "### 1. potassium 3.0 to under 3.5 mmol/L\n\n| patient | before | after |\n| --- | --- | --- |\n"
        "| potassium 3.2 mmol/L | **NOTE** low (line 14) | *none of this* |\n"
    )


@pytest.mark.usefixtures("files")
def test_json(milligram: Run) -> None:
    done = milligram("diff", "one.mg", "other.mg", "--format", "json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert found["affected"] is True
    assert found["groups"][0]["regions"] == ["potassium 3.0 to under 3.5 mmol/L"]
    assert json.loads(milligram("diff", "one.mg", "same.mg", "--format", "json").stdout)["affected"] is False


@pytest.mark.usefixtures("files")
def test_what_could_not_be_decided(milligram: Run) -> None:
    done = milligram("diff", "one.mg", "other.mg", "--steps", "5")
    assert done.exit_code == 3
    assert "whether any patient is affected is not decided" in done.stdout
    assert "more than 5 steps" in done.stdout


@pytest.mark.usefixtures("files")
def test_a_side_that_cannot_be_run(milligram: Run) -> None:
    Path("broken.mg").write_text(ONE.replace("under 3.5 mmol/L", "under 3.5 mg"))
    done = milligram("diff", "one.mg", "broken.mg")
    assert done.exit_code == 3
    assert "MG301" in done.stderr
    assert "broken.mg cannot be compared: it could not be read whole" in done.stderr
    assert done.stdout == ""


@pytest.mark.usefixtures("files")
def test_a_revision_where_there_is_no_git(milligram: Run) -> None:
    done = milligram("diff", "@v1", "one.mg")
    assert done.exit_code == 3
    assert "one.mg@v1 cannot be compared" in done.stderr


def _git(*arguments: str) -> None:
    identity = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.mark.usefixtures("files")
def test_a_file_that_git_keeps(milligram: Run) -> None:
    """A revision of a file; one of another name, with the name it had; one that git does not keep."""
    _git("init", "-q")
    _git("add", "one.mg")
    _git("commit", "-q", "-m", "one")
    _git("tag", "v1")
    _git("mv", "one.mg", "two.mg")
    _git("commit", "-q", "-m", "another name")
    assert milligram("diff", "one.mg@v1", "two.mg").exit_code == 0
    assert milligram("diff", "two.mg@HEAD", "other.mg").exit_code == 1
    for old, why in (
        ("two.mg@v1", "revision v1 has no file two.mg; it was renamed since: try one.mg@v1"),
        ("other.mg@HEAD", "revision HEAD has no file other.mg"),
        ("two.mg@v9", "git knows no revision v9"),
    ):
        done = milligram("diff", old, "other.mg")
        assert done.exit_code == 3
        assert done.stderr == f"{old} cannot be compared: {why}\n"
        assert done.stdout == ""


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("arguments", [("one.mg",), ("one.mg", "none.mg"), ("one.mg@-x", "one.mg"), ("@v1", "@v2")])
def test_wrong_usage(milligram: Run, arguments: tuple[str, ...]) -> None:
    assert milligram("diff", *arguments).exit_code == 2
