"""A group of patients shown: typical ones, what both runs say for them, and who of the group is told what else.

Enters: a part of the affected with its differences. Leaves: a `Group`; or none, and a doubt kept, where no run shows
any difference.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date

from milligram.compare.diff.advice import Key
from milligram.compare.diff.differences import Difference
from milligram.compare.diff.extents import MOST_FOR_USUAL, Extents
from milligram.compare.diff.grouping import Part, weighty
from milligram.compare.diff.outcome import Change, Extent, Group, Patient
from milligram.compare.diff.told import Line, Teller, Told, differing
from milligram.compare.product import Product
from milligram.ir import nodes as ir
from milligram.prove.answers import Found
from milligram.prove.drafts import draft_of
from milligram.prove.formula import Formula
from milligram.prove.patients import Draft
from milligram.prove.prover import Prover
from milligram.prove.regions import Regions

MOST_PATIENTS = 3
"""So many patients of a group are shown."""

MOST_LINES = 24
"""Of so many differences that some of a group have it is looked for who has them."""

_WAYS = 2
"""Who has one is told in so many boxes at most."""

_NOT_SHOWN = "a difference was found that no run shows"


class Runs:
    """Runs both sides for a draft of their product."""

    def __init__(self, product: Product, tellers: tuple[Teller, Teller], as_of: date | None) -> None:
        self.product = product
        self.tellers = tellers
        self.as_of = as_of

    def told(self, draft: Draft) -> tuple[Told, Told]:
        """What each side says."""
        mine, theirs = self.product.patients(draft)
        return self.tellers[0].told(mine, self.as_of), self.tellers[1].told(theirs, self.as_of)

    def differ(self, draft: Draft) -> frozenset[tuple[str, Hashable]]:
        """What differs between the two."""
        return frozenset(differing(*self.told(draft)))

    def patient(self, draft: Draft) -> Patient:
        """A draft without the values that it can do without, and what both say."""
        shown = self.differ(draft)
        fewer = _fewest(draft, lambda other: self.differ(other) == shown)
        before, after = self.told(fewer)
        return Patient(draft=fewer, before=before, after=after)


class Showing:
    """Shows the groups of one comparison. ``doubts`` gathers why some could not be shown."""

    def __init__(self, prover: Prover, extents: Extents, runs: Runs, doubts: dict[str, None]) -> None:
        self.prover = prover
        self.space = prover.space
        self.extents = extents
        self.runs = runs
        self.doubts = doubts

    def group(self, part: Part, parts: Sequence[Part]) -> Group | None:
        """One of the parts of the affected with patients who show it; None where no run shows any."""
        patients, open_ = self._patients(part.where, part.differences)
        if not patients:
            return None
        shown = {each for patient in patients for each in differences_of(patient.before, patient.after)}
        partial = [self._change(part.where, each, shown) for each in part.some[:MOST_LINES]]
        told = [each for each in partial if each.who.boxes or (each.difference.sign, each.difference.plain) in shown]
        told += [each for each in partial if each not in told and (each.before or each.after)]
        known = {(each.difference.sign, each.difference.plain) for each in told}
        elsewhere = self.space.any_of(each.where for each in parts if each is not part)
        return Group(
            where=part.where,
            extent=self.extents.of_group(part.where, part.common, part.region, elsewhere),
            patients=tuple(patients),
            common=part.common,
            partial=tuple(each for each in partial if each in told),
            others=sum((each.sign, each.plain) not in known for each in open_),
        )

    # --- who is told what ---------------------------------------------------------------------------------------------

    def _change(self, where: Formula, difference: Difference, shown: set[tuple[str, Hashable]]) -> Change:
        """Who of a group has a difference, and the lines that tell it, where no patient shows them."""
        who = self.extents.of_some(where, difference.where, _WAYS)
        sign, key = difference.sign, difference.plain
        if (sign, key) in shown:
            return Change(difference=difference, who=who)
        before, after = self._lines(self.space.all_of([where, difference.where]), sign, key)
        return Change(difference=difference, who=who, before=before, after=after)

    def _lines(self, where: Formula, sign: str, key: Key) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """The lines of one difference as somebody is told them; none where nobody is found who shows them."""
        with self.extents.a_part():
            found = self.prover.complete(where)
        if not isinstance(found, Found):
            return (), ()
        before, after = self.runs.told(draft_of(found, self.prover.subjects, self.runs.as_of))
        keys: set[Hashable] = {key[1], key[2]} if key[0] == "turned" else {key}
        one = _lines_of(before, after, keys, key[0] == "turned") if sign != "gained" else ()
        other = _lines_of(after, before, keys, key[0] == "turned") if sign != "lost" else ()
        return one, other

    # --- patients -----------------------------------------------------------------------------------------------------

    def _patients(self, where: Formula, differences: Sequence[Difference]) -> tuple[list[Patient], list[Difference]]:
        """Typical patients who show the weightiest, and the differences that none of them shows."""
        found: list[Patient] = []
        open_ = list(differences)
        while open_ and len(found) < MOST_PATIENTS:
            first = open_.pop(0)
            if found and not weighty(first):
                return found, [first, *open_]
            patient = self._patient(first, self.space.all_of([where, first.where]))
            if patient is not None:
                found.append(patient)
                shown = set(differences_of(patient.before, patient.after))
                open_ = [each for each in open_ if (each.sign, each.plain) not in shown]
        return found, open_

    def _patient(self, difference: Difference, where: Formula) -> Patient | None:
        """A typical patient who shows a difference; None, and a doubt kept, where no run shows any."""
        prover = self.prover
        with self.extents.a_part(MOST_FOR_USUAL, words=False):
            usual = self._usual(where)
        found = prover.complete(usual)
        if not isinstance(found, Found):
            found = prover.complete(where)
        if not isinstance(found, Found):
            if found is not None:
                self.doubts[found.reason] = None
            return None
        draft = draft_of(found, prover.subjects, self.runs.as_of)
        if not self.runs.differ(draft):
            self.doubts[difference.doubt or prover.why_opaque(found) or _NOT_SHOWN] = None
            return None
        return self.runs.patient(draft)

    def _usual(self, where: Formula) -> Formula:
        """Somebody of a formula who knows as much as can be, and has as little as can be: so that what a run asks for
        beside the difference does not hide it."""
        space = self.space
        known = space.all_of([where, self.extents.known(where)])
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


def everyone(where: Formula, regions: Regions, patient: Patient) -> Group:
    """A group of which one patient is known, and perhaps something of who else is in it."""
    return Group(where=where, extent=Extent(regions=regions, exact=False), patients=(patient,))


def differences_of(before: Told, after: Told) -> Iterator[tuple[str, Hashable]]:
    """What two runs say differently, as `Difference` names it."""
    for sign, one, other in (("lost", before, after), ("gained", after, before)):
        for entry in one.entries:
            if entry.what not in other.everything:
                yield sign, entry.plain
                yield "changed", entry.plain
    for sign, pair in differing(before, after):
        if sign == "order" and isinstance(pair, tuple):
            yield "changed", ("turned", *pair)


def _lines_of(told: Told, other: Told, keys: set[Hashable], turned: bool) -> tuple[Line, ...]:
    """The lines of some keys that one run alone says, or that both say in another order."""
    said = (each for each in told.entries if each.plain in keys and (turned or each.what not in other.everything))
    return tuple(dict.fromkeys(each.line for each in said))


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
