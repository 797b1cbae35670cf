"""Offsets, lines and columns: what every message's place rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.source import NOWHERE, SourceFile, Span


@pytest.mark.parametrize(
    ("offset", "line", "column"),
    [(0, 1, 1), (2, 1, 3), (3, 1, 4), (4, 2, 1), (5, 3, 1), (6, 3, 2), (99, 3, 3), (-5, 1, 1)],
)
def test_places_count_from_one_and_stop_at_the_ends(offset: int, line: int, column: int) -> None:
    assert SourceFile("a.mg", "µg \n\nxy").position(offset) == (line, column)


def test_lines_are_without_their_ends_and_empty_outside_the_file() -> None:
    source = SourceFile("a.mg", "one\ntwo\n")
    assert [source.line_text(n) for n in (0, 1, 2, 3, 4)] == ["", "one", "two", "", ""]


def test_the_author_s_words_and_the_span_over_two() -> None:
    source = SourceFile("a.mg", "under 20 mL/min")
    assert source.slice(Span(6, 8)) == "20"
    assert Span(6, 8).to(Span(0, 5)) == Span(0, 8)
    assert source.slice(NOWHERE) == ""
    assert source.line_of(Span(6, 8)) == 1


def test_the_digest_depends_on_the_text_alone_and_takes_any_text() -> None:
    assert SourceFile("a.mg", "x").digest == SourceFile("b.mg", "x").digest
    assert SourceFile("a.mg", "x").digest != SourceFile("a.mg", "y").digest
    assert len(SourceFile("a.mg", "\udcff").digest) == 64


@given(st.text(alphabet="ab\nµ頸", max_size=60), st.integers(0, 60))
def test_a_place_leads_back_to_its_offset(text: str, offset: int) -> None:
    source = SourceFile("a.mg", text)
    place = source.position(offset)
    back = sum(len(line) + 1 for line in text.split("\n")[: place.line - 1]) + place.column - 1
    assert back == min(offset, len(text))
