"""What the tables of decisions say, held against what the module does for such a patient."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from milligram.interpret import Result, evaluate
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.ir.ways import HALTED
from milligram.pipeline import check_text
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Action, BandTable, Card
from milligram_targets.card.unknown import halting

ROOT = Path(__file__).parents[3] / "guidelines"
PUBLISHED = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.mg") if "as_published" not in path.parts)


@cache
def published(name: str) -> ir.Guideline:
    """One of the guidelines of the project."""
    return guideline_of((ROOT / name).read_text(encoding="utf-8"))


def guideline_of(text: str) -> ir.Guideline:
    """The IR of a text."""
    found = check_text(text).guideline
    assert found is not None
    return found


@cache
def card_of(name: str) -> Card:
    """Its card."""
    return card(published(name))


def decision(made: Card, title: str) -> BandTable:
    """One decision of a card."""
    return next(table for table in made.decisions if table.title == title)


def answer_of(name: str, case: str) -> Result:
    """What the module says to the patient of a case."""
    (found,) = [one for one in published(name).cases if one.name == case]
    return evaluate(published(name), found.patient)


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_row_below_a_question_is_if_not(name: str) -> None:
    """It would answer the question, which may ask for the reverse: "Is the time certain?" "If not: go on"."""
    made = card_of(name)
    assert not [row for table in made.decisions for row in table.rows if row.band.lower() == "if not"]
    leads = [said.lead.lower() for table in made.decisions for row in table.rows for said in row.what]
    assert "if not:" not in leads


def test_an_unknown_that_rules_out_no_other_row_comes_below_them() -> None:
    """A patient with severe hypertension and no home average goes on: the row for that stands above "unknown".
    "Otherwise" stands below it: it is for those of whom every row above is known not to hold."""
    made = card_of("hypertension/step_ladder.mg")
    bands = [row.band for row in decision(made, "Drug treatment? (first row that applies)").rows]
    assert bands[:2] == ["on Blood-pressure ladder", "severe or stage 2"]
    assert bands[-2].startswith("if a row is undecided before one applies (")
    assert bands[-1] == "otherwise"
    one_input = decision(card_of("magnesium/neck_spasm.mg"), "Renal function").rows
    assert one_input[0].band == "unknown"
    two_inputs = decision(card_of("magnesium/neck_spasm.mg"), "Magnesium: Is there a reason for magnesium?").rows
    assert [row.band for row in two_inputs][-1] == (
        "if no row above surely applies (serum magnesium or step of replacement unknown)"
    )


@pytest.mark.parametrize(
    ("name", "bands"),
    [
        ("magnesium/neck_spasm.mg", ["volume depleted", "unknown whether volume depleted", "not volume depleted"]),
        (
            "diabetes/insulin_correction.mg",
            [
                "rapid-acting insulin in the last 4 hours",
                "unknown whether rapid-acting insulin in the last 4 hours",
                "no rapid-acting insulin in the last 4 hours",
            ],
        ),
        (
            "hypertension/step_ladder.mg",
            ["pregnant, planning pregnancy or breastfeeding", "angio-oedema is now", "heart failure"],
        ),
    ],
)
def test_what_follows_an_end_is_for_what_is_known_false(name: str, bands: list[str]) -> None:
    """After "volume depleted: … End." the dose is for who is known not to be: while that is unknown, the module asks
    and gives nothing, and so says the card."""
    then = next(table for table in card_of(name).decisions if table.title == "Then")
    assert [row.band for row in then.rows][:3] == bands
    unknown = next(row for row in then.rows if "unknown" in row.band)
    assert (unknown.action, [said.text for said in unknown.what]) == (Action.ASK, ["Find out first."])


def test_the_module_gives_nothing_where_the_card_says_find_out_first() -> None:
    """Volume status, recent insulin, a pregnancy or an allergy unknown: the module asks for it and gives nothing."""
    asked = {
        "magnesium/neck_spasm.mg": ("volume status never assessed", "volume_depleted"),
        "hypertension/step_ladder.mg": ("a woman, whether pregnant is unknown", "childbearing"),
        "kidney/levetiracetam_renal_dose.mg": (
            "16 years, hypersensitivity never asked about",
            "levetiracetam_allergy",
        ),
    }
    for name, (title, asks) in asked.items():
        result = answer_of(name, title)
        assert asks in [ask.input for ask in result.asks]
        assert not [one for one in result.advice if one.kind == "give"]


@pytest.mark.parametrize(
    ("name", "title", "band", "action"),
    [
        ("atrial_fibrillation/cha2ds2_vasc.mg", "How high is the risk of stroke?", "0; male", Action.STOP),
        ("atrial_fibrillation/cha2ds2_vasc.mg", "How high is the risk of stroke?", "at least 2; male", Action.USUAL),
        (
            "atrial_fibrillation/cha2ds2_vasc.mg",
            "Which valve disease?",
            "mechanical heart valve or “moderate or severe mitral stenosis”",
            Action.GIVE,
        ),
        (
            "poisoning/acetylcysteine.mg",
            "Staggered, or at an uncertain time?",
            "staggered or uncertain time",
            Action.GIVE,
        ),
        ("magnesium/neck_spasm.mg", "Renal function", "unknown", Action.ORDER),
        ("magnesium/neck_spasm.mg", "Renal function", "30 to under 60 mL/min", Action.CAUTION),
        (
            "hypertension/step_ladder.mg",
            "Severe: Signs of an emergency?",
            "unknown whether emergency signs",
            Action.REFER,
        ),
        ("throat/mcisaac.mg", "Culture, treat, or neither?", "at least 4", Action.ORDER),
        ("atrial_fibrillation/cha2ds2_vasc.mg", "How high is the risk of stroke?", "1; male", Action.SUGGEST),
        ("atrial_fibrillation/cha2ds2_vasc.mg", "One risk factor besides sex", "", Action.SUGGEST),
        ("pneumonia/curb65.mg", "Where to treat", "0 to 1", Action.SUGGEST),
        ("pneumonia/curb65.mg", "Where to treat", "at least 3", Action.ADVISE),
    ],
)
def test_a_row_bears_the_action_of_what_is_behind_it(name: str, title: str, band: str, action: Action) -> None:
    """A row that points to a part does what the part does; one that decides further leads on. An order is no
    question."""
    (row,) = [one for one in decision(card_of(name), title).rows if one.band == band]
    assert row.action is action


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_stamp_is_stronger_than_what_it_stands_for(name: str) -> None:
    """A row that begins with a suggestion, or with advice that is graded conditional, is not stamped as advice."""
    weak = ("suggest ", "Suggest ")
    for table in card_of(name).decisions:
        for row in table.rows:
            said = row.what[0].text
            first = said.startswith(weak) or (not said.startswith(("Give", "Order")) and "(conditional" in said)
            assert not (row.action is Action.ADVISE and first), row


def test_a_headline_says_no_more_than_the_statement() -> None:
    """A suggestion is one; a question is no advice; what is given has the name of the drug."""
    (home,) = card_of("pneumonia/curb65.mg").headlines
    assert home.reasons[0].text == "suggest treatment at home."
    (throat,) = card_of("throat/mcisaac.mg").headlines
    assert throat.reasons[-1].text == "see “Treat on clinical grounds, before the culture?”."
    (antidote,) = card_of("poisoning/acetylcysteine.mg").headlines
    assert antidote.title == "Give 21-hour infusion of acetylcysteine"


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_label_is_cut_within_brackets(name: str) -> None:
    """What a bracket opens, a label closes before it is cut short."""
    for departure in card_of(name).departures:
        assert departure.here.count("(") == departure.here.count(")"), departure.here


def _decides(guideline: ir.Guideline) -> set[int]:
    return {one.id for one in all_statements(guideline) if isinstance(one, ir.Decide)}


@pytest.mark.parametrize("name", PUBLISHED)
def test_wherever_the_module_halts_at_a_decision_the_card_has_a_row_for_it(name: str) -> None:
    """Of each case's patient every value is taken away in turn: where a decision then cannot be told, the card's walk
    has foreseen it."""
    guideline = published(name)
    foreseen, decides = halting(guideline), _decides(guideline)
    for case in guideline.cases:
        for value in case.patient.values:
            left = {one: said for one, said in case.patient.values.items() if one != value}
            result = evaluate(guideline, replace(case.patient, values=left))
            stuck = {step.id for step in result.trace if step.what == "halted" or step.branch == HALTED}
            assert stuck & decides <= foreseen, (case.name, value)


@pytest.mark.parametrize(
    ("name", "title", "band"),
    [
        (
            "poisoning/acetylcysteine.mg",
            "Staggered, or at an uncertain time?",
            "unknown whether “staggered or uncertain time”",
        ),
        ("atrial_fibrillation/cha2ds2_vasc.mg", "How high is the risk of stroke?", "undecided"),
        (
            "atrial_fibrillation/cha2ds2_vasc.mg",
            "Which valve disease?",
            "if no row above surely applies (mechanical heart valve or “moderate or severe mitral stenosis” unknown)",
        ),
        ("pneumonia/curb65.mg", "Where to treat", "undecided"),
    ],
)
def test_a_decision_without_an_unknown_branch_says_to_find_out(name: str, title: str, band: str) -> None:
    """The module halts and asks there; a reader is told the same."""
    rows = [row for row in decision(card_of(name), title).rows if row.action is Action.ASK]
    assert [row.band for row in rows] == [band]
    assert rows[0].what[0].text.startswith("Find out first")


def test_otherwise_stands_below_what_must_be_found_out() -> None:
    """Unknown angio-oedema is no reason to give an ACE inhibitor: "otherwise" is for those of whom all is known."""
    rows = decision(card_of("hypertension/step_ladder.mg"), "ACE inhibitor or ARB? (first row that applies)").rows
    assert rows[-2].band.startswith("if a row is undecided before one applies (")
    assert "angio-oedema" in rows[-2].band
    assert rows[-2].what[0].text == "Find out first; do not go on to “Otherwise”."
    assert (rows[-2].action, rows[-1].band) == (Action.ASK, "otherwise")


def test_a_dose_within_a_row_asks_for_its_weight() -> None:
    """A decision in a row of another has no row of its own: the line stands below its doses."""
    (row,) = [
        row for row in decision(card_of("throat/mcisaac.mg"), "Treatment: Allergic to penicillin?").rows if row.what[2:]
    ]
    assert (row.what[-1].lead, row.what[-1].text) == ("Weight is unknown:", "find out first.")


SETTLED = """guideline settled
  title "Settled"
  version 1.0.0
  status draft
  for "adults"
  applies when age at least 18 years
  issued 2026-11-22
  review by 2028-11-22

