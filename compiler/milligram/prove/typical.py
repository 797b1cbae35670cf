"""Values a clinician believes: round numbers from the middle of a range, in the author's unit.

Enters: a set of values. Leaves: one of them, never an extreme corner where the range has a middle.

    typical(20 to under 30)  ->  25
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from milligram.prove.domains import Domain, Numbers, Sets, Words
from milligram.prove.intervals import Interval

Value = Fraction | str | frozenset[str]
"""One value of a domain: a number, a word (``yes`` and ``no`` for a flag), or the words that a set holds."""


def typical(domain: Domain) -> Value | None:
    """A typical value of a domain; None when it is empty."""
    match domain:
        case Words(words=words):
            return min(words, default=None)
        case Sets(sets=sets):
            return min(sets, key=lambda held: (len(held) != 1, len(held), sorted(held)), default=None)
        case Numbers(within=within, step=step):
            widest = sorted(within, key=lambda piece: (piece.width is not None, -(piece.width or 0)))
            return typical_number(widest[0], step) if widest else None
        case _:
            assert_never(domain)


def typical_number(piece: Interval, step: Fraction | None = None) -> Fraction:
    """The roundest number near the middle of an interval; with a step, an interval from multiple to multiple."""
    if piece.is_point:
        return piece.low.value
    low, high = _ends(piece)
    middle = (low + high) / 2
    if step is not None:
        return _on_step(piece, low, high, step)
    for digits in range(-12, 13):
        unit = Fraction(10) ** -digits
        for candidate in (round(middle / unit) * unit, round(middle / (5 * unit)) * 5 * unit):
            if piece.holds(candidate) and abs(candidate - middle) * 8 <= high - low:
                return candidate
    return middle


def _on_step(piece: Interval, low: Fraction, high: Fraction, step: Fraction) -> Fraction:
    """The multiple nearest the middle that is round in steps, else simply the nearest."""
    middle = (low + high) / 2
    for size in (100, 50, 10, 5, 2, 1):
        candidate = round(middle / (size * step)) * size * step
        if piece.holds(candidate) and abs(candidate - middle) * 8 <= high - low:
            return candidate
    return (middle // step) * step


def _ends(piece: Interval) -> tuple[Fraction, Fraction]:
    """Ends to look between, where the interval has none: as far again as its other end, and at least 1."""
    if piece.low.rank and piece.high.rank:
        return Fraction(-1), Fraction(1)
    if piece.low.rank:
        return piece.high.value - max(abs(piece.high.value), Fraction(1)), piece.high.value
    if piece.high.rank:
        return piece.low.value, piece.low.value + max(abs(piece.low.value), Fraction(1))
    return piece.low.value, piece.high.value
