"""The language for Pygments, and so for every tool that colours code by it: Sphinx, MkDocs, LaTeX, terminals.

Enters: text. Leaves: Pygments' tokens. An installed Milligram announces it:

    pygmentize -l milligram guideline.mg

This is the only file that imports Pygments; the rest of Milligram does without.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
    _TokenType,
)

from milligram.highlight.pieces import pieces
from milligram.highlight.rules import Category

TOKENS: dict[Category, _TokenType] = {
    "comment": Comment.Single,
    "string": String.Double,
    "unclosed": String.Double,
    "declaration": Keyword.Declaration,
    "statement": Keyword,
    "keyword": Keyword,
    "answer": Keyword.Constant,
    "function": Name.Builtin,
    "number": Number,
    "unit": Keyword.Type,
    "date": Literal.Date,
    "version": Number,
    "formula": Literal,
    "grade": Name.Attribute,
    "citation": Name.Label,
    "input": Name.Variable,
    "declared": Name.Class,
    "name": Name,
    "operator": Operator,
    "sign": Punctuation,
    "space": Whitespace,
    "foreign": Error,
}
"""Pygments' token for each category; what has no place in the language is an error, as Pygments calls it."""


class MilligramLexer(Lexer):  # type: ignore[misc]  # Pygments ships no types
    """Clinical guidelines in the Milligram language."""

    name = "Milligram"
    aliases: ClassVar[list[str]] = ["milligram", "mg"]
    filenames: ClassVar[list[str]] = ["*.mg"]
    mimetypes: ClassVar[list[str]] = ["text/x-milligram"]
    version_added = ""

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Every character of the text, in order."""
        for start, category, piece in pieces(text):
            yield start, TOKENS[category], piece

    @staticmethod
    def analyse_text(text: str) -> float:
        """How likely a text is a guideline: its first line that says anything tells."""
        for line in text.splitlines():
            words = line.split("#", 1)[0].split()
            if words:
                return 0.6 if len(words) == 2 and words[0] == "guideline" else 0.0
        return 0.0
