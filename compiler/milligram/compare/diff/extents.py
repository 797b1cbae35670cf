"""Who is affected, in few tests: the region of a difference, of a group, and of a part of a group.

Enters: formulas of the affected. Leaves: boxes around them that the others of some wider group are not in, and of whom
that is so.

    lost: refer to nephrology, clearance 24 to under 30   ->   clearance 24 to under 30 mL/min, of all patients
    gained: give 6 mmol, of all with pain                 ->   pain yes, of those now told GIVE 6 mmol …

What only serves the words takes a part of the budget; where that does not do, the words are fewer, never wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from milligram.compare.diff.cores import core
from milligram.compare.diff.differences import Difference
from milligram.compare.diff.outcome import Extent
from milligram.compare.product import Product
from milligram.ir import nodes as ir
from milligram.prove.answers import Nobody
from milligram.prove.budget import Budget
from milligram.prove.formula import Formula, variables_of
from milligram.prove.prover import Prover
from milligram.prove.regions import Box, Regions, of_box

MOST_STEPS = 500_000
"""What finding the words of one region may take."""

MOST_FOR_BOX = 300_000
"""What looking for one box around all who have a difference may take."""

MOST_FOR_LINE = 100_000
"""What finding out who of a group is told one line may take."""

MOST_FOR_USUAL = 250_000
"""What making one patient more usual may take."""

MOST_FOR_WORDS = 5_000_000
"""What all the words of a comparison may take together."""

MOST_BOXES = 3
"""So many boxes of a region are told."""

MOST_LEADS = 3
"""Of so many differences of a group it is tried whether its region is told best of those who are told that."""

EVERYBODY = Regions(boxes=({},))


class Extents:
    """Regions over one prover. ``applies`` is for whom each side is; ``shared`` who comes to the places that both
    sides lead the same patients to, the last first."""

    def __init__(
        self,
        product: Product,
        prover: Prover,
        budget: Budget,
        applies: tuple[Formula, Formula],
        shared: Sequence[Formula],
    ) -> None:
        self.product = product
        self.prover = prover
        self.space = prover.space
        self.budget = budget
        self._purse = min(MOST_FOR_WORDS, budget.steps_left // 2)
        self.applies = applies
        self.shared = shared

    @contextmanager
    def a_part(self, most: int = MOST_STEPS, *, words: bool = True) -> Iterator[Budget]:
        """A part of the budget, for what may stay open: the ``words`` have only so much of it, so that the rest is left
        for patients."""
        prover, space = self.prover, self.space
        most = min(most, self._purse) if words else most
        part = Budget(min(most, self.budget.steps_left // 2), self.budget.seconds_left)
        before = prover.budget, space.budget
        prover.budget, space.budget = part, None
        try:
            yield part
        finally:
            prover.budget, space.budget = before
            self._purse -= min(part.spent, self._purse) if words else 0
            self.budget.spend(part.spent)

    @contextmanager
    def a_share(self, of: int) -> Iterator[None]:
        """One of so many shares of the budget that is left, the building of formulas included.

        Raises:
            Spent: it did not do.
        """
        prover, space = self.prover, self.space
        seconds = self.budget.seconds_left
        part = Budget(self.budget.steps_left // of, None if seconds is None else seconds / of)
        before = prover.budget, space.budget
        prover.budget, space.budget = part, part
        try:
            yield
        finally:
            prover.budget, space.budget = before
            self.budget.spend(part.spent)

    # --- questions ----------------------------------------------------------------------------------------------------

    def nobody(self, *formulas: Formula) -> bool:
        """Whether it is proved that nobody makes all of them true."""
        return isinstance(self.prover.ask_all(formulas), Nobody)

    def within(self, where: Formula, place: Formula) -> bool:
        """Whether all of one formula are of the other."""
        return where is place or self.nobody(where, self.space.negation(place))

    def same(self, one: Formula, other: Formula) -> bool:
        """Whether two formulas are of the same patients."""
        return self.within(one, other) and self.within(other, one)

    def of_boxes(self, boxes: Sequence[Box]) -> Formula:
        """Who is in one of them."""
        return self.space.any_of(of_box(self.prover, box) for box in boxes)

    def known(self, formula: Formula) -> Formula:
        """Whoever knows all that a formula reads; the time on a step, where one is begun."""
        space = self.space
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

    def for_whom(self, difference: Difference) -> Formula:
        """For whom the side is that says it."""
        if difference.key[0] in ("outside", "perhaps outside"):
            return self.space.true
        one, other = self.applies
        return one if difference.sign == "lost" else other if difference.sign == "gained" else self._both

    @property
    def _both(self) -> Formula:
        return self.space.all_of(self.applies)

    # --- regions ------------------------------------------------------------------------------------------------------

    def of_difference(self, difference: Difference, limit: int) -> Regions | None:
        """What sets the affected apart: from the others to whom this is said; where it is said to nobody else, from all
        others, or from those who come to the last place that both sides lead the same patients to, if that is one box.
        None where that does not do, or takes too long: then it is of those who are told it, whatever sets them apart.
        """
        with self.a_part(MOST_FOR_BOX if limit == 1 else MOST_STEPS) as part:
            found = self._of_lead(difference, difference.where, limit)
        return None if part.reason is not None else found

    def _of_lead(self, lead: Difference, where: Formula, limit: int = MOST_BOXES) -> Regions | None:
        """What sets some who have a difference apart, those who are told it alike; None: these are all."""
        knowing = self.known(where)
        if not self.within(lead.whole, where):
            both = self._both if self.within(where, self._both) else self.space.true
            found = core(self.prover, self.space.all_of([lead.whole, both]), where, limit, knowing)
            return None if found.undecided is not None else found
        whom = self.for_whom(lead)
        place = next((place for place in self.shared if self.within(where, place)), self.space.true)
        for among in dict.fromkeys((whom, self.space.all_of([place, whom]))):
            found = core(self.prover, among, where, 1, knowing)
            if len(found.boxes) == 1 and not found.more:
                return found
        return None

    def of_group(
        self, where: Formula, common: Sequence[Difference], tried: Regions | None, elsewhere: Formula
    ) -> Extent:
        """Who is in a group, whose patients all have some differences in common. ``tried`` is a region that was found
        for one of them; ``elsewhere`` is who is in another group."""
        leads = list(common[:MOST_LEADS])
        regions: list[Regions] = [tried] if tried is not None else []
        if tried is None:
            for lead in leads:
                with self.a_part() as part:
                    found = self._of_lead(lead, where)
                if found is not None and part.reason is None and found.undecided is None:
                    regions.append(found)
        if not common:
            with self.a_part() as part:
                found = core(self.prover, self.space.any_of(self.applies), where, MOST_BOXES, self.known(where))
            regions += [found] if part.reason is None and found.undecided is None else []
        whole = [each for each in regions if each.boxes and not each.more and all(each.boxes)]
        whole.sort(key=lambda each: (len(each.boxes), sum(map(len, each.boxes))))
        with self.a_part():
            for each in whole:
                if self._exact(each, where, self.space.any_of(self.applies)):
                    return Extent(regions=each)
            for each in [*whole, EVERYBODY]:
                for lead in common:
                    if self._exact(each, where, lead.whole):
                        return Extent(regions=each, of=lead)
            for lead in common:
                if self.nobody(lead.whole, self.space.negation(where), self.space.negation(elsewhere)):
                    return Extent(regions=EVERYBODY, of=lead, besides=True)
            for each in whole:
                if len(each.boxes) == 1 and self.within(where, self.of_boxes(each.boxes)):
                    return Extent(regions=each, exact=False)
        return Extent(regions=EVERYBODY, of=leads[0] if leads else None, exact=False)

    def _exact(self, regions: Regions, where: Formula, among: Formula) -> bool:
        """Whether a group is whoever of some wider one is in the boxes."""
        boxes = self.of_boxes(regions.boxes)
        if where is self.space.all_of([among, boxes]):
            return True
        return self.nobody(among, boxes, self.space.negation(where)) and self.within(where, boxes)

    def of_some(self, where: Formula, some: Formula, limit: int) -> Regions:
        """Who of a group they are that have a difference; no boxes where short words do not tell."""
        with self.a_part(MOST_FOR_LINE) as part:
            both = self.space.all_of([where, some])
            found = core(self.prover, where, both, limit, self.known(some))
        told = part.reason is None and found.undecided is None and not found.more and all(found.boxes)
        return found if told else Regions(boxes=(), more=True)
