"""Many questions about one space, each near the last: a patient found for one is mended for the next.

Enters: formulas, one after another. Leaves: an `Answer` for each, as `milligram.prove.dpll.decide` gives.

    path and first branch     ->   Found: searched
    path and second branch    ->   the path still holds of that patient: only what shares a variable with the second
                                   branch is searched, the rest stays

A conjunction's parts that hold in the last box found, and that share no variable with the others, directly or not, can
be left aside: what is found for the others goes together with that box. So a question far down a long guideline costs
little more than the part of the guideline that it touches.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.prove.answers import Answer, Found, Nobody
from milligram.prove.budget import Budget
from milligram.prove.dpll import Computing, bits, decide_all
from milligram.prove.encoding import Truth, full_masks
from milligram.prove.formula import AllOf, Constant, Formula, Space, Test


class Decider:
    """Answers questions about one space; remembers the last patient found."""

    def __init__(self, space: Space, arithmetic: Computing | None = None) -> None:
        self._space = space
        self._arithmetic = arithmetic
        self._box: dict[int, int] = {}
        self._numbers: dict[ir.Node, Fraction] = {}
        self._holding: set[int] = set()
        """The numbers of the formulas that hold in the box."""
        self._truth = self._truth_of({})
        self._linked: dict[int, int] = {}
        self._computing: dict[int, bool] = {}

    def decide(self, formula: Formula, budget: Budget) -> Answer:
        """Whether some patient makes the formula true."""
        if isinstance(formula, Constant):
            return Found(box={}) if formula.value else Nobody()
        if self._arithmetic is not None:
            self._arithmetic.notice()
        full_masks(self._space)  # the variables made since the last question
        parts = formula.parts if isinstance(formula, AllOf) else (formula,)
        open_ones = [part for part in parts if part.number not in self._holding and not self._holds(part)]
        if open_ones:
            concerned, reach = self._concerned(parts, open_ones)
            budget.spend(len(parts))
            answer = decide_all(self._space, concerned, budget, self._arithmetic)
            if not isinstance(answer, Found):
                return answer
            self._mend(answer, reach)
        self._holding = {part.number for part in parts}
        return self._narrowed_to(self._reads(parts))

    def _holds(self, part: Formula) -> bool:
        """Whether a formula that reads no computed variable holds in the box: what their numbers are is only known
        where they were asked for."""
        return not self._computes(part) and self._truth.everywhere(part)

    def _computes(self, part: Formula) -> bool:
        """Whether a formula reads a computed variable."""
        arithmetic = self._arithmetic
        if arithmetic is None:
            return False
        if part.number not in self._computing:
            self._computing[part.number] = any(arithmetic.links(variable) for variable in bits(part.reads))
        return self._computing[part.number]

    def _concerned(self, parts: Sequence[Formula], open_ones: Sequence[Formula]) -> tuple[list[Formula], int]:
        """The parts that share a variable with the open ones, directly or not; and their variables.

        A variable that a part holds in one cell, now as in the last box, ties nothing together.
        """
        open_numbers = {part.number for part in open_ones}
        tests = [part for part in parts if isinstance(part, Test) and part.number not in open_numbers]
        fixed = 0
        for test in tests:
            if not test.mask & (test.mask - 1):
                fixed |= test.reads
        linked = self._linked
        for part in parts:
            if part.number not in linked:
                linked[part.number] = self._reads([part])
        numeric = 0
        for part in parts:
            if self._computes(part):
                numeric |= linked[part.number]
        fixed &= ~numeric
        reach = self._reads(open_ones) & ~fixed
        found = list(open_ones)
        rest = [part for part in parts if part.number not in open_numbers]
        grew = True
        while grew:
            grew = False
            left: list[Formula] = []
            for part in rest:
                if linked[part.number] & reach:
                    found.append(part)
                    reach |= linked[part.number] & ~fixed
                    grew = True
                else:
                    left.append(part)
            rest = left
        reads = self._reads(found)
        found += [part for part in rest if isinstance(part, Test) and part.reads & reads]
        return found, reads

    def _mend(self, found: Found, reach: int) -> None:
        box = {variable: mask for variable, mask in self._box.items() if not reach >> variable & 1}
        box.update(found.box)
        arithmetic = self._arithmetic
        numbers: dict[ir.Node, Fraction] = {}
        if arithmetic is not None:
            numbers = {leaf: value for leaf, value in self._numbers.items() if not reach >> arithmetic.home(leaf) & 1}
            numbers.update(found.numbers)
        self._box, self._numbers = box, numbers
        self._truth = self._truth_of(box)

    def _narrowed_to(self, reads: int) -> Found:
        box = {variable: mask for variable, mask in self._box.items() if reads >> variable & 1}
        arithmetic = self._arithmetic
        if arithmetic is None:
            return Found(box=box)
        kept = {leaf: value for leaf, value in self._numbers.items() if reads >> arithmetic.home(leaf) & 1}
        return Found(box=box, numbers=kept)

    def _truth_of(self, box: dict[int, int]) -> Truth:
        return Truth(box, full_masks(self._space))

    def _reads(self, parts: Sequence[Formula]) -> int:
        """The variables of some formulas, and those that their computed ones are computed from."""
        reads = 0
        for part in parts:
            reads |= part.reads
        if self._arithmetic is not None:
            for variable in bits(reads):
                reads |= self._arithmetic.links(variable)
        return reads
