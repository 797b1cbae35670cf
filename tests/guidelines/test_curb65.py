"""CURB-65 sums and places everybody as its sources say; the American statement rounds its limit of urea."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from milligram.interpret import Result, evaluate
from milligram.ir.nodes import Guideline, Patient, PatientValue
from milligram.pipeline import check_path

FOLDER = Path(__file__).parents[2] / "guidelines" / "pneumonia"
ADMIT = "admit and treat as severe pneumonia"
CRITICAL = "assess for transfer to critical care"
PLACES = (
    "treatment at home",
    "treatment at home",
    "a short stay in hospital or hospital-supervised outpatient care",
    ADMIT,
    ADMIT,
    ADMIT,
)
MORTALITY = ("0.7%", "2.1%", "9.2%", "14.5%", "40%", "57%")

SIGNS: tuple[tuple[tuple[dict[str, PatientValue], bool], ...], ...] = (
    (({"confusion": False}, False), ({"confusion": True}, True)),
    (({"urea_level": Fraction(7)}, False), ({"urea_level": Fraction("7.1")}, True)),
    (({"respiratory_rate": Fraction(29)}, False), ({"respiratory_rate": Fraction(30)}, True)),
    (
        ({"systolic": Fraction(90), "diastolic": Fraction(61)}, False),
        ({"systolic": Fraction(89), "diastolic": Fraction(61)}, True),
        ({"systolic": Fraction(90), "diastolic": Fraction(60)}, True),
        ({"systolic": Fraction(89), "diastolic": Fraction(60)}, True),
    ),
    (({"age": Fraction(64)}, False), ({"age": Fraction(65)}, True)),
)
"""Each sign on both sides of its limit, and whether it scores."""


@cache
def guideline() -> Guideline:
    found = check_path(FOLDER / "curb65.mg").guideline
    assert found is not None
    return found


def run(values: Mapping[str, PatientValue]) -> Result:
    return evaluate(guideline(), Patient(values=values))


def texts(result: Result) -> set[str]:
    return {advice.text for advice in result.advice}


def people() -> list[tuple[dict[str, PatientValue], int]]:
    found = []
    for chosen in itertools.product(*SIGNS):
        values = {name: value for held, _ in chosen for name, value in held.items()}
        found.append((values, sum(scores for _, scores in chosen)))
    return found


def test_64_people_on_the_limits_have_the_score_the_risk_and_the_place_of_the_sources() -> None:
    for values, points in people():
        result = run(values)
        assert result.reports["curb65"] == points, values
        assert result.reports["mortality_for_the_score"] == MORTALITY[points], values
        assert {text for text in set(PLACES) if text in texts(result)} == {PLACES[points]}, values
        assert (CRITICAL in texts(result)) == (points >= 4), values
    assert {points for _, points in people()} == set(range(6))


@pytest.mark.parametrize("unknown", ["confusion", "urea_level", "respiratory_rate", "systolic", "diastolic"])
def test_nobody_is_sent_home_and_nobody_kept_from_admission_by_a_value_that_is_unknown(unknown: str) -> None:
    """With one value unknown, home is advised only if it is whatever the value; so is admission."""
    for values, _ in people():
        known = {name: value for name, value in values.items() if name != unknown}
        possible = {points for other, points in people() if known.items() <= other.items()}
        said = texts(run(known))
        assert ("treatment at home" in said) == (max(possible) <= 1), known
        assert (ADMIT in said) == (min(possible) >= 3), known


def test_20_mg_of_urea_nitrogen_is_over_7_mmol() -> None:
    """Two atoms of nitrogen, 28.014 g/mol: 20 mg/dL is 7.14 mmol/L, and 7 mmol/L is 19.6 mg/dL."""
    (found,) = check_path(FOLDER / "as_published" / "idsa_ats_2007.mg").diagnostics
    assert found.code.code == "MG306"
    for words in ("20 mg/dL of nitrogen", "7.14 mmol/L", "over 7 mmol/L"):
        assert words in " ".join(found.message.split())
