"""Arithmetic on ranges of numbers, with exact ends that are included or not.

Enters: ranges. Leaves: a range that holds every value the operation can have on them, and hardly more.

    2 to under 3  *  10 to 20    ->   20 to under 60
    1 / (0 to 4)                 ->   0.25 and above     (a value that does not exist is no value)

Ends are rationals; where a root or a logarithm is none, the end moves outwards to a rational nearby. An end that grows
beyond 256 bits is rounded outwards too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from milligram.prove.intervals import Cut, Interval
from milligram.quantity import Number, Undecided, Undefined, exact

_DIGITS = 30
"""An end that is no rational moves outwards by less than 10 to the minus this."""
_LONGEST = 256
"""Ends with more bits than this are rounded outwards to 160."""


class Range(NamedTuple):
    """The numbers between two ends; an end that is None is infinite, and never included. Empty ranges are None."""

    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool


EVERY = Range(None, False, None, False)
_ZERO = Fraction(0)
_ONE = Fraction(1)


def point(value: Fraction) -> Range:
    """One number."""
    return Range(value, True, value, True)


def range_of(cell: Interval) -> Range:
    """The numbers of a cell."""
    low, high = cell
    return Range(
        None if low.rank else low.value, low.rank == 0 and low.side < 0,
        None if high.rank else high.value, high.rank == 0 and high.side > 0,
    )  # fmt: skip


def interval_of(found: Range) -> Interval:
    """The same as a pair of cuts."""
    low = Cut(-1, _ZERO, 0) if found.low is None else Cut(0, found.low, -1 if found.low_in else 1)
    high = Cut(1, _ZERO, 0) if found.high is None else Cut(0, found.high, 1 if found.high_in else -1)
    return Interval(low, high)


def is_point(found: Range) -> bool:
    """Whether a range holds one number."""
    return found.low is not None and found.low == found.high


def made(low: Fraction | None, low_in: bool, high: Fraction | None, high_in: bool) -> Range | None:
    """The range with these ends; None where nothing lies between them."""
    if low is not None and high is not None and (low > high or (low == high and not (low_in and high_in))):
        return None
    return Range(low, low_in, high, high_in)


def _higher_low(left: Range, right: Range) -> tuple[Fraction | None, bool]:
    """The higher of two lower ends, and whether it is included."""
    low, low_in = left.low, left.low_in
    if right.low is not None:
        if low is None or right.low > low:
            low, low_in = right.low, right.low_in
        elif right.low == low:
            low_in = low_in and right.low_in
    return low, low_in


def meet(left: Range, right: Range) -> Range | None:
    """The numbers in both."""
    low, low_in = _higher_low(left, right)
    high, high_in = left.high, left.high_in
    if right.high is not None:
        if high is None or right.high < high:
            high, high_in = right.high, right.high_in
        elif right.high == high:
            high_in = high_in and right.high_in
    return made(low, low_in, high, high_in)


def hull(ranges: Iterable[Range]) -> Range | None:
    """The least range that holds all of them."""
    found: Range | None = None
    for one in ranges:
        if found is None:
            found = one
            continue
        low, low_in = found.low, found.low_in
        if low is not None and (one.low is None or one.low <= low):
            low, low_in = one.low, one.low_in or (one.low == low and low_in)
        high, high_in = found.high, found.high_in
        if high is not None and (one.high is None or one.high >= high):
            high, high_in = one.high, one.high_in or (one.high == high and high_in)
        found = Range(low, low_in, high, high_in)
    return found


def holds(found: Range, value: Fraction) -> bool:
    """Whether a number lies within."""
    if found.low is not None and (value < found.low or (value == found.low and not found.low_in)):
        return False
    return found.high is None or value < found.high or (value == found.high and found.high_in)


def snapped(found: Range, step: Fraction) -> Range | None:
    """From the first multiple of a step to the last."""
    low, high = found.low, found.high
    if low is not None:
        count = -(-low // step)
        low = (count + 1) * step if count * step == low and not found.low_in else count * step
    if high is not None:
        count = high // step
        high = (count - 1) * step if count * step == high and not found.high_in else count * step
    return made(low, low is not None, high, high is not None)


# --- operations -------------------------------------------------------------------------------------------------------


def plus(left: Range, right: Range) -> Range:
    """The sums."""
    return _trimmed(
        None if left.low is None or right.low is None else left.low + right.low, left.low_in and right.low_in,
        None if left.high is None or right.high is None else left.high + right.high, left.high_in and right.high_in,
    )  # fmt: skip


def negative(found: Range) -> Range:
    """The numbers with the other sign."""
    return Range(
        None if found.high is None else -found.high,
        found.high_in,
        None if found.low is None else -found.low,
        found.low_in,
    )


def minus(left: Range, right: Range) -> Range:
    """The differences."""
    return plus(left, negative(right))


def shifted(found: Range, factor: Fraction, offset: Fraction) -> Range:
    """The numbers times a factor, plus an offset."""
    return plus(times(found, point(factor)), point(offset))


class _End(NamedTuple):
    """An end of a product: ``sign`` -1 and +1 are the infinities."""

    sign: int
    value: Fraction
    included: bool


def _ends(found: Range) -> tuple[_End, _End]:
    low = _End(-1, _ZERO, False) if found.low is None else _End(0, found.low, found.low_in)
    high = _End(1, _ZERO, False) if found.high is None else _End(0, found.high, found.high_in)
    return low, high


def _corner(left: _End, right: _End) -> _End:
    for one, other in ((left, right), (right, left)):
        if one.sign == 0 and one.value == 0:
            return _End(0, _ZERO, one.included or (other.sign == 0 and other.value == 0 and other.included))
    if left.sign or right.sign:
        return _End(_sign(left) * _sign(right), _ZERO, False)
    return _End(0, left.value * right.value, left.included and right.included)


def _sign(end: _End) -> int:
    return end.sign or (end.value > 0) - (end.value < 0)


def times(left: Range, right: Range) -> Range:
    """The products."""
    corners = [_corner(one, other) for one in _ends(left) for other in _ends(right)]
    low = min(corners, key=lambda end: (end.sign, end.value, not end.included))
    high = max(corners, key=lambda end: (end.sign, end.value, end.included))
    return _trimmed(
        None if low.sign else low.value, low.sign == 0 and low.included,
        None if high.sign else high.value, high.sign == 0 and high.included,
    )  # fmt: skip


def inverse(found: Range) -> Range | None:
    """1 divided by the numbers other than zero."""
    low, high = found.low, found.high
    if (low is None or low < 0) and (high is None or high > 0):
        return EVERY
    if low is not None and low >= 0:
        if high == 0:
            return None
        return made(
            _ZERO if high is None else 1 / high, high is not None and found.high_in,
            None if low == 0 else 1 / low, low != 0 and found.low_in,
        )  # fmt: skip
    turned = inverse(negative(found))
    return None if turned is None else negative(turned)


def over(left: Range, right: Range) -> Range | None:
    """The quotients that exist."""
    turned = inverse(right)
    return None if turned is None else times(left, turned)


def least(left: Range, right: Range) -> Range:
    """The lesser of two numbers, one from each."""
    return negative(greatest(negative(left), negative(right)))


def greatest(left: Range, right: Range) -> Range:
    """The greater of two numbers, one from each."""
    low, low_in = _higher_low(left, right)
    high, high_in = left.high, left.high_in
    if high is not None:
        if right.high is None or right.high > high:
            high, high_in = right.high, right.high_in
        elif right.high == high:
            high_in = high_in or right.high_in
    return Range(low, low_in, high, high_in)


def size(found: Range) -> Range:
    """The numbers without their sign."""
    if found.low is not None and found.low >= 0:
        return found
    if found.high is not None and found.high <= 0:
        return negative(found)
    turned = negative(found)
    above = greatest(found, turned)
    return Range(_ZERO, True, above.high, above.high_in)


def rising(found: Range, apply: Callable[[Fraction], Number]) -> Range | None:
    """What a rising function comes to on a range where it is defined; towards a missing value it has no end."""
    low, low_exact = _outwards(found.low, apply, up=False)
    high, high_exact = _outwards(found.high, apply, up=True)
    return made(
        low, low is not None and (found.low_in or not low_exact),
        high, high is not None and (found.high_in or not high_exact),
    )  # fmt: skip


def _outwards(value: Fraction | None, apply: Callable[[Fraction], Number], *, up: bool) -> tuple[Fraction | None, bool]:
    """The function's value, or a rational beyond it; and whether it is the value."""
    if value is None:
        return None, False
    try:
        exactly = apply(value)
        return (exactly, True) if isinstance(exactly, Fraction) else (exactly.enclose(_DIGITS)[up], False)
    except (Undefined, Undecided):
        return None, False


