"""The grammar holds no conflict, the automaton does what Lark does, and the tables survive a bad cache folder."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import lark
import pytest
from milligram.source import SourceFile
from milligram.syntax import RESERVED, machine, parse, tables
from milligram.syntax.characters import clean
from milligram.syntax.grammar_file import grammar_text
from milligram.syntax.layout import Chunk, lay_out
from milligram.syntax.recovery import ChunkReader

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.mg"))


@cache
def by_lark() -> lark.Lark:
    return lark.Lark(grammar_text(), parser="lalr", lexer="contextual", start="declaration", strict=True)


def test_strict_mode_refuses_nothing() -> None:
    """Strict: no shift/reduce conflict, no reduce/reduce conflict, no two terminals of a state that match one text."""
    assert by_lark().terminals


def test_strict_mode_would_refuse_a_conflict() -> None:
    """The test above can fail: a dangling choice is refused."""
    ambiguous = grammar_text().replace("_simple: give |", '_simple: give | "give" NAME |')
    assert ambiguous != grammar_text()
    with pytest.raises(lark.exceptions.GrammarError):
        tables.build(ambiguous, strict=True)


def test_normal_mode_resolves_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Lark logs each conflict that it settles by shifting; it settles none."""
    lark.logger.setLevel(logging.DEBUG)
    lark.logger.addHandler(caplog.handler)
    try:
        lark.Lark(grammar_text(), parser="lalr", lexer="contextual", start="declaration", debug=True)
    finally:
        lark.logger.removeHandler(caplog.handler)
        lark.logger.setLevel(logging.CRITICAL)
    assert [record.getMessage() for record in caplog.records if "onflict" in record.getMessage()] == []


def test_reserved_words_are_the_keyword_terminals() -> None:
    """RESERVED is read from the grammar's text; Lark finds the same words."""
    words = {t.pattern.value for t in by_lark().terminals if t.pattern.type == "str"}
    assert {word for word in words if word[0].isalpha()} == RESERVED
    assert {"min", "step", "when", "unknown", "log10"} <= RESERVED
    assert not {"low", "high", "strong", "common", "oral", "draft"} & RESERVED


def _shape(value: lark.Tree[lark.Token] | lark.Token | machine.Value) -> object:
    if isinstance(value, lark.Token):
        return (value.type, str(value))
    if isinstance(value, machine.Token):
        return (value.type, value.text)
    return (str(value.data), [_shape(child) for child in value.children])


def _read_by_lark(text: str, chunk: Chunk) -> lark.Tree[lark.Token]:
    """The chunk through Lark's own lexer and parser, line by line."""
    parser = by_lark().parse_interactive("")
    depth = 0
    for line in chunk.lines:
        for _ in range(abs(line.depth - depth)):
            parser.feed_token(lark.Token("_INDENT" if line.depth > depth else "_DEDENT", ""))
        depth = line.depth
        words = text[line.start : line.end].replace("\n", " ")
        thread = by_lark().parser._make_lexer_thread(words)
        assert isinstance(thread, lark.lexer.LexerThread)
        for token in thread.lex(parser.parser_state):  # type: ignore[no-untyped-call]
            parser.feed_token(token)
        parser.feed_token(lark.Token("_NL", ""))
    for _ in range(depth):
        parser.feed_token(lark.Token("_DEDENT", ""))
    tree = parser.feed_eof()  # type: ignore[no-untyped-call]
    assert isinstance(tree, lark.Tree)
    return tree


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_automaton_reads_as_lark_does(path: Path) -> None:
    """Same tokens and same tree, for every declaration of every sample."""
    source = SourceFile(path.name, path.read_text(encoding="utf-8"))
    layout = lay_out(source, clean(source).text)
    assert layout.chunks
    for chunk in layout.chunks:
        ours = ChunkReader(source, layout.text, chunk, set()).read()
        assert ours is not None
        assert _shape(ours) == _shape(_read_by_lark(layout.text, chunk))


# --- the stored tables ----------------------------------------------------------------------------------------------

_PROGRAM = """
import sys
from milligram.source import SourceFile
from milligram.syntax import parse
print(len(parse(SourceFile("a.mg", "class arb of losartan\\n")).file.declarations), "lark" in sys.modules)
"""


def _run(folder: Path) -> list[str]:
    """What a fresh process says with this cache folder: how many declarations, and whether Lark was imported."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env={"XDG_CACHE_HOME": str(folder), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_lark_is_imported_once(tmp_path: Path) -> None:
    """The first run builds and stores the tables; the second reads them and never imports Lark."""
    assert _run(tmp_path) == ["1", "True"]
    assert [path.suffix for path in (tmp_path / "milligram").iterdir()] == [".json"]
    assert _run(tmp_path) == ["1", "False"]


@pytest.mark.parametrize("spoil", ["", "{", "\x00", "null", "half", "one digit"])
def test_a_corrupt_cache_is_built_anew(tmp_path: Path, spoil: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty, rubbish, cut off, or changed in one digit and still JSON: none of it is used, and the file is mended."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert tables.tables.__wrapped__() == tables.tables()
    (file,) = (tmp_path / "milligram").iterdir()
    good = file.read_text(encoding="utf-8")
    bad = {"half": good[: len(good) // 2], "one digit": good.replace('"start":0', '"start":1')}.get(spoil, spoil)
    assert bad != good
    file.write_text(bad, encoding="utf-8")
    assert tables.tables.__wrapped__() == tables.tables()
    assert file.read_text(encoding="utf-8") == good


def test_the_same_grammar_gives_the_same_tables() -> None:
    """Lark's own numbering differs from run to run; ours does not."""
    assert tables.build(grammar_text()) == tables.build(grammar_text())


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "milligram").write_text("", encoding="utf-8")
    assert _run(tmp_path) == ["1", "True"]


def test_no_pattern_can_run_away() -> None:
    """Each terminal, on long input that almost matches, answers at once: no pattern backtracks without bound."""
    almost = [
        "a" * 20_000,
        "mg/" * 20_000,
        "[" * 20_000,
        "{" * 20_000,
        '"' + "\\a" * 20_000,
        "9" * 20_000,
        "(" + " " * 20_000,
    ]
    for terminal in tables.tables().terminals:
        pattern = re.compile(terminal.pattern if not terminal.is_text else re.escape(terminal.pattern))
        for text in almost:
            pattern.match(text + "\x01")


@pytest.mark.parametrize("formula", ["(60 / rate in /min) ^ 0.5", "max((rate in /min), 3)", "(rate in /{1.73_m2})"])
def test_a_unit_that_starts_with_a_slash_ends_before_a_closing_bracket(formula: str) -> None:
    parsed = parse(SourceFile("a.mg", f"define x: {formula}\n"))
    assert parsed.diagnostics == ()
