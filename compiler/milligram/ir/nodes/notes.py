"""What stands behind a statement, row or line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L

from milligram.ir.nodes.basics import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Node):
    """``differs from source "…" because "…"``."""

    source_says: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance(Node):
    """``allow MG107 because "…"``."""

    code: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes(Node):
    """What stands behind a statement, row or line. ``sources`` are names of `Guideline.sources`."""

    strength: L["strong", "conditional"] | None = None
    certainty: L["high", "moderate", "low", "very low"] | None = None
    because: str | None = None
    sources: tuple[str, ...] = ()
    uncited: str | None = None
    differs: tuple[Difference, ...] = ()
    allows: tuple[Allowance, ...] = ()

    @property
    def grade(self) -> str | None:
        """``"strong, high"``, ``"conditional"``, or None."""
        return ", ".join(filter(None, (self.strength, self.certainty))) or None


NO_NOTES = Notes()
