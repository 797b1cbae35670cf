"""The treatment line in words decides as the formula does: what a reader of the card has is what the module has."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from milligram.interpret import evaluate
from milligram.ir.nodes import DefinedNumber, Guideline, Patient
from milligram.pipeline import check_path

ACETYLCYSTEINE = Path(__file__).parents[2] / "guidelines" / "poisoning" / "acetylcysteine.mg"
POINT = re.compile(r"([\d.]+)(?: mg/L)? at (\d+) h")


def guideline() -> Guideline:
    found = check_path(ACETYLCYSTEINE).guideline
    assert found is not None
    return found


def points() -> list[tuple[str, str]]:
    """The levels that the words of the line name, each with its hours."""
    line = guideline().named_by_name["treatment_line"]
    assert isinstance(line, DefinedNumber)
    assert line.notes.because is not None
    return POINT.findall(line.notes.because)


def treated(level: Fraction, hours: Fraction) -> bool:
    values = {"age": Fraction(40), "weight": Fraction(70), "sample_time": hours, "paracetamol_level": level}
    result = evaluate(guideline(), Patient(values={**values, "staggered": False}))
    kinds = {advice.kind for advice in result.advice}
    assert len(kinds & {"give", "advise_against"}) == 1
    return "give" in kinds


def test_the_words_name_the_line_from_end_to_end() -> None:
    assert [hours for _, hours in points()] == ["4", "6", "8", "10", "12", "15"]


@pytest.mark.parametrize(("level", "hours"), points())
def test_a_level_in_the_words_is_treated_and_a_tenth_below_is_not(level: str, hours: str) -> None:
    assert treated(Fraction(level), Fraction(hours))
    assert not treated(Fraction(level) - Fraction("0.1"), Fraction(hours))
