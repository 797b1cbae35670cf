"""Arithmetic on exact and computable numbers, as the IR names it: the one home of what a formula comes to.

Enters: a node and the values of its operands (rationals, or reals known by enclosures). Leaves: numbers, signs, sets in
ascending order.

    applied(RoundTo(step=5, mode="down", …), [Fraction(99)])   ->  Fraction(95)
    operation("/", Fraction(1), Fraction(3))                   ->  Fraction(1, 3)
    distinct([Fraction(2), Fraction(1), Fraction(2)])  ->  (1, 2)

Raises `Undefined` and `Undecided` of `milligram.quantity`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cmp_to_key
from typing import Literal as L
from typing import TypeAlias, assert_never

from milligram.ir import nodes as ir
from milligram.quantity import Number, Real, exact
from milligram.quantity.exact import compare, power, round_to

__all__ = [
    "Formula", "applied", "compare", "completed_years", "distinct", "function", "operands", "operation", "power",
    "round_to", "within",
]  # fmt: skip

Formula: TypeAlias = ir.Operation | ir.Power | ir.Function | ir.Scaled | ir.RoundTo
"""A number that is worked out from others."""


def operands(number: Formula) -> tuple[ir.AnyNumber, ...]:
    """What a formula is worked out from."""
    match number:
        case ir.Operation(left=left, right=right):
            return left, right
        case ir.Power(base=base, exponent=exponent):
            return base, exponent
        case ir.Function(arguments=arguments):
            return arguments
        case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
            return (operand,)
        case _:
            assert_never(number)


def applied(number: Formula, values: Sequence[Number]) -> Number:
    """What a formula comes to where its operands have these values."""
    match number:
        case ir.Operation(op=op):
            return operation(op, values[0], values[1])
        case ir.Power():
            return power(values[0], values[1])
        case ir.Function(name=name):
            return function(name, values)
        case ir.Scaled(factor=factor, offset=offset):
            return values[0] * factor + offset
        case ir.RoundTo(step=step, mode=mode):
            return round_to(values[0], step, mode)
        case _:
            assert_never(number)


def operation(op: L["+", "-", "*", "/"], left: Number, right: Number) -> Number:
    """``left op right``."""
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return exact.divide(left, right)
        case _:
            assert_never(op)


def function(name: L["min", "max", "abs", "sqrt", "ln", "log10", "exp", "floor"], values: Sequence[Number]) -> Number:
    """The function of its arguments."""
    first = values[0]
    match name:
        case "min":
            return exact.minimum(first, *values[1:])
        case "max":
            return exact.maximum(first, *values[1:])
        case "abs":
            return exact.absolute(first)
        case "sqrt":
            return exact.sqrt(first)
        case "ln":
            return exact.ln(first)
        case "log10":
            return exact.log10(first)
        case "exp":
            return exact.exp(first)
        case "floor":
            return exact.floor(first)
        case _:
            assert_never(name)


def within(band: ir.Band, value: Number, low: Number | None, high: Number | None) -> bool:
    """Whether a value lies between the ends, which stand for the band's own."""
    if low is not None and band.low is not None:
        sign = compare(value, low)
        if sign < 0 or (sign == 0 and not band.low.included):
            return False
    if high is not None and band.high is not None:
        sign = compare(value, high)
        if sign > 0 or (sign == 0 and not band.high.included):
            return False
    return True


def distinct(values: Iterable[Number]) -> tuple[Number, ...]:
    """The values in ascending order, each once."""
    items = list(values)
    if not any(isinstance(item, Real) for item in items):
        return tuple(sorted({item for item in items if isinstance(item, Fraction)}))
    kept: list[Number] = []
    for item in sorted(items, key=cmp_to_key(compare)):
        if not kept or compare(kept[-1], item) != 0:
            kept.append(item)
    return tuple(kept)


def completed_years(born: date, today: date) -> Fraction:
    """Completed years; someone born on 29 February has the birthday on 1 March in other years."""
    before = (today.month, today.day) < (born.month, born.day)
    return Fraction(today.year - born.year - before)
