"""Numbers as a set of possible values, and as text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cmp_to_key
from typing import Protocol

from milligram.quantity.exact import Number, compare

MOST_VALUES = 10_000
"""A set of more possible values than this is unknown."""


def distinct(values: Iterable[Number]) -> tuple[Number, ...]:
    """The values in ascending order, each once."""
    kept: list[Number] = []
    for item in sorted(values, key=cmp_to_key(compare)):
        if not kept or compare(kept[-1], item) != 0:
            kept.append(item)
    return tuple(kept)


def limited(values: tuple[Number, ...]) -> tuple[Number, ...] | None:
    """The values, or None (unknown) where there are too many."""
    return values if len(values) <= MOST_VALUES else None


def completed_years(born: date, today: date) -> Fraction:
    """Completed years; 29 February has its birthday on 1 March in other years."""
    before = (today.month, today.day) < (born.month, born.day)
    return Fraction(today.year - born.year - before)


def ending_decimal(value: Fraction) -> str | None:
    """The decimal of a rational, where it ends."""
    rest, places = value.denominator, 0
    for factor in (10, 2, 5):
        while rest % factor == 0:
            rest, places = rest // factor, places + 1
    if rest != 1:
        return None
    digits = str(abs(value.numerator) * 10**places // value.denominator)
    digits = digits.rjust(places + 1, "0")
    whole = digits[: len(digits) - places]
    part = digits[len(digits) - places :].rstrip("0")
    return ("-" if value < 0 else "") + whole + (f".{part}" if part else "")


class Enclosed(Protocol):
    """A number that is no rational: a root, a logarithm."""

    def enclose(self, digits: int, /) -> tuple[Fraction, Fraction]:
        """Two rationals around it."""
        raise NotImplementedError


def number_text(value: Fraction | Enclosed) -> str:
    """The number in digits: "0.699", "875/3", "1.41421356237309…" (cut)."""
    if isinstance(value, Fraction):
        exact = ending_decimal(value)
        return f"{value.numerator}/{value.denominator}" if exact is None else exact
    low, _ = value.enclose(20)
    cut = Fraction((abs(low) * 10**14).__floor__(), 10**14)
    return ("-" if low < 0 else "") + (ending_decimal(cut) or "") + "…"


def number_json(value: Fraction | Enclosed) -> int | float | str:
    """A JSON number that prints as the exact decimal; text where none does."""
    if not isinstance(value, Fraction):
        return number_text(value)
    if value.denominator == 1:
        return int(value)
    text = number_text(value)
    try:
        near = float(text)
        return near if Fraction(repr(near)) == value else text
    except (ValueError, OverflowError):
        return text
