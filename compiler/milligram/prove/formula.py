"""Formulas over variables with finitely many cells: what every question to the prover is made of.

Enters: tests ("the variable lies in one of these cells") joined by *and*, *or* and *not*. Leaves: `Formula`s in
negation normal form, each distinct one once, with the variables that it reads.

    creatinine_clearance: unknown | under 20 | 20 to under 30 | 30 and above      cells 0, 1, 2, 3
    clearance under 30 mL/min is true      ->   Test(clearance, {1, 2})           mask 0b0110
    clearance under 30 mL/min is unknown   ->   Test(clearance, {0})              mask 0b0001

A variable takes exactly one of its cells; cell 0 is always *unknown*. So a Kleene condition becomes two plain formulas,
one for where it is definitely true and one for where it is definitely false, and nothing about three values is left.
The negation of a test is the test of the other cells: formulas need no *not*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from milligram.ir import nodes as ir
from milligram.prove.budget import Budget
from milligram.prove.intervals import Interval

UNKNOWN = 1
"""The mask of the cell that stands for an unknown value, in every variable."""

Cell: TypeAlias = Interval | str | bool | None
"""What a cell holds: a stretch of numbers, a word, yes or no, whether a set holds a word; None is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What a patient may have one of several ways; ``cells[0]`` is None, unknown.

    ``subject`` is what it stands for: an input, a regimen's state, a computed number (``computed``), or a member of a
    set input (``SetHas`` with one or more words that no condition tells apart). ``opaque`` says in words why the prover
    cannot follow it: then its cells are unknown, False and True of the condition ``subject``, whatever its inputs are.
    """

    index: int
    subject: ir.Node
    cells: tuple[Cell, ...]
    computed: bool = False
    opaque: str | None = None

    @property
    def full(self) -> int:
        """The mask of all cells."""
        return (1 << len(self.cells)) - 1

    @property
    def known(self) -> int:
        """The mask of all cells but unknown."""
        return self.full & ~UNKNOWN


class Formula:
    """A node of a formula; made by `Space` only, which keeps each distinct one once, so that equal is identical.

    ``reads`` has bit ``i`` set for each variable ``i`` that occurs. ``number`` counts formulas in the order made: parts
    come before wholes.
    """

    __slots__ = ("number", "reads")

    def __init__(self, number: int, reads: int) -> None:
        self.number = number
        self.reads = reads


class Constant(Formula):
    """True or false."""

    __slots__ = ("value",)

    def __init__(self, number: int, value: bool) -> None:
        super().__init__(number, 0)
        self.value = value


class Test(Formula):
    """Variable ``variable`` lies in one of the cells of ``mask``, which is neither empty nor full."""

    __slots__ = ("mask", "variable")

    def __init__(self, number: int, variable: int, mask: int) -> None:
        super().__init__(number, 1 << variable)
        self.variable = variable
        self.mask = mask


class AllOf(Formula):
    """All ``parts``: two or more, none of them an `AllOf` or a `Constant`, at most one `Test` of each variable."""

    __slots__ = ("parts",)

    def __init__(self, number: int, reads: int, parts: tuple[Formula, ...]) -> None:
        super().__init__(number, reads)
        self.parts = parts


class AnyOf(Formula):
    """Any of ``parts``: two or more, none of them an `AnyOf` or a `Constant`, at most one `Test` of each variable."""

    __slots__ = ("parts",)

    def __init__(self, number: int, reads: int, parts: tuple[Formula, ...]) -> None:
        super().__init__(number, reads)
        self.parts = parts


class Spent(Exception):
    """The budget is spent, so that no further formula is made; nothing more can be asked."""


class Space:
    """The variables of one guideline, and every formula over them. With a ``budget``, making formulas is paid for."""

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget
        self.variables: list[Variable] = []
        self.true: Formula = Constant(0, True)
        self.false: Formula = Constant(1, False)
        self._made = 2
        self._tests: dict[tuple[int, int], Formula] = {}
        self._joined: dict[tuple[bool, tuple[int, ...]], Formula] = {}
        self._negations: dict[int, Formula] = {0: self.false, 1: self.true}

    def variable(
        self, subject: ir.Node, cells: Iterable[Cell], *, computed: bool = False, opaque: str | None = None
    ) -> Variable:
        """A new variable; ``cells`` are its known ones."""
        made = Variable(
            index=len(self.variables), subject=subject, cells=(None, *cells), computed=computed, opaque=opaque
        )
        self.variables.append(made)
        return made

    def test(self, variable: Variable, mask: int) -> Formula:
        """That a variable lies in one of the cells of a mask."""
        mask &= variable.full
        if not mask:
            return self.false
        if mask == variable.full:
            return self.true
        return self._test(variable.index, mask)

    def all_of(self, parts: Iterable[Formula]) -> Formula:
        """Conjunction; true when empty."""
        return self._join(parts, all_of=True)

    def any_of(self, parts: Iterable[Formula]) -> Formula:
        """Disjunction; false when empty."""
        return self._join(parts, all_of=False)

    def negation(self, formula: Formula) -> Formula:
        """What holds exactly where the formula does not."""
        known = self._negations
        waiting = [formula]
        while waiting:
            one = waiting[-1]
            if one.number in known:
                waiting.pop()
                continue
            match one:
                case Test(variable=variable, mask=mask):
                    found = self.test(self.variables[variable], self.variables[variable].full & ~mask)
                case AllOf(parts=parts) | AnyOf(parts=parts):
                    missing = [part for part in parts if part.number not in known]
                    if missing:  # parts first, without recursion: a formula may be as deep as a guideline is long
                        waiting.extend(missing)
                        continue
                    join = self.any_of if isinstance(one, AllOf) else self.all_of
                    found = join(known[part.number] for part in parts)
                case _:
                    raise AssertionError(one)
            known[one.number] = found
            known.setdefault(found.number, one)
        return known[formula.number]

    def _test(self, variable: int, mask: int) -> Formula:
        found = self._tests.get((variable, mask))
        if found is None:
            found = self._tests[variable, mask] = Test(self._made, variable, mask)
            self._made += 1
        return found

    def _join(self, parts: Iterable[Formula], *, all_of: bool) -> Formula:
        kind = AllOf if all_of else AnyOf
        neutral, absorbing = (self.true, self.false) if all_of else (self.false, self.true)
        tests: dict[int, Formula] = {}
        others: dict[int, Formula] = {}
        waiting = list(parts)
        waiting.reverse()
        if self.budget is not None and not self.budget.spend(len(waiting) + 1):
            raise Spent
        while waiting:
            part = waiting.pop()
            if part is neutral:
                continue
            if part is absorbing:
                return absorbing
            if isinstance(part, Test):
                before = tests.setdefault(part.variable, part)
                if before is not part:
                    assert isinstance(before, Test)
                    mask = before.mask & part.mask if all_of else before.mask | part.mask
                    both = self.test(self.variables[part.variable], mask)
                    if both is absorbing:
                        return absorbing
                    tests[part.variable] = both
            elif isinstance(part, kind):
                waiting.extend(reversed(part.parts))
            else:
                others[part.number] = part
        joined: list[Formula] = [*tests.values(), *others.values()]
        if any(found.number in others for found in self._opposites(joined)):
            return absorbing
        if len(joined) < 2:
            return joined[0] if joined else neutral
        joined.sort(key=_number)
        key = (all_of, tuple(part.number for part in joined))
        found = self._joined.get(key)
        if found is None:
            reads = 0
            for part in joined:
                reads |= part.reads
            found = self._joined[key] = kind(self._made, reads, tuple(joined))
            self._made += 1
        return found

    def _opposites(self, parts: Iterable[Formula]) -> list[Formula]:
        """The negations that are already known, for a contradiction or tautology that shows without search."""
        return [self._negations[part.number] for part in parts if part.number in self._negations]


def _number(formula: Formula) -> int:
    return formula.number


def variables_of(formula: Formula) -> list[int]:
    """The indices of the variables that a formula reads, ascending."""
    found: list[int] = []
    left = formula.reads
    while left:
        lowest = left & -left
        found.append(lowest.bit_length() - 1)
        left ^= lowest
    return found


def holds(formula: Formula, cells: dict[int, int]) -> bool:
    """Whether a formula holds where each variable that it reads has one cell; ``cells`` maps variables to cells."""
    match formula:
        case Constant(value=value):
            return value
        case Test(variable=variable, mask=mask):
            return bool(mask >> cells[variable] & 1)
        case AllOf(parts=parts):
            return all(holds(part, cells) for part in parts)
        case AnyOf(parts=parts):
            return any(holds(part, cells) for part in parts)
        case _:
            raise AssertionError(formula)
