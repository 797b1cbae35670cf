"""One patient's run, watched: which goals the patient shows, and what comes out in the words of a case.

Enters: a survey and a patient. Leaves: `Seen`: the answer, the goals as bits, the ``expect`` lines of the answer.

    serum_magnesium 0.69, …   ->   Seen(shows=0b…, says=("give 12 mmol of magnesium", "start electrolytes"), …)

Only what the run read counts: a threshold is tried where the interpreter compared something with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from milligram.compare.cases.goals import Survey
from milligram.compare.cases.places import Leaf, Root, settle
from milligram.compare.cases.says import says_of
from milligram.compare.cases.thresholds import Side, Threshold
from milligram.interpret.depth import room_for
from milligram.interpret.evaluate import answer
from milligram.interpret.faults import Faulty
from milligram.interpret.pathway import Run
from milligram.interpret.regimens import next_move
from milligram.interpret.result import Result, Trace
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.quantity import Number, Real
from milligram.quantity.exact import compare


class Watched(Values):
    """Values that remember which tests were asked for; ``forced`` makes one test say something else."""

    def __init__(self, survey: Survey, patient: ir.Patient, forced: tuple[Leaf, bool] | None = None) -> None:
        super().__init__(survey.guideline, patient)
        self.leaves_at = survey.leaves_at
        self.forced = forced
        self.told: dict[int, bool | None] = {}
        self.read: set[str] = set()
        self.watching = True

    def condition(self, node: ir.AnyCondition) -> bool | None:
        """As ever, and noted; the forced test says what it was told to."""
        leaves = self.leaves_at.get(id(node))
        if leaves is None:
            return super().condition(node)
        if self.forced is not None and self.forced[0].node is node:
            said: bool | None = self.forced[1]
        else:
            said = super().condition(node)
        if self.watching:
            for leaf in leaves:
                self.told[leaf.index] = said
        return said

    def input(self, name: str) -> ir.PatientValue | None:
        """As ever, and noted."""
        self.read.add(name)
        return super().input(name)

    def state(self, regimen: str) -> ir.RegimenState:
        """As ever, and noted."""
        self.read.add(regimen)
        return super().state(regimen)

    def chosen_of(self, home: ir.Table | ir.DefinedCases) -> tuple[int, ...]:
        """The rows or cases that are true, if the run asked for them."""
        chosen = self._chosen.get(id(home))
        return () if chosen is None else chosen.true


class _Brief(Run):
    """A run whose trace only says where it went, for nobody reads the values."""

    def note(
        self, node: ir.AnyStatement, what: str, outcome: str, read: Iterable[ir.Node] = (), branch: int | None = None
    ) -> None:
        """As ever, without the text and the values."""
        self.record.trace.append(Trace(line=0, what=what, text="", outcome=outcome, id=node.id, branch=branch))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one patient shows. ``says`` are statements as ``expect`` writes them; ``told`` the tests that were read, by
    leaf; ``sides`` the thresholds tried from right beside them, by the leaf whose band ends there; ``read`` the inputs
    and regimens.
    """

    patient: ir.Patient
    result: Result
    says: tuple[str, ...]
    shows: int
    told: dict[int, bool | None] = field(repr=False)
    sides: frozenset[tuple[int, int, Side]] = field(repr=False)
    read: frozenset[str] = field(repr=False)

    @property
    def sound(self) -> bool:
        """Whether the guideline had an answer."""
        return not self.result.faults


def observe(survey: Survey, patient: ir.Patient) -> Seen:
    """Runs the guideline for a patient and notes which goals that reaches."""
    values = Watched(survey, patient)
    result = answer(_Brief(values))
    values.watching = False
    with room_for(survey.guideline):
        return _Observer(survey, values, result).seen()


def says_otherwise(survey: Survey, patient: ir.Patient, leaf: Leaf, said: bool) -> tuple[str, ...]:
    """What the guideline would say if one test came out the other way; a fault is said too, for no case passes it."""
    values = Watched(survey, patient, (leaf, not said))
    values.watching = False
    result = answer(_Brief(values))
    says = says_of(survey.guideline, values, result)
    return (*says, "fault") if result.faults else says


def impossible(survey: Survey, patient: ir.Patient) -> bool:
    """Whether the guideline says that there is no such patient."""
    values = Values(survey.guideline, patient)
    for rule in survey.guideline.impossible:
        try:
            if values.condition(rule.condition):
                return True
        except Faulty:
            continue  # a rule without a value forbids nobody
    return False


