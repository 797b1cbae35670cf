"""What the patient gives: numbers, states of regimens, dates, points of choices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from milligram_targets.python.support.numbers import completed_years, distinct
from milligram_targets.python.support.quantities import Numbers, Quantity
from milligram_targets.python.support.reading import Reader, Search, Value


class Given(Quantity):
    """A numeric input."""

    def __init__(self, reader: Reader, name: str) -> None:
        super().__init__()
        self.source = self.reader = reader
        self.name = name

    def _find(self) -> Numbers | None:
        value = self.reader.input_(self.name)
        return (value,) if isinstance(value, Fraction) else None

    def _parameters(self) -> tuple[object, ...]:
        return (self.name,)

    def _ask(self, search: Search) -> None:
        search.add(self.reader, self.name)


class StateNumber(Quantity):
    """The step of a regimen, or the days on it."""

    def __init__(self, reader: Reader, regimen: str, which: str) -> None:
        super().__init__()
        self.source = self.reader = reader
        self.regimen, self.which = regimen, which

    def _find(self) -> Numbers | None:
        value = self.reader.state_number_(self.regimen, self.which)
        return None if value is None else (value,)

    def _parameters(self) -> tuple[object, ...]:
        return (self.regimen, self.which)

    def _ask(self, search: Search) -> None:
        search.state(self.reader, self.regimen, self.which)


class Ladder:
    """A regimen's state as its conditions read it."""

    def __init__(self, reader: Reader, name: str) -> None:
        self.step = StateNumber(reader, name, "step")
        self.time = StateNumber(reader, name, "time")


class YearsSince(Quantity):
    """Completed years from a date input to today."""

    def __init__(self, reader: Reader, name: str) -> None:
        super().__init__()
        self.source = self.reader = reader
        self.name = name

    def _find(self) -> Numbers | None:
        born, today = self.reader.input_(self.name), self.reader.input_("today")
        if isinstance(born, date) and isinstance(today, date):
            return (completed_years(born, today),)
        return None

    def _parameters(self) -> tuple[object, ...]:
        return (self.name,)

    def _ask(self, search: Search) -> None:
        search.add(self.reader, self.name)
        search.add(self.reader, "today")


class Day:
    """A date input."""

    def __init__(self, reader: Reader, name: str) -> None:
        self.reader, self.name = reader, name
        self.years = YearsSince(reader, name)

    def is_known(self) -> bool:
        """Whether the patient settles it."""
        return self.reader.input_(self.name) is not None

    def reported(self) -> Value | None:
        """The patient's date."""
        return self.reader.input_(self.name)

    def ask(self, search: Search) -> None:
        """Asks for the input."""
        search.add(self.reader, self.name)


class Points(Quantity):
    """The points of a choice; of an unknown one, those of all its words."""

    def __init__(
        self, reader: Reader, name: str, points: Mapping[str, Fraction | None]
    ) -> None:
        super().__init__()
        self.source = self.reader = reader
        self.name, self.points = name, points

    def _find(self) -> Numbers | None:
        value = self.reader.input_(self.name)
        known = self.reader.assigned_.get(("word", self.name), value)
        words = [known] if isinstance(known, str) else list(self.points)
        found = [self.points.get(word) for word in words]
        settled = [points for points in found if points is not None]
        return distinct(settled) if len(settled) == len(found) else None

    def _parameters(self) -> tuple[object, ...]:
        return (self.name,)

    def _ask(self, search: Search) -> None:
        search.add(self.reader, self.name)
