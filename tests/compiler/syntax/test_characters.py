"""Hidden characters, tabs, and what a word processor leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from milligram.pipeline import check_text
from milligram.source import SourceFile
from milligram.source.reading import decode
from milligram.syntax import parse
from milligram.syntax.characters import clean

SOUND = (Path(__file__).parents[2] / "cases/messages/guideline.mg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("char", "number", "name"),
    [
        ("\u202e", "U+202E", "right-to-left override"),
        ("\u2066", "U+2066", "left-to-right isolate"),
        ("\u200b", "U+200B", "zero width space"),
        ("\x00", "U+0000", "control character"),
        ("\x1b", "U+001B", "control character"),
        ("\ufeff", "U+FEFF", "zero width no-break space"),
        ("\U000e0041", "U+E0041", "tag latin capital letter a"),
    ],
)
@pytest.mark.parametrize("before", ['notice "a', 'notice "a" # ', 'notice "a" '])
def test_a_hidden_character_is_named_wherever_it_hides(before: str, char: str, number: str, name: str) -> None:
    """In a text, in a comment and between words; the line is read all the same."""
    after = '"\n' if before.endswith("a") else "\n"
    source = SourceFile("a.mg", before + char + after)
    (finding,) = parse(source).diagnostics
    assert finding.code.code == "MG006"
    assert finding.message == f"the hidden character {number} ({name}) stands here"
    assert source.position(finding.span.start) == (1, len(before) + 1)


def test_many_hidden_characters_are_counted_not_listed() -> None:
    findings = parse(SourceFile("a.mg", 'notice "' + "\u200b" * 40 + '"\n')).diagnostics
    assert len(findings) == 5
    assert findings[-1].help == "delete it, or retype the word; 35 more such characters follow"


def _tabbed(text: str) -> Iterator[str]:
    """The text with one line indented by a tab: one for all spaces, one for four, one more."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        body = line.lstrip(" ")
        deep = len(line) - len(body)
        for space in {"\t", "\t" * (deep // 4) + " " * (deep % 4), " " * deep + "\t"} if deep else ():
            if "\t" in space:
                yield "\n".join([*lines[:number], space + body, *lines[number + 1 :]])


def test_one_line_indented_by_a_tab_is_one_finding_wherever_it_stands() -> None:
    """How wide the tab was meant is told by the lines around it."""
    for text in _tabbed(SOUND):
        codes = [found.code.code for found in check_text(text).diagnostics]
        assert codes == ["MG005"], text


def test_tabs_are_one_finding_with_an_edit_each() -> None:
    """A tab counts as two spaces, so the structure is read and nothing else is said."""
    result = parse(SourceFile("a.mg", "pathway\n\twhen a:\n\t\tend\n"))
    (finding,) = result.diagnostics
    assert finding.message == "a tab stands here and on 1 more line; its width differs from screen to screen"
    assert [edit.replacement for edit in finding.edits] == ["  ", "    "]
    assert result.file is not None
    assert len(result.file.declarations) == 1


def test_typographic_signs_inside_a_text_stay() -> None:
    """Only outside a text do they have a meaning that could be mistaken."""
    text = 'notice "20–30 “mg”\u00a0×2"\n'
    result = parse(SourceFile("a.mg", text))
    assert result.diagnostics == ()
    assert result.file is not None
    assert result.file.declarations[0].text.value == "20–30 “mg”\u00a0×2"  # type: ignore[union-attr]


def test_a_space_that_is_none_is_named() -> None:
    (finding,) = parse(SourceFile("a.mg", "input\u00a0a in mg\n")).diagnostics
    assert finding.message == "the space here is U+00A0 (no-break space), not a plain one"


def test_cleaning_keeps_every_offset() -> None:
    text = 'input a in mg # note\n“x” \u202e–\t1,5 "y # z"\n'
    cleaned = clean(SourceFile("a.mg", text))
    assert len(cleaned.text) == len(text)
    assert [comment.text for comment in cleaned.comments] == ["# note"]
    assert '"y # z"' in cleaned.text


def test_comments_keep_their_place() -> None:
    result = parse(SourceFile("a.mg", '# first\nnotice "a" # beside\n  # inside\n'))
    assert result.file is not None
    assert [(c.text, c.own_line) for c in result.file.comments] == [
        ("# first", True),
        ("# beside", False),
        ("# inside", True),
    ]
    assert result.diagnostics == ()


def test_escapes_are_resolved() -> None:
    result = parse(SourceFile("a.mg", 'notice "say \\"no\\" \\\\ here"\n  "and more"\n'))
    assert result.file is not None
    assert result.file.declarations[0].text.value == 'say "no" \\ here and more'  # type: ignore[union-attr]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_one_finding(encoding: str) -> None:
    """Neither its zero bytes nor the header that cannot be read in it are told beside it."""
    result = parse(decode("a.mg", 'guideline g\r\n  title "Low é"\r\n'.encode(encoding)))
    assert [(found.code.code, found.help) for found in result.diagnostics] == [("MG010", "save the file as UTF-8")]
    assert result.file is None


def test_an_exponent_in_a_text_or_a_version_is_left_alone() -> None:
    text = 'guideline g\n  title "about 8.0E1 kg"  # 1e3\n  version 1.0.0\n'
    assert parse(SourceFile("a.mg", text)).diagnostics == ()
