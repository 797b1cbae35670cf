"""Hits a number exactly: which value of one input gives a computed value, where the formula is a quotient in it.

Enters: a patient, the inputs that may be changed, what computes the value, and the numbers wanted. Leaves: patients
that may have them; who does is for the caller to see.

    crcl of age 60, 50 kg, creatinine ?; wanted 50 mL/min   ->   creatinine 98.4 umol/L

A formula that is linear in an input, or a quotient of two linear ones, keeps the cross-ratio of four values; three
values of the input therefore settle the fourth. Rounding and other shapes are met by a second step near the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from milligram.prove.intervals import Intervals

DIGITS = 3
"""How many decimals an input is given where its exact value would not end."""


def solutions_near(
    value: Callable[[Fraction], Fraction | None], within: Intervals, points: tuple[Fraction, ...], wanted: Fraction
) -> Iterator[Fraction]:
    """Numbers of ``within``, those of fewest digits first, at which ``value`` may be ``wanted``.

    ``points`` are three numbers to begin with.
    """
    for _ in range(2):
        found = _crossing(value, points, wanted)
        if found is None:
            return
        rounded = round(found, DIGITS)
        tries = (*(round(found, digits) for digits in range(DIGITS + 1)), found)
        yield from (each for each in dict.fromkeys(tries) if _ends(each) and within.holds(each))
        points = (rounded * Fraction(19, 20), rounded, rounded * Fraction(21, 20))
        if not all(within.holds(point) for point in points):
            return


def _crossing(
    value: Callable[[Fraction], Fraction | None], points: tuple[Fraction, ...], wanted: Fraction
) -> Fraction | None:
    """The number that stands to three as the wanted value stands to theirs: equal cross-ratios."""
    a, b, c = points
    at_a, at_b, at_c = value(a), value(b), value(c)
    if at_a is None or at_b is None or at_c is None or len({at_a, at_b, at_c}) < 3:
        return None
    if wanted in (at_a, at_b, at_c):
        return points[(at_a, at_b, at_c).index(wanted)]
    ratio = (wanted - at_a) * (at_b - at_c) / ((wanted - at_c) * (at_b - at_a))
    below = (b - c) - ratio * (b - a)
    return (a * (b - c) - ratio * c * (b - a)) / below if below else None


def _ends(value: Fraction) -> bool:
    """Whether the digits of a number end within few enough that a chart could hold them."""
    return 1_000_000 % value.denominator == 0


def round_numbers(within: Intervals) -> Iterator[Fraction]:
    """Multiples of 20, up to 100, that a set holds: products and quotients of these end soon."""
    return (number for number in map(Fraction, range(20, 101, 20)) if within.holds(number))
