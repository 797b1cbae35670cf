"""Pitfalls, claims, remarks, effects, cautions; and the blocks that run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L

from milligram.ir.nodes.basics import Node
from milligram.ir.nodes.conditions import AnyCondition
from milligram.ir.nodes.notes import NO_NOTES, Notes
from milligram.ir.nodes.statements import AnyStatement, When


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverRule(Node):
    """``never give TARGET when C``: an invariant on every give that delivers the target."""

    id: int
    target: str
    condition: AnyCondition
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitfall(Node):
    """Prose, with the rules that state it, or why no rule can."""

    text: str
    rules: tuple[NeverRule, ...] = ()
    unchecked: str | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Node):
    """What the source says of the world, and where it stands."""

    text: str
    answers: str | None = None
    standing: L["supported", "contradicted", "unsupported"] | None = None
    by: tuple[str, ...] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Node):
    """A ``notice`` (disclaimer) or ``missing`` (a place the source leaves empty)."""

    kind: L["notice", "missing"]
    text: str
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Node):
    """A side effect of a drug, and how often it comes."""

    target: str
    text: str
    frequency: str | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Node):
    """Added right after a give of ``target`` comes out, as a `When` with this condition and body."""

    target: str
    when: When
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Node):
    """A pathway (several run independently and their advice is joined) or a part. The unnamed pathway's name is
    ``""``."""

    name: str
    label: str | None = None
    body: tuple[AnyStatement, ...]

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")
