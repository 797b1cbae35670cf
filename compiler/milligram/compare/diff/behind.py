"""What a run asks for, as formulas: for each input, who is asked for it because a condition or a number is unknown.

Enters: the meaning of a guideline's conditions. Leaves: per condition or number the names that are asked for, each with
for whom; it follows `milligram.interpret.unknowns` clause by clause.

    pain and low (under 0.70 mmol/L)   ->   serum_magnesium: asked where it is unknown and pain is not false
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, assert_never

from milligram.ir import nodes as ir
from milligram.prove.formula import UNKNOWN, Formula
from milligram.prove.intervals import EVERYTHING, Intervals
from milligram.prove.meaning import Meaning, conditions_of
from milligram.prove.subjects import state_of
from milligram.prove.terms import values_of

Asked: TypeAlias = dict[str, Formula]
"""Names to ask for (inputs, ``today``, ``REGIMEN step``, ``REGIMEN time``), each with for whom."""


class Behind:
    """``views`` are named values that stand for an input's words or points: asked for is the input."""

    def __init__(self, meaning: Meaning, views: Mapping[str, str]) -> None:
        self.meaning = meaning
        self.space = meaning.space
        self.guideline = meaning.guideline
        self.views = views
        self._conditions: dict[tuple[int, bool], tuple[ir.Node, Asked]] = {}
        self._names: dict[tuple[str, bool], Asked] = {}

    def merged(self, found: Iterable[Asked], where: Formula | None = None) -> Asked:
        """Several of them together, for those of a formula only."""
        ways: dict[str, list[Formula]] = {}
        for asked in found:
            for name, whom in asked.items():
                ways.setdefault(name, []).append(whom)
        together = {name: self.space.any_of(each) for name, each in ways.items()}
        if where is not None:
            together = {name: self.space.all_of([where, whom]) for name, whom in together.items()}
        return {name: whom for name, whom in together.items() if whom is not self.space.false}

    def nothing(self, asked: Asked) -> Formula:
        """Who is asked for nothing."""
        return self.space.negation(self.space.any_of(asked.values()))

    # --- conditions ---------------------------------------------------------------------------------------------------

    def of(self, condition: ir.AnyCondition | None, *, tests_too: bool = False) -> Asked:
        """What an unknown condition asks for. With ``tests_too``, also what a true one rests on that is not known:
        ``X is unknown`` rests on X."""
        if condition is None:
            return {}
        key = id(condition), tests_too
        kept = self._conditions.get(key)
        if kept is None:
            kept = self._conditions[key] = (condition, self._of(condition, tests_too))
        return kept[1]

    def _of(self, condition: ir.AnyCondition, tests: bool) -> Asked:
        unknown, true = self.meaning.unknown(condition), self.meaning.true(condition)
        here = self.space.any_of([unknown, true]) if tests else unknown
        if here is self.space.false:
            return {}
        match condition:
            case ir.Always():
                return {}
            case ir.Known(of=name, known=wanted, state=state):
                if wanted or not tests:
                    return {}
                inner = self.name(name, tests) if state is None else self.state(name, state)
                return self.merged([inner], here)
            case ir.Flag(name=name) | ir.SetHas(name=name):
                return self.merged([self._input(name)], here)
            case ir.NamedCondition(name=name):
                return self.merged([self.name(name, tests)], here)
            case ir.Band(subject=subject, low=low, high=high):
                numbers = (subject, *(bound.value for bound in (low, high) if bound is not None))
                return self.merged((self.number(number, tests) for number in numbers), here)
            case ir.WordIs(subject=subject):
                return self.merged([self.name(subject.name, tests)], here)
            case ir.Not(operand=operand):
                return self.merged([self.of(operand, tests_too=tests)], unknown)
            case ir.Any(operands=operands) if tests:
                plain = self.merged((self.of(operand, tests_too=tests) for operand in operands), unknown)
                return self.merged([plain, self._any_true(operands, true)])
            case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
                return self.merged((self.of(operand, tests_too=tests) for operand in operands), here)
            case _:
                assert_never(condition)

    def _any_true(self, operands: tuple[ir.AnyCondition, ...], true: Formula) -> Asked:
        """What a true ``or`` rests on: nothing, if one of its true operands holds whatever else becomes known."""
        each = [self.of(operand, tests_too=True) for operand in operands]
        settled = (
            self.space.all_of([self.meaning.true(operand), self.nothing(asked)])
            for operand, asked in zip(operands, each, strict=True)
        )
        return self.merged(each, self.space.all_of([true, *map(self.space.negation, settled)]))

    # --- names and numbers --------------------------------------------------------------------------------------------

    def _input(self, name: str) -> Asked:
        return {name: self.space.test(self.meaning.subjects.given(name), UNKNOWN)}

    def state(self, regimen: str, which: str) -> Asked:
        """What is asked for so that a regimen's step, or the time on it, is known."""
        subjects = self.meaning.subjects
        step, started = subjects.numeric(state_of(regimen, "step"), Intervals.between(1))
        whose = step.subject.regimen if isinstance(step.subject, ir.StateNumber) else regimen
        asked = {f"{whose} step": self.space.test(step, UNKNOWN)}
        if which == "time":
            time = subjects.numeric(state_of(regimen, "time"), EVERYTHING)[0]
            there = self.space.test(step, started & step.known)
            asked[f"{whose} time"] = self.space.all_of([there, self.space.test(time, UNKNOWN)])
        return asked

    def number(self, number: ir.AnyNumber, tests: bool = False) -> Asked:
        """What is asked for so that a number has one value."""
        unknown = self.space.negation(self.meaning.number_known(number))
        match number:
            case ir.Const():
                return {}
            case ir.InputNumber(name=name) | ir.PointsOf(name=name):
                return self._input(name)
            case ir.StateNumber(regimen=regimen, which=which):
                return self.state(regimen, which)
            case ir.YearsSince(name=name):
                return self.merged([self._input(name), self._input("today")])
            case ir.NamedNumber(name=name):
                return self.merged([self.name(name, tests)], unknown)
            case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
                return self.number(operand, tests)
            case ir.Operation(left=left, right=right) | ir.Power(base=left, exponent=right):
                return self.merged((self.number(each, tests) for each in (left, right)), unknown)
            case ir.Function(arguments=arguments):
                return self.merged((self.number(each, tests) for each in arguments), unknown)
            case _:
                assert_never(number)

    def name(self, name: str, tests: bool = False) -> Asked:
        """What is asked for so that an input or a named value is known."""
        if name in self.views:
            return {self.views[name]: self.space.negation(self.meaning.known(name))}
        home = self.guideline.named_by_name.get(name)
        if home is None:
            return self._input(name)
        key = name, tests
        if key not in self._names:
            self._names[key] = {}  # a name that reads itself is a fault
            self._names[key] = self._named(home, name, tests)
        return self._names[key]

    def _named(self, home: ir.Named, name: str, tests: bool) -> Asked:
        match home:
            case ir.DefinedCondition(condition=condition):
                return self.of(condition, tests_too=tests)
            case ir.DefinedNumber(value=value):
                return self.number(value, tests)
            case ir.DefinedCases() | ir.Table():
                return self.merged(self._rows(home, name, tests), self.space.negation(self.meaning.known(name)))
            case ir.Score(lines=lines):
                found: list[Asked] = []
                for line in lines:
                    where = None
                    if line.condition is not None:
                        found.append(self.of(line.condition, tests_too=tests))
                        where = self.space.negation(self.meaning.false(line.condition))
                    found.append(self.merged([self.number(line.points, tests)], where))
                return self.merged(found)
            case _:
                assert_never(home)

    def _rows(self, home: ir.Table | ir.DefinedCases, name: str, tests: bool) -> Iterable[Asked]:
        """The conditions of the rows not ruled out, where none is true; and what the values that count read."""
        chosen = self.meaning.cases(home)
        none = self.space.negation(self.space.any_of(chosen.true))
        for condition, open_ in zip(conditions_of(home), chosen.open, strict=True):
            yield self.merged([self.of(condition, tests_too=tests)], self.space.all_of([open_, none]))
        for value, counts in zip(values_of(home, name), self.meaning.considered(home), strict=True):
            if not isinstance(value, ir.WordValue | ir.TextValue | ir.UnspecifiedValue):
                yield self.merged([self.number(value, tests)], counts)
