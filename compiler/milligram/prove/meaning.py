"""What a condition means, as two formulas: where it is definitely true, and where it is definitely false.

Enters: a condition of the IR. Leaves: formulas over the variables of `Subjects`; everywhere else it is unknown.

    clearance under 30 mL/min   ->   true: clearance in {under 30};  false: clearance in {30 and above}

They follow the interpreter clause by clause: Kleene connectives; a define by cases or a table through its rows not
ruled out; a score through every sum that is possible (`milligram.prove.scores`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as L
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.prove.formula import UNKNOWN, Formula
from milligram.prove.intervals import EVERYTHING, Intervals
from milligram.prove.scores import ScoreSums
from milligram.prove.subjects import BandWay, Statement, Subjects, state_of
from milligram.prove.terms import Choice, leaves, values_of

TOO_MANY_WAYS = "it can be computed in too many ways, or takes too many steps"


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a condition is definitely true, and where definitely false."""

    true: Formula
    false: Formula


@dataclass(frozen=True, slots=True)
class Chosen:
    """Per case of a choice, where the interpreter takes it (``true``) and where it does not rule it out (``open``)."""

    true: tuple[Formula, ...]
    open: tuple[Formula, ...]


class Meaning:
    """The formulas of a guideline's conditions, each found once."""

    def __init__(self, subjects: Subjects) -> None:
        self.subjects = subjects
        self.guideline = subjects.guideline
        self.space = subjects.space
        self.nothing = Truth(self.space.false, self.space.false)
        self._kept: dict[int, tuple[ir.AnyCondition, Truth]] = {}
        self._named: dict[str, Truth] = {}
        self._homes: dict[int, Chosen] = {}
        self._sums: dict[str, ScoreSums] = {}

    def of(self, condition: ir.AnyCondition) -> Truth:
        """The two formulas of a condition."""
        kept = self._kept.get(id(condition))
        if kept is None:
            kept = self._kept[id(condition)] = (condition, self._of(condition))
        return kept[1]

    def true(self, condition: ir.AnyCondition) -> Formula:
        """Where a condition is definitely true."""
        return self.of(condition).true

    def false(self, condition: ir.AnyCondition) -> Formula:
        """Where a condition is definitely false."""
        return self.of(condition).false

    def unknown(self, condition: ir.AnyCondition) -> Formula:
        """Where a condition is neither."""
        truth = self.of(condition)
        return self.space.all_of([self.space.negation(truth.true), self.space.negation(truth.false)])

    # --- conditions ---------------------------------------------------------------------------------------------------

    def _of(self, condition: ir.AnyCondition) -> Truth:
        space = self.space
        match condition:
            case ir.Always(value=value):
                return Truth(space.true, space.false) if value else Truth(space.false, space.true)
            case ir.Flag(name=name):
                variable = self.subjects.given(name)
                return Truth(space.test(variable, 0b100), space.test(variable, 0b010))
            case ir.NamedCondition(name=name):
                return self._named_condition(name)
            case ir.Band():
                return self._band(condition)
            case ir.WordIs(subject=subject, words=words):
                return self._word(subject, words)
            case ir.SetHas(name=name, words=words):
                groups = [variable for group, variable in self.subjects.members(name) if group & set(words)]
                held = space.any_of(space.test(variable, 0b100) for variable in groups)
                return Truth(held, space.all_of(space.test(variable, 0b010) for variable in groups))
            case ir.Known():
                known = self.known(condition.of, condition.state)
                unknown = space.negation(known)
                return Truth(known, unknown) if condition.known else Truth(unknown, known)
            case ir.Not(operand=operand):
                inner = self.of(operand)
                return Truth(inner.false, inner.true)
            case ir.All(operands=operands):
                each = [self.of(operand) for operand in operands]
                return Truth(space.all_of(one.true for one in each), space.any_of(one.false for one in each))
            case ir.Any(operands=operands):
                each = [self.of(operand) for operand in operands]
                return Truth(space.any_of(one.true for one in each), space.all_of(one.false for one in each))
            case ir.AtLeast(count=count, operands=operands):
                each = [self.of(operand) for operand in operands]
                return Truth(
                    self.at_least(count, [one.true for one in each]),
                    self.at_least(len(each) - count + 1, [one.false for one in each]),
                )
            case _:
                assert_never(condition)

    def _named_condition(self, name: str) -> Truth:
        if name not in self._named:
            home = self.guideline.named_by_name.get(name)
            self._named[name] = self.of(home.condition) if isinstance(home, ir.DefinedCondition) else self.nothing
        return self._named[name]

    def at_least(self, count: int, formulas: Sequence[Formula]) -> Formula:
        """That at least ``count`` of the formulas hold."""
        space = self.space
        row = [space.true] + [space.false] * max(count, 0)
        for formula in formulas:
            row = [
                space.true,
                *(space.any_of([row[n], space.all_of([formula, row[n - 1]])]) for n in range(1, len(row))),
            ]
        return row[max(count, 0)]

    def _word(self, subject: ir.AnyWord, words: tuple[str, ...]) -> Truth:
        match subject:
            case ir.InputWord(name=name):
                variable = self.subjects.given(name)
                mask = sum(
                    1 << index for index, cell in enumerate(variable.cells) if cell is not None and cell in words
                )
                return Truth(self.space.test(variable, mask), self.space.test(variable, variable.known & ~mask))
            case ir.NamedWord(name=name):
                return self._by_rows(name, lambda value: _word_among(value, words))
            case _:
                assert_never(subject)

    def _by_rows(self, name: str, among: Callable[[ir.AnyValue], bool | None]) -> Truth:
        """A condition on a named value whose every row settles it, or (None) leaves it unknown."""
        home = self.guideline.named_by_name[name]
        values = values_of(home, name)
        considered = self.considered(home)
        answers = [among(value) for value in values]
        closed = [self.space.negation(each) for each in considered]
        some = self.space.any_of(considered)
        return Truth(
            *(
                self.space.all_of(
                    [some, *(shut for shut, answer in zip(closed, answers, strict=True) if answer is not wanted)]
                )
                for wanted in (True, False)
            )
        )

    # --- choices ------------------------------------------------------------------------------------------------------

    def chosen(self, conditions: Sequence[ir.AnyCondition | None], *, first_that_applies: bool) -> Chosen:
        """Where each case is taken, and where it is not ruled out; None among the conditions is ``otherwise``."""
        space = self.space
        truths = [None if condition is None else self.of(condition) for condition in conditions]
        any_true = space.any_of(truth.true for truth in truths if truth is not None)
        all_false = space.all_of(truth.false for truth in truths if truth is not None)
        true: list[Formula] = []
        open_: list[Formula] = []
        before_true: list[Formula] = []
        before_false: list[Formula] = []
        for truth in truths:
            if truth is None:
                true.append(all_false)
                open_.append(space.negation(any_true))
                continue
            here_open = space.negation(truth.false)
            if first_that_applies:
                true.append(space.all_of([truth.true, *before_false]))
                open_.append(space.all_of([here_open, *before_true]))
                before_true.append(space.negation(truth.true))
                before_false.append(truth.false)
            else:
                true.append(truth.true)
                open_.append(here_open)
        return Chosen(tuple(true), tuple(open_))

    def branches(self, decide: ir.Decide) -> Chosen:
        """Where each branch but ``unknown`` is true, and where it is not ruled out."""
        kept = self._homes.get(id(decide))
        if kept is None:
            kept = self._homes[id(decide)] = self.chosen(
                conditions_of(decide), first_that_applies=decide.first_that_applies
            )
        return kept

    def cases(self, home: ir.Named) -> Chosen:
        """Where each row of a table, or case of a define, is true and open."""
        kept = self._homes.get(id(home))
        if kept is None:
            kept = self._homes[id(home)] = self.chosen(
                conditions_of(home), first_that_applies=getattr(home, "first_that_applies", False)
            )
        return kept

    def considered(self, home: ir.Named) -> tuple[Formula, ...]:
        """Per row, where its value counts: where it is true, or open with no row true."""
        chosen = self.cases(home)
        any_true = self.space.any_of(chosen.true)
        no_true = self.space.negation(any_true)
        return tuple(
            self.space.any_of([true, self.space.all_of([open_, no_true])])
            for true, open_ in zip(chosen.true, chosen.open, strict=True)
        )

    def _taken(self, choice: Choice) -> Formula:
        """Where a choice of `Way` counts."""
        name, index = choice
        if name in self.guideline.inputs:  # the points of a word count while the word may be the patient's
            variable = self.subjects.given(name)
            return self.space.test(variable, UNKNOWN | 1 << (index + 1))
        return self.considered(self.guideline.named_by_name[name])[index]

    # --- comparisons --------------------------------------------------------------------------------------------------

    def _band(self, band: ir.Band) -> Truth:
        ways = self.subjects.band(band)
        if ways is None:
            return self._opaque(band, TOO_MANY_WAYS)
        if len(ways) == 1 and not ways[0].choices:
            return self._statements(band, ways[0])
        taken = [self.space.all_of(self._taken(choice) for choice in way.choices) for way in ways]
        truths = [self._statements(band, way) for way in ways]
        some = self.space.any_of(taken)
        return Truth(
            self.space.all_of([some, *self._implied(taken, [truth.true for truth in truths])]),
            self.space.all_of([some, *self._implied(taken, [truth.false for truth in truths])]),
        )

    def _implied(self, taken: list[Formula], then: list[Formula]) -> Iterable[Formula]:
        for when, what in zip(taken, then, strict=True):
            yield self.space.any_of([self.space.negation(when), what])

    def _statements(self, band: ir.Band, way: BandWay) -> Truth:
        if way.statements is None:
            return self.nothing
        each = [self._statement(band, statement) for statement in way.statements]
        return Truth(self.space.all_of(one.true for one in each), self.space.any_of(one.false for one in each))

    def _statement(self, band: ir.Band, statement: Statement) -> Truth:
        match statement.subject:
            case ir.Const(value=value):
                inside = statement.within.holds(value)
                return Truth(self.space.true, self.space.false) if inside else Truth(self.space.false, self.space.true)
            case ir.NamedNumber(name=name):
                sums = self.sums(name)
                if sums.why is not None:
                    return self._opaque(band, sums.why)
                return Truth(sums.all_within(statement.within), sums.none_within(statement.within))
            case subject if any(isinstance(leaf, ir.NamedNumber) for leaf in leaves(subject)):
                return self._opaque(band, "a score stands in a formula")
            case subject:
                variable, mask = self.subjects.numeric(subject, statement.within)
                return Truth(self.space.test(variable, mask), self.space.test(variable, variable.known & ~mask))

    def _opaque(self, condition: ir.AnyCondition, why: str) -> Truth:
        variable = self.subjects.opaque(condition, why)
        return Truth(self.space.test(variable, 0b100), self.space.test(variable, 0b010))

    @property
    def rough(self) -> bool:
        """Whether some score may be called unknown where the interpreter settles it."""
        return any(sums.rough for sums in self._sums.values())

    def sums(self, name: str) -> ScoreSums:
        """The possible sums of a score."""
        if name not in self._sums:
            home = self.guideline.named_by_name[name]
            assert isinstance(home, ir.Score), name
            self._sums[name] = ScoreSums(self, home)
        return self._sums[name]

    # --- what is known ------------------------------------------------------------------------------------------------

    def known(self, name: str, state: L["step", "time"] | None = None) -> Formula:
        """Where an input, a regimen's state or a named value is known."""
        space = self.space
        if state is not None:
            variable = self.subjects.numeric(state_of(name, state), EVERYTHING)[0]
            return space.test(variable, variable.known)
        home = self.guideline.named_by_name.get(name)
        if home is None:
            variable = self.subjects.given(name)
            return space.test(variable, variable.known)
        match home:
            case ir.DefinedCondition(condition=condition):
                return space.negation(self.unknown(condition))
            case ir.Score():
                sums = self.sums(name)
                if sums.why is not None:
                    variable = self.subjects.opaque(ir.Known(of=name, known=True), sums.why)
                    return space.test(variable, 0b100)
                return sums.known()
            case ir.DefinedNumber(value=value):
                return self.number_known(value)
            case ir.DefinedCases() | ir.Table():
                return self._row_known(home, name)
            case _:
                assert_never(home)

    def _row_known(self, home: ir.Table | ir.DefinedCases, name: str) -> Formula:
        """All rows that count have one value, and it is known."""
        values = values_of(home, name)
        considered = self.considered(home)
        groups: dict[object, list[int]] = {}
        for index, value in enumerate(values):
            groups.setdefault(_same_value(value, index), []).append(index)
        ways: list[Formula] = []
        for indices in groups.values():
            value = values[indices[0]]
            match value:
                case ir.UnspecifiedValue():
                    continue
                case ir.WordValue() | ir.TextValue():
                    known = self.space.true
                case _:
                    known = self.number_known(value)
            others = (self.space.negation(each) for index, each in enumerate(considered) if index not in indices)
            here = self.space.any_of(considered[index] for index in indices)
            ways.append(self.space.all_of([here, known, *others]))
        return self.space.any_of(ways)

    def number_known(self, number: ir.AnyNumber) -> Formula:
        """Where a number has one known value."""
        match number:
            case ir.Const():
                return self.space.true
            case ir.InputNumber(name=name):
                return self.known(name)
            case ir.NamedNumber(name=name):
                return self.known(name)
            case ir.PointsOf(name=name):
                return self.known(name)
            case ir.StateNumber(regimen=name, which=which):
                return self.known(name, which)
            case ir.YearsSince():
                variable = self.subjects.numeric(number, EVERYTHING)[0]
                return self.space.test(variable, variable.known)
            case ir.Operation(left=left, right=right) | ir.Power(base=left, exponent=right):
                return self.space.all_of([self.number_known(left), self.number_known(right)])
            case ir.Function(arguments=arguments):
                return self.space.all_of(self.number_known(argument) for argument in arguments)
            case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
                return self.number_known(operand)
            case _:
                assert_never(number)

    def number_within(self, number: ir.AnyNumber, within: Intervals) -> Truth:
        """Where a number lies within a set for certain, and where it certainly does not: for a question that stands in
        no condition. ``within`` counts in the number's unit."""
        pieces = [
            self._band(
                ir.Band(
                    subject=number,
                    low=_bound(number, piece.low.value, piece.low.side < 0) if piece.low.rank == 0 else None,
                    high=_bound(number, piece.high.value, piece.high.side > 0) if piece.high.rank == 0 else None,
                    span=number.span,
                )
            )
            for piece in within
        ]
        return Truth(self.space.any_of(one.true for one in pieces), self.space.all_of(one.false for one in pieces))


