"""The magnesium guideline of the language sample gives the answers that the issue asks for, to the digit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from milligram.ir import nodes as ir

Compile = Callable[[str], ir.Guideline]
Run = Callable[..., Any]

FILE = Path(__file__).parents[1] / "syntax" / "samples" / "00_magnesium.mg"
PATIENT = {"age": 40, "neck_spasm": True, "volume_depleted": False, "diarrhoea": False, "serum_potassium": 4.0}


@pytest.fixture(scope="module")
def guideline(compiled: Compile) -> ir.Guideline:
    return compiled(FILE.read_text("utf-8"))


def kinds(result: Any) -> list[str]:
    return [advice.kind for advice in result.advice]


def test_a_normal_level_advises_against_and_suggests_the_alternatives(guideline: ir.Guideline, run: Run) -> None:
    result = run(guideline, {**PATIENT, "serum_magnesium": 0.85, "creatinine_clearance": 95})
    assert ("advise_against", "magnesium") in [(advice.kind, advice.what) for advice in result.advice]
    assert "suggest" in kinds(result)
    assert "give" not in kinds(result)


def test_a_low_level_and_an_unknown_clearance_order_it_and_give_nothing(guideline: ir.Guideline, run: Run) -> None:
    result = run(guideline, {**PATIENT, "serum_magnesium": 0.60})
    ordered = [advice.what for advice in result.advice if advice.kind == "order"]
    assert "creatinine_clearance" in [*ordered, *(ask.input for ask in result.asks)]
    assert "give" not in kinds(result)


def test_failing_kidneys_are_advised_against_with_the_reason(guideline: ir.Guideline, run: Run) -> None:
    result = run(guideline, {**PATIENT, "serum_magnesium": 0.60, "creatinine_clearance": 15})
    against = [advice for advice in result.advice if advice.kind == "advise_against"]
    assert against
    assert against[0].because
    assert "give" not in kinds(result)


@pytest.mark.parametrize(
    ("level", "low"),
    [(0.60, True), (0.6994, True), ("1.7 mg/dL", True), ("0.6999999", True), (0.70, False), ("0.70", False)],
)
def test_the_threshold_is_exact_in_every_unit(guideline: ir.Guideline, run: Run, level: object, low: bool) -> None:
    result = run(guideline, {**PATIENT, "serum_magnesium": level, "creatinine_clearance": 95})
    given = [
        (advice.dose.amount, advice.dose.unit, advice.dose.of, advice.dose.step)
        for advice in result.advice
        if advice.dose
    ]
    assert given == ([(12, "mmol", "magnesium", 1)] if low else [])
