"""Bands on a number in a variable, as Python.

Enters: the bounds of a band and how the number is held. Leaves: what is true within it, and what is true outside.

    at least 3, of whole steps from 0 to 5      ->   n >= 3                 n < 3
    under 30, of a float off by 4e-9 at most    ->   x < 29.999999996       x > 30.000000004
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from milligram.ir import nodes as ir

from milligram_targets.python.fast import formulas
from milligram_targets.python.fast.cuts import limits
from milligram_targets.python.fast.formulas import Figure, above, bare, below
from milligram_targets.python.fast.tables import values_of


def whole_limits(guideline: ir.Guideline, node: ir.AnyNumber) -> frozenset[Fraction] | None:
    """All that a number which cases give can be, if they are whole literals."""
    if not isinstance(node, ir.NamedNumber):
        return None
    home = guideline.named_by_name[node.name]
    if not isinstance(home, ir.Table | ir.DefinedCases):
        return None
    values = [value for _, value in values_of(home, node.name)]
    consts = [value.value for value in values if isinstance(value, ir.Const)]
    whole = all(value.denominator == 1 and abs(value) < formulas.LARGEST for value in consts)
    return frozenset(consts) if whole and len(consts) == len(values) else None


def counted(node: ir.Band, found: Figure, step: Fraction, shift: tuple[Fraction, Fraction]) -> tuple[str, str]:
    """A band on whole steps."""
    least, most = ceil(found.low / step), floor(found.high / step)
    low, high = limits(node.low, shift), limits(node.high, shift)
    first = least if low is None else max(least, ceil(low[0] / step) if low[1] else floor(low[0] / step) + 1)
    last = most if high is None else min(most, floor(high[0] / step) if high[1] else ceil(high[0] / step) - 1)
    text = bare(found.text)
    if first > last:
        yes, no = "False", "True"
    elif first <= least and last >= most:
        yes, no = "True", "False"
    elif first == last:
        yes, no = f"{text} == {first}", f"{text} != {first}"
    elif last >= most:
        yes, no = f"{text} >= {first}", f"{text} < {first}"
    elif first <= least:
        yes, no = f"{text} <= {last}", f"{text} > {last}"
    else:
        yes, no = f"{first} <= {text} <= {last}", f"not {first} <= {text} <= {last}"
    return yes, no


def between(text: str, low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None) -> str:
    """A band on an exact number."""
    first = "" if low is None else f"{_exact(low[0])} {'<=' if low[1] else '<'} "
    last = "" if high is None else f" {'<=' if high[1] else '<'} {_exact(high[0])}"
    return f"{first}{text}{last}"


def _exact(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"Fraction({value.numerator}, {value.denominator})"


def shifted(
    variable: str, error: Fraction, low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None
) -> tuple[str, str]:
    """A band on a float: surely within, surely outside."""
    within: list[str] = []
    outside: list[str] = []
    if low is not None:
        within.append(f"{variable} > {above(low[0], error)}")
        outside.append(f"{variable} < {below(low[0], error)}")
    if high is not None:
        within.append(f"{variable} < {below(high[0], error)}")
        outside.append(f"{variable} > {above(high[0], error)}")
    return " and ".join(within), " or ".join(outside)