def _bound(number: ir.AnyNumber, value: Fraction, included: bool) -> ir.Bound:
    return ir.Bound(
        value=ir.Const(measure=number.measure, value=value, written=str(value), span=number.span), included=included
    )


def conditions_of(home: ir.Node) -> tuple[ir.AnyCondition | None, ...]:
    """The conditions of a choice as the interpreter reads them; None is ``otherwise``."""
    match home:
        case ir.Decide(branches=branches):
            return tuple(branch.condition for branch in branches if branch.kind != "unknown")
        case ir.Table(rows=rows):
            return tuple(row.condition for row in rows)
        case ir.DefinedCases(cases=cases):
            return tuple(case.condition for case in cases)
        case _:
            return ()


def _word_among(value: ir.AnyValue, words: tuple[str, ...]) -> bool | None:
    match value:
        case ir.WordValue(word=word) | ir.TextValue(text=word):
            return word in words
        case _:
            return None


def _same_value(value: ir.AnyValue, index: int) -> object:
    """Equal for values that are plainly one; a formula is like no other."""
    match value:
        case ir.WordValue(word=word) | ir.TextValue(text=word):
            return word
        case ir.Const(value=number):
            return number
        case ir.UnspecifiedValue():
            return None
        case _:
            return ("formula", index)
