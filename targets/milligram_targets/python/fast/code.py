"""Lines of Python in the making: indentation, what is known on a path, and the digits it may add.

Enters: statements as text, made by this package alone; the author's texts come in as `repr`. Leaves: lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction

from milligram.ir import nodes as ir

UNTOLD = "return -1, ()"
"""The digits do not tell what happens next."""
LONGEST = 20_000
"""A function of more lines is not written: the guideline is then run as it is written."""


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit of the outcome: the variable that it is added to, its lowest bit, and how many bits it has."""

    sum: str
    place: int
    bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """The step of a ladder whose statements are written: its notes, and those of the give that called it.

    ``meanwhile``: it goes on while what lies beyond it is done.
    """

    regimen: ir.Regimen
    step: int
    notes: ir.Notes
    call: ir.Notes
    meanwhile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said at any of some points, in the guideline's words."""

    points: tuple[int, ...]
    node: ir.Node
    kind: str
    text: str
    notes: tuple[ir.Notes, ...]


@dataclass(slots=True)
class Table:
    """What digits stand for: points of the run, each behind others where a digit has a value; what each digit means;
    and what is said where. It grows with the sum of what the guideline says, not with the ways through it."""

    points: list[tuple[tuple[int, ...], Digit, int]] = field(default_factory=list)
    meanings: list[tuple[tuple[int, ...], Digit, ir.Node, str, tuple[str, ...]]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def point(self, behind: tuple[int, ...], digit: Digit, value: int) -> tuple[int, ...]:
        """A point of the run; point 0 is its start."""
        self.points.append((behind, digit, value))
        return (len(self.points),)


class TooLong(Exception):
    """The guideline has more ways than a function should hold."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a number is known to lie; None is no bound, and a bound comes with whether it is included."""

    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None

    def within(self, low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None) -> bool:
        """Whether all of it lies between two bounds."""
        return (low is None or (self.low is not None and not _starts_before(self.low, low))) and (
            high is None or (self.high is not None and not _ends_behind(self.high, high))
        )

    def apart(self, low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None) -> bool:
        """Whether none of it does."""
        return _past(self.low, high) or _past(low, self.high)

    def narrowed(self, low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None) -> Span:
        """The part between two bounds."""
        lows = [each for each in (self.low, low) if each is not None]
        highs = [each for each in (self.high, high) if each is not None]
        return Span(
            max(lows, key=lambda end: (end[0], not end[1]), default=None),
            min(highs, key=lambda end: (end[0], end[1]), default=None),
        )


def _starts_before(one: tuple[Fraction, bool], other: tuple[Fraction, bool]) -> bool:
    return one[0] < other[0] or (one[0] == other[0] and one[1] and not other[1])


def _ends_behind(one: tuple[Fraction, bool], other: tuple[Fraction, bool]) -> bool:
    return one[0] > other[0] or (one[0] == other[0] and one[1] and not other[1])


def _past(low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None) -> bool:
    """Whether nothing lies above the one and below the other."""
    if low is None or high is None:
        return False
    return low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1]))


@dataclass(slots=True)
class Path:
    """What one path has in local variables; which cannot be None, or must be; flags and numbers as far as known."""

    loaded: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    flags: dict[str, bool] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    total: int | None = 0
    """What the digits of the pathways come to so far, where every way here adds up to the same."""
    points: tuple[int, ...] = (0,)
    """The points of the table at any of which this path stands."""

    def copy(self) -> Path:
        """The same, for a path that branches off."""
        sets = set(self.loaded), set(self.known), set(self.missing)
        return Path(*sets, dict(self.flags), dict(self.spans), self.total, self.points)

    def lies(self, variable: str, low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None) -> None:
        """Notes where a number lies."""
        self.known.add(variable)
        self.spans[variable] = self.spans.get(variable, Span()).narrowed(low, high)


def meet(paths: Iterable[Path]) -> Path:
    """What all of several paths have in common."""
    first, *others = paths
    joined = first.copy()
    for other in others:
        joined.loaded &= other.loaded
        joined.known &= other.known
        joined.missing &= other.missing
        joined.flags = {key: value for key, value in joined.flags.items() if other.flags.get(key) is value}
        joined.spans = {key: span for key, span in joined.spans.items() if other.spans.get(key) == span}
        joined.total = joined.total if joined.total == other.total else None
        joined.points = tuple(dict.fromkeys((*joined.points, *other.points)))
    return joined


class Code:
    """A function's body: ``digits`` and ``doubts`` are the bits taken of two parts of the outcome, ``sum`` the variable
    to which digits are added."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.depth = 1
        self.path = Path()
        self.digits = 0
        self.doubts = 0
        self.sum = "o"
        self.table = Table()

    def plus(self, amount: int) -> None:
        """Adds a digit; to a sum that is known, by writing the new one."""
        if self.sum != "o" or self.path.total is None:
            self.add(f"{self.sum} += {amount}")
        else:
            self.path.total += amount
            self.add(f"o = {self.path.total}")

    def at(self, place: int, bits: int, value: int) -> None:
        """The path goes on where a digit has a value."""
        self.path.points = self.table.point(self.path.points, Digit(self.sum, place, bits), value)

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
        """What stands under a line that ends in a colon; what it learns is its own."""
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
        """A choice, whose arms use the same digits; behind it those of all are taken, and what all arms that go on have
        learnt is known."""
        arms = Arms(self)
        yield arms
        self.digits, self.doubts = arms.digits, arms.doubts
        if arms.paths:
            self.path = meet(arms.paths)


class Arms:
    """The arms of one choice; ``paths`` are those from which a run goes on."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.start = code.digits, code.doubts
        self.digits, self.doubts = self.start
        self.paths: list[Path] = []
        self.ends = False

    @contextmanager
    def arm(self, head: str) -> Iterator[None]:
        """One arm, under a line that ends in a colon. Where nobody comes out of it, say `leave`."""
        code = self.code
        code.digits, code.doubts = self.start
        self.ends = False
        with code.block(head):
            yield
            if not self.ends:
                self.paths.append(code.path)
        self.digits, self.doubts = max(self.digits, code.digits), max(self.doubts, code.doubts)

    def leave(self, ends: bool) -> bool:
        """Notes whether nobody comes out of the arm at hand; the same."""
        self.ends = ends
        return ends

    def passing(self, path: Path) -> None:
        """A way past all arms."""
        self.paths.append(path)


_READ = re.compile(r"[A-Za-z_]\w*")
_TEXT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_ASSIGNED = re.compile(r" *(\w+) = (?:values\.get\('\w+'\)|day)")


def without_unread(lines: list[str]) -> list[str]:
    """The lines without values that are taken into a variable and read nowhere; a block left empty passes."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(_READ.findall(_TEXT.sub("", line.partition(" = ")[2] if _ASSIGNED.fullmatch(line) else line)))
    found: list[str] = []
    for place, line in enumerate(lines):
        assigned = _ASSIGNED.fullmatch(line)
        if assigned is None or counts[assigned[1]]:
            found.append(line)
        elif lines[place - 1].endswith(":") and _depth(lines, place + 1) < _depth(lines, place):
            found.append(" " * _depth(lines, place) + "pass")
    return found


def _depth(lines: list[str], place: int) -> int:
    return len(lines[place]) - len(lines[place].lstrip()) if place < len(lines) else 0
