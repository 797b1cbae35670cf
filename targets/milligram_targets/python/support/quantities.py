"""Numbers that are exact, possible (finitely many values) or unknown, and bands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Literal, TypeAlias

from milligram.quantity.exact import (
    Number,
    Undecided,
    Undefined,
    absolute,
    compare,
    divide,
    floor,
    maximum,
    minimum,
    power,
    round_to,
)

from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.numbers import completed_years, distinct, limited
from milligram_targets.python.support.reading import (
    Key,
    Reader,
    Search,
    Value,
    agreed,
    faulty,
)

Numbers: TypeAlias = tuple[Number, ...]
"""Possible values in ascending order; one means known."""

Operand: TypeAlias = "Quantity | Fraction | int"
"""What arithmetic and comparisons take: an expression, or a literal."""


class Range:
    """The hull of what a reported number can be."""

    def __init__(self, low: Number, high: Number) -> None:
        self.low, self.high = low, high


class Unstated:
    """A reported value that the source leaves unspecified."""

    def __init__(self, text: str | None) -> None:
        self.text = text


class Quantity:
    """A number in one unit; `possible` has its values, found when asked."""

    def __init__(self, *operands: Quantity) -> None:
        self.operands = operands
        self.line: int | None = None
        sources = (operand.source for operand in operands)
        self.source: Reader | None = next(filter(None, sources), None)
        self._found: tuple[Numbers | None] | None = None

    # --- meaning ---

    def possible(self) -> Numbers | None:
        """The possible values, or None. Raises `Faulty`."""
        if self._found is None:
            self._found = (self._find(),)
        return self._found[0]

    def one(self) -> Number | None:
        """The value, if it is known."""
        members = self.possible()
        return members[0] if members is not None and len(members) == 1 else None

    def _find(self) -> Numbers | None:
        possible: list[Numbers] = []
        for operand in self.operands:
            values = operand.possible()
            if values is None:
                return None
            possible.append(values)
        many = any(len(values) > 1 for values in possible)
        try:
            try:
                results = [self._apply(*values) for values in product(*possible)]
            except Undefined:
                if many:
                    return None
                raise
            return limited(distinct(results))
        except (Undefined, Undecided) as error:
            raise faulty(error, self.line) from error

    def _apply(self, *values: Number) -> Number:
        raise NotImplementedError

    def ask(self, search: Search) -> None:
        """Adds what to ask so that the number has one value."""
        if self.one() is None:
            self._ask(search)

    def _ask(self, search: Search) -> None:
        for operand in self.operands:
            operand.ask(search)

    def is_known(self) -> bool:
        """Whether it has one value."""
        return self.one() is not None

    def reported(self) -> Number | Range | Unstated | None:
        """The value for a report."""
        members = self.possible()
        if members is None:
            return self._unstated()
        if len(members) == 1:
            return members[0]
        return Range(members[0], members[-1])

    def _unstated(self) -> Unstated | None:
        return None

    # --- structure ---

    def key(self) -> Key:
        """What tells this expression from others."""
        kinds = (type(self).__name__, *self._parameters())
        return (*kinds, *(operand.key() for operand in self.operands))

    def _parameters(self) -> tuple[object, ...]:
        return ()

    def linear(self) -> tuple[Quantity, Fraction, Fraction]:
        """The number as subject * factor + offset, changes of unit taken off."""
        return self, Fraction(1), Fraction(0)

    def is_settled_by_lines(self) -> bool:
        """Whether lines of a score or cases give it, rather than a formula."""
        return False

    def on(self, line: int) -> Quantity:
        """The expression, with the guideline's line for faults in it."""
        if self.line is None:
            self.line = line
            for operand in self.operands:
                operand.on(line)
        return self

    # --- arithmetic ---

    def __add__(self, other: Operand) -> Quantity:
        return Sum(self, literal(other))

    def __radd__(self, other: Operand) -> Quantity:
        return Sum(literal(other), self)

    def __sub__(self, other: Operand) -> Quantity:
        return Difference(self, literal(other))

    def __rsub__(self, other: Operand) -> Quantity:
        return Difference(literal(other), self)

    def __mul__(self, other: Operand) -> Quantity:
        return Product(self, literal(other))

    def __rmul__(self, other: Operand) -> Quantity:
        return Product(literal(other), self)

    def __truediv__(self, other: Operand) -> Quantity:
        return Quotient(self, literal(other))

    def __rtruediv__(self, other: Operand) -> Quantity:
        return Quotient(literal(other), self)

    def __pow__(self, other: Operand) -> Quantity:
        return Power(self, literal(other))

    def __rpow__(self, other: Operand) -> Quantity:
        return Power(literal(other), self)

    # --- comparisons ---

    def under(self, limit: Operand) -> Truth:
        """Less than a limit."""
        return Band(self, high=Bound(limit, False))

    def at_most(self, limit: Operand) -> Truth:
        """No more than a limit."""
        return Band(self, high=Bound(limit, True))

    def over(self, limit: Operand) -> Truth:
        """More than a limit."""
        return Band(self, low=Bound(limit, False))

    def at_least(self, limit: Operand) -> Truth:
        """No less than a limit."""
        return Band(self, low=Bound(limit, True))

    def is_(self, value: Operand) -> Truth:
        """Exactly a value."""
        bound = Bound(value, True)
        return Band(self, low=bound, high=bound)

    def within(self, low: Operand, high: Operand) -> Truth:
        """From one limit to another, both included."""
        return Band(self, low=Bound(low, True), high=Bound(high, True))

    def from_to_under(self, low: Operand, high: Operand) -> Truth:
        """At least one limit, and less than another."""
        return Band(self, low=Bound(low, True), high=Bound(high, False))

    def over_to(self, low: Operand, high: Operand) -> Truth:
        """More than one limit, and no more than another."""
        return Band(self, low=Bound(low, False), high=Bound(high, True))

    def over_to_under(self, low: Operand, high: Operand) -> Truth:
        """More than one limit, and less than another."""
        return Band(self, low=Bound(low, False), high=Bound(high, False))


