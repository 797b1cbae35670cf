"""Decides a formula by splitting boxes: the plainest engine, and a check on the others.

Enters: a `Formula` and a budget. Leaves: an `Answer`.

    age in {1} or renal in {2}     ->   over the whole box: open; split age at {1}; over age {1}: true

Over a box a formula is true, false or open. An open box is split on the cells of a variable that an open test reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from milligram.prove.answers import Answer, Found, Nobody, Undecided
from milligram.prove.budget import Budget
from milligram.prove.formula import UNKNOWN, AllOf, AnyOf, Constant, Formula, Space, Test

_TRUE, _FALSE, _OPEN = 1, 0, 2


def decide_by_splitting(space: Space, formula: Formula, budget: Budget) -> Answer:
    """Whether a formula over cells can be true; computed variables count as any others."""
    order = _order(formula)
    waiting: list[dict[int, int]] = [{}]
    while waiting:
        if not budget.spend(len(order)):
            return Undecided(reason=budget.why)
        box = waiting.pop()
        verdict, test = _over(order, box, space)
        if verdict == _TRUE:
            return Found(box=box)
        if verdict == _OPEN:
            assert test is not None, "an open formula has an open test"
            now = box.get(test.variable, space.variables[test.variable].full)
            halves = [now & test.mask, now & ~test.mask]
            # what comes last is looked at first: the half with more known values
            for half in sorted(halves, key=lambda mask: (mask & ~UNKNOWN).bit_count()):
                waiting.append({**box, test.variable: half})
    return Nobody()


def _order(formula: Formula) -> list[Formula]:
    """A formula and all inside it, parts first."""
    found: dict[int, Formula] = {}
    waiting = [formula]
    while waiting:
        one = waiting.pop()
        if one.number not in found:
            found[one.number] = one
            if isinstance(one, (AllOf, AnyOf)):
                waiting.extend(one.parts)
    return [found[number] for number in sorted(found)]


def _over(order: Sequence[Formula], box: dict[int, int], space: Space) -> tuple[int, Test | None]:
    """What a formula comes to over a box; with an open test of an open part, where it is open."""
    verdicts: dict[int, int] = {}
    tests: dict[int, Test] = {}
    for one in order:
        match one:
            case Constant(value=value):
                verdict = int(value)
            case Test(variable=variable, mask=mask):
                now = box.get(variable, space.variables[variable].full)
                verdict = _FALSE if not now & mask else _OPEN if now & ~mask else _TRUE
                tests[one.number] = one
            case AllOf(parts=parts) | AnyOf(parts=parts):
                settling = _TRUE if isinstance(one, AnyOf) else _FALSE
                verdict = 1 - settling
                for part in parts:
                    inner = verdicts[part.number]
                    if inner == settling:
                        verdict = settling
                        break
                    if inner == _OPEN:
                        verdict = _OPEN
                        tests.setdefault(one.number, tests[part.number])
            case _:
                raise AssertionError(one)
        verdicts[one.number] = verdict
    last = order[-1].number
    return verdicts[last], tests.get(last)
