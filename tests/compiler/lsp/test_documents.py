"""Texts as the editor changes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from milligram.lsp.documents import Document, path_of
from milligram.lsp.positions import Encoding, Places

PIECES = st.lists(st.sampled_from([*"ab µ₂\n\u2028", "\r\n", "💊"]), max_size=12).map("".join)


@given(
    PIECES,
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), PIECES), max_size=5),
    st.sampled_from(["utf-8", "utf-16", "utf-32"]),
)
def test_changes_leave_the_text_that_the_editor_has(
    text: str, edits: list[tuple[int, int, str]], encoding: Encoding
) -> None:
    document = Document("untitled:1", 1, text, encoding)
    changes: list[types.TextDocumentContentChangeEvent] = []
    for first, second, new in edits:
        places = Places(text, encoding)
        start, end = sorted(places.offset(places.position(min(offset, len(text)))) for offset in (first, second))
        where = types.Range(start=places.position(start), end=places.position(end))
        changes.append(types.TextDocumentContentChangePartial(range=where, text=new))
        text = text[:start] + new + text[end:]
    assert document.changed(2, changes).text == text


def test_a_change_without_a_range_is_the_whole_text() -> None:
    document = Document("untitled:1", 1, "a", "utf-16")
    changed = document.changed(2, [types.TextDocumentContentChangeWholeDocument(text="b\r\nc")])
    assert (changed.text, changed.source.text, changed.version) == ("b\r\nc", "b\nc", 2)


def test_the_compiler_reads_the_lines_of_the_editor() -> None:
    document = Document("untitled:1", 1, "guideline g\r\n  title µ\rx", "utf-16")
    assert document.source.text == "guideline g\n  title µ\nx"
    assert document.places.position(document.source.text.index("x")) == types.Position(2, 0)


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///notes/a%20b/neck.mg", "/notes/a b/neck.mg"),
        ("file:///C:/x/neck.mg", "C:/x/neck.mg"),
        ("file:///c%3A/x/neck.mg", "c:/x/neck.mg"),
        ("file://server/share/neck.mg", "//server/share/neck.mg"),
        ("untitled:Untitled-1", "Untitled-1"),
        ("git:/neck.mg?%7B%22ref%22%7D", "/neck.mg"),
        ("http://[", "http://["),
        ("", ""),
    ],
)
def test_a_text_has_a_path_to_be_shown(uri: str, path: str) -> None:
    assert path_of(uri) == path
