"""Values a clinician believes: round numbers from the middle of a range, in the author's unit.

Enters: a set of values. Leaves: one of them, never an extreme corner where the range has a middle.

    typical(20 to under 30)  ->  25
"""

from __future__ import annotations

from fractions import Fraction

from milligram.prove.domains import Domain, Numbers, Words, multiples
from milligram.prove.intervals import Interval, above, below


def typical(domain: Domain) -> Fraction | str | None:
    """A typical value of a domain; None when it is empty."""
    match domain:
        case Words(words=words):
            return min(words, default=None)
        case Numbers(within=within, step=step):
            pieces = sorted(within, key=lambda piece: (piece.width is None, -(piece.width or 0)))
            for piece in pieces:
                value = typical_number(piece, step)
                if value is not None:
                    return value
            return None


def typical_number(piece: Interval, step: Fraction | None) -> Fraction | None:
    """The roundest number near the middle of an interval; None when it holds no multiple of ``step``."""
    if piece.is_point:
        return piece.low.value
    low, high = _ends(piece)
    if step is not None:
        held = list(multiples(_bounded(piece, low, high), step))
        return held[len(held) // 2] if held else None
    middle = (low + high) / 2
    for digits in range(-12, 13):
        unit = Fraction(10) ** -digits
        for candidate in (round(middle / unit) * unit, round(middle / (5 * unit)) * 5 * unit):
            if piece.holds(candidate) and abs(candidate - middle) * 8 <= high - low:
                return candidate
    return middle


def _ends(piece: Interval) -> tuple[Fraction, Fraction]:
    """Ends to look between, where the interval has none: as far again as its other end, and at least 1."""
    if piece.low.rank and piece.high.rank:
        return Fraction(-1), Fraction(1)
    if piece.low.rank:
        return piece.high.value - max(abs(piece.high.value), Fraction(1)), piece.high.value
    if piece.high.rank:
        return piece.low.value, piece.low.value + max(abs(piece.low.value), Fraction(1))
    return piece.low.value, piece.high.value


def _bounded(piece: Interval, low: Fraction, high: Fraction) -> Interval:
    return Interval(below(low) if piece.low.rank else piece.low, above(high) if piece.high.rank else piece.high)
