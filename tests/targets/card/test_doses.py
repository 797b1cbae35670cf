"""Dose ladders: when a step comes, and who on it already must stop or hold."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from milligram.interpret import evaluate, read_patient
from milligram.ir import nodes as ir
from milligram.ir.print import statement_text
from milligram.ir.walk import all_statements
from milligram.pipeline import check_text
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Ladder
from milligram_targets.card.render import render_card
from pypdf import PdfReader

ROOT = Path(__file__).parents[3] / "guidelines"
MAGNESIUM = "magnesium/neck_spasm.mg"
POINTED = (
    "Already on it: stop when a pitfall forbids a drug that the step surely gives; hold when one forbids a drug that "
    "it may give, or is undecided ("
)


@cache
def guideline_of(name: str) -> ir.Guideline:
    """One of the guidelines of the project."""
    found = check_text((ROOT / name).read_text(encoding="utf-8"), path=name).guideline
    assert found is not None
    return found


def already(ladder: Ladder) -> str:
    """What a ladder says to those who are on it."""
    return "" if ladder.already is None else f"{ladder.already.lead} {ladder.already.text}"


def test_who_is_on_magnesium_already_is_told_to_stop_or_hold() -> None:
    """The `never` rules on what the regimen gives stand at its doses."""
    (ladder,) = card(guideline_of(MAGNESIUM)).ladders
    assert already(ladder) == (
        "Already on it: stop when creatinine clearance under 20 mL/min or volume depleted; hold when creatinine "
        "clearance 20 to under 30 mL/min or 30 to under 60 mL/min, until creatinine clearance at least 60 mL/min; hold "
        "while creatinine clearance or volume depleted is unknown."
    )


@pytest.mark.parametrize(
    ("clearance", "depleted", "expected"),
    [
        ("19.9 mL/min", False, "stop"),
        ("20 mL/min", False, "hold"),
        ("40 mL/min", False, "hold"),
        ("59.9 mL/min", False, "hold"),
        ("60 mL/min", False, None),
        ("95 mL/min", True, "stop"),
        (None, True, "stop"),
        (None, False, "hold"),
        ("95 mL/min", None, "hold"),
        ("95 mL/min", False, None),
    ],
)
def test_the_module_stops_and_holds_as_the_card_says(
    clearance: str | None, depleted: bool | None, expected: str | None
) -> None:
    """The interpreter, for a patient at step 1, does what the sentence above says."""
    guideline = guideline_of(MAGNESIUM)
    known = {
        "age": "70 years",
        "serum_magnesium": "0.60 mmol/L",
        "creatinine_clearance": clearance,
        "volume_depleted": depleted,
        "diarrhoea": False,
        "replacement": {"step": 1, "time": "1 week"},
    }
    patient = read_patient(guideline, known).patient
    assert patient is not None
    kinds = [one.kind for one in evaluate(guideline, patient).advice if one.what == "replacement"]
    assert [kind for kind in kinds if kind in ("stop", "hold")] == ([expected] if expected else [])


def test_rules_that_differ_by_step_point_to_the_pitfalls() -> None:
    """A ladder whose steps choose among drugs cannot name one condition for all of them."""
    (ladder,) = card(guideline_of("hypertension/step_ladder.mg")).ladders
    assert already(ladder).startswith(POINTED)
    assert "angio-oedema" in already(ladder)
    assert already(ladder).endswith("unknown).")


def test_a_rule_on_several_values_points_to_the_pitfalls() -> None:
    """Such a rule may be known false while one of its values is unknown: no value is named alone."""
    ladders = card(guideline_of("magnesium/as_published/evidence_summary.mg")).ladders
    assert [already(ladder).startswith(POINTED) for ladder in ladders] == [True] * 3


def test_a_hold_of_the_pathway_stands_at_the_doses_too() -> None:
    """No `never` rule concerns acetylcysteine; a reaction holds the bag, and the reader of side 2 is told."""
    (ladder,) = card(guideline_of("poisoning/acetylcysteine.mg")).ladders
    assert already(ladder) == (
        "Already on it: hold when reaction to the infusion, until not “reaction to the infusion”."
    )


def test_without_a_rule_nothing_is_said() -> None:
    """Nothing stops or holds the doses as they were published."""
    (ladder,) = card(guideline_of("poisoning/as_published/product_information.mg")).ladders
    assert already(ladder) == ""


def test_the_condition_of_a_step_stands_before_its_dose() -> None:
    """A dose is not read before the reader knows when it comes."""
    printed = card(guideline_of(MAGNESIUM))
    (ladder,) = printed.ladders
    assert [step.when for step in ladder.steps] == ["", "After 1 to 2 weeks of step 1, if low magnesium:"]
    pages = PdfReader(io.BytesIO(render_card(printed))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    doses = text[text.index("12 mmol") : text.index("Maximum")]
    assert doses.index("if low magnesium:") < doses.index("24 mmol")


# --- stated equivalents -----------------------------------------------------------------------------------------------

PLAIN = """guideline plain
  title "Magnesium"
  version 1.0.0
  status draft
  for "adults"

source a "A"

substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium

input level in mmol/L, plausible 0 to 10

{regimen}pathway
  when level under 1 mmol/L:
    give {given} [a]
"""
OXIDE = "12 mmol of magnesium at night (also 480 mg of magnesium_oxide)"


def test_a_plain_give_has_its_stated_equivalent() -> None:
    """As the chart has it: who has the packet in hand reads milligrams on it, and no regimen tells them."""
    found = check_text(PLAIN.format(regimen="", given=OXIDE)).guideline
    assert found is not None
    made = card(found)
    (row,) = [row for table in made.decisions for row in table.rows if "12 mmol" in row.what[0].text]
    assert row.what[0].text == "Give 12 mmol of magnesium (480 mg of magnesium oxide) at night."
    (give,) = [one for one in all_statements(found) if isinstance(one, ir.Give)]
    assert row.what[0].text.lower() == f"{statement_text(give, found)}.".lower()
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(render_card(made))).pages)
    assert "12 mmol of magnesium (480 mg of magnesium oxide) at night" in text


@pytest.mark.parametrize(
    ("second", "dose", "equals"),
    [
        ("", "12 mmol of magnesium at night", "about 484 mg of magnesium oxide (stated: 480 mg), "),
        ("    give 1 mg of magnesium daily\n", "12 mmol of magnesium (480 mg of magnesium oxide) at night + 1 mg", ""),
    ],
)
def test_a_step_says_its_stated_equivalent_once(second: str, dose: str, equals: str) -> None:
    """Beside the computed mass where there is one; in a step of two doses, which has none, in the dose."""
    regimen = "regimen course of magnesium_oxide\n  route oral\n  step 1:\n"
    regimen += f"    give {OXIDE} [a]\n{second}\n"
    found = check_text(PLAIN.format(regimen=regimen, given="course")).guideline
    assert found is not None
    (ladder,) = card(found).ladders
    (step,) = ladder.steps
    assert step.dose.startswith(dose)
    assert step.equals.startswith(equals)
    assert f"{step.dose} {step.equals}".count("480 mg") == 1
