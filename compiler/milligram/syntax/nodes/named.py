"""Defines, tables and scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L

from milligram.syntax.nodes.basics import Ident, Node, Text
from milligram.syntax.nodes.expressions import Expr
from milligram.syntax.nodes.notes import NO_NOTES, Notes
from milligram.syntax.nodes.statements import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible(Node):
    """``impossible when C``."""

    condition: Expr
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Case_(Node):
    """A line of a define by cases: ``VALUE when CONDITION``, or ``VALUE otherwise`` (``condition`` is None)."""

    value: Expr
    condition: Expr | None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Node):
    """A condition on a line of its own, with its own sources."""

    condition: Expr
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Define(Node):
    """``define NAME: EXPR`` | ``define NAME any of:`` lines | ``all of:`` | ``at least 2 of:`` | by cases.

    ``form`` says which; ``expr`` for "expr", ``lines`` for any/all/at_least, ``cases`` for "cases".
    """

    name: Ident
    label: Text | None = None
    form: L["expr", "any", "all", "at_least", "cases"]
    at_least: str | None = None
    first_that_applies: bool = False
    expr: Expr | None = None
    lines: tuple[Line, ...] = ()
    cases: tuple[Case_, ...] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class UnspecifiedValue(Node):
    """``unspecified`` as a table's value, with the source's words where it has any."""

    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Node):
    """A table's row: as many `cells` as it has inputs, then as many `values` as it has outputs."""

    cells: tuple[Cell, ...]
    values: tuple[Expr | UnspecifiedValue, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Node):
    """``table by a, b gives x, y [first that applies]`` and its rows."""

    by: tuple[Expr, ...]
    gives: tuple[Ident, ...]
    first_that_applies: bool = False
    rows: tuple[Row, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Node):
    """A score's line: ``N when CONDITION`` (``condition`` set) or ``add FORMULA`` (``condition`` None)."""

    value: Expr
    condition: Expr | None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Node):
    """``score curb65 "CURB-65"`` and its lines."""

    name: Ident
    label: Text | None = None
    lines: tuple[Points, ...]
    notes: Notes = NO_NOTES
