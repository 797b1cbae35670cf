"""How a card says things: how far a "not" reaches, whom a headline is for, what stands once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram_targets.card.conditions import Conditions
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Action, BandTable, Card, ListRole
from milligram_targets.card.phrases import Phrases, words

ROOT = Path(__file__).parents[3] / "guidelines"


@cache
def card_of(name: str) -> Card:
    """The card of a guideline of the project."""
    found = check_text((ROOT / name).read_text(encoding="utf-8")).guideline
    assert found is not None
    return card(found)


def decision(made: Card, title: str) -> BandTable:
    """One decision of a card."""
    return next(table for table in made.decisions if table.title == title)


CONDITIONS = """guideline g
  title   "t"
  version 1.0.0
  status  draft
  for     "f"

input plain yes or no
input can_eat yes or no
input either "staggered or uncertain time" yes or no
input negative "drug not tolerated" yes or no
input long "reaction to the infusion" yes or no
input level in mmol/L, plausible 0 to 10
input kind one of a, b
input several any of c, d "d, or e"

define x: {0}

pathway
  when x:
    note "n"
"""


def said(condition: str) -> str:
    """A condition in the words of a card."""
    found = check_text(CONDITIONS.replace("{0}", condition)).guideline
    assert found is not None
    named = found.named_by_name["x"]
    assert isinstance(named, ir.DefinedCondition)
    return Conditions(found, Phrases(words("en"))).condition(named.condition)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("not plain", "not plain"),
        ("not can_eat", "cannot eat"),
        ("not either", "not “staggered or uncertain time”"),
        ("not negative", "not “drug not tolerated”"),
        ("not long", "not “reaction to the infusion”"),
        ("either", "staggered or uncertain time"),
        ("either and plain", "“staggered or uncertain time” and plain"),
        ("not (level under 3 mmol/L)", "level at least 3 mmol/L"),
        ("not (level at least 3 mmol/L)", "level under 3 mmol/L"),
        ("not (level 3 to 4 mmol/L)", "not level 3 to 4 mmol/L"),
        ("not (kind is a)", "kind is not a"),
        ("not (several has c)", "several: no c"),
        ("not (level is known)", "level is unknown"),
        ("plain and (can_eat or long)", "plain and (can eat or reaction to the infusion)"),
        ("plain or several has c, d", "plain or several (c; d, or e)"),
        (
            "plain or can_eat or long or negative",
            "any of: plain; can eat; reaction to the infusion; “drug not tolerated”",
        ),
    ],
)
def test_a_reader_sees_how_far_a_word_reaches(condition: str, expected: str) -> None:
    """A label of several words is quoted under a "not" and beside another condition; a negation is said forwards."""
    assert said(condition) == expected


def test_of_a_condition_and_its_negation_the_second_names_what_is_not_so() -> None:
    """A "no" that stands alone is read with the wrong question; the one that is so comes first."""
    made = card_of("hypertension/step_ladder.mg")
    rows = decision(made, "Calcium-channel blocker suitable?").rows
    assert [(row.band, row.what[0].text) for row in rows if row.action is not Action.ASK] == [
        ("suitable for a calcium-channel blocker", "Give calcium-channel blocker (strong)."),
        ("not “suitable for a calcium-channel blocker”", "Give thiazide-like diuretic (strong)."),
    ]


def test_a_first_row_that_applies_says_so_before_it() -> None:
    """The order of the rows matters only where their heading says that it does."""
    made = card_of("hypertension/step_ladder.mg")
    ordered = [table.title for table in made.decisions if "(first row that applies)" in table.title]
    assert ordered == ["Drug treatment? (first row that applies)", "ACE inhibitor or ARB? (first row that applies)"]


@pytest.mark.parametrize(
    ("name", "action", "title"),
    [
        ("magnesium/neck_spasm.mg", Action.STOP, "Not advised: magnesium"),
        ("kidney/levetiracetam_renal_dose.mg", Action.STOP, "Levetiracetam allergy: no levetiracetam"),
        ("atrial_fibrillation/cha2ds2_vasc.mg", Action.STOP, "Active bleeding: no oral anticoagulant"),
        (
            "hypertension/step_ladder.mg",
            Action.STOP,
            "Pregnant, planning pregnancy or breastfeeding: no ACE inhibitor or ARB (strong)",
        ),
        ("poisoning/acetylcysteine.mg", Action.GIVE, "Give 21-hour infusion of acetylcysteine"),
        (
            "diabetes/insulin_correction.mg",
            Action.GIVE,
            "Give correction of rapid-acting insulin once",
        ),
        (
            "kidney/ckd_risk.mg",
            Action.REFER,
            "Refer to nephrology (strong, moderate certainty): only where “What to do” says so",
        ),
        ("throat/mcisaac.mg", Action.ADVISE, "Culture, treat, or neither?"),
        ("pneumonia/curb65.mg", Action.ADVISE, "Where to treat"),
    ],
)
def test_every_card_has_its_headline(name: str, action: Action, title: str) -> None:
    """What a guideline warns against, its condition in the same line where it is short; else what it recommends."""
    (headline,) = card_of(name).headlines
    assert (headline.action, headline.title) == (action, title)


def test_a_headline_tells_every_way_to_a_treatment() -> None:
    """Each of three, that they are alternatives, and who is not treated whichever holds."""
    (headline,) = card_of("poisoning/acetylcysteine.mg").headlines
    assert [reason.text.split(" ")[0] for reason in headline.reasons] == ["When", "Or", "Or", "Not"]
    assert "plasma paracetamol at least treatment line" in headline.reasons[2].text
    assert headline.reasons[3].text == "Not when reaction to the infusion."


def test_a_point_for_what_is_not_there_is_an_answer() -> None:
    """ "Not cough" is no English, and "not" may be read past; the answer to the question is no."""
    rows = [(row.points, row.when) for row in card_of("throat/mcisaac.mg").scores[0].rows]
    assert ("1", "no cough") in rows
    assert not [when for _, when in rows if when.startswith("not ")]


def test_points_for_age_stand_in_the_score() -> None:
    """A table that only gives points to a score is no table of its own."""
    made = card_of("atrial_fibrillation/cha2ds2_vasc.mg")
    rows = [(row.points, row.when) for row in made.scores[0].rows]
    assert ("1", "age 65 to under 75 years") in rows
    assert ("2", "age at least 75 years") in rows
    assert made.grids == ()
    assert ("−1", "age at least 45 years") in [(r.points, r.when) for r in card_of("throat/mcisaac.mg").scores[0].rows]


def test_departures_of_one_reason_stand_together() -> None:
    """Six bands that all changed "as for 40-49 kg" are one entry, and nothing of them is lost."""
    found = card_of("poisoning/acetylcysteine.mg").departures
    assert len(found) == 2
    assert found[1].here.count(";") == 5
    assert found[1].source == ("50-59 kg", "60-69 kg", "70-79 kg", "80-89 kg", "90-99 kg", "100-109 kg")


def test_a_step_without_a_dose_has_no_grade_of_its_own() -> None:
    """ "(strong)" stands behind what is strong, never alone."""
    (ladder,) = card_of("hypertension/step_ladder.mg").ladders
    assert [step.dose for step in ladder.steps] == ["", "", "", ""]


def test_a_schedule_is_in_the_order_of_time() -> None:
    """Baseline, then after, then every, then what has no interval, whatever their order in the guideline."""
    text = (ROOT / "magnesium/neck_spasm.mg").read_text(encoding="utf-8")
    line = "  at baseline [r3]\n"
    moved = text.replace(line, "", 1).replace('  unspecified "more often"', f'{line}  unspecified "more often"', 1)
    assert moved != text
    found = check_text(moved).guideline
    assert found is not None
    (timeline,) = card(found).monitoring
    assert [point.when.split(" ")[0] for point in timeline.points] == ["Baseline", "After", "Every", "“more"]


def test_short_lists_of_conditions_are_terms() -> None:
    """What a name stands for comes before the decisions that use it; what to look for is a list of its own."""
    terms = [
        item.lead
        for one in card_of("hypertension/step_ladder.mg").lists
        if one.role is ListRole.TERM
        for item in one.items
    ]
    assert "Stage 1:" in terms
    causes = [one.title for one in card_of("magnesium/neck_spasm.mg").lists if one.role is ListRole.CAUSE]
    assert causes == ["Risk of magnesium deficiency: any of"]


def test_a_band_is_a_band_in_its_other_unit_too() -> None:
    """Both limits in mmol/L, short enough for one row; who is at 350 mg/dL is under 19.43 mmol/L, which is 350.04."""
    grid = next(one for one in card_of("diabetes/insulin_correction.mg").grids if "blood glucose" in one.title)
    bands = [row[0].text for row in grid.rows]
    assert bands[0] == "at most 140 mg/dL (at most 7.77 mmol/L)"
    assert bands[1] == "over 140 to 180 mg/dL (over 7.77 to 9.99 mmol/L)"
    assert bands[5:7] == [
        "over 300 to 350 mg/dL (over 16.65 to under 19.43 mmol/L)",
        "over 350 to 400 mg/dL (19.43 to 22.20 mmol/L)",
    ]
