"""Functions that leave the rationals."""

from __future__ import annotations

from milligram.quantity.exact import exp, ln, log10, sqrt

from milligram_targets.python.support.quantities import Applied, Operand, Quantity


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
