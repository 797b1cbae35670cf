"""``milligram new``: what it asks on a terminal, what a script says beforehand, and what it refuses."""

from __future__ import annotations

import os
import pty
import select
from pathlib import Path
from time import monotonic

import pytest

from .conftest import HEARING, Process, Run

PATIENCE = 60.0
POTASSIUM = (
    *("--title", "Low potassium", "--for", "adults in hospital", "--min-age", "16"),
    *("--measure", "Serum potassium", "--unit", "mmol/L", "--thresholds", "3.5 5.5", "--plausible", "1 10"),
    *("--drug", "Potassium chloride", "--dose", "12 mmol daily", "--band", "1"),
)
WROTE = (
    "wrote potassium.mg; next: milligram check potassium.mg\n"
    "replace the placeholders in lines 11, 29 and 31, and in the cases\n"
)


def test_a_script_may_say_everything(milligram: Run) -> None:
    done = milligram("new", "potassium", "--yes", *POTASSIUM)
    assert (done.exit_code, done.stdout) == (0, WROTE)
    text = Path("potassium.mg").read_text("utf-8")
    lines = text.splitlines()
    assert [number for number, line in enumerate(lines[:32], 1) if "Author, title" in line or "write here" in line] == [
        *(11, 29, 31)
    ]
    for line in (
        '  title      "Low potassium"\n',
        '  for        "adults in hospital"\n',
        "  applies when age at least 16 years\n",
        'input serum_potassium "Serum potassium" in mmol/L, plausible 1 to 10\n',
        "      give 12 mmol of potassium_chloride daily [s1]\n",
    ):
        assert line in text
    assert milligram("check", "--strict", "potassium.mg").exit_code == 0
    tested = milligram("test", "--coverage", "potassium.mg")
    assert tested.exit_code == 0
    assert "10 of 10 cases pass" in tested.stdout
    assert all("100 %" in line for line in tested.stdout.splitlines() if " %" in line)


