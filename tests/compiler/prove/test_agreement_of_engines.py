"""Box splitting, the search and Z3 give the same verdict on thousands of random decisions.

A decision has branches over enums, flags and banded numbers, each with an unknown cell, conditions nested in and, or
and not. It is asked what the checks ask, under a guard: can a branch be taken, do two overlap, is there a gap.

With MILLIGRAM_SLOW=1 in the environment, cvc5 (in the ``dev`` extra) gives a second opinion on ten times as many.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest
from milligram.ir import nodes as ir
from milligram.prove import formula as formulas
from milligram.prove.answers import Answer, Found
from milligram.prove.budget import Budget
from milligram.prove.by_z3 import decide_by_z3
from milligram.prove.decider import Decider
from milligram.prove.dpll import decide
from milligram.prove.formula import Formula, Space, holds
from milligram.prove.split import decide_by_splitting
from milligram.quantity import NUMBER

DECISIONS = 760
SLOW = 9000


def condition(rng: random.Random, space: Space, depth: int) -> tuple[Formula, Formula]:
    """Where a random condition is definitely true, and where definitely false."""
    if depth == 0 or rng.random() < 0.25:
        variable = rng.choice(space.variables)
        if rng.random() < 0.15:  # "is unknown"
            known = space.test(variable, variable.known)
            return space.negation(known), known
        mask = rng.randrange(1, 1 << (len(variable.cells) - 1)) << 1
        return space.test(variable, mask), space.test(variable, variable.known & ~mask)
    if rng.random() < 0.2:
        true, false = condition(rng, space, depth - 1)
        return false, true
    parts = [condition(rng, space, depth - 1) for _ in range(rng.randint(2, 3))]
    if rng.random() < 0.5:
        return space.all_of(true for true, _ in parts), space.any_of(false for _, false in parts)
    return space.any_of(true for true, _ in parts), space.all_of(false for _, false in parts)


def decisions(count: int, seed: int) -> Iterator[tuple[Space, list[Formula]]]:
    """Spaces, each with the questions about one decision."""
    rng = random.Random(seed)
    for _ in range(count):
        space = Space()
        for index in range(rng.randint(1, 5)):
            kind = rng.randrange(3)
            if kind == 0:
                space.variable(ir.Flag(name=f"f{index}"), (False, True))
            elif kind == 1:
                space.variable(ir.InputWord(name=f"w{index}"), [f"w{n}" for n in range(rng.randint(2, 5))])
            else:
                space.variable(ir.InputNumber(name=f"n{index}", measure=NUMBER), [True] * rng.randint(1, 6))
        guard, _ = condition(rng, space, rng.randint(0, 2))
        branches = [condition(rng, space, rng.randint(0, 3)) for _ in range(rng.randint(2, 4))]
        reads = 0
        for true, false in branches:
            reads |= true.reads | false.reads
        known = [space.test(variable, variable.known) for variable in space.variables if reads >> variable.index & 1]
        questions = [space.all_of([guard, *(false for _, false in branches), *known])]
        questions += [space.all_of([guard, true]) for true, _ in branches]
        questions += [space.all_of([guard, one[0], other[0]]) for one, other in combinations(branches, 2)]
        yield space, questions


def believed(space: Space, formula: Formula, answer: Answer, rng: random.Random) -> bool:
    """Whether there is somebody; a box is tried at some of its cells."""
    if not isinstance(answer, Found):
        return False
    for _ in range(4):
        cells = {}
        for variable in space.variables:
            mask = answer.box.get(variable.index, variable.full)
            cells[variable.index] = rng.choice([cell for cell in range(len(variable.cells)) if mask >> cell & 1])
        assert holds(formula, cells)
    return True


def test_the_engines_agree() -> None:
    """On at least 5,000 questions; Z3 takes most of the time."""
    rng = random.Random(7)
    verdicts: Counter[bool] = Counter()
    for space, questions in decisions(DECISIONS, seed=11):
        decider = Decider(space)
        for formula in questions:
            answers = [
                decide(space, formula, Budget()),
                decider.decide(formula, Budget()),
                decide_by_splitting(space, formula, Budget()),
                decide_by_z3(space, formula, Budget()),
            ]
            found = {believed(space, formula, answer, rng) for answer in answers}
            assert len(found) == 1, (answers, formula.number)
            verdicts.update(found)
    assert sum(verdicts.values()) >= 5000
    assert min(verdicts.values()) >= 1000


@pytest.mark.skipif(not os.environ.get("MILLIGRAM_SLOW"), reason="minutes long: MILLIGRAM_SLOW=1 runs it")
def test_cvc5_agrees() -> None:
    cvc5 = pytest.importorskip("cvc5")
    count = 0
    for space, questions in decisions(SLOW, seed=12):
        for formula in questions:
            solver = cvc5.Solver()
            solver.setLogic("QF_LIA")
            inputs = [solver.mkConst(solver.getIntegerSort(), f"v{v.index}") for v in space.variables]
            for variable, term in zip(space.variables, inputs, strict=True):
                solver.assertFormula(solver.mkTerm(cvc5.Kind.GEQ, term, solver.mkInteger(0)))
                solver.assertFormula(solver.mkTerm(cvc5.Kind.LT, term, solver.mkInteger(len(variable.cells))))
            solver.assertFormula(in_cvc5(cvc5, solver, inputs, formula))
            answer = decide(space, formula, Budget())
            assert isinstance(answer, Found) == solver.checkSat().isSat()
            count += 1
    assert count >= 50_000


def in_cvc5(cvc5, solver, inputs, formula: Formula):  # type: ignore[no-untyped-def]
    """A formula as a term of cvc5, whose values are whole numbers for cells."""
    match formula:
        case formulas.Constant(value=value):
            return solver.mkBoolean(value)
        case formulas.Test(variable=variable, mask=mask):
            cells = [cell for cell in range(mask.bit_length()) if mask >> cell & 1]
            each = [solver.mkTerm(cvc5.Kind.EQUAL, inputs[variable], solver.mkInteger(cell)) for cell in cells]
            return each[0] if len(each) == 1 else solver.mkTerm(cvc5.Kind.OR, *each)
        case formulas.AllOf(parts=parts):
            return solver.mkTerm(cvc5.Kind.AND, *(in_cvc5(cvc5, solver, inputs, part) for part in parts))
        case formulas.AnyOf(parts=parts):
            return solver.mkTerm(cvc5.Kind.OR, *(in_cvc5(cvc5, solver, inputs, part) for part in parts))
        case _:
            raise AssertionError(formula)
