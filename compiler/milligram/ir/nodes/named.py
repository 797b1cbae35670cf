"""Values with a name: defines, tables and scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias

from milligram.ir.nodes.basics import Node
from milligram.ir.nodes.conditions import All, AnyCondition, AnyWord, Flag, NamedCondition
from milligram.ir.nodes.notes import NO_NOTES, Notes
from milligram.ir.nodes.numbers import AnyNumber
from milligram.ir.nodes.types import Type
from milligram.quantity import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class WordValue(Node):
    """A name as a value: ``low``."""

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextValue(Node):
    """Text as a value."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnspecifiedValue(Node):
    """``unspecified``: the source gives none. Its value is unknown, and a report of it says *unspecified*."""

    text: str | None = None


AnyValue: TypeAlias = AnyNumber | WordValue | TextValue | UnspecifiedValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionLine(Node):
    """One line of an ``any of:`` / ``all of:`` / ``at least N of:`` define, for printing and checks."""

    condition: AnyCondition
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedCondition(Node):
    """A condition with a name. ``condition`` is its whole meaning; ``lines`` only show how the author laid it out."""

    name: str
    label: str | None = None
    condition: AnyCondition
    form: L["expr", "any", "all", "at_least"] = "expr"
    lines: tuple[ConditionLine, ...] = ()
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedNumber(Node):
    """A formula with a name."""

    name: str
    label: str | None = None
    value: AnyNumber
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueCase(Node):
    """``value when condition``; ``otherwise`` is ``condition=None``."""

    value: AnyValue
    condition: AnyCondition | None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedCases(Node):
    """A value by cases, of type ``type`` (numbers are all in the same unit).

    One case must hold (``first_that_applies``: the first true with all earlier ones false; ``otherwise``: all others
    false). Not settled: the cases not ruled out decide; if they all have one value it is known; if each is a settled
    number,
    word or text, it is possible; else unknown. None or several true with differing values: a fault.
    """

    name: str
    label: str | None = None
    type: Type
    cases: tuple[ValueCase, ...]
    first_that_applies: bool = False
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow(Node):
    """A row: ``condition`` is the conjunction of its ``cells`` (one per input of the table), then a value per
    output."""

    cells: tuple[AnyCondition, ...]
    values: tuple[AnyValue, ...]
    notes: Notes = NO_NOTES

    @property
    def condition(self) -> AnyCondition:
        """All cells at once."""
        return self.cells[0] if len(self.cells) == 1 else All(operands=self.cells, span=self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Node):
    """``table by … gives …``. Each output is a named value, settled as in `DefinedCases` with the rows as cases.

    ``subjects`` are what the cells test (a number, a word, a set input's name or a condition).
    """

    subjects: tuple[Subject, ...]
    outputs: tuple[tuple[str, Type], ...]
    rows: tuple[TableRow, ...]
    first_that_applies: bool = False
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine(Node):
    """``points when condition``, or ``add FORMULA`` (``condition=None``)."""

    points: AnyNumber
    condition: AnyCondition | None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Node):
    """A sum of points, pure. Not settled: possible, the sums over every way the unknown values can fall, lines that
    share an
    input counted jointly (see `milligram.ir.cells`); unknown only if a formula reads an unknown measurement itself."""

    name: str
    label: str | None = None
    measure: Measure
    lines: tuple[ScoreLine, ...]
    notes: Notes = NO_NOTES


Named: TypeAlias = DefinedCondition | DefinedNumber | DefinedCases | Table | Score


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSubject(Node):
    """A set input as the subject of cells."""

    name: str


Subject: TypeAlias = AnyNumber | AnyWord | SetSubject | Flag | NamedCondition
