"""Numbers.

A number evaluates to an exact number; to *possible*, a finite set of exact numbers (scores, table outputs and defines
by cases that are not settled); or to unknown. Arithmetic on a possible number is done on each member.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

from milligram.ir.nodes.basics import Node
from milligram.quantity import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """Common part: the unit in which the value counts."""

    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Const(Number):
    """A literal, converted exactly into ``measure``. ``written`` and ``written_unit`` are the author's ("1.7",
    "mg/dL");
    ``also`` are the stated equivalents as (number, unit) in the author's words."""

    value: Fraction
    written: str
    written_unit: str | None = None
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InputNumber(Number):
    """A numeric input."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNumber(Number):
    """``REGIMEN step`` (pure; 0 is not started) or ``REGIMEN time`` (days on this step; unknown at step 0)."""

    regimen: str
    which: L["step", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedNumber(Number):
    """A numeric define, a table's numeric output, or a score."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsOf(Number):
    """The points of a choice input (``class2 "II" = 2``). Unknown choice: possible, the points of all its words."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Number):
    """``left op right``. For ``+`` and ``-`` both sides are in the same unit. ``/`` by zero has no value (a fault)."""

    op: L["+", "-", "*", "/"]
    left: AnyNumber
    right: AnyNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Power(Number):
    """``base ^ exponent``; the exponent is pure, and the base too unless the exponent is a whole literal."""

    base: AnyNumber
    exponent: AnyNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Number):
    """min, max, abs, sqrt, ln, log10, exp or floor; operands of min and max are in the same unit."""

    name: L["min", "max", "abs", "sqrt", "ln", "log10", "exp", "floor"]
    arguments: tuple[AnyNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled(Number):
    """A change of unit: ``operand * factor + offset``, exact."""

    operand: AnyNumber
    factor: Fraction
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTo(Number):
    """To a multiple of ``step`` (in this node's unit); halves away from zero when ``mode`` is nearest."""

    operand: AnyNumber
    step: Fraction
    mode: L["nearest", "up", "down"]
    written_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsSince(Number):
    """Completed years from a date input to the input ``today``; someone born on 29 February has their birthday on
    1 March in other years. Unknown if either is."""

    name: str


AnyNumber: TypeAlias = (
    Const
    | InputNumber
    | StateNumber
    | NamedNumber
    | PointsOf
    | Operation
    | Power
    | Function
    | Scaled
    | RoundTo
    | YearsSince
)
