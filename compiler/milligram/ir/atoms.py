"""The tests that a condition or a number rests on, through every name it uses.

Enters: an IR node. Leaves: `Atoms`: per variable (a flag, a word input, a member of a set, a numeric subject, a pair of
numbers that are compared) the tests made on it.

    age over 64 years or sex is male   ->   ValueOf(age): over 64;  WordOf("sex"): {male}

`milligram.ir.cells` makes the cells of a score from them.
"""

from __future__ import annotations

from collections.abc import Iterable, KeysView
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias, assert_never

from milligram.ir import nodes as ir


@dataclass(frozen=True, slots=True)
class FlagOf:
    """A yes-or-no input."""

    name: str


@dataclass(frozen=True, slots=True)
class WordOf:
    """A ``one of`` input."""

    name: str


@dataclass(frozen=True, slots=True)
class MemberOf:
    """Whether a set input holds a word."""

    name: str
    word: str


@dataclass(frozen=True, slots=True)
class ValueOf:
    """A numeric subject that is compared with literals."""

    subject: ir.AnyNumber


@dataclass(frozen=True, slots=True)
class PairOf:
    """Two numbers that are compared, at least one of them measured and neither a literal alone."""

    left: ir.AnyNumber
    right: ir.AnyNumber


Key: TypeAlias = FlagOf | WordOf | MemberOf | ValueOf | PairOf


