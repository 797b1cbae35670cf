"""The printed correction scale, its holes with their numbers, and no dose that a low or unknown glucose forbids."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from milligram.interpret import Result, evaluate, read_patient
from milligram.ir.nodes import Guideline, Patient, PatientValue
from milligram.pipeline import CheckReport, check_path

DIABETES = Path(__file__).parents[2] / "guidelines" / "diabetes"
CORRECTION = DIABETES / "insulin_correction.mg"
PUBLISHED = DIABETES / "as_published" / "correction_scale.mg"

USUAL = {141: 4, 180: 4, 181: 6, 220: 6, 221: 8, 260: 8, 261: 10, 300: 10, 301: 12, 350: 12, 351: 14, 400: 14, 401: 16}
"""Units of the usual column at the ends of each printed band. The sensitive column has 2 less, the resistant 2 more."""

COLUMNS: dict[str, tuple[int, dict[str, PatientValue]]] = {
    "sensitive": (-2, {"can_eat": False}),
    "usual": (0, {"can_eat": True, "corticosteroids": False}),
    "resistant": (2, {"can_eat": True, "corticosteroids": True}),
}

PLAIN: dict[str, PatientValue] = {
    "age": Fraction(50),
    "critically_ill": False,
    "egfr": Fraction(90),
    "insulin_before": Fraction(20),
    "corticosteroids": False,
    "can_eat": True,
    "recent_insulin": False,
}


@cache
def report(path: Path) -> CheckReport:
    return check_path(path)


def guideline(path: Path = CORRECTION) -> Guideline:
    found = report(path).guideline
    assert found is not None
    return found


def run(glucose: int | str, **other: PatientValue) -> Result:
    values = {**PLAIN, "glucose": Fraction(glucose), **other}
    return evaluate(guideline(), Patient(values=values))


def units(result: Result) -> Fraction:
    """The units that the answer gives; none is 0."""
    doses = [advice.dose for advice in result.advice if advice.kind == "give"]
    assert len(doses) <= 1
    for dose in doses:
        assert dose is not None
        assert isinstance(dose.amount, Fraction)
        assert dose.unit is not None
        assert dose.unit.startswith("unit")
        return dose.amount
    return Fraction(0)


@pytest.mark.parametrize("column", COLUMNS)
def test_the_printed_scale_at_both_ends_of_every_band(column: str) -> None:
    more, patient = COLUMNS[column]
    for glucose, usual in USUAL.items():
        answer = run(glucose, **patient)
        assert answer.reports["column"] == column
        assert units(answer) == usual + more


def test_the_dose_never_falls_as_the_glucose_rises() -> None:
    for _, patient in COLUMNS.values():
        doses = [units(run(str(Fraction(tenths, 10)), **patient)) for tenths in range(700, 4300, 13)]
        assert doses == sorted(doses)
        assert max(doses) <= 18


@pytest.mark.parametrize("glucose", ["180.5", "220.5", "260.5", "300.5", "350.5", "400.5"])
def test_a_glucose_between_two_printed_bands_is_corrected_as_the_band_above(glucose: str) -> None:
    """A meter in mmol/L reads between whole mg/dL: 10.02 mmol/L is 180.5 mg/dL."""
    assert units(run(glucose)) == USUAL[int(Fraction(glucose)) + 1]


def test_the_printed_scale_has_holes_between_its_bands_and_none_below() -> None:
    """400 and "over 400" meet: five holes of 1 mg/dL, and nothing at 141 or under."""
    holes = [each for each in report(PUBLISHED).diagnostics if each.code.code == "MG111"]
    found = {each.witness["glucose"] for each in holes if each.witness}
    assert found == {"180.5 mg/dL", "220.5 mg/dL", "260.5 mg/dL", "300.5 mg/dL", "350.5 mg/dL"}
    (gap,) = [each for each in report(PUBLISHED).diagnostics if each.code.code == "MG101"]
    assert "at most 141 mg/dL" in gap.message


def test_the_two_units_of_the_limits_are_not_equal() -> None:
    """70 mg/dL is 3.89 mmol/L and not 3.8; 7.8 mmol/L is 140.5 mg/dL and over 140."""
    found = [each.message for each in report(PUBLISHED).diagnostics if each.code.code == "MG306"]
    assert len(found) == 2
    assert "3.8 mmol/L is 68.5 mg/dL" in found[0]
    assert "7.8 mmol/L is 141 mg/dL" in found[1]


def test_the_transcription_leaves_two_columns_to_an_old_patient_on_steroids() -> None:
    """The text and the footnote of the scale choose two columns, and the run says so; the corrected guideline one."""
    values: dict[str, PatientValue] = {
        "glucose": Fraction(200),
        "can_eat": True,
        "elderly": True,
        "impaired_kidneys": False,
        "corticosteroids": True,
        "insulin_before": Fraction(20),
    }
    overlaps = [each for each in report(PUBLISHED).diagnostics if each.code.code == "MG102"]
    said = {" ".join(each.message.split()): set(each.witness or ()) for each in overlaps}
    assert any(
        "insulin before admission over 80" in words and "insulin_before" in known for words, known in said.items()
    )
    assert any("impaired renal function yes" in words and "impaired_kidneys" in known for words, known in said.items())
    assert evaluate(guideline(PUBLISHED), Patient(values=values)).faults
    answer = run(200, age=Fraction(80), corticosteroids=True)
    assert answer.reports["column"] == "sensitive"
    assert units(answer) == 4


@pytest.mark.parametrize(
    ("glucose", "dose"),
    [("7.7 mmol/L", 0), ("7.8 mmol/L", 4), ("9.9 mmol/L", 4), ("10 mmol/L", 6), ("3.8 mmol/L", 0)],
)
def test_a_glucose_in_mmol_per_litre_is_converted_exactly(glucose: str, dose: int) -> None:
    """140 mg/dL is 7.771 mmol/L, 180 mg/dL is 9.992."""
    reading = read_patient(
        guideline(),
        {
            "age": 50,
            "critically_ill": False,
            "glucose": glucose,
            "can_eat": True,
            "egfr": 90,
            "corticosteroids": False,
            "insulin_before": 0,
            "recent_insulin": False,
        },
    )
    assert reading.patient is not None, reading.problems
    assert units(evaluate(guideline(), reading.patient)) == dose


def test_random_patients_get_no_unsafe_dose() -> None:
    chance = random.Random(20261122)
    given = 0
    for _ in range(1_000):
        values: dict[str, PatientValue] = {}
        glucose = (40, "69.9", 70, 140, "140.1", 180, 181, 400, 401, 900)
        for name, choices in {
            "age": (18, 69, 70, 95),
            "glucose": glucose,
            "egfr": (20, "59.9", 60, 100),
            "insulin_before": (0, 80, "80.1"),
        }.items():
            if chance.random() < 0.85:
                values[name] = Fraction(chance.choice(choices))
        for name in (
            "can_eat",
            "corticosteroids",
            "recent_insulin",
            "can_swallow",
            "recent_hypoglycaemia",
            "stays_high",
        ):
            if chance.random() < 0.85:
                values[name] = chance.random() < 0.5
        values["critically_ill"] = False
        answer = evaluate(guideline(), Patient(values=values))
        assert not answer.faults
        if units(answer):
            given += 1
            assert values["recent_insulin"] is False
            known = values["glucose"]
            assert isinstance(known, Fraction)
            assert known > 140
            assert not {"advise_against", "hold", "stop"} & {advice.kind for advice in answer.advice}
    assert given > 100


def test_the_transcription_has_these_findings_and_no_others_and_does_not_build() -> None:
    """A finding that is new or lost wants its reason here: the document is as it was printed."""
    found = Counter(each.code.code for each in report(PUBLISHED).diagnostics)
    assert found == {"MG101": 1, "MG102": 3, "MG111": 5, "MG306": 2}
    assert not report(PUBLISHED).clean_enough()
