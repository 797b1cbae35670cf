"""Cases: a patient, and what must come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as L
from typing import TypeAlias

from milligram.syntax.nodes.basics import Ident, Node, Quantity, Text
from milligram.syntax.nodes.expressions import Band, Name
from milligram.syntax.nodes.notes import NO_NOTES, Notes
from milligram.syntax.nodes.statements import AnyStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Node):
    """What a case says of one input: ``age 40 years``, ``sex male``, ``diuretics loop, thiazide``, ``replacement
    step 1``.

    ``values`` are literals or names (``yes``, ``no``, ``unknown``, a choice); several only for a set. A bare ISO
    date is a
    `Text`. ``state`` is set for ``replacement step`` and ``replacement time``.
    """

    name: Ident
    state: L["step", "time"] | None = None
    values: tuple[Quantity | Name | Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectStatement(Node):
    """``expect [no] STATEMENT``."""

    negated: bool = False
    statement: AnyStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectValue(Node):
    """``expect risk high``, ``expect curb65 3 to 5``, ``expect dose 8400 mg``."""

    name: Ident
    value: Band | Name | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectOutcome(Node):
    """``expect ask X``, ``expect blocked X``, ``expect outside``."""

    kind: L["ask", "blocked", "outside"]
    target: Ident | None = None


Expectation: TypeAlias = ExpectStatement | ExpectValue | ExpectOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Node):
    """``case "name"``: a patient and what must come out."""

    name: Text
    given: tuple[Given, ...]
    expectations: tuple[Expectation, ...]
    notes: Notes = NO_NOTES
