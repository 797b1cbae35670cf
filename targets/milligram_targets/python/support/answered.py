"""An answer that was worked out before for a patient of whom the same was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from milligram_targets.python.support.outcome import days_on, exactly
from milligram_targets.python.support.reading import RegimenState
from milligram_targets.python.support.result import (
    Reported,
    Result,
    Trace,
    TraceTuple,
)

Whole: TypeAlias = Callable[[Mapping[str, object], "date | None"], Result]
"""The run as it is written, for a patient's values and the day."""


MOST_KEPT = 20_000
"""Answers kept; past that all are forgotten."""


class Answers:
    """The answers by outcome, each from the first patient of whom it was decided."""

    def __init__(self, run: Whole) -> None:
        self.run = run
        self.kept: dict[int, Kept] = {}

    def give(
        self,
        outcome: int,
        alone: bool,
        values: Mapping[str, object],
        today: date | None,
    ) -> Result:
        """The answer for an outcome; ``alone``: some of it is of this patient only."""
        kept = self.kept.get(outcome)
        if kept is not None and not alone:
            return kept.result(values, today)
        whole = self.run(values, today)
        if outcome >= 0 and not alone:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[outcome] = Kept(whole, self.run)
        return whole


class Kept:
    """What an outcome stands for, without what differs from patient to patient."""

    __slots__ = ("fields", "review_by", "run", "steps", "trace")

    def __init__(self, whole: Result, run: Whole) -> None:
        self.run, self.trace, self.review_by = run, whole.trace, whole.review_by
        self.fields = dict(vars(whole))
        del self.fields["trace"], self.fields["review_overdue"]
        for name in ("reports", "courses", "schedules"):
            if self.fields[name]:
                del self.fields[name]
        self.steps = tuple(
            ((step.line, step.what, step.text, step.outcome), tuple(step.values))
            for step in whole.trace
        )

    def result(self, values: Mapping[str, object], today: date | None) -> Result:
        """The answer for a patient; what is not looked at is not made."""
        result = Result.__new__(Result)
        own = vars(result)
        own.update(self.fields)
        own["_later"] = Later(self, values, today)
        return result


class Later:
    """What of an answer is found when it is looked at."""

    __slots__ = ("kept", "today", "values")

    def __init__(
        self, kept: Kept, values: Mapping[str, object], today: date | None
    ) -> None:
        self.kept, self.values, self.today = kept, values, today

    def find(self, name: str) -> Mapping[str, object]:
        """The fields that become known with one of them."""
        if name == "trace":
            return {name: tuple(map(self.step, self.kept.trace))}
        if name == "review_overdue":
            review_by, today = self.kept.review_by, self.day()
            late = None if review_by is None or today is None else today > review_by
            return {name: late}
        whole = self.kept.run(self.values, self.today)
        return {
            "reports": whole.reports,
            "courses": whole.courses,
            "schedules": whole.schedules,
        }

    def day(self) -> date | None:
        """The day of the run."""
        today = self.values.get("today")
        return today if isinstance(today, date) else self.today

    def step(self, step: Trace) -> Trace:
        """A step of the trace with this patient's values."""
        if not step.values:
            return step
        values = {name: self.value(name) for name in step.values}
        return Trace(
            line=step.line,
            what=step.what,
            text=step.text,
            outcome=step.outcome,
            values=values,
        )

    def value(self, name: str) -> Reported:
        """An input as a trace shows it, or a regimen's state as "replacement step"."""
        regimen, _, which = name.rpartition(" ")
        if not regimen:
            return self.day() if name == "today" else exactly(self.values.get(name))
        state = self.values.get(regimen, STEP_0)
        if not isinstance(state, RegimenState):
            return None
        if which == "step":
            return None if state.step is None else Fraction(state.step)
        days = days_on(state, self.day())
        return None if days is None else Fraction(days)

    def tuples(self) -> tuple[TraceTuple, ...]:
        """The trace as plain tuples, the values as they were given."""
        get = self.values.get
        return tuple(
            [
                (*head, tuple([(name, get(name, self)) for name in names]))
                if names
                else (*head, ())
                for head, names in self.kept.steps
            ]
        )


STEP_0 = RegimenState(step=0)
"""Where a patient is on a regimen of which nothing is said."""
