"""What no card can hold is a finding at the line that is at fault: MG904 names it, MG905 the sign without a glyph."""

from __future__ import annotations

import pytest
from milligram.diagnostics import Diagnostic
from milligram.ir.nodes import Guideline
from milligram.pipeline import check_text
from milligram.target import Choices
from milligram_targets.card import emit
from milligram_targets.card.fitting import MOST_CHARACTERS
from milligram_targets.card.papers import PAPERS

SMALL = """\
# a comment with a box: \U0001f4a9
guideline NAME
  title      "TITLE"
  version    VERSION
  status     draft
  for        "adults"

input level in mmol/L, plausible 1 to 10

pathway
  decide by level
    unknown:
      order level uncited because "own"
      end
    under 3 mmol/L:
      advise "eat" uncited because "own"ALLOW
    at least 3 mmol/L:
      end because "nothing to do"
"""


def guideline_of(name: str = "short", title: str = "A title", version: str = "1.0.0", allow: str = "") -> Guideline:
    """The small guideline with these words."""
    text = SMALL.replace("NAME", name).replace("TITLE", title).replace("VERSION", version)
    allowed = f'\n        allow MG000 because "{allow}"' if allow else ""
    found = check_text(text.replace("ALLOW", allowed)).guideline
    assert found is not None
    return found


def only(guideline: Guideline, paper: str = "a6") -> Diagnostic:
    """The one finding of the card, which writes no file."""
    emission = emit(guideline, frozenset({"pdf"}), Choices(paper=paper))
    assert emission.files == ()
    (found,) = emission.diagnostics
    return found


def quoted(found: Diagnostic) -> str:
    """The author's words at the finding."""
    return found.source.slice(found.span)


def test_the_small_guideline_prints() -> None:
    """So that what the tests below find is their own doing; a sign in a comment is not printed."""
    assert emit(guideline_of(), frozenset({"pdf"})).diagnostics == ()


LONG_NAME = "very_long_" * 24 + "name"
LONG_VERSION = "1.0.0-" + "candidate." * 24 + "1"


@pytest.mark.parametrize("paper", PAPERS)
def test_a_name_without_room_at_the_foot_is_named(paper: str) -> None:
    """Its line, its words, and where it has no room; on every paper."""
    found = only(guideline_of(name=LONG_NAME * 2), paper)
    assert found.code.code == "MG904"
    assert quoted(found) == LONG_NAME * 2
    assert found.source.line_of(found.span) == 2
    assert "line 2" in found.message
    assert LONG_NAME[:30] in found.message
    assert "foot" in found.message


def test_a_version_without_room_at_the_foot_is_named() -> None:
    """The version, where it is longer than the name."""
    found = only(guideline_of(version=LONG_VERSION))
    assert (found.code.code, quoted(found)) == ("MG904", LONG_VERSION)
    assert "line 4" in found.message
    assert "the version" in found.message


def test_a_reason_without_room_at_the_head_is_named() -> None:
    """The reason for what is not proved stands on every side; the text at fault is quoted as its author wrote it."""
    reason = 'no \\"bound\\" is known, ' * 12 + "yet"
    found = only(guideline_of(allow=reason))
    assert (found.code.code, quoted(found)) == ("MG904", reason)
    assert "line 17" in found.message
    assert 'no "bound" is known' in found.message
    assert "head" in found.message


def test_more_than_any_card_holds_names_the_longest_text() -> None:
    """A text of a hundred thousand characters is no card."""
    reason = "word " * (MOST_CHARACTERS // 5) + "end"
    found = only(guideline_of(title=reason))
    assert (found.code.code, quoted(found)) == ("MG904", reason)
    assert "line 3" in found.message
    assert len(found.message) < 250


@pytest.mark.parametrize("sign", ["\U0001f600", "血", "א", "𝔪"])
def test_a_sign_without_a_glyph_is_an_error_at_its_place(sign: str) -> None:
    """Never a box: the sign, its number and its line are told, and no file is written in any format."""
    guideline = guideline_of(title=f"Dose {sign} now")
    for form in ("pdf", "png", "svg"):
        assert emit(guideline, frozenset({form})).files == ()
    found = only(guideline)
    assert (found.code.code, quoted(found)) == ("MG905", sign)
    assert f"U+{ord(sign):04X}" in found.message
    assert "line 3" in found.message


def test_every_sign_without_a_glyph_is_told_once() -> None:
    """Two signs, the first of them twice: two findings."""
    emission = emit(guideline_of(title="血清 血"), frozenset({"png"}))
    assert [quoted(found) for found in emission.diagnostics] == ["血", "清"]


@pytest.mark.parametrize("text", ["Åse é ß ø", "ΑΩ μ λ", "Ж щ", "½ ≤ ± × – … “” °", "H₂O m² CO₂"])
def test_letters_of_europe_and_signs_of_the_ward_are_printed(text: str) -> None:
    """Latin, Greek, Cyrillic, fractions and indices have glyphs in all three weights."""
    assert emit(guideline_of(title=text), frozenset({"pdf"})).diagnostics == ()
