"""Pitfalls, claims, remarks, effects and cautions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L

from milligram.syntax.nodes.basics import Ident, Node, Text
from milligram.syntax.nodes.expressions import Expr
from milligram.syntax.nodes.notes import NO_NOTES, Notes
from milligram.syntax.nodes.statements import AnyStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverRule(Node):
    """``never give X when C``."""

    target: Ident
    condition: Expr
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Pitfall(Node):
    """``pitfall "…"`` with its rules, or ``unchecked because "…"``; its reason stands in ``notes``."""

    text: Text
    rules: tuple[NeverRule, ...] = ()
    unchecked: Text | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Node):
    """``claim "…" [answers "question"] supported by r1 | contradicted by r1 | unsupported``."""

    text: Text
    answers: Text | None = None
    standing: L["supported", "contradicted", "unsupported"] | None = None
    by: tuple[Ident, ...] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Node):
    """``notice "…"``: a disclaimer."""

    text: Text
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(Node):
    """``missing "…"``: what the source promises and leaves empty."""

    text: Text
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Node):
    """``effect magnesium "diarrhoea" common [r3]``: a side effect and how often it comes."""

    target: Ident
    text: Text
    frequency: L["very common", "common", "uncommon", "rare", "very rare"] | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Node):
    """``caution magnesium when diarrhoea: STATEMENT``."""

    target: Ident
    condition: Expr
    body: tuple[AnyStatement, ...]
    notes: Notes = NO_NOTES
