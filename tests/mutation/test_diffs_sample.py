"""``milligram diff`` finds what mutants change, and nothing in edits that change nothing, on a sample."""

from __future__ import annotations

import os

import pytest

from .test_mutation_sample import _beside

diffs = _beside("diffs")


def test_the_comparison_agrees_with_runs_on_a_sample(capsys: pytest.CaptureFixture[str]) -> None:
    """``python -m tests.mutation.diffs`` does the same with five hundred mutants of all guidelines."""
    missed = diffs.main(["--guideline", "throat", "--sample", "10", "--edits", "12", "--several", "4", "--jobs", "1"])
    assert not missed, capsys.readouterr().out


@pytest.mark.skipif(not os.environ.get("MILLIGRAM_SLOW"), reason="half an hour long: MILLIGRAM_SLOW=1 runs it")
def test_the_comparison_agrees_with_runs_on_all_guidelines(capsys: pytest.CaptureFixture[str]) -> None:
    missed = diffs.main([])
    assert not missed, capsys.readouterr().out
