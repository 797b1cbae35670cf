"""A limit in another unit, so that what is printed never decides otherwise than the module.

Enters: a limit as the IR holds it, and the digits that the author states in another unit. Leaves: a `Limit` in that
unit. The author's digits stand where they are the limit rounded and exact arithmetic gives the same answer for every
value of their resolution; elsewhere the exact limit stands.

    under 0.70 mmol/L of magnesium, stated as 1.7 mg/dL   ->  "at most 1.7"   # the limit is 1.70135: 1.7 is under it
    under 0.70 mmol/L of magnesium, stated as 1.3 mEq/L   ->  "under 1.4"     # 1.3 would decide otherwise
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.quantity import (
    LiteralError,
    Measure,
    MeasureError,
    UnitError,
    conversion,
    decimal_text,
    parse_literal,
    parse_unit,
)

_FINE_DIGITS = 6


def measure_of(spelt: str, of: str | None) -> Measure | None:
    """The measure of a unit as written ("mg of magnesium_oxide per day", "mg per g of creatinine"); ``of`` holds where
    it names no substance."""
    head, per, rest = spelt.partition(" per ")
    unit, _, counted = head.partition(" of ")
    each, _, per_of = rest.partition(" of ")
    try:
        return Measure(parse_unit(f"{unit} per {each}" if per else unit), counted or of, per_of or None)
    except UnitError:
        return None


def converted(value: Fraction, src: Measure, dst: Measure, guideline: ir.Guideline) -> Fraction | None:
    """The value in another measure, exactly; None where the two do not convert."""
    try:
        return conversion(src, dst, guideline.substances)(value)
    except MeasureError:
        return None


def in_unit(const: ir.Const, unit: str, guideline: ir.Guideline) -> Fraction | None:
    """A literal in a unit as written, exactly; None where the unit or the conversion is not known."""
    measure = measure_of(unit, const.measure.of)
    return None if measure is None else converted(const.value, const.measure, measure, guideline)


@dataclass(frozen=True, slots=True)
class Limit:
    """``sign`` is ``under``, ``at_most``, ``over`` or ``at_least``."""

    sign: str
    number: str


def comparison(limit: Fraction, stated: str, *, upper: bool, included: bool) -> Limit:
    """The sign and the number that decide as ``limit`` does.

    ``limit`` is exact, in the unit of ``stated``. Values are those of the resolution of ``stated``: its last digit.
    """
    try:
        number = parse_literal(stated).value
    except LiteralError:
        return _exact(limit, upper, included)
    if number == limit:
        return Limit(_sign(upper, included), stated)
    step = _resolution(stated)
    if abs(number - limit) > step / 2:
        return _exact(limit, upper, included)
    last = _last(limit, step, upper, included)
    if last == number:
        return Limit(_sign(upper, True), stated)
    if last == (number - step if upper else number + step):
        return Limit(_sign(upper, False), stated)
    return _exact(limit, upper, included)


def within(limit: Fraction, digits: int = 3) -> Limit:
    """The largest amount of so many digits that an upper limit, itself included, still lets in."""
    step = Fraction(1)
    while limit >= step * 10**digits:
        step *= 10
    while limit and limit < step * 10 ** (digits - 1):
        step /= 10
    return Limit("at_most", decimal_text(_last(limit, step, True, True))[0])


def _exact(limit: Fraction, upper: bool, included: bool) -> Limit:
    """The limit itself where its decimal ends; else the last value of six digits on its inner side."""
    text, ends = decimal_text(limit, _FINE_DIGITS)
    if ends:
        return Limit(_sign(upper, included), text)
    last = _last(limit, _resolution(text), upper, included)
    return Limit(_sign(upper, True), decimal_text(last)[0])


def _last(limit: Fraction, step: Fraction, upper: bool, included: bool) -> Fraction:
    """The last multiple of ``step`` that the limit still lets in."""
    count = limit / step
    if upper:
        whole = count.__floor__() if included or count.denominator != 1 else count.numerator - 1
    else:
        whole = count.__ceil__() if included or count.denominator != 1 else count.numerator + 1
    return whole * step


def _resolution(written: str) -> Fraction:
    _, _, decimals = written.partition(".")
    return Fraction(1, 10 ** len(decimals))


def _sign(upper: bool, included: bool) -> str:
    if upper:
        return "at_most" if included else "under"
    return "at_least" if included else "over"


def rounded(value: Fraction) -> tuple[str, bool]:
    """A converted amount for print, whole from 100 on, else three digits, and whether that is exact."""
    step = Fraction(1)
    size = abs(value)
    while size and size < 100 * step and step > Fraction(1, 10**9):
        step /= 10
    shown = (value / step + Fraction(1, 2)).__floor__() * step
    return decimal_text(shown)[0], shown == value
