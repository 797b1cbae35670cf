"""Words and conditions. A condition is true, false or unknown (Kleene)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias

from milligram.ir.nodes.basics import Node
from milligram.ir.nodes.numbers import AnyNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class InputWord(Node):
    """A ``one of`` input."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWord(Node):
    """A table's output (or define by cases) whose values are names or texts."""

    name: str


AnyWord: TypeAlias = InputWord | NamedWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Always(Node):
    """Constantly true or false."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Node):
    """A yes-or-no input."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCondition(Node):
    """A define that is a condition."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound(Node):
    """One end of a band, in the unit of the band's subject."""

    value: AnyNumber
    included: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Node):
    """``subject`` lies between ``low`` and ``high`` (a missing end is open). ``is 3`` has both ends 3, included.

    Every comparison is a band. A possible subject: true if every member lies within, false if none does, else unknown.
    """

    subject: AnyNumber
    low: Bound | None = None
    high: Bound | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordIs(Node):
    """The word (or text) is one of ``words``. Several possible words: decided as soon as they agree."""

    subject: AnyWord
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHas(Node):
    """The set input ``name`` holds at least one of ``words``."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Node):
    """Whether a value is known; never unknown itself. ``of`` names an input or a named value; a possible value is
    unknown."""

    of: str
    known: bool
    state: L["step", "time"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """Kleene negation."""

    operand: AnyCondition


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Node):
    """Kleene conjunction; true when empty."""

    operands: tuple[AnyCondition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any(Node):
    """Kleene disjunction; false when empty."""

    operands: tuple[AnyCondition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Node):
    """At least ``count`` of the operands are true."""

    count: int
    operands: tuple[AnyCondition, ...]


AnyCondition: TypeAlias = Always | Flag | NamedCondition | Band | WordIs | SetHas | Known | Not | All | Any | AtLeast
