"""Which unknown inputs keep a condition or a number from being known.

Enters: the values of a patient and a node. Leaves: the names to ask for, in the order met: inputs, ``today``, and
``REGIMEN step`` or ``REGIMEN time``. An operand that is already decided does not ask.

    neck_spasm (no) and serum_magnesium under 0.70 (unknown)   ->   ()        it is false whatever the level
    neck_spasm (yes) and serum_magnesium under 0.70 (unknown)  ->   ("serum_magnesium",)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from milligram.interpret.faults import Faulty
from milligram.interpret.selection import select
from milligram.interpret.values import Values
from milligram.ir import nodes as ir


def unknown_in(values: Values, condition: ir.AnyCondition | None) -> tuple[str, ...]:
    """What to ask so that an unknown condition is known; nothing if it is known."""
    return _Search(values).names([condition] if condition is not None else [])


def unknown_in_all(values: Values, conditions: Iterable[ir.AnyCondition | None]) -> tuple[str, ...]:
    """The same for several conditions."""
    return _Search(values).names([condition for condition in conditions if condition is not None])


def unknown_in_number(values: Values, number: ir.AnyNumber) -> tuple[str, ...]:
    """What to ask so that a number has one value."""
    search = _Search(values)
    search.number(number)
    return tuple(search.found)


def unknown_in_name(values: Values, name: str) -> tuple[str, ...]:
    """What to ask so that an input or a named value is known."""
    search = _Search(values)
    search.name(name)
    return tuple(search.found)


def unknown_behind(values: Values, condition: ir.AnyCondition) -> tuple[str, ...]:
    """What a condition that is true or unknown rests on that is not known: ``X is unknown`` rests on X."""
    search = _Search(values, even_if_unknown_is_tested=True)
    return search.names([condition])


class _Search:
    def __init__(self, values: Values, *, even_if_unknown_is_tested: bool = False) -> None:
        self.values = values
        self.tests_too = even_if_unknown_is_tested
        self.found: dict[str, None] = {}
        self.seen: set[str] = set()

    def names(self, conditions: Iterable[ir.AnyCondition]) -> tuple[str, ...]:
        for condition in conditions:
            self.condition(condition)
        return tuple(self.found)

    def add(self, name: str) -> None:
        if self.values.input(name) is None:
            self.found[name] = None

    def condition(self, node: ir.AnyCondition) -> None:
        try:
            value = self.values.condition(node)
        except Faulty:
            return  # an operand that the run did not read, since others decided
        if value is not None and not (self.tests_too and value):
            return
        match node:
            case ir.Always():
                pass
            case ir.Known(of=name, known=wanted, state=state):
                if not wanted and self.tests_too and state is None:
                    self.name(name)
                elif not wanted and self.tests_too and state is not None:
                    self.state(name, state)
            case ir.Flag(name=name) | ir.SetHas(name=name):
                self.add(name)
            case ir.NamedCondition(name=name):
                self.name(name)
            case ir.Band(subject=subject, low=low, high=high):
                for number in (subject, *(bound.value for bound in (low, high) if bound is not None)):
                    self.number(number)
            case ir.WordIs(subject=subject):
                self.name(subject.name)
            case ir.Not(operand=operand):
                if value is None:
                    self.condition(operand)
            case ir.Any(operands=operands) if value:
                self.any_true(operands)
            case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
                for operand in operands:
                    self.condition(operand)
            case _:
                assert_never(node)

    def any_true(self, operands: tuple[ir.AnyCondition, ...]) -> None:
        """What a true ``or`` rests on: nothing, if one of its true operands holds whatever else becomes known."""
        found: list[str] = []
        for operand in operands:
            behind = unknown_behind(self.values, operand)
            if not behind and self.values.condition(operand):
                return
            found.extend(behind)
        self.found.update(dict.fromkeys(found))

    def number(self, node: ir.AnyNumber) -> None:
        members = self.values.number(node)
        if members is not None and len(members) == 1:
            return
        match node:
            case ir.Const():
                pass
            case ir.InputNumber(name=name) | ir.PointsOf(name=name):
                self.add(name)
            case ir.StateNumber(regimen=regimen, which=which):
                self.state(regimen, which)
            case ir.YearsSince(name=name):
                self.add(name)
                self.add("today")
            case ir.NamedNumber(name=name):
                self.name(name)
            case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
                self.number(operand)
            case ir.Operation(left=left, right=right) | ir.Power(base=left, exponent=right):
                self.number(left)
                self.number(right)
            case ir.Function(arguments=arguments):
                for argument in arguments:
                    self.number(argument)
            case _:
                assert_never(node)

    def state(self, regimen: str, which: str) -> None:
        state = self.values.state(regimen)
        if which == "step" or state.step is None:
            if state.step is None:
                self.found[f"{regimen} step"] = None
        elif state.step > 0 and self.values.state_number(regimen, "time") is None:
            self.found["today" if state.since is not None else f"{regimen} time"] = None

    def name(self, name: str) -> None:
        home = self.values.guideline.named_by_name.get(name)
        if home is None:
            self.add(name)
            return
        if name in self.seen:
            return
        self.seen.add(name)
        match home:
            case ir.DefinedCondition(condition=condition):
                self.condition(condition)
            case ir.DefinedNumber(value=value):
                self.number(value)
            case ir.DefinedCases(cases=cases):
                self.cases(name, [case.condition for case in cases], home.first_that_applies)
            case ir.Table(rows=rows):
                self.cases(name, [row.condition for row in rows], home.first_that_applies)
            case ir.Score(lines=lines):
                for line in lines:
                    if line.condition is not None:
                        self.condition(line.condition)
                    if line.condition is None or self.values.condition(line.condition) is not False:
                        self.number(line.points)
            case _:
                assert_never(home)

    def cases(self, name: str, conditions: list[ir.AnyCondition | None], first_that_applies: bool) -> None:
        possible = self.values.named(name)
        if possible is not None and len(possible) == 1:
            return
        chosen = select(self.values.condition, conditions, first_that_applies=first_that_applies)
        if not chosen.true:
            for index in chosen.open:
                condition = conditions[index]
                if condition is not None:
                    self.condition(condition)
        for value in self.values.candidates(name):
            if not isinstance(value, ir.WordValue | ir.TextValue | ir.UnspecifiedValue):
                self.number(value)
