"""Exact arithmetic on rationals, for guidelines whose formulas leave no rational.

The same names as `milligram.quantity.exact`, which is embedded in its place where
a formula takes a root, a logarithm or a power that is not whole.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

Number: TypeAlias = Fraction
"""What a formula computes with."""


class Undefined(ArithmeticError):
    """The expression has no value: division by zero."""


class Undecided(ArithmeticError):
    """Never raised for rationals: every comparison is decided."""


def compare(left: Fraction, right: Fraction) -> int:
    """-1, 0 or 1 as ``left`` is less than, equal to or more than ``right``."""
    return (left > right) - (left < right)


def divide(top: Fraction, bottom: Fraction) -> Fraction:
    """The quotient. Raises `Undefined` for a divisor of zero."""
    if bottom == 0:
        raise Undefined("division by zero")
    return top / bottom


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """The base to a whole power; 0 to the power 0 is 1."""
    if base == 0 and exponent < 0:
        raise Undefined("zero to a negative power")
    return Fraction(base ** int(exponent))


def round_to(
    value: Fraction,
    step: Fraction,
    mode: Literal["nearest", "up", "down"] = "nearest",
) -> Fraction:
    """A multiple of ``step``; halves go away from zero."""
    steps = value / step
    if mode == "up":
        return step * steps.__ceil__()
    if mode == "down":
        return step * steps.__floor__()
    size = (abs(steps) + Fraction(1, 2)).__floor__()
    return step * (-size if steps < 0 else size)


def floor(value: Fraction) -> Fraction:
    """The largest whole number not above the value."""
    return Fraction(value.__floor__())


def absolute(value: Fraction) -> Fraction:
    """The value without its sign."""
    return abs(value)


def minimum(first: Fraction, *rest: Fraction) -> Fraction:
    """The least of the values."""
    return min(first, *rest)


def maximum(first: Fraction, *rest: Fraction) -> Fraction:
    """The greatest of the values."""
    return max(first, *rest)
