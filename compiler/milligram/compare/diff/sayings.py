"""Who is told what by each side of a product, as formulas.

Enters: a product and its prover. Leaves: per side `Sayings`: for each piece of advice the formula of who gets it, in
the order in which a run says it; who is asked for what; what is reported to whom.

    when low: give 12 mmol of magnesium      ->   Saying(key=("give", …), amounts=(12,), where=low known true and …)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from milligram.compare.diff.advice import Key, Keys, Rung, strength_of
from milligram.compare.diff.behind import Asked, Behind
from milligram.compare.diff.faults import Unsettled, undefined
from milligram.compare.diff.visits import Visit, Visits
from milligram.compare.product import Side
from milligram.compare.wording import wording
from milligram.ir import nodes as ir
from milligram.ir.walk import descend
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.prover import Prover
from milligram.prove.subjects import state_of
from milligram.prove.terms import values_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A piece of advice at one place of a run, and who gets it there. ``amounts`` are those of a give. ``pathway`` and
    ``place`` say where in a run it stands; -1: before any pathway, or nowhere."""

    key: Key
    where: Formula
    amounts: tuple[ir.AnyNumber, ...] = ()
    pathway: int = -1
    place: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A value that is reported, by its name in the product, and to whom."""

    name: str
    where: Formula


@dataclass(slots=True)
class Sayings:
    """All of one side. ``applies`` is who it is for, ``asked`` who is asked for what. ``undefined`` is for whom some
    formula has no value: apart, since the prover takes nobody for a patient of whom a number that it reads does not
    exist."""

    applies: Formula
    said: list[Saying] = field(default_factory=list)
    reported: list[Reported] = field(default_factory=list)
    asked: Asked = field(default_factory=dict)
    undefined: list[Formula] = field(default_factory=list)


class Listener:
    """Collects what each side says. A fault ends its pathway: whom one stops is told nothing that comes behind it."""

    def __init__(self, prover: Prover, keys: Keys) -> None:
        words = wording(keys.product, prover)
        self.unsettled = Unsettled(words)
        self.undefined = list(undefined(words))
        self.prover = prover
        self.space = prover.space
        self.meaning = prover.meaning
        self.guideline = prover.guideline
        self.keys = keys
        self.paths = Visits(prover)
        sides = keys.product.left, keys.product.right
        self.behind = Behind(
            self.meaning,
            {
                view: side.names.inputs.get(name, name)
                for side in sides
                for views in (side.names.words, side.names.points)
                for name, view in views.items()
            },
        )
        self.found = Sayings(applies=self.space.true)
        self.asked: list[Asked] = []

    def of(self, side: Side) -> Sayings:
        """What one side says."""
        space = self.space
        applies = space.true if side.applies is None else self.meaning.true(side.applies)
        self.found = found = Sayings(applies=applies)
        self.asked = []
        own = {side.names.regimens.get(name, name) for name in side.guideline.regimens}
        for name, regimen in self.guideline.regimens.items():
            if name in own:
                self._interruptions(regimen)
        for node, where in self.undefined:
            if self._stands_in(node, side):
                found.undefined.append(where)
        stopped: dict[int, Formula] = {}
        for place, visit in enumerate(self.paths.visits):
            if visit.node.id in side.statements:
                before = stopped.get(visit.pathway, space.false)
                fault = space.all_of([self.unsettled.where(visit), space.negation(before)])
                self._say(("fault",), fault, at=(visit.pathway, place))
                faults = [before, fault, *(where for node, where in self.undefined if node is visit.node)]
                stopped[visit.pathway] = stops = space.any_of(faults)
                stops = before if isinstance(visit.node, ir.Report) else stops  # some are told before it stops
                self._visit(replace(visit, here=space.all_of([visit.here, space.negation(stops)])), place)
        told = (replace(each, where=space.all_of([applies, each.where])) for each in found.said)
        found.said = [each for each in told if each.where is not space.false]
        found.reported = [replace(each, where=space.all_of([applies, each.where])) for each in found.reported]
        found.asked = self.behind.merged(self.asked, applies)
        found.undefined = [space.all_of([applies, each]) for each in found.undefined]
        if side.applies is not None:
            found.said.append(Saying(key=("outside",), where=self.meaning.false(side.applies)))
            found.said.append(Saying(key=("perhaps outside",), where=self.meaning.unknown(side.applies)))
            found.asked = self.behind.merged([found.asked, self.behind.of(side.applies)])
        return found

    def _stands_in(self, node: ir.Node, side: Side) -> bool:
        if isinstance(node, ir.Statement):
            return node.id in side.statements
        own = (self.guideline.regimens[side.names.regimens.get(name, name)] for name in side.guideline.regimens)
        return any(node is inner for regimen in own for inner in descend(regimen))

    def shared(self) -> list[Formula]:
        """Who comes to the places that both sides lead the same patients to; the last places first."""
        product = self.keys.product
        sides = [
            dict.fromkeys(visit.here for visit in self.paths.visits if visit.node.id in side.statements)
            for side in (product.left, product.right)
        ]
        return [here for here in reversed(sides[0]) if here in sides[1]]

    def _say(self, key: Key, *where: Formula, amounts: tuple[ir.AnyNumber, ...] = (), at: tuple[int, int]) -> None:
        whom = self.space.all_of(where)
        if whom is not self.space.false:
            pathway, place = at
            self.found.said.append(Saying(key=key, where=whom, amounts=amounts, pathway=pathway, place=place))

    def _ask(self, asked: Asked, *where: Formula) -> None:
        self.asked.append(self.behind.merged([asked], self.space.all_of(where)))

    # --- statements ---------------------------------------------------------------------------------------------------

    def _visit(self, visit: Visit, place: int) -> None:
        node, here, at = visit.node, visit.here, (visit.pathway, place)
        match node:
            case ir.Give() if node.what in self.guideline.regimens:
                self._give_regimen(node, here, at)
            case ir.Give():
                self._give(node, visit, at)
            case ir.When(condition=condition):
                self._ask(self.behind.of(condition), here)
            case ir.Decide():
                self._decide(node, here, at)
            case ir.Report(names=names):
                for name in names:
                    here = self.space.all_of([here, self.space.negation(self.unsettled.in_report(visit, name))])
                    self.found.reported.append(Reported(name=name, where=here))
                    self._ask_for_report(name, here)
            case _:
                key = self.keys.of(node, None, strength_of(node, visit.rung))
                if key is not None:
                    self._say(key, here, at=at)

    def _ask_for_report(self, name: str, here: Formula) -> None:
        home = self.guideline.named_by_name.get(name)
        where = [here, self.space.negation(self.meaning.known(name))]
        if isinstance(home, ir.DefinedCases | ir.Table):  # what the source leaves open is not asked for
            rows = zip(values_of(home, name), self.meaning.considered(home), strict=True)
            where.append(self.space.any_of(row for value, row in rows if not isinstance(value, ir.UnspecifiedValue)))
        self._ask(self.behind.name(name), *where)

    def _decide(self, node: ir.Decide, here: Formula, at: tuple[int, int]) -> None:
        space = self.space
        chosen = self.meaning.branches(node)
        some = space.any_of(chosen.true)
        if all(branch.kind != "unknown" for branch in node.branches):
            for branch, still in zip(node.branches, chosen.open, strict=True):
                self._ask(self.behind.of(branch.condition), here, space.negation(some), still)
        taken = space.any_of(self.paths.taken(node))
        self._say(("fault",), here, some, space.negation(taken), at=at)
        self._say(("fault",), here, space.negation(space.any_of(chosen.open)), at=at)

    # --- drugs --------------------------------------------------------------------------------------------------------

    def _give(self, node: ir.Give, visit: Visit, at: tuple[int, int]) -> None:
        here, rung, space = visit.here, visit.rung, self.space
        ladder = None if rung is None else rung.regimen
        for _, rule in self.paths.rules_on(node, ladder):
            behind = self.behind.of(rule.condition, tests_too=True)
            self._ask(behind, here, space.negation(self.meaning.false(rule.condition)))
        allowed, dosed = self.paths.unblocked(node, ladder), self.paths.dosed(node)
        self._say(("not given", self.given(node, rung)), here, space.negation(allowed), at=at)
        numbers = () if node.dose is None else (node.dose.amount, node.dose.low)
        for number in numbers:
            if number is not None:
                self._ask(self.behind.number(number), here, allowed, space.negation(dosed))
        key = self.keys.of(node, None if rung is None else rung.ladder, strength_of(node, rung))
        assert key is not None
        key, amounts = self.keys.amounts(key, node)
        self._say(key, here, allowed, dosed, amounts=amounts, at=at)
        if rung is not None:
            late = self._overdue(rung)
            self._say(("overdue", self.keys.name(rung.regimen.name)), here, allowed, dosed, late, at=at)

    def given(self, node: ir.Give, rung: Rung | None) -> str:
        """What a result says is given: the regimen, where it is of the drug, else the drug."""
        of_ladder = rung is not None and rung.regimen.of == node.what
        return self.keys.name(rung.regimen.name if rung is not None and of_ladder else node.what)

    def _overdue(self, rung: Rung) -> Formula:
        """Who comes to a step, or beyond the last, past the upper bound of the time of the move."""
        space, ladders, regimen = self.space, self.paths.ladders, rung.regimen
        if isinstance(rung.rule, ir.Beyond):
            return space.any_of(
                space.all_of([ladders.beyond(regimen, rule), self._late(regimen, rule)]) for rule in regimen.beyond
            )
        ways: list[Formula] = []
        if rung.rule.number > 1:
            ways.append(space.all_of([ladders.moves_on(regimen, rung.rule), self._late(regimen, rung.rule)]))
        for back in regimen.back:
            if back.number == rung.rule.number:
                due = ladders.due(regimen, back)[0]
                later = [step for step in regimen.steps if step.number > back.number]
                free = (
                    space.all_of([ladders.at_step(regimen, step.number), ladders.uninterrupted(regimen, step)[1]])
                    for step in later
                )
                ways.append(space.all_of([space.any_of(free), due, self._late(regimen, back)]))
        return space.any_of(ways)

    def _late(self, regimen: ir.Regimen, rule: ir.Step | ir.Beyond | ir.BackTo) -> Formula:
        after = rule.after
        if after is None or after.high <= after.low:
            return self.space.false
        past = Intervals.between(after.high, low_included=False)
        return self.space.test(*self.meaning.subjects.numeric(state_of(regimen.name, "time"), past))

    # --- ladders ------------------------------------------------------------------------------------------------------

    def _give_regimen(self, node: ir.Give, here: Formula, at: tuple[int, int]) -> None:
        space, ladders = self.space, self.paths.ladders
        regimen = self.guideline.regimens[node.what]
        self._ask(self.behind.state(regimen.name, "step"), here)
        kept: list[Formula] = []
        for step in regimen.steps:
            there = ladders.at_step(regimen, step.number)
            runs, free = ladders.uninterrupted(regimen, step)
            kept.append(space.all_of([there, space.negation(runs)]))
            for asked in self._waiting(regimen, step):
                self._ask(asked, here, there, free)
        self._say(("not given", self.keys.name(regimen.name)), here, space.any_of(kept), at=at)

    def _waiting(self, regimen: ir.Regimen, step: ir.Step) -> Iterator[Asked]:
        """What the moves from a step wait for, where none back is made."""
        space, ladders = self.space, self.paths.ladders
        rules: list[ir.Step | ir.Beyond | ir.BackTo] = [each for each in regimen.back if each.number < step.number]
        made = space.any_of(ladders.due(regimen, rule)[0] for rule in rules)
        rules += [each for each in regimen.steps if each.number == step.number + 1] or list(regimen.beyond)
        for rule in rules:
            due, undue = ladders.due(regimen, rule)
            asked = [self.behind.of(rule.condition)]
            if rule.after is not None:
                asked.append(self.behind.state(regimen.name, "time"))
            yield self.behind.merged(asked, space.all_of(map(space.negation, (due, undue, made))))

    def _interruptions(self, regimen: ir.Regimen) -> None:
        """What stops or holds a regimen that runs, before any pathway."""
        space, ladders, meaning = self.space, self.paths.ladders, self.meaning
        name, nowhere = self.keys.name(regimen.name), (-1, -1)
        own = [(rule.kind, rule.condition, meaning.true(rule.condition)) for rule in regimen.interruptions]
        for step in regimen.steps:
            at = ladders.at_step(regimen, step.number)
            objections = list(self._objections(regimen, step))
            stop = space.any_of([true for kind, _, true in own if kind == "stop"] + [sure for sure, _, _ in objections])
            held = space.any_of([true for kind, _, true in own if kind == "hold"] + [may for _, may, _ in objections])
            hold = space.all_of([held, space.negation(stop)])
            self._say(("stop", name, None), at, stop, at=nowhere)
            self._say(("hold", name, None, None), at, hold, at=nowhere)
            for _, may, asked in objections:
                self._ask(asked, at, hold, may)
            for _, condition, _ in own:
                self._ask(self.behind.of(condition), at, space.negation(space.any_of([stop, hold])))
        doubts = [true for kind, _, true in own if kind == "stop"]
        doubts += [self._for_good(rule) for _, rule in ladders.rules_on([regimen.name], None)]
        self._ask(self.behind.state(regimen.name, "step"), space.any_of(doubts))

    def _objections(self, regimen: ir.Regimen, step: ir.Step) -> Iterator[tuple[Formula, Formula, Asked]]:
        """The rules on what a step gives: where each stops it for good, where it may, and what is unknown behind it."""
        space, ladders = self.space, self.paths.ladders
        places = [(rule, space.true, space.true) for _, rule in ladders.rules_on((), regimen)]
        for give, possible, certain in ladders.given_at(step):
            places += [(rule, possible, certain) for _, rule in ladders.rules_on([give.what], None)]
        for rule, possible, certain in places:
            sure = space.all_of([certain, self._for_good(rule)])
            may = space.all_of([possible, space.negation(self.meaning.false(rule.condition))])
            yield sure, may, self.behind.of(rule.condition, tests_too=True)

    def _for_good(self, rule: ir.NeverRule) -> Formula:
        """Where a rule is true whatever becomes known."""
        behind = self.behind.of(rule.condition, tests_too=True)
        return self.space.all_of([self.meaning.true(rule.condition), self.behind.nothing(behind)])