def literal(value: Operand) -> Quantity:
    """An expression, or a literal as one."""
    return value if isinstance(value, Quantity) else Literally(Fraction(value))


class Literally(Quantity):
    """A literal."""

    def __init__(self, fixed: Fraction) -> None:
        super().__init__()
        self.fixed = fixed

    def _find(self) -> Numbers | None:
        return (self.fixed,)

    def _parameters(self) -> tuple[object, ...]:
        return (self.fixed,)


class Given(Quantity):
    """A numeric input."""

    def __init__(self, reader: Reader, name: str) -> None:
        super().__init__()
        self.source = self.reader = reader
        self.name = name

    def _find(self) -> Numbers | None:
        value = self.reader._input(self.name)
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
        value = self.reader._state_number(self.regimen, self.which)
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
        born, today = self.reader._input(self.name), self.reader._input("today")
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
        return self.reader._input(self.name) is not None

    def reported(self) -> Value | None:
        """The patient's date."""
        return self.reader._input(self.name)

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
        value = self.reader._input(self.name)
        known = self.reader._assigned.get(("word", self.name), value)
        words = [known] if isinstance(known, str) else list(self.points)
        found = [self.points.get(word) for word in words]
        settled = [points for points in found if points is not None]
        return distinct(settled) if len(settled) == len(found) else None

    def _parameters(self) -> tuple[object, ...]:
        return (self.name,)

    def _ask(self, search: Search) -> None:
        search.add(self.reader, self.name)


class Sum(Quantity):
    """Left + right."""

    def _apply(self, *values: Number) -> Number:
        return values[0] + values[1]


class Difference(Quantity):
    """Left - right."""

    def _apply(self, *values: Number) -> Number:
        return values[0] - values[1]


class Product(Quantity):
    """Left * right."""

    def _apply(self, *values: Number) -> Number:
        return values[0] * values[1]


class Quotient(Quantity):
    """Left / right; a division by zero is a fault."""

    def _apply(self, *values: Number) -> Number:
        return divide(values[0], values[1])


class Power(Quantity):
    """Left ** right."""

    def _apply(self, *values: Number) -> Number:
        return power(values[0], values[1])


class Scaled(Quantity):
    """A change of unit."""

    def __init__(self, operand: Quantity, factor: Fraction, offset: Fraction) -> None:
        super().__init__(operand)
        self.factor, self.offset = factor, offset

    def _apply(self, *values: Number) -> Number:
        return values[0] * self.factor + self.offset

    def _parameters(self) -> tuple[object, ...]:
        return (self.factor, self.offset)

    def linear(self) -> tuple[Quantity, Fraction, Fraction]:
        """The number as subject * factor + offset, changes of unit taken off."""
        if self.factor <= 0:
            return super().linear()
        subject, factor, offset = self.operands[0].linear()
        return subject, factor * self.factor, offset * self.factor + self.offset


class Rounded(Quantity):
    """A rounding to a multiple of a step."""

    def __init__(
        self,
        operand: Quantity,
        step: Fraction,
        mode: Literal["nearest", "up", "down"],
    ) -> None:
        super().__init__(operand)
        self.step = step
        self.mode: Literal["nearest", "up", "down"] = mode

    def _apply(self, *values: Number) -> Number:
        return round_to(values[0], self.step, self.mode)

    def _parameters(self) -> tuple[object, ...]:
        return (self.step, self.mode)


