"""One logical line while its parts are joined, and then its depth.

Enters: the first physical line, then each that carries it on. Leaves: where it starts and ends, how far in it stands
as written, and how deep it belongs.

    advise "rest"
      because "it heals" [r1]     ->    one line: it starts with `because`, and stands further in
"""

from __future__ import annotations

import re
from typing import Literal as L
from typing import TypeAlias

from milligram.syntax.places import opens_block

Fault: TypeAlias = L["odd", "margin", "stray", "first"]
"""A line off its column; one at the margin that stands under a declaration; a declaration that does not stand there;
the first line of the file, indented."""

STRING = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"')
_CARRIES_ON = re.compile(
    r"(?:because|uncited|differs|allow|supported|contradicted|unsupported|answers|and|or)(?![A-Za-z0-9_])|\["
)
_GRADE = re.compile(r"\( *(?:strong|conditional|high|moderate|low|very +low) *[,)]")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def width(space: str) -> int:
    """How far in a line stands, a tab counted as two spaces."""
    return sum(2 if char == "\t" else 1 for char in space)


class Line:
    """``margin`` is the offset at which its physical line starts, ``start`` that of its first word."""

    __slots__ = ("brackets", "depth", "end", "fault", "indent", "last", "margin", "space", "start", "stray", "word")

    def __init__(self, margin: int, space: str, body: str) -> None:
        self.margin, self.space, self.start = margin, space, margin + len(space)
        self.indent = width(space)
        found = _WORD.match(body)
        self.word = found.group() if found else ""
        self.end = self.start
        self.brackets = 0
        self.last = ""
        self.depth = 0
        self.fault: Fault | None = None
        self.stray = False

    @property
    def opens(self) -> bool:
        """Whether it may have lines under it."""
        return opens_block(self.word, self.last)

    @property
    def may_open(self) -> bool:
        """Whether its first word is one of those that may have lines under them, colon or not."""
        return self.opens or self.word in ("when", "step", "then")

    def extend(self, body: str, end: int) -> None:
        """Takes the next part of the line."""
        self.end = end
        bare = STRING.sub('""', body)
        self.brackets = max(0, self.brackets + bare.count("(") - bare.count(")"))
        self.last = body[-1]

    def carried_on_by(self, body: str, space: str) -> bool:
        """Whether a physical line carries this one on; how far in a tab takes it is not known."""
        if width(space) <= self.indent and not (space and "\t" in space + self.space):
            return False
        if _CARRIES_ON.match(body) or self.last == "," or self.brackets > 0:
            return True
        return (body[0] == '"' and self.last == '"') or (self.last != ":" and _GRADE.match(body) is not None)
