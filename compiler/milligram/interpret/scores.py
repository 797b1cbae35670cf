"""The values a score can have while some of its lines are not settled.

Enters: the values of a patient and a score. Leaves: the sum if every line is settled, else every sum there can be, by
the rule that `milligram.ir.cells` states for all targets.

    2 points sure, one line of 1 point unknown   ->   (2, 3)
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from milligram.interpret.faults import Faulty
from milligram.ir import nodes as ir
from milligram.ir.arithmetic import distinct
from milligram.ir.atoms import FlagOf, MemberOf, PairOf, ValueOf, WordOf
from milligram.ir.cells import (
    MOST_ASSIGNMENTS,
    MOST_SUMS,
    Component,
    Variable,
    assignments,
    combinations,
    components_by_score,
)
from milligram.quantity import Number

if TYPE_CHECKING:
    from milligram.interpret.values import Values


def score_values(values: Values, score: ir.Score) -> tuple[Number, ...] | None:
    """The possible sums in ascending order, or None where the score is unknown."""
    total = _sum(values, score, range(len(score.lines)))
    if total is not None or values.assigned:
        return None if total is None else (total,)
    possible: tuple[Number, ...] | None = (Fraction(0),)
    for component in components_by_score(values.guideline)[score.name]:
        sums = _component(values, score, component)
        possible = None if sums is None or possible is None else _added(score, possible, sums)
        if possible is None:
            return None
    return possible


def limited(values: tuple[Number, ...]) -> tuple[Number, ...] | None:
    """A set of more than `MOST_SUMS` possible values is unknown."""
    return values if len(values) <= MOST_SUMS else None


def _added(place: ir.Node, left: Iterable[Number], right: Iterable[Number]) -> tuple[Number, ...] | None:
    """Every sum of one value of each."""
    ways = list(right)
    with Faulty.arising(place):
        return limited(distinct(a + b for a in left for b in ways))


def _sum(values: Values, score: ir.Score, lines: Iterable[int]) -> Number | None:
    """The sum of some lines; None where one is not settled."""
    total: Number = Fraction(0)
    for index in lines:
        line = score.lines[index]
        counts = True if line.condition is None else values.condition(line.condition)
        if counts is None:
            return None
        if counts:
            points = values.number(line.points)
            if points is None or len(points) > 1:
                return None
            total = total + points[0]
    return total


def _component(values: Values, score: ir.Score, component: Component) -> tuple[Number, ...] | None:
    variables = [variable for variable in component.variables if not _is_settled(values, variable)]
    if not variables:
        total = _sum(values, score, component.lines)
        return None if total is None else (total,)
    if combinations(variables) > MOST_ASSIGNMENTS:
        return _apart(values, score, component)
    keys = [variable.key for variable in variables]
    sums: list[Number] = []
    for cells in assignments(variables):
        there = values.under(dict(zip(keys, cells, strict=True)))
        if any(there.condition(rule.condition) is True for rule in values.guideline.impossible):
            continue
        total = _sum(there, score, component.lines)
        if total is None:
            return None
        sums.append(total)
    with Faulty.arising(score):
        return distinct(sums) or None


def _apart(values: Values, score: ir.Score, component: Component) -> tuple[Number, ...] | None:
    """Each line by itself: nothing, its points, or either."""
    possible: tuple[Number, ...] | None = (Fraction(0),)
    for index in component.lines:
        line = score.lines[index]
        counts = True if line.condition is None else values.condition(line.condition)
        if counts is False or possible is None:
            continue
        points = values.number(line.points)
        if points is None:
            return None
        possible = _added(line, possible, points if counts else (Fraction(0), *points))
    return possible


def _is_settled(values: Values, variable: Variable) -> bool:
    """Whether the patient settles a variable, so that it keeps its actual value."""
    match variable.key:
        case FlagOf(name) | WordOf(name) | MemberOf(name):
            return values.input(name) is not None
        case ValueOf(subject):
            return _is_one(values.number(subject))
        case PairOf(left, right):
            return _is_one(values.number(left)) and _is_one(values.number(right))
        case _:
            assert_never(variable.key)


def _is_one(members: tuple[Number, ...] | None) -> bool:
    return members is not None and len(members) == 1