def whole_power(found: Range, exponent: int) -> Range | None:
    """The numbers to a whole power."""
    if exponent < 0:
        inner = whole_power(found, -exponent)
        return None if inner is None else inverse(inner)
    if exponent == 0:
        return point(_ONE)
    base = size(found) if exponent % 2 == 0 else found
    return _trimmed(
        None if base.low is None else base.low**exponent, base.low_in,
        None if base.high is None else base.high**exponent, base.high_in,
    )  # fmt: skip


def stepped(
    found: Range, nearest: Callable[[Fraction], int], below: Callable[[Fraction], int], above: Callable[[Fraction], int]
) -> Range:
    """What a rising function with whole values comes to: ``nearest`` at an end that is included, ``above`` just above
    a low end and ``below`` just below a high end that is not."""
    low = None if found.low is None else Fraction((nearest if found.low_in else above)(found.low))
    high = None if found.high is None else Fraction((nearest if found.high_in else below)(found.high))
    return Range(low, low is not None, high, high is not None)


_ROUNDINGS: dict[str, tuple[Callable[[Fraction], int], Callable[[Fraction], int], Callable[[Fraction], int]]] = {
    "down": (lambda v: v.__floor__(), lambda v: v.__ceil__() - 1, lambda v: v.__floor__()),
    "up": (lambda v: v.__ceil__(), lambda v: v.__ceil__(), lambda v: v.__floor__() + 1),
    "nearest": (
        lambda v: int(exact.round_to(v, _ONE)),
        lambda v: (v - Fraction(1, 2)).__ceil__(),
        lambda v: (v + Fraction(1, 2)).__floor__(),
    ),
}
"""At a number, just below it, just above it; halves go away from zero."""


