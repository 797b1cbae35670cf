"""Patients and cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

from milligram.ir.nodes.basics import Node
from milligram.ir.nodes.notes import NO_NOTES, Notes
from milligram.ir.nodes.numbers import Const

PatientValue: TypeAlias = Fraction | bool | str | frozenset[str] | date
"""A known value: a number in the input's unit, yes or no, a word, a set of words, or a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimenState:
    """Where a patient is on a ladder: ``step`` 0 is not started; ``time`` is in days on this step; None is unknown.

    ``since`` is the date the step began; with the input ``today`` it gives the time.
    """

    step: int | None
    time: Fraction | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is known of a patient. An input that is missing is unknown; a regimen that is missing is assumed not
    started."""

    values: Mapping[str, PatientValue] = field(default_factory=dict)
    regimens: Mapping[str, RegimenState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectAdvice(Node):
    """``expect [no] STATEMENT``: advice of this kind is (not) in the result.

    ``what`` is matched against what the advice names or delivers (a class matches any member); ``text`` exactly;
    ``amount`` is the
    dose in ``amount.measure``, converted through the substance. What is None is not looked at.
    """

    negated: bool
    kind: str
    what: str | None = None
    text: str | None = None
    low: Const | None = None
    amount: Const | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectValue(Node):
    """``expect risk high``, ``expect curb65 3 to 5`` (the hull of what is possible), ``expect clearance 101.23
    mL/min``."""

    name: str
    low: Const | None = None
    high: Const | None = None
    word: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectDose(Node):
    """``expect dose 8400 mg``: some give in the result has this dose."""

    low: Const | None = None
    amount: Const


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectOutcome(Node):
    """``expect ask X``, ``expect blocked X``, ``expect outside`` (``applies`` is false)."""

    kind: L["ask", "blocked", "outside"]
    what: str | None = None


Expectation: TypeAlias = ExpectAdvice | ExpectValue | ExpectDose | ExpectOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Node):
    """A patient, and what must come out."""

    name: str
    patient: Patient
    expectations: tuple[Expectation, ...]
    notes: Notes = NO_NOTES
