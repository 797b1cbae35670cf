"""Lines and columns as an editor counts them: by encoding each line, which is another way than the server's."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from lsprotocol import types

UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
LINE_END = re.compile(r"\r\n?|\n")


class Places:
    """The places of one text."""

    def __init__(self, text: str, encoding: str) -> None:
        self.lines = LINE_END.split(text)
        ends = [len(found.group()) for found in LINE_END.finditer(text)] + [0]
        widths = (len(line) + end for line, end in zip(self.lines, ends, strict=True))
        self.starts = [0, *accumulate(widths)][:-1]
        self.codec, self.unit = UNITS[encoding]

    def position(self, offset: int) -> types.Position:
        """The line and column of an offset."""
        line = bisect_right(self.starts, offset) - 1
        return types.Position(line=line, character=self._width(self.lines[line][: offset - self.starts[line]]))

    def offset(self, position: types.Position) -> int:
        """The offset of a place, which must be one of the text."""
        line = self.lines[position.line]
        data = line.encode(self.codec, "surrogatepass")
        assert 0 <= position.character * self.unit <= len(data), f"{position} is behind its line {line[:80]!r}"
        before = data[: position.character * self.unit].decode(self.codec, "surrogatepass")
        return self.starts[position.line] + len(before)

    def span(self, where: types.Range) -> tuple[int, int]:
        """The offsets of a range, which must lie in the text and not be turned round."""
        start, end = self.offset(where.start), self.offset(where.end)
        assert start <= end, where
        return start, end

    def _width(self, text: str) -> int:
        return len(text.encode(self.codec, "surrogatepass")) // self.unit
