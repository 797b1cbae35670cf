"""Inputs, sources and drugs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from milligram.ir.nodes.basics import Node
from milligram.ir.nodes.conditions import AnyCondition
from milligram.ir.nodes.notes import NO_NOTES, Notes
from milligram.ir.nodes.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Node):
    """A word of a ``one of`` or ``any of`` input; its label for people; its points."""

    word: str
    label: str | None = None
    points: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(Node):
    """What a caller supplies; every input may be unknown.

    ``plausible`` bounds are inclusive, in the input's unit; ``plausible_written`` as the author wrote them ("0.1",
    "6").
    ``valid`` is in days.
    """

    name: str
    label: str | None = None
    type: Type
    choices: tuple[Choice, ...] = ()
    plausible: tuple[Fraction, Fraction] | None = None
    plausible_written: tuple[str, str] | None = None
    valid: Fraction | None = None
    ask: str | None = None
    loinc: str | None = None
    snomed: str | None = None
    notes: Notes = NO_NOTES

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible(Node):
    """No patient is like this; a run whose values make it true is refused, as one outside plausible bounds."""

    condition: AnyCondition
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Node):
    """``MD -0.18 (95% CI -0.84 to 0.49)``; numbers as written beside their exact values."""

    measure: str
    value: str
    level: str | None = None
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Node):
    """What a source found."""

    text: str
    estimate: Estimate | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSource(Node):
    """A source; ``fields`` are its other lines in order (year, population, design …)."""

    name: str
    title: str
    fields: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug(Node):
    """A substance or class that can be given. ``members`` for a class; ``gives`` for a salt; both by name."""

    name: str
    label: str | None = None
    is_class: bool = False
    members: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    notes: Notes = NO_NOTES

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")
