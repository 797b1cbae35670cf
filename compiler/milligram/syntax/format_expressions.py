"""Conditions, formulas, quantities and doses as text, in the one way they are written.

Enters: an expression or a dose. Leaves: its text, bands in words, the author's numbers, units and brackets as written.

    InBand(subject=Name("crcl"), band=Band(low=20, high=30, high_included=False))   ->   crcl 20 to under 30 mL/min

No bracket is ever added: a tree that was parsed has a `Group` wherever the author needed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from milligram.syntax import nodes as n
from milligram.syntax.format_lines import COMMA, FOLD, JOINTS

LONG = f",{COMMA}"
"""The comma of a list that may be broken."""

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A date stands without quotes."""

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"'})
_BETWEEN_WORDS = re.compile(r"(?<=\S) (?=\S)")


def quoted(text: str) -> str:
    """A text in double quotes; a long one may be folded between its words."""
    return f'"{_BETWEEN_WORDS.sub(FOLD, text.translate(_ESCAPES))}"'


def listed(items: Iterable[n.Ident], separator: str = ", ") -> str:
    """Names with commas between them; `LONG` as separator lets the list go on in the next line."""
    return separator.join(item.name for item in items)


def unit(phrase: n.UnitPhrase) -> str:
    """``mmol/L of glucose per unit of insulin``."""
    words = [phrase.unit]
    if phrase.of is not None:
        words.append(f"of {phrase.of.name}")
    if phrase.per is not None:
        words.append(f"per {unit(phrase.per)}")
    return " ".join(words)


def quantity(literal: n.Quantity) -> str:
    """``0.70 mmol/L (also 1.7 mg/dL)``."""
    number = literal.number if literal.unit is None else f"{literal.number} {unit(literal.unit)}"
    return number + also(literal.also)


def also(equivalents: tuple[n.Quantity, ...]) -> str:
    """`` (also 1.7 mg/dL, 1.4 mEq/L)``, or nothing."""
    return f" (also {', '.join(quantity(each) for each in equivalents)})" if equivalents else ""


def rounding(rule: n.Rounding) -> str:
    """``rounded down to 0.5 unit``."""
    mode = "" if rule.mode == "nearest" else f"{rule.mode} "
    return f"rounded {mode}to {quantity(rule.to)}"


def value(single: n.Band) -> str:
    """A band where a single value may stand alone: in a cell, or after ``expect``."""
    if single.low == single.high and single.low is not None and single.low_included and single.high_included:
        return expression(single.low)
    return band(single)


def band(range_: n.Band) -> str:
    """A range in words: ``under 20 mL/min``, ``20 to under 30 mL/min``, ``at least target``."""
    low = None if range_.low is None else expression(range_.low)
    high = None if range_.high is None else expression(range_.high)
    match (low, high):
        case (None, None):
            raise ValueError("a band without any limit")
        case (None, _):
            return f"{'at most' if range_.high_included else 'under'} {high}"
        case (_, None):
            return f"{'at least' if range_.low_included else 'over'} {low}"
    over = "" if range_.low_included else "over "
    under = "" if range_.high_included else "under "
    return f"{over}{low} to {under}{high}"


def expression(expr: n.Expr, level: int = 0) -> str:
    """A condition or a formula; ``level`` counts the brackets and operators around it."""
    match expr:
        case n.Name(name=name):
            return name
        case n.RegimenState(regimen=regimen, which=which):
            return f"{regimen.name} {which}"
        case n.Quantity():
            return quantity(expr)
        case n.Text(value=text):
            return quoted(text)
        case n.Arithmetic(op=op, left=left, right=right):
            return f"{expression(left, level)} {op} {expression(right, level)}"
        case n.Negative(operand=operand):
            return _negative(operand, expression(operand, level))
        case n.Call(function=function, arguments=arguments):
            return f"{function}({', '.join(expression(each, level + 1) for each in arguments)})"
        case n.InUnit(operand=operand, unit=phrase):
            return f"{expression(operand, level)} in {unit(phrase)}"
        case n.AsUnit(operand=operand, unit=phrase):
            return f"{expression(operand, level)} as {unit(phrase)}"
        case n.Rounded(operand=operand, rounding=rule):
            return f"{expression(operand, level)} {rounding(rule)}"
        case n.YearsSince(date=date):
            return f"years since {date.name}"
        case n.Group(operand=operand):
            return f"({expression(operand, level + 2)})"
        case _:
            return _condition(expr, level)


