"""Offsets as the places of the protocol, and back: the one file that does so.

Enters: a text, and how the editor counts columns. Leaves: lines from 0 and columns in UTF-16 units (or bytes of UTF-8,
or code points, as was agreed with the editor), which is what 💊 before a word changes.

    Places("µ 💊 x", "utf-16").position(4)   ->   line 0, character 5

``\\n``, ``\\r\\n`` and ``\\r`` end a line for the protocol, and nothing else does: no form feed, no U+2028.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, TypeAlias

from lsprotocol import types

from milligram.source import Span

Encoding: TypeAlias = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(r"\r\n?|\n")


class Places:
    """The places of one text."""

    def __init__(self, text: str, encoding: Encoding) -> None:
        self.text = text
        self.encoding = encoding
        found = [match.span() for match in _LINE_END.finditer(text)]
        self._starts = [0, *(end for _, end in found)]
        self._ends = [*(start for start, _ in found), len(text)]
        self._narrow = encoding == "utf-32" or text.isascii()

    def position(self, offset: int) -> types.Position:
        """The place of an offset; beyond the end it is the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        column = offset - start if self._narrow else self._width(self.text[start:offset])
        return types.Position(line=line, character=column)

    def range(self, span: Span) -> types.Range:
        """The places of a span."""
        return types.Range(start=self.position(span.start), end=self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The offset of a place. A column beyond its line is the line's end, one within a character its start."""
        if position.line < 0:
            return 0
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[position.line], self._ends[position.line]
        if self._narrow:
            return min(start + max(position.character, 0), end)
        left = position.character
        for offset in range(start, end):
            left -= self._width(self.text[offset])
            if left < 0:
                return offset
        return end

    def span(self, range: types.Range) -> Span:
        """The span of a range; one that ends before it starts is empty."""
        start = self.offset(range.start)
        return Span(start, max(start, self.offset(range.end)))

    def width(self, span: Span) -> int:
        """How many columns a span within one line takes."""
        return span.end - span.start if self._narrow else self._width(self.text[span.start : span.end])

    def _width(self, text: str) -> int:
        """A lone surrogate counts as the one unit, or the three bytes, that stand for it."""
        match self.encoding:
            case "utf-8":
                return len(text.encode("utf-8", "surrogatepass"))
            case "utf-16":
                return len(text) + sum(char > "\uffff" for char in text)
            case "utf-32":
                return len(text)
