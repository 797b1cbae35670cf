"""One value of untrusted data for one input."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias, cast

from milligram_targets.python.support.data import Data
from milligram_targets.python.support.reading import Value

Numeric: TypeAlias = "int | float | Decimal | Fraction | str"
"""A number in the declared unit, or text that may bring its own: "1.7 mg/dL"."""


class Refused(ValueError):
    """A value that an input does not accept: a sentence, and what is expected."""

    def __init__(self, message: str, expected: str | None = None) -> None:
        super().__init__(message)
        self.message, self.expected = message, expected


NO_CHOICES: Mapping[str, str] = {}
"""The words of an input that takes none."""


class Input(Data):
    """What a caller supplies; every input may be unknown.

    ``accepts`` says what it takes; ``units`` are the spellings that text may bring,
    each with the factor and the offset into ``unit``; ``of`` are the substances that
    text may name behind them; ``plausible`` bounds are inclusive; ``choices`` are its
    words and their labels.
    """

    kind: Literal["number", "yes or no", "date", "one of", "any of"]
    label: str
    accepts: str
    unit: str | None = None
    of: tuple[str, ...] = ()
    whole: bool = False
    least: int | None = None
    plausible: tuple[Fraction | int, Fraction | int] | None = None
    plausible_text: str | None = None
    choices: Mapping[str, str] = NO_CHOICES
    units: Mapping[str, tuple[Fraction, Fraction]] | None = None
    loinc: str | None = None
    snomed: str | None = None


NUMBER_AND_UNIT = r"([-+]?[0-9.,]+(?:[eE][-+]?[0-9]+(?![A-Za-z]))?)\s*((?s:.*))"
"""What stands before a unit, and the unit."""


LITERAL = r"-?[0-9]+(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]+))?"
"""A number."""


ISO_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""A day."""


TYPED = str.maketrans(
    {
        "µ": "u",
        "μ": "u",
        "²": "2",
        "³": "3",
        "⁹": "9",
        "−": "-",
        "·": ".",
        "\u00a0": " ",
        "\u202f": " ",
    }
)


SPELT = {
    "day": "d",
    "days": "d",
    "hour": "h",
    "hours": "h",
    "hr": "h",
    "minute": "min",
    "minutes": "min",
    "month": "mo",
    "months": "mo",
    "units": "unit",
    "week": "wk",
    "weeks": "wk",
    "year": "a",
    "years": "a",
    "yr": "a",
    "yrs": "a",
    "mm[Hg]": "mmHg",
    "°C": "Cel",
    "°F": "[degF]",
    "mcg": "ug",
    "mcmol": "umol",
    "mcL": "uL",
    "lb": "[lb_av]",
    "oz": "[oz_av]",
    "stone": "[stone_av]",
    "in": "[in_i]",
    "inch": "[in_i]",
    "inches": "[in_i]",
    "ft": "[ft_i]",
    "U": "unit",
    "IU": "[iU]",
    "meq": "mEq",
    "eq": "Eq",
}
"""Other spellings of one unit."""


def unit_key(text: str) -> str:
    """One spelling of a unit for all that are read alike."""
    typed = " ".join(text.translate(TYPED).split()).replace("mm Hg", "mmHg")
    typed = re.sub(r" ?/ ?|(?:^| )per ", "/", typed)
    parts = re.split(r"([./()]|(?<=[^ ]) of )", typed)
    return "".join(SPELT.get(part, part) for part in parts)


