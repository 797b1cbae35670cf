"""Names, texts, units and quantities."""

from __future__ import annotations

from dataclasses import dataclass, field

from milligram.source import NOWHERE, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything with a place in the source."""

    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ident(Node):
    """A name the author chose or refers to."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Node):
    """Text in double quotes, escapes resolved; adjacent strings are joined by one space."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPhrase(Node):
    """``mmol/L of glucose per unit of insulin``: a unit as written, whose it is, and what it is counted by."""

    unit: str
    of: Ident | None = None
    per: UnitPhrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Node):
    """A literal ``0.70 mmol/L (also 1.7 mg/dL)``; ``number`` is the text as written, a leading ``-`` included."""

    number: str
    unit: UnitPhrase | None = None
    also: tuple[Quantity, ...] = ()
