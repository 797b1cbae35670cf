"""Comparisons of a plain number with an exact literal.

Enters: a bound and its side. Leaves: an operator and a literal such that an int, or a float read as the shortest
decimal that prints it, compares as its exact value would.

    under 0.70 mmol/L   ->   x < 0.7         0.7 prints as 0.7, which is not under 0.70
    under 1/3           ->   x <= 0.3333333333333333     the float prints as a decimal that lies below 1/3

Reading by the shortest decimal keeps the order of floats, so one float tells the two sides apart: the one nearest to
the bound, taken to the side on which its decimal lies.
"""

from __future__ import annotations

from fractions import Fraction

from milligram.ir import nodes as ir

MOST = 2**53
"""Beyond it not every whole number is a float."""


def comparison(limit: Fraction, *, above: bool, included: bool) -> tuple[str, str]:
    """The operator and the literal of ``x at least``, ``over``, ``at most`` or ``under`` a limit."""
    if limit.denominator == 1 and abs(limit) <= MOST:
        return (">=" if included else ">") if above else ("<=" if included else "<"), str(int(limit))
    near = float(limit)
    decimal = Fraction(repr(near))
    at = included if decimal == limit else (decimal > limit) is above
    return (">=" if at else ">") if above else ("<=" if at else "<"), repr(near)


def equals(value: Fraction) -> str | None:
    """The literal that equals a value; None where no plain number does."""
    if value.denominator == 1 and abs(value) <= MOST:
        return str(int(value))
    near = float(value)
    return repr(near) if Fraction(repr(near)) == value else None


def opposite(operator: str) -> str:
    """The operator of the other side."""
    return {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[operator]


def limits(bound: ir.Bound | None, shift: tuple[Fraction, Fraction]) -> tuple[Fraction, bool] | None:
    """A bound in the unit of the plain value."""
    if bound is None:
        return None
    assert isinstance(bound.value, ir.Const)
    factor, offset = shift
    return (bound.value.value - offset) / factor, bound.included
