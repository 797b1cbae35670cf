"""What the prover says of goals that no patient tried shows: who would, or that nobody can.

Enters: a survey and an open goal. Leaves: a formula that every patient who shows the goal makes true; by the prover
either a draft to try, or the certainty that there is nobody.

    never give apixaban when clearance under 15 mL/min: true   ->   Nobody: whoever gets to the give has 15 or more

The formula is necessary, not sufficient: a place in a define or a table is taken to be read by all who come to where
its name stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from milligram.compare.cases.drafts import Draft, Key
from milligram.compare.cases.explore import Explorer
from milligram.compare.cases.goals import Goal, Survey
from milligram.compare.cases.places import AnyLeaf, Leaf, Root, leaves_of
from milligram.compare.cases.thresholds import NEAR, Side, Threshold
from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.ir.walk import all_statements, names_read
from milligram.prove.answers import Found, Nobody
from milligram.prove.budget import Budget
from milligram.prove.drafts import draft_of
from milligram.prove.formula import UNKNOWN, Formula
from milligram.prove.patients import key_of
from milligram.prove.prover import Prover
from milligram.quantity import Measure, parse_unit

MOST_STEPS = 5_000_000
"""What all proofs about the goals of a guideline may spend together."""


def _within(budget: Budget | None) -> Budget:
    """The budget, with no more than `MOST_STEPS` of it."""
    return Budget(MOST_STEPS) if budget is None else Budget(min(MOST_STEPS, budget.steps_left), budget.seconds_left)


class Proofs:
    """Asks the prover about the goals of a survey. ``budget`` is what that may take, `MOST_STEPS` at most.

    Raises:
        Spent: the budget was spent on setting the prover up.
    """

    def __init__(self, survey: Survey, budget: Budget | None = None) -> None:
        self.survey = survey
        self.guideline = survey.guideline
        self.prover = Prover(survey.guideline, _within(budget))
        self.space = self.prover.space
        self.meaning = self.prover.meaning
        self.roots_by_leaf = {leaf.index: root for root in survey.roots for leaf in root.leaves}
        self._readers: dict[str, Formula | None] = {}

    def ask(self, goal: Goal) -> Found | Nobody | None:
        """Whom the prover finds for a goal; None where it cannot tell, or where no formula says what is needed."""
        needs = self._needs(goal)
        if needs is None:
            return None
        if isinstance(self.prover.ask(needs), Nobody):
            return Nobody()
        whole = self.prover.complete(needs)
        return whole if isinstance(whole, Found) else None

    def drafts(self, explorer: Explorer, goal: Goal, found: Found) -> Iterator[Draft]:
        """Patients to try for a goal: as found, with what is free as usual; then next to its threshold."""
        bare: Draft = {}
        for (kind, name), value in draft_of(found, self.prover.subjects, None).items():
            if kind in ("input", "step", "time"):
                bare[kind, name] = value  # type: ignore[index]  # the kind was just looked at
        unknown = {key_of(self.space.variables[index].subject) for index, mask in found.box.items() if mask == UNKNOWN}
        usual: Draft = {key: value for key, value in explorer.trials.typical.items() if key not in unknown}
        for draft in ({**usual, **bare}, bare):
            yield draft
            for key, value in self._beside(goal):
                yield {**draft, key: value}

    def _beside(self, goal: Goal) -> Iterator[tuple[Key, Fraction]]:
        match goal.key:
            case ("side", int(index), str(side)):
                threshold = self.survey.thresholds[index]
                key = key_of(threshold.subject)
                if key is None or threshold.value is None:
                    return
                step = threshold.step or Fraction(1)
                yield key, threshold.value + {"under": -step, "at": Fraction(0), "over": step}[side]  # type: ignore[misc]  # three sides
            case _:
                return

    # --- what a goal needs --------------------------------------------------------------------------------------------

    def _needs(self, goal: Goal) -> Formula | None:
        paths, space = self.prover.paths, self.space
        match goal.key:
            case ("branch", int(branch)):
                return paths.arriving.get(branch, space.false)
            case ("asks", int(decide)):
                roots = [root for root in self.survey.roots if root.kind == "branch" and _id(root.owner) == decide]
                none = [space.negation(self.meaning.true(root.node)) for root in roots]
                return space.all_of([paths.arriving.get(decide, space.false), *none])
            case ("out", int(index), bool() | None as outcome):
                root = self.survey.roots[index]
                return self._both(self._reach(root), self._comes_to(root.node, outcome))
            case ("decides", int(index), bool(value)):
                root = self.roots_by_leaf[index]
                leaf = self.survey.leaves[index].node
                true, false = _with(root.node, leaf, True), _with(root.node, leaf, False)
                rises = space.all_of([self.meaning.true(true), self.meaning.false(false)])
                falls = space.all_of([self.meaning.false(true), self.meaning.true(false)])
                flips = space.all_of([self._comes_to(leaf, value), space.any_of([rises, falls])])
                return self._both(self._reach(root), flips)
            case ("unknown", _, _):
                leaves = [leaf for leaf in self.survey.leaves if self.survey.unknown_of.get(leaf.index) == goal.key]
                return self._any(self._both(self._reads(leaf), self._comes_to(leaf.node, None)) for leaf in leaves)
            case ("side", int(index), ("under" | "at" | "over") as side):
                return self._side(self.survey.thresholds[index], side)
            case ("given" | "move", str(name), *_, int(number)):
                return paths.entering(self.guideline.regimens[name].steps[number - 1])
            case ("ahead", str(name), int(index)):
                return paths.entering(self.guideline.regimens[name].beyond[index])
            case _:
                return None

    def _side(self, threshold: Threshold, side: Side) -> Formula | None:
        if threshold.rule is not None:
            return None
        ways = []
        for end in threshold.ends:
            band = end.leaf.node
            assert isinstance(band, ir.Band)
            low = end.bound is band.low
            half = ir.Band(subject=band.subject, low=end.bound if low else None, high=None if low else end.bound)
            inside = end.bound.included if side == "at" else (side == "over") is low
            reach = self._reads(end.leaf)
            there = self.space.all_of([self._comes_to(half, inside), *self._pins(threshold, side)])
            ways.append(self._both(reach, there))
        return self._any(ways)

    def _pins(self, threshold: Threshold, side: Side) -> Iterator[Formula]:
        """How a value on one side of a threshold, and near it, stands to the other thresholds of its subject."""
        if threshold.value is None or threshold.step is None:
            return
        near = 0 if side == "at" else max(threshold.step, abs(threshold.value) * NEAR)
        least = threshold.value - (near if side == "under" else 0)
        most = threshold.value + (near if side == "over" else 0)
        for other in self.survey.thresholds:
            if other.value is None or other.subject != threshold.subject:
                continue
            for end in other.ends:
                band = end.leaf.node
                assert isinstance(band, ir.Band)
                low = end.bound is band.low
                over = least > other.value or (least == other.value and end.bound.included is low)
                under = most < other.value or (most == other.value and end.bound.included is not low)
                if other.value == threshold.value and side != "at":
                    over, under = side == "over", side == "under"
                if over or under:
                    half = ir.Band(
                        subject=band.subject, low=end.bound if low else None, high=None if low else end.bound
                    )
                    yield self._comes_to(half, over is low)

    def _comes_to(self, node: ir.AnyCondition, outcome: bool | None) -> Formula:
        if outcome is None:
            return self.meaning.unknown(node)
        return self.meaning.true(node) if outcome else self.meaning.false(node)

    def _both(self, reach: Formula | None, there: Formula) -> Formula | None:
        return None if reach is None else self.space.all_of([reach, there])

    def _any(self, ways: Iterator[Formula | None] | list[Formula | None]) -> Formula | None:
        found = list(ways)
        return self.space.any_of(way for way in found if way is not None) if None not in found else None

    # --- who reads a condition ----------------------------------------------------------------------------------------

    def _reach(self, root: Root) -> Formula | None:
        """Everybody for whom a condition is read, and perhaps more; None where that is not known."""
        space, arriving = self.space, self.prover.paths.arriving
        match root.kind:
            case "applies":
                return None  # it is read of everybody, and the prover looks only at those whom it lets in
            case "when" | "branch":
                come = arriving.get(_id(root.owner), space.false)
                return space.all_of([come, *self._earlier(root)])
            case "step" | "beyond" | "back":
                regimen = self._regimen_of(root)
                come = space.any_of(arriving.get(give, space.false) for give in self.survey.gives_of[regimen])
                return space.all_of([come, self._may_run(regimen)])
            case "never":
                return self._reach_of_rule(root)
            case "case" | "row":
                return self._both(self._reach_of_names(_names(root.owner)), space.all_of(self._earlier(root)))
            case "define" | "line":
                return self._reach_of_names(_names(root.owner))
            case _:
                return space.true

    def _reads(self, leaf: Leaf) -> Formula | None:
        """Who gets to one test of a condition: operands before it have not settled the whole."""
        root = self.roots_by_leaf[leaf.index]
        return self._both(self._reach(root), self.space.all_of(self._unsettled(root.node, leaf.node)))

    def _unsettled(self, condition: ir.AnyCondition, leaf: AnyLeaf) -> Iterator[Formula]:
        match condition:
            case ir.Not(operand=operand):
                yield from self._unsettled(operand, leaf)
            case ir.All(operands=operands) | ir.Any(operands=operands):
                for operand in operands:
                    if any(inner is leaf for inner in leaves_of(operand)):
                        yield from self._unsettled(operand, leaf)
                        return
                    settling = self.meaning.false if isinstance(condition, ir.All) else self.meaning.true
                    yield self.space.negation(settling(operand))
            case _:
                return

    def _earlier(self, root: Root) -> Iterator[Formula]:
        """That what stands before in a *first that applies* is not true: else the rest is not read."""
        if isinstance(root.owner, ir.Decide | ir.Table | ir.DefinedCases) and root.owner.first_that_applies:
            for other in self.survey.roots:
                if other.owner is root.owner and other.index < root.index:
                    yield self.space.negation(self.meaning.true(other.node))

    def _regimen_of(self, root: Root) -> str:
        for name, regimen in self.guideline.regimens.items():
            if any(rule is root.owner for rule in (*regimen.steps, *regimen.beyond, *regimen.back)):
                return name
        raise AssertionError(root)

    def _reach_of_rule(self, root: Root) -> Formula:
        """Who comes to a give that the rule concerns, or has begun a regimen that it concerns."""
        assert isinstance(root.owner, ir.NeverRule)
        target, space = root.owner.target, self.space
        ways = []
        for statement in all_statements(self.guideline):
            if isinstance(statement, ir.Give) and (
                rule_matches(self.guideline, target, statement.what) or target in self.guideline.regimens
            ):
                ways.append(self.prover.paths.arriving.get(statement.id, space.false))
        for name in self.guideline.regimens:
            if rule_matches(self.guideline, target, name) or target == name:
                ways.append(self._may_run(name))
        return space.any_of(ways)

    def _may_run(self, regimen: str) -> Formula:
        """Whose regimen is not known to be at step 0."""
        number = ir.StateNumber(regimen=regimen, which="step", measure=Measure(parse_unit("1")))
        zero = ir.Const(measure=number.measure, value=Fraction(0), written="0")
        over = ir.Band(subject=number, low=ir.Bound(value=zero, included=False))
        return self.space.negation(self.meaning.false(over))

    def _reach_of_names(self, names: tuple[str, ...]) -> Formula | None:
        """Everybody for whom one of some named values is worked out; None where ``applies when`` reads it, too."""
        found: list[Formula | None] = []
        for name in names:
            if name not in self._readers:
                self._readers[name] = self.space.false  # a name that reads itself is a fault, and read by nobody
                self._readers[name] = self._reach_of_name(name)
            found.append(self._readers[name])
        return self._any(found)

    def _reach_of_name(self, name: str) -> Formula | None:
        arriving, nobody = self.prover.paths.arriving, self.space.false
        found: list[Formula | None] = []
        for root in self.survey.roots:
            ahead = isinstance(root.owner, ir.Statement) and root.owner.id in self.survey.steps_of
            for leaf in root.leaves:
                if name in names_read(leaf.node):  # who runs a step looks ahead into it
                    found.append(self.space.true if ahead else self._reads(leaf))
        for statement in all_statements(self.guideline):
            match statement:
                case ir.Give(dose=dose) if dose is not None and name in names_read(dose):
                    found.append(arriving.get(statement.id, nobody))
                case ir.Report(names=names) if name in names:
                    found.append(arriving.get(statement.id, nobody))
                case _:
                    pass
        for home in self.guideline.named:
            if any(name in names_read(value) for value in _values(home)):
                found.append(self._reach_of_names(_names(home)))
        return self._any(found)


def _names(home: ir.Node) -> tuple[str, ...]:
    """The names that a define, a table or a score gives a value to."""
    match home:
        case ir.Table(outputs=outputs):
            return tuple(name for name, _ in outputs)
        case ir.DefinedCondition(name=name) | ir.DefinedNumber(name=name) | ir.DefinedCases(name=name):
            return (name,)
        case ir.Score(name=name):
            return (name,)
        case _:
            raise AssertionError(home)


def _values(home: ir.Named) -> tuple[ir.AnyValue, ...]:
    """The values, its conditions apart, that a named value comes to."""
    match home:
        case ir.Table(rows=rows):
            return tuple(value for row in rows for value in row.values)
        case ir.DefinedCases(cases=cases):
            return tuple(case.value for case in cases)
        case ir.Score(lines=lines):
            return tuple(line.points for line in lines)
        case ir.DefinedNumber(value=value):
            return (value,)
        case ir.DefinedCondition():
            return ()
        case _:
            assert_never(home)


def _id(node: ir.Node) -> int:
    assert isinstance(node, ir.When | ir.Decide)
    return node.id


def _with(condition: ir.AnyCondition, leaf: AnyLeaf, value: bool) -> ir.AnyCondition:
    """A condition with a constant in the place of one of its tests."""
    match condition:
        case ir.Not(operand=operand):
            return ir.Not(operand=_with(operand, leaf, value))
        case ir.All(operands=operands):
            return ir.All(operands=tuple(_with(operand, leaf, value) for operand in operands))
        case ir.Any(operands=operands):
            return ir.Any(operands=tuple(_with(operand, leaf, value) for operand in operands))
        case ir.AtLeast(count=count, operands=operands):
            return ir.AtLeast(count=count, operands=tuple(_with(operand, leaf, value) for operand in operands))
        case _:
            return ir.Always(value=value) if condition is leaf else condition
