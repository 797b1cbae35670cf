"""Counting cells says of random tables what the search says of them, patients with unknown values included."""

from __future__ import annotations

import random

import pytest
from milligram.ir import nodes as ir
from milligram.prove.answers import Found, Nobody
from milligram.prove.boxes import fill
from milligram.prove.budget import Budget
from milligram.prove.dpll import decide
from milligram.prove.formula import Formula, Space


def table(rng: random.Random, space: Space) -> list[tuple[Formula, Formula]]:
    """A partition into boxes, now and then with a row left out or narrowed: true and false of each row."""
    known = [variable.known for variable in space.variables]
    rows = [list(known)]
    for _ in range(rng.randint(1, 12)):
        row = rng.choice(rows)
        place = rng.randrange(len(row))
        part = row[place] & rng.getrandbits(8)
        if part and part != row[place]:
            rows.append([*row[:place], row[place] & ~part, *row[place + 1 :]])
            row[place] = part
    if rng.random() < 0.5:
        rows.pop(rng.randrange(len(rows)))
    true = [
        space.all_of(
            space.test(variable, mask)
            for variable, mask in zip(space.variables, row, strict=True)
            if mask != variable.known
        )
        for row in rows
    ]
    false = [
        space.any_of(
            space.test(variable, variable.known & ~mask)
            for variable, mask in zip(space.variables, row, strict=True)
            if mask != variable.known
        )
        for row in rows
    ]
    return list(zip(true, false, strict=True))


@pytest.mark.parametrize("seed", range(200))
def test_the_verdict_of_counting_and_of_the_search(seed: int) -> None:
    """Over the whole domain they agree; under a path, what counting finds filled the search finds empty."""
    rng = random.Random(seed)
    space = Space()
    for index in range(rng.randint(1, 4)):
        space.variable(ir.Flag(name=f"f{index}"), map(str, range(rng.randint(2, 4))))
    arms = table(rng, space)
    uncovered = space.all_of(false for _, false in arms)
    found = decide(space, uncovered, Budget())
    filled = fill(space, space.true, arms, Budget())
    assert not filled or isinstance(found, Nobody)
    if all(true is not space.true for true, _ in arms) and arms:
        assert filled == isinstance(found, Nobody)
    path = space.all_of(space.test(each, rng.getrandbits(5) | 1 << rng.randint(0, 2)) for each in space.variables)
    if fill(space, path, arms, Budget()):
        assert isinstance(decide(space, space.all_of([path, uncovered]), Budget()), Nobody)


def test_an_arm_that_asks_what_is_known_is_no_box() -> None:
    """It is false of unknown values, which counting known cells does not see."""
    space = Space()
    each = space.variable(ir.Flag(name="f"), (False, True))
    known, unknown = space.test(each, each.known), space.test(each, 1)
    assert not fill(space, space.true, [(known, unknown)], Budget())
    assert isinstance(decide(space, unknown, Budget()), Found)


def test_what_is_spent_is_paid_for_and_decides_nothing() -> None:
    space = Space()
    each = space.variable(ir.Flag(name="f"), (False, True))
    arms = [(space.test(each, 0b010), space.test(each, 0b100)), (space.test(each, 0b100), space.test(each, 0b010))]
    budget = Budget()
    assert fill(space, space.true, arms, budget)
    assert budget.spent > 0
    assert not fill(space, space.true, arms, Budget(1))
