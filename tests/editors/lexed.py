"""A guideline's tokens, as the language's own lexer finds them while the text is parsed."""

from __future__ import annotations

from milligram.highlight.rules import Category
from milligram.source import SourceFile
from milligram.syntax import parse
from milligram.syntax.machine import Machine, Token
from milligram.syntax.tables import tables

WORD: tuple[Category, ...] = ("declaration", "statement", "keyword", "answer", "function")
CATEGORIES: dict[str, tuple[Category, ...]] = {
    "NAME": ("name", "declared", "input", "citation", "grade"),
    "NUMBER": ("number",),
    "UNIT": ("unit",),
    "STRING": ("string",),
    "DATE": ("date",),
    "VERSION": ("version",),
    "FORMULA": ("formula",),
    "ALSO_OPEN": ("sign", "keyword"),
    "INTERVAL_OPEN": ("sign", "number", "unit", "keyword"),
    "COMMENT": ("comment",),
    "sign": ("sign", "operator", "citation"),
    **{
        t.name: WORD if t.pattern.isalnum() else ("sign", "operator", "citation")
        for t in tables().terminals
        if t.is_text
    },
    "LE": ("operator",),
    "GE": ("operator",),
}
"""What each token of the lexer may be coloured as."""


def lexed(text: str) -> list[tuple[str, int, int]]:
    """Each token as its kind and place, comments too. The text must be without fault."""
    found: list[tuple[str, int, int]] = []
    feed = Machine.feed

    def recording(machine: Machine, token: Token) -> object:
        if token.end > token.start and token.type != "$END":
            found.append((token.type, token.start, token.end))
        return feed(machine, token)

    Machine.feed = recording  # type: ignore[method-assign, assignment]
    try:
        result = parse(SourceFile("a.mg", text))
    finally:
        Machine.feed = feed  # type: ignore[method-assign]
    assert result.diagnostics == ()
    assert result.file is not None
    found += [("COMMENT", each.span.start, each.span.end) for each in result.file.comments]
    return found
