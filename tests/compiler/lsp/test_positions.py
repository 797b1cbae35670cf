"""Offsets and the places of the protocol, in each way to count columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from milligram.lsp.positions import Encoding, Places
from milligram.source import Span

PILL = "💊"
TEXTS = st.text(st.sampled_from([*"ab µ₂\n\r\u2028\u0085\x0c\t", PILL, "\u0301", "\ud800"]), max_size=30)


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", len("µ₂ 💊 ".encode())), ("utf-16", 6), ("utf-32", 5)])
def test_a_column_counts_what_was_agreed_with_the_editor(encoding: Encoding, column: int) -> None:
    text = f"input x\nµ₂ {PILL} x"
    assert Places(text, encoding).position(len(text) - 1) == types.Position(1, column)


def test_only_the_line_ends_of_the_protocol_end_a_line() -> None:
    text = "a\u2028b\x0cc\x85d\re\r\nf\n"
    places = Places(text, "utf-16")
    assert [places.position(text.index(each)).line for each in "abcdef"] == [0, 0, 0, 0, 1, 2]
    assert places.position(len(text)) == types.Position(3, 0)


@given(TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_every_offset_comes_back(text: str, encoding: Encoding) -> None:
    places = Places(text, encoding)
    for offset in range(len(text) + 1):
        back = places.offset(places.position(offset))
        inside_line_end = text[offset - 1 : offset + 1] == "\r\n"
        assert back == (offset - 1 if inside_line_end else offset)


@given(TEXTS, st.integers(0, 9), st.integers(0, 50), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_a_place_that_is_not_in_the_text_is_the_nearest_one(
    text: str, line: int, column: int, encoding: Encoding
) -> None:
    assert 0 <= Places(text, encoding).offset(types.Position(line, column)) <= len(text)


def test_a_column_within_a_character_is_its_start_and_one_beyond_the_line_its_end() -> None:
    places = Places(f"{PILL}a\nb", "utf-16")
    assert places.offset(types.Position(0, 1)) == 0
    assert places.offset(types.Position(0, 2)) == 1
    assert places.offset(types.Position(0, 99)) == 2
    assert places.offset(types.Position(99, 0)) == 4


def test_a_range_that_ends_before_it_starts_is_empty() -> None:
    wrong = types.Range(start=types.Position(0, 3), end=types.Position(0, 1))
    assert Places("abcdef", "utf-16").span(wrong) == Span(3, 3)
