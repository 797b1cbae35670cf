"""Regimens and monitors."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as L

from milligram.ir.nodes.basics import Node
from milligram.ir.nodes.conditions import AnyCondition
from milligram.ir.nodes.notes import NO_NOTES, Notes
from milligram.ir.nodes.numbers import Const
from milligram.ir.nodes.statements import AnyStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Node):
    """``after 1 to 2 weeks`` in days; ``low`` is ``high`` for a single value; ``text`` in the author's words, unit
    included.

    A run decides by the days, a month being 30.4375 of them. ``months`` holds both ends where they are whole months or
    years: dates are then found by the calendar (`milligram.interpret.days`).
    """

    low: Fraction
    high: Fraction
    months: tuple[int, int] | None = None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Node):
    """A step of a ladder. ``after`` and ``condition`` say when the step *before* it leads here. ``body`` always
    holds what the
    step does: a dose on the line is one `Give` of the regimen's drug."""

    number: int
    after: Interval | None = None
    condition: AnyCondition | None = None
    body: tuple[AnyStatement, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond(Node):
    """``then …: STATEMENT`` beyond the last step: the step stays as it is and the statements are added."""

    after: Interval | None = None
    condition: AnyCondition | None = None
    body: tuple[AnyStatement, ...]
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTo(Node):
    """``back to step N after … when C``."""

    id: int
    number: int
    after: Interval | None = None
    condition: AnyCondition | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption(Node):
    """``stop when C`` or ``hold while C``: read first, on every run at step 1 or later."""

    id: int
    kind: L["stop", "hold"]
    condition: AnyCondition
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Node):
    """``at most 1500 mg of magnesium_oxide per day``."""

    limit: Const
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen(Node):
    """A ladder of steps numbered from 1. Its state is two values: the step (0 not started) and the time on it."""

    name: str
    label: str | None = None
    of: str | None = None
    route: str | None = None
    steps: tuple[Step, ...]
    beyond: tuple[Beyond, ...] = ()
    back: tuple[BackTo, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    limits: tuple[Limit, ...] = ()
    notes: Notes = NO_NOTES

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorLine(Node):
    """When to measure. ``every`` is in days; ``text`` in the author's words ("every 3 months", "more often").

    Days count from the start of the current step of the regimen that the schedule serves, else from ``today``:
    `milligram.interpret.schedules` says which. ``every_months`` holds whole months or years, counted by the calendar.
    """

    kind: L["baseline", "after", "every", "unspecified"]
    after: Interval | None = None
    every: Fraction | None = None
    every_months: int | None = None
    text: str
    condition: AnyCondition | None = None
    notes: Notes = NO_NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor(Node):
    """A schedule of measurements of inputs."""

    name: str
    label: str | None = None
    inputs: tuple[str, ...]
    lines: tuple[MonitorLine, ...]
    notes: Notes = NO_NOTES

    @property
    def title(self) -> str:
        """The label, else the name with spaces."""
        return self.label or self.name.replace("_", " ")
