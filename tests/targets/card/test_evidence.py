"""What stands behind the advice: every `never` rule is printed, a grade only where it was written."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.pipeline import check_text
from milligram_targets.card.content import card_json
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Card, Pitfall
from milligram_targets.card.phrases import Phrases, words
from milligram_targets.card.render import render_card
from milligram_targets.card.wording import Wording
from pypdf import PdfReader

ROOT = Path(__file__).parents[3] / "guidelines"
EVERY = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.mg"))


def read(text: str) -> ir.Guideline:
    """The IR of a text."""
    found = check_text(text).guideline
    assert found is not None
    return found


@cache
def guideline_of(name: str) -> ir.Guideline:
    """One of the guidelines of the project."""
    return read((ROOT / name).read_text(encoding="utf-8"))


def printed(made: Card) -> str:
    """What the PDF of a card says, without blanks and without marks that only let a line break."""
    pages = PdfReader(io.BytesIO(render_card(made))).pages
    return squeezed("".join(page.extract_text() for page in pages))


def squeezed(text: str) -> str:
    """The text without blanks, and without hyphens that print only at the end of a line."""
    return re.sub(r"\s|\u00ad|\u200b", "", text)


# --- never ------------------------------------------------------------------------------------------------------------


def unprinted(guideline: ir.Guideline, pitfalls: tuple[Pitfall, ...]) -> list[str]:
    """The `never` rules of which no sentence of their pitfall has the drug and the whole condition. Of two conditions
    on one value, the second may leave out the name that the first has: ``when INR over 5 or is unknown``."""
    wording, missing = Wording(guideline, Phrases(words("en"))), []
    for pitfall, shown in zip(guideline.pitfalls, pitfalls, strict=True):
        for rule in pitfall.rules:
            drug, condition = wording.title(rule.target), wording.condition(rule.condition)
            (said,) = [text for text in shown.never if text.startswith(f"give {drug} when ")] or [""]
            names = [one.title for one in guideline.inputs.values() if condition.startswith(f"{one.title} ")]
            short = [(f"{name} ", f" or {condition.removeprefix(f'{name} ')}") for name in names]
            if condition not in said and not any(name in said and tail in said for name, tail in short):
                missing.append(f"{drug}: {condition}")
    return missing


@pytest.mark.parametrize("name", EVERY)
def test_every_never_rule_is_on_the_card(name: str) -> None:
    """Its drug and its condition, in the card's values and in print."""
    guideline, made = guideline_of(name), card(guideline_of(name))
    assert unprinted(guideline, made.pitfalls) == []
    rules = [rule for pitfall in made.pitfalls for rule in pitfall.never]
    if rules:
        text = printed(made)
        assert [rule for rule in rules if squeezed(f"Never {rule}") not in text] == []


MADE_UP = """guideline inr
  title "Warfarin by INR"
  version 1.0.0
  status draft
  for "adults"

source a "A"

substance warfarin
substance heparin

input inr "INR" number, plausible 0.5 to 20
input bleeding yes or no

pitfall "{title}" [a]
{rules}

pathway
  when bleeding:
    refer to "the ward" [a]
    end
  advise "rest" [a]
"""


@pytest.mark.parametrize(
    "title",
    [
        "Never give warfarin when not bleeding",
        "INR over 5 is not yet bleeding: warfarin may be given when unknown",
        "Warfarin is not the cause of every bleeding",
        "Bleeding with an INR over 5 or unknown: warfarin is safe",
        "Never give warfarin when bleeding",
    ],
)
def test_a_title_silences_no_rule(title: str) -> None:
    """The words of the rule in the title may say its opposite: the rule is printed whatever the title says."""
    rules = ["bleeding", "inr over 5", "inr is unknown"]
    text = MADE_UP.format(title=title, rules="\n".join(f"  never give warfarin when {rule}" for rule in rules))
    made = card(read(text))
    assert unprinted(read(text), made.pitfalls) == []
    (pitfall,) = made.pitfalls
    assert pitfall.never == ("give warfarin when bleeding, or when INR over 5 or is unknown.",)
    assert squeezed("Never give warfarin when bleeding, or when INR over 5 or is unknown.") in printed(made)


def test_a_rule_on_another_drug_between_two_names_no_wrong_value() -> None:
    """“bleeding or is unknown” was said of an INR that the rule of the other drug named."""
    rules = ["warfarin when bleeding", "heparin when inr over 5", "warfarin when inr is unknown"]
    text = MADE_UP.format(title="Take care", rules="\n".join(f"  never give {rule}" for rule in rules))
    (pitfall,) = card(read(text)).pitfalls
    assert pitfall.never == (
        "give warfarin when bleeding, or when INR is unknown.",
        "give heparin when INR over 5.",
    )


# --- grades -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in EVERY if "as_published" not in name])
def test_a_grade_stands_at_its_recommendation_and_at_no_source(name: str) -> None:
    """One strong sentence of seven makes no source “Graded: strong”; the grade is read where it was written, and the
    record says what grades are."""
    guideline, made = guideline_of(name), card(guideline_of(name))
    wording = Wording(guideline, Phrases(words("en")))
    assert [source.grade for source in made.sources if source.grade] == []
    grades = {wording.grade(statement.notes) for statement in all_statements(guideline)} - {""}
    said = card_json(made, grey=False).split('"words"')[0]
    assert [grade for grade in grades if f"({grade})" not in repr(made)] == []
    assert (words("en")["grades"] in said) == bool(grades)


def test_a_source_shows_the_grade_that_it_bears() -> None:
    """Written behind the source or its finding; the source that a graded sentence cites beside it shows none."""
    text = MADE_UP.format(title="Take care", rules='  unchecked because "a test"')
    sources = 'source a "A" (strong)\nsource b "B"\n  finding "x" (conditional, low)\nsource c "C"\n'
    text = text.replace('source a "A"\n', sources).replace('"rest" [a]', '"rest" (strong) [a, c]')
    made = card(read(text))
    assert [source.grade for source in made.sources] == ["strong", "conditional, low certainty", ""]
    text = printed(made)
    assert text.count(squeezed("Graded:")) == 2
    assert squeezed("[1] A. Graded: strong.") in text
    assert squeezed("Rest (strong)") in text
