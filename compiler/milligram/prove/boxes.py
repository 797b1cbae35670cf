"""Whether arms that only test variables take everybody who comes: a decision of thousands of rows without a search.

Enters: who arrives, and where each arm is true and false. Leaves: True where nobody who arrives is in no arm; False
says nothing, and the question is asked as any other.

    arms: age in {1}, age in {2} and sex in {1}, age in {2} and sex in {2};  both known on arrival   ->   True

Arms are boxes of cells, so `milligram.prove.rows` counts whether they fill the product of the known cells. That settles
patients with unknown values too: had one of them no arm whatever the unknown value, so would somebody who knows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from milligram.prove.budget import Budget
from milligram.prove.clashes import is_box, tests_of
from milligram.prove.formula import UNKNOWN, AnyOf, Formula, Space, Test
from milligram.prove.rows import Rows

MOST_STEPS = 5_000_000
"""More than this is not spent on counting."""


def fill(space: Space, arrives: Formula, arms: Sequence[tuple[Formula, Formula]], budget: Budget) -> bool:
    """Whether the arms, each with where it is true and where false, leave out nobody who arrives."""
    boxes = [tests_of(true) for true, false in arms if is_box(true) and _is_complement(space, true, false)]
    if not boxes:
        return False
    arriving = tests_of(arrives)
    domain: dict[int, int] = {}
    for index in sorted({index for box in boxes for index in box}):
        known = space.variables[index].known
        mask = arriving.get(index, UNKNOWN)
        domain[index] = known if mask & UNKNOWN else mask & known
    own = Budget(min(MOST_STEPS, budget.steps_left), budget.seconds_left)
    gaps, _ = Rows(domain, boxes, own).gaps(1)
    budget.spend(own.spent)
    return not gaps and own.reason is None


def _is_complement(space: Space, true: Formula, false: Formula) -> bool:
    """Whether an arm is false only where a known value is outside its box."""
    box = tests_of(true)
    parts = false.parts if isinstance(false, AnyOf) else (false,)
    return all(
        isinstance(part, Test) and part.variable in box and not part.mask & (box[part.variable] | UNKNOWN)
        for part in parts
    )
