"""Numbers as they are written.

Enters: the digits an author, a caller or a JSON document wrote. Leaves: a `Literal` (exact value and the interval its
digits were rounded from), or an exact rational; and back, the text of a rational.

    parse_literal("0.70")            ->  Literal("0.70", 7/10, low=139/200, high=141/200)
    decimal_text(Fraction(1, 8))     ->  ("0.125", True)

A float means the decimal it prints as: 0.1 is 1/10.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from milligram.quantity.exact import Number, Undecided, half_away, leading_power

LONGEST = 40
LARGEST_EXPONENT = 30
PLACES = 15
"""A decimal that ends within this many places is printed whole."""

MOST_DIGITS = 4000
"""So many digits are written. Python's own limit is 4300, and a reader of JSON may have that one."""

TOO_LONG = f"a number of more than {MOST_DIGITS} digits is too long to be written"

SURELY_SHORT = 2000
"""A fraction of no more bits than this above and below the line has no more digits than are written."""

_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[,'_ \u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?")
_COMMA = re.compile(r"-?[0-9]+,[0-9]+")


def printable(text: str) -> str:
    """The text with control, bidirectional and other unprintable characters written as escapes."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class LiteralError(ValueError):
    """A text or value that is no number Milligram reads; ``message`` is one plain, printable sentence."""

    def __init__(self, message: str) -> None:
        self.message = printable(message)
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as written: its exact value, and the interval (both ends included) its digits stand for.

    The interval is half a unit of the last digit either way; for a whole number, of its last digit other than zero:
    "0.70" is 0.695 to 0.705, "480" is 475 to 485, "0" is -0.5 to 0.5.
    """

    text: str
    value: Fraction
    low: Fraction
    high: Fraction

    def exactly(self) -> Literal:
        """The number as just what it says, whatever its digits: a dose of 1 g is none of 0.5 to 1.5 g."""
        return Literal(self.text, self.value, self.value, self.value)


def parse_literal(text: str) -> Literal:
    """The number that ``text`` writes. Raises `LiteralError` with a sentence for anything else."""
    if len(text) > LONGEST:
        raise LiteralError(f"a number of {len(text)} characters is longer than {LONGEST}")
    found = _NUMBER.fullmatch(text)
    if found is None or not text.isascii():
        raise LiteralError(_fault(text))
    sign, whole, places, exponent = found[1], found[2], found[3] or "", found[4] or "0"
    if len(exponent.lstrip("+-")) > 4 or abs(int(exponent)) > LARGEST_EXPONENT:
        raise LiteralError(f'the exponent of "{text}" is beyond {LARGEST_EXPONENT}')
    digits = int(whole + places)
    scale = int(exponent) - len(places)
    value = (-digits if sign else digits) * Fraction(10) ** scale
    last = scale
    if not places and digits:
        last += len(whole) - len(whole.rstrip("0"))
    half = Fraction(10) ** last / 2
    return Literal(text, value, value - half, value + half)


def _fault(text: str) -> str:
    if not text.strip():
        return "a number is missing"
    if _GROUPED.fullmatch(text) and not _COMMA.fullmatch(text):
        return f'"{text}" groups its digits; write "{re.sub("[^0-9.-]", "", text)}"'
    if _COMMA.fullmatch(text):
        plain_comma, plain_point = text.replace(",", ""), text.replace(",", ".")
        grouped = f' or "{plain_comma}"' if _GROUPED.fullmatch(text) else ""
        return f'"{text}" has a comma; write "{plain_point}"{grouped}'
    if re.fullmatch(r"-?\.[0-9]+", text):
        return f'"{text}" lacks the zero before the point; write "{text.replace(".", "0.")}"'
    if re.fullmatch(r"-?[0-9]+\.", text):
        return f'"{text}" ends in a point; write "{text[:-1]}"'
    if re.fullmatch(r"\+[0-9]+(\.[0-9]+)?", text):
        return f'"{text}" has a plus sign; write "{text[1:]}"'
    return f'"{text}" is not a number'


def number_of(value: int | float | Decimal | str | Fraction) -> Fraction:
    """The rational that a value of JSON or Python means: the decimal it prints as (0.1 is 1/10).

    Raises `LiteralError` for truth values, NaN, infinities, and numbers of more than 400 digits.
    """
    match value:
        case bool():
            raise LiteralError("a number is expected, not yes or no")
        case Fraction():
            return value
        case int():
            if value.bit_length() > 1400:
                raise LiteralError("the number has more than 400 digits")
            return Fraction(value)
        case float():
            if not math.isfinite(value):
                raise LiteralError(f'"{value}" is not a number')
            return Fraction(repr(float(value)))
        case Decimal():
            if not value.is_finite():
                raise LiteralError(f'"{value}" is not a number')
            if abs(value.adjusted()) > 400 or len(value.as_tuple().digits) > 400:
                raise LiteralError("the number has more than 400 digits")
            return Fraction(value)
        case str():
            return parse_literal(value.strip()).value
    raise LiteralError("a number is expected")


def decimal_text(value: Fraction, digits: int = 6) -> tuple[str, bool]:
    """The decimal of a value, and whether it is exact.

    Exact where the decimal ends within 15 places or ``digits`` digits; otherwise rounded to ``digits`` significant
    digits, halves away from zero. A decimal of more than 4000 digits is rounded, too, and has an exponent: "3.2e6000".
    """
    scaled = value * 10**PLACES
    if scaled.denominator == 1 and abs(scaled.numerator) < 10**MOST_DIGITS:
        return _placed(scaled.numerator, PLACES), True
    leading = leading_power(abs(value))
    places = digits - 1 - leading
    rounded = half_away(value * Fraction(10) ** places)
    if abs(leading) + PLACES >= MOST_DIGITS:
        carried = abs(rounded) == 10**digits
        text = f"{_placed(rounded, digits - 1 + carried)}e{leading + carried}"
        return text, rounded == value * Fraction(10) ** places
    text = _placed(rounded, places) if places > 0 else _placed(rounded * 10**-places, 0)
    return text, rounded == value * Fraction(10) ** places


def ending_decimal(value: Fraction) -> tuple[int, int] | None:
    """A rational as digits and how many of them stand behind the point, where its decimal ends: 7/8 is 875 and 3."""
    rest, places = value.denominator, 0
    for factor in (10, 2, 5):
        while rest % factor == 0:
            rest, places = rest // factor, places + 1
    return (value.numerator * 10**places // value.denominator, places) if rest == 1 else None


def check_length(value: Number) -> None:
    """Raises `Undecided` for a number of more than 4000 digits, and for a real whose digits cannot be told.

    Digits are those of its decimal, of numerator or denominator where none ends, of a real those before the point.
    """
    if isinstance(value, Fraction):
        top, bottom = abs(value.numerator), value.denominator
        if max(top.bit_length(), bottom.bit_length()) <= SURELY_SHORT:
            return
        digits, places = ending_decimal(value) or (max(top, bottom), 0)
    else:
        digits, places = value.enclose(20)[0].__trunc__(), 0
    if places > MOST_DIGITS or abs(digits) >= 10**MOST_DIGITS:
        raise Undecided(TOO_LONG)


def plain(value: Fraction) -> str:
    """The value for people: its decimal, or ``about`` and six digits: "0.65", "about 0.699445"."""
    text, exact = decimal_text(value)
    return text if exact else f"about {text}"


def _placed(number: int, places: int) -> str:
    """An integer with its point moved ``places`` to the left, without trailing zeros behind it."""
    digits = str(abs(number)).rjust(places + 1, "0")
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return ("-" if number < 0 else "") + whole + ("." + rest if rest else "")
