"""CHA2DS2-VASc scores and advises as the guideline's own words do, and its source as published shows two slips."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic, Severity
from milligram.interpret import Result, evaluate
from milligram.ir.nodes import Guideline, Patient, PatientValue
from milligram.pipeline import check_path

FOLDER = Path(__file__).parents[2] / "guidelines" / "atrial_fibrillation"
FLAGS = {"heart_failure": 1, "hypertension": 1, "diabetes_treated": 1, "stroke": 2, "vascular_disease": 1}
AGES = {64: 0, 65: 1, 74: 1, 75: 2}
SAFE: Mapping[str, PatientValue] = {
    "atrial_fibrillation": True,
    "mechanical_valve": False,
    "mitral_stenosis": False,
    "active_bleeding": False,
    "fasting_glucose": Fraction(5),
    "weight": Fraction(70),
    "serum_creatinine": Fraction(80),
    "creatinine_clearance": Fraction(60),
}
"""A patient with no reason against an anticoagulant, in the units of the inputs."""


@cache
def guideline() -> Guideline:
    found = check_path(FOLDER / "cha2ds2_vasc.mg").guideline
    assert found is not None
    return found


def run(values: Mapping[str, PatientValue]) -> Result:
    return evaluate(guideline(), Patient(values={**SAFE, **values}))


def named(result: Result, kind: str) -> set[str | None]:
    return {advice.what for advice in result.advice if advice.kind == kind}


def people() -> list[tuple[dict[str, PatientValue], int]]:
    """Each combination of the five findings, both sexes, and the ages beside each limit, with the points it has."""
    found: list[tuple[dict[str, PatientValue], int]] = []
    for held in itertools.product((False, True), repeat=len(FLAGS)):
        for (age, for_age), sex in itertools.product(AGES.items(), ("male", "female")):
            points = sum(each for each, has in zip(FLAGS.values(), held, strict=True) if has)
            values: dict[str, PatientValue] = dict(zip(FLAGS, held, strict=True))
            found.append((values | {"age": Fraction(age), "sex": sex}, points + for_age + (sex == "female")))
    return found


def test_256_people_have_the_points_and_the_advice_that_the_source_gives() -> None:
    """Low risk is 0 in men and 1 in women; 1 and 2: consider; from 2 and 3: recommended."""
    seen = set()
    for values, points in people():
        result = run(values)
        assert result.reports["cha2ds2_vasc"] == points, values
        besides_sex = points - (values["sex"] == "female")
        seen.add(besides_sex)
        assert ("anticoagulant" in named(result, "advise_against")) == (besides_sex == 0), values
        assert ("noac" in named(result, "suggest")) == (besides_sex == 1), values
        assert ("apixaban" in named(result, "give")) == (besides_sex >= 2), values
        assert result.faults == ()
    assert seen == set(range(9))


@pytest.mark.parametrize("unknown", [*FLAGS, "age", "sex"])
def test_no_advice_against_an_anticoagulant_while_a_point_is_unknown(unknown: str) -> None:
    values: dict[str, PatientValue] = {**dict.fromkeys(FLAGS, False), "age": Fraction(50), "sex": "male"}
    assert named(run(values), "advise_against") == {"anticoagulant"}
    del values[unknown]
    result = run(values)
    assert named(result, "advise_against") == set()
    assert unknown in {ask.input for ask in result.asks}


@pytest.mark.parametrize("barrier", ["mechanical_valve", "mitral_stenosis", "active_bleeding"])
@pytest.mark.parametrize("answer", [True, None])
def test_no_noac_while_a_reason_against_it_stands_or_is_unknown(barrier: str, answer: bool | None) -> None:
    values: dict[str, PatientValue] = {**SAFE, "age": Fraction(80), "sex": "male", "stroke": True}
    assert named(evaluate(guideline(), Patient(values=values)), "give") == {"apixaban"}
    del values[barrier]
    if answer is not None:
        values[barrier] = answer
    result = evaluate(guideline(), Patient(values=values))
    valve = answer is True and barrier != "active_bleeding"
    assert named(result, "give") == ({"vka"} if valve else set())
    assert not named(result, "suggest")


@pytest.mark.parametrize("criteria", list(itertools.product((False, True), repeat=3)))
def test_two_criteria_halve_the_dose(criteria: tuple[bool, bool, bool]) -> None:
    old, light, raised = criteria
    values: dict[str, PatientValue] = {"sex": "male", "stroke": True}
    values |= {"age": Fraction(80 if old else 79), "weight": Fraction("60" if light else "60.1")}
    values |= {"serum_creatinine": Fraction(133 if raised else 132)}
    (given,) = [advice.dose for advice in run(values).advice if advice.kind == "give"]
    assert given is not None
    assert given.amount == (Fraction("2.5") if sum(criteria) >= 2 else 5)


# --- as published -----------------------------------------------------------------------------------------------------


@cache
def findings(document: str = "esc_2020") -> tuple[Diagnostic, ...]:
    return tuple(check_path(FOLDER / "as_published" / f"{document}.mg").diagnostics)


def test_the_published_table_has_these_two_slips_and_no_other() -> None:
    assert sorted(found.code.code for found in findings()) == ["MG111", "MG306"]


def test_7_mmol_of_glucose_is_over_125_mg() -> None:
    """180.156 g/mol: 7 mmol/L is 126.1 mg/dL."""
    (found,) = [each for each in findings() if each.code.code == "MG306"]
    for words in ("7 mmol/L", "126 mg/dL", "over 125 mg/dL"):
        assert words in " ".join(found.message.split())


def test_between_74_and_75_years_there_are_no_points() -> None:
    (found,) = [each for each in findings() if each.code.code == "MG111"]
    assert "age over 74 to under 75 years" in " ".join(found.message.split())
    assert found.witness is not None
    assert 74 < float(found.witness["age"].removesuffix(" years")) < 75


@pytest.mark.parametrize(("low", "high"), [(29, 30), (50, 51)])
def test_the_dosing_table_of_apixaban_has_holes_between_its_whole_numbers(low: int, high: int) -> None:
    errors = [found.code.code for found in findings("eliquis") if found.level is Severity.ERROR]
    assert errors == ["MG111", "MG111"]
    (found,) = [each for each in findings("eliquis") if f"over {low} to under {high} mL/min" in each.message]
    assert found.witness is not None
    assert low < float(found.witness["creatinine_clearance"].removesuffix(" mL/min")) < high
