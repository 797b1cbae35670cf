"""Whether the groups of a comparison are what they say: judged patient by patient, by running both versions.

Enters: a comparison, and the comparer that made it. Leaves: for chosen patients, what is wrong with the groups; nothing
where each who is told something else stands in one group, whose lines are what the two runs say, and nobody else does.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from random import Random
from typing import TypeAlias

from milligram.compare.diff.comparer import Comparer
from milligram.compare.diff.outcome import Comparison, Group, Patient
from milligram.compare.diff.showing import differences_of
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.prove.formula import Formula
from milligram.prove.patients import UNKNOWN_STEP, Draft, patient_of
from milligram.prove.regions import Regions, of_box

from .cells import is_in
from .patients import random_patient

Signed: TypeAlias = tuple[str, Hashable]
Holds: TypeAlias = Callable[[Formula], "bool | None"]


class Placing:
    """Places patients in the groups of one comparison."""

    def __init__(self, comparer: Comparer, found: Comparison) -> None:
        self.comparer = comparer
        self.found = found
        self.prover = comparer.prover
        self.guideline = comparer.product.guideline
        self.prover.space.budget = None  # what the comparison spent is no matter here
        self.affected = self.placed = self.several = 0

    def drafts(self, count: int, seed: str) -> Iterator[Draft]:
        """Random patients at and beside thresholds, and the patients shown with other values here and there."""
        random = Random(seed)
        shown = [patient.draft for group in self.found.groups for patient in group.patients]
        for number in range(count):
            draft = self._random(random)
            if shown and number % 3:
                near = dict(random.choice(shown))
                for key in random.sample(sorted(draft), min(len(draft), random.choice((0, 1, 1, 2, 3)))):
                    near[key] = draft[key]
                    if key[0] != "input":
                        near.pop(("time", key[1]), None)
                        near.pop(("step", key[1]), None)
                        near.update({k: v for k, v in draft.items() if k[1] == key[1] and k[0] != "input"})
                draft = near
            if self._possible(draft):
                yield draft

    def _random(self, random: Random) -> Draft:
        patient = random_patient(self.guideline, random)
        draft: Draft = {("input", name): value for name, value in patient.values.items()}
        for name, state in patient.regimens.items():
            if name in self.comparer.product.same_states:
                continue
            draft["step", name] = UNKNOWN_STEP if state.step is None else Fraction(state.step)
            if state.time is not None and state.step:
                draft["time", name] = state.time
        return draft

    def _possible(self, draft: Draft) -> bool:
        values = Values(self.guideline, patient_of(draft))
        try:
            return not any(values.condition(rule.condition) for rule in self.guideline.impossible)
        except Faulty:
            return False

    def wrong(self, draft: Draft) -> str:
        """What is wrong with the groups for a patient; empty: nothing, or it cannot be told."""
        before, after = self.comparer.runs.told(draft)
        said = set(differences_of(before, after))
        values, kept = Values(self.guideline, patient_of(draft)), dict[int, int | None]()

        def holds(formula: Formula) -> bool | None:
            return is_in(self.prover, formula, values, kept)

        inside: list[Group] = []
        for number, group in enumerate(self.found.groups, 1):
            there = holds(group.where)
            if there is None:
                return ""
            inside += [group] if there else []
            told = self._is_told_there(group, holds)
            if group.extent.exact and told is not None and told != there:
                return f"group {number} {'takes in' if told else 'leaves out'} by its words {draft}"
        self.placed += 1
        if not said:
            return f"in a group without being affected: {draft}" if inside else ""
        self.affected += 1
        self.several += len(inside) > 1
        if not inside:
            return "" if self.found.more or self.found.undecided else f"affected and in no group: {draft} {said}"
        if len(inside) > 1:
            return f"in {len(inside)} groups: {draft}"
        return self._lines(inside, said, holds, draft)

    def _is_told_there(self, group: Group, holds: Holds) -> bool | None:
        """Whether the words of a group take a patient in."""
        among = list(self.comparer.extents.applies) if group.extent.of is None else [group.extent.of.whole]
        some = [holds(each) for each in among]
        boxes = self._in_boxes(group.extent.regions, holds)
        if None in some or boxes is None:
            return None
        elsewhere = [holds(other.where) for other in self.found.groups if other is not group]
        return any(some) and boxes and not (group.extent.besides and any(elsewhere))

    def _in_boxes(self, regions: Regions, holds: Holds) -> bool | None:
        found = [holds(of_box(self.prover, box)) for box in regions.boxes]
        return True if True in found else None if None in found else False

    def _lines(self, inside: list[Group], said: set[Signed], holds: Holds, draft: Draft) -> str:
        """Whether the lines of the groups are those that two runs tell apart."""
        expected: set[Signed] = set()
        for group in inside:
            expected.update((each.sign, each.plain) for each in group.common)
            for change in group.partial:
                there = holds(change.difference.where)
                if there is None:
                    return ""
                told = self._in_boxes(change.who, holds) if change.who.boxes else there
                if told is not None and told != there:
                    return f"{change.difference.plain} is told of others: {draft}"
                if there:
                    expected.add((change.difference.sign, change.difference.plain))
        if any(each not in said for each in expected):
            return f"told, and not so: {[each for each in expected if each not in said]} {draft}"
        keys = {key for _, key in expected}
        missing = [each for each in said if each[0] != "changed" and each not in expected and each[1] not in keys]
        open_ = self.found.more or self.found.undecided or any(group.others for group in inside)
        if missing and not open_:
            return f"not told: {missing} {draft}"
        return ""


def shown_right(comparer: Comparer, found: Comparison) -> str:
    """Whether each patient shown is told something else, and stands in the group that shows him; empty: all are."""
    placing = Placing(comparer, found)
    for group in found.groups:
        for patient in group.patients:
            if not _apart(patient):
                return f"told the same: {patient.draft}"
            fault = placing.wrong(patient.draft)
            if fault:
                return fault
    return ""


def _apart(patient: Patient) -> bool:
    return bool(set(differences_of(patient.before, patient.after)))
