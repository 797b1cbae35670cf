"""The page on checks: its examples are found or clean as it says, its table is the registry's, its figures add up."""

from __future__ import annotations

import re
from pathlib import Path

import milligram
import pytest
from milligram.cli.options import SECONDS, STEPS
from milligram.pipeline import check_text
from milligram.prove.budget import Budget
from milligram.prove.terms import MOST_WAYS

from tests.docs.fences import blocks

ROOT = Path(__file__).parents[2]
PATH = ROOT / "docs" / "checks.md"
PAGE = PATH.read_text("utf-8")
WORDS = " ".join(PAGE.split())
EXAMPLES = blocks(PAGE, "mg")


def codes(text: str) -> list[str]:
    """What `check` finds, by code."""
    return sorted(found.code.code for found in check_text(text, "example.mg").diagnostics)


def test_the_page_shows_what_is_found_and_what_is_not() -> None:
    assert len(EXAMPLES) >= 4
    assert {bool(each.finds) for each in EXAMPLES} == {True, False}


def test_a_number_that_is_not_whole_falls_between() -> None:
    """ "Without that word, somebody of 64.5 years is shown (MG111)." """
    (text,) = [each.text for each in EXAMPLES if each.text.startswith("guideline bands")]
    (found,) = check_text(text.replace("in years whole", "in years"), "bands.mg").diagnostics
    assert found.code.code == "MG111"
    assert found.witness is not None
    assert found.witness["age"] == "64.5 years"


def test_nobody_is_lighter_and_that_broad() -> None:
    """ "Were its limit 43 kg, nobody would come to it" """
    (text,) = [each.text for each in EXAMPLES if each.text.startswith("guideline body_mass")]
    assert codes(text.replace("under 44 kg", "under 43 kg")) == ["MG105"]


def test_the_limits_named_are_those_of_the_prover() -> None:
    assert Budget().nodes == STEPS
    assert f"{STEPS // 1_000_000} million steps (`--steps`), and {SECONDS:g} seconds (`--budget`)" in WORDS
    assert f"more than {MOST_WAYS} ways" in WORDS


def test_a_birth_to_come_is_left_out_and_not_refused() -> None:
    """ "An age from `years since birth` is taken to be 0 or more. A run does not refuse" one below."""
    text = (
        'guideline a\n  title "A"\n  version 0.1.0\ninput birth date\ninput today date\ndefine age: years since birth\n'
        'pathway\n  decide by age\n    0 to under 65 years:\n      note "a"\n    at least 65 years:\n      note "b"\n'
    )
    assert codes(text) == []
    assert milligram.compile(text).evaluate({"birth": "2030-01-01", "today": "2026-01-01"}).faults


def test_who_is_unknown_to_be_on_a_step_is_looked_at() -> None:
    """ "and on a step that nobody knows": the branch for them says nothing."""
    text = (
        'guideline a\n  title "A"\n  version 0.1.0\nsource s "S"\nsubstance metformin formula C4H11N5\n'
        "regimen r of metformin\n  step 1: 500 mg daily [s]\npathway\n  give r [s]\n"
        'pathway later\n  decide by r step\n    0 to 1:\n      note "a"\n    unknown:\n      continue\n'
    )
    (found,) = [each for each in check_text(text, "a.mg").diagnostics if each.code.code == "MG201"]
    assert found.witness is not None
    assert found.witness["r step"] == "unknown"


def test_the_figures_of_the_mutants_add_up() -> None:
    made, same, unread, judged = (int(each.replace(",", "")) for each in _figures("made", "changed", "could", "judged"))
    assert made - same - unread == judged
    assert "0014-the-oracle-shares-nothing" in PAGE


def _figures(*words: str) -> list[str]:
    """The numbers of the paragraph on mutants, by the word behind each."""
    said = WORDS.split("In the whole run, ", 1)[1]
    forms = {
        "made": r"([\d,]+) mutants were made",
        "changed": r"([\d,]+) changed nothing",
        "could": r"([\d,]+) could not be read",
        "judged": r"Of ([\d,]+) judged",
    }
    return [re.findall(forms[word], said)[0] for word in words]


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", PAGE))
def test_a_link_points_to_a_file(link: str) -> None:
    assert (ROOT / "docs" / link).exists()


@pytest.mark.parametrize("anchor", re.findall(r"\]\(#([^)]*)\)", PAGE))
def test_a_link_within_the_page_points_to_a_heading(anchor: str) -> None:
    headings = re.findall(r"^#+ (.*)$", PAGE, re.M)
    assert anchor in {heading.lower().replace(" ", "-") for heading in headings}
