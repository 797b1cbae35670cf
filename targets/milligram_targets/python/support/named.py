"""Names for conditions, numbers and words: defines, tables, values by cases.

Each is a function of the patient's values; its value is found once for a patient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache, partial, wraps
from typing import NamedTuple, TypeAlias, TypeVar

from milligram.quantity.exact import Number, Undecided

from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.numbers import distinct, limited
from milligram_targets.python.support.quantities import (
    Numbers,
    Quantity,
    Range,
    Unstated,
    literal,
)
from milligram_targets.python.support.reading import (
    Faulty,
    Key,
    Reader,
    Search,
    faulty,
)
from milligram_targets.python.support.words import OneOf, Wording, Words

R = TypeVar("R", bound=Reader)


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


class Unspecified(NamedTuple):
    """A value that the source leaves open, in its words."""

    text: str | None = None


CaseValue: TypeAlias = "Quantity | Fraction | int | str | Unspecified"
"""What a case or a cell of a table gives."""


class Case(NamedTuple):
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


# --- names ---


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


def condition(define: Callable[[R], Truth]) -> Callable[[R], Truth]:
    """A define that is a condition."""

    @wraps(define)
    def found(p: R) -> Truth:
        known = p._kept.get(define)
        if not isinstance(known, Truth):
            inner = cache(partial(define, p))
            actual = partial(found, p._actual())
            known = p._kept[define] = NamedTruth(define.__name__, inner, actual)
        return known

    return found


def quantity(define: Callable[[R], Quantity]) -> Callable[[R], Quantity]:
    """A define, a score or an output of a table that is a number."""

    @wraps(define)
    def found(p: R) -> Quantity:
        known = p._kept.get(define)
        if not isinstance(known, Quantity):
            inner = cache(partial(define, p))
            actual = partial(found, p._actual())
            known = NamedQuantity(p, define.__name__, inner, actual)
            p._kept[define] = known
        return known

    return found


def wording(define: Callable[[R], Wording]) -> Callable[[R], Wording]:
    """A define or an output of a table that is a word or a text."""

    @wraps(define)
    def found(p: R) -> Wording:
        known = p._kept.get(define)
        if not isinstance(known, Wording):
            inner = cache(partial(define, p))
            actual = partial(found, p._actual())
            known = p._kept[define] = NamedWording(define.__name__, inner, actual)
        return known

    return found


def table(define: Callable[[R], tuple[Case, ...]]) -> Callable[[R], tuple[Case, ...]]:
    """The rows of a table, for all its outputs."""

    @wraps(define)
    def found(p: R) -> tuple[Case, ...]:
        known = p._kept.get(define)
        if not isinstance(known, tuple):
            known = p._kept[define] = define(p)
        return known

    return found
