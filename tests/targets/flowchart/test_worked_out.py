"""What a lit chart says of this patient: the doses and values that the run worked out, the schedule that holds. What
explains them can be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from milligram.interpret import evaluate, read_patient
from milligram.interpret.sentences import digits
from milligram.ir import nodes as ir
from milligram.ir.print import printed
from milligram.pipeline import check_text
from milligram.pipeline.building import way
from milligram_targets.flowchart.from_ir import flowchart
from milligram_targets.flowchart.lighting import highlighted
from milligram_targets.flowchart.model import Flowchart, Light, NodeKind

from tests.agreement import patients

ROOT = Path(__file__).parents[3]
GUIDELINES = tuple(sorted(p for p in ROOT.glob("guidelines/**/*.mg") if "as_published" not in p.parts))
TODAY = date(2026, 11, 22)
LIT = (Light.TAKEN, Light.HELD)

DOSED = """\
guideline dosed
  title "Dosed"
  version 1.0.0
  status active
  applies when weight at least 1 kg
source s "A source"
substance drug
input weight in kg, plausible 1 to 300
input level in mmol/L, plausible 0 to 10
input fed yes or no
define amount: 2 mg/kg * weight
table by level gives volume
  under 5 mmol/L    | 10 mL [s]
  at least 5 mmol/L | 20 mL [s]
regimen ladder "Ladder" of drug
  step 1: amount of drug daily [s]
  step 2 after 1 week: 10 mg of drug daily [s]
monitor blood: level
  at baseline [s]
  every 6 h when not fed [s]
  every 12 h when fed [s]
  every 3 months when ladder time at least 4 weeks [s]
pathway
  start blood
  report amount
  report volume, amount
  give amount of drug at most 500 mg once [s]
  give 30 mg of drug once [s]
  give ladder
"""


def chart_of(guideline: ir.Guideline, **data: object) -> Flowchart:
    """The chart with the way of a patient."""
    reading = read_patient(guideline, data, as_of=TODAY)
    assert reading.patient is not None, reading.problems
    return highlighted(flowchart(guideline), way(guideline, reading.patient, TODAY))


def lit(guideline: ir.Guideline, **data: object) -> list[str]:
    """The words of each box that is lit."""
    return [" / ".join(node.lines) for node in chart_of(guideline, **data).all_nodes() if node.light in LIT]


@pytest.fixture(scope="module")
def dosed() -> ir.Guideline:
    """Doses that are worked out, written doses, and a schedule of alternatives."""
    found = check_text(DOSED, "dosed.mg").guideline
    assert found is not None
    return found


def test_what_is_worked_out_is_told_where_it_is_given_and_reported(dosed: ir.Guideline) -> None:
    """The dose of this patient, beside the highest; a dose that is written out is not said twice."""
    found = lit(dosed, weight=70, level=6, fed=True)
    said = [text for text in found if text.startswith(("Give", "Report", "Step"))]
    assert said == [
        "Report amount / here: 140 mg",
        "Report volume and amount / here: / volume 20 mL / amount 140 mg",
        "Give amount of drug once, at most 500 mg [1] / here: 140 mg of drug",
        "Give 30 mg of drug once [1]",
        "Give Ladder",
        "Step 1: amount of drug daily [1] / here: 140 mg of drug",
    ]


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({"fed": True}, ["At baseline", "Every 12 h"]),
        ({"fed": False}, ["At baseline", "Every 6 h"]),
        ({}, ["At baseline", "Every 6 h", "Every 12 h"]),
        ({"fed": True, "ladder": {"step": 1, "time": "1 week"}}, ["At baseline", "Every 12 h"]),
        ({"fed": True, "ladder": {"step": 2, "time": "5 weeks"}}, ["At baseline", "Every 12 h", "Every 3 months"]),
    ],
)
def test_lines_of_a_schedule_that_do_not_hold_are_pale(
    dosed: ir.Guideline, known: dict[str, object], shown: list[str]
) -> None:
    """Of alternatives only that of this patient is lit; both where the condition is not known."""
    found = lit(dosed, **{"weight": 70, "level": 6, "ladder": {"step": 2, "time": "1 week"}, **known})
    measured = [text.split(",")[0].split(" [")[0] for text in found if text.startswith(("At baseline", "Every"))]
    assert measured == shown


def test_what_stands_beside_is_never_faded(dosed: ir.Guideline) -> None:
    """The table by which a lit dose is given can be read, and so can the sources."""
    chart = chart_of(dosed, weight=70, level=6, fed=True)
    beside = [node for node in chart.all_nodes() if node.kind is NodeKind.TERM]
    assert {node.lines[0].split(" ")[0] for node in beside} >= {"volume", "amount:", "[1]"}
    assert {node.light for node in beside} == {Light.PLAIN}


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_every_dose_of_a_run_stands_in_a_lit_box(path: Path) -> None:
    """By the dose as data, not by the words that are put into the box."""
    guideline = check_text(path.read_text(encoding="utf-8"), path.name).guideline
    assert guideline is not None
    chart = flowchart(guideline)
    for data in patients.nearly_known(guideline, 12, seed=7):
        reading = read_patient(guideline, data, as_of=TODAY)
        if reading.patient is None:
            continue
        shown = highlighted(chart, way(guideline, reading.patient, TODAY))
        lit = (node for node in shown.all_nodes() if node.light in LIT and node.kind is NodeKind.DRUG)
        texts = [" ".join(node.lines) for node in lit]
        for advice in evaluate(guideline, reading.patient, as_of=TODAY).advice:
            if advice.kind == "give" and advice.dose is not None and advice.dose.amount is not None:
                amount = printed(f"{digits(advice.dose.amount)} {advice.dose.unit}")
                assert any(amount in text for text in texts), advice