def test_a_number_without_a_unit_and_any_age(milligram: Run) -> None:
    done = milligram("new", "ph", "--measure", "Arterial pH", "--unit", "-", "--thresholds", "7.35", "--min-age", "0")
    assert done.exit_code == 0
    text = Path("ph.mg").read_text("utf-8")
    assert 'input arterial_ph "Arterial pH" number, plausible 0 to ' in text
    assert "age" not in text.replace("language", "")
    assert milligram("check", "--strict", "ph.mg").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "NAME is missing, and nothing can be asked here"),
        (("--yes",), "NAME is missing, and nothing can be asked here"),
        (("step",), "NAME: 'step' is a word of the language"),
        (("a", "--title", 'a "b"'), '--title: “a "b"”: a straight quote or backslash cannot stand in it'),
        (("a", "--title", "a\nb"), "--title: “a b”: one line of visible characters is wanted"),
        (("a", "--min-age", "young"), "--min-age: “young” is not a number of whole years"),
        (
            ("a", "--measure", "INR", "--unit", "mmoll/L", "--thresholds", "2"),
            'unknown unit "mmoll" in "mmoll/L"; did you mean mmol/L',
        ),
        (("a", "--thresholds", "3,5"), "--thresholds: “3,5”: a decimal point is wanted"),
        (("a", "--plausible", "200 to 300"), "--plausible: 200 is not under the threshold 140"),
        (("a", "--drug", "MSO4", "--dose", "5 mg"), "--drug: `MSO4` is on the lists"),
        (("a", "--drug", "Morphine"), "--drug wants its --dose"),
        (
            ("a", "--yes", "--drug", "Morphine", "--dose", "5 mg daily"),
            "--drug wants its --band: 1 (under 140 mmHg), 2 (at least 140 mmHg)",
        ),
        (
            ("a", "--drug", "Morphine", "--dose", "24 mmol", "--band", "1"),
            "--dose: “24 mmol”: an amount with its unit is",
        ),
        (("a", "--yes", "--measure", "INR"), "--measure wants its --unit (- for none) and its --thresholds, such as"),
        (("a", "--yes", "--measure", "INR", "--unit", "-"), "--measure wants its --thresholds, such as"),
        (("a", "--yes", "--measure", "INR", "--thresholds", "4"), "--measure wants its --unit (- for none)"),
        (("a", "--yes", "--unit", "kPa"), "--unit wants its --measure and its --thresholds"),
        (
            ("a", "--measure", "age", "--unit", "years", "--thresholds", "65"),
            "--measure: “age” is asked for already, by the minimum age of 18 years; with a minimum age of 0",
        ),
        (("a", "--dose", "5 mg"), "--dose is for a drug: say --drug too"),
        (("a", "--drug", "-", "--band", "1"), "--band is for a drug: say --drug too"),
        (("a", "--drug", "Morphine", "--dose", "5 mg once", "--band", "3"), "--band: “3” is not a band from 1 to 2"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_written(
    milligram: Run, arguments: tuple[str, ...], said: str
) -> None:
    done = milligram("new", *arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert not list(Path().iterdir())


def test_without_a_terminal_nothing_is_asked(process: Process) -> None:
    done = process("new", input="potassium\n" * 20)
    assert (done.returncode, done.stdout) == (2, "")
    assert "NAME is missing" in done.stderr


class Dialogue:
    """The command on a terminal: what it asks, and what is typed."""

    def __init__(self, *arguments: str) -> None:
        self.pid, self._handle = pty.fork()
        if not self.pid:
            os.execve(HEARING[0], [*HEARING, "new", *arguments], {**os.environ, "TERM": "xterm"})
        self.text = ""

    def until(self, wanted: str) -> str:
        """What stands on the screen since the last answer, once it ends with what is wanted."""
        end, since = monotonic() + PATIENCE, ""
        while not since.rstrip(" ").endswith(wanted):
            assert monotonic() < end, self.text + since
            if select.select([self._handle], [], [], 0.2)[0]:
                since += os.read(self._handle, 4096).decode().replace("\r", "")
        self.text += since
        return since

    def type(self, text: str) -> None:
        os.write(self._handle, text.encode() + b"\n")

    def ended(self) -> int:
        _, status = os.waitpid(self.pid, 0)
        os.close(self._handle)
        return os.waitstatus_to_exitcode(status)


def test_questions_are_asked_again_until_they_can_be_taken(milligram: Run) -> None:
    Path("taken.mg").write_text("mine")
    dialogue = Dialogue()
    name, band = "digits, _):", "The band in which it is given:"
    for wanted, refused, taken in (
        (name, {"step": "'step' is a word of the language", "taken": "taken.mg exists already"}, "potassium"),
        ("Title [Potassium]:", {'"': "a straight quote or backslash cannot stand in it"}, ""),
        ("For whom [adults]:", {}, "adults in hospital"),
        ("Minimum age in years (0: any) [18]:", {"-1": "is not a number of whole years"}, ""),
        ("The first measured value:", {"…": "has no letter"}, "Serum potassium"),
        ("Its unit (- for none):", {"mmoll/L": "did you mean mmol/L"}, "mmol/L"),
        ("with blanks between them:", {"3,5": "a decimal point is wanted", "low": "is not a number"}, "3.5 5.5"),
        ("plausible value [0 to 16.5]:", {"5 10": "5 is not under the threshold 3.5"}, "1 10"),
        ("A drug that is given (- for none) [-]:", {}, "Potassium chloride"),
        ("Its dose, such as 500 mg daily:", {"12": "an amount with its unit"}, "12 mmol daily"),
        (band, {"4": "is not a band from 1 to 3", "": "an answer is wanted"}, "1"),
    ):
        shown = dialogue.until(wanted)
        for wrong, said in refused.items():
            dialogue.type(wrong)
            assert said in " ".join(dialogue.until(wanted).split())
        dialogue.type(taken)
        if wanted == band:
            assert "  1  under 3.5 mmol/L\n  2  3.5 to under 5.5 mmol/L\n  3  at least 5.5 mmol/L\n" in shown
    assert dialogue.until("and in the cases\n").endswith(WROTE)
    assert dialogue.ended() == 0
    assert milligram("check", "--strict", "potassium.mg").exit_code == 0
    assert Path("taken.mg").read_text() == "mine"


def test_what_was_said_is_not_asked_and_ctrl_c_writes_nothing() -> None:
    dialogue = Dialogue("--title", "Low potassium", "--for", "adults")
    dialogue.until("digits, _):")
    dialogue.type("potassium")
    dialogue.until("Minimum age in years (0: any) [18]:")
    dialogue.type("\x03")
    dialogue.until("stopped\n")
    assert dialogue.ended() == 130
    assert not list(Path().iterdir())
