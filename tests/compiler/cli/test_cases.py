"""``milligram cases``, and ``milligram test --coverage``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .conftest import CLEAN, FAULTY, Run

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


def test_writes_cases_that_pass_behind_the_guideline(milligram: Run) -> None:
    Path("one.mg").write_text(ONE)
    done = milligram("cases", "one.mg")
    assert done.exit_code == 0
    Path("both.mg").write_text(f"{ONE}\n{done.stdout}")
    tested = milligram("test", "--coverage", "both.mg")
    assert tested.exit_code == 0
    assert "4 of 4 cases pass" in tested.stdout
    assert "  thresholds      100 %  (3 of 3)\n" in tested.stdout
    assert milligram("fmt", "--check", "both.mg").exit_code == 0


def test_says_that_they_are_what_the_guideline_says_and_not_what_is_right(milligram: Run) -> None:
    Path("one.mg").write_text(ONE)
    head = milligram("cases", "one.mg").stdout.split("\n\n")[0]
    words = " ".join(head.replace("# ", "").split())
    assert "what the guideline says now, not what is right. A clinician confirms each one" in words
    assert all(line.startswith("# ") for line in head.splitlines())


def test_fits_the_width_where_it_says_what_is_not_reached(milligram: Run) -> None:
    Path("a.mg").write_text(CLEAN)
    lines = milligram("cases", "a.mg").stdout.splitlines()
    assert "# Not reached, by line:" in lines
    assert max(len(line) for line in lines if line.startswith("#")) <= 80


def test_missing_has_nothing_to_add_to_what_is_covered(milligram: Run) -> None:
    Path("one.mg").write_text(ONE)
    Path("both.mg").write_text(f"{ONE}\n{milligram('cases', 'one.mg').stdout}")
    done = milligram("cases", "--missing", "both.mg")
    assert done.exit_code == 0
    assert "nothing can be added" in " ".join(done.stdout.split())
    assert "\ncase " not in done.stdout


def test_a_file_is_written_whole_or_not_at_all(milligram: Run) -> None:
    Path("one.mg").write_text(ONE)
    done = milligram("cases", "one.mg", "--out", "cases.mg")
    assert (done.exit_code, done.stdout) == (0, "wrote cases.mg: 4 cases\n")
    assert Path("cases.mg").read_text() == milligram("cases", "one.mg").stdout
    failed = milligram("cases", "one.mg", "--out", "nowhere/cases.mg")
    assert failed.exit_code == 1
    assert "cannot write nowhere/cases.mg" in failed.stderr
    assert sorted(map(str, Path().iterdir())) == ["cases.mg", "one.mg"]


def test_a_limit_leaves_out_and_says_so(milligram: Run) -> None:
    Path("one.mg").write_text(ONE)
    done = milligram("cases", "--limit", "1", "one.mg")
    assert done.stdout.count("\ncase ") == 1
    assert "3 more cases were left out by the limit." in done.stdout


def test_a_guideline_with_errors_is_said_to_have_them(milligram: Run) -> None:
    Path("f.mg").write_text(FAULTY)
    done = milligram("cases", "f.mg")
    assert done.exit_code == 0
    assert "f.mg has 1 error" in done.stderr
    assert "only for patients for whom the guideline has a fault" in " ".join(done.stdout.replace("#", " ").split())


def test_a_guideline_that_cannot_be_read_whole_has_no_cases(milligram: Run) -> None:
    Path("f.mg").write_text(ONE.replace("potassium under 3.5 mmol/L", "potasium under 3.5 mmol/L"))
    done = milligram("cases", "f.mg")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "potasium" in done.stderr


def test_coverage_names_file_and_line_within_80_columns(milligram: Run) -> None:
    Path("one.mg").write_text(f'{ONE}\ncase "low"\n  potassium 3.4 mmol/L\n  expect note "low"\n')
    done = milligram("test", "--coverage", "one.mg")
    assert done.exit_code == 0
    assert "one.mg:13 when potassium 3.5 mmol/L: exactly or just over" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_case_whose_patient_meets_a_fault_fails(milligram: Run) -> None:
    """No answer is no answer that a case could expect, even where what came out is as expected."""
    case = 'case "at 30"\n  clearance 30 mL/min\n  expect no refer to "nephrology"\n'
    Path("f.mg").write_text(f"{FAULTY}\n{case}")
    done = milligram("test", "f.mg")
    assert done.exit_code == 1
    assert "fault    : several branches of “Renal function” apply" in done.stdout


# --- nothing that somebody wrote is lost ------------------------------------------------------------------------------

WRITING = [("check", "--cases"), ("cases", "--out")]


@pytest.mark.parametrize(("command", "option"), WRITING)
@pytest.mark.parametrize("name", ["f.mg", "./f.mg", "link.mg", "hard.mg"])
def test_a_guideline_that_is_read_is_never_written_over(milligram: Run, command: str, option: str, name: str) -> None:
    Path("f.mg").write_text(FAULTY)
    Path("link.mg").symlink_to("f.mg")
    os.link("f.mg", "hard.mg")
    done = milligram(command, "f.mg", option, name)
    assert done.exit_code == 2
    assert "is a file that is read" in done.stderr
    assert Path("f.mg").read_text() == FAULTY
    assert Path("link.mg").is_symlink()


def test_a_guideline_read_from_a_folder_is_never_written_over(milligram: Run) -> None:
    Path("f.mg").write_text(FAULTY)
    assert milligram("check", ".", "--cases", "f.mg").exit_code == 2
    assert Path("f.mg").read_text() == FAULTY


@pytest.mark.parametrize(("command", "option"), WRITING)
def test_a_file_with_other_words_is_never_written_over(milligram: Run, command: str, option: str) -> None:
    """Another guideline, or cases that somebody has confirmed by now."""
    Path("f.mg").write_text(FAULTY)
    for words in (ONE, 'case "kept"\n  clearance 30 mL/min\n  expect no give\n'):
        Path("kept.mg").write_text(words)
        done = milligram(command, "f.mg", option, "kept.mg")
        assert done.exit_code == 2
        assert "kept.mg exists already and was not changed" in done.stderr
        assert Path("kept.mg").read_text() == words


@pytest.mark.parametrize(("command", "option"), WRITING)
def test_a_device_is_not_replaced_by_a_file(milligram: Run, command: str, option: str) -> None:
    Path("f.mg").write_text(FAULTY)
    os.mkfifo("pipe")
    done = milligram(command, "f.mg", option, "pipe")
    assert (done.exit_code, Path("pipe").is_fifo()) == (2, True)


@pytest.mark.parametrize(("command", "option"), WRITING)
def test_the_same_cases_can_be_written_again(milligram: Run, command: str, option: str) -> None:
    Path("f.mg").write_text(FAULTY)
    Path("kept.mg").touch()
    code = milligram(command, "f.mg", option, "kept.mg").exit_code
    written = Path("kept.mg").read_text()
    assert 'case "' in written
    assert milligram(command, "f.mg", option, "kept.mg").exit_code == code < 2
    assert Path("kept.mg").read_text() == written


def test_a_check_without_a_patient_leaves_the_cases_of_an_earlier_one(milligram: Run) -> None:
    Path("f.mg").write_text(FAULTY)
    milligram("check", "f.mg", "--cases", "kept.mg")
    kept = Path("kept.mg").read_text()
    Path("f.mg").write_text(ONE)
    done = milligram("check", "f.mg", "--cases", "kept.mg")
    assert done.exit_code == 0
    assert "no finding shows a patient: kept.mg was left as it is" in done.stderr
    assert Path("kept.mg").read_text() == kept
    assert "other.mg was not written" in milligram("check", "f.mg", "--cases", "other.mg").stderr
    assert not Path("other.mg").exists()


# --- coverage that can be believed ------------------------------------------------------------------------------------


def test_coverage_does_not_say_of_what_was_not_read_that_nobody_comes_to_it(milligram: Run) -> None:
    Path("f.mg").write_text(CLEAN.replace("age at least 18 years", "agee at least 18 years"))
    said = " ".join(milligram("test", "--coverage", "f.mg").stdout.split())
    assert "What could not be read is not counted either." in said
    assert "can come to them." not in said
    Path("f.mg").write_text(CLEAN)
    assert "could not be read" not in " ".join(milligram("test", "--coverage", "f.mg").stdout.split())


def test_coverage_says_why_it_counts_more_branches_than_the_line_above_it(milligram: Run) -> None:
    guarded = ONE.replace("\nsource", "  applies when potassium at least 2 mmol/L\n\nsource")
    for text, said in ((guarded, True), (ONE, False)):
        Path("one.mg").write_text(text)
        done = milligram("test", "--coverage", "one.mg")
        assert "no cases for 3 branches" in done.stdout
        assert ("More branches are counted here" in done.stdout) is said
