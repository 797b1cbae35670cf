"""What the checker finds in the two published documents: each fault with its sum, and nothing else without a reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from milligram.diagnostics import Diagnostic, Severity
from milligram.pipeline import CheckReport, check_text

PUBLISHED = Path(__file__).parents[2] / "guidelines" / "magnesium" / "as_published"


class Expected(NamedTuple):
    """One finding: its code, words of the line it stands on, and why it is right."""

    code: str
    line: str
    reason: str


VAGUE = "two readers take it differently: the document gives no number for it"
NO_CITATION = "the document calls its alternatives evidence-based and cites nothing for them"

EVIDENCE_SUMMARY = (
    Expected(
        "MG302",
        "serum_magnesium under 0.70 mmol/L (also 1.3 mEq/L, 1.7 mg/dL)",
        "magnesium has charge 2: 1.3 mEq/L is 0.65 mmol/L, and 0.70 mmol/L is 1.4 mEq/L",
    ),
    Expected(
        "MG306",
        "serum_magnesium under 0.70 mmol/L (also 1.3 mEq/L, 1.7 mg/dL)",
        "1.7 mg/dL agrees with 0.70 mmol/L within its digits, yet is 0.6994 mmol/L: low by one limit, not by the other",
    ),
    Expected(
        "MG303",
        "step 1: 12 mmol of magnesium at night (also 480 mg of magnesium) [r3, r4]",
        "12 mmol is 292 mg of the element; 480 mg is the mass of the oxide, 484 mg to the milligram",
    ),
    Expected(
        "MG503",
        "step 2 after 1 to 2 weeks when low_magnesium: 24 mmol of magnesium daily [r3]",
        "the document ends at 24 mmol, and says nothing of a level that is still low",
    ),
    Expected(
        "MG505",
        "step 2 after 1 to 2 weeks when low_magnesium: 24 mmol of magnesium daily [r3]",
        "the dose is doubled at 1 to 2 weeks, and the level is measured again at 2 to 3 weeks",
    ),
    Expected(
        "MG504",
        "step 1: 400 to 500 mg of magnesium_oxide daily [r3]",
        "500 mg initially, with a maximum of 1500 mg a day, and no step between",
    ),
    Expected(
        "MG506",
        'monitor levels "Monitoring timeline": serum_magnesium, serum_potassium, serum_calcium',
        "the document has potassium and calcium measured, and never says what to do with them",
    ),
    Expected(
        "MG101",
        'decide "Renal function assessment (mandatory)" by creatinine_clearance',
        "the document says nothing above 60 mL/min, where most patients are",
    ),
    Expected("MG103", "30 to 60 mL/min:", "20-30 and 30-60 both hold at exactly 30 mL/min, with different advice"),
    Expected(
        "MG401",
        "give documented_low [r3, r4]",
        "volume depletion is among the pitfalls, and no step of the algorithm asks for it",
    ),
    Expected(
        "MG406",
        "advise against magnesium",
        "against it for spasm, in favour of it for a low level: nothing is said of a patient who has both",
    ),
    Expected("MG902", 'advise "use extreme caution" [r3]', VAGUE),
    Expected("MG902", 'suggest "reduced doses with close monitoring" [r3]', f"`reduced doses`: {VAGUE}"),
    Expected("MG902", 'suggest "reduced doses with close monitoring" [r3]', f"`close monitoring`: {VAGUE}"),
    Expected(
        "MG902",
        'advise "start low and titrate slowly" because "to minimize GI effects" [r3]',
        f"`start low`: {VAGUE}",
    ),
    Expected(
        "MG902",
        'advise "start low and titrate slowly" because "to minimize GI effects" [r3]',
        f"`titrate slowly`: {VAGUE}",
    ),
    Expected("MG800", 'suggest "physical therapy and stretching exercises"', NO_CITATION),
    Expected("MG800", 'suggest "NSAIDs for pain and inflammation"', NO_CITATION),
    Expected("MG800", 'suggest muscle_relaxant because "for acute spasm"', NO_CITATION),
    Expected("MG800", 'suggest "heat therapy"', NO_CITATION),
    Expected("MG800", 'suggest "correction of postural or ergonomic factors"', NO_CITATION),
)

GIVES_ON_NO_SOURCE = "the article cites nothing, for its treatment either"
GIVES_NO_DOSE = "“within recommended doses” is all the article says of the dose"

ARTICLE = (
    Expected(
        "MG800",
        'caution magnesium when kidney_condition: refer to "a healthcare professional"',
        "the article cites nothing, and gives no limit of kidney function",
    ),
    Expected(
        "MG800",
        'refer to "a qualified healthcare professional, before using magnesium supplements"',
        "the article cites nothing for its disclaimer",
    ),
    *(
        Expected(code, 'give magnesium, dose unspecified "within recommended doses"', reason)
        for _week in ("weeks 1 and 2", "weeks 3 and 4")
        for code, reason in (("MG508", GIVES_NO_DOSE), ("MG800", GIVES_ON_NO_SOURCE))
    ),
    Expected("MG800", 'suggest "daily gentle stretching"', "the article cites nothing"),
    Expected("MG800", 'suggest "improve sleep and stress management"', "the article cites nothing"),
    Expected(
        "MG800",
        'suggest "maintain consistent relaxation habits for long-term benefit"',
        "the article cites nothing",
    ),
)

DOCUMENTS = {"evidence_summary": EVIDENCE_SUMMARY, "article": ARTICLE}


@cache
def report(document: str) -> CheckReport:
    path = PUBLISHED / f"{document}.mg"
    return check_text(path.read_text("utf-8"), path.name)


def line_of(found: Diagnostic) -> str:
    number = found.source.position(found.span.start).line
    return " ".join(found.source.text.splitlines()[number - 1].split())


def the_one(document: str, code: str) -> Diagnostic:
    (found,) = [each for each in report(document).diagnostics if each.code.code == code]
    return found


def said(found: Diagnostic) -> str:
    """The message and its help on one line."""
    return " ".join(f"{found.message} {found.help or ''}".split())


@pytest.mark.parametrize("document", DOCUMENTS)
def test_findings_are_these_and_no_others(document: str) -> None:
    """A finding that is new, lost or on another line fails, and says which."""
    lost = list(DOCUMENTS[document])
    without_reason = []
    for found in report(document).diagnostics:
        line = line_of(found)
        match = next((e for e in lost if e.code == found.code.code and e.line in line), None)
        if match is None:
            without_reason.append(f"{found.code.code} on `{line}`: {found.message}")
        else:
            lost.remove(match)
    assert without_reason == []
    assert lost == []


def test_threshold_in_equivalents_is_wrong_by_the_charge() -> None:
    found = the_one("evidence_summary", "MG302")
    assert found.level is Severity.ERROR
    for number in ("0.70 mmol/L", "1.3 mEq/L", "0.65 mmol/L", "1.4 mEq/L"):
        assert number in said(found)


def test_mass_equivalent_of_the_threshold_falls_on_its_other_side() -> None:
    found = the_one("evidence_summary", "MG306")
    assert "1.7 mg/dL" in said(found)
    assert "0.699" in said(found)
    assert "0.70 mmol/L" in said(found)


def test_dose_in_milligrams_is_of_the_oxide_and_not_of_the_element() -> None:
    found = the_one("evidence_summary", "MG303")
    assert found.level is Severity.ERROR
    for number in ("12 mmol", "292 mg", "480 mg", "magnesium_oxide", "484 mg"):
        assert number in said(found)


def test_exactly_30_is_in_both_renal_bands() -> None:
    found = the_one("evidence_summary", "MG103")
    assert found.level is Severity.ERROR
    assert "exactly 30 mL/min" in found.message
    assert "20 to 30 mL/min" in found.message
    assert "30 to 60 mL/min" in found.message
    assert found.witness is not None
    assert found.witness["creatinine_clearance"] == "30 mL/min"


def test_nothing_is_said_above_60() -> None:
    found = the_one("evidence_summary", "MG101")
    assert found.level is Severity.ERROR
    assert "over 60 mL/min" in found.message
    assert found.witness is not None
    assert float(found.witness["creatinine_clearance"].removesuffix(" mL/min")) > 60


def test_still_low_on_the_second_step_leads_nowhere() -> None:
    found = the_one("evidence_summary", "MG503")
    assert found.level is Severity.ERROR
    assert "on step 2" in found.message
    assert "then after 1 to 2 weeks when low_magnesium: refer to" in said(found)
    assert found.witness is not None
    assert found.witness["documented_low step"] == "2"
    assert float(found.witness["serum_magnesium"].removesuffix(" mmol/L")) < 0.70


def test_dose_is_decided_at_1_to_2_weeks_on_a_level_of_2_to_3_weeks() -> None:
    found = the_one("evidence_summary", "MG505")
    assert found.level is Severity.ERROR
    assert "step 2 is decided after 1 to 2 weeks" in said(found)
    assert "serum magnesium is not measured again until 2 to 3 weeks" in said(found)
    assert found.witness is not None
    assert found.witness["documented_low step"] == "1"
    assert found.witness["documented_low time"] == "7 d"


def test_oxide_stops_at_a_third_of_its_maximum() -> None:
    found = the_one("evidence_summary", "MG504")
    assert found.level is Severity.WARNING
    for number in ("500 mg", "1500 mg"):
        assert number in said(found)


def test_potassium_and_calcium_are_measured_for_nothing() -> None:
    found = the_one("evidence_summary", "MG506")
    assert found.level is Severity.WARNING
    assert "serum potassium and serum calcium are measured" in said(found)
    assert "serum magnesium" not in said(found)


@pytest.mark.parametrize(
    "words", ["extreme caution", "reduced doses", "close monitoring", "start low", "titrate slowly"]
)
def test_vague_words_of_the_evidence_summary(words: str) -> None:
    found = [each for each in report("evidence_summary").diagnostics if each.code.code == "MG902"]
    assert [words in each.message for each in found].count(True) == 1


def test_article_gives_magnesium_twice_without_a_dose() -> None:
    found = [each for each in report("article").diagnostics if each.code.code == "MG508"]
    assert len(found) == 2
    assert all("within recommended doses" in each.message for each in found)


def test_article_does_not_build_under_strict() -> None:
    assert not report("article").clean_enough(strict=True)


def test_evidence_summary_does_not_build() -> None:
    assert not report("evidence_summary").clean_enough()