def shown(value: object) -> str:
    """A value of the data for a message: short and printable."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = value if len(value) <= 40 else value[:39] + "…"
        return f"“{''.join(char if char.isprintable() else '·' for char in text)}”"
    if isinstance(value, int):
        return str(value) if value.bit_length() <= 64 else "a very large number"
    if isinstance(value, float | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return "a list"
    return "an object" if isinstance(value, dict) else "this kind of value"


def read_literal(text: str, help_text: str) -> Fraction:
    """The number that digits write. Raises `Refused`."""
    found = re.fullmatch(LITERAL, text) if len(text) <= 40 else None
    exponent = (found[1] or "0") if found is not None else "0"
    if found is None or len(exponent.lstrip("+-")) > 4 or abs(int(exponent)) > 30:
        raise Refused(f"{shown(text)} is not a number", help_text)
    return Fraction(text)


def read_number(
    value: object,
    units: Mapping[str, tuple[Fraction, Fraction]],
    help_text: str,
    of: tuple[str, ...] = (),
) -> Fraction:
    """A number, or text with or without a unit. Raises `Refused`."""
    if isinstance(value, str):
        text = value.strip() if len(value) <= 200 else ""
        found = re.fullmatch(NUMBER_AND_UNIT, text)
        if found is None:
            raise Refused(f"{shown(value)} is not a number", help_text)
        number = read_literal(found[1], help_text)
        if not found[2]:
            return number
        unit = found[2]
        for name in of:
            unit = re.sub(rf" of {name}(?![A-Za-z0-9_])", "", unit)
        change = units.get(unit_key(unit))
        if change is None:
            expected = f"{help_text}; its units are {', '.join(units)}"
            raise Refused(f"{shown(found[2])} is no unit of it", expected)
        return number * change[0] + change[1]
    finite = True
    if isinstance(value, float):
        finite = math.isfinite(value)
    elif isinstance(value, Decimal):
        digits = len(value.as_tuple().digits)
        finite = value.is_finite() and abs(value.adjusted()) <= 400 and digits <= 400
    elif isinstance(value, int):
        finite = value.bit_length() <= 1400
    if isinstance(value, bool) or not finite:
        raise Refused(f"{shown(value)} is not a number", help_text)
    if isinstance(value, float):
        return Fraction(repr(float(value)))
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    raise Refused(f"{shown(value)} is not a number", help_text)


def read_date(value: object) -> date:
    """A date, or its ISO text. Raises `Refused`."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if re.fullmatch(ISO_DATE, text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    accepts = "a date such as “2026-10-01”, or null for unknown"
    raise Refused(f"{shown(value)} is no date", accepts)


DAYS = {
    "s": (Fraction(1, 86400), Fraction(0)),
    "min": (Fraction(1, 1440), Fraction(0)),
    "h": (Fraction(1, 24), Fraction(0)),
    "d": (Fraction(1), Fraction(0)),
    "wk": (Fraction(7), Fraction(0)),
    "mo": (Fraction(487, 16), Fraction(0)),
    "a": (Fraction(1461, 4), Fraction(0)),
}
"""Units of time in days."""


def read_time(value: object) -> Fraction:
    """Days on a step, from a number of days or text as "2 weeks". Raises `Refused`."""
    accepts = "a number of days, or text such as “2 weeks”"
    days = read_number(value, DAYS, accepts)
    if days < 0:
        raise Refused(f"{shown(value)} lies before the start", accepts)
    return days


def read_word(declared: Input, value: object) -> str:
    """One of an input's words. Raises `Refused`."""
    word = value.strip() if isinstance(value, str) else value
    if isinstance(word, str) and word in declared.choices:
        return word
    raise Refused(f"{shown(value)} is not one of its words", declared.accepts)


def read_value(declared: Input, value: object) -> Value:
    """The value of an input. Raises `Refused`."""
    if declared.kind == "number":
        return read_quantity(declared, value)
    if declared.kind == "yes or no":
        if isinstance(value, bool):
            return value
        answer = value.strip().lower() if isinstance(value, str) else ""
        if answer in ("yes", "true", "no", "false"):
            return answer in ("yes", "true")
        raise Refused(f"{shown(value)} is neither yes nor no", declared.accepts)
    if declared.kind == "date":
        return read_date(value)
    if declared.kind == "one of":
        return read_word(declared, value)
    if isinstance(value, str):
        parts = (part.strip() for part in value.split(","))
        value = [part for part in parts if part and part != "none"]
    if not isinstance(value, list | tuple | set | frozenset):
        raise Refused(f"{shown(value)} is no list of words", declared.accepts)
    items = cast("Iterable[object]", value)
    return frozenset(read_word(declared, item) for item in items)


def read_quantity(declared: Input, value: object) -> Fraction:
    """The number of an input, within its bounds. Raises `Refused`."""
    units = declared.units or {}
    number = read_number(value, units, declared.accepts, declared.of)
    given = value.strip() if isinstance(value, str) else shown(value)
    if declared.whole and number.denominator != 1:
        raise Refused(f"{given} is no whole number", declared.accepts)
    if declared.least is not None and number < declared.least:
        raise Refused(f"{given} is less than none", declared.accepts)
    bounds = declared.plausible
    if bounds is not None and not bounds[0] <= number <= bounds[1]:
        text = declared.plausible_text
        raise Refused(f"{given} is outside what is plausible, {text}", declared.accepts)
    return number
