"""Expressions: one grammar for conditions and arithmetic; types come later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias

from milligram.syntax.nodes.basics import Ident, Node, Quantity, Text, UnitPhrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """A reference to an input, a define, a table's output, a score or an enumerated word."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimenState(Node):
    """``replacement step`` or ``replacement time``."""

    regimen: Ident
    which: L["step", "time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    """``left op right``; ``^`` is right-associative."""

    op: L["+", "-", "*", "/", "^"]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative(Node):
    """``- operand``."""

    operand: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """``min(a, b)``: min, max, abs, sqrt, ln, log10, exp or floor."""

    function: L["min", "max", "abs", "sqrt", "ln", "log10", "exp", "floor"]
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InUnit(Node):
    """``age in years``: the pure number that a quantity is in a unit."""

    operand: Expr
    unit: UnitPhrase


@dataclass(frozen=True, slots=True, kw_only=True)
class AsUnit(Node):
    """``… as mL/min``: puts a unit on a pure number; applies to the whole formula."""

    operand: Expr
    unit: UnitPhrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding(Node):
    """``rounded [up|down] to Q``."""

    mode: L["nearest", "up", "down"]
    to: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded(Node):
    """A whole formula, rounded."""

    operand: Expr
    rounding: Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsSince(Node):
    """``years since date_of_birth``: completed years at the input ``today``."""

    date: Ident


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Node):
    """A range of values; a missing side is open. A single value is ``low == high``, both included.

    ``spelling`` keeps nothing: words and signs mean the same, and the formatter prints words.
    ``20 to under 30 mL/min`` has the unit on its last number only; it holds for both.
    """

    low: Expr | None = None
    low_included: bool = True
    high: Expr | None = None
    high_included: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class InBand(Node):
    """``subject under 20 mL/min``, ``subject 65 to under 75 mmHg``, ``subject at least target``."""

    subject: Expr
    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Is(Node):
    """``subject is a, b``: one of the listed names, numbers or texts. ``is not`` is a `Not` around it."""

    subject: Expr
    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Has(Node):
    """``diuretics has loop, thiazide``: the set holds at least one of them."""

    subject: Name
    values: tuple[Ident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IsKnown(Node):
    """``x is known`` / ``x is unknown``."""

    subject: Expr
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """``not operand``."""

    operand: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Node):
    """Two or more operands joined by ``and``."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Node):
    """Two or more operands joined by ``or``."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    """``( … )``: kept so that the author's brackets survive formatting."""

    operand: Expr


Expr: TypeAlias = (
    Name
    | RegimenState
    | Quantity
    | Text
    | Arithmetic
    | Negative
    | Call
    | InUnit
    | AsUnit
    | Rounded
    | YearsSince
    | InBand
    | Is
    | Has
    | IsKnown
    | Not
    | And
    | Or
    | Group
)
