"""One patient's values as a guideline reads them, and what to ask where it cannot.

Every input may be unknown. What a guideline says is found on demand: an operand is
not read once others have settled a condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Protocol, Self, TypeAlias

from milligram.quantity.exact import Undecided, Undefined

Value: TypeAlias = Fraction | bool | str | frozenset[str] | date
"""A known value: a number in the input's unit, yes or no, a word, words, a date."""


Key: TypeAlias = tuple[object, ...]
"""What tells two expressions apart."""


Cell: TypeAlias = Fraction | int | str | bool
"""A value that stands for all values that no line of a score can tell apart."""


class RegimenState(NamedTuple):
    """Where a patient is on a ladder; None is unknown.

    ``step`` 0 is not started; ``time`` is in days on this step; ``since`` is the day
    on which the step began.
    """

    step: int | None
    time: Fraction | int | None = None
    since: date | None = None


class Faulty(Exception):
    """A value that does not exist, on its way to the pathway that needs it."""

    def __init__(self, message: str, *lines: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.lines = tuple(dict.fromkeys(line for line in lines if line is not None))


def faulty(error: Undefined | Undecided, *lines: int | None) -> Faulty:
    """A fault of arithmetic, with the guideline's line."""
    return Faulty(str(error), *lines)


class Reader:
    """The values of one patient; each named value is found once.

    ``assigned`` holds, while a score runs through what unknown values can be, one such
    choice.
    """

    origin_: Self | None = None

    def __init__(
        self,
        values: Mapping[str, Value],
        regimens: Mapping[str, RegimenState],
        today: date | None,
    ) -> None:
        self.values_ = values
        self.regimens_ = regimens
        self.today_ = today
        self.assigned_: Mapping[Key, Cell] = {}
        self.kept_: dict[object, object] = {}

    def input_(self, name: str) -> Value | None:
        """An input's value; None is unknown."""
        value = self.values_.get(name)
        return self.today_ if value is None and name == "today" else value

    def state_(self, regimen: str) -> RegimenState:
        """Where the patient is on a ladder; not mentioned is not started."""
        if regimen not in self.regimens_:
            return RegimenState(step=0)
        return self.regimens_[regimen]

    def state_number_(self, regimen: str, which: str) -> Fraction | None:
        """The step, or the days on it; None is unknown, as the time at step 0 is."""
        state = self.state_(regimen)
        if which == "step":
            return None if state.step is None else Fraction(state.step)
        if state.step == 0:
            return None
        today = self.input_("today")
        if state.time is None and state.since is not None and isinstance(today, date):
            return Fraction((today - state.since).days)
        return None if state.time is None else Fraction(state.time)

    def value_(self, name: str) -> Value | None:
        """An input, or a regimen's state as "replacement step"."""
        regimen, _, which = name.rpartition(" ")
        return self.state_number_(regimen, which) if regimen else self.input_(name)

    def under_(self, assigned: Mapping[Key, Cell]) -> Self:
        """The same patient, with a choice of what is unknown."""
        there = type(self)(self.values_, self.regimens_, self.today_)
        there.assigned_ = assigned
        there.origin_ = self
        return there

    def actual_(self) -> Self:
        """The patient without any such choice."""
        return self if self.origin_ is None else self.origin_


class Asking(Protocol):
    """Anything that can tell what keeps it from being known."""

    def ask(self, search: Search) -> None:
        """Adds what to ask."""
        raise NotImplementedError


class Search:
    """Collects what to ask so that something is known, in the order met.

    With ``behind`` it looks behind conditions that are true, too: ``X is unknown``
    rests on X.
    """

    def __init__(self, *, behind: bool = False) -> None:
        self.behind = behind
        self.found: dict[str, None] = {}
        self.seen: set[object] = set()

    def add(self, reader: Reader, name: str) -> None:
        """Asks for an input, if it is unknown."""
        if reader.input_(name) is None:
            self.found[name] = None

    def state(self, reader: Reader, regimen: str, which: str) -> None:
        """Asks for a regimen's state, if it is unknown."""
        state = reader.state_(regimen)
        if which == "step" or state.step is None:
            if state.step is None:
                self.found[f"{regimen} step"] = None
        elif state.step > 0 and reader.state_number_(regimen, "time") is None:
            name = "today" if state.since is not None else f"{regimen} time"
            self.found[name] = None


def unknown_in(*parts: Asking | None) -> tuple[str, ...]:
    """What to ask so that every part is known."""
    search = Search()
    for part in parts:
        if part is not None:
            part.ask(search)
    return tuple(search.found)


def unknown_behind(part: Asking) -> tuple[str, ...]:
    """What something that is true or unknown rests on and that is not known."""
    search = Search(behind=True)
    part.ask(search)
    return tuple(search.found)


def agreed(answers: Iterable[bool]) -> bool | None:
    """The one answer that all give; None where they differ."""
    found: set[bool] = set()
    for answer in answers:
        found.add(answer)
        if len(found) == 2:
            return None
    return found.pop() if found else None
