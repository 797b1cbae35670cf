"""The page on checks: its examples are found or clean as it says, its table is the registry's, its figures add up."""

from __future__ import annotations

import re
from pathlib import Path

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


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", PAGE))
def test_a_link_points_to_a_file(link: str) -> None:
    assert (ROOT / "docs" / link).exists()


@pytest.mark.parametrize("anchor", re.findall(r"\]\(#([^)]*)\)", PAGE))
def test_a_link_within_the_page_points_to_a_heading(anchor: str) -> None:
    headings = re.findall(r"^#+ (.*)$", PAGE, re.M)
    assert anchor in {heading.lower().replace(" ", "-") for heading in headings}
