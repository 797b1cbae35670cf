"""The declarations that could not be read: where they stand, and what words are in them.

Enters: a `Known`. Leaves: its `Lost` blocks, with the pieces of them that are neither text nor comment.

    define low: serum_magnesium undr 0.7 mmol/L   ->   Lost(kind="define", declares=(low,), …)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milligram.lsp.know import Kind, Known
from milligram.source import Span
from milligram.syntax.nodes import Ident

_HEAD = re.compile(r"^(?=[^\s#\"])", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PIECE = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"?|#[^\n]*|[^"#]+')

KIND_OF_WORD: Mapping[str, Kind] = {
    "guideline": "guideline",
    "source": "source",
    "substance": "substance",
    "class": "class",
    "input": "input",
    "define": "define",
    "table": "table",
    "score": "score",
    "regimen": "regimen",
    "monitor": "monitor",
    "pitfall": "pitfall",
    "claim": "claim",
    "caution": "caution",
    "pathway": "pathway",
    "part": "part",
    "case": "case",
}
"""What a declaration with this first word is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """One unread declaration: ``word`` starts it, ``pieces`` are its parts outside of texts and comments."""

    span: Span
    word: str
    kind: Kind
    declares: tuple[Ident, ...]
    pieces: tuple[Span, ...]


def lost_blocks(known: Known) -> Iterator[Lost]:
    """Every stretch of text from one line at the margin to the next that no declaration of the tree covers."""
    text = known.source.text
    read = sorted(declaration.span for declaration in known.file.declarations) if known.file else []
    heads = [found.start() for found in _HEAD.finditer(text)]
    first = len(text) - len(text.lstrip())
    if not heads or heads[0] > first:
        heads.insert(0, first)  # an indented first line
    ends = [*heads[1:], len(text)]
    place = 0
    for start, end in zip(heads, ends, strict=True):
        while place < len(read) and read[place].end <= start:
            place += 1
        if place < len(read) and read[place].start < end:
            continue
        stop = start + len(text[start:end].rstrip())
        if any(text[piece.start : piece.end].strip() for piece in code_pieces(text, Span(start, stop))):
            yield _lost(known, Span(start, stop))


def _lost(known: Known, span: Span) -> Lost:
    text = known.source.text
    found = _WORD.match(text, span.start, span.end)
    word = found.group() if found else ""
    return Lost(
        span=span,
        word=word,
        kind=KIND_OF_WORD.get(word, "text"),
        declares=tuple(ident for ident in known.broken if span.start <= ident.span.start < span.end),
        pieces=tuple(code_pieces(text, span)),
    )


def code_pieces(text: str, span: Span) -> Iterator[Span]:
    """What of a stretch is neither text in quotes nor comment."""
    for piece in _PIECE.finditer(text, span.start, span.end):
        if text[piece.start()] not in '"#':
            yield Span(*piece.span())


def inside_words(text: str, offset: int) -> bool:
    """Whether an offset stands in a text in quotes, or in a comment."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    for piece in _PIECE.finditer(text, start, len(text) if end < 0 else end):
        if piece.start() < offset and text[piece.start()] in '"#':
            closed = text[piece.start()] == '"' and piece.end() - piece.start() > 1 and text[piece.end() - 1] == '"'
            if offset < piece.end() or (offset == piece.end() and not closed):
                return True
    return False
