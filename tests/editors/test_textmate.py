"""The grammar for VS Code, run by VS Code's own engine, against the language's own lexer and against our rules."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from milligram.highlight.pieces import pieces
from milligram.highlight.rules import FIELDS, Category
from milligram.highlight.textmate import SCOPES, scope
from milligram.lsp.know import offers
from milligram.syntax import RESERVED

from tests.editors.lexed import CATEGORIES, WORD, lexed

ROOT = Path(__file__).parents[2]
TEXTS = sorted([*ROOT.glob("guidelines/**/*.mg"), *ROOT.glob("tests/cases/good/*.mg")])
SAMPLES = Path(__file__).with_name("samples")


@cache
def tokenised(extension: Path, texts: tuple[str, ...]) -> list[list[tuple[int, int, str]]]:
    """For each text its tokens: start and end in UTF-16 units of the whole text, and the scopes."""
    done = subprocess.run(
        ["node", str(extension / "test" / "tokenise.mjs")],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return [list(_in_text(text, lines)) for text, lines in zip(texts, json.loads(done.stdout), strict=True)]


def units(text: str) -> int:
    """How long a text is for VS Code."""
    return len(text.encode("utf-16-le")) // 2


def _in_text(text: str, lines: list[list[tuple[int, int, str]]]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for line, tokens in zip(text.split("\n"), lines, strict=True):
        for start, end, scopes in tokens:
            # the engine counts the end of a line, which it adds, as a part of the last token
            yield at + start, at + min(end, units(line)), scopes
        at += units(line) + 1


def scopes_at(text: str, tokens: list[tuple[int, int, str]]) -> list[str]:
    """The scopes of each code point."""
    by_unit = [""] * (units(text) + 1)
    for start, end, scopes in tokens:
        for at in range(start, end):
            by_unit[at] = scopes
    out, at = [], 0
    for char in text:
        out.append(by_unit[at])
        at += units(char)
    return out


@pytest.fixture(scope="module")
def guidelines(extension: Path) -> dict[str, tuple[str, list[str]]]:
    texts = tuple(path.read_text(encoding="utf-8") for path in TEXTS)
    read = tokenised(extension, texts)
    return {
        str(path.relative_to(ROOT)): (text, scopes_at(text, tokens))
        for path, text, tokens in zip(TEXTS, texts, read, strict=True)
    }


def test_what_the_language_s_lexer_calls_a_keyword_a_number_a_unit_or_a_text_is_coloured_as_one(
    guidelines: dict[str, tuple[str, list[str]]],
) -> None:
    """Every token of every guideline, and of every clean case; and no name is coloured as a keyword or a unit."""
    wrong = []
    seen = 0
    for path, (text, scopes) in guidelines.items():
        for kind, start, end in lexed(text):
            seen += 1
            # the field `note` of a source is a name, and a word of the language everywhere else; `year` is none
            is_word = kind == "NAME" and text[start:end] in RESERVED.union(FIELDS)
            allowed = {scope(category) for category in (WORD if is_word else CATEGORIES[kind])}
            found = {
                at.split(" ")[0] for at, char in zip(scopes[start:end], text[start:end], strict=True) if char != " "
            }
            if not found <= allowed:
                wrong.append((path, kind, text[start:end], sorted(found - allowed)))
    assert wrong == []
    assert seen > 20_000


def test_every_scope_is_given_to_something(guidelines: dict[str, tuple[str, list[str]]]) -> None:
    """No rule is dead; nothing in a guideline is foreign or left open."""
    found = {at.split(" ")[0] for _, scopes in guidelines.values() for at in scopes}
    never: set[Category] = {"foreign", "unclosed"}
    assert found - {""} == {scope(category) for category in SCOPES if category not in never} - {""}


def test_the_engine_and_pygments_agree_on_every_character(
    extension: Path, guidelines: dict[str, tuple[str, list[str]]]
) -> None:
    """The same rules, read by Oniguruma line by line and by Python as one pattern; hostile texts too."""
    hostile = (
        'advise "unclosed # [r1]\n  end # “curly”',
        'note "\\" \\\\ \\x µ₂× \U0001f600" [r1, r2]',
        "x in µmol/L, 5 µg/kg/min, 3 10^9/L, 90 mL/min/1.73 m2, 5 [iU]/L, 20-30, a1b2, .5, 1e5",
        "input input in in\nin min\nmin (1, 2)\n5 min\nyears since x\n3 years\tend",
        "guideline\n guideline x\n(strong, very  low) ( low ) (low or x) [a, b\n[ a ]",
        "“smart” – dash … \u00a0 nbsp ± ² e\u0301",
        "2026-11-22 2026-11-2 x2026-11-22 version 1.2.3-rc.1+5 formula C6H12(OH)2",
    )
    texts = [*hostile, *(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("tests/cases/bad/*.mg")))]
    read = zip(texts, tokenised(extension, tuple(texts)), strict=True)
    both = [(text, scopes_at(text, tokens)) for text, tokens in read] + list(guidelines.values())
    for text, scopes in both:
        for piece in pieces(text):
            if piece.category == "space":
                continue
            for at in range(piece.start, piece.start + len(piece.text)):
                assert scopes[at].split(" ")[0] == scope(piece.category), (
                    piece,
                    scopes[at],
                    text[max(0, at - 40) : at + 9],
                )


def test_what_is_told_of_a_source_is_coloured_as_words_of_the_language_are() -> None:
    """Without the server too, and `population differs` as `population`; not where such a name is an input's."""
    told = {word.split()[0] for word in offers._FIELDS}
    assert set(FIELDS) == told
    text = 'source r1 "One"\n  population differs because "x"\n' + "".join(f'  {word} "x"\n' for word in FIELDS)
    coloured = {piece.text for piece in pieces(text) if piece.category == "keyword"}
    assert coloured == {*FIELDS, "differs", "because"}
    assert [each.category for each in pieces("define late: year at least 2020\n") if each.text == "year"] == ["name"]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.mg")), ids=lambda path: path.stem)
def test_samples_are_coloured_as_written_down(sample: Path, extension: Path) -> None:
    """Each line with its scopes beneath, to be read: ``samples/*.scopes``."""
    text = sample.read_text(encoding="utf-8")
    (tokens,) = tokenised(extension, (text,))
    written = sample.with_suffix(".scopes")
    shown = "".join(_shown(text, tokens))
    assert shown == (written.read_text(encoding="utf-8") if written.exists() else ""), f"\n{shown}"


def _shown(text: str, tokens: list[tuple[int, int, str]]) -> Iterator[str]:
    at = 0
    wide = text.encode("utf-16-le")
    for line in text.rstrip("\n").split("\n"):
        yield f"{line}\n"
        end = at + units(line)
        for start, stop, scopes in tokens:
            words = wide[2 * start : 2 * stop].decode("utf-16-le")
            if at <= start < end and scopes:
                yield f"#   {words.strip():<32} {scopes.replace('.milligram', '')}\n"
        at = end + 1
