"""Conditions: true, false or unknown (Kleene's logic)."""

from __future__ import annotations

from typing import Protocol

from milligram_targets.python.support.reading import (
    Asking,
    Faulty,
    Reader,
    Search,
    unknown_behind,
)


class Truth:
    """A condition; `value` is True, False or None (unknown), found when asked."""

    def __init__(self) -> None:
        self._found: tuple[bool | None] | None = None

    def value(self) -> bool | None:
        """True, False or None. Raises `Faulty`."""
        if self._found is None:
            self._found = (self._find(),)
        return self._found[0]

    def _find(self) -> bool | None:
        raise NotImplementedError

    def ask(self, search: Search) -> None:
        """Adds what to ask so that the condition is known."""
        try:
            value = self.value()
        except Faulty:
            return  # an operand that was not read, since others decided
        if value is None or (search.behind and value):
            self._ask(search, value)

    def _ask(self, search: Search, value: bool | None) -> None:
        pass

    def is_known(self) -> bool:
        """Whether it is known."""
        return self.value() is not None

    def reported(self) -> bool | None:
        """The value for a report."""
        return self.value()


class Fixed(Truth):
    """Always true, or never."""

    def __init__(self, fixed: bool) -> None:
        super().__init__()
        self.fixed = fixed

    def _find(self) -> bool | None:
        return self.fixed


def always() -> Truth:
    """True for everybody."""
    return Fixed(True)


def never() -> Truth:
    """False for everybody."""
    return Fixed(False)


class Flag(Truth):
    """A yes-or-no input."""

    def __init__(self, reader: Reader, name: str) -> None:
        super().__init__()
        self.reader, self.name = reader, name

    def _find(self) -> bool | None:
        value = self.reader.input_(self.name)
        known = self.reader.assigned_.get(("flag", self.name), value)
        return known if isinstance(known, bool) else None

    def is_known(self) -> bool:
        """Whether the patient settles it."""
        return self.reader.input_(self.name) is not None

    def reported(self) -> bool | None:
        """The patient's value."""
        value = self.reader.input_(self.name)
        return value if isinstance(value, bool) else None

    def _ask(self, search: Search, value: bool | None) -> None:
        search.add(self.reader, self.name)


class Has(Truth):
    """A set input holds at least one of some words."""

    def __init__(self, reader: Reader, name: str, words: tuple[str, ...]) -> None:
        super().__init__()
        self.reader, self.name, self.words = reader, name, words

    def _find(self) -> bool | None:
        known = self.reader.input_(self.name)
        if isinstance(known, frozenset):
            return not known.isdisjoint(self.words)
        answer: bool | None = False
        for word in self.words:
            inner = self.reader.assigned_.get(("member", self.name, word))
            if inner is True:
                return True
            answer = None if inner is None else answer
        return answer

    def _ask(self, search: Search, value: bool | None) -> None:
        search.add(self.reader, self.name)


class Members:
    """A set input: any number of its words at once."""

    def __init__(self, reader: Reader, name: str) -> None:
        self.reader, self.name = reader, name

    def has(self, *words: str) -> Truth:
        """Whether it holds at least one of the words."""
        return Has(self.reader, self.name, words)

    def is_known(self) -> bool:
        """Whether the patient settles it."""
        return self.reader.input_(self.name) is not None

    def reported(self) -> frozenset[str] | None:
        """The patient's words."""
        value = self.reader.input_(self.name)
        return value if isinstance(value, frozenset) else None

    def ask(self, search: Search) -> None:
        """Asks for the input."""
        search.add(self.reader, self.name)


class Nothing(Truth):
    """The opposite of a condition."""

    def __init__(self, operand: Truth) -> None:
        super().__init__()
        self.operand = operand

    def _find(self) -> bool | None:
        inner = self.operand.value()
        return None if inner is None else not inner

    def _ask(self, search: Search, value: bool | None) -> None:
        if value is None:
            self.operand.ask(search)


def not_(operand: Truth) -> Truth:
    """The opposite of a condition."""
    return Nothing(operand)


class Joined(Truth):
    """``settling`` as soon as an operand is; its opposite if all are that."""

    def __init__(self, operands: tuple[Truth, ...], settling: bool) -> None:
        super().__init__()
        self.operands, self.settling = operands, settling

    def _find(self) -> bool | None:
        answer: bool | None = not self.settling
        for operand in self.operands:
            inner = operand.value()
            if inner is self.settling:
                return self.settling
            answer = None if inner is None else answer
        return answer

    def _ask(self, search: Search, value: bool | None) -> None:
        if value and self.settling:
            self._ask_behind(search)
            return
        for operand in self.operands:
            operand.ask(search)

    def _ask_behind(self, search: Search) -> None:
        """A true "or" rests on nothing, if an operand is true whatever else is."""
        found: list[str] = []
        for operand in self.operands:
            behind = unknown_behind(operand)
            if not behind and operand.value():
                return
            found.extend(behind)
        search.found.update(dict.fromkeys(found))


def all_of(*operands: Truth) -> Truth:
    """All at once; false as soon as one is false."""
    return Joined(operands, False)


def any_of(*operands: Truth) -> Truth:
    """At least one; true as soon as one is true."""
    return Joined(operands, True)


class Counted(Truth):
    """At least so many of the operands are true."""

    def __init__(self, count: int, operands: tuple[Truth, ...]) -> None:
        super().__init__()
        self.count, self.operands = count, operands

    def _find(self) -> bool | None:
        sure, open_ones = 0, 0
        for at, operand in enumerate(self.operands):
            left = len(self.operands) - at
            if sure >= self.count or sure + open_ones + left < self.count:
                break
            inner = operand.value()
            sure += inner is True
            open_ones += inner is None
        if sure >= self.count:
            return True
        return None if sure + open_ones >= self.count else False

    def _ask(self, search: Search, value: bool | None) -> None:
        for operand in self.operands:
            operand.ask(search)


def at_least_of(count: int, *operands: Truth) -> Truth:
    """At least so many of the conditions."""
    return Counted(count, operands)


class Knowable(Asking, Protocol):
    """Anything that is known or not."""

    def is_known(self) -> bool:
        """Whether the patient settles it; a possible value is not known."""
        raise NotImplementedError


class Known(Truth):
    """Whether something is known; never unknown itself."""

    def __init__(self, of: Knowable, wanted: bool) -> None:
        super().__init__()
        self.of, self.wanted = of, wanted

    def _find(self) -> bool | None:
        return self.of.is_known() is self.wanted

    def _ask(self, search: Search, value: bool | None) -> None:
        if not self.wanted and search.behind:
            self.of.ask(search)


def is_known(of: Knowable) -> Truth:
    """Whether a value is known."""
    return Known(of, True)


def is_unknown(of: Knowable) -> Truth:
    """Whether a value is unknown."""
    return Known(of, False)
