"""What a run says of a treatment that goes on: courses, and what is measured next."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from milligram_targets.python.support.data import Data
from milligram_targets.python.support.numbers import number_json

if TYPE_CHECKING:
    from milligram_targets.python.support.result import Json


class NextMove(Data):
    """A move that a ladder can make next, after ``low`` days on the step.

    ``when`` is its rule in words; it is overdue after ``high`` (None: never).
    ``unknown`` is what it waits for in this very run.
    """

    kind: str
    step: int
    text: str
    when: str
    low: Fraction
    high: Fraction | None = None
    earliest: date | None = None
    latest: date | None = None
    unknown: tuple[str, ...] = ()
    line: int

    def to_dict(self) -> Json:
        """The move as JSON values."""
        return {
            "kind": self.kind,
            "step": self.step,
            "text": self.text,
            "when": self.when,
            **_window_json(self),
            "unknown": [*self.unknown],
            "line": self.line,
        }


class Course(Data):
    """What the run does with a regimen that it gives, or that the patient is on.

    ``action`` is one of start, stay, step up, step down, beyond (the last step), hold,
    stop, withhold (a rule keeps the step back), undecided (the run halted before) and
    unsaid (it ended without a word on it). ``since`` and ``time``, in days, are those
    of ``to_step``, which is 0 once stopped; ``unknown`` is what the course waits for.
    """

    regimen: str
    action: str
    from_step: int | None
    to_step: int | None
    since: date | None = None
    time: Fraction | None = None
    overdue: bool = False
    next: tuple[NextMove, ...] = ()
    unknown: tuple[str, ...] = ()
    line: int | None = None

    def to_dict(self) -> Json:
        """The course as JSON values."""
        return {
            "regimen": self.regimen,
            "action": self.action,
            "from_step": self.from_step,
            "to_step": self.to_step,
            "since": _day_json(self.since),
            "days": _days_json(self.time),
            "overdue": self.overdue,
            "next": [move.to_dict() for move in self.next],
            "unknown": [*self.unknown],
            "line": self.line,
        }


class Measurement(Data):
    """What is measured on this day or later, ``low`` to ``high`` days from the start.

    ``holds``: its condition holds (or there is none); None: it is unknown; False: not
    now, and it is read again on the day.
    """

    inputs: tuple[str, ...]
    text: str
    condition: str | None = None
    holds: bool | None = True
    unknown: tuple[str, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    earliest: date | None = None
    latest: date | None = None
    line: int

    def to_dict(self) -> Json:
        """The measurement as JSON values."""
        return {
            "inputs": [*self.inputs],
            "text": self.text,
            "if": self.condition,
            "holds": self.holds,
            "unknown": [*self.unknown],
            **_window_json(self),
            "line": self.line,
        }


class Schedule(Data):
    """A monitor that the run starts, or that goes on beside a regimen.

    Days count from ``since``: the start of the current step of ``regimen``, else of
    the run.
    """

    monitor: str
    started: bool
    regimen: str | None = None
    since: date | None = None
    next: tuple[Measurement, ...] = ()

    def to_dict(self) -> Json:
        """The schedule as JSON values."""
        return {
            "monitor": self.monitor,
            "started": self.started,
            "regimen": self.regimen,
            "since": _day_json(self.since),
            "next": [each.to_dict() for each in self.next],
        }


def _window_json(of: NextMove | Measurement) -> dict[str, Json]:
    return {
        "after_days": [_days_json(of.low), _days_json(of.high)],
        "earliest": _day_json(of.earliest),
        "latest": _day_json(of.latest),
    }


def _day_json(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _days_json(days: Fraction | None) -> int | float | str | None:
    return None if days is None else number_json(days)