class _Observer:
    def __init__(self, survey: Survey, values: Watched, result: Result) -> None:
        self.survey = survey
        self.values = values
        self.result = result
        self.shows = 0
        self.sides: set[tuple[int, int, Side]] = set()

    def seen(self) -> Seen:
        says = says_of(self.survey.guideline, self.values, self.result)
        self.trace()
        for root in self.survey.roots:
            if any(leaf.index in self.values.told for leaf in root.leaves):
                self.root(root)
        for threshold in self.survey.thresholds:
            for end in threshold.ends:
                if end.leaf.index in self.values.told:
                    self.compared(threshold, end.leaf, end.bound)
        for home in self.survey.guideline.named:
            if isinstance(home, ir.DefinedCases):
                for index in self.values.chosen_of(home):
                    self.shows |= self.survey.bit("otherwise", id(home), index)
        return Seen(
            patient=self.values.patient,
            result=self.result,
            says=says,
            shows=self.shows,
            told=self.values.told,
            sides=frozenset(self.sides),
            read=frozenset(self.values.read),
        )

    # --- statements ---------------------------------------------------------------------------------------------------

    def trace(self) -> None:
        """The branches taken, and the steps of ladders given."""
        bit = self.survey.bit
        for entry in self.result.trace:
            if entry.what == "decide" and entry.branch is not None:
                self.shows |= bit("branch", entry.branch)
            elif entry.what == "decide":
                self.shows |= bit("asks", entry.id)
            elif entry.what == "step":
                self.moved(entry.id)
            if entry.id is not None and entry.id in self.survey.steps_of:
                self.shows |= bit("given", *self.survey.steps_of[entry.id])

    def moved(self, give: int | None) -> None:
        """The move of a ladder that a give came to."""
        guideline = self.survey.guideline
        for regimen in guideline.regimens.values():
            step = self.values.state(regimen.name).step
            if not step or give not in self.survey.gives_of[regimen.name]:
                continue
            try:
                move = next_move(self.values, regimen, step)
            except Faulty:
                continue
            rules: list[ir.Step | ir.Beyond | ir.BackTo] = [rule for rule in regimen.back if rule.number < step]
            rules += regimen.steps[step : step + 1] or regimen.beyond
            if move.step > step:
                self.shows |= self.survey.bit("move", regimen.name, step, move.step)
            for index, beyond in enumerate(regimen.beyond):
                if beyond in move.beyond:
                    self.shows |= self.survey.bit("ahead", regimen.name, index)
            for back in regimen.back:
                if move.step == back.number < step:
                    self.shows |= self.survey.bit("back", back.id)
            time = self.values.state_number(regimen.name, "time")
            for threshold in self.survey.thresholds:
                if threshold.rule is not None and time is not None and any(threshold.rule is rule for rule in rules):
                    assert threshold.value is not None
                    self.side(threshold, None, time, threshold.value)

    # --- conditions ---------------------------------------------------------------------------------------------------

    def root(self, root: Root) -> None:
        """How a condition that was read came out, and which of its tests decided it."""
        told = {leaf.index: self.value(leaf) for leaf in root.leaves}
        by_node = {id(leaf.node): told[leaf.index] for leaf in root.leaves}
        outcome = settle(root.node, lambda node: by_node[id(node)])
        if root.kind not in ("row", "case") or self.is_chosen(root):
            self.shows |= self.survey.bit("out", root.index, outcome)
        for leaf in root.leaves:
            said = told[leaf.index]
            if said is None:
                if leaf.index in self.values.told and leaf.index in self.survey.unknown_of:
                    self.shows |= self.survey.by_key[self.survey.unknown_of[leaf.index]].bit
            elif outcome is not None and len(root.leaves) > 1 and leaf.index in self.values.told:
                flipped = {**by_node, id(leaf.node): not said}
                other = settle(root.node, lambda node, flipped=flipped: flipped[id(node)])  # type: ignore[misc]  # bound now
                if other is not None and other != outcome:
                    self.shows |= self.survey.bit("decides", leaf.index, said)

    def is_chosen(self, root: Root) -> bool:
        """Whether a row or case is one that the run took."""
        assert isinstance(root.owner, ir.Table | ir.DefinedCases)
        return root.position in self.values.chosen_of(root.owner)

    def value(self, leaf: Leaf) -> bool | None:
        """What a test comes to, read or not; one without a value decides nothing."""
        if leaf.index in self.values.told:
            return self.values.told[leaf.index]
        try:
            return self.values.condition(leaf.node)
        except Faulty:
            return None

    def compared(self, threshold: Threshold, leaf: Leaf, bound: ir.Bound) -> None:
        """On which side of a threshold the patient's value lies."""
        assert isinstance(leaf.node, ir.Band)
        try:
            subject, limit = self.values.number(leaf.node.subject), self.values.number(bound.value)
        except Faulty:
            return
        if subject is None or limit is None or len(subject) > 1 or len(limit) > 1:
            return
        self.side(threshold, leaf, subject[0], limit[0])

    def side(self, threshold: Threshold, leaf: Leaf | None, value: Number, limit: Number) -> None:
        """Notes the side, unless the value is far off."""
        order = compare(value, limit)
        side: Side = "at" if order == 0 else ("under" if order < 0 else "over")
        distance = abs(about(value) - about(limit)) if order else Fraction(0)
        if not threshold.near(distance, about(limit)):
            return
        self.shows |= self.survey.bit("side", threshold.index, side)
        if leaf is not None and threshold.beside(distance, about(limit)):
            self.sides.add((threshold.index, leaf.index, side))


def about(number: Number) -> Fraction:
    """The number, a root or logarithm to twenty places."""
    return number.enclose(20)[0] if isinstance(number, Real) else number
