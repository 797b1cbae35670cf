"""Which patients come to each place of a guideline: the condition of the whole path that leads there.

Enters: the blocks of a guideline. Leaves: per statement and branch the formula of who arrives, as the interpreter runs.

    when volume_depleted: … end      give replacement arrives:  volume_depleted known false and …
    give replacement

A place in a part is reached by any of its calls, one in a regimen's step by any give of the regimen at the step before.
What stops a run counts: an ``end``, a ``when`` that might end and is unknown, a give that a ``never`` rule blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches
from milligram.ir.same import same
from milligram.ir.walk import all_statements, can_end
from milligram.prove.clashes import clashing
from milligram.prove.domains import keep
from milligram.prove.formula import Formula
from milligram.prove.ladders import Ladders
from milligram.prove.meaning import Meaning, conditions_of
from milligram.prove.single import on_one_subject
from milligram.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that must hold on the way to a place, and the line that demands it; ``before`` leads up to it."""

    place: Span
    holds: Formula
    before: Step | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A give of a drug that a give leads to, with the ladder it stands on, and for whom of those that come there."""

    give: ir.Give
    ladder: ir.Regimen | None
    when: Formula


class Paths:
    """Who arrives where in one guideline, the domain (``applies when`` and the like) apart.

    ``arriving`` has the formula of each statement and of each branch by its id; what no way leads to is missing.
    ``ways`` has, for places that one way alone leads to, what must hold on it, the last thing first; ``joined``
    the same of each way, where there are several.
    """

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.space = meaning.space
        self.guideline = meaning.guideline
        self.arriving: dict[int, Formula] = {}
        self.ways: dict[int, Step | None] = {}
        self.joined: dict[int, list[Step | None]] = {}
        self._through: dict[tuple[int, str], Formula] = {}
        self._entering: dict[int, Formula] = {}
        self._taken: dict[int, tuple[Formula, ...]] = {}
        self._open_parts: set[str] = set()
        self._giving: set[str] = set()
        self._entered: dict[object, int] = {}
        self.ladders = Ladders(meaning)
        self.unenforced = Ladders(meaning, enforced=False)
        self._deliveries: dict[str, tuple[Delivery, ...]] = {}
        for pathway in self.guideline.pathways:
            self._enter(pathway.body, self.space.true, None, None)

    # --- walking ------------------------------------------------------------------------------------------------------

    def _enter(
        self, body: tuple[ir.AnyStatement, ...], entry: Formula, ladder: ir.Regimen | None, way: Step | None
    ) -> None:
        """Notes who arrives at each statement of a block that ``entry`` enters; a block may be entered again."""
        here = entry
        for statement in body:
            if here is self.space.false:
                return
            self._note(statement.id, here, way)
            if isinstance(statement, ir.Continue | ir.End):
                return
            self._enter_within(statement, here, ladder, way)
            through = self.through(statement, ladder)
            here = self.space.all_of([here, through])
            way = self._onward(way, statement.span, through)

    def _onward(self, way: Step | None, place: Span, holds: Formula) -> Step | None:
        return way if holds is self.space.true else Step(place=place, holds=holds, before=way)

    def _note(self, place: int, here: Formula, way: Step | None) -> None:
        before = self.arriving.get(place)
        if before is None:
            self.arriving[place], self.ways[place] = here, way
        else:
            self.arriving[place] = self.space.any_of([before, here])
            if place in self.ways:
                self.joined[place] = [self.ways.pop(place)]
            self.joined[place].append(way)

    def _enter_within(
        self, statement: ir.AnyStatement, here: Formula, ladder: ir.Regimen | None, way: Step | None
    ) -> None:
        space = self.space
        match statement:
            case ir.When(condition=condition, body=body):
                holds = self.meaning.true(condition)
                self._enter(body, space.all_of([here, holds]), ladder, self._onward(way, statement.span, holds))
            case ir.Decide(branches=branches):
                for branch, taken in zip(branches, self.taken(statement), strict=True):
                    entry = space.all_of([here, taken])
                    inside = self._onward(way, branch.span, taken)
                    self._note(branch.id, entry, inside)
                    self._enter(branch.body, entry, ladder, inside)
            case ir.Follow(part=part) if part in self.guideline.parts and part not in self._open_parts:
                self._enter_part(part, here, ladder, way)
            case ir.Give(what=what) if what in self.guideline.regimens:
                self._enter_regimen(self.guideline.regimens[what], here, way)
            case ir.Give():
                allowed = space.all_of([self.unblocked(statement, ladder), self.dosed(statement)])
                inside = self._onward(way, statement.span, allowed)
                for caution in self.cautions_on(statement, ladder):
                    self._enter((caution.when,), space.all_of([here, allowed]), ladder, inside)
            case _:
                pass

    def _enter_part(self, part: str, here: Formula, ladder: ir.Regimen | None, way: Step | None) -> None:
        """Enters a part. For the same patients, the second time only tells that more ways than one lead there, and a
        third tells nothing: so parts that each follow the next twice are not walked two to the power of them times."""
        key = part, here.number, ladder and ladder.name, frozenset(self._open_parts), frozenset(self._giving)
        times = self._entered.get(key, 0)
        if times < 2:
            self._entered[key] = times + 1
            self._open_parts.add(part)
            self._enter(self.guideline.parts[part].body, here, ladder, way)
            self._open_parts.discard(part)

    def _enter_regimen(self, regimen: ir.Regimen, here: Formula, way: Step | None) -> None:
        if regimen.name in self._giving:
            return
        self._giving.add(regimen.name)
        for step in regimen.steps:
            moves = self.ladders.moves_to(regimen, step.number)
            entry = self.space.all_of([here, moves])
            self._note_step(step, entry)
            self._enter(step.body, entry, regimen, self._onward(way, step.span, moves))
        for beyond in regimen.beyond:
            moves = self.ladders.beyond(regimen, beyond)
            entry = self.space.all_of([here, moves])
            self._note_step(beyond, entry)
            self._enter(beyond.body, entry, regimen, self._onward(way, beyond.span, moves))
        self._giving.discard(regimen.name)

    def _note_step(self, rule: ir.Step | ir.Beyond, entry: Formula) -> None:
        before = self._entering.get(id(rule))
        self._entering[id(rule)] = entry if before is None else self.space.any_of([before, entry])

    def entering(self, rule: ir.Step | ir.Beyond) -> Formula:
        """Who comes to a regimen's step, or to what lies beyond its last, in a run."""
        return self._entering.get(id(rule), self.space.false)

    # --- what lets a run go on ----------------------------------------------------------------------------------------

    def through(self, statement: ir.AnyStatement, ladder: ir.Regimen | None = None) -> Formula:
        """Who goes on behind a statement, of those that arrive at it."""
        key = statement.id, "" if ladder is None else ladder.name
        kept = self._through.get(key)
        if kept is None:
            kept = self._through[key] = self._goes_on(statement, ladder)
        return kept

    def _goes_on(self, statement: ir.AnyStatement, ladder: ir.Regimen | None) -> Formula:
        space, meaning = self.space, self.meaning
        match statement:
            case ir.When(condition=condition, body=body):
                inside = self.block(body, ladder)
                ends = can_end(body, self.guideline)
                if inside is space.true and not ends:
                    return space.true
                truth = meaning.of(condition)
                ways = [space.all_of([truth.true, inside]), truth.false]
                return space.any_of(ways if ends else [*ways, meaning.unknown(condition)])
            case ir.Decide(branches=branches):
                inside_each = [self.block(branch.body, ladder) for branch in branches]
                ways = [
                    space.all_of([taken, inside])
                    for taken, inside in zip(self.taken(statement), inside_each, strict=True)
                ]
                return space.any_of(ways)
            case ir.Follow(part=part) if part in self.guideline.parts and part not in self._open_parts:
                self._open_parts.add(part)
                inside = self.block(self.guideline.parts[part].body, ladder)
                self._open_parts.discard(part)
                return inside
            case ir.Give(what=what) if what in self.guideline.regimens:
                return self._through_regimen(self.guideline.regimens[what])
            case ir.Give():
                cautions = [self.through(caution.when, ladder) for caution in self.cautions_on(statement, ladder)]
                return space.all_of([self.unblocked(statement, ladder), self.dosed(statement), *cautions])
            case ir.End():
                return space.false
            case _:
                return space.true

    def block(self, body: tuple[ir.AnyStatement, ...], ladder: ir.Regimen | None) -> Formula:
        """Who goes on behind a block, of those that enter it."""
        here = self.space.true
        for statement in body:
            if isinstance(statement, ir.Continue):
                return here
            here = self.space.all_of([here, self.through(statement, ladder)])
            if here is self.space.false:
                break
        return here

    def taken(self, decide: ir.Decide) -> tuple[Formula, ...]:
        """Per branch, in order, who takes it. Where a branch with another body is true too, nobody does: that is a
        fault; where one with the same body is, the first is taken."""
        if decide.id in self._taken:
            return self._taken[decide.id]
        space = self.space
        chosen = self.meaning.branches(decide)
        alone = list(chosen.true)
        bodies = [branch.body for branch in decide.branches if branch.kind != "unknown"]
        for first, second in self._together(decide, chosen.true):
            alone[second] = space.all_of([alone[second], space.negation(chosen.true[first])])
            if not same(bodies[first], bodies[second]):
                alone[first] = space.all_of([alone[first], space.negation(chosen.true[second])])
        none = space.negation(space.any_of(chosen.true))
        asking = space.all_of([space.any_of(chosen.open), none])
        rest = iter(alone)
        self._taken[decide.id] = tuple(asking if each.kind == "unknown" else next(rest) for each in decide.branches)
        return self._taken[decide.id]

    def _together(self, decide: ir.Decide, true: Sequence[Formula]) -> Iterator[tuple[int, int]]:
        """Pairs of branches that may be true at once. Bands on one subject tell that by themselves."""
        if decide.first_that_applies:
            return
        cases = [(i, condition) for i, condition in enumerate(conditions_of(decide)) if condition is not None]
        one = on_one_subject([condition for _, condition in cases], self.guideline)
        for low, high in clashing(self.space, [true[i] for i, _ in cases]):
            if one is None or keep(one.values[low], one.values[high]):
                yield cases[low][0], cases[high][0]

    # --- before rules are enforced ---------------------------------------------------------------------------------

    def deliveries(self, give: ir.Give) -> tuple[Delivery, ...]:
        """What a give leads to if no ``never`` rule stops or holds a regimen: itself, or the gives of its steps."""
        regimen = self.guideline.regimens.get(give.what)
        if regimen is None:
            return (Delivery(give=give, ladder=None, when=self.space.true),)
        if regimen.name not in self._deliveries:
            self._deliveries[regimen.name] = tuple(self._delivered(regimen))
        return self._deliveries[regimen.name]

    def _delivered(self, regimen: ir.Regimen) -> list[Delivery]:
        kept = self.arriving, self.ways, self.joined, self._entering, self._entered
        self.arriving, self.ways, self.joined, self._entering, self._entered = {}, {}, {}, {}, {}
        self._giving.add(regimen.name)
        for step in regimen.steps:
            self._enter(step.body, self.unenforced.moves_to(regimen, step.number), regimen, None)
        for beyond in regimen.beyond:
            self._enter(beyond.body, self.unenforced.beyond(regimen, beyond), regimen, None)
        self._giving.discard(regimen.name)
        found = self.arriving
        self.arriving, self.ways, self.joined, self._entering, self._entered = kept
        gives = {inner.id: inner for inner in all_statements(self.guideline) if isinstance(inner, ir.Give)}
        return [
            Delivery(give=gives[place], ladder=regimen, when=formula)
            for place, formula in found.items()
            if place in gives and gives[place].what not in self.guideline.regimens
        ]

    # --- drugs --------------------------------------------------------------------------------------------------------

    def rules_on(self, give: ir.Give, ladder: ir.Regimen | None) -> list[tuple[ir.Pitfall, ir.NeverRule]]:
        """The ``never`` rules that concern a give."""
        return self.ladders.rules_on([give.what], ladder)

    def cautions_on(self, give: ir.Give, ladder: ir.Regimen | None) -> list[ir.Caution]:
        """The cautions read after a give."""
        return [
            caution
            for caution in self.guideline.cautions
            if (ladder is not None and caution.target == ladder.name)
            or rule_matches(self.guideline, caution.target, give.what)
        ]

    def unblocked(self, give: ir.Give, ladder: ir.Regimen | None) -> Formula:
        """Whom no ``never`` rule keeps from a give."""
        return self.space.all_of(self.meaning.false(rule.condition) for _, rule in self.rules_on(give, ladder))

    def dosed(self, give: ir.Give) -> Formula:
        """Whose dose is known."""
        if give.dose is None:
            return self.space.true
        amounts = [give.dose.amount] if give.dose.low is None else [give.dose.amount, give.dose.low]
        return self.space.all_of(self.meaning.number_known(amount) for amount in amounts)

    def _through_regimen(self, regimen: ir.Regimen) -> Formula:
        if regimen.name in self._giving:
            return self.space.false
        self._giving.add(regimen.name)
        space = self.space
        ways = [
            space.all_of([self.ladders.moves_to(regimen, step.number), self.block(step.body, regimen)])
            for step in regimen.steps
        ]
        ways += [self.ladders.beyond(regimen, rule) for rule in regimen.beyond if self.ladders.alone(regimen, rule)]
        stops = [
            space.any_of([space.negation(self.ladders.beyond(regimen, beyond)), self.block(beyond.body, regimen)])
            for beyond in regimen.beyond
        ]
        self._giving.discard(regimen.name)
        return space.all_of([space.any_of(ways), *stops])
