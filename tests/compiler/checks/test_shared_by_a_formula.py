"""A bound that two branches on a computed value share is shown by a patient who has exactly that value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from milligram.interpret import evaluate
from milligram.ir.nodes import Patient
from milligram.pipeline import check_text

TEXT = """\
guideline g
  title   "G"
  version 1.0.0
source r1 "R"
input age in years, plausible 18 to 110
input weight in kg, plausible 30 to 250
input creatinine in {unit}, plausible {bounds}
define crcl: {formula}
pathway
  decide "Dose" by crcl
    under 30 mL/min:
      advise "a" [r1]
    30 to 50 mL/min:
      advise "b" [r1]
    at least 50 mL/min:
      advise "c" [r1]
"""
MICROMOLES = ("umol/L", "20 to 1500", "(140 - age in years) * weight in kg * 1.23 / creatinine in umol/L as mL/min")
MILLIGRAMS = ("mg/dL", "0.2 to 20", "(140 - age in years) * weight in kg / (72 * creatinine in mg/dL) as mL/min")


@pytest.mark.parametrize("rounding", ["", " rounded to 1 mL/min"])
@pytest.mark.parametrize("kind", [MICROMOLES, MILLIGRAMS], ids=["umol", "mg"])
def test_a_bound_shared_by_a_clearance_is_shown_by_a_patient(kind: tuple[str, str, str], rounding: str) -> None:
    unit, bounds, formula = kind
    report = check_text(TEXT.format(unit=unit, bounds=bounds, formula=formula + rounding))
    (found,) = report.diagnostics
    assert (found.code.code, set(found.witness or ())) == ("MG103", {"age", "weight", "creatinine"})
    assert report.guideline is not None
    assert found.witness is not None
    values = {name: Fraction(words.split()[0]) for name, words in found.witness.items()}
    trace = evaluate(report.guideline, Patient(values=values)).trace
    assert any(entry.what == "halted" for entry in trace)
