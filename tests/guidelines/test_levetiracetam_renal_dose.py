"""The dose follows the label's formula for everybody; the labels' own bands overlap at 50, and leave 49 to 50 out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
from milligram.diagnostics import Diagnostic
from milligram.interpret import Result, evaluate, read_patient
from milligram.ir.nodes import Guideline, Patient, PatientValue
from milligram.pipeline import check_path
from milligram.quantity import Number

FOLDER = Path(__file__).parents[2] / "guidelines" / "kidney"
MG_PER_UMOL = Fraction("113.12") / 1000
"""Creatinine, C4H7N3O, by the conventional atomic weights: 4 × 12.011 + 7 × 1.008 + 3 × 14.007 + 15.999 = 113.120."""


Given: TypeAlias = tuple[Number | None, Number | None, str | None]


@cache
def guideline() -> Guideline:
    found = check_path(FOLDER / "levetiracetam_renal_dose.mg").guideline
    assert found is not None
    return found


def run(values: Mapping[str, PatientValue]) -> Result:
    return evaluate(guideline(), Patient(values={"levetiracetam_allergy": False, "dialysis": False, **values}))


def given(result: Result) -> list[Given]:
    """Each give: lower and upper end in mg, and how often."""
    doses = [advice.dose for advice in result.advice if advice.kind == "give"]
    return [(dose.low, dose.amount, dose.frequency) for dose in doses if dose is not None]


def label_dose(clearance: Fraction) -> Given:
    """The label's table; 50 counts as mild, as in the European one."""
    if clearance > 80:
        return Fraction(500), Fraction(1500), "every 12 h"
    if clearance >= 50:
        return Fraction(500), Fraction(1000), "every 12 h"
    if clearance >= 30:
        return Fraction(250), Fraction(750), "every 12 h"
    return Fraction(250), Fraction(500), "every 12 h"


def somebody(chance: random.Random) -> dict[str, PatientValue]:
    return {
        "age": Fraction(chance.randint(16, 120)),
        "sex": chance.choice(("male", "female")),
        "weight": Fraction(chance.randint(200, 2000), 10),
        "serum_creatinine": Fraction(chance.randint(30, 600)),
        "body_surface": Fraction(chance.randint(70, 350), 100),
    }


def cockcroft_gault(values: Mapping[str, PatientValue]) -> Fraction:
    """(140 - age) × weight / (72 × creatinine in mg/dL), × 0.85 for a woman; for 1.73 m2. Cockcroft and Gault, 1976."""
    age, weight, creatinine, surface = (values[name] for name in ("age", "weight", "serum_creatinine", "body_surface"))
    assert isinstance(age, Fraction)
    assert isinstance(weight, Fraction)
    assert isinstance(creatinine, Fraction)
    assert isinstance(surface, Fraction)
    clearance = (140 - age) * weight / (72 * creatinine * MG_PER_UMOL / 10)
    if values["sex"] == "female":
        clearance *= Fraction("0.85")
    return clearance / surface * Fraction("1.73")


def test_1000_patients_get_the_labels_dose_by_the_labels_formula() -> None:
    chance = random.Random(1976)
    seen = set()
    for _ in range(1000):
        values = somebody(chance)
        expected = label_dose(cockcroft_gault(values))
        seen.add(expected)
        assert given(run(values)) == [expected], values
    assert len(seen) == 4


@pytest.mark.parametrize("unknown", ["age", "sex", "weight", "serum_creatinine", "body_surface", "dialysis"])
def test_no_dose_while_the_band_is_unknown(unknown: str) -> None:
    values = {**somebody(random.Random(1)), "serum_creatinine": Fraction(80), "levetiracetam_allergy": False}
    values |= {"dialysis": False, "age": Fraction(60), "weight": Fraction(72), "body_surface": Fraction("1.73")}
    assert len(given(evaluate(guideline(), Patient(values=values)))) == 1
    del values[unknown]
    result = evaluate(guideline(), Patient(values=values))
    assert given(result) == []
    assert unknown in {ask.input for ask in result.asks}


@pytest.mark.parametrize("allergy", [True, None])
def test_no_dose_while_hypersensitivity_is_known_or_unknown(allergy: bool | None) -> None:
    values = {**somebody(random.Random(2)), "dialysis": True}
    if allergy is not None:
        values["levetiracetam_allergy"] = allergy
    assert given(evaluate(guideline(), Patient(values=values))) == []


# --- as published -----------------------------------------------------------------------------------------------------


@cache
def findings(document: str) -> tuple[Diagnostic, ...]:
    return tuple(check_path(FOLDER / "as_published" / f"{document}.mg").diagnostics)


def said(document: str) -> str:
    return " ".join(" ".join(found.message for found in findings(document)).split())


def faulty_clearance(document: str, found: Diagnostic) -> Fraction:
    """The clearance of the patient whom a finding shows; the interpreter finds no single dose for the patient."""
    published = check_path(FOLDER / "as_published" / f"{document}.mg").guideline
    assert published is not None
    patient = read_patient(published, dict(found.witness or {})).patient
    assert patient is not None
    assert evaluate(published, patient).faults
    creatinine = patient.values["serum_creatinine"]
    assert isinstance(creatinine, Fraction)
    return cockcroft_gault({**patient.values, "serum_creatinine": creatinine * 10 / MG_PER_UMOL})


def test_50_stands_in_two_bands_of_the_united_states_label() -> None:
    (found,) = findings("keppra_us")
    assert found.code.code == "MG103"
    assert "exactly 50 mL/min/1.73 m2" in said("keppra_us")
    assert faulty_clearance("keppra_us", found) == 50


def test_the_european_label_has_holes_between_its_whole_numbers() -> None:
    assert {found.code.code for found in findings("keppra_eu")} == {"MG111"}
    for hole in ("over 49 to under 50 mL/min/1.73 m2", "over 79 to under 80 mL/min/1.73 m2"):
        assert hole in said("keppra_eu")
    for found in findings("keppra_eu"):
        clearance = faulty_clearance("keppra_eu", found)
        assert 49 < clearance < 50 or 79 < clearance < 80
