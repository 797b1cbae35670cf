"""The header of a guideline and its sources."""

from __future__ import annotations

from dataclasses import dataclass

from milligram.syntax.nodes.basics import Ident, Node, Text
from milligram.syntax.nodes.expressions import Expr
from milligram.syntax.nodes.notes import NO_NOTES, Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Header(Node):
    """``guideline NAME`` and the lines under it. ``applies`` and ``impossible`` conditions stand elsewhere too."""

    name: Ident
    title: Text | None = None
    version: Text | None = None
    """As written, ``0.1.0``; not quoted in the source."""
    status: Ident | None = None
    audience: Text | None = None
    applies_when: Expr | None = None
    issued: Text | None = None
    """An ISO date as written; not quoted."""
    review_by: Text | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Node):
    """``MD -0.18 (95% CI -0.84 to 0.49)``; numbers as written."""

    measure: str
    value: str
    level: str | None = None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Node):
    """``finding "cramps per week" MD -0.18 (95% CI -0.84 to 0.49)``."""

    text: Text
    estimate: Estimate | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Node):
    """``source r1 "title"`` with ``year``, ``population``, ``design``, ``population differs``, ``url``/``doi`` and
    findings.

    ``fields`` holds every ``name "text"`` or ``name 2020`` line in order, other than findings.
    """

    name: Ident
    title: Text
    fields: tuple[tuple[Ident, Text], ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: Notes = NO_NOTES
