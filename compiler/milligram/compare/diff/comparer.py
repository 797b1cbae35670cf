"""What changed in meaning between two versions of a guideline: for whom the advice differs, and how.

Enters: two guidelines and a budget. Leaves: a `Comparison`: groups of patients, each with its region, typical patients,
and what these are told before and after; or the proof that there is nobody; or what could not be decided.

    old: under 30 mL/min: refer …          Group(creatinine clearance 25 to under 30 mL/min,
    new: under 25 mL/min: refer …    ->          before: REFER nephrology, after: GIVE 12 mmol of magnesium)

Both run in one product (`milligram.compare.product`), over which the prover looks for a patient of each `Difference`.
Where it finds nobody for any of them, nobody is affected: that is proved. A patient found counts once both interpreters
have been run for that patient and their advice differs; a difference of which that cannot be shown leaves the whole
undecided, never silent. How the affected are told in groups: `grouping`, `extents`, `showing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from functools import cached_property

from milligram.compare.diff.advice import Keys
from milligram.compare.diff.chance import by_chance, reckoned_with
from milligram.compare.diff.differences import Difference, Differences
from milligram.compare.diff.extents import EVERYBODY, Extents
from milligram.compare.diff.grouping import Grouping, rank
from milligram.compare.diff.outcome import Comparison, Group
from milligram.compare.diff.sayings import Listener
from milligram.compare.diff.showing import Runs, Showing, everyone
from milligram.compare.diff.told import Teller
from milligram.compare.matching import match_guidelines
from milligram.compare.product import product_of
from milligram.ir import nodes as ir
from milligram.prove.answers import Found, Nobody, Undecided
from milligram.prove.budget import Budget
from milligram.prove.formula import UNKNOWN, Spent
from milligram.prove.prover import Prover
from milligram.prove.regions import Regions

MOST_GROUPS = 12
"""So many groups of patients are told; that there are more is said."""


MOST_FOR_ONE = 300_000
"""What looking for one difference may take at first."""

MOST_FOR_OTHERS = 1_000_000
"""What looking for all that this leaves open may take, where somebody is affected anyhow."""


class Comparer:
    """One comparison."""

    def __init__(
        self, left: ir.Guideline, right: ir.Guideline, *, budget: Budget | None = None, as_of: date | None = None
    ) -> None:
        self.product = product_of(left, right, match_guidelines(left, right), theirs="new")
        self.budget = budget or Budget()
        self.as_of = as_of
        self.undecided: dict[str, None] = {}
        self.tried: list[Group] = []

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
            found = self._differences()
            grouping = Grouping(self.extents)
            showing = Showing(self.prover, self.extents, self.runs, self.undecided)
            parts = grouping.parts(found)
            for part in parts:
                if len(groups) >= MOST_GROUPS:
                    more = True
                    break
                group = showing.group(part, parts)
                groups += [group] if group is not None else []
            if found and not groups and not self.undecided:
                self.undecided["nobody could be found again"] = None
            groups += self._by_chance(bool(groups))
        except Spent:
            self.undecided[self.budget.why] = None
        groups = groups or self.tried
        return Comparison(
            product=self.product,
            groups=tuple(groups),
            more=more,
            undecided=tuple(self.undecided),
            prover=self.prover if groups else None,
        )

    def _differences(self) -> list[Difference]:
        """Those that somebody has, the weightiest first."""
        prover = self.prover
        keys = Keys(self.product, prover)
        listener = Listener(prover, keys)
        left, right = listener.of(self.product.left), listener.of(self.product.right)
        self.runs = Runs(self.product, (Teller(self.product.left, keys), Teller(self.product.right, keys)), self.as_of)
        applies = left.applies, right.applies
        self.extents = Extents(self.product, prover, self.budget, applies, listener.shared())
        self.applies = prover.space.all_of(applies)
        found: list[Difference] = []
        left_over: list[Difference] = []
        for each in Differences(prover, keys, left, right).all():
            if each.last:
                left_over.append(each)
                continue
            with self.extents.a_part(MOST_FOR_ONE, words=False):
                answer = prover.ask(each.where)
            if isinstance(answer, Found):
                found.append(each)
            elif isinstance(answer, Undecided):
                left_over.append(each)
        found += self._hard_to_find(left_over, bool(found))
        return sorted(found, key=rank)

    def _hard_to_find(self, differences: list[Difference], others: bool) -> list[Difference]:
        """Those of them that somebody has. They take long to search: where there are others, a part of the budget must
        do for all of them together; what it leaves open is said."""
        found: list[Difference] = []
        if differences:
            self.tried = list(self._by_trying())  # quick, where formulas are worked out from several inputs
        with self.extents.a_part(MOST_FOR_OTHERS, words=False) if others or self.tried else nullcontext():
            for each in differences:
                answer = self.prover.ask(each.where)
                if isinstance(answer, Found):
                    found.append(each)
                elif isinstance(answer, Undecided):
                    self.undecided[_OTHERS if others or self.tried else answer.reason] = None
        return found

    def _by_chance(self, others: bool) -> Iterator[Group]:
        """Patients whom no formula shows: of inputs with other plausible bounds, which a score reckons with. Where
        others are affected it is only said."""
        prover = self.prover
        for name in reckoned_with(self.product):
            variable = prover.subjects.given(name)
            if isinstance(prover.ask_all([self.applies, prover.space.test(variable, UNKNOWN)]), Nobody):
                continue
            draft = None if others else by_chance(self.product, name, lambda draft: bool(self.runs.differ(draft)))
            if draft is None:
                title = self.product.guideline.inputs[name].title
                self.undecided[
                    f"{title} has other plausible bounds, with which a score reckons while it is unknown: who is told "
                    "something else for that. Give both versions the same bounds to have the rest proved"
                ] = None
                continue
            unknown = prover.space.test(variable, UNKNOWN)
            yield everyone(unknown, Regions(boxes=({variable.index: UNKNOWN},)), self.runs.patient(draft))

    def _by_trying(self) -> Iterator[Group]:
        """A patient for what the prover does not follow; what it left open stays open."""
        draft = by_chance(self.product, None, lambda draft: bool(self.runs.differ(draft)))
        if draft is not None:
            yield everyone(self.prover.space.true, EVERYBODY, self.runs.patient(draft))


_OTHERS = (
    "what else changes, and for whom: a number that is worked out from several inputs, or a long table, was not "
    "followed to the end. What is told above holds. --steps and --budget give it more"
)