def rounded(found: Range, step: Fraction, mode: str) -> Range:
    """The numbers rounded to multiples of a step."""
    steps = stepped(times(found, point(1 / step)), *_ROUNDINGS[mode])
    return times(steps, point(step))


def unrounded(found: Range, step: Fraction, mode: str) -> Range:
    """The numbers that rounding takes into a range."""
    below, above = {"nearest": (step / 2, step / 2), "up": (step, _ZERO), "down": (_ZERO, step)}[mode]
    return Range(
        None if found.low is None else found.low - below, found.low is not None,
        None if found.high is None else found.high + above, found.high is not None,
    )  # fmt: skip


def _trimmed(low: Fraction | None, low_in: bool, high: Fraction | None, high_in: bool) -> Range:
    if low is not None and low.denominator.bit_length() + low.numerator.bit_length() > 2 * _LONGEST:
        low = _short(low, up=False)
    if high is not None and high.denominator.bit_length() + high.numerator.bit_length() > 2 * _LONGEST:
        high = _short(high, up=True)
    return Range(low, low_in and low is not None, high, high_in and high is not None)


def _short(value: Fraction, *, up: bool) -> Fraction:
    """A number nearby with fewer digits."""
    bits = 160 - (value.numerator.bit_length() - value.denominator.bit_length())
    scale = Fraction(2) ** bits
    return Fraction((value * scale).__ceil__() if up else (value * scale).__floor__()) / scale
