"""``milligram conflicts``: what it prints in each format, its exit codes, and what it makes of hostile files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import ROOT, Process, Run

HEAD = 'guideline {0}\n  title "{0}"\n  version 1.0.0\nsource r1 "Reference"\nsubstance drug formula C2H6O\n'
GIVES = HEAD.format("home") + "input ill yes or no\npathway\n  when ill:\n    give 5 mg of drug daily [r1]\n"
FORBIDS = HEAD.format("ward") + "input hurt yes or no\npathway\n  when hurt:\n    advise against drug [r1]\n"
AGAIN = GIVES.replace("home", "clinic").replace("ill", "unwell")


@pytest.fixture
def files(place: Path) -> Path:
    """A guideline that gives a drug, one against it, and one that gives it too."""
    for name, text in (("gives.mg", GIVES), ("forbids.mg", FORBIDS), ("again.mg", AGAIN)):
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_an_error_is_1_a_warning_0_and_with_strict_1(files: Path, milligram: Run) -> None:
    error = milligram("conflicts", "gives.mg", "forbids.mg")
    assert error.exit_code == 1
    assert "error[MG701] guidelines contradict: home gives drug to a patient for whom ward" in error.output
    assert "--> gives.mg:9:5" in error.output
    assert "--> forbids.mg:9:5" in error.output
    assert error.output.endswith("\n1 pair of guidelines: 1 compared\n")
    warning = milligram("conflicts", "gives.mg", "again.mg")
    assert warning.exit_code == 0
    assert "warning[MG702]" in warning.output
    strict = milligram("conflicts", "gives.mg", "again.mg", "--strict")
    assert strict.exit_code == 1
    assert "error[MG702]" in strict.output


def test_what_is_clean_says_how_much_was_looked_at(files: Path, milligram: Run) -> None:
    (files / "gives.mg").write_text(GIVES.replace("drug", "another").replace("C2H6O", "C3H8O"), encoding="utf-8")
    done = milligram("conflicts", "gives.mg", "forbids.mg")
    assert done.exit_code == 0
    assert done.output == (
        "no conflicts between 2 guidelines\n"
        "1 pair of guidelines: 0 compared, 1 with nothing in common for any patient\n"
    )


def test_a_folder_is_every_guideline_below_it(files: Path, milligram: Run) -> None:
    found = json.loads(milligram("conflicts", ".", "--format", "json").output)
    assert (found["files"], found["pairs"], found["compared"], found["together"]) == (3, 3, 3, 0)
    assert sorted(each["code"] for each in found["diagnostics"]) == ["MG701", "MG701", "MG702"]


def test_json_names_the_file_of_a_place_that_is_in_the_other_one(files: Path, milligram: Run) -> None:
    found = json.loads(milligram("conflicts", "gives.mg", "forbids.mg", "--format", "json").output)
    (each,) = found["diagnostics"]
    assert each["file"] == "forbids.mg"
    assert [label["file"] for label in each["labels"]] == ["gives.mg"]
    assert each["labels"][0]["span"]["start"] == {"line": 9, "column": 5}
    assert each["witness"] == {"ill": "yes", "hurt": "yes"} or each["witness"] == {"hurt": "yes", "ill": "yes"}


def test_sarif_relates_the_place_in_the_other_file(files: Path, milligram: Run) -> None:
    found = json.loads(milligram("conflicts", "gives.mg", "forbids.mg", "--format", "sarif").output)
    (result,) = found["runs"][0]["results"]
    assert result["ruleId"] == "MG701"
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "gives.mg"


def test_names_are_one_by_option_and_by_file(files: Path, milligram: Run) -> None:
    text = FORBIDS.replace("when hurt", "when not hurt")
    (files / "forbids.mg").write_text(text, encoding="utf-8")
    (files / "names").write_text("home.ill = forbids.hurt  # by its file\n", encoding="utf-8")
    assert milligram("conflicts", "gives.mg", "forbids.mg").exit_code == 1
    assert milligram("conflicts", "gives.mg", "forbids.mg", "--same", "home.ill=ward.hurt").exit_code == 0
    assert milligram("conflicts", "gives.mg", "forbids.mg", "--map", "names").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gives.mg"], "name two files, or a folder of them"),
        (["gives.mg", "./gives.mg"], "name two files, or a folder of them"),
        (["gives.mg", "absent.mg"], "does not exist"),
        (["gives.mg", "forbids.mg", "--same", "home.il=ward.hurt"], "did you mean 'ill'?"),
        (["gives.mg", "forbids.mg", "--same", "ill"], "is not of the form"),
        (["gives.mg", "forbids.mg", "--map", "absent"], "does not exist"),
        (["gives.mg", "forbids.mg", "--map", "bad"], "line 1: 'x' is not of the form"),
        (["gives.mg", "forbids.mg", "--budget", "0"], "--budget"),
    ],
)
def test_wrong_usage_is_2(files: Path, milligram: Run, arguments: list[str], said: str) -> None:
    (files / "bad").write_text("x\n", encoding="utf-8")
    done = milligram("conflicts", *arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


def test_a_file_that_is_not_read_whole_is_not_compared_and_the_others_are(files: Path, milligram: Run) -> None:
    (files / "again.mg").write_text(AGAIN + "  when when\n", encoding="utf-8")
    done = milligram("conflicts", ".")
    assert done.exit_code == 1
    assert "error[MG000] not decided: this guideline is compared with no other" in done.output
    assert "error[MG701]" in done.output
    assert "1 pair of guidelines" in done.output


def test_what_is_not_decided_is_an_error(milligram: Run) -> None:
    seeds = ROOT / "guidelines" / "magnesium"
    done = milligram(
        "conflicts", str(seeds / "neck_spasm.mg"), str(seeds / "as_published" / "article.mg"), "--steps", "1"
    )
    assert done.exit_code == 1
    assert "error[MG000]" in done.output
    assert "took more than 1 step" in " ".join(done.output.split())


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", b"\xff\xfe", b"guideline \x1b[31mred\n", b"a = b\n" * 20_000, b"\x1b]0;title\x07 = x.y\n"],
)
def test_a_hostile_guideline_or_map_stays_data(files: Path, process: Process, data: bytes) -> None:
    (files / "hostile.mg").write_bytes(data)
    (files / "hostile.map").write_bytes(data)
    for arguments in (["hostile.mg", "gives.mg"], ["gives.mg", "forbids.mg", "--map", "hostile.map"]):
        done = process("conflicts", *arguments)
        assert done.returncode in (1, 2), done.stderr
        assert "\x1b" not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_one_name_with_unlike_titles_and_versions_of_one_guideline_are_noted(files: Path, milligram: Run) -> None:
    """Nobody has one level over 5 and under 5: where these are two inputs, a conflict is missed, and that is said."""
    text = GIVES.replace("input ill yes or no", 'input level "{title}" in mmol/L, plausible 0 to 10')
    (files / "gives.mg").write_text(text.format(title="Sodium").replace("when ill", "when level over 5 mmol/L"))
    other = FORBIDS.replace("input hurt yes or no", 'input level "{title}" in mmol/L, plausible 0 to 10')
    other = other.replace("when hurt", "when level under 5 mmol/L")
    for title, count in (("Potassium", 1), ("Serum sodium", 0)):
        (files / "forbids.mg").write_text(other.format(title=title))
        done = milligram("conflicts", "gives.mg", "forbids.mg")
        assert done.exit_code == 0
        assert done.output.count("note: `level` is taken as one input") == count
        assert max(map(len, done.output.splitlines())) <= 80
    (files / "later").mkdir()
    (files / "later" / "gives.mg").write_text(GIVES)
    found = json.loads(milligram("conflicts", ".", "--format", "json").output)
    assert [each[: each.index(",")] for each in found["doubts"]] == ["2 files are called home"]
