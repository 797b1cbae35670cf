"""Functions of numbers; some leave the rationals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Literal

from milligram.quantity.exact import (
    Number,
    absolute,
    exp,
    floor,
    ln,
    log10,
    maximum,
    minimum,
    sqrt,
)

from milligram_targets.python.support.quantities import (
    Operand,
    Quantity,
    Rounded,
    Scaled,
    literal,
)


class Applied(Quantity):
    """A function of its arguments."""

    def __init__(
        self,
        name: str,
        function: Callable[..., Number],
        operands: Sequence[Operand],
    ) -> None:
        super().__init__(*(literal(operand) for operand in operands))
        self.name, self.function = name, function

    def _apply(self, *values: Number) -> Number:
        return self.function(*values)

    def _parameters(self) -> tuple[object, ...]:
        return (self.name,)


def scaled(
    operand: Operand, factor: Fraction | int, offset: Fraction | int = 0
) -> Quantity:
    """A number in another unit: times a factor, plus an offset."""
    return Scaled(literal(operand), Fraction(factor), Fraction(offset))


def rounded(
    operand: Operand,
    step: Fraction | int,
    mode: Literal["nearest", "up", "down"] = "nearest",
) -> Quantity:
    """A number rounded to a multiple of a step; halves away from zero."""
    return Rounded(literal(operand), Fraction(step), mode)


def on(line: int, formula: Operand) -> Quantity:
    """A formula, with the guideline's line for faults in it."""
    return literal(formula).on(line)


def least(*operands: Operand) -> Quantity:
    """The least of several numbers."""
    return Applied("min", minimum, operands)


def greatest(*operands: Operand) -> Quantity:
    """The greatest of several numbers."""
    return Applied("max", maximum, operands)


def size(operand: Operand) -> Quantity:
    """The number without its sign."""
    return Applied("abs", absolute, (operand,))


def whole_part(operand: Operand) -> Quantity:
    """The largest whole number not above the number."""
    return Applied("floor", floor, (operand,))


def square_root(operand: Operand) -> Quantity:
    """The square root."""
    return Applied("sqrt", sqrt, (operand,))


def natural_logarithm(operand: Operand) -> Quantity:
    """The natural logarithm."""
    return Applied("ln", ln, (operand,))


def decimal_logarithm(operand: Operand) -> Quantity:
    """The logarithm to the base 10."""
    return Applied("log10", log10, (operand,))


def exponential(operand: Operand) -> Quantity:
    """e to the power of a number."""
    return Applied("exp", exp, (operand,))
