"""Numbers that are exact, possible (finitely many values) or unknown, and bands."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Literal, TypeAlias

from milligram.quantity.exact import (
    Number,
    Undecided,
    Undefined,
    divide,
    power,
    round_to,
)

from milligram_targets.python.support.bands import Band, Bound
from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.numbers import (
    check_length,
    distinct,
    limited,
)
from milligram_targets.python.support.reading import Key, Reader, Search, faulty

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

    def written(self) -> Number | None:
        """The value, if it is known. Raises `Undecided` where it is too long."""
        value = self.one()
        if value is not None:
            check_length(value)
        return value

    def reported(self) -> Number | Range | Unstated | None:
        """The value for a report. Raises `Undecided` where it is too long."""
        members = self.possible()
        if members is None:
            return self._unstated()
        check_length(members[0])
        if len(members) == 1:
            return members[0]
        check_length(members[-1])
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
        return Band(self, high=Bound(literal(limit), False))

    def at_most(self, limit: Operand) -> Truth:
        """No more than a limit."""
        return Band(self, high=Bound(literal(limit), True))

    def over(self, limit: Operand) -> Truth:
        """More than a limit."""
        return Band(self, low=Bound(literal(limit), False))

    def at_least(self, limit: Operand) -> Truth:
        """No less than a limit."""
        return Band(self, low=Bound(literal(limit), True))

    def is_(self, value: Operand) -> Truth:
        """Exactly a value."""
        bound = Bound(literal(value), True)
        return Band(self, low=bound, high=bound)

    def within(self, low: Operand, high: Operand) -> Truth:
        """From one limit to another, both included."""
        return Band(
            self, low=Bound(literal(low), True), high=Bound(literal(high), True)
        )

    def from_to_under(self, low: Operand, high: Operand) -> Truth:
        """At least one limit, and less than another."""
        return Band(
            self, low=Bound(literal(low), True), high=Bound(literal(high), False)
        )

    def over_to(self, low: Operand, high: Operand) -> Truth:
        """More than one limit, and no more than another."""
        return Band(
            self, low=Bound(literal(low), False), high=Bound(literal(high), True)
        )

    def over_to_under(self, low: Operand, high: Operand) -> Truth:
        """More than one limit, and less than another."""
        return Band(
            self, low=Bound(literal(low), False), high=Bound(literal(high), False)
        )


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