@dataclass(frozen=True, slots=True)
class Within:
    """A band on a numeric variable, in the variable's own unit."""

    low: Fraction | None
    low_included: bool
    high: Fraction | None
    high_included: bool

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies within."""
        if self.low is not None and (value < self.low or (value == self.low and not self.low_included)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_included)


@dataclass(slots=True)
class Atoms:
    """What is tested: ``tests`` per variable in the order met (empty but for numbers), the ``words`` asked of word
    inputs, and those whose ``points`` count."""

    tests: dict[Key, tuple[Within, ...]] = field(default_factory=dict)
    words: dict[Key, tuple[frozenset[str], ...]] = field(default_factory=dict)
    points: set[Key] = field(default_factory=set)

    def keys(self) -> KeysView[Key]:
        """The variables, in the order met."""
        return self.tests.keys()

    def add(self, key: Key, test: Within | None = None) -> None:
        """Notes a variable, and a test of it."""
        known = self.tests.setdefault(key, ())
        if test is not None and test not in known:
            self.tests[key] = (*known, test)

    def limited_to(self, other: Atoms) -> Atoms:
        """Only the variables that ``other`` has too."""
        return Atoms(
            {key: tests for key, tests in self.tests.items() if key in other.tests},
            {key: words for key, words in self.words.items() if key in other.tests},
            self.points & set(other.tests),
        )

    @classmethod
    def union(cls, many: Iterable[Atoms]) -> Atoms:
        """All of them together."""
        joined = cls()
        gathered: dict[Key, dict[Within, None]] = {}
        for atoms in many:
            for key, tests in atoms.tests.items():
                gathered.setdefault(key, {}).update(dict.fromkeys(tests))
            for key, words in atoms.words.items():
                joined.words[key] = (*joined.words.get(key, ()), *words)
            joined.points |= atoms.points
        joined.tests = {key: tuple(tests) for key, tests in gathered.items()}
        return joined


def linear(guideline: ir.Guideline, number: ir.AnyNumber) -> tuple[ir.AnyNumber, Fraction, Fraction]:
    """A number as ``subject * factor + offset``, changes of unit and plain renamings taken off."""
    factor, offset = Fraction(1), Fraction(0)
    while True:
        match number:
            case ir.Scaled(operand=operand) if number.factor > 0:
                # value = (operand * f + o) * factor + offset
                offset += factor * number.offset
                factor *= number.factor
                number = operand
            case ir.NamedNumber(name=name):
                home = guideline.named_by_name[name]
                if not isinstance(home, ir.DefinedNumber):
                    return number, factor, offset
                number = home.value
            case _:
                return number, factor, offset


def _values_of(guideline: ir.Guideline, name: str) -> list[ir.AnyValue]:
    home = guideline.named_by_name[name]
    match home:
        case ir.DefinedNumber(value=value):
            return [value]
        case ir.DefinedCases(cases=cases):
            return [case.value for case in cases]
        case ir.Table(outputs=outputs, rows=rows):
            column = [output for output, _ in outputs].index(name)
            return [row.values[column] for row in rows]
        case ir.Score(lines=lines):
            return [line.points for line in lines]
        case ir.DefinedCondition():
            return []
        case _:
            assert_never(home)


def collect(guideline: ir.Guideline, node: ir.AnyCondition | ir.AnyValue) -> Atoms:
    """Everything that a condition or a number tests, named values followed, each name once."""
    collector = _Collector(guideline)
    match node:
        case (
            ir.Always()
            | ir.Flag()
            | ir.NamedCondition()
            | ir.Band()
            | ir.WordIs()
            | ir.SetHas()
            | ir.Known()
            | ir.Not()
            | ir.All()
            | ir.Any()
            | ir.AtLeast()
        ):
            collector.condition(node)
        case _:
            collector.value(node)
    return collector.atoms


class _Collector:
    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.atoms = Atoms()
        self.seen: set[str] = set()
        self.finite: dict[str, bool] = {}

    def computed(self, number: ir.AnyValue) -> bool:
        """Whether a number has finitely many values, each chosen by conditions: constants, points, cases, tables,
        scores, and what is computed from them. A measurement is not."""
        match number:
            case ir.Const() | ir.PointsOf():
                return True
            case ir.InputNumber() | ir.StateNumber() | ir.YearsSince():
                return False
            case ir.WordValue() | ir.TextValue() | ir.UnspecifiedValue():
                return False
            case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
                return self.computed(operand)
            case ir.Operation(left=left, right=right) | ir.Power(base=left, exponent=right):
                return self.computed(left) and self.computed(right)
            case ir.Function(arguments=arguments):
                return self.all_computed(arguments)
            case ir.NamedNumber(name=name):
                if name not in self.finite:
                    self.finite[name] = self.all_computed(_values_of(self.guideline, name))
                return self.finite[name]
            case _:
                assert_never(number)

    def all_computed(self, values: Iterable[ir.AnyValue]) -> bool:
        # a loop, since `all` of a generator would take the C stack at each name of a long chain
        for value in values:  # noqa: SIM110
            if not self.computed(value):
                return False
        return True

    def condition(self, node: ir.AnyCondition) -> None:
        match node:
            case ir.Always() | ir.Known():
                pass
            case ir.Flag(name=name):
                self.atoms.add(FlagOf(name))
            case ir.NamedCondition(name=name):
                self.named(name)
            case ir.Band():
                self.band(node)
            case ir.WordIs(subject=ir.InputWord(name=name), words=words):
                key = WordOf(name)
                self.atoms.add(key)
                self.atoms.words[key] = (*self.atoms.words.get(key, ()), frozenset(words))
            case ir.WordIs(subject=ir.NamedWord(name=name)):
                self.named(name)
            case ir.SetHas(name=name, words=words):
                for word in words:
                    self.atoms.add(MemberOf(name, word))
            case ir.Not(operand=operand):
                self.condition(operand)
            case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
                for operand in operands:
                    self.condition(operand)
            case _:
                raise AssertionError(node)

    def band(self, band: ir.Band) -> None:
        bounds = [bound.value for bound in (band.low, band.high) if bound is not None]
        if all(isinstance(bound, ir.Const) for bound in bounds) and not self.computed(band.subject):
            subject, factor, offset = linear(self.guideline, band.subject)
            self.atoms.add(ValueOf(subject), _test(band, factor, offset))
            return
        for bound in bounds:
            if self.computed(band.subject) and self.computed(bound):
                self.value(band.subject)
                self.value(bound)
            else:
                self.atoms.add(PairOf(band.subject, bound))

    def value(self, node: ir.AnyValue) -> None:
        match node:
            case ir.PointsOf(name=name):
                self.atoms.add(WordOf(name))
                self.atoms.points.add(WordOf(name))
            case ir.NamedNumber(name=name):
                self.named(name)
            case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
                self.value(operand)
            case ir.Operation(left=left, right=right) | ir.Power(base=left, exponent=right):
                self.value(left)
                self.value(right)
            case ir.Function(arguments=arguments):
                for argument in arguments:
                    self.value(argument)
            case _:
                pass

    def named(self, name: str) -> None:
        if name in self.seen:
            return
        self.seen.add(name)
        home = self.guideline.named_by_name[name]
        match home:
            case ir.DefinedCondition(condition=condition):
                self.condition(condition)
            case ir.DefinedNumber(value=value):
                self.value(value)
            case ir.DefinedCases(cases=cases):
                for case in cases:
                    if case.condition is not None:
                        self.condition(case.condition)
                    self.value(case.value)
            case ir.Table(rows=rows):
                for row in rows:
                    for cell in row.cells:
                        self.condition(cell)
                for column_value in _values_of(self.guideline, name):
                    self.value(column_value)
            case ir.Score(lines=lines):
                for line in lines:
                    if line.condition is not None:
                        self.condition(line.condition)
                    self.value(line.points)
            case _:
                assert_never(home)


def _test(band: ir.Band, factor: Fraction, offset: Fraction) -> Within:
    def end(bound: ir.Bound | None) -> tuple[Fraction | None, bool]:
        if bound is None:
            return None, False
        assert isinstance(bound.value, ir.Const)
        return (bound.value.value - offset) / factor, bound.included

    return Within(*end(band.low), *end(band.high))
