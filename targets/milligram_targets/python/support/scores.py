"""Scores: sums of points, possible while lines are not settled.

An unknown value runs through all that lines can tell apart; lines that share a
value are counted jointly, so that no sum comes out that no patient can have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Generic, TypeVar

from milligram.quantity.exact import Number, Undecided

from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.numbers import distinct, limited
from milligram_targets.python.support.quantities import (
    Numbers,
    Operand,
    Quantity,
    literal,
)
from milligram_targets.python.support.reading import Cell, Key, Reader, Search, faulty

P = TypeVar("P", bound=Reader)


P_contra = TypeVar("P_contra", bound=Reader, contravariant=True)


MOST_ASSIGNMENTS = 20_000
"""A group with more combinations than this counts its lines apart."""


class ScoreLine(Data, kw_only=False):
    """Points, and when they count; None is always."""

    line: int
    points: Quantity
    when: Truth | None


def points(line: int, worth: Operand, when: Truth | None = None) -> ScoreLine:
    """Points that count when a condition holds, or always."""
    return ScoreLine(line, literal(worth), when)


class Variable(Generic[P_contra]):
    """What can fall in several ways, with one representative of each."""

    cells: tuple[Cell, ...]

    def key(self, p: P_contra) -> Key:
        """What an assignment calls it."""
        raise NotImplementedError

    def is_settled(self, p: P_contra) -> bool:
        """Whether the patient settles it."""
        raise NotImplementedError


class InputVaries(Variable[Reader]):
    """A flag, a word, or a member of a set."""

    def __init__(self, kind: str, name: str, *cells: Cell, word: str | None = None):
        self.name, self.cells = name, cells
        self.kept: Key = (kind, name) if word is None else (kind, name, word)

    def key(self, p: Reader) -> Key:
        """The input, and the word of a set."""
        return self.kept

    def is_settled(self, p: Reader) -> bool:
        """Whether the input is known."""
        return p.input_(self.name) is not None


class NumberVaries(Variable[P_contra]):
    """A number that is compared with literals."""

    def __init__(
        self, subject: Callable[[P_contra], Quantity], *cells: Fraction | int
    ) -> None:
        self.subject = subject
        self.cells = tuple(Fraction(cell) for cell in cells)

    def key(self, p: P_contra) -> Key:
        """The expression."""
        return ("value", self.subject(p).key())

    def is_settled(self, p: P_contra) -> bool:
        """Whether it has one value."""
        return self.subject(p).one() is not None


class PairVaries(Variable[P_contra]):
    """Two numbers that are compared."""

    cells = (-1, 0, 1)

    def __init__(
        self,
        left: Callable[[P_contra], Quantity],
        right: Callable[[P_contra], Quantity],
    ) -> None:
        self.left, self.right = left, right

    def key(self, p: P_contra) -> Key:
        """Both expressions."""
        return ("pair", self.left(p).key(), self.right(p).key())

    def is_settled(self, p: P_contra) -> bool:
        """Whether both have one value."""
        known = self.left(p).one() is not None
        return known and self.right(p).one() is not None


class Group(Data, Generic[P_contra], kw_only=False):
    """Lines, by place, that share variables."""

    lines: tuple[int, ...]
    variables: tuple[Variable[P_contra], ...]


class Score(Quantity, Generic[P]):
    """The sum of the lines that hold, or every sum there can be."""

    def __init__(
        self,
        p: P,
        line: int,
        lines: Callable[[P], tuple[ScoreLine, ...]],
        groups: tuple[Group[P], ...],
        impossible: Callable[[P], tuple[tuple[Truth, str], ...]],
    ) -> None:
        super().__init__()
        self.source = self.p = p
        self.line = line
        self.lines, self.groups, self.impossible = lines, groups, impossible
        self.here = lines(p)

    def is_settled_by_lines(self) -> bool:
        """Lines, not a formula."""
        return True

    def _find(self) -> Numbers | None:
        total = _total(self.here, range(len(self.here)))
        if total is not None or self.p.assigned_:
            return None if total is None else (total,)
        possible: Numbers | None = (Fraction(0),)
        for group in self.groups:
            sums = self._group(group)
            if sums is None or possible is None:
                return None
            possible = self._added(self.line, possible, sums)
        return possible

    def _group(self, group: Group[P]) -> Numbers | None:
        variables = [each for each in group.variables if not each.is_settled(self.p)]
        if not variables:
            total = _total(self.here, group.lines)
            return None if total is None else (total,)
        if prod(len(variable.cells) for variable in variables) > MOST_ASSIGNMENTS:
            return self._apart(group)
        keys = [variable.key(self.p) for variable in variables]
        sums: list[Number] = []
        for cells in product(*(variable.cells for variable in variables)):
            there = self.p.under_(dict(zip(keys, cells, strict=True)))
            if any(rule.value() is True for rule, _ in self.impossible(there)):
                continue
            total = _total(self.lines(there), group.lines)
            if total is None:
                return None
            sums.append(total)
        try:
            return distinct(sums) or None
        except Undecided as error:
            raise faulty(error, self.line) from error

    def _apart(self, group: Group[P]) -> Numbers | None:
        """Each line by itself: nothing, its points, or either."""
        possible: Numbers | None = (Fraction(0),)
        for place in group.lines:
            line = self.here[place]
            counts = True if line.when is None else line.when.value()
            if counts is False or possible is None:
                continue
            worth = line.points.possible()
            if worth is None:
                return None
            ways = worth if counts else (Fraction(0), *worth)
            possible = self._added(line.line, possible, ways)
        return possible

    def _added(
        self, line: int | None, left: Sequence[Number], right: Sequence[Number]
    ) -> Numbers | None:
        try:
            return limited(distinct(a + b for a in left for b in right))
        except Undecided as error:
            raise faulty(error, line) from error

    def _ask(self, search: Search) -> None:
        for line in self.here:
            if line.when is not None:
                line.when.ask(search)
            if line.when is None or line.when.value() is not False:
                line.points.ask(search)


def _total(lines: Sequence[ScoreLine], places: Iterable[int]) -> Number | None:
    """The sum of some lines; None where one is not settled."""
    total: Number = Fraction(0)
    for place in places:
        line = lines[place]
        counts = True if line.when is None else line.when.value()
        if counts is None:
            return None
        if counts:
            worth = line.points.one()
            if worth is None:
                return None
            total = total + worth
    return total
