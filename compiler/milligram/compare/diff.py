"""What changed in meaning between two versions of a guideline: for whom the advice differs, and how.

Enters: two guidelines and a budget. Leaves: a `Comparison`: groups of patients, each with its region in the author's
words, a typical patient, and what that patient is told before and after; or the proof that there is nobody; or what
could not be decided.

    old: under 30 mL/min: refer …          Group("creatinine clearance 25 to under 30 mL/min", …,
    new: under 25 mL/min: refer …    ->          before: REFER nephrology, after: GIVE 12 mmol of magnesium)

Both run in one product (`milligram.compare.product`), over which the prover looks for a patient of each `Difference`.
Where it finds nobody for any of them, nobody is affected: that is proved. A patient found counts once both interpreters
have been run for that patient and their advice differs; a difference of which that cannot be shown leaves the whole
undecided, never silent.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from milligram.compare.advice import Keys
from milligram.compare.differences import Difference, Differences
from milligram.compare.matching import Matching, match_guidelines
from milligram.compare.product import Product, product_of
from milligram.compare.sayings import Listener
from milligram.compare.told import Teller, Told
from milligram.ir import nodes as ir
from milligram.prove.answers import Found, Undecided
from milligram.prove.budget import Budget
from milligram.prove.drafts import draft_of
from milligram.prove.formula import Formula, Spent, variables_of
from milligram.prove.patients import Draft
from milligram.prove.prover import Prover
from milligram.prove.regions import Regions, boxes

MOST_GROUPS = 12
"""So many groups of patients are told; that there are more is said."""

MOST_BOXES = 3
"""So many boxes of a region are told."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Patients for whom the same pieces of advice differ. ``regions`` are boxes of them over the prover's variables;
    ``unknown`` names what some of them, outside the boxes, do not know. The patient is minimal: a value that is not
    there is unknown."""

    where: Formula
    regions: Regions
    unknown: tuple[str, ...]
    draft: Draft
    patients: tuple[ir.Patient, ir.Patient]
    before: Told
    after: Told


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What came of it. ``undecided`` says in words what could not be found out; without groups and without that, it is
    proved that no patient is affected. ``more``: there are other groups."""

    product: Product
    groups: tuple[Group, ...]
    more: bool
    undecided: tuple[str, ...]

    @property
    def matching(self) -> Matching:
        """Which names mean the same."""
        return self.product.matching