class Applied(Quantity):
    """A function of its arguments."""

    def __init__(
        self,
        name: str,
        function: Callable[..., Number],
        operands: Sequence[Operand],
    ) -> None:
        super().__init__(*(literal(operand) for operand in operands))
        self.name, self.function = name, function

    def _apply(self, *values: Number) -> Number:
        return self.function(*values)

    def _parameters(self) -> tuple[object, ...]:
        return (self.name,)


def scaled(
    operand: Operand, factor: Fraction | int, offset: Fraction | int = 0
) -> Quantity:
    """A number in another unit: times a factor, plus an offset."""
    return Scaled(literal(operand), Fraction(factor), Fraction(offset))


def rounded(
    operand: Operand,
    step: Fraction | int,
    mode: Literal["nearest", "up", "down"] = "nearest",
) -> Quantity:
    """A number rounded to a multiple of a step; halves away from zero."""
    return Rounded(literal(operand), Fraction(step), mode)


def on(line: int, formula: Operand) -> Quantity:
    """A formula, with the guideline's line for faults in it."""
    return literal(formula).on(line)


def least(*operands: Operand) -> Quantity:
    """The least of several numbers."""
    return Applied("min", minimum, operands)


def greatest(*operands: Operand) -> Quantity:
    """The greatest of several numbers."""
    return Applied("max", maximum, operands)


def size(operand: Operand) -> Quantity:
    """The number without its sign."""
    return Applied("abs", absolute, (operand,))


def whole_part(operand: Operand) -> Quantity:
    """The largest whole number not above the number."""
    return Applied("floor", floor, (operand,))


# --- bands ---


class Bound:
    """One end of a band."""

    def __init__(self, limit: Operand, included: bool) -> None:
        self.limit, self.included = literal(limit), included


class Band(Truth):
    """A number lies between two ends; a missing end is open."""

    def __init__(
        self, subject: Quantity, low: Bound | None = None, high: Bound | None = None
    ) -> None:
        super().__init__()
        self.subject, self.low, self.high = subject, low, high
        self.line: int | None = None

    def _find(self) -> bool | None:
        try:
            return self._compared()
        except Undecided as error:
            raise faulty(error, self.line) from error

    def _compared(self) -> bool | None:
        subject = self._subject()
        answer: bool | None = True
        for bound, side in ((self.low, 1), (self.high, -1)):
            if bound is None:
                continue
            inner = self._on_side(subject, bound, side)
            if inner is False:
                return False
            answer = None if inner is None else answer
        if answer is None and subject is not None and len(subject) > 1:
            return self._each_within(subject)
        return answer

    def _subject(self) -> Numbers | None:
        """The subject's values: an assigned cell where one stands for it."""
        reader = self.subject.source
        if reader is not None and reader._assigned:
            subject, factor, offset = self.subject.linear()
            cell = reader._assigned.get(("value", subject.key()))
            if isinstance(cell, Fraction):
                return (cell * factor + offset,)
        return self.subject.possible()

    def _on_side(self, subject: Numbers | None, bound: Bound, side: int) -> bool | None:
        reader = self.subject.source or bound.limit.source
        if reader is not None and reader._assigned:
            pair = ("pair", self.subject.key(), bound.limit.key())
            sign = reader._assigned.get(pair)
            if isinstance(sign, int):
                return sign == side or (sign == 0 and bound.included)
        limits = None if subject is None else bound.limit.possible()
        if subject is None or limits is None:
            return None
        # both are in ascending order: their ends decide
        hardest, easiest = (subject[0], limits[-1]), (subject[-1], limits[0])
        if side < 0:
            hardest, easiest = (subject[-1], limits[0]), (subject[0], limits[-1])
        wanted = (0, side) if bound.included else (side,)
        if compare(*hardest) in wanted:
            return True
        return None if compare(*easiest) in wanted else False

    def _each_within(self, subject: Numbers) -> bool | None:
        """Each value against both ends at once: 2 and 5 are both outside 3 to 4."""
        lows = (None,) if self.low is None else self.low.limit.possible()
        highs = (None,) if self.high is None else self.high.limit.possible()
        if lows is None or highs is None:
            return None
        return agreed(
            _beyond(value, low, self.low, 1) and _beyond(value, high, self.high, -1)
            for value in subject
            for low in lows
            for high in highs
        )

    def _ask(self, search: Search, value: bool | None) -> None:
        self.subject.ask(search)
        for bound in (self.low, self.high):
            if bound is not None:
                bound.limit.ask(search)


def _beyond(
    value: Number, limit: Number | None, bound: Bound | None, side: int
) -> bool:
    if limit is None or bound is None:
        return True
    sign = compare(value, limit)
    return sign == side or (sign == 0 and bound.included)


def compared(line: int, band: Truth) -> Truth:
    """A comparison, with the guideline's line for faults in it."""
    if isinstance(band, Band):
        band.line = line
    return band