input age in years whole, plausible 0 to 120
input weight in kg, plausible 20 to 300
input dialysis yes or no

pathway

  when dialysis:
    advise "ask nephrology" uncited because "a test"
    end
  when weight is known:
    decide "Heavy?" by weight
      under 80 kg:
        advise "light" uncited because "a test"
      at least 80 kg:
        advise "heavy" uncited because "a test"
  decide "Old?" by age
    under 65 years:
      advise "young" uncited because "a test"
    at least 65 years:
      advise "old" uncited because "a test"
  decide "Dialysis?"
    dialysis:
      advise "never here" uncited because "a test"
    not dialysis:
      advise "always here" uncited because "a test"
  decide "How heavy?" by weight
    under 50 kg:
      advise "under 50" uncited because "a test"
    at least 50 kg:
      advise "50 or more" uncited because "a test"
"""


def test_what_the_way_has_settled_is_not_asked_for() -> None:
    """Age by "applies when", the weight by "is known", dialysis by an end: only the last decision may be unknown."""
    tables = card(guideline_of(SETTLED)).decisions
    asking = [
        table.title for table in tables if any(row.action is Action.ASK and len(table.rows) > 2 for row in table.rows)
    ]
    assert [title for title in asking if title != "What to do"] == ["How heavy?"]
