"""Two guidelines side by side: for whom a place of one and a place of the other both hold.

Enters: two profiles and which of their names mean the same. Leaves: a `Pairing`: per place the formula of who comes to
it, whether two places concern one drug, and a patient for whom both interpreters come to both.

    a: when low: give magnesium_oxide      b: never give magnesium when creatinine_clearance under 20 mL/min
    ->  low known true and clearance under 20: serum_magnesium 0.6 mmol/L, creatinine_clearance 10 mL/min
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from milligram.checks.witness import witness
from milligram.compare.conflicts.arriving import comes_out, coming
from milligram.compare.conflicts.drugs import Surely
from milligram.compare.conflicts.index import Act, Profile
from milligram.compare.conflicts.matching import NOTHING_SAID, Same, drugs_of, match_pair
from milligram.compare.conflicts.words import Words
from milligram.compare.product import LEFT, RIGHT, Product, Side, product_of
from milligram.interpret import Advice, evaluate
from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers
from milligram.ir.walk import all_statements
from milligram.prove.answers import Answer, Found, Nobody, Undecided
from milligram.prove.budget import Budget
from milligram.prove.formula import Formula
from milligram.prove.patients import UNKNOWN_STEP, Draft
from milligram.prove.prover import Prover
from milligram.prove.regions import boxes

MOST_BOXES = 2
"""So many parts of a region are told."""


MOST_TRIED = 8
"""So many meetings are tried until a patient is found."""

SLICE = 200_000
"""So many steps may be spent on one of many questions: a few tenths of a second."""

MOST_RUNS = 100
"""So many runs are kept."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Somebody for whom it holds: the region as the end of a sentence, and one patient as a case says it."""

    region: str
    patient: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A place of the left and one of the right, and who comes to both."""

    acts: tuple[Act, Act]
    whom: Formula


class Pairing:
    """One pair. ``profiles`` and ``sides`` are in the order given; places are told by the number of their side."""

    def __init__(
        self, left: Profile, right: Profile, same: Same = NOTHING_SAID, *, budget: Budget, as_of: date | None = None
    ) -> None:
        self.profiles = left, right
        self.as_of = as_of
        self.budget = budget
        self.matching = match_pair(left.guideline, right.guideline, same)
        self.product: Product = _with_whom(product_of(left.guideline, right.guideline, self.matching))
        self.sides: tuple[Side, Side] = self.product.left, self.product.right

    @cached_property
    def prover(self) -> Prover:
        """What is asked about both.

        Raises:
            Spent: the budget was spent on setting it up.
        """
        return self.product.prover(self.budget)

    @cached_property
    def words(self) -> Words:
        """What is said of both, in the authors' words."""
        return Words.of(self.product, self.prover)

    # --- drugs --------------------------------------------------------------------------------------------------------

    def drug(self, side: int, name: str) -> str:
        """The name of a drug of one side in the pair."""
        if side == 0:
            return name
        return self.matching.drugs.get(name) or (
            f"{RIGHT} {name}" if name in drugs_of(self.profiles[0].guideline) else name
        )

    @cached_property
    def _together(self) -> ir.Guideline:
        """What both declare of drugs, as one."""
        drugs: dict[str, ir.Drug] = {}
        for side, profile in enumerate(self.profiles):
            for name, drug in profile.guideline.drugs.items():
                own = self.drug(side, name)
                known = drugs.get(own)
                drugs[own] = replace(
                    drug if known is None else known,
                    name=own,
                    is_class=drug.is_class or (known is not None and known.is_class),
                    members=self._joined(side, () if known is None else known.members, drug.members),
                    gives=self._joined(side, () if known is None else known.gives, drug.gives),
                )
        return replace(self.profiles[0].guideline, drugs=drugs, regimens={})

    def _joined(self, side: int, known: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*known, *(self.drug(side, name) for name in more))))

    def surely(self, side: int, act: Act) -> frozenset[str]:
        """All that the drugs of a place deliver for sure, and the classes they are of."""
        return frozenset().union(*(self._sure.of(self.drug(side, name)) for name in act.drugs))

    @cached_property
    def _sure(self) -> Surely:
        return Surely(self._together)

    def concerns(self, side: int, against: Act, act: Act) -> bool:
        """Whether a place against drugs, of one side, is about what the other side gives."""
        given = self.surely(1 - side, act)
        return any(self.drug(side, name) in given for name in against.drugs)

    def shared(self, one: Act, other: Act) -> str | None:
        """The drug that both give: the element or substance itself, else the smallest class."""
        both = self.surely(0, one) & self.surely(1, other)

        def rank(name: str) -> tuple[bool, int, str]:
            if not self.is_class(name):
                return False, len(self._sure.of(name)), name
            return True, len(delivers(self._together, name)), name

        return min(both, key=rank, default=None)

    def is_class(self, name: str) -> bool:
        """Whether a drug of the pair is a class."""
        drug = self._together.drugs.get(name)
        return drug is not None and drug.is_class

    # --- who ----------------------------------------------------------------------------------------------------------

    @cached_property
    def applies(self) -> Formula:
        """Whom both are for."""
        meaning, space = self.prover.meaning, self.prover.space
        return space.all_of(meaning.true(side.applies) for side in self.sides if side.applies is not None)

    @cached_property
    def _are_for_the_same(self) -> bool:
        """Whether the guidelines are for the same patients, or one of them for all."""
        meaning = self.prover.meaning
        told = [side.applies for side in self.sides]
        return None in told or len({meaning.true(each) for each in told if each is not None}) == 1

    @cached_property
    def _nodes(self) -> dict[int, ir.AnyStatement]:
        return {node.id: node for node in all_statements(self.product.guideline)}

    def where(self, side: int, act: Act) -> Formula:
        """Who comes to a place of one side, of those whom both are for."""
        return self.prover.space.all_of([self.applies, coming(self.prover, self._nodes, act, self.sides[side].names)])

    def some(self, meetings: Iterable[Meeting]) -> list[Meeting]:
        """The meetings that take place for somebody; those that may, where none surely does."""
        answers = [(each, self.ask(each.whom)) for each in meetings]
        found = [each for each, answer in answers if isinstance(answer, Found)]
        return found or [each for each, answer in answers if isinstance(answer, Undecided)]

    def nobody(self, *formulas: Formula) -> bool:
        """Whether it is proved that nobody makes all of them true."""
        return isinstance(self.ask(self.prover.space.all_of(formulas)), Nobody)

    def meeting(self, side: int, act: Act, other: Act) -> Meeting:
        """Who comes to a place of a side, and to another of the other one."""
        whom = self.prover.space.all_of([self.where(side, act), self.where(1 - side, other)])
        return Meeting(acts=(act, other) if side == 0 else (other, act), whom=whom)

    def ask(self, formula: Formula) -> Answer:
        """Whether anybody makes a formula true, found out with a small part of the budget: the questions are many."""
        prover, whole = self.prover, self.budget
        with _smaller(prover, whole):
            return prover.ask(formula)

    # --- shown --------------------------------------------------------------------------------------------------------

    def show(self, meetings: Sequence[Meeting]) -> Shown | Undecided | None:
        """A patient who comes, when run, to both places of one meeting; the region is of all meetings.

        None where there is nobody.
        """
        whom = self.prover.space.any_of(each.whom for each in meetings)
        first = meetings[:MOST_TRIED]
        likely = [each for each in first if isinstance(self.prover.complete(each.whom), Found)]
        why: Undecided | None = None
        for each in likely or first:
            found = self.shown(each.whom, self._meet(each), whom)
            if isinstance(found, Shown):
                return found
            why = found or why
        if why is None and len(meetings) > len(first):
            return Undecided(reason="these places meet in too many ways")
        return why

    def patient_of(self, meeting: Meeting) -> Draft | Undecided | None:
        """A patient who comes, when run, to both places of a meeting; None where there is nobody."""
        return self.prover.patient(meeting.whom, self._meet(meeting))

    def _meet(self, meeting: Meeting) -> Callable[[ir.Patient], bool]:
        def shows(patient: ir.Patient) -> bool:
            draft = draft_of_patient(patient)
            return all(self.comes_out(side, act, draft) for side, act in enumerate(meeting.acts))

        return shows

    def shown(
        self, formula: Formula, shows: Callable[[ir.Patient], bool], region: Formula | None = None
    ) -> Shown | Undecided | None:
        """A patient of a formula for whom ``shows`` holds when both are run; the region is of ``region``."""
        found = witness(self.words, formula, shows)
        if not isinstance(found, dict):
            return found
        return Shown(region=self.region(formula if region is None else region), patient=self.words.plain(found))

    def comes_out(self, side: int, act: Act, draft: Draft) -> bool:
        """Whether a run of one side comes to a place."""
        patient = self.sides[side].patient(draft)
        guideline = self.profiles[side].guideline
        return comes_out(guideline, patient, act, self.as_of, lambda: self._advice(side, patient))

    def _advice(self, side: int, patient: ir.Patient) -> tuple[Advice, ...]:
        """What a run of one side says; the last patients are kept, for the places of one question are many."""
        key = side, tuple(patient.values.items()), tuple(patient.regimens.items())
        if key not in self._runs:
            if len(self._runs) >= MOST_RUNS:
                self._runs.clear()
            self._runs[key] = evaluate(self.profiles[side].guideline, patient, as_of=self.as_of).advice
        return self._runs[key]

    @cached_property
    def _runs(self) -> dict[object, tuple[Advice, ...]]:
        return {}

    def region(self, formula: Formula) -> str:
        """Who they are in general: of those who have not begun a regimen yet, where there are any. Whom both are for is
        said with it where that is not whom each is for."""
        prover, space = self.prover, self.prover.space
        among = self.applies if self._are_for_the_same else space.true
        for regimen in self.product.guideline.regimens.values():
            fresh = space.all_of([among, prover.paths.ladders.at_step(regimen, 0)])
            if isinstance(self.ask(space.all_of([formula, fresh])), Found):
                among = fresh
        with _smaller(prover, self.budget):
            found = boxes(prover, among, formula, MOST_BOXES, list(self.product.guideline.inputs))
        return self.words.regions(found)


def _with_whom(product: Product) -> Product:
    """The product with whom each side is for as a define: so that the limits of that are limits of its inputs."""
    whom = tuple(
        ir.DefinedCondition(name=f"{tag} applies", condition=side.applies, span=side.guideline.header_span)
        for tag, side in ((LEFT, product.left), (RIGHT, product.right))
        if side.applies is not None
    )
    return replace(product, guideline=replace(product.guideline, named=(*product.guideline.named, *whom)))


@contextmanager
def _smaller(prover: Prover, whole: Budget) -> Iterator[None]:
    """Lets a prover spend no more than `SLICE` for a while, at the cost of the whole."""
    prover.budget = part = Budget(min(SLICE, whole.steps_left), whole.seconds_left)
    try:
        yield
    finally:
        prover.budget = whole
        whole.spend(part.spent)


def draft_of_patient(patient: ir.Patient) -> Draft:
    """A patient of the product as a draft again."""
    draft: Draft = {("input", name): value for name, value in patient.values.items()}
    for name, state in patient.regimens.items():
        draft["step", name] = UNKNOWN_STEP if state.step is None else Fraction(state.step)
        if state.time is not None:
            draft["time", name] = state.time
    return draft
