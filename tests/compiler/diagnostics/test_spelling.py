"""A misspelt word finds the one it was meant to be, and none that another drug or salt goes by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.diagnostics.spelling import close, closest


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("unknwon", ("known", "unknown"), "unknown"),
        ("sorce", ("score", "source"), "source"),
        ("Low-Magnesium", ("low_magnesium",), "low_magnesium"),
        ("agee", ("sex", "age"), "age"),
        ("si", ("is", "of"), "is"),
        ("magnesium_oxide", ("magnesium",), None),
        ("low_magnesium", ("serum_magnesium",), None),
        ("on", ("or", "by"), None),
        ("x" * 61, ("x" * 60,), None),
    ],
)
def test_the_nearest_word_is_found_when_it_is_near(word: str, known: tuple[str, ...], meant: str | None) -> None:
    assert closest(word, known) == meant


@given(st.text("abc_", min_size=3, max_size=8), st.integers(0, 7), st.sampled_from("abcz"))
def test_one_letter_changed_is_always_near(word: str, place: int, letter: str) -> None:
    place %= len(word)
    assert close(word[:place] + letter + word[place + 1 :], [word]) == [word]
