"""Which formulas a run works out, and for whom: the guard of every number, in the order in which a run reads.

Enters: a context. Leaves: a `Reading` for each formula that is worked out at a place, with who gets there.

    when x over 0 and 1 / x under 2   ->   Reading(1 / x, for those who come here and for whom x over 0 is not false)

A name is followed to what it stands for. Only formulas that ``wanted`` picks are looked for; what holds none is passed
by. Operands are read from left to right and only until a condition is settled, as `milligram.interpret.values` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from milligram.checks.context import Context
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, descend, homes, names_read
from milligram.prove.formula import Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A formula that is worked out for those whom ``when`` holds for, on behalf of ``place``."""

    number: ir.AnyNumber
    when: Formula
    place: ir.Node


class Readings:
    """The readings of one guideline."""

    def __init__(self, context: Context, wanted: Callable[[ir.Node], bool]) -> None:
        self.context = context
        self.guideline = context.guideline
        self.wanted = wanted
        self._holds: dict[str, bool] = {}

    def __iter__(self) -> Iterator[Reading]:
        if not any(self.wanted(node) for home in homes(self.guideline) for node in descend(home)):
            return
        for statement in all_statements(self.guideline):
            arriving = self.context.prover.paths.arriving.get(statement.id)
            if arriving is not None:
                yield from self._statement(statement, arriving)
        for regimen in self.guideline.regimens.values():
            yield from self._regimen(regimen)

    # --- places -------------------------------------------------------------------------------------------------------

    def _statement(self, statement: ir.AnyStatement, arriving: Formula) -> Iterator[Reading]:
        space, paths = self.context.prover.space, self.context.prover.paths
        match statement:
            case ir.When(condition=condition):
                yield from self._condition(condition, arriving, statement)
            case ir.Decide(branches=branches, first_that_applies=in_order):
                conditions = [branch.condition for branch in branches]
                yield from self._choice(conditions, in_order, arriving, statement)
            case ir.Report(names=names):
                for name in names:
                    yield from self._named(name, arriving, statement)
            case ir.Give(dose=dose):
                for _, rule in paths.rules_on(statement, None):
                    yield from self._condition(rule.condition, arriving, statement)
                if dose is not None:
                    given = space.all_of([arriving, paths.unblocked(statement, None)])
                    for number in (dose.amount, dose.low, dose.volume):
                        if number is not None:
                            yield from self.read(number, given, statement)
            case _:
                pass

    def _regimen(self, regimen: ir.Regimen) -> Iterator[Reading]:
        """What moves, stops or holds a regimen; the condition of a move is read at the step before it."""
        prover = self.context.prover
        space, ladders = prover.space, prover.paths.ladders
        running = space.any_of(ladders.at_step(regimen, step.number) for step in regimen.steps)
        for interruption in regimen.interruptions:
            yield from self._condition(interruption.condition, running, interruption)
        gives = [each for each in all_statements(self.guideline) if isinstance(each, ir.Give)]
        given = space.any_of(
            prover.paths.arriving.get(give.id, space.false) for give in gives if give.what == regimen.name
        )
        moves: list[tuple[ir.Step | ir.Beyond | ir.BackTo, int]] = [
            (step, step.number - 1) for step in regimen.steps[1:]
        ]
        moves += [(beyond, len(regimen.steps)) for beyond in regimen.beyond]
        moves += [(back, step.number) for back in regimen.back for step in regimen.steps if step.number > back.number]
        for move, number in moves:
            if move.condition is None:
                continue
            step = regimen.steps[number - 1]
            due, _ = ladders.due(regimen, replace(move, condition=None))
            _, free = ladders.uninterrupted(regimen, step)
            here = space.all_of([given, ladders.at_step(regimen, number), due, free])
            yield from self._condition(move.condition, here, move)

    # --- conditions ---------------------------------------------------------------------------------------------------

    def _condition(self, condition: ir.AnyCondition, when: Formula, place: ir.Node) -> Iterator[Reading]:
        space, meaning = self.context.prover.space, self.context.prover.meaning
        if when is space.false or not self._concerns(condition):
            return
        match condition:
            case ir.Not(operand=operand):
                yield from self._condition(operand, when, place)
            case ir.All(operands=operands) | ir.Any(operands=operands):
                for operand in operands:
                    yield from self._condition(operand, when, place)
                    truth = meaning.of(operand)
                    settled = truth.false if isinstance(condition, ir.All) else truth.true
                    when = space.all_of([when, space.negation(settled)])
            case ir.AtLeast(operands=operands):
                for operand in operands:
                    yield from self._condition(operand, when, place)
            case ir.Band():
                yield from self._band(condition, when, place)
            case ir.NamedCondition(name=name) | ir.Known(of=name, state=None):
                yield from self._named(name, when, place)
            case ir.WordIs(subject=ir.NamedWord(name=name)):
                yield from self._named(name, when, place)
            case _:
                pass

    def _band(self, band: ir.Band, when: Formula, place: ir.Node) -> Iterator[Reading]:
        space, meaning = self.context.prover.space, self.context.prover.meaning
        yield from self.read(band.subject, when, place)
        when = space.all_of([when, meaning.number_known(band.subject)])
        if band.low is not None:
            yield from self.read(band.low.value, when, place)
            when = space.all_of([when, space.negation(meaning.false(replace(band, high=None)))])
        if band.high is not None:
            yield from self.read(band.high.value, when, place)

    def _choice(
        self, conditions: Sequence[ir.AnyCondition | None], in_order: bool, when: Formula, place: ir.Node
    ) -> Iterator[Reading]:
        """All conditions are read; behind a true one no more, where the order decides."""
        space, meaning = self.context.prover.space, self.context.prover.meaning
        for condition in conditions:
            if condition is not None:
                yield from self._condition(condition, when, place)
                if in_order:
                    when = space.all_of([when, space.negation(meaning.true(condition))])

    # --- numbers ------------------------------------------------------------------------------------------------------

    def read(self, number: ir.AnyNumber, when: Formula, place: ir.Node) -> Iterator[Reading]:
        """What is worked out for a number: its operands from left to right while they are known, then it."""
        space, meaning = self.context.prover.space, self.context.prover.meaning
        if when is space.false or not self._concerns(number):
            return
        match number:
            case ir.NamedNumber(name=name):
                yield from self._named(name, when, place)
                return
            case ir.Operation(left=first, right=second) | ir.Power(base=first, exponent=second):
                operands: tuple[ir.AnyNumber, ...] = (first, second)
            case ir.Function(arguments=arguments):
                operands = arguments
            case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
                operands = (operand,)
            case _:
                operands = ()
        for operand in operands:
            yield from self.read(operand, when, place)
            when = space.all_of([when, meaning.number_known(operand)])
        if self.wanted(number):
            yield Reading(number=number, when=when, place=place)

    def _named(self, name: str, when: Formula, place: ir.Node) -> Iterator[Reading]:
        space, meaning = self.context.prover.space, self.context.prover.meaning
        home = self.guideline.named_by_name.get(name)
        if home is None or not self._concerns_name(name):
            return
        match home:
            case ir.DefinedCondition(condition=condition):
                yield from self._condition(condition, when, place)
            case ir.DefinedNumber(value=value):
                yield from self.read(value, when, place)
            case ir.Score(lines=lines):
                for line in lines:
                    counts = when
                    if line.condition is not None:
                        yield from self._condition(line.condition, when, place)
                        counts = space.all_of([when, meaning.true(line.condition)])
                    yield from self.read(line.points, counts, place)
            case ir.Table() | ir.DefinedCases():
                rows = home.rows if isinstance(home, ir.Table) else home.cases
                yield from self._choice([row.condition for row in rows], home.first_that_applies, when, place)
                for taken, row_value in zip(meaning.cases(home).true, _values(home, name), strict=True):
                    match row_value:
                        case ir.WordValue() | ir.TextValue() | ir.UnspecifiedValue():
                            pass
                        case _:
                            yield from self.read(row_value, space.all_of([when, taken]), place)

    # --- what holds something wanted ----------------------------------------------------------------------------------

    def _concerns(self, node: ir.Node) -> bool:
        return any(self.wanted(inner) for inner in descend(node)) or any(map(self._concerns_name, names_read(node)))

    def _concerns_name(self, name: str) -> bool:
        if name not in self._holds:
            self._holds[name] = False
            home = self.guideline.named_by_name.get(name)
            self._holds[name] = home is not None and self._concerns(home)
        return self._holds[name]


def _values(home: ir.Table | ir.DefinedCases, name: str) -> Sequence[ir.AnyValue]:
    match home:
        case ir.Table(outputs=outputs, rows=rows):
            column = [output for output, _ in outputs].index(name)
            return [row.values[column] for row in rows]
        case ir.DefinedCases(cases=cases):
            return [case.value for case in cases]
