"""One value of untrusted data for one input.

Enters: an input's declaration and what JSON holds for it. Leaves: the exact value, None for null, or `Refused` with a
sentence and what the input accepts.

    serum_magnesium in mmol/L of magnesium:  "1.7 mg/dL"  ->  Fraction(34000, 48610)
    neck_spasm yes or no:                    "perhaps"    ->  Refused("“perhaps” is neither yes nor no", …)

A number counts in the declared unit; floats mean the decimal that they print as. Text may bring its own unit, and say
whose it is: "2 mmol/L of glucose". An input ``per unit of insulin`` or ``per day`` also takes the unit before *per*.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from milligram.diagnostics.spelling import close, closest
from milligram.ir import nodes as ir
from milligram.ir.questions import accepts
from milligram.quantity import (
    LiteralError,
    Measure,
    MeasureError,
    Substances,
    Unit,
    UnitError,
    conversion,
    number_of,
    parse_literal,
    parse_unit,
    plain,
)
from milligram.quantity.unit import part_dimension, unit_of

_NUMBER_AND_UNIT = re.compile(r"([-+]?[0-9.,]+(?:[eE][-+]?[0-9]+(?![A-Za-z]))?)\s*(.*)", re.DOTALL)
_OF = re.compile(r"(.*?)(?: of ([A-Za-z_][A-Za-z0-9_]*))?(?: per (.*?)(?: of ([A-Za-z_][A-Za-z0-9_]*))?)?", re.DOTALL)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS = Measure(parse_unit("d"))
_SECOND_NUMBER = re.compile(r"(/?)\s*[0-9]+(?![0-9]*[*^])")
_MATTER = {"g", "mol", "eq", "unit", "iu"}
LONGEST_TEXT = 200


class Refused(ValueError):
    """A value that an input does not accept: one sentence, and what it accepts."""

    def __init__(self, message: str, help_text: str | None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help_text


def shown(value: object) -> str:
    """A value of the data for a message: short, printable, never failing."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            text = value if len(value) <= 40 else value[:39] + "…"
            return f"“{''.join(char if char.isprintable() else '·' for char in text)}”"
        case int():
            return str(value) if value.bit_length() <= 64 else "a very large number"
        case float() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case list() | tuple() | set() | frozenset():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "this kind of value"


def read_value(guideline: ir.Guideline, declared: ir.Input, value: object) -> ir.PatientValue | None:
    """The value of an input; None is unknown. Raises `Refused`."""
    if value is None:
        return None
    kind = declared.type
    match kind:
        case ir.NumberType():
            return _number(guideline.substances, declared, kind, value)
        case ir.FlagType():
            return _flag(declared, value)
        case ir.DateType():
            return read_date(value)
        case ir.WordType(words=words):
            return _word(declared, words, value)
        case ir.SetType(words=words):
            return _set(declared, words, value)
        case ir.TextType():
            raise Refused(f"{shown(value)} is not accepted", accepts(declared))
        case _:
            assert_never(kind)


# --- numbers ----------------------------------------------------------------------------------------------------------


def _number(substances: Substances, declared: ir.Input, kind: ir.NumberType, value: object) -> Fraction:
    number = quantity(substances, kind.measure, value, accepts(declared))
    given = value.strip() if isinstance(value, str) else _brief(number)
    if (kind.whole or kind.kind == "count") and number.denominator != 1:
        raise Refused(f"{given} is no whole number", accepts(declared))
    if kind.kind == "count" and number < 0:
        raise Refused(f"{given} is less than none", accepts(declared))
    if declared.plausible is not None and not declared.plausible[0] <= number <= declared.plausible[1]:
        low, high = declared.plausible_written or (plain(declared.plausible[0]), plain(declared.plausible[1]))
        unit = "" if kind.measure.unit.is_number else f" {kind.measure.text}"
        own = f" ({_brief(number)}{unit})" if isinstance(value, str) and not _is_bare(value) else ""
        raise Refused(f"{given}{own} is outside what is plausible, {low} to {high}{unit}", None)
    return number


def _brief(number: Fraction) -> str:
    """A number for a message; one of hundreds of digits is not written out."""
    text = plain(number)
    return text if len(text) <= 40 else f"a number of {len(text)} digits"


def _is_bare(text: str) -> bool:
    found = _NUMBER_AND_UNIT.fullmatch(text.strip())
    return found is not None and not found[2]


