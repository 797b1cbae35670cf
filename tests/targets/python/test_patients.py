"""Patients of a generated module: what it reads, what it refuses, and that it names every fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import ModuleType

import pytest
from milligram.interpret import read_patient
from milligram.ir import nodes as ir
from milligram.ir.nodes import Guideline
from milligram_targets.python import module_text
from milligram_targets.python.units import units_read


@pytest.fixture(scope="module")
def module(small: Guideline, load: Callable[[str], ModuleType]) -> ModuleType:
    return load(module_text(small))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Fraction(3)),
        (3.3, Fraction(33, 10)),
        (Decimal("3.30"), Fraction(33, 10)),
        (Fraction(10, 3), Fraction(10, 3)),
        ("3.3", Fraction(33, 10)),
        (" 3.3 mmol/L ", Fraction(33, 10)),
        ("3.3 mEq/L", Fraction(33, 10)),
        ("3.3 mmol/L of potassium", Fraction(33, 10)),
        ("12 mg/dL", Fraction(12) * 10 / Fraction("39.098")),
        ("0.0033 mol per L", Fraction(33, 10)),
    ],
)
def test_a_number_means_the_decimal_it_prints_as_in_any_unit(
    module: ModuleType, value: object, expected: Fraction
) -> None:
    assert module.Patient.from_dict({"level": value}).level == expected


@pytest.mark.parametrize(
    "value",
    [True, "much", "3,3", "3.3 mg/kg", "3.3 of potassium", float("nan"), [3], "1e99", "3.3 mmol/L of iron", 0.5],
)
def test_what_is_no_level_is_refused(module: ModuleType, small: Guideline, value: object) -> None:
    with pytest.raises(module.PatientError) as refused:
        module.Patient.from_dict({"level": value})
    assert [problem.input for problem in refused.value.problems] == ["level"]
    assert read_patient(small, {"level": value}).patient is None


def test_every_fault_is_named_by_its_input(module: ModuleType) -> None:
    data = {"level": "high", "weak": "perhaps", "colour": 1, "age": 40.5, "tablets": {"step": 9}}
    with pytest.raises(module.PatientError) as refused:
        module.evaluate(data)
    assert [problem.input for problem in refused.value.problems] == ["level", "weak", "colour", "age", "tablets"]
    assert "colour" in str(refused.value)


def test_null_and_absence_are_unknown(module: ModuleType) -> None:
    assert module.Patient.from_dict({"level": None}) == module.Patient.from_dict({})
    assert module.evaluate({}).to_dict() == module.evaluate(module.Patient()).to_dict()


def test_a_regimen_not_mentioned_is_assumed_not_started_and_null_is_unknown(module: ModuleType) -> None:
    known = {"age": 40, "level": 3, "weight": 70, "weak": False}
    assert module.evaluate(known).to_dict()["assumed"] == ["tablets: not started"]
    unknown = module.evaluate({**known, "tablets": None}).to_dict()
    assert unknown["assumed"] == []
    assert [ask["input"] for ask in unknown["asks"]] == ["tablets step"]


def test_a_patient_and_its_data_give_one_answer(module: ModuleType) -> None:
    patient = module.Patient(
        age=40, level="3.3 mmol/L", weight=70.5, weak=True, tablets=module.OnRegimen(step=1, since=date(2026, 11, 15))
    )
    data = {
        "age": 40,
        "level": "3.3 mmol/L",
        "weight": 70.5,
        "weak": "yes",
        "tablets": {"step": 1, "since": "2026-11-15"},
    }
    today = date(2026, 11, 22)
    answer = module.evaluate(patient, today=today)
    assert answer == module.evaluate(data, today=today)
    assert answer == module.evaluate(module.Patient.from_dict(data, today=today), today=today)
    assert [advice.dose.amount for advice in answer.advice] == [24, 35]
    assert answer.advice[0].dose.step == 2


def test_nothing_reads_the_clock(module: ModuleType) -> None:
    """Without a day, a time since a date is unknown and the review's date cannot be judged."""
    answer = module.evaluate({"age": 40, "level": 3, "tablets": {"step": 1, "since": "2026-11-15"}}).to_dict()
    assert answer["review_overdue"] is None
    assert "today" in [ask["input"] for ask in answer["asks"]]
    assert module.evaluate({}, today=date(2028, 1, 2)).review_overdue is True


def test_every_spelling_in_the_tables_is_read_as_the_compiler_reads_it(small: Guideline, module: ModuleType) -> None:
    for name, declared in small.inputs.items():
        if not isinstance(declared.type, ir.NumberType):
            continue
        table = units_read(declared.type.measure, small.substances)
        assert module.INPUTS[name].units == table
        for spelling, (factor, offset) in table.items():
            reading = read_patient(small, {name: f"0.5 {spelling}"})
            exact = Fraction(1, 2) * factor + offset
            if reading.patient is not None:
                assert reading.patient.values[name] == exact, spelling
            else:
                assert "plausible" in reading.problems[0].message or "whole" in reading.problems[0].message, spelling


def test_the_metadata_says_what_the_guideline_says(module: ModuleType, small: Guideline) -> None:
    assert module.GUIDELINE.id == "small"
    assert module.GUIDELINE.version == "1.2.0"
    assert module.GUIDELINE.review_by == date(2028, 1, 1)
    assert module.GUIDELINE.sha256 == small.source.digest
    assert module.INPUTS["level"].unit == "mmol/L of potassium"
    assert module.INPUTS["level"].plausible == (1, 10)
    assert module.SOURCES == {"s1": "The source"}
    assert "A small guideline" in str(module.__doc__)
    assert "clinician" in str(module.__doc__)
