"""The Pygments lexer: every character of every guideline, in order, and no error in any."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from milligram.highlight.lexer import TOKENS, MilligramLexer
from milligram.highlight.pieces import pieces
from milligram.highlight.rules import rules
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename, guess_lexer
from pygments.token import Error, Keyword, Number, String

from tests.editors.lexed import lexed

ROOT = Path(__file__).parents[2]
TEXTS = sorted([*ROOT.glob("guidelines/**/*.mg"), *ROOT.glob("tests/cases/good/*.mg")])
BAD = sorted(ROOT.glob("tests/cases/bad/*.mg"))
CURB = ROOT / "guidelines" / "pneumonia" / "curb65.mg"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_guideline_is_coloured_from_end_to_end_and_nothing_in_it_is_an_error(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tokens = list(MilligramLexer(stripnl=False, ensurenl=False).get_tokens(text))
    assert "".join(value for _, value in tokens) == text
    assert [value for kind, value in tokens if kind is Error] == []


def test_any_text_comes_back_as_it_was() -> None:
    """Wrong guidelines, and the pieces that are left when one is cut anywhere."""
    for path in BAD:
        text = path.read_bytes().decode("utf-8", "replace")
        for cut in (text, text[: len(text) // 2], text[len(text) // 3 :]):
            assert "".join(piece.text for piece in pieces(cut)) == cut


def test_a_long_line_of_anything_is_read_in_one_pass() -> None:
    """No pattern tries one place again and again: twice the text is twice the pieces, in a moment."""
    for part in ("a", "1", "(", "[a,", '"', " ", "mg/", "10^", "{a}/", "( 5 ", "strong, "):
        text = part * 20_000
        assert sum(len(piece.text) for piece in pieces(text)) == len(text)


def test_what_a_word_processor_writes_is_an_error() -> None:
    tokens = list(MilligramLexer().get_tokens("pathway\n  advise “rest” – now\n"))
    assert [value for kind, value in tokens if kind is Error] == ["“", "”", "–"]


def test_keywords_numbers_and_texts_are_pygments_own() -> None:
    """Their tokens are of the families that every style colours."""
    text = CURB.read_text(encoding="utf-8")
    at: dict[int, object] = {}
    for start, kind, value in MilligramLexer().get_tokens_unprocessed(text):
        at |= dict.fromkeys(range(start, start + len(value)), kind)
    families = {"NUMBER": Number, "STRING": String, "UNIT": Keyword.Type, "WHEN": Keyword, "SCORE": Keyword}
    seen = set()
    for name, start, end in lexed(text):
        if name in families:
            seen.add(name)
            assert all(at[place] in families[name] for place in range(start, end) if text[place] != " ")
    assert seen == set(families)


def test_every_category_has_a_token() -> None:
    assert {mark for rule in rules() for mark in rule.marks} <= set(TOKENS)


def test_an_installed_milligram_announces_the_language() -> None:
    (found,) = entry_points(group="pygments.lexers", name="milligram")
    assert found.load() is MilligramLexer
    assert isinstance(get_lexer_by_name("milligram"), MilligramLexer)
    assert isinstance(get_lexer_by_name("mg"), MilligramLexer)
    assert isinstance(get_lexer_for_filename("x.mg"), MilligramLexer)
    assert isinstance(guess_lexer(CURB.read_text(encoding="utf-8")), MilligramLexer)


def test_pygmentize_colours_a_guideline() -> None:
    command = [sys.executable, "-m", "pygments", "-l", "milligram", "-f", "html", str(CURB)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=60)
    assert '<span class="kd">guideline</span>' in done.stdout
    assert 'class="err"' not in done.stdout
