"""Exact sets of numbers: finite unions of intervals with rational ends, each end included or not.

    Intervals.between(20, 30) & Intervals.between(30, 60)  ->  exactly {30}

The sets are kept in order, without overlaps and without neighbours that touch, so equal sets are equal values. An
algebra of cuts: an end is a *cut*, a place just below or just above a number, and an interval is a pair of cuts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple


class Cut(NamedTuple):
    """A place between numbers: ``side`` -1 is just below ``value``, +1 just above; ``rank`` -1 and +1 are the
    infinities."""

    rank: int
    value: Fraction
    side: int


LOWEST = Cut(-1, Fraction(0), 0)
HIGHEST = Cut(1, Fraction(0), 0)


def below(value: Fraction) -> Cut:
    """Just below a number: it and all above it lie above this cut."""
    return Cut(0, value, -1)


def above(value: Fraction) -> Cut:
    """Just above a number."""
    return Cut(0, value, 1)


class Interval(NamedTuple):
    """The numbers between two cuts; ``low < high`` always."""

    low: Cut
    high: Cut

    @property
    def is_point(self) -> bool:
        """Whether it holds exactly one number."""
        return self.low.rank == 0 == self.high.rank and self.low.value == self.high.value

    @property
    def width(self) -> Fraction | None:
        """Its length; None when it has no end."""
        return None if self.low.rank or self.high.rank else self.high.value - self.low.value

    def holds(self, value: Fraction) -> bool:
        """Whether a number lies within."""
        return self.low <= below(value) and above(value) <= self.high


@dataclass(frozen=True, slots=True)
class Intervals:
    """A set of numbers. ``&``, ``|`` and ``-`` are the operations of sets."""

    pieces: tuple[Interval, ...] = ()

    @classmethod
    def of(cls, pieces: Iterable[tuple[Cut, Cut]]) -> Intervals:
        """The union of pieces in any order; empty ones are dropped."""
        merged: list[Interval] = []
        for low, high in sorted(pieces):
            if low >= high:
                continue
            if merged and low <= merged[-1].high:
                if high > merged[-1].high:
                    merged[-1] = Interval(merged[-1].low, high)
            else:
                merged.append(Interval(low, high))
        return cls(tuple(merged))

    @classmethod
    def between(
        cls,
        low: Fraction | int | None = None,
        high: Fraction | int | None = None,
        *,
        low_included: bool = True,
        high_included: bool = True,
    ) -> Intervals:
        """The numbers between two ends; a missing end is open to infinity."""
        start = LOWEST if low is None else (below if low_included else above)(Fraction(low))
        end = HIGHEST if high is None else (above if high_included else below)(Fraction(high))
        return cls.of([(start, end)])

    @classmethod
    def points(cls, values: Iterable[Fraction]) -> Intervals:
        """Single numbers."""
        return cls.of((below(value), above(value)) for value in values)

    def __iter__(self) -> Iterator[Interval]:
        return iter(self.pieces)

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def __and__(self, other: Intervals) -> Intervals:
        few, many = sorted((self.pieces, other.pieces), key=len)
        found: list[Interval] = []
        for piece in few:  # the pieces of either are ascending and apart, and so are those that both have
            at = bisect_right(many, piece.low, key=_high)
            while at < len(many) and many[at].low < piece.high:
                found.append(Interval(max(piece.low, many[at].low), min(piece.high, many[at].high)))
                at += 1
        return Intervals(tuple(found))

    def __or__(self, other: Intervals) -> Intervals:
        if self.pieces and other.pieces and self.pieces[-1].high < other.pieces[0].low:
            return Intervals((*self.pieces, *other.pieces))
        return Intervals.of((*self.pieces, *other.pieces))

    def __invert__(self) -> Intervals:
        cuts = [LOWEST, *(cut for piece in self.pieces for cut in piece), HIGHEST]
        return Intervals.of(zip(cuts[::2], cuts[1::2], strict=True))

    def __sub__(self, other: Intervals) -> Intervals:
        return self & ~other

    def holds(self, value: Fraction) -> bool:
        """Whether a number is in the set."""
        return any(piece.holds(value) for piece in self.pieces)


def _high(piece: Interval) -> Cut:
    return piece.high


EVERYTHING = Intervals.between()
NOTHING = Intervals()
