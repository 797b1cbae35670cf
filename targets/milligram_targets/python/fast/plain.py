"""Which tests are plain: of one value with literals, so that Python compares them as they are.

Enters: conditions. Leaves: whether they are plain, whether they rest on the exact support, and a band as Python.

    serum_magnesium 0.4 to under 0.7 mmol/L   ->   0.4 <= serum_magnesium < 0.7
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.walk import descend

from milligram_targets.python.fast.cuts import comparison, equals, opposite

YES, NO = "True", "False"
_LARGE = 10**15
"""Literals beyond it are left to the exact support."""


def in_one_order(met: Sequence[tuple[str, ...]]) -> bool:
    """Whether the names asked for always come in the same order, whichever of the tests ask."""
    last: dict[str, int] = {}
    for place, names in enumerate(met):
        for name in names:
            between = met[last[name] + 1 : place] if name in last else ()
            if any(other != names for other in between):
                return False
            last[name] = place
    return True


def is_plain(guideline: ir.Guideline, node: ir.Band) -> bool:
    """Whether a comparison is of an input or a state with literals."""
    subject, factor, offset = linear(guideline, node.subject)
    bounds = [bound.value for bound in (node.low, node.high) if bound is not None]
    if not bounds or not isinstance(subject, ir.InputNumber | ir.StateNumber):
        return False
    consts = [value.value for value in bounds if isinstance(value, ir.Const)]
    if len(consts) < len(bounds) or any(abs(value) >= _LARGE for value in consts):
        return False
    # the days on a step are exact, and no float stands for a third of them
    return isinstance(subject, ir.InputNumber) or all(_halves((value - offset) / factor) for value in consts)


def _halves(value: Fraction) -> bool:
    return value.denominator & (value.denominator - 1) == 0


def band_tests(variable: str, low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None) -> tuple[str, str]:
    """What is true within a band, and what is true outside of it."""
    if low is not None and high is not None:
        if low == high and low[1]:
            literal = equals(low[0])
            return (NO, YES) if literal is None else (f"{variable} == {literal}", f"{variable} != {literal}")
        over, least = comparison(low[0], above=True, included=low[1])
        below, most = comparison(high[0], above=False, included=high[1])
        outside = f"({variable} {opposite(over)} {least} or {variable} {opposite(below)} {most})"
        turned = {">=": "<=", ">": "<"}[over]
        return f"{least} {turned} {variable} {below} {most}", outside
    one = low or high
    assert one is not None
    operator, literal = comparison(one[0], above=low is not None, included=one[1])
    return f"{variable} {operator} {literal}", f"{variable} {opposite(operator)} {literal}"


def rests_on_support(guideline: ir.Guideline, node: ir.Node) -> bool:
    """Whether a condition needs the exact support."""
    for inner in descend(node):
        match inner:
            case ir.Band() if not is_plain(guideline, inner):
                return True
            case ir.WordIs(subject=ir.NamedWord()):
                return True
            case ir.Known(of=name, state=None) if name not in guideline.inputs:
                return True
            case ir.NamedCondition(name=name):
                home = guideline.named_by_name[name]
                if rests_on_support(guideline, home):
                    return True
            case _:
                pass
    return False


_EQUAL = re.compile(r"(\w+) == ('\w*'|[\w.-]+)")


def negated(test: str) -> str:
    """``not test``, and ``!=`` for ``==``."""
    equal = _EQUAL.fullmatch(test)
    return f"{equal[1]} != {equal[2]}" if equal is not None else f"not {test}"


def fails(variable: str, test: str) -> bool:
    """Whether a test of a value fails by itself where the value is None."""
    return test == variable or test.startswith((f"{variable} == ", f"{variable} in ("))
