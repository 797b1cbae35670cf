"""Patients on the threshold of a number that is computed from several inputs.

Enters: a search, with thresholds still open that no single input lies on. Leaves: drafts on both sides and, where round
numbers allow it, exactly there.

    (140 - age) * weight / (72 * creatinine) at least 30 mL/min   ->   age 60, weight 54, creatinine 2.0: exactly 30

All inputs but one keep round values. For the sides, that one is found by halving on the grid of its own last digit; for
the threshold itself it is solved for, as if the number were proportional to it or to its inverse, and believed when it
comes out exactly with two decimals at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product

from milligram.compare.cases.drafts import Draft, Key, patient_of
from milligram.compare.cases.explore import Explorer, Tried
from milligram.compare.cases.observe import about
from milligram.compare.cases.thresholds import SIDES, Threshold
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.cells import subject_bounds
from milligram.ir.walk import inputs_read
from milligram.quantity.exact import compare

MOST_PARENTS = 4
"""How many patients are the starting point for each threshold."""

MOST_SETTINGS = 150
"""How many settings of the other inputs are tried for a number that is exactly on its threshold."""

MOST_LOOKS = 4_000
"""How often a number is worked out, for all thresholds of a guideline together."""

_FACTORS = tuple(Fraction(n, 20) for n in (20, 10, 12, 15, 16, 18, 22, 24, 25, 30, 40))


def crossings(explorer: Explorer) -> Iterator[Draft]:
    """Drafts for every threshold that is still open and computed."""
    waiting = [
        threshold
        for threshold in explorer.survey.thresholds
        if threshold.ends and not _is_simple(threshold) and _open(explorer, threshold)
    ]
    for threshold in waiting:
        leaf = threshold.ends[0].leaf
        parents = [each for each in explorer.found if each.seen.told.get(leaf.index) is not None]
        search = _Crossing(explorer, threshold, MOST_LOOKS // len(waiting))
        for parent in islice(_various(parents), MOST_PARENTS):
            yield from search.around(parent)


def _is_simple(threshold: Threshold) -> bool:
    """Whether one input or state is compared with a literal: its values are tried as they are."""
    return threshold.value is not None and isinstance(
        threshold.subject, ir.InputNumber | ir.StateNumber | ir.YearsSince
    )


def _open(explorer: Explorer, threshold: Threshold) -> bool:
    bits = 0
    for side in SIDES:
        bits |= explorer.survey.bit("side", threshold.index, side)
    for (index, _, _), bit in explorer.visible_bits.items():
        if index == threshold.index:
            bits |= bit
    return bool(bits & explorer.wanted & ~explorer.met)


def _various(parents: list[Tried]) -> Iterator[Tried]:
    """Patients with different answers first."""
    seen: set[tuple[str, ...]] = set()
    rest = []
    for parent in parents:
        if parent.seen.says in seen:
            rest.append(parent)
            continue
        seen.add(parent.seen.says)
        yield parent
    yield from rest


class _Crossing:
    """The search for one threshold; ``left`` is how often its number may still be worked out."""

    def __init__(self, explorer: Explorer, threshold: Threshold, left: int) -> None:
        self.guideline = explorer.survey.guideline
        self.marks = explorer.trials.marks
        self.bound = threshold.ends[0].bound
        band = threshold.ends[0].leaf.node
        assert isinstance(band, ir.Band)
        self.subject = band.subject
        self.left = left
        names = (*inputs_read(self.subject, self.guideline), *inputs_read(self.bound.value, self.guideline))
        self.names = tuple(dict.fromkeys(names))

    def around(self, parent: Tried) -> Iterator[Draft]:
        """Drafts near a patient's: next to the threshold, and on it."""
        inputs: list[Key] = [("input", name) for name in self.names]
        keys = [key for key in inputs if isinstance(parent.draft.get(key), Fraction)]
        for key in keys:
            yield from self.beside(parent.draft, key)
        for key in keys:
            others = [other for other in keys if other != key]
            for setting in islice(self.settings(parent.draft, others), MOST_SETTINGS):
                if self.left <= 0:
                    return
                exact = self.solved(setting, key)
                if exact is not None:
                    yield {**setting, key: exact}
                    break

    def settings(self, draft: Draft, keys: list[Key]) -> Iterator[Draft]:
        """The draft, then the same with other round values of some inputs."""
        choices = [list(dict.fromkeys(self.rounds(draft, key))) for key in keys]
        for values in product(*choices):
            yield {**draft, **dict(zip(keys, values, strict=True))}

    def rounds(self, draft: Draft, key: Key) -> Iterator[Fraction]:
        """A value, and others near it that are rounder."""
        value = draft[key]
        assert isinstance(value, Fraction)
        yield value
        for factor in _FACTORS:
            near, size = value * factor, Fraction(1)
            while near and abs(near) < size * 2:
                size /= 10
            rounded = round(near / size) * size
            if self.may_be(key, rounded):
                yield rounded
        yield from self.marks.get(key, ())

    # --- on the threshold ---------------------------------------------------------------------------------------------

    def solved(self, draft: Draft, key: Key) -> Fraction | None:
        """The value of one input with which the number is exactly on its threshold, where a round one will do."""
        first = draft[key]
        assert isinstance(first, Fraction)
        second = first * 2 if first else Fraction(1)
        one, two = self.distance({**draft, key: first}), self.distance({**draft, key: second})
        if one is None or two is None or one == two:
            return None
        roots = [first - one * (second - first) / (two - one)]
        if first and one * 2 != two:  # one / x is what the number is proportional to
            inverse = 1 / first - one * (1 / second - 1 / first) / (two - one)
            roots += [1 / inverse] if inverse else []
        for root in roots:
            short = (root * 100).denominator == 1 and self.may_be(key, root)
            if short and self.distance({**draft, key: root}) == 0:
                return root
        return None

    # --- on its sides -------------------------------------------------------------------------------------------------

    def beside(self, draft: Draft, key: Key) -> Iterator[Draft]:
        """The draft with the two values of one input between which the number crosses its threshold."""
        low, high, whole = self.bounds(key)
        value = draft[key]
        assert isinstance(value, Fraction)
        first = Fraction(0) if low is None else low
        last = max(value * 20, first + 1) if high is None else high
        for step in (Fraction(1),) if whole else (Fraction(1), Fraction(1, 10), Fraction(1, 100)):
            start, stop = -(-first // step), last // step
            if stop <= start or stop - start > 10**6:
                continue
            left, right = self.distance({**draft, key: start * step}), self.distance({**draft, key: stop * step})
            if left is None or right is None or left * right > 0:
                continue
            while stop - start > 1 and self.left > 0:
                middle = (start + stop) // 2
                there = self.distance({**draft, key: middle * step})
                if there is None:
                    return
                if there * left > 0:
                    start = middle
                else:
                    stop = middle
            yield {**draft, key: start * step}
            yield {**draft, key: stop * step}

    # --- numbers ------------------------------------------------------------------------------------------------------

    def bounds(self, key: Key) -> tuple[Fraction | None, Fraction | None, bool]:
        """The least and greatest value of an input, and whether it is whole."""
        kind = self.guideline.inputs[key[1]].type
        assert isinstance(kind, ir.NumberType)
        return subject_bounds(self.guideline, ir.InputNumber(name=key[1], measure=kind.measure))

    def may_be(self, key: Key, value: Fraction) -> bool:
        """Whether an input can have a value."""
        low, high, whole = self.bounds(key)
        if whole and value.denominator != 1:
            return False
        return (low is None or value >= low) and (high is None or value <= high)

    def distance(self, draft: Draft) -> Fraction | None:
        """How far the number is over its threshold, exactly 0 on it; None where it is unknown."""
        self.left -= 1
        values = Values(self.guideline, patient_of(draft))
        try:
            subject, limit = values.number(self.subject), values.number(self.bound.value)
            if subject is None or limit is None or len(subject) > 1 or len(limit) > 1:
                return None
            order = compare(subject[0], limit[0])
            far = about(subject[0]) - about(limit[0])
        except (Faulty, ArithmeticError):
            return None
        if order == 0:
            return Fraction(0)
        return far if far and (far > 0) == (order > 0) else Fraction(order, 10**20)
