"""Texts of a card: what stays together, what may break, and what can never be printed as mark-up or hidden."""

from __future__ import annotations

import pytest
from milligram_targets.card.text import plain, runs


def whole(text: str) -> list[str]:
    """The parts of a text that may not break."""
    return [str(run["t"]) for run in runs(text) if run.get("k")]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("give 12 mmol at night", ["12 mmol"]),
        ("under 0.70 mmol/L is low", ["0.70 mmol/L"]),
        ("20 to under 30 mL/min", ["20 to", "30 mL/min"]),
        ("after 1 to 2 weeks, if low", ["1 to", "2 weeks,"]),
        ("12 24 mmol", ["24 mmol"]),
        ("values in mg/dL only", ["mg/dL"]),
        ("at least 60 mL/min/1.73 m² twice", ["60 mL/min/1.73 m²"]),
        ("under 1.5 10^9/L, of all", ["1.5 10^9/L,"]),
        ("g1 g2 or g3a", ["g2 or"]),
        ("see Reference 3. Then step 2; go on", ["Reference 3.", "step 2;"]),
        ("nothing to keep", []),
    ],
)
def test_a_number_stays_with_its_unit(text: str, kept: list[str]) -> None:
    """A number and the word after it are one piece, and so is a unit with a slash."""
    assert whole(text) == kept


@pytest.mark.parametrize("text", ["give 12 mmol, at night", "a b c", "", "7", "x" * 90, "mg/dL 1 2 3"])
def test_no_text_is_lost(text: str) -> None:
    """The runs put together are the text, save for the hyphens that only print at a line end."""
    assert "".join(str(run["t"]) for run in runs(text)).replace("\u00ad", "") == text


def test_references_hang_on_the_last_word() -> None:
    """References stand in the same unbreakable run as the last word."""
    assert runs("do not give", refs=(3, 4)) == [{"t": "do not "}, {"t": "give", "k": True, "r": "[3,4]"}]
    assert runs("at 5 mg", refs=(1,))[-1] == {"t": "5 mg", "k": True, "r": "[1]"}


def test_a_long_word_may_break() -> None:
    """A word that is longer than a line can hold gets places to break; a common drug name does not."""
    assert "\u00ad" in str(runs("x" * 60)[0]["t"])
    assert runs("hydrochlorothiazide") == [{"t": "hydrochlorothiazide"}]


@pytest.mark.parametrize("name", ["10.1161/CIRCULATIONAHA.106.618470", "cha2ds2_vasc_of_a_longer_name", "x1" * 30])
def test_an_identifier_breaks_without_a_hyphen(name: str) -> None:
    """A hyphen in a DOI would be read as part of it: it breaks at a zero-width space, after its own marks first."""
    text = "".join(str(run["t"]) for run in runs(name))
    assert "\u00ad" not in text
    assert "\u200b" in text
    assert text.replace("\u200b", "") == name
    assert max(map(len, text.split("\u200b"))) <= 10


def test_controls_and_missing_glyphs_are_shown() -> None:
    """Text that would reorder or print as an empty box stands as its code point."""
    assert plain("a\u202eb\u2066c") == "a[U+202E]b[U+2066]c"
    assert plain("dose \U0001f600") == "dose [U+1F600]"
    assert plain("two\nlines\tand \u00a0 more") == "two lines and more"
