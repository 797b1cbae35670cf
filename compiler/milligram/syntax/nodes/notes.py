"""What may follow any statement, row or line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L

from milligram.syntax.nodes.basics import Ident, Node, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Node):
    """``(strong, high)``: GRADE strength of a recommendation and certainty of its evidence."""

    strength: L["strong", "conditional"] | None = None
    certainty: L["high", "moderate", "low", "very low"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs(Node):
    """``differs from source "…" because "…"``."""

    source_says: Text
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow(Node):
    """``allow MG107 because "…"``."""

    code: Ident
    because: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes(Node):
    """Grade, reason, sources and departures behind a statement, row or line; all optional."""

    grade: Grade | None = None
    because: Text | None = None
    sources: tuple[Ident, ...] = ()
    uncited: Text | None = None
    differs: tuple[Differs, ...] = ()
    allows: tuple[Allow, ...] = ()


NO_NOTES = Notes()
"""Nothing said."""
