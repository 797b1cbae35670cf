"""What changed in meaning between two versions of a guideline: for whom the advice differs, and how.

Enters: two guidelines and a budget. Leaves: a `Comparison`: groups of patients, each with its region, typical patients,
and what these are told before and after; or the proof that there is nobody; or what could not be decided.

    old: under 30 mL/min: refer …          Group(creatinine clearance 25 to under 30 mL/min,
    new: under 25 mL/min: refer …    ->          before: REFER nephrology, after: GIVE 12 mmol of magnesium)

Both run in one product (`milligram.compare.product`), over which the prover looks for a patient of each `Difference`.
Where it finds nobody for any of them, nobody is affected: that is proved. A patient found counts once both interpreters
have been run for that patient and their advice differs; a difference of which that cannot be shown leaves the whole
undecided, never silent.

A region says what sets the affected apart from the others who get that advice, on the side that gives it: of all who
are now given magnesium, those with a level of 0.70 to under 0.75 mmol/L. Differences with one region make a group.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

from milligram.compare.diff.advice import Keys
from milligram.compare.diff.chance import by_chance, reckoned_with
from milligram.compare.diff.cores import core
from milligram.compare.diff.differences import Difference, Differences
from milligram.compare.diff.sayings import Listener
from milligram.compare.diff.told import Teller, Told
from milligram.compare.matching import Matching, match_guidelines
from milligram.compare.product import Product, product_of
from milligram.ir import nodes as ir
from milligram.prove.answers import Answer, Found, Nobody, Undecided
from milligram.prove.budget import Budget
from milligram.prove.drafts import draft_of
from milligram.prove.formula import UNKNOWN, Formula, Spent, variables_of
from milligram.prove.patients import Draft
from milligram.prove.prover import Prover
from milligram.prove.regions import Regions, of_box

MOST_GROUPS = 12
"""So many groups of patients are told; that there are more is said."""

MOST_PATIENTS = 3
"""So many patients of a group are shown."""

MOST_STEPS = 1_000_000
"""What finding the words of one region may take."""

MOST_BOXES = 3
"""So many boxes of a region are told."""

RANK = ("fault", "give", "stop", "hold", "not given", "advise_against", "refer", "outside", "perhaps outside", "advise")
"""What is told first; the rest follows as it comes."""


@dataclass(frozen=True, kw_only=True)
class Patient:
    """A typical patient, with no more values than it takes, and what the two runs said."""

    draft: Draft
    before: Told
    after: Told


@dataclass(frozen=True, kw_only=True)
class Group:
    """Patients of one region for whom some advice differs. ``regions`` are boxes over the prover's variables; an empty
    box is everybody who is told it. ``others`` counts differences of the group that none of its patients shows."""

    where: Formula
    regions: Regions
    patients: tuple[Patient, ...]
    others: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What came of it. ``undecided`` says in words what could not be found out; without groups and without that, it is
    proved that no patient is affected. ``more``: there are other groups."""

    product: Product
    groups: tuple[Group, ...]
    more: bool
    undecided: tuple[str, ...]
    prover: Prover | None = None

    @property
    def matching(self) -> Matching:
        """Which names mean the same."""
        return self.product.matching


