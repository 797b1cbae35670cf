"""Values by cases, and the rows of tables: which apply, and what they give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from milligram.quantity.exact import Number, Undecided

from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.numbers import distinct, limited
from milligram_targets.python.support.quantities import (
    Numbers,
    Quantity,
    Unstated,
    literal,
)
from milligram_targets.python.support.reading import Faulty, Key, Search, faulty
from milligram_targets.python.support.words import Wording, Words

# --- which case applies ---


class Selection(NamedTuple):
    """Which cases are true, and which are true or unknown, by their places."""

    true: tuple[int, ...]
    open: tuple[int, ...]


def select(conditions: Sequence[Truth | None], first_that_applies: bool) -> Selection:
    """The cases that are true and those not ruled out; None is ``otherwise``.

    Every case counts alike, unless ``first_that_applies``: then a case is true if
    all earlier ones are false, and what stands after a true one is not read.
    """
    answers: list[bool | None] = []
    settled = False
    for condition in conditions:
        unread = condition is None or settled
        answer = False if condition is None or unread else condition.value()
        settled = settled or (first_that_applies and answer is True)
        answers.append(answer)
    none_true = False if True in answers else (None if None in answers else True)
    doubtful = False
    for at, condition in enumerate(conditions):
        if condition is None:
            answers[at] = none_true
        elif first_that_applies:
            # a true case behind an unknown one is unknown
            unknown = answers[at] is None
            if doubtful and answers[at] is True:
                answers[at] = None
            doubtful = doubtful or unknown
    return Selection(
        true=tuple(at for at, answer in enumerate(answers) if answer is True),
        open=tuple(at for at, answer in enumerate(answers) if answer is not False),
    )


# --- values by cases ---


class Unspecified(Data, kw_only=False):
    """A value that the source leaves open, in its words."""

    text: str | None = None


CaseValue: TypeAlias = "Quantity | Fraction | int | str | Unspecified"
"""What a case or a cell of a table gives."""


class Case(Data, kw_only=False):
    """A line of a define by cases or a row of a table: values when it applies."""

    line: int
    values: tuple[CaseValue, ...]
    when: Truth | None


def case(line: int, when: Truth, *values: CaseValue) -> Case:
    """Values that hold when a condition does."""
    return Case(line, values, when)


def otherwise(line: int, *values: CaseValue) -> Case:
    """Values that hold when no other case does."""
    return Case(line, values, None)


class Cases:
    """The cases of one named value."""

    def __init__(
        self, name: str, line: int, cases: tuple[Case, ...], column: int, first: bool
    ) -> None:
        self.name, self.line, self.cases = name, line, cases
        self.column, self.first = column, first

    def remaining(self) -> tuple[CaseValue, ...]:
        """The differing values of the cases not ruled out. Raises `Faulty`."""
        chosen = select([case.when for case in self.cases], self.first)
        places = chosen.true or chosen.open
        values: dict[Key, CaseValue] = {}
        for at in places:
            value = self.cases[at].values[self.column]
            values.setdefault(_key(value), value)
        found = tuple(values.values())
        if not found:
            raise Faulty(f"no case of {self.name} applies", self.line)
        if chosen.true and len(found) > 1 and not self._same(found):
            lines = [self.cases[at].line for at in places]
            message = f"several cases of {self.name} apply, with different values"
            raise Faulty(message, *lines)
        return found[:1] if chosen.true else found

    def _same(self, values: tuple[CaseValue, ...]) -> bool:
        settled = self.settled(values)
        return settled is not None and len(settled) == 1

    def settled(self, values: tuple[CaseValue, ...]) -> Numbers | Words | None:
        """All the values together: possible if each is, else unknown."""
        numbers: list[Number] = []
        words: list[str] = []
        for value in values:
            if isinstance(value, str):
                words.append(value)
            elif isinstance(value, Unspecified):
                return None
            else:
                members = literal(value).possible()
                if members is None:
                    return None
                numbers.extend(members)
        if words:
            return tuple(dict.fromkeys(words))
        try:
            return limited(distinct(numbers))
        except Undecided as error:
            raise faulty(error, self.line) from error

    def unstated(self) -> Unstated | None:
        """What a report says where the source gives no value."""
        texts = [
            value.text for value in self.remaining() if isinstance(value, Unspecified)
        ]
        whole = len(texts) == len(self.remaining())
        return Unstated(texts[0]) if whole else None

    def ask(self, search: Search) -> None:
        """Adds what to ask so that the value is known."""
        settled = self.settled(self.remaining())
        if settled is not None and len(settled) == 1:
            return
        chosen = select([case.when for case in self.cases], self.first)
        if not chosen.true:
            for at in chosen.open:
                condition = self.cases[at].when
                if condition is not None:
                    condition.ask(search)
        for value in self.remaining():
            if isinstance(value, Quantity):
                value.ask(search)


def _key(value: CaseValue) -> Key:
    if isinstance(value, Quantity):
        return value.key()
    if isinstance(value, Unspecified):
        return ("unspecified", value.text)
    return ("word", value) if isinstance(value, str) else literal(value).key()


class NumberByCases(Quantity):
    """A number that cases give."""

    def __init__(self, cases: Cases) -> None:
        super().__init__()
        self.cases = cases

    def _find(self) -> Numbers | None:
        settled = self.cases.settled(self.cases.remaining())
        return None if settled is None else _numbers(settled)

    def _ask(self, search: Search) -> None:
        self.cases.ask(search)

    def _unstated(self) -> Unstated | None:
        return self.cases.unstated()

    def is_settled_by_lines(self) -> bool:
        """Cases, not a formula."""
        return True


class WordingByCases(Wording):
    """A word or text that cases give."""

    def __init__(self, cases: Cases) -> None:
        super().__init__()
        self.cases = cases

    def _find(self) -> Words | None:
        settled = self.cases.settled(self.cases.remaining())
        return None if settled is None else _words(settled)

    def ask(self, search: Search) -> None:
        """Adds what to ask so that it is known."""
        self.cases.ask(search)

    def _unstated(self) -> Unstated | None:
        return self.cases.unstated()


def _numbers(values: Iterable[Number | str]) -> Numbers | None:
    found = tuple(value for value in values if not isinstance(value, str))
    return found or None


def _words(values: Iterable[Number | str]) -> Words | None:
    found = tuple(value for value in values if isinstance(value, str))
    return found or None


def number_by(
    name: str,
    line: int,
    cases: tuple[Case, ...],
    column: int = 0,
    *,
    first_that_applies: bool = False,
) -> Quantity:
    """The number that the cases give; ``column`` is the output of a table."""
    return NumberByCases(Cases(name, line, cases, column, first_that_applies))


def wording_by(
    name: str,
    line: int,
    cases: tuple[Case, ...],
    column: int = 0,
    *,
    first_that_applies: bool = False,
) -> Wording:
    """The word or text that the cases give; ``column`` is the output of a table."""
    return WordingByCases(Cases(name, line, cases, column, first_that_applies))
