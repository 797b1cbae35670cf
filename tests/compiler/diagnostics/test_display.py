"""Text is measured in columns, wrapped to them, and never printed raw."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.diagnostics.display import columns_of, visible, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [("25 µg", 5), ("頸部", 4), ("e\u0301", 1), ("😀", 2), ("m²", 2), ("–", 1), ("\u1112\u1161", 2)],
)
def test_columns_are_those_of_a_terminal(text: str, columns: int) -> None:
    assert columns_of(text) == columns


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\u202eb", "a<U+202E>b"),
        ("a\x1b[31mb", "a<U+001B>[31mb"),
        ("a\u200bb", "a<U+200B>b"),
        ("a\ufeffb", "a<U+FEFF>b"),
        ("a\udcb5b", "a<B5>b"),
        ("a\ud800b", "a<U+D800>b"),
        ("a\ue000b", "a<U+E000>b"),
        ("two\n  lines\tand tabs", "two lines and tabs"),
    ],
)
def test_what_is_not_shown_is_written_by_its_number(raw: str, shown: str) -> None:
    assert visible(raw) == shown


def test_words_are_wrapped_at_spaces_and_cut_only_when_longer_than_a_line() -> None:
    assert wrap("one two three four", 9) == ["one two", "three", "four"]
    assert wrap("one two three four", 9, first=4) == ["one", "two three", "four"]
    assert wrap("abcdefghijklmnopqrst uv", 8) == ["abcdefgh", "ijklmnop", "qrst uv"]
    assert wrap("", 20) == [""]


def test_a_first_line_with_no_room_is_left_empty() -> None:
    assert wrap("reason", 10, first=9) == ["", "reason"]


@given(st.text(max_size=300), st.integers(8, 60), st.integers(0, 60))
def test_wrapping_keeps_the_width_and_every_character(text: str, width: int, first: int) -> None:
    lines = wrap(text, width, first=first)
    assert all(columns_of(line) <= width for line in lines)
    assert first + columns_of(lines[0]) <= max(width, first)
    assert "".join(lines).replace(" ", "") == visible(text).replace(" ", "")
