"""``--steps`` and ``--budget`` reach the proofs of check, build and run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

CLEAN = """\
guideline g
  title "G"
  version 1.0.0
  status draft
  for "tests"
source r "R"
input x number, plausible 0 to 9
pathway
  decide by x
    under 3:
      note "a" [r]
    at least 3:
      note "b" [r]
"""


@pytest.fixture(autouse=True)
def guideline(place: Path) -> None:
    (place / "a.mg").write_text(CLEAN)


def test_check_says_that_it_gave_up(milligram: Run) -> None:
    assert milligram("check", "--no-cache", "a.mg").exit_code == 0
    done = milligram("check", "--no-cache", "--steps", "1", "a.mg")
    assert done.exit_code == 1
    assert "MG000" in done.stdout
    assert "more than 1 steps" in " ".join(done.stdout.split())


def test_a_guideline_that_was_not_decided_is_not_built(milligram: Run) -> None:
    done = milligram("build", "--steps", "1", "--target", "python", "--out", "out", "a.mg")
    assert done.exit_code == 1
    assert "not built" in done.stderr
    assert not Path("out").exists() or not list(Path("out").rglob("*.py"))


def test_a_run_of_it_is_marked(milligram: Run) -> None:
    done = milligram("run", "--steps", "1", "--set", "x=1", "a.mg")
    assert "UNCHECKED" in done.stdout
    assert "UNCHECKED" not in milligram("run", "--set", "x=1", "a.mg").stdout


def test_the_proofs_behind_test_and_cases_are_limited_too(milligram: Run) -> None:
    """What was not decided is an error of the guideline, and is said."""
    assert milligram("test", "a.mg").exit_code == 0
    done = milligram("test", "--coverage", "--steps", "1", "a.mg")
    assert (done.exit_code, "1 error" in done.stdout) == (1, True)
    assert "has" not in milligram("cases", "a.mg").stderr
    done = milligram("cases", "--steps", "1", "a.mg")
    assert done.exit_code == 0
    assert "error" in done.stderr
    assert "case " in done.stdout


@pytest.mark.parametrize("option", [("--steps", "0"), ("--budget", "0"), ("--budget", "-1"), ("--steps", "many")])
def test_limits_that_are_none_are_wrong_usage(milligram: Run, option: tuple[str, str]) -> None:
    assert milligram("check", *option, "a.mg").exit_code == 2
