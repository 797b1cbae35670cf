"""Substances, classes and inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L

from milligram.syntax.nodes.basics import Ident, Node, Quantity, Text, UnitPhrase
from milligram.syntax.nodes.notes import NO_NOTES, Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance(Node):
    """``substance magnesium_oxide formula MgO, charge 2, gives 1 magnesium`` or ``substance insulin, in unit``."""

    name: Ident
    label: Text | None = None
    formula: str | None = None
    charge: str | None = None
    gives: tuple[tuple[str, Ident], ...] = ()
    in_unit: UnitPhrase | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugClass(Node):
    """``class ace_inhibitor "ACE inhibitor" of ramipril, lisinopril``."""

    name: Ident
    label: Text | None = None
    members: tuple[Ident, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityKind(Node):
    """``in mmol/L of magnesium [whole]``."""

    unit: UnitPhrase
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainKind(Node):
    """``number``, ``count``, ``date`` or ``yes or no``."""

    kind: L["number", "count", "date", "yes_no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Node):
    """``class2 "II" = 2``."""

    name: Ident
    label: Text | None = None
    points: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceKind(Node):
    """``one of a, b`` or (``several``) ``any of a, b``."""

    several: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plausible(Node):
    """``plausible A to B``, inclusive; the unit, where written, stands on the last number and holds for both."""

    low: Quantity
    high: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(Node):
    """``input NAME ["label"] KIND, plausible A to B, valid 14 d, ask "…", loinc "…", snomed "…"``."""

    name: Ident
    label: Text | None = None
    kind: QuantityKind | PlainKind | ChoiceKind
    plausible: Plausible | None = None
    valid: Quantity | None = None
    ask: Text | None = None
    loinc: Text | None = None
    snomed: Text | None = None
    notes: Notes = NO_NOTES
