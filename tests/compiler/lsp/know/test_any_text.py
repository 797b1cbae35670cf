"""No question about a text fails, whatever the text is; and none takes long."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from milligram.lsp.know import Known, Refused
from milligram.lsp.know.completion import completions
from milligram.lsp.know.hints import hints
from milligram.lsp.know.hover import hover
from milligram.lsp.know.names import definition, references
from milligram.lsp.know.outline import folds, outline
from milligram.lsp.know.renaming import renamable, rename
from milligram.lsp.know.tokens import tokens
from milligram.source import Span

from tests.compiler.lsp.know.knowing import BAD, GOOD, GUIDELINES, SMALL, known, of_path

_WORD = re.compile(r"\S+")
TEXTS = [path.read_text(encoding="utf-8") for path in (*GUIDELINES, *BAD, *GOOD)]


def ask_about(about: Known) -> None:
    """Asks what needs no cursor, and holds the answers to what they promise."""
    text = about.source.text
    everywhere = Span(0, len(text))
    end = 0
    for token in tokens(about):
        assert end <= token.span.start < token.span.end <= len(text)
        assert "\n" not in text[token.span.start : token.span.end]
        end = token.span.end
    lines = text.count("\n") + 1
    for fold in folds(about):
        assert 1 <= fold.first < fold.last <= lines
    waiting = list(outline(about))
    while waiting:
        symbol = waiting.pop()
        assert symbol.span.start <= symbol.head.start <= symbol.head.end <= symbol.span.end <= len(text)
        assert symbol.name
        waiting += symbol.children
    for hint in hints(about, everywhere):
        assert 0 <= hint.at <= len(text)
        assert "\n" not in hint.text


def ask_at(about: Known, offset: int) -> None:
    """Asks everything that needs a cursor."""
    text = about.source.text
    found = hover(about, offset)
    assert found is None or (found.markdown and 0 <= found.span.start <= found.span.end <= len(text))
    for item in completions(about, offset):
        assert 0 <= item.replace.start <= offset <= item.replace.end <= len(text)
        assert "\n" not in text[item.replace.start : item.replace.end]
    places = references(about, offset, declaration=True)
    assert list(places) == sorted(set(places))
    assert set(references(about, offset, declaration=False)) <= set(places)
    declared = definition(about, offset)
    assert not places or set(declared) <= set(places)
    span = renamable(about, offset)
    edits = rename(about, offset, "quite_another_name")
    assert isinstance(span, Refused) == isinstance(edits, Refused)
    if not isinstance(span, Refused) and not isinstance(edits, Refused):
        assert span in {edit.span for edit in edits}
        assert {text[edit.span.start : edit.span.end] for edit in edits} == {text[span.start : span.end]}


@pytest.mark.parametrize("path", GUIDELINES, ids=[path.stem for path in GUIDELINES])
def test_every_question_is_answered_in_every_guideline(path: Path) -> None:
    about = of_path(path)
    ask_about(about)
    starts = [found.start() for found in _WORD.finditer(about.source.text)]
    for offset in (0, *starts[:: max(1, len(starts) // 60)], len(about.source.text)):
        ask_at(about, offset)


def test_every_question_is_answered_in_every_faulty_text() -> None:
    for path in BAD:
        about = of_path(path)
        ask_about(about)
        for found in about.diagnostics[:3]:
            for offset in (found.span.start, found.span.end):
                ask_at(about, offset)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_question_is_answered_in_a_text_cut_anywhere(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS).filter(lambda each: len(each) < 9000))
    cut = data.draw(st.integers(0, len(text)))
    start = max(0, cut - data.draw(st.sampled_from((10**6, 200, 40))))
    about = known(text[start:cut])
    ask_about(about)
    ask_at(about, cut - start)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_question_is_answered_where_something_is_put_in_or_taken_out(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SMALL)))
    out = data.draw(st.sampled_from((0, 1, 5, 60)))
    put = data.draw(st.one_of(st.text(max_size=6), st.sampled_from(("\n", '"', "(", "[", "\n\n  ", "µ", "💊", "|"))))
    text = f"{SMALL[:at]}{put}{SMALL[at + out :]}"
    about = known(text, SMALL)
    ask_about(about)
    for offset in (at, at + len(put), max(0, at - 3), -1, len(text) + 9):
        try_at = max(0, min(offset, len(text)))
        ask_at(about, try_at)
    hover(about, -1)
    completions(about, len(text) + 9)


@pytest.mark.parametrize("text", ["", "\n", " ", "#", '"', "\ufeff", "x" * 3000, "(" * 500, "a | b", "\x00", "  \n\tx"])
def test_every_question_is_answered_in_no_guideline_at_all(text: str) -> None:
    about = known(text)
    ask_about(about)
    for offset in (0, len(text) // 2, len(text)):
        ask_at(about, offset)


def test_a_text_that_cannot_be_decoded_has_answers_too() -> None:
    about = known("g\x00u\x00i\x00d\x00e\x00l\x00i\x00n\x00e\x00")
    assert about.file is None
    ask_about(about)
    ask_at(about, 3)
