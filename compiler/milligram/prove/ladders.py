"""Who is given which step of a ladder, and whom something stops or holds.

Enters: a regimen and the meaning of conditions. Leaves: formulas over its state and what its rules read; one
move a run.

    step 2 after 1 week when low   ->   given to: at step 1, time at least 7 d, low true; or at step 2 and not moving on
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers, rule_matches
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.meaning import Meaning
from milligram.prove.subjects import state_of

Move: TypeAlias = ir.Step | ir.Beyond | ir.BackTo


class Ladders:
    """The moves of a guideline's regimens. Without ``enforced``, as if no ``never`` rule stopped or held any."""

    def __init__(self, meaning: Meaning, *, enforced: bool = True) -> None:
        self.enforced = enforced
        self.meaning = meaning
        self.space = meaning.space
        self.guideline = meaning.guideline
        self._moves: dict[str, dict[int, Formula]] = {}

    def rules_on(self, drugs: Iterable[str], ladder: ir.Regimen | None) -> list[tuple[ir.Pitfall, ir.NeverRule]]:
        """The ``never`` rules that concern giving any of ``drugs``, or the regimen that gives them."""
        given = list(drugs)
        return [
            (pitfall, rule)
            for pitfall in self.guideline.pitfalls
            for rule in pitfall.rules
            if (ladder is not None and rule.target == ladder.name)
            or any(rule_matches(self.guideline, rule.target, drug) for drug in given)
        ]

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
        allowed = self._allowed(regimen, step) if self.enforced else []
        runs = [self.space.negation(truth.true) for truth in own]
        free = [truth.false for truth in own]
        return self.space.all_of([*runs, *allowed]), self.space.all_of([*free, *allowed])

    def _allowed(self, regimen: ir.Regimen, step: ir.Step) -> list[Formula]:
        """Whom no ``never`` rule keeps from what a step may give."""
        allowed = [self.meaning.false(rule.condition) for _, rule in self.rules_on((), regimen)]
        for give, possible, _ in self.given_at(step):
            rules = [self.meaning.false(rule.condition) for _, rule in self.rules_on([give.what], None)]
            allowed.append(self.space.any_of([self.space.negation(possible), self.space.all_of(rules)]))
        return allowed

    def given_at(self, step: ir.Step) -> list[tuple[ir.Give, Formula, Formula]]:
        """What a step gives: each give with where it may come, and where it surely does."""
        return list(_Ahead(self.meaning).gives(step.body))

    def moves_to(self, regimen: ir.Regimen, number: int) -> Formula:
        """Who is given a step when the regimen is given."""
        return self._ways(regimen).get(number, self.space.false)

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
            else:
                alone = [self.beyond(regimen, rule) for rule in regimen.beyond if self.alone(regimen, rule)]
                kept += [space.negation(each) for each in alone]
            stay = space.any_of([space.all_of([runs, space.negation(free)]), space.all_of([free, *kept])])
            to[step.number].append(space.all_of([at, stay]))
        self._moves[regimen.name] = {number: space.any_of(ways) for number, ways in to.items()}
        return self._moves[regimen.name]

    def moves_on(self, regimen: ir.Regimen, rule: ir.Step | ir.Beyond) -> Formula:
        """Who moves on to a step after the first, or beyond the last, when the regimen is given."""
        if isinstance(rule, ir.Beyond):
            return self.beyond(regimen, rule)
        before = regimen.steps[rule.number - 2]
        _, free = self.uninterrupted(regimen, before)
        no_back = [self.due(regimen, back)[1] for back in regimen.back if back.number < before.number]
        return self.space.all_of([self.at_step(regimen, before.number), free, self.due(regimen, rule)[0], *no_back])

    def alone(self, regimen: ir.Regimen, rule: ir.Beyond) -> bool:
        """Whether what lies beyond the last step stops or holds the regimen, and so stands in place of the step."""
        own = delivers(self.guideline, regimen.name)
        return any(isinstance(inner, ir.Stop | ir.Hold) and inner.what in own for inner in rule.body)

    def beyond(self, regimen: ir.Regimen, rule: ir.Beyond) -> Formula:
        """Who comes beyond the last step by a rule when the regimen is given."""
        last = regimen.steps[-1]
        _, free = self.uninterrupted(regimen, last)
        no_back = [self.due(regimen, back)[1] for back in regimen.back if back.number < last.number]
        return self.space.all_of([self.at_step(regimen, last.number), free, self.due(regimen, rule)[0], *no_back])


_Possible: TypeAlias = tuple[ir.Give, Formula, Formula]


class _Ahead:
    """What a block may come to, as `milligram.interpret.ahead` looks ahead: where it would halt, all is possible."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.space = meaning.space
        self.ended = meaning.space.false
        self.unsure = meaning.space.false
        self.following: list[str] = []

    def gives(self, body: tuple[ir.AnyStatement, ...]) -> Iterator[_Possible]:
        """Each give of a block, with where it is possible, and where certain."""
        return self._block(body, self.space.true, self.space.true)

    def _block(self, body: tuple[ir.AnyStatement, ...], entered: Formula, sure: Formula) -> Iterator[_Possible]:
        space, meaning = self.space, self.meaning
        left = space.false
        for statement in body:
            possible = space.all_of([entered, space.negation(self.ended), space.negation(left)])
            certain = space.all_of([sure, possible, space.negation(self.unsure)])
            match statement:
                case ir.Give():
                    yield statement, possible, certain
                case ir.When(condition=condition, body=inner):
                    truth = meaning.of(condition)
                    entry = space.all_of([possible, space.negation(truth.false)])
                    yield from self._block(inner, entry, space.all_of([certain, truth.true]))
                case ir.Decide():
                    yield from self._decide(statement, possible, certain)
                case ir.Follow(part=part) if part in meaning.guideline.parts and part not in self.following:
                    self.following.append(part)
                    yield from self._block(meaning.guideline.parts[part].body, possible, certain)
                    self.following.pop()
                case ir.End():
                    self.ended = space.any_of([self.ended, certain])
                case ir.Continue():
                    left = space.any_of([left, certain])
                case _:
                    pass

    def _decide(self, node: ir.Decide, possible: Formula, certain: Formula) -> Iterator[_Possible]:
        space = self.space
        chosen = self.meaning.branches(node)
        none = space.negation(space.any_of(chosen.true))
        asks = next((branch for branch in node.branches if branch.kind == "unknown"), None)
        others = [branch for branch in node.branches if branch.kind != "unknown"]
        for branch, true, open_ in zip(others, chosen.true, chosen.open, strict=True):
            taken = true if asks is not None else space.any_of([true, space.all_of([open_, none])])
            yield from self._block(branch.body, space.all_of([possible, taken]), space.all_of([certain, true]))
        if asks is not None:
            yield from self._block(asks.body, space.all_of([possible, none]), space.all_of([certain, none]))
        else:
            self.unsure = space.any_of([self.unsure, space.all_of([possible, none])])
