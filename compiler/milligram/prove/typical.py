"""Values a clinician believes: round numbers from the middle of a range, in the author's unit.

Enters: a set of values, and all that is plausible. Leaves: one of them, never an extreme corner.

    typical(20 to under 30)                               ->  25
    typical(over 60, plausible 0 to 250)                  ->  90
    typical(at least 18, whole, plausible 0 to 120)       ->  50

What is plausible is far wider than what is common, above more than below: the middle between a threshold and the
plausible maximum is seldom seen on a ward. So a stretch that ends at that maximum is looked at near its threshold: a
sixth of the way up; a third where it is all that is plausible, or most of it in whole numbers, which are ages and
counts and spread wider than what is measured. A stretch that ends at the plausible minimum, or at none of the two, is
looked at in its middle. The choice is a convention, exact and the same on every run.
"""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from milligram.prove.domains import Domain, Numbers, Sets, Words
from milligram.prove.intervals import Interval

Value = Fraction | str | frozenset[str]
"""One value of a domain: a number, a word (``yes`` and ``no`` for a flag), or the words that a set holds."""

_MOST = Fraction(4, 5)
"""A stretch of whole numbers over this much of what is plausible holds most of it."""


def typical(domain: Domain, plausible: Domain | None = None) -> Value | None:
    """A typical value of a domain; None when it is empty. ``plausible`` is all that the subject can be."""
    match domain:
        case Words(words=words):
            return min(words, default=None)
        case Sets(sets=sets):
            return min(sets, key=lambda held: (len(held) != 1, len(held), sorted(held)), default=None)
        case Numbers(within=within, step=step):
            widest = sorted(within, key=lambda piece: (piece.width is not None, -(piece.width or 0)))
            return typical_number(widest[0], step, span_of(plausible)) if widest else None
        case _:
            assert_never(domain)


def span_of(plausible: Domain | None) -> Interval | None:
    """From the lowest to the highest number of a domain; None where there are no such numbers."""
    if not isinstance(plausible, Numbers) or not plausible.within:
        return None
    return Interval(plausible.within.pieces[0].low, plausible.within.pieces[-1].high)


def typical_number(piece: Interval, step: Fraction | None = None, plausible: Interval | None = None) -> Fraction:
    """The roundest number near where an interval is looked at; with a step, an interval from multiple to multiple."""
    if piece.is_point:
        return piece.low.value
    low, high = _ends(piece)
    wanted = _looked_at(piece, low, high, plausible, step is not None)
    near = min(wanted - low, high - wanted) / 4
    if step is not None:
        return _on_step(piece, wanted, near, step)
    for digits in range(-12, 13):
        unit = Fraction(10) ** -digits
        for size in (5 * unit, unit):
            candidate = round(wanted / size) * size
            if piece.holds(candidate) and abs(candidate - wanted) <= near:
                return candidate
    return wanted


def _looked_at(piece: Interval, low: Fraction, high: Fraction, plausible: Interval | None, whole: bool) -> Fraction:
    """Where in an interval a typical number is."""
    middle = (low + high) / 2
    if plausible is None or plausible.low.rank or plausible.high.rank or piece.high < plausible.high:
        return middle
    all_of_it = plausible.high.value - plausible.low.value
    if piece == plausible and 2 * plausible.low.value > plausible.high.value:
        return middle  # 25 to 45 °C: the bounds lie on both sides of what is common
    most = piece == plausible or (whole and high - low > _MOST * all_of_it)
    return low + (high - low) / (3 if most else 6)


def _on_step(piece: Interval, wanted: Fraction, near: Fraction, step: Fraction) -> Fraction:
    """The multiple nearest to what is wanted that is round in steps, else simply the nearest below."""
    for size in (100, 50, 10, 5, 2, 1):
        candidate = round(wanted / (size * step)) * size * step
        if piece.holds(candidate) and abs(candidate - wanted) <= near:
            return candidate
    nearest = wanted // step * step
    return nearest if piece.holds(nearest) else nearest + step


def _ends(piece: Interval) -> tuple[Fraction, Fraction]:
    """Ends to look between, where the interval has none: as far again as its other end, and at least 1."""
    if piece.low.rank and piece.high.rank:
        return Fraction(-1), Fraction(1)
    if piece.low.rank:
        return piece.high.value - max(abs(piece.high.value), Fraction(1)), piece.high.value
    if piece.high.rank:
        return piece.low.value, piece.low.value + max(abs(piece.low.value), Fraction(1))
    return piece.low.value, piece.high.value