class Comparer:
    """One comparison. ``said`` maps right names to left names that the author says are the same."""

    def __init__(
        self, left: ir.Guideline, right: ir.Guideline, *, budget: Budget | None = None, as_of: date | None = None
    ) -> None:
        self.product = product_of(left, right, match_guidelines(left, right))
        self.budget = budget or Budget()
        self.as_of = as_of
        self.undecided: dict[str, None] = {}

    @cached_property
    def prover(self) -> Prover:
        """What is asked about both.

        Raises:
            Spent: the budget was spent on setting it up.
        """
        return self.product.prover(self.budget)

    def compare(self) -> Comparison:
        """Finds whoever is affected."""
        groups: list[Group] = []
        more = False
        try:
            groups, more = self._compare()
        except Spent:
            self.undecided[self.budget.why] = None
        return Comparison(product=self.product, groups=tuple(groups), more=more, undecided=tuple(self.undecided))

    def _compare(self) -> tuple[list[Group], bool]:
        prover = self.prover
        keys = Keys(self.product, prover)
        listener = Listener(prover, keys)
        left, right = listener.of(self.product.left), listener.of(self.product.right)
        self.tellers = Teller(self.product.left, keys), Teller(self.product.right, keys)
        self.applies = prover.space.all_of([left.applies, right.applies])
        found: list[Difference] = []
        for each in Differences(prover, keys, left, right).all():
            answer = prover.ask(each.where)
            if isinstance(answer, Found):
                found.append(each)
            elif isinstance(answer, Undecided):
                self.undecided[answer.reason] = None
        return self._groups(found)

    # --- groups -------------------------------------------------------------------------------------------------------

    def _groups(self, found: list[Difference]) -> tuple[list[Group], bool]:
        prover, space = self.prover, self.prover.space
        left = space.any_of(each.where for each in found)
        groups: list[Group] = []
        for whole in (True, False):
            while left is not space.false:
                answer = prover.search(space.all_of([left, self._known(left)]) if whole else left)
                if isinstance(answer, Undecided):
                    self.undecided[answer.reason] = None
                if not isinstance(answer, Found):
                    break
                if len(groups) >= MOST_GROUPS:
                    return groups, True
                where = self._signature(answer, left, found)
                left = space.all_of([left, space.negation(where)])
                group = self._group(where)
                if group is not None:
                    groups.append(group)
        return groups, False

    def _known(self, formula: Formula) -> Formula:
        """Whoever knows all that a formula reads; the time on a step, where one is begun."""
        space = self.prover.space
        parts: list[Formula] = []
        for index in variables_of(formula):
            variable = space.variables[index]
            known = space.test(variable, variable.known)
            subject = variable.subject
            if isinstance(subject, ir.StateNumber) and subject.which == "time":
                regimen = self.product.guideline.regimens[subject.regimen]
                known = space.any_of([known, self.prover.paths.ladders.at_step(regimen, 0)])
            parts.append(known)
        return space.all_of(parts)

    def _signature(self, answer: Found, left: Formula, found: Iterable[Difference]) -> Formula:
        """Whoever differs in the same pieces of advice as somebody found; in as few as can be."""
        prover, space = self.prover, self.prover.space
        box = space.all_of(space.test(space.variables[index], mask) for index, mask in answer.box.items())
        current = space.all_of([box, left])
        parts: list[Formula] = []
        for each in found:
            without = space.all_of([current, space.negation(each.where)])
            if isinstance(prover.ask(without), Found):
                current = without
                parts.append(space.negation(each.where))
            else:
                parts.append(each.where)
        return space.all_of(parts)

    def _group(self, where: Formula) -> Group | None:
        prover, space = self.prover, self.prover.space
        found = prover.complete(space.all_of([where, self._known(where)]))
        if not isinstance(found, Found):
            found = prover.complete(where)
        if isinstance(found, Undecided):
            self.undecided[found.reason] = None
        if not isinstance(found, Found):
            return None
        draft = draft_of(found, prover.subjects, self.as_of)
        shown = self._differ(draft)
        if not shown:
            why = prover.why_opaque(found) or "a difference was found that no run shows"
            self.undecided[why] = None
            return None
        draft = _fewest(draft, lambda other: self._differ(other) == shown)
        patients = self.product.patients(draft)
        before, after = (
            teller.told(patient, self.as_of) for teller, patient in zip(self.tellers, patients, strict=True)
        )
        names = list(self.product.guideline.inputs)
        regions = boxes(prover, self.applies, where, MOST_BOXES, names)
        return Group(
            where=where,
            regions=regions,
            unknown=(),
            draft=draft,
            patients=patients,
            before=before,
            after=after,
        )

    def _differ(self, draft: Draft) -> frozenset[tuple[str, Hashable]]:
        """What differs between the two runs for a patient."""
        patients = self.product.patients(draft)
        before, after = (
            teller.told(patient, self.as_of) for teller, patient in zip(self.tellers, patients, strict=True)
        )
        return frozenset(differing(before, after))


def differing(before: Told, after: Told) -> Iterator[tuple[str, Hashable]]:
    """What one of two runs says alone, with its sign; and pairs of acts in another order."""
    for one in before.everything - after.everything:
        yield "lost", one
    for one in after.everything - before.everything:
        yield "gained", one
    yield from (("order", pair) for pair in before.orders & frozenset((b, a) for a, b in after.orders))


def _fewest(draft: Draft, shows: Callable[[Draft], bool]) -> Draft:
    """The draft without the values that it can do without."""
    for key in sorted(draft, key=lambda key: key[0] == "step"):  # a time says that there is a step
        if key == ("input", "today") and any(isinstance(v, date) for other, v in draft.items() if other != key):
            continue  # a birth date says nothing without its day
        if key[0] == "step" and ("time", key[1]) in draft:
            continue
        fewer = {other: value for other, value in draft.items() if other != key}
        if shows(fewer):
            draft = fewer
    return draft
