"""Where a function of one number turns its sign.

Enters: a function and the stretch to look at. Leaves: its zeros, exact where it is linear in x or in 1/x.

    140 - x,  0 to 300   ->   140
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise


def zeros(
    f: Callable[[Fraction], Fraction | None], low: Fraction, high: Fraction, offsets: Iterable[Fraction]
) -> Iterator[Fraction]:
    """Where a function of one number comes to one of the offsets: exactly, if it is linear in x or in 1/x; else to
    many digits."""
    one, two, three = (low + (high - low) * Fraction(part, 7) for part in (1, 3, 5))
    a, b, c = f(one), f(two), f(three)
    if a is not None and b is not None and c is not None:
        if (b - a) * (three - two) == (c - b) * (two - one):
            if a != b:
                yield from (one - (a - offset) * (two - one) / (b - a) for offset in offsets)
            return
        if 0 not in (one, two, three):
            u, v, w = 1 / one, 1 / two, 1 / three
            if (b - a) * (w - v) == (c - b) * (v - u):
                inverses = (u - (a - offset) * (v - u) / (b - a) for offset in offsets if a != b)
                yield from (1 / inverse for inverse in inverses if inverse != 0)
                return
    if a is None and b is None and c is None:
        return
    grid = [low + (high - low) * Fraction(part, 16) for part in range(17)]
    values = [f(place) for place in grid]
    for offset in offsets:
        for (left, at_left), (right, at_right) in pairwise(zip(grid, values, strict=True)):
            if at_left is None or at_right is None:
                continue
            if at_left == offset:
                yield left
            elif at_right != offset and (at_left < offset) != (at_right < offset):
                yield from _bisected(_less(f, offset), left, right, at_left < offset)
        if values[-1] == offset:
            yield high


def _less(f: Callable[[Fraction], Fraction | None], offset: Fraction) -> Callable[[Fraction], Fraction | None]:
    def shifted(x: Fraction) -> Fraction | None:
        y = f(x)
        return None if y is None else y - offset

    return shifted


def _bisected(
    f: Callable[[Fraction], Fraction | None], left: Fraction, right: Fraction, falls: bool
) -> Iterator[Fraction]:
    for _ in range(24):
        middle = (left + right) / 2
        at = f(middle)
        if at is None:
            return
        if at == 0:
            yield middle
            return
        left, right = (middle, right) if (at < 0) == falls else (left, middle)
    for digits in range(6):
        neat = Fraction(round((left + right) / 2 * 10**digits), 10**digits)
        if abs(neat - left) <= (right - left) * 2 and f(neat) == 0:
            yield neat
            return
    yield left
    yield right
