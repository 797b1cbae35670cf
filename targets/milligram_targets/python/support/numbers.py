"""Numbers as a set of possible values, and as text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cmp_to_key
from typing import Protocol

from milligram.quantity.exact import Number, Undecided, compare

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


MOST_DIGITS = 4000
"""So many digits are written; Python's own limit is 4300."""


TOO_LONG = f"a number of more than {MOST_DIGITS} digits is too long to be written"


SURELY_SHORT = 2000
"""A fraction of no more bits than this has no more digits than are written."""


BEYOND_DOUBLES = 2**1024 - 2**970
"""From here on a reader that knows doubles only takes an integer for infinity."""


def decimal_places(value: Fraction) -> tuple[int, int] | None:
    """Digits, and how many of them stand behind the point, where a decimal ends."""
    rest, places = value.denominator, 0
    for factor in (10, 2, 5):
        while rest % factor == 0:
            rest, places = rest // factor, places + 1
    if rest != 1:
        return None
    return value.numerator * 10**places // value.denominator, places


def check_length(value: Fraction | Enclosed) -> None:
    """Raises `Undecided` for a number of more than 4000 digits, and for one whose
    digits cannot be told."""
    if isinstance(value, Fraction):
        top, bottom = abs(value.numerator), value.denominator
        if max(top.bit_length(), bottom.bit_length()) <= SURELY_SHORT:
            return
        digits, places = decimal_places(value) or (max(top, bottom), 0)
    else:
        digits, places = value.enclose(20)[0].__trunc__(), 0
    if places > MOST_DIGITS or abs(digits) >= 10**MOST_DIGITS:
        raise Undecided(TOO_LONG)


def ending_decimal(value: Fraction) -> str | None:
    """The decimal of a rational, where it ends."""
    found = decimal_places(value)
    if found is None:
        return None
    number, places = found
    digits = str(abs(number)).rjust(places + 1, "0")
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
        return int(value) if abs(value) < BEYOND_DOUBLES else number_text(value)
    text = number_text(value)
    try:
        near = float(text)
        return near if Fraction(repr(near)) == value else text
    except (ValueError, OverflowError):
        return text
