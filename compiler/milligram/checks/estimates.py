"""Estimates of effect as sources state them: a value, its interval, and what either may have been before rounding.

Enters: an `ast.Estimate`. Leaves: its three numbers with the bounds that their digits allow, and the scale on which its
measure is symmetrical.

    RR 1.04 (95% CI 0.84 to 1.29)   ->   ratio, 1.035 to 1.045 within 0.835 to 0.845 … 1.285 to 1.295
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as L

from milligram.quantity import Literal, LiteralError, parse_literal
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend

RATIOS = frozenset({"RR", "OR", "HR", "IRR", "aRR", "aOR", "aHR", "aIRR"})
"""Risk, odds, hazard and incidence rate ratios: 1 is no effect, and their intervals are worked out on the log scale."""

DIFFERENCES = frozenset({"MD", "WMD", "SMD", "RD", "ARD"})
"""Mean, weighted, standardised and risk differences: 0 is no effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An estimate with its interval. ``scale`` is None for a measure of which it is not known."""

    node: ast.Estimate
    finding: ast.Finding
    value: Literal
    low: Literal
    high: Literal
    scale: L["ratio", "difference"] | None

    @property
    def null(self) -> int:
        """The value that means no effect, where the scale is known."""
        return 1 if self.scale == "ratio" else 0

    @property
    def interval(self) -> str:
        """``0.84 to 1.29``."""
        return f"{self.low.text} to {self.high.text}"


def stated(file: ast.File) -> Iterator[Stated]:
    """Every estimate that has an interval, in order; numbers that cannot be read are told elsewhere."""
    for source in file.declarations:
        for finding in descend(source) if isinstance(source, ast.Source) else ():
            if not isinstance(finding, ast.Finding) or finding.estimate is None:
                continue
            node = finding.estimate
            if node.low is None or node.high is None:
                continue
            try:
                value, low, high = _rounded_alike(node.value, node.low, node.high)
            except LiteralError:
                continue
            yield Stated(node=node, finding=finding, value=value, low=low, high=high, scale=_scale(node.measure))


def _scale(measure: str) -> L["ratio", "difference"] | None:
    if measure in RATIOS:
        return "ratio"
    return "difference" if measure in DIFFERENCES else None


def _rounded_alike(*texts: str) -> list[Literal]:
    """The numbers, with what their digits allow.

    A whole number alone may have been rounded to tens (``480``); beside one that was not, in an estimate of which all
    three are reported alike, it was not either: in ``10 (5 to 15)``, 10 is 9.5 to 10.5.
    """
    numbers = [parse_literal(text) for text in texts]
    finest = min(number.high - number.low for number in numbers)
    out = []
    for number in numbers:
        half = max(finest, Fraction(1)) / 2
        is_whole = "." not in number.text
        out.append(
            Literal(number.text, number.value, number.value - half, number.value + half)
            if is_whole and number.high - number.value > half
            else number
        )
    return out