def _negative(operand: n.Expr, text: str) -> str:
    """``-x``, but ``- 5``: without the blank it would be the number -5. In ``-3 ^ 2`` the power binds."""
    power = isinstance(operand, n.Arithmetic) and operand.op == "^" and isinstance(operand.left, n.Quantity)
    return f"- {text}" if text[0] in ".0123456789-" and not power else f"-{text}"


def _condition(expr: n.InBand | n.Is | n.Has | n.IsKnown | n.Not | n.And | n.Or, level: int) -> str:
    match expr:
        case n.InBand(subject=subject, band=range_):
            return f"{expression(subject, level)} {band(range_)}"
        case n.Is(subject=subject, values=values):
            return f"{expression(subject, level)} is {_values(values)}"
        case n.Has(subject=subject, values=values):
            return f"{subject.name} has {listed(values)}"
        case n.IsKnown(subject=subject, known=known):
            return f"{expression(subject, level)} is {'known' if known else 'unknown'}"
        case n.Not(operand=n.Is(subject=subject, values=values)):
            return f"{expression(subject, level)} is not {_values(values)}"
        case n.Not(operand=operand):
            return f"not {expression(operand, level)}"
        case n.And(operands=operands):
            return _joined("and", operands, level + 1)
        case n.Or(operands=operands):
            return _joined("or", operands, level)
        case _:
            assert_never(expr)


def _joined(word: str, operands: tuple[n.Expr, ...], level: int) -> str:
    joint = JOINTS[min(level, len(JOINTS) - 1)]
    return f"{joint}{word} ".join(expression(each, level) for each in operands)


def _values(values: tuple[n.Expr, ...]) -> str:
    return ", ".join(expression(each) for each in values)


def cell(content: n.Cell) -> str:
    """A table's cell: ``g1, g2``, ``20 to under 30 mL/min``, ``any``."""
    return ", ".join(_alternative(each) for each in content.alternatives)


def _alternative(content: n.Band | n.Name | n.Text | n.AnyValue) -> str:
    match content:
        case n.Band():
            return value(content)
        case n.AnyValue():
            return "any"
        case n.Name() | n.Text():
            return expression(content)
        case _:
            assert_never(content)


def after(delay: n.After) -> str:
    """``after 1 to 2 weeks``."""
    low = "" if delay.low is None else f"{quantity(delay.low)} to "
    return f"after {low}{quantity(delay.high)}"


def every(schedule: n.Every) -> str:
    """``3 times daily``, ``every 4 to 6 h``, ``as needed``."""
    match schedule.kind:
        case "once" | "daily":
            return schedule.kind
        case "times_daily":
            return f"{schedule.times} times daily"
        case "at_night":
            return "at night"
        case "as_needed":
            return "as needed"
        case "every":
            numbers = [quantity(each) for each in (schedule.low, schedule.high) if each is not None]
            return f"every {' to '.join(numbers)}"
        case _:
            assert_never(schedule.kind)


def _amount(order: n.Dose) -> str:
    """``5 mg of X per day``: the substance stands right behind the unit that it belongs to."""
    amount = order.amount
    if order.of is None:
        return expression(amount)
    if isinstance(amount, n.Quantity) and amount.unit is not None:
        return quantity(replace(amount, unit=replace(amount.unit, of=order.of)))
    return f"{expression(amount)} of {order.of.name}"


def dose(order: n.Dose) -> str:
    """A dose, its parts in one order: what, how it is worked out, its limit, how it goes in, how often, how long."""
    low = "" if order.low is None else f"{expression(order.low)} to "
    parts = [
        low + _amount(order),
        order.by and f"by {order.by.name}",
        order.rounding and rounding(order.rounding),
        order.at_most and f"at most {quantity(order.at_most)}",
        order.volume and f"in {expression(order.volume)}",
        order.over and f"over {quantity(order.over)}",
        *(every(each) for each in order.schedule),
        order.duration and f"for {quantity(order.duration)}",
        order.doses and f"for {order.doses} doses",
    ]
    return " ".join(part for part in parts if part) + also(order.also)
