"""The search over cells: what it answers, how general the answer is, and that it stops."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product

import pytest
from milligram.ir import nodes as ir
from milligram.prove.answers import Answer, Found, Nobody, Undecided
from milligram.prove.budget import Budget
from milligram.prove.by_z3 import decide_by_z3
from milligram.prove.decider import Decider
from milligram.prove.dpll import decide
from milligram.prove.formula import Formula, Space, Variable, holds
from milligram.prove.split import decide_by_splitting
from milligram.quantity import NUMBER


def space_of(*sizes: int) -> tuple[Space, list[Variable]]:
    """A space whose variables have so many known cells."""
    space = Space()
    return space, [
        space.variable(ir.InputNumber(name=f"x{index}", measure=NUMBER), [True] * size)
        for index, size in enumerate(sizes)
    ]


def hard(count: int, clauses: int, seed: int) -> tuple[Space, Formula]:
    """A random conjunction of disjunctions of three tests, over variables of two cells."""
    rng = random.Random(seed)
    space, variables = space_of(*[1] * count)
    return space, space.all_of(
        space.any_of(space.test(variable, rng.choice((1, 2))) for variable in rng.sample(variables, 3))
        for _ in range(clauses)
    )


def test_a_test_is_found_with_all_its_cells() -> None:
    space, (x, y) = space_of(3, 3)
    formula = space.all_of([space.test(x, 0b0110), space.any_of([space.test(y, 0b1000), space.test(x, 0b1000)])])
    assert decide(space, formula, Budget()) == Found(box={x.index: 0b0110, y.index: 0b1000})


def test_constants_are_answered() -> None:
    space, _ = space_of(1)
    assert decide(space, space.true, Budget()) == Found(box={})
    assert decide(space, space.false, Budget()) == Nobody()


def test_known_values_are_preferred_to_unknown_ones() -> None:
    space, (x, y, z) = space_of(2, 2, 2)
    unknown = space.all_of([space.test(x, 1), space.test(y, 1)])
    formula = space.any_of(
        [unknown, space.all_of([space.test(y, 2), space.any_of([space.test(x, 1), space.test(z, 4)])])]
    )
    assert decide(space, formula, Budget()) == Found(box={y.index: 2, z.index: 4})


def test_two_parts_on_one_variable_do_not_hold_together_by_halves() -> None:
    """x in 1, or x in 2 and y in 1: no box with x in both and y free may be answered."""
    space, (x, y) = space_of(2, 2)
    either = space.any_of([space.test(x, 2), space.all_of([space.test(x, 4), space.test(y, 2)])])
    answer = decide(space, space.all_of([either, space.test(x, 6)]), Budget())
    assert isinstance(answer, Found)
    assert all(holds(either, {x.index: a, y.index: b}) for a, b in product(_cells(answer, x), _cells(answer, y)))


def _cells(answer: Found, variable: Variable) -> list[int]:
    mask = answer.box.get(variable.index, variable.full)
    return [cell for cell in range(len(variable.cells)) if mask >> cell & 1]


def test_a_formula_as_deep_as_a_guideline_is_long_is_decided() -> None:
    space, variables = space_of(*[2] * 3000)
    formula = space.true
    for index, variable in enumerate(variables[:-1]):
        join = space.any_of if index % 2 else space.all_of
        formula = join([space.test(variable, 1 + index % 3), formula])
    answer = decide(space, formula, Budget())
    assert isinstance(answer, Found)
    last = space.all_of([formula, space.test(variables[2997], 4), space.test(variables[2998], 4)])
    assert decide(space, last, Budget()) == Nobody()
    assert isinstance(decide(space, space.negation(formula), Budget()), Found)
    assert decide(space, space.all_of([formula, space.negation(formula)]), Budget()) == Nobody()


def test_questions_that_do_not_meet_do_not_multiply() -> None:
    """Forty clauses of hard puzzles side by side, one of them without a solution: each is searched once."""
    rng = random.Random(3)
    space, variables = space_of(*[1] * 400)
    parts = []
    for start in range(0, 400, 10):
        ten = variables[start : start + 10]
        parts += [space.any_of(space.test(each, rng.choice((1, 2))) for each in rng.sample(ten, 3)) for _ in range(40)]
    budget = Budget(nodes=200_000)
    assert not isinstance(decide(space, space.all_of(parts), budget), Undecided)


@pytest.mark.parametrize("engine", [decide, decide_by_splitting])
def test_a_search_that_is_too_long_says_so(engine: Callable[[Space, Formula, Budget], Answer]) -> None:
    space, formula = hard(200, 852, seed=1)
    answer = engine(space, formula, Budget(nodes=30_000))
    assert answer == Undecided(reason="the search took more than 30,000 steps")


def test_z3_stops_with_the_budget() -> None:
    space, formula = hard(300, 1278, seed=1)
    budget = Budget(nodes=200)
    assert isinstance(decide_by_z3(space, formula, budget), Undecided)
    assert decide_by_z3(space, formula, Budget(nodes=0)) != Nobody()


def test_time_runs_out_by_the_clock_that_the_budget_was_given() -> None:
    now = [0.0]
    budget = Budget(seconds=10, clock=lambda: now[0])
    assert budget.spend()
    assert budget.seconds_left == 10
    now[0] = 11.0
    assert not budget.spend(10_000)
    assert budget.why == "the search took more than 10 s"
    assert not budget.spend()
    assert budget.steps_left == 0


def test_a_spent_budget_stays_spent_for_all_questions() -> None:
    space, (x, y) = space_of(2, 2)
    budget = Budget(nodes=0)
    budget.spend()
    formula = space.any_of([space.test(x, 2), space.test(y, 2)])
    assert decide(space, formula, budget) == Undecided(reason="the search took more than 0 steps")


def test_hard_puzzles_without_a_solution_are_refuted_as_z3_refutes_them() -> None:
    for seed in range(6):
        space, formula = hard(50, 230, seed)
        assert type(decide(space, formula, Budget())) is type(decide_by_z3(space, formula, Budget()))


# --- many questions ---------------------------------------------------------------------------------------------------


def nested(rng: random.Random, space: Space, depth: int) -> Formula:
    """A random formula over a space."""
    if depth == 0 or rng.random() < 0.2:
        variable = rng.choice(space.variables)
        return space.test(variable, rng.randrange(1, variable.full))
    join = rng.choice((space.all_of, space.any_of))
    return join([nested(rng, space, depth - 1) for _ in range(rng.randint(2, 3))])


def test_a_mended_patient_answers_as_a_fresh_search_does() -> None:
    """Questions share parts, as the paths of a guideline do; now and then a variable is added."""
    found = 0
    for seed in range(150):
        rng = random.Random(seed)
        space, _ = space_of(*(rng.randint(1, 3) for _ in range(rng.randint(3, 7))))
        decider = Decider(space)
        pool = [nested(rng, space, rng.randint(0, 2)) for _ in range(8)]
        for question in range(12):
            if rng.random() < 0.1:
                space.variable(ir.InputNumber(name=f"y{question}", measure=NUMBER), [True, True])
                pool.append(nested(rng, space, 1))
            formula = space.all_of(rng.sample(pool, rng.randint(1, 6)))
            answer: Answer = decider.decide(formula, Budget())
            assert type(answer) is type(decide(space, formula, Budget())), (seed, question)
            if isinstance(answer, Found):
                found += 1
                assert all(formula.reads >> variable & 1 for variable in answer.box)
                for _ in range(5):
                    cells = {each.index: rng.choice(_cells(answer, each)) for each in space.variables}
                    assert holds(formula, cells), (seed, question)
    assert found > 500


def test_the_parts_of_a_question_that_still_hold_are_not_searched_again() -> None:
    rng = random.Random(1)
    space, variables = space_of(*[3] * 300)
    path = [
        space.any_of([space.test(each, rng.choice((2, 4, 8))) for each in rng.sample(variables[i : i + 3], 2)])
        for i in range(0, 297, 3)
    ]
    decider, first, second = Decider(space), Budget(), Budget()
    decider.decide(space.all_of([*path, space.test(variables[299], 2)]), first)
    answer = decider.decide(space.all_of([*path, space.test(variables[299], 4)]), second)
    assert isinstance(answer, Found)
    assert second.spent * 2 < first.spent
