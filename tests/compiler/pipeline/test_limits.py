"""What proofs may take is limited by steps and by time; what that leaves is MG000, never silence and never kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from milligram.pipeline import CheckReport, Limits, check_path, check_text
from milligram.prove.budget import Budget

HEAD = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\nsource r "R"\n'
CLEAN = (
    HEAD
    + "".join(f"input x{n} number, plausible 0 to 9\n" for n in range(4))
    + "pathway\n"
    + "".join(
        f'  decide by x{n}, x{n + 1}\n    under 3 | any:\n      note "a" [r]\n    at least 3 | under 5:\n'
        f'      note "b" [r]\n    at least 3 | at least 5:\n      note "c" [r]\n'
        for n in range(3)
    )
)
GAP = CLEAN.replace("at least 3 | at least 5", "at least 3 | over 5")


def codes(report: CheckReport) -> list[str]:
    return [found.code.code for found in report.diagnostics]


@pytest.mark.parametrize("text", [CLEAN, GAP])
@pytest.mark.parametrize("steps", [1, 10, 100, 300, 1000])
def test_too_few_steps_are_said_once(text: str, steps: int) -> None:
    """With more of them, each number of steps either suffices or ends in one MG000 with the reason."""
    whole = codes(check_text(text))
    budget = Budget(steps)
    report = check_text(text, budget=budget)
    if budget.reason is None:
        assert codes(report) == whole
    else:
        (given_up,) = [found for found in report.diagnostics if found.code.code == "MG000"]
        assert f"more than {steps:,} steps" in given_up.message
        assert report.errors


def test_there_are_steps_that_do_not_suffice() -> None:
    assert codes(check_text(CLEAN)) == []
    assert codes(check_text(CLEAN, budget=Budget(1))) == ["MG000"]
    assert codes(check_text(CLEAN, budget=Budget())) == []


def test_findings_without_proofs_stand_beside_it() -> None:
    text = CLEAN.replace('note "a" [r]', 'advise "a"', 1)
    assert "MG800" in codes(check_text(text))
    assert sorted(codes(check_text(text, budget=Budget(1)))) == ["MG000", "MG800"]


def test_no_allow_is_called_useless_for_want_of_steps() -> None:
    """What was not decided might have been what it allows."""
    text = CLEAN.replace("  decide by x0", '  decide by x0 allow MG105 because "r"', 1)
    assert "MG000" in codes(check_text(text, budget=Budget(1)))
    assert not any("silences nothing" in one.message for one in check_text(text, budget=Budget(1)).diagnostics)


def test_time_that_has_run_out() -> None:
    """A clock that leaps: nothing hangs, and the reason says how long it was."""
    ticks = iter(range(0, 10**9, 100))
    report = check_text(CLEAN, budget=Budget(seconds=60, clock=lambda: next(ticks)))
    assert codes(report) in ([], ["MG000"])
    leaping = Budget(seconds=60, clock=lambda: next(ticks))
    while leaping.in_time():
        pass
    (given_up,) = check_text(CLEAN, budget=leaping).diagnostics
    assert "more than 60 s" in given_up.message


def test_verdicts_are_kept_by_their_steps_and_not_where_time_ran_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "a.mg"
    path.write_text(CLEAN)
    assert codes(check_path(path, cached=True, limits=Limits(steps=1))) == ["MG000"]
    assert codes(check_path(path, cached=True)) == []
    assert codes(check_path(path, cached=True, limits=Limits(steps=1))) == ["MG000"]
    assert len(list((tmp_path / "cache" / "verdicts").iterdir())) == 2

    def no_time(self: Limits) -> Budget:
        budget = Budget(self.steps, 60)
        budget.reason = "the search took more than 60 s"
        return budget

    path.write_text(GAP)
    monkeypatch.setattr(Limits, "budget", no_time)
    assert codes(check_path(path, cached=True)) == ["MG000"]
    monkeypatch.undo()
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    assert "MG000" not in codes(check_path(path, cached=True))
