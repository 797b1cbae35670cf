"""Answers by what was decided: each worked out once, and given to all of whom the same
is decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from milligram_targets.python.support.outcome import (
    NOT_STARTED,
    Outcome,
    days_on,
    exactly,
)
from milligram_targets.python.support.reading import RegimenState
from milligram_targets.python.support.result import (
    Answer,
    Reported,
    Trace,
)

if TYPE_CHECKING:
    from milligram_targets.python.support.explaining import Said

Whole: TypeAlias = Callable[[Mapping[str, object], "date | None"], Answer]
"""The run as it is written, for a patient's values and the day."""


MOST_KEPT = 20_000
"""Answers kept; past that all are forgotten."""


class Answers:
    """The answers by outcome."""

    def __init__(self, run: Whole) -> None:
        self.run = run
        self.kept: dict[int, Answered] = {}
        self.with_numbers: dict[Outcome, Answered] = {}

    def worked_out(
        self, outcome: Outcome, values: Mapping[str, object], today: date | None
    ) -> Answered:
        """The answer for an outcome that was not met yet, for one with numbers, which
        share an answer where all of them are equal, or for one patient only, whom the
        digits do not tell."""
        number, numbers = outcome
        if numbers:
            known = self.with_numbers.get(outcome)
            if known is not None:
                return known
        answer = self.run(values, today)
        if number < 0 or None in numbers:
            return Answered(answer, None)
        if len(self.kept) + len(self.with_numbers) >= MOST_KEPT:
            self.kept.clear()
            self.with_numbers.clear()
        found = Answered(answer, self.run)
        if numbers:
            self.with_numbers[outcome] = found
        else:
            self.kept[number] = found
        return found


class Answered:
    """An answer for all of whom the same is decided; without ``run``, for one.

    Shared are all fields but those that rest on a number or on the day.
    """

    __slots__ = (
        "advice",
        "answer",
        "asks",
        "names",
        "reports",
        "run",
        "said",
        "states",
        "steps",
    )

    def __init__(self, answer: Answer, run: Whole | None) -> None:
        self.answer, self.run = answer, run
        self.advice, self.asks = answer.advice, answer.asks
        self.reports = bool(answer.reports)
        self.said: Said | None = None
        self.steps = tuple(
            (step.line, step.what, step.text, step.outcome, tuple(step.values))
            for step in answer.trace
        )
        self.names = tuple(
            dict.fromkeys(name for step in answer.trace for name in step.values)
        )
        self.states = tuple(
            (place, *name.rpartition(" ")[::2])
            for place, name in enumerate(self.names)
            if " " in name or name == "today"
        )

    def own(self, values: Mapping[str, object], today: date | None) -> Answer:
        """All of the answer for one patient."""
        return self.answer if self.run is None else self.run(values, today)

    def overdue(self, values: Mapping[str, object], today: date | None) -> bool | None:
        """Whether the review of the guideline is overdue."""
        if self.run is None:
            return self.answer.review_overdue
        review_by, day = self.answer.review_by, day_of(values, today)
        return None if review_by is None or day is None else day > review_by

    def trace(
        self, values: Mapping[str, object], today: date | None
    ) -> tuple[Trace, ...]:
        """The trace with a patient's values."""
        if self.run is None:
            return self.answer.trace
        found: list[Trace] = []
        for step in self.answer.trace:
            if step.values:
                own = {name: value_of(name, values, today) for name in step.values}
                found.append(step.with_values(own))
            else:
                found.append(step)
        return tuple(found)

    def read(
        self, values: Mapping[str, object], today: date | None
    ) -> tuple[object, ...]:
        """The values of ``names``, as they were given."""
        if self.run is None:
            read: dict[str, object] = {}
            for step in self.answer.trace:
                read.update(step.values)
            return tuple(map(read.get, self.names))
        if not self.states:
            return tuple(map(values.get, self.names))
        found = list(map(values.get, self.names))
        for place, regimen, which in self.states:
            state = values.get(regimen, NOT_STARTED)
            if not regimen:
                found[place] = day_of(values, today)
            elif isinstance(state, RegimenState):
                is_step = which == "step"
                found[place] = (
                    state[0] if is_step else days_on(state, day_of(values, today))
                )
        return tuple(found)


def day_of(values: Mapping[str, object], today: date | None) -> date | None:
    """The day of the run."""
    own = values.get("today")
    return own if isinstance(own, date) else today


def value_of(name: str, values: Mapping[str, object], today: date | None) -> Reported:
    """An input as a trace shows it, or a regimen's state as "replacement step"."""
    regimen, _, which = name.rpartition(" ")
    if not regimen:
        return day_of(values, today) if name == "today" else exactly(values.get(name))
    state = values.get(regimen, NOT_STARTED)
    if not isinstance(state, RegimenState):
        return None
    if which == "step":
        return None if state.step is None else Fraction(state.step)
    days = days_on(state, day_of(values, today))
    return None if days is None else Fraction(days)
