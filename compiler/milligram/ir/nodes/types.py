"""Types of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias

from milligram.quantity import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberType:
    """A number in the unit of ``measure``; ``whole`` refuses fractions; ``count`` and ``number`` are pure."""

    measure: Measure
    kind: L["quantity", "number", "count"] = "quantity"
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagType:
    """Yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateType:
    """A calendar date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordType:
    """One of ``words`` (a choice, or a table's output of names)."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetType:
    """Any number of ``words`` at once."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextType:
    """Text, from a table or a define by cases; compared only with ``is``."""


Type: TypeAlias = NumberType | FlagType | DateType | WordType | SetType | TextType