class Comparer:
    """One comparison."""

    def __init__(
        self, left: ir.Guideline, right: ir.Guideline, *, budget: Budget | None = None, as_of: date | None = None
    ) -> None:
        self.product = product_of(left, right, match_guidelines(left, right), theirs="new")
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
            found = self._differences()
            for group in self._groups(found):
                more = len(groups) >= MOST_GROUPS
                if more:
                    break
                groups.append(group)
            if not groups:
                groups += self._by_chance()
            if not groups and self.undecided and self.budget.reason is None:
                groups += self._by_trying()
        except Spent:
            self.undecided[self.budget.why] = None
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
        self.tellers = Teller(self.product.left, keys), Teller(self.product.right, keys)
        self.sides_apply = left.applies, right.applies
        self.applies = prover.space.all_of(self.sides_apply)
        self.shared = listener.shared()
        found: list[Difference] = []
        left_over: list[Difference] = []
        for each in Differences(prover, keys, left, right).all():
            answer: Answer = Undecided(reason="")
            if not each.last:
                with self._a_part():
                    answer = prover.ask(each.where)
            if isinstance(answer, Found):
                found.append(each)
            elif isinstance(answer, Undecided):
                left_over.append(each)
        for each in left_over:  # what takes long is only asked for where nothing else is found
            answer = Nobody() if found else prover.ask(each.where)
            if isinstance(answer, Found):
                found.append(each)
            elif isinstance(answer, Undecided):
                self.undecided[answer.reason] = None
        return sorted(found, key=_rank)

    # --- groups -------------------------------------------------------------------------------------------------------

    def _groups(self, found: list[Difference]) -> Iterator[Group]:
        """The differences by their regions; a region within another is told with it."""
        regions: dict[Hashable, tuple[Regions, list[Difference]]] = {}
        signs: dict[Hashable, frozenset[_Tests]] = {}
        for each in found:
            with self._a_part():
                held = (kept for kept, (region, _) in regions.items() if self._lies_in(each.where, region))
                told = next(held, None)
            if told is not None:
                regions[told][1].append(each)
                continue
            region = self._region(each)
            tests = frozenset(frozenset(box.items()) for box in region.boxes)
            sign: Hashable = tests
            if not all(tests):  # everybody who is told it: apart for each, unless these are the same patients
                with self._a_part():
                    alike = (kept for kept in regions if isinstance(kept, Formula) and self._same(kept, each.where))
                    sign = next(alike, each.where)
            signs[sign] = tests
            regions.setdefault(sign, (region, []))[1].append(each)
        for sign, tests in sorted(signs.items(), key=lambda item: _size(item[1]), reverse=True):
            others = [(other, signs[other]) for other in regions if other != sign and all(signs[other])]
            within = [next((other for other, held in others if _holds(held, box)), None) for box in tests if box]
            if within and None not in within and all(tests):
                regions[within[0]][1].extend(regions.pop(sign)[1])
        for sign in [sign for sign in regions if isinstance(sign, Formula)]:
            others_told = (
                (other, self.prover.space.any_of(each.where for each in differences))
                for other, (_, differences) in regions.items()
                if other != sign
            )
            with self._a_part():
                wider = next((other for other, where in others_told if self._within(sign, where)), None)
            if wider is not None:
                regions[wider][1].extend(regions.pop(sign)[1])
        for _, differences in regions.values():
            differences.sort(key=_rank)
        for region, differences in sorted(regions.values(), key=lambda item: _rank(item[1][0])):
            group = self._group(region, differences)
            if group is not None:
                yield group

    def _lies_in(self, where: Formula, region: Regions) -> bool:
        """Whether all of a formula are in the boxes of a region, which need not be found again then."""
        prover = self.prover
        if region.more or not all(region.boxes):
            return False
        return self._within(where, prover.space.any_of(of_box(prover, box) for box in region.boxes))

    def _same(self, one: Formula, other: Formula) -> bool:
        return self._within(one, other) and self._within(other, one)

    def _region(self, difference: Difference) -> Regions:
        """What sets the affected apart: from the others to whom this is said; where it is said to nobody else, from all
        others, or from those who come to the last place that both sides lead the same patients to, if that is one box.
        Else, and where that takes too long, it is everybody who is told it."""
        with self._a_part() as part:
            found = self._core(difference)
        enough = part.reason is None and found.undecided is None
        return found if enough else Regions(boxes=({},))

    @contextmanager
    def _a_part(self) -> Iterator[Budget]:
        """A part of the budget, for what only serves the words; it leaves the rest for patients."""
        prover, space = self.prover, self.prover.space
        part = Budget(min(MOST_STEPS, self.budget.steps_left // 2), self.budget.seconds_left)
        before = prover.budget, space.budget
        prover.budget, space.budget = part, None
        try:
            yield part
        finally:
            prover.budget, space.budget = before
            self.budget.spend(part.spent)

    def _core(self, difference: Difference) -> Regions:
        space, where = self.prover.space, difference.where
        knowing = self._known(where)
        if not self._within(difference.whole, where):
            among = space.all_of([difference.whole, self.applies])
            return core(self.prover, among, where, MOST_BOXES, knowing)
        whom = self._for_whom(difference)
        place = next((place for place in self.shared if self._within(where, place)), space.true)
        for among in dict.fromkeys((whom, space.all_of([place, whom]))):
            found = core(self.prover, among, where, 1, knowing)
            if len(found.boxes) == 1 and not found.more:
                return found
        return Regions(boxes=({},))

    def _for_whom(self, difference: Difference) -> Formula:
        """For whom the side is that says it."""
        if difference.key[0] in ("outside", "perhaps outside"):
            return self.prover.space.true
        one, other = self.sides_apply
        return one if difference.sign == "lost" else other if difference.sign == "gained" else self.applies

    def _within(self, where: Formula, place: Formula) -> bool:
        return isinstance(self.prover.ask_all([where, self.prover.space.negation(place)]), Nobody)

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

    def _group(self, region: Regions, differences: list[Difference]) -> Group | None:
        space = self.prover.space
        patients: list[Patient] = []
        open_ = list(differences)
        while open_ and len(patients) < MOST_PATIENTS:
            first = open_.pop(0)
            patient = self._patient(first)
            if patient is not None:
                patients.append(patient)
                shown = {(sign, key) for sign, key in _keys(patient)}
                open_ = [each for each in open_ if (each.sign, each.plain) not in shown]
        if not patients:
            return None
        where = space.any_of(each.where for each in differences)
        return Group(where=where, regions=region, patients=tuple(patients), others=len(open_))

    def _patient(self, difference: Difference) -> Patient | None:
        """A typical patient who shows a difference; None, and a doubt kept, where no run shows any."""
        prover, where = self.prover, difference.where
        found = prover.complete(self._usual(where))
        if not isinstance(found, Found):
            found = prover.complete(where)
        if not isinstance(found, Found):
            self.undecided[found.reason if found is not None else "nobody could be found again"] = None
            return None
        draft = draft_of(found, prover.subjects, self.as_of)
        shown = self._differ(draft)
        if not shown:
            self.undecided[difference.doubt or prover.why_opaque(found) or _NOT_SHOWN] = None
            return None
        draft = _fewest(draft, lambda other: self._differ(other) == shown)
        before, after = self._told(draft)
        return Patient(draft=draft, before=before, after=after)

    def _usual(self, where: Formula) -> Formula:
        """Somebody of a formula who knows as much as can be, and has as little as can be: so that what a run asks for
        beside the difference does not hide it."""
        space = self.prover.space
        known = space.all_of([where, self._known(where)])
        usual = known if isinstance(self.prover.ask(known), Found) else where
        for variable in list(space.variables):
            if variable.computed or variable.opaque is not None or isinstance(variable.subject, ir.StateNumber):
                continue
            negative = 0b010 if isinstance(variable.subject, ir.Flag | ir.SetHas) else 0
            for mask in (negative, variable.known):
                fuller = space.all_of([usual, space.test(variable, mask)])
                if isinstance(self.prover.ask(fuller), Found):
                    usual = fuller
                    break
        return usual

    def _by_chance(self) -> Iterator[Group]:
        """Patients whom no formula shows: of inputs with other plausible bounds, which a score reckons with."""
        prover = self.prover
        for name in reckoned_with(self.product):
            variable = prover.subjects.given(name)
            if isinstance(prover.ask_all([self.applies, prover.space.test(variable, UNKNOWN)]), Nobody):
                continue
            draft = by_chance(self.product, name, lambda draft: bool(self._differ(draft)))
            if draft is None:
                title = self.product.guideline.inputs[name].title
                self.undecided[
                    f"{title} has other plausible bounds, with which a score reckons while it is unknown"
                ] = None
                continue
            shown = self._differ(draft)
            draft = _fewest(draft, lambda other, shown=shown: self._differ(other) == shown)  # type: ignore[misc]
            before, after = self._told(draft)
            yield Group(
                where=prover.space.test(variable, UNKNOWN),
                regions=Regions(boxes=({variable.index: UNKNOWN},)),
                patients=(Patient(draft=draft, before=before, after=after),),
                others=0,
            )

    def _by_trying(self) -> Iterator[Group]:
        """A patient for what the prover does not follow; what it left open stays open."""
        draft = by_chance(self.product, None, lambda draft: bool(self._differ(draft)))
        if draft is not None:
            shown = self._differ(draft)
            draft = _fewest(draft, lambda other: self._differ(other) == shown)
            before, after = self._told(draft)
            patient = Patient(draft=draft, before=before, after=after)
            where = self.prover.space.true
            yield Group(where=where, regions=Regions(boxes=({},)), patients=(patient,), others=0)

    # --- runs ---------------------------------------------------------------------------------------------------------

    def _told(self, draft: Draft) -> tuple[Told, Told]:
        mine, theirs = self.product.patients(draft)
        return self.tellers[0].told(mine, self.as_of), self.tellers[1].told(theirs, self.as_of)

    def _differ(self, draft: Draft) -> frozenset[tuple[str, Hashable]]:
        """What differs between the two runs for a patient."""
        return frozenset(differing(*self._told(draft)))


def _rank(difference: Difference) -> int:
    kind = difference.key[0]
    return RANK.index(kind) if kind in RANK else len(RANK)


_Tests: TypeAlias = frozenset[tuple[int, int]]
"""What a box tests: variables and masks."""


def _size(region: frozenset[_Tests]) -> tuple[int, int]:
    """How many boxes a region has, and how many tests."""
    return len(region), sum(map(len, region))


def _holds(region: frozenset[_Tests], box: _Tests) -> bool:
    """Whether a box lies in a box of a region: it tests the same, and perhaps more."""
    return any(other <= box for other in region)


_NOT_SHOWN = "a difference was found that no run shows"


def differing(before: Told, after: Told) -> Iterator[tuple[str, Hashable]]:
    """What one of two runs says alone, with its sign; and pairs of acts in another order."""
    for one in before.everything - after.everything:
        yield "lost", one
    for one in after.everything - before.everything:
        yield "gained", one
    yield from (("order", pair) for pair in before.orders & frozenset((b, a) for a, b in after.orders))


def _keys(patient: Patient) -> Iterator[tuple[str, Hashable]]:
    """The differences that a patient shows, as `Difference` names them."""
    before, after = patient.before, patient.after
    for sign, one, other in (("lost", before, after), ("gained", after, before)):
        for entry in one.entries:
            if entry.what not in other.everything:
                key = entry.key[:2] if entry.key[0] == "report" else entry.key
                yield sign, key
                yield "changed", key
    for sign, pair in differing(before, after):
        if sign == "order" and isinstance(pair, tuple):
            yield "changed", ("order", *pair)


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
