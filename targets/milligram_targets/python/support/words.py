"""Words and texts: of a choice, of a table, of a define by cases."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.given import Points
from milligram_targets.python.support.quantities import Unstated
from milligram_targets.python.support.reading import Reader, Search, agreed

Words: TypeAlias = tuple[str, ...]
"""Possible words or texts; one means known."""


class OneOf:
    """The words that a reported value can be."""

    def __init__(self, words: Words) -> None:
        self.words = words


class Wording:
    """A word or text that is known, possible or unknown."""

    def __init__(self) -> None:
        self._found: tuple[Words | None] | None = None

    def possible(self) -> Words | None:
        """The possible words, or None. Raises `Faulty`."""
        if self._found is None:
            self._found = (self._find(),)
        return self._found[0]

    def _find(self) -> Words | None:
        raise NotImplementedError

    def is_(self, *words: str) -> Truth:
        """Whether it is one of the words."""
        return WordIs(self, words)

    def ask(self, search: Search) -> None:
        """Adds what to ask so that it is known."""
        raise NotImplementedError

    def is_known(self) -> bool:
        """Whether it is one word."""
        members = self.possible()
        return members is not None and len(members) == 1

    def reported(self) -> str | OneOf | Unstated | None:
        """The value for a report."""
        members = self.possible()
        if members is None:
            return self._unstated()
        return members[0] if len(members) == 1 else OneOf(members)

    def _unstated(self) -> Unstated | None:
        return None


class Choice(Wording):
    """A ``one of`` input; ``points`` are those of its words."""

    def __init__(
        self,
        reader: Reader,
        name: str,
        points: Mapping[str, Fraction | None] | None = None,
    ) -> None:
        super().__init__()
        self.reader, self.name = reader, name
        self.points = Points(reader, name, points or {})

    def _find(self) -> Words | None:
        value = self.reader.input_(self.name)
        known = self.reader.assigned_.get(("word", self.name), value)
        return (known,) if isinstance(known, str) else None

    def ask(self, search: Search) -> None:
        """Asks for the input."""
        search.add(self.reader, self.name)

    def is_known(self) -> bool:
        """Whether the patient settles it."""
        return self.reader.input_(self.name) is not None

    def reported(self) -> str | OneOf | Unstated | None:
        """The patient's word."""
        value = self.reader.input_(self.name)
        return value if isinstance(value, str) else None


class WordIs(Truth):
    """A word is one of several."""

    def __init__(self, subject: Wording, words: Words) -> None:
        super().__init__()
        self.subject, self.words = subject, words

    def _find(self) -> bool | None:
        possible = self.subject.possible()
        if possible is None:
            return None
        return agreed(word in self.words for word in possible)

    def _ask(self, search: Search, value: bool | None) -> None:
        self.subject.ask(search)
