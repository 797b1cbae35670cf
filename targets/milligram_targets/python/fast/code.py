"""Lines of Python in the making: indentation, what a path has read so far, and the digits it may add.

Enters: statements as text, made by this package alone; the author's texts come in as `repr`. Leaves: lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LONGEST = 20_000
"""A function of more lines is not written: the guideline is then run as it is written."""


class TooLong(Exception):
    """The guideline has more ways than a function should hold."""


@dataclass(slots=True)
class Path:
    """What one path has in local variables, and which of them cannot be None on it."""

    loaded: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)

    def copy(self) -> Path:
        """The same, for a path that branches off."""
        return Path(set(self.loaded), set(self.known))


class Code:
    """A function's body: ``digits`` and ``doubts`` are the bits taken of the outcome's two halves."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.depth = 1
        self.path = Path()
        self.digits = 0
        self.doubts = 0

    def add(self, line: str) -> None:
        """One line at the present depth."""
        if len(self.lines) >= LONGEST:
            raise TooLong
        self.lines.append("    " * self.depth + line)

    def digit(self, bits: int) -> int:
        """Room for a digit; the place of its lowest bit."""
        place = self.digits
        self.digits += bits
        return place

    def doubt(self, count: int) -> int:
        """Room for the names that may be asked for at one place."""
        place = self.doubts
        self.doubts += count
        return place

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """What stands under a line that ends in a colon; what it reads is its own."""
        self.add(head)
        before, length = self.path, len(self.lines)
        self.path = before.copy()
        self.depth += 1
        yield
        if len(self.lines) == length:
            self.add("pass")
        self.depth -= 1
        self.path = before

    @contextmanager
    def arms(self) -> Iterator[Arms]:
        """A choice, whose arms use the same digits; behind it those of all are taken."""
        arms = Arms(self)
        yield arms
        self.digits, self.doubts = arms.digits, arms.doubts


class Arms:
    """The arms of one choice."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.start = code.digits, code.doubts
        self.digits, self.doubts = self.start

    @contextmanager
    def arm(self, head: str) -> Iterator[None]:
        """One arm, under a line that ends in a colon."""
        code = self.code
        code.digits, code.doubts = self.start
        with code.block(head):
            yield
        self.digits, self.doubts = max(self.digits, code.digits), max(self.doubts, code.doubts)
