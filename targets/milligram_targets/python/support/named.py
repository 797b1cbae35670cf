"""Names for conditions, numbers and words: defines, tables, scores.

Each is a function of the patient's values; its value is found once for a patient.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from milligram.quantity.exact import Number

from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.quantities import (
    Numbers,
    Quantity,
    Range,
    Unstated,
)
from milligram_targets.python.support.reading import Reader, Search
from milligram_targets.python.support.words import OneOf, Wording, Words


class NamedTruth(Truth):
    """A condition with a name; ``actual`` is the same where nothing is assigned."""

    def __init__(
        self, name: str, inner: Callable[[], Truth], actual: Callable[[], Truth]
    ) -> None:
        super().__init__()
        self.name, self.inner, self.actual = name, inner, actual

    def _find(self) -> bool | None:
        return self.inner().value()

    def _ask(self, search: Search, value: bool | None) -> None:
        if self.name not in search.seen:
            search.seen.add(self.name)
            self.inner().ask(search)

    def is_known(self) -> bool:
        """Whether the patient settles it."""
        return self.actual().value() is not None


class NamedQuantity(Quantity):
    """A number with a name; ``actual`` is the same where nothing is assigned."""

    def __init__(
        self,
        reader: Reader,
        name: str,
        inner: Callable[[], Quantity],
        actual: Callable[[], Quantity],
    ) -> None:
        super().__init__()
        self.source = reader
        self.name, self.inner, self.actual = name, inner, actual

    def _find(self) -> Numbers | None:
        return self.inner().possible()

    def _ask(self, search: Search) -> None:
        if self.name not in search.seen:
            search.seen.add(self.name)
            self.inner().ask(search)

    def _parameters(self) -> tuple[object, ...]:
        return (self.name,)

    def linear(self) -> tuple[Quantity, Fraction, Fraction]:
        """A plain renaming stands for what it names."""
        inner = self.inner()
        if inner.is_settled_by_lines():
            return super().linear()
        return inner.linear()

    def is_known(self) -> bool:
        """Whether the patient settles it."""
        return self.actual().one() is not None

    def reported(self) -> Number | Range | Unstated | None:
        """The value for a report."""
        found = super().reported()
        return self.inner()._unstated() if found is None else found


class NamedWording(Wording):
    """A word or text with a name; ``actual`` is it where nothing is assigned."""

    def __init__(
        self, name: str, inner: Callable[[], Wording], actual: Callable[[], Wording]
    ) -> None:
        super().__init__()
        self.name, self.inner, self.actual = name, inner, actual

    def _find(self) -> Words | None:
        return self.inner().possible()

    def ask(self, search: Search) -> None:
        """Adds what to ask so that it is known."""
        if self.name not in search.seen:
            search.seen.add(self.name)
            self.inner().ask(search)

    def is_known(self) -> bool:
        """Whether the patient settles it."""
        members = self.actual().possible()
        return members is not None and len(members) == 1

    def reported(self) -> str | OneOf | Unstated | None:
        """The value for a report."""
        found = super().reported()
        return self.inner()._unstated() if found is None else found