def quantity(substances: Substances, measure: Measure, value: object, help_text: str) -> Fraction:
    """A number in ``measure``, from a number or from text with or without a unit. Raises `Refused`."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction | str):
        raise Refused(f"{shown(value)} is not a number", help_text)
    try:
        if not isinstance(value, str):
            return number_of(value)
        if len(value) > LONGEST_TEXT:
            raise Refused(f"{shown(value)} is not a number", help_text)
        found = _NUMBER_AND_UNIT.fullmatch(value.strip())
        if found is None:
            raise Refused(f"{shown(value)} is not a number", help_text)
        number = parse_literal(found[1]).value
    except LiteralError as error:
        raise Refused(error.message, help_text) from error
    if _has_second_number(found[2]):
        raise Refused(f"{shown(value)} is two numbers where one is expected", help_text)
    return number if not found[2] else _converted(substances, measure, number, found[2], help_text)


def _has_second_number(text: str) -> bool:
    """Whether what follows a number is a number again: "5 2" is a slip, never 10; "11/2" is no 5.5.

    A power of ten is a unit ("5 10*9/L"), and a number under the stroke may belong to what stands there ("5 /24 h").
    """
    found = _SECOND_NUMBER.match(text)
    if found is None:
        return False
    if not found[1]:
        return True
    try:
        parts = [power for part, power in parse_unit(text).parts if not part.isdigit()]
    except UnitError:
        return not any(map(str.isalpha, text))
    return not parts or parts[0] > 0


def _converted(substances: Substances, measure: Measure, number: Fraction, text: str, help_text: str) -> Fraction:
    try:
        given = _measure(text, substances)
        try:
            return conversion(given, measure, substances)(number)
        except MeasureError:
            above = _before_per(measure)
            if above is None:
                raise
            return conversion(given, above, substances)(number)
    except UnitError as error:
        meant = f'; did you mean "{error.suggestions[0]}"?' if error.suggestions else ""
        raise Refused(error.message, help_text + meant) from error
    except MeasureError as error:
        raise Refused(error.message, help_text) from error


def _measure(text: str, substances: Substances) -> Measure:
    """ "mmol/L of glucose per unit of insulin" as a measure. Raises `UnitError`."""
    found = _OF.fullmatch(text.strip())
    if found is None:
        return Measure(parse_unit(text))
    unit, of, below, per_of = found.groups()
    for name in (of, per_of):
        if name is not None and name not in substances:
            near = tuple(close(name, substances)[:1])
            raise UnitError(f'"{name}" is no substance of the guideline', near)
    return Measure(parse_unit(unit) if below is None else parse_unit(unit) / parse_unit(below), of, per_of)


def _before_per(measure: Measure) -> Measure | None:
    """The measure without its *per*: mmol/L of glucose, from mmol/L of glucose per unit of insulin."""
    below = _per(measure)
    return None if below is None else Measure(measure.unit * below, measure.of)


def _per(measure: Measure) -> Unit | None:
    parts = [part for part, power in measure.unit.parts if power == -1]
    if measure.per_of is not None:
        parts = [part for part in parts if any(base in _MATTER for base, _ in part_dimension(part))]
    elif measure.of is None or not measure.unit.parts or measure.unit.parts[-1][0] not in ("h", "d", "wk", "mo", "a"):
        return None
    return unit_of(((parts[-1], 1),)) if parts else None


def read_time(value: object) -> Fraction:
    """Days on a step, from a number of days or text such as "2 weeks". Raises `Refused`."""
    help_text = "it accepts a number of days, or text such as “2 weeks”"
    days = quantity(Substances(), _DAYS, value, help_text)
    if days < 0:
        raise Refused(f"{shown(value)} lies before the start", help_text)
    return days


# --- the rest ---------------------------------------------------------------------------------------------------------


def _flag(declared: ir.Input, value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in ("yes", "true", "no", "false"):
        return word in ("yes", "true")
    raise Refused(f"{shown(value)} is neither yes nor no", accepts(declared))


def read_date(value: object) -> date:
    """An ISO date. Raises `Refused`."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if _ISO.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise Refused(f"{shown(value)} is no date", "it accepts a date such as “2026-10-01”, or null for unknown")


def _word(declared: ir.Input, words: tuple[str, ...], value: object) -> str:
    word = value.strip() if isinstance(value, str) else value
    if isinstance(word, str) and word in words:
        return word
    near = closest(word, words) if isinstance(word, str) else None
    meant = f"; did you mean “{near}”?" if near else ""
    raise Refused(f"{shown(value)} is not one of its words", accepts(declared) + meant)


def _set(declared: ir.Input, words: tuple[str, ...], value: object) -> frozenset[str]:
    items: object = value
    if isinstance(value, str):
        items = [part for part in value.split(",") if part.strip() and part.strip() != "none"]
    if not isinstance(items, list | tuple | set | frozenset):
        raise Refused(f"{shown(value)} is no list of words", accepts(declared))
    return frozenset(_word(declared, words, item) for item in items)
