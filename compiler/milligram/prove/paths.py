"""Which patients come to each place of a guideline: the condition of the whole path that leads there.

Enters: the blocks of a guideline. Leaves: per statement and branch the formula of who arrives, as the interpreter runs.

    when volume_depleted: … end      give replacement arrives:  volume_depleted known false and …
    give replacement

A place in a part is reached by any of its calls, one in a regimen's step by any give of the regimen at the step before.
What stops a run counts: an ``end``, a ``when`` that might end and is unknown, a give that a ``never`` rule blocks.
"""

from __future__ import annotations

from typing import TypeAlias

from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers, rule_matches
from milligram.ir.same import same
from milligram.ir.walk import can_end, statements
from milligram.prove.clashes import clashing
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.meaning import Chosen, Meaning, conditions_of
from milligram.prove.subjects import state_of

Move: TypeAlias = ir.Step | ir.Beyond | ir.BackTo


class Paths:
    """Who arrives where in one guideline, the domain (``applies when`` and the like) apart.

    ``arriving`` has the formula of each statement and of each branch by its id; what no way leads to is missing.
    """

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.space = meaning.space
        self.guideline = meaning.guideline
        self.arriving: dict[int, Formula] = {}
        self._through: dict[tuple[int, str], Formula] = {}
        self._entering: dict[int, Formula] = {}
        self._taken: dict[int, tuple[Formula, ...]] = {}
        self._open_parts: set[str] = set()
        self._giving: set[str] = set()
        self._moves: dict[str, dict[int, Formula]] = {}
        for pathway in self.guideline.pathways:
            self._enter(pathway.body, self.space.true, None)

    # --- walking ------------------------------------------------------------------------------------------------------

    def _enter(self, body: tuple[ir.AnyStatement, ...], entry: Formula, ladder: ir.Regimen | None) -> None:
        """Notes who arrives at each statement of a block that ``entry`` enters; a block may be entered again."""
        here = entry
        for statement in body:
            if here is self.space.false:
                return
            self._note(statement.id, here)
            if isinstance(statement, ir.Continue | ir.End):
                return
            self._enter_within(statement, here, ladder)
            here = self.space.all_of([here, self.through(statement, ladder)])

    def _note(self, place: int, here: Formula) -> None:
        before = self.arriving.get(place)
        self.arriving[place] = here if before is None else self.space.any_of([before, here])

    def _enter_within(self, statement: ir.AnyStatement, here: Formula, ladder: ir.Regimen | None) -> None:
        space = self.space
        match statement:
            case ir.When(condition=condition, body=body):
                self._enter(body, space.all_of([here, self.meaning.true(condition)]), ladder)
            case ir.Decide(branches=branches):
                for branch, taken in zip(branches, self.taken(statement), strict=True):
                    entry = space.all_of([here, taken])
                    self._note(branch.id, entry)
                    self._enter(branch.body, entry, ladder)
            case ir.Follow(part=part) if part in self.guideline.parts and part not in self._open_parts:
                self._open_parts.add(part)
                self._enter(self.guideline.parts[part].body, here, ladder)
                self._open_parts.discard(part)
            case ir.Give(what=what) if what in self.guideline.regimens:
                self._enter_regimen(self.guideline.regimens[what], here)
            case ir.Give():
                given = space.all_of([here, self.unblocked(statement, ladder), self.dosed(statement)])
                for caution in self.cautions_on(statement, ladder):
                    self._enter((caution.when,), given, ladder)
            case _:
                pass

    def _enter_regimen(self, regimen: ir.Regimen, here: Formula) -> None:
        if regimen.name in self._giving:
            return
        self._giving.add(regimen.name)
        for step in regimen.steps:
            entry = self.space.all_of([here, self.moves_to(regimen, step.number)])
            self._note_step(step, entry)
            self._enter(step.body, entry, regimen)
        for beyond in regimen.beyond:
            entry = self.space.all_of([here, self.beyond(regimen, beyond)])
            self._note_step(beyond, entry)
            self._enter(beyond.body, entry, regimen)
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
        chosen = self.chosen(decide)
        alone = list(chosen.true)
        bodies = [branch.body for branch in decide.branches if branch.kind != "unknown"]
        for first, second in clashing(space, chosen.true):
            alone[second] = space.all_of([alone[second], space.negation(chosen.true[first])])
            if not same(bodies[first], bodies[second]):
                alone[first] = space.all_of([alone[first], space.negation(chosen.true[second])])
        none = space.negation(space.any_of(chosen.true))
        asking = space.all_of([space.any_of(chosen.open), none])
        rest = iter(alone)
        self._taken[decide.id] = tuple(asking if each.kind == "unknown" else next(rest) for each in decide.branches)
        return self._taken[decide.id]

    def chosen(self, decide: ir.Decide) -> Chosen:
        """Where each branch but ``unknown`` is true, and where it is not ruled out."""
        return self.meaning.chosen(conditions_of(decide), first_that_applies=decide.first_that_applies)

    # --- drugs --------------------------------------------------------------------------------------------------------

    def rules_on(self, give: ir.Give, ladder: ir.Regimen | None) -> list[tuple[ir.Pitfall, ir.NeverRule]]:
        """The ``never`` rules that concern a give."""
        return [
            (pitfall, rule)
            for pitfall in self.guideline.pitfalls
            for rule in pitfall.rules
            if rule_matches(self.guideline, rule.target, give.what)
            or (ladder is not None and rule.target == ladder.name)
        ]

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

    # --- ladders ------------------------------------------------------------------------------------------------------

    def at_step(self, regimen: ir.Regimen, number: int) -> Formula:
        """Who is at a step; 0 is not started."""
        variable, mask = self.meaning.subjects.numeric(
            state_of(regimen.name, "step"), Intervals.between(number, number)
        )
        return self.space.test(variable, mask)

    def due(self, regimen: ir.Regimen, rule: Move) -> tuple[Formula, Formula]:
        """Where a move is due, and where it is certainly not."""
        true, false = self.space.true, self.space.false
        if rule.after is not None:
            variable, mask = self.meaning.subjects.numeric(
                state_of(regimen.name, "time"), Intervals.between(rule.after.low)
            )
            true = self.space.test(variable, mask)
            false = self.space.test(variable, variable.known & ~mask)
        if rule.condition is not None:
            truth = self.meaning.of(rule.condition)
            true, false = self.space.all_of([true, truth.true]), self.space.any_of([false, truth.false])
        return true, false

    def uninterrupted(self, regimen: ir.Regimen, step: ir.Step) -> tuple[Formula, Formula]:
        """At a step: who is neither stopped nor held, and who besides is free to move."""
        own = [self.meaning.of(rule.condition) for rule in regimen.interruptions]
        not_true = [self.space.negation(truth.true) for truth in own]
        free = [truth.false for truth in own]
        drugs = [inner.what for inner in statements(step.body) if isinstance(inner, ir.Give)]
        rules = [
            self.meaning.false(rule.condition)
            for pitfall in self.guideline.pitfalls
            for rule in pitfall.rules
            if rule.target == regimen.name or any(rule_matches(self.guideline, rule.target, drug) for drug in drugs)
        ]
        return self.space.all_of([*not_true, *rules]), self.space.all_of([*free, *rules])

    def _ways(self, regimen: ir.Regimen) -> dict[int, Formula]:
        """Per step, who is given it when the regimen is given."""
        if regimen.name in self._moves:
            return self._moves[regimen.name]
        space = self.space
        to: dict[int, list[Formula]] = {step.number: [] for step in regimen.steps}
        if regimen.steps:
            to[regimen.steps[0].number].append(self.at_step(regimen, 0))
        for step in regimen.steps:
            at = self.at_step(regimen, step.number)
            runs, free = self.uninterrupted(regimen, step)
            kept: list[Formula] = []
            no_back: list[Formula] = []
            for rule in regimen.back:
                if rule.number < step.number and rule.number in to:
                    due, undue = self.due(regimen, rule)
                    to[rule.number].append(space.all_of([at, free, due]))
                    kept.append(space.negation(due))
                    no_back.append(undue)
            following = next((each for each in regimen.steps if each.number == step.number + 1), None)
            if following is not None:
                due, _ = self.due(regimen, following)
                onwards = space.all_of([free, due, *no_back])
                to[following.number].append(space.all_of([at, onwards]))
                kept.append(space.negation(onwards))
            if following is None:
                kept += [
                    space.negation(self.beyond(regimen, rule)) for rule in regimen.beyond if self._alone(regimen, rule)
                ]
            stay = space.any_of([space.all_of([runs, space.negation(free)]), space.all_of([free, *kept])])
            to[step.number].append(space.all_of([at, stay]))
        self._moves[regimen.name] = {number: space.any_of(ways) for number, ways in to.items()}
        return self._moves[regimen.name]

    def _alone(self, regimen: ir.Regimen, rule: ir.Beyond) -> bool:
        """Whether what lies beyond the last step stops or holds the regimen, and so stands in place of the step."""
        own = delivers(self.guideline, regimen.name)
        return any(isinstance(inner, ir.Stop | ir.Hold) and inner.what in own for inner in rule.body)

    def moves_to(self, regimen: ir.Regimen, number: int) -> Formula:
        """Who is given a step when the regimen is given."""
        return self._ways(regimen).get(number, self.space.false)

    def beyond(self, regimen: ir.Regimen, rule: ir.Beyond) -> Formula:
        """Who comes beyond the last step by a rule when the regimen is given."""
        last = regimen.steps[-1]
        _, free = self.uninterrupted(regimen, last)
        no_back = [self.due(regimen, back)[1] for back in regimen.back if back.number < last.number]
        return self.space.all_of([self.at_step(regimen, last.number), free, self.due(regimen, rule)[0], *no_back])

    def _through_regimen(self, regimen: ir.Regimen) -> Formula:
        if regimen.name in self._giving:
            return self.space.false
        self._giving.add(regimen.name)
        space = self.space
        ways = [
            space.all_of([self.moves_to(regimen, step.number), self.block(step.body, regimen)])
            for step in regimen.steps
        ]
        ways += [self.beyond(regimen, rule) for rule in regimen.beyond if self._alone(regimen, rule)]
        stops = [
            space.any_of([space.negation(self.beyond(regimen, beyond)), self.block(beyond.body, regimen)])
            for beyond in regimen.beyond
        ]
        self._giving.discard(regimen.name)
        return space.all_of([space.any_of(ways), *stops])
