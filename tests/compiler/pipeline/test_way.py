"""The way of a patient, for targets that draw it: who it is, and what was read where, in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from milligram.interpret import read_patient
from milligram.interpret.patient_text import patient_text, values_text
from milligram.interpret.result import OneOf, Range, Reported, Unstated
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram.pipeline.building import way

TODAY = date(2026, 11, 22)
TEXT = """\
guideline g
  title "g"
  version 1.0.0
  status active
  applies when age at least 18 years
substance magnesium formula Mg, charge 2
input age in years whole, plausible 0 to 120
input level "serum magnesium" in mmol/L of magnesium, plausible 0.1 to 6
input inr "INR" number, plausible 0 to 20
input flag yes or no
input born date
input kind one of small "a small one", large
input drugs any of loop "loop diuretic", thiazide
regimen ladder "The ladder" of magnesium
  step 1: 10 mg of magnesium daily
  step 2 after 1 week when flag: 20 mg of magnesium daily
pathway
  when level under 1 mmol/L:
    give ladder
  when flag:
    note "flagged"
"""


@pytest.fixture(scope="module")
def guideline() -> ir.Guideline:
    """An input of each kind, and a ladder."""
    found = check_text(TEXT, "g.mg").guideline
    assert found is not None
    return found


def patient(guideline: ir.Guideline, **data: object) -> ir.Patient:
    """A patient as JSON gives one."""
    reading = read_patient(guideline, data, as_of=TODAY)
    assert reading.patient is not None, reading.problems
    return reading.patient


def test_a_patient_in_words(guideline: ir.Guideline) -> None:
    """Each value by its label and in its unit, in the order of the inputs; what is unknown is left out."""
    found = patient(
        guideline,
        drugs=["loop", "thiazide"],
        kind="small",
        born="1980-02-01",
        flag=True,
        inr=2.5,
        level="1.7 mg/dL",
        age=40,
        ladder={"step": 1, "since": "2026-11-01"},
    )
    assert patient_text(guideline, found) == (
        "age 40 years; serum magnesium about 0.699445 mmol/L; INR 2.5; flag yes; born 1980-02-01; kind a small one; "
        "drugs loop diuretic and thiazide; The ladder step 1 since 2026-11-01"
    )


def test_where_a_patient_stands_on_a_ladder(guideline: ir.Guideline) -> None:
    """Unknown, without a time, with one; and a set that is known to be empty."""
    assert patient_text(guideline, patient(guideline, ladder=None, drugs=[])) == "drugs none; The ladder step unknown"
    assert patient_text(guideline, patient(guideline, ladder={"step": 0})) == "The ladder step 0"
    assert patient_text(guideline, patient(guideline, ladder={"step": 1, "time": "2 weeks"})) == (
        "The ladder step 1 for 14 days"
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("level", None, "serum magnesium unknown"),
        ("level", Fraction(1, 3), "serum magnesium about 0.333333 mmol/L"),
        ("level", Fraction(1000, 3), "serum magnesium about 333.333 mmol/L"),
        ("level", Range(low=Fraction(1), high=Fraction(5, 2)), "serum magnesium 1 to 2.5 mmol/L"),
        ("kind", OneOf(words=("small", "large")), "kind a small one or large"),
        ("level", Unstated(text="as usual"), "serum magnesium unspecified: as usual"),
        ("level", Unstated(text=None), "serum magnesium unspecified"),
        ("ladder step", Fraction(1), "The ladder step 1"),
        ("ladder time", Fraction(14), "The ladder time 14 days"),
        ("ladder time", None, "The ladder time unknown"),
    ],
)
def test_what_a_run_read_in_words(guideline: ir.Guideline, name: str, value: Reported, said: str) -> None:
    """Also what is only known to lie between two, or to be one of several."""
    assert values_text(guideline, {name: value}) == said


def test_the_way_of_a_patient(guideline: ir.Guideline) -> None:
    """Its steps are those of the run; a yes or no is not told again, for the way taken tells it."""
    found = way(guideline, patient(guideline, age=40, level=0.5, flag=False), TODAY)
    first, second = guideline.pathways[0].body
    assert {(first.id, -1), (second.id, -2)} <= found.steps
    assert dict(found.read)[first.id] == "serum magnesium 0.5 mmol/L"
    assert second.id not in dict(found.read)
    assert found.patient == "age 40 years; serum magnesium 0.5 mmol/L; flag no, on 2026-11-22"


def test_a_way_says_whom_the_guideline_is_not_for(guideline: ir.Guideline) -> None:
    """And for whom that is not known."""
    assert way(guideline, patient(guideline, age=17), TODAY).patient == (
        "age 17 years, on 2026-11-22 (the guideline is not for this patient)"
    )
    assert way(guideline, patient(guideline), TODAY).patient == (
        "nothing is known, on 2026-11-22 (whether the guideline is for this patient is not known)"
    )


WORKED = """\
guideline g
  title "g"
  version 1.0.0
  status active
  applies when weight at least 1 kg
substance drug "the drug"
input weight in kg, plausible 1 to 300
input fed yes or no
define volume: weight * 1 mL/kg
define single: weight * 3 mg/kg
monitor blood: weight
  at baseline
  every 6 h when not fed
  unspecified "with meals" when fed
pathway
  start blood
  report volume
  give 5 mg/kg of drug by weight at most 300 mg once
  give single of drug once
  give 40 mg of drug in volume over 1 h once
  give 40 mg of drug once
"""


def test_what_is_worked_out_is_told_in_the_words_of_the_run() -> None:
    """Amounts and volumes that the patient decides; not what is written out, nor the highest dose. The line of
    the schedule that does not hold rests."""
    guideline = check_text(WORKED, "g.mg").guideline
    assert guideline is not None
    found = way(guideline, patient(guideline, weight=50, fed=True), TODAY)
    assert [said for _, said in found.worked_out] == [
        "50 mL",
        "250 mg of the drug",
        "150 mg of the drug",
        "40 mg of the drug in 50 mL over 1 h once",
    ]
    statements = guideline.pathways[0].body
    assert [number for number, _ in found.worked_out] == [statement.id for statement in statements[1:5]]
    assert {guideline.source.line_text(number).split()[0] for number in found.resting} == {"every"}
    assert not way(guideline, patient(guideline, weight=50), TODAY).resting
