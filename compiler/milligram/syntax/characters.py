"""The characters of a file, before any grammar: what may stand in it, and what a word processor put there.

Enters: a `SourceFile`. Leaves: findings, comments, and the same text at the same offsets with comments blanked and
each foreign character replaced by what was meant, so that reading goes on and one slip is one finding.

    advise “rest”  # ok    ->    advise "rest"           MG004: curved quotes; Comment("# ok")
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from milligram.diagnostics.model import Diagnostic, Edit
from milligram.diagnostics.registry import BAD_STRING, HIDDEN_CHARACTER, SYNTAX, UNREADABLE_FILE
from milligram.source import NOWHERE, SourceFile, Span
from milligram.source.reading import undecodable
from milligram.syntax.nodes import Comment

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_STRING = r'"(?:[^"\\\n]|\\[^\n])*"'
_PIECE = re.compile(rf'(?P<text>{_STRING})|(?P<open>"[^\n]*)|(?P<comment>#[^\n]*)|(?P<other>[^"#]+)')
_ESCAPE = re.compile(r"\\([^\n])")
_QUOTES = "“”„‟«»"
_DASHES = "−–—‒―‐‑"
_SPACES = "\u00a0\u202f\u2007\u2009\u2008\u200a\u2002\u2003\u2004\u2005\u2006\u3000"
_FOREIGN = re.compile(f"[{_QUOTES}‘’{_DASHES}{_SPACES}]")
_COMMA = re.compile(r"(?<![A-Za-z0-9_.,])[0-9]+(?:,[0-9]+)+")
_EXPONENT = re.compile(r"(?<![\w.+-])-?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+(?![\w.])")
_AFTER_TEXT = re.compile(
    r"(?<! ) +(?:\[[\w, ]+\]|\((?:strong|conditional|high|moderate|low|very)\b|because \"|of \w+$).*$"
)
"""What follows a text on its line."""
_MANY = 5
_UTF_16_MARKS = ("\udcff\udcfe", "\udcfe\udcff")
"""The byte-order mark, its bytes as `decode` keeps those that are not UTF-8."""
_SAMPLE = 16
"""Characters that tell UTF-16 without its mark: every second one of plain words is a zero byte."""
_READABLE = 12
"""Zeros that a reader can count."""
_LONGEST_POWER = 3


class Cleaned(NamedTuple):
    """Text of the same length, and the offsets at which a finding was already made."""

    text: str
    comments: tuple[Comment, ...]
    diagnostics: tuple[Diagnostic, ...]


def other_encoding(source: SourceFile) -> Diagnostic | None:
    """MG010 for a file in UTF-16, of which every second character would be a finding."""
    start = source.text[:_SAMPLE]
    nulls = [char == "\x00" for char in start]
    alternating = len(start) == _SAMPLE and nulls in ([True, False] * (_SAMPLE // 2), [False, True] * (_SAMPLE // 2))
    if source.text[:2] not in _UTF_16_MARKS and not alternating:
        return None
    return Diagnostic(
        code=UNREADABLE_FILE,
        message="the file is not UTF-8 text; it looks like UTF-16",
        source=source,
        span=NOWHERE,
        help="save the file as UTF-8",
    )


def clean(source: SourceFile) -> Cleaned:
    """Looks at every character once."""
    out: list[Diagnostic] = []
    if (bad := undecodable(source)) is not None:
        out.append(
            Diagnostic(
                code=UNREADABLE_FILE,
                message="the file is not UTF-8 text: a byte here is part of no character",
                source=source,
                span=bad,
                help="save the file as UTF-8",
            )
        )
    text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in source.text)
    text = _without_hidden(source, text, out)
    text, comments = _pieces(source, text, out)
    return Cleaned(text, comments, tuple(out))


def _without_hidden(source: SourceFile, text: str, out: list[Diagnostic]) -> str:
    found = list(_HIDDEN.finditer(text))
    for match in found[:_MANY]:
        number = f"U+{ord(match.group()):04X}"
        name = unicodedata.name(match.group(), "control character").lower()
        more = len(found) - _MANY
        rest = (
            f"; {more} more such characters follow" if match is found[min(len(found), _MANY) - 1] and more > 0 else ""
        )
        out.append(
            Diagnostic(
                code=HIDDEN_CHARACTER,
                message=f"the hidden character {number} ({name}) stands here",
                source=source,
                span=Span(*match.span()),
                help=f"delete it, or retype the word{rest}",
                edits=(Edit(span=Span(*match.span()), replacement="", title=f"delete {number}"),),
            )
        )
    return _HIDDEN.sub(" ", text) if found else text


def _pieces(source: SourceFile, text: str, out: list[Diagnostic]) -> tuple[str, tuple[Comment, ...]]:
    """Texts are kept, comments blanked, and everything between them is brought to plain signs."""
    comments: list[Comment] = []
    parts: list[str] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        assert match is not None  # the four alternatives cover every character
        piece, start, end = match.group(), match.start(), match.end()
        if match.lastgroup == "other":
            fixed = _plain(source, piece, start, out)
            if (quote := fixed.find('"')) >= 0:
                # Curved quotes became straight ones: from here on they open and close texts like any other.
                text = text[:start] + fixed + text[end:]
                parts.append(fixed[:quote])
                at = start + quote
                continue
            parts.append(fixed)
        elif match.lastgroup == "comment":
            line = text.rfind("\n", 0, start) + 1
            comments.append(Comment(span=Span(start, end), text=piece.rstrip(), own_line=not text[line:start].strip()))
            parts.append(" " * len(piece))
        elif match.lastgroup == "open":
            out.append(_unclosed(source, piece, start))
            parts.append(piece)
        else:
            parts.append(piece)
            out.extend(_escapes(source, piece, start))
        at = end
    return "".join(parts), tuple(comments)


def _escapes(source: SourceFile, piece: str, start: int) -> list[Diagnostic]:
    return [
        Diagnostic(
            code=BAD_STRING,
            message=f'`\\{match.group(1)}` is no escape; only `\\"` and `\\\\` are',
            source=source,
            span=Span(start + match.start(), start + match.end()),
            help="write `\\\\` for a backslash",
        )
        for match in _ESCAPE.finditer(piece)
        if match.group(1) not in '"\\'
    ]


def _unclosed(source: SourceFile, piece: str, start: int) -> Diagnostic:
    end = start + len(piece.rstrip())
    after = _AFTER_TEXT.search(piece)
    close = start + (after.start() if after else len(piece.rstrip()))
    sure = after is not None or piece.rstrip()[-1:] not in ",:"
    return Diagnostic(
        code=BAD_STRING,
        message="this text has no closing quote on its line",
        source=source,
        span=Span(start, end),
        help='close it with `"`; a long text goes on as a second text on the next line',
        edits=(Edit(span=Span(close, close), replacement='"', title='close it with `"`'),) if sure else (),
    )


def _plain(source: SourceFile, piece: str, start: int, out: list[Diagnostic]) -> str:
    """Replaces the signs of a word processor, and says so once a line, with the repair of the whole line."""
    by_line: dict[int, list[int]] = {}
    for match in _FOREIGN.finditer(piece):
        by_line.setdefault(source.position(start + match.start()).line, []).append(start + match.start())
    for places in by_line.values():
        told = _foreign(source, source.text[places[0]], places[0])
        edits = [_foreign(source, source.text[at], at).edits for at in places]
        out.append(replace(told, edits=tuple(edit for each in edits for edit in each)))
    for match in _COMMA.finditer(piece):
        line = source.position(start + match.start()).line
        if line not in by_line:
            by_line[line] = []
            out.append(_comma(source, match.group(), start + match.start()))
    for match in _EXPONENT.finditer(piece):
        line = source.position(start + match.start()).line
        if line not in by_line:
            by_line[line] = []
            out.append(_exponent(source, match.group(), start + match.start()))
    fixed = re.sub(f"[{_QUOTES}]", '"', piece)
    # a range with a dash must not read as a difference: the line is told once, here
    fixed = re.sub(rf"(?<=\d)( ?)[{_DASHES}](?= ?\d)", r"\1?", fixed)
    fixed = re.sub(f"[{_DASHES}]", "-", fixed)
    # what is left of an exponent must not read as a unit: the line is told once, here
    fixed = _EXPONENT.sub(lambda match: re.sub("[eE]", "?", match.group()), fixed)
    return re.sub(f"[{_SPACES}‘’]", " ", fixed)


def _comma(source: SourceFile, words: str, at: int) -> Diagnostic:
    whole, *rest = words.split(",")
    thousands = all(len(part) == 3 for part in rest) and whole != "0"
    number = whole + "".join(rest) if thousands else f"{whole}.{''.join(rest)}"
    return Diagnostic(
        code=SYNTAX,
        message=f"`{words}` has a comma inside a number, which reads differently from country to country",
        source=source,
        span=Span(at, at + len(words)),
        help=f"write `{number}`; in a list, write a space after the comma",
        edits=(Edit(span=Span(at, at + len(words)), replacement=number, title=f"write `{number}`"),),
    )


def _exponent(source: SourceFile, words: str, at: int) -> Diagnostic:
    """``8.0E1``: told with the number written out, where that can be read."""
    span = Span(at, at + len(words))
    digits, _, power = words.lower().partition("e")
    number = None
    if len(power) <= _LONGEST_POWER and abs(int(power)) <= _READABLE and len(digits) <= _READABLE:
        number = f"{Decimal(words):f}"
        number = number.rstrip("0").rstrip(".") if "." in number else number
    return Diagnostic(
        code=SYNTAX,
        message=f"`{words}` has an exponent, and a number is written without one",
        source=source,
        span=span,
        help=f"write `{number}`" if number else "write the number out, in a larger or smaller unit if it is long",
        edits=(Edit(span=span, replacement=number, title=f"write `{number}`"),) if number else (),
    )


def _foreign(source: SourceFile, char: str, at: int) -> Diagnostic:
    span = Span(at, at + 1)
    if char in _QUOTES or char in "‘’":
        return Diagnostic(
            code=BAD_STRING,
            message=f"`{char}` is a curved quote; text stands in straight ones",
            source=source,
            span=span,
            help='write straight quotes: "…"',
            edits=(Edit(span=span, replacement='"', title="write a straight quote"),),
        )
    if char in _SPACES:
        number = f"U+{ord(char):04X}"
        return Diagnostic(
            code=HIDDEN_CHARACTER,
            message=f"the space here is {number} ({unicodedata.name(char).lower()}), not a plain one",
            source=source,
            span=span,
            help="write a plain space",
            edits=(Edit(span=span, replacement=" ", title="write a plain space"),),
        )
    before, after = source.text[:at].rstrip()[-1:], source.text[at + 1 :].lstrip()[:1]
    if not (before.isalnum() and after.isdigit()):
        edit = Edit(span=span, replacement="-", title="write `-`")
        return _dash(source, char, span, "write `-`", edit)
    if not before.isdigit():
        return _dash(source, char, span, "write `20 to 30` for a range, or ` - ` to subtract", None)
    left, right = re.search(r"[\d.]*$", source.text[:at].rstrip()), re.match(r"[\d.]*", source.text[at + 1 :].lstrip())
    words = f"{left.group() if left else ''} to {right.group() if right else ''}"
    gap = Span(len(source.text[:at].rstrip()), len(source.text) - len(source.text[at + 1 :].lstrip()))
    edit = Edit(span=gap, replacement=" to ", title=f"write `{words}`")
    return _dash(source, char, span, f"write `{words}` for a range, or ` - ` to subtract", edit)


def _dash(source: SourceFile, char: str, span: Span, help: str, edit: Edit | None) -> Diagnostic:
    return Diagnostic(
        code=SYNTAX,
        message=f"`{char}` is a typographic dash, which is neither a minus nor `to`",
        source=source,
        span=span,
        help=help,
        edits=(edit,) if edit else (),
    )
