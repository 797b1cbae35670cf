"""The sums that a score can have, as formulas: where every possible sum lies in a set, and where none does.

Enters: a score and the formulas of what its lines test. Leaves: `ScoreSums`.

    curb65 at least 3 is true    ->   three of its five lines are true, whatever is unknown of the others
    curb65 at least 3 is false   ->   three of its five lines are false

The lines fall into components that share no variable (`milligram.ir.cells`). Each component has finitely many outcomes,
an outcome being the set of sums that are possible there; the interpreter itself says which. A formula for the whole
score is then built component by component over the sums so far, equal ones joined: a decision diagram over
components.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias, assert_never

from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.atoms import Atoms, FlagOf, MemberOf, PairOf, ValueOf, Within, WordOf, collect
from milligram.ir.cells import MOST_ASSIGNMENTS, Cell, Component, Variable, combinations, components_by_score
from milligram.ir.walk import descend, names_read
from milligram.prove.formula import UNKNOWN, Formula
from milligram.prove.intervals import Interval, Intervals

if TYPE_CHECKING:
    from milligram.prove.meaning import Meaning, Truth

MOST_COMBINATIONS = 3_000
"""A component whose variables combine in more ways than this, unknown counted, is followed line by line."""

MOST_LINES = 100_000
"""So is one whose lines would be added up more often than this."""

MOST_GROUPS = 300
"""A score with more lines than this that share nothing is not followed."""

MOST_NODES = 1_000
"""A score whose formula would have more parts than this is followed by its least and its greatest sum alone. These
decide a single interval exactly; a set of sums around a band that holds none of them (2 and 5 around 3 to 4) is then
called unknown."""

Sums: TypeAlias = frozenset[Fraction]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Where a component's possible sums are ``sums``; None: where it is unknown altogether."""

    where: Formula
    sums: Sums | None


class _TooMany(Exception):
    """The formula has become too large."""


class ScoreSums:
    """The possible sums of one score. ``why`` says in words why it is not followed; then nothing else is there.

    ``rough``: with values unknown, it may be called unknown where the interpreter still settles it.
    """

    def __init__(self, meaning: Meaning, score: ir.Score) -> None:
        self.meaning = meaning
        self.space = meaning.space
        self.score = score
        self.why: str | None = None
        self.rough = False
        self._too_many = False
        self._sides: dict[tuple[int, Fraction, bool, bool], Formula] = {}
        self._nodes = 0
        self._groups: list[list[_Outcome]] = []
        if _asks_what_is_known(meaning.guideline, score):
            self.why = "it turns on what is known"
            return
        for component in components_by_score(meaning.guideline)[score.name]:
            found = self._component(component)
            if found is None:
                return
            self._groups += found
        if len(self._groups) > MOST_GROUPS:
            self.why = "it has too many lines"
            return
        self._rest = self._ranges()

    # --- the whole score ----------------------------------------------------------------------------------------------

    def all_within(self, wanted: Intervals) -> Formula:
        """Where the score has possible sums, and all of them lie in a set."""
        if len(wanted.pieces) == 1:
            return self._between(wanted.pieces[0])
        if not self._too_many:
            self._nodes = 0
            try:
                return self._from(0, frozenset((Fraction(0),)), wanted, {})
            except _TooMany:
                self._too_many = self.rough = True
        return self.space.any_of(self._between(piece) for piece in wanted)

    def none_within(self, wanted: Intervals) -> Formula:
        """Where the score has possible sums, and none of them lies in a set."""
        return self.all_within(~wanted)

    def known(self) -> Formula:
        """Where the score has one possible sum."""
        return self.space.all_of(
            self.space.any_of(one.where for one in outcomes if one.sums is not None and len(one.sums) == 1)
            for outcomes in self._groups
        )

    def possible(self) -> Intervals:
        """Every sum that the lines can give, all values known."""
        sums = {Fraction(0)}
        for outcomes in self._groups:
            single = {next(iter(one.sums)) for one in outcomes if one.sums is not None and len(one.sums) == 1}
            sums = {a + b for a in sums for b in single}
        return Intervals.points(sums)

    def _from(self, index: int, sums: Sums, wanted: Intervals, kept: dict[tuple[int, Sums], Formula]) -> Formula:
        """Where all of ``sums``, each added to what the groups from ``index`` on can give, lie in a set."""
        low, high = self._rest[index]
        settled = _settled(sums, low, high, wanted)
        if settled is not None and index == len(self._groups):
            return self.space.true if settled else self.space.false
        if settled is False:
            return self.space.false
        found = kept.get((index, sums))
        if found is None:
            self._nodes += 1
            if self._nodes > MOST_NODES:
                raise _TooMany
            found = kept[index, sums] = self.space.any_of(
                self.space.all_of(
                    [
                        outcome.where,
                        self._from(index + 1, frozenset(a + b for a in sums for b in outcome.sums), wanted, kept),
                    ]
                )
                for outcome in self._groups[index]
                if outcome.sums is not None
            )
        return found

    def _between(self, piece: Interval) -> Formula:
        """Where the least possible sum and the greatest both lie in one interval; each is followed by itself."""
        ends: list[Formula] = []
        if piece.low.rank == 0:
            ends.append(self._over(0, piece.low.value, strict=piece.low.side > 0))
        if piece.high.rank == 0:
            ends.append(self._under(0, piece.high.value, strict=piece.high.side < 0))
        settled = [
            self.space.any_of(one.where for one in outcomes if one.sums is not None) for outcomes in self._groups
        ]
        return self.space.all_of([*ends, *settled])

    def _over(self, index: int, end: Fraction, *, strict: bool) -> Formula:
        """Where the least sum of the groups from ``index`` on is at least ``end``; with ``strict``, over it."""
        low, high = self._rest[index]
        if low > end or (low == end and not strict):
            return self.space.true
        if high < end or (high == end and strict):
            return self.space.false
        key = index, end, strict, True
        if key not in self._sides:
            self._sides[key] = self.space.any_of(
                self.space.all_of([one.where, self._over(index + 1, end - min(one.sums), strict=strict)])
                for one in self._groups[index]
                if one.sums is not None
            )
        return self._sides[key]

    def _under(self, index: int, end: Fraction, *, strict: bool) -> Formula:
        """Where the greatest sum of the groups from ``index`` on is at most ``end``; with ``strict``, under it."""
        low, high = self._rest[index]
        if high < end or (high == end and not strict):
            return self.space.true
        if low > end or (low == end and strict):
            return self.space.false
        key = index, end, strict, False
        if key not in self._sides:
            self._sides[key] = self.space.any_of(
                self.space.all_of([one.where, self._under(index + 1, end - max(one.sums), strict=strict)])
                for one in self._groups[index]
                if one.sums is not None
            )
        return self._sides[key]

    def _ranges(self) -> list[tuple[Fraction, Fraction]]:
        """The least and greatest sum that the groups from each one on can add."""
        ranges = [(Fraction(0), Fraction(0))]
        for outcomes in reversed(self._groups):
            every = [value for one in outcomes if one.sums is not None for value in one.sums] or [Fraction(0)]
            low, high = ranges[-1]
            ranges.append((low + min(every), high + max(every)))
        return ranges[::-1]

    # --- one component ------------------------------------------------------------------------------------------------

    def _component(self, component: Component) -> list[list[_Outcome]] | None:
        """The outcomes of a component; line by line where its variables combine in too many ways."""
        guideline = self.meaning.guideline
        lines = [self.score.lines[index] for index in component.lines]
        cells = prod(len(variable.values) + 1 for variable in component.variables)
        if cells > MOST_COMBINATIONS or cells * len(lines) > MOST_LINES:
            self.rough = self.rough or combinations(component.variables) <= MOST_ASSIGNMENTS
            return self._lines(lines)
        atoms = Atoms.union(
            [collect(guideline, line.points) for line in lines]
            + [collect(guideline, line.condition) for line in lines if line.condition is not None]
            + [collect(guideline, rule.condition) for rule in guideline.impossible]
        )
        ways = [self._ways(variable, atoms) for variable in component.variables]
        where: dict[Sums | None, list[Formula]] = {}
        sums_of = self._sums_of(component, lines)
        for combination in product(*ways):
            sums = sums_of(tuple(cell for _, cell in combination))
            formula = self.space.all_of(formula for formula, _ in combination)
            where.setdefault(sums, []).append(formula)
        if not any(where):
            self.why = "a formula stands in it"
            return None
        return [[_Outcome(self.space.any_of(formulas), sums) for sums, formulas in where.items()]]

    def _sums_of(
        self, component: Component, lines: Sequence[ir.ScoreLine]
    ) -> Callable[[tuple[Cell | None, ...]], Sums | None]:
        """The possible sums of a component by its cells, None being an unknown one: as the interpreter finds them."""
        guideline = self.meaning.guideline
        unknown = {name: ir.RegimenState(step=None) for name in guideline.regimens}
        nobody = Values(guideline, ir.Patient(regimens=unknown))
        keys = [variable.key for variable in component.variables]
        totals: dict[tuple[Cell, ...], tuple[Fraction | None, bool]] = {}

        def settled(cells: tuple[Cell, ...]) -> tuple[Fraction | None, bool]:
            if cells not in totals:
                there = nobody.under(dict(zip(keys, cells, strict=True)))
                refused = any(_is_true(there, rule.condition) for rule in guideline.impossible)
                totals[cells] = _total(there, lines), refused
            return totals[cells]

        def sums(combination: tuple[Cell | None, ...]) -> Sums | None:
            choices = [
                variable.values if cell is None else (cell,)
                for variable, cell in zip(component.variables, combination, strict=True)
            ]
            found: set[Fraction] = set()
            for cells in product(*choices):
                total, refused = settled(cells)
                if refused and None in combination:
                    continue
                if total is None:
                    return None
                found.add(total)
            return frozenset(found) or None

        return sums

    def _lines(self, lines: Sequence[ir.ScoreLine]) -> list[list[_Outcome]] | None:
        """Each line by itself: nothing, its points, or either."""
        nobody = Values(self.meaning.guideline, ir.Patient())
        found: list[list[_Outcome]] = []
        nothing = Fraction(0)
        for line in lines:
            points = _total(nobody, [replace(line, condition=None)])
            if points is None:
                self.why = "a formula stands in it"
                return None
            if line.condition is None:
                found.append([_Outcome(self.space.true, frozenset((points,)))])
                continue
            truth = self.meaning.of(line.condition)
            found.append(
                [
                    _Outcome(truth.true, frozenset((points,))),
                    _Outcome(truth.false, frozenset((nothing,))),
                    _Outcome(self.meaning.unknown(line.condition), frozenset((nothing, points))),
                ]
            )
        return found

    def _ways(self, variable: Variable, atoms: Atoms) -> list[tuple[Formula, Cell | None]]:
        """Each cell of a variable with where the patient has it, and (None) where that is unknown."""
        meaning, space = self.meaning, self.space
        known: list[tuple[Formula, Cell | None]]
        match variable.key:
            case FlagOf(name):
                of_flag = meaning.subjects.given(name)
                known = [(space.test(of_flag, 0b010), False), (space.test(of_flag, 0b100), True)]
                return [*known, (space.test(of_flag, UNKNOWN), None)]
            case MemberOf(name, word):
                of_word = next(found for group, found in meaning.subjects.members(name) if word in group)
                known = [(space.test(of_word, 0b010), False), (space.test(of_word, 0b100), True)]
                return [*known, (space.test(of_word, UNKNOWN), None)]
            case WordOf(name):
                return self._words(variable, name, atoms)
            case ValueOf(subject):
                tests = atoms.tests[variable.key]
                truths = [self._test(subject, test) for test in tests]
                known = [(self._stretch(subject, tests, truths, value), value) for value in variable.values]
                return [*known, (space.negation(meaning.number_known(subject)), None)]
            case PairOf(left, right):
                difference = ir.Operation(op="-", left=left, right=right, measure=left.measure, span=left.span)
                parts = (
                    (Intervals.between(None, 0, high_included=False), -1),
                    (Intervals.between(0, 0), 0),
                    (Intervals.between(0, low_included=False), 1),
                )
                known = [(meaning.number_within(difference, part).true, sign) for part, sign in parts]
                return [*known, (space.negation(meaning.number_known(difference)), None)]
            case _:
                assert_never(variable.key)

    def _test(self, subject: ir.AnyNumber, test: Within) -> Truth:
        """What a test on a number means."""
        band = Intervals.between(test.low, test.high, low_included=test.low_included, high_included=test.high_included)
        return self.meaning.number_within(subject, band)

    def _stretch(self, subject: ir.AnyNumber, tests: Sequence[Within], truths: list[Truth], value: Cell) -> Formula:
        """Where the tests on a number come out as they do for ``value``."""
        assert isinstance(value, Fraction)
        parts = [truth.true if test.holds(value) else truth.false for test, truth in zip(tests, truths, strict=True)]
        return self.space.all_of(parts) if parts else self.meaning.number_known(subject)

    def _words(self, variable: Variable, name: str, atoms: Atoms) -> list[tuple[Formula, Cell | None]]:
        of_word = self.meaning.subjects.given(name)
        choices = self.meaning.guideline.inputs[name].choices
        points = {choice.word: choice.points for choice in choices} if variable.key in atoms.points else {}

        def signature(word: str) -> object:
            return points.get(word), tuple(word in tested for tested in atoms.words.get(variable.key, ()))

        found: list[tuple[Formula, Cell | None]] = []
        for value in variable.values:
            alike = signature(str(value))
            mask = sum(
                1 << index
                for index, cell in enumerate(of_word.cells)
                if isinstance(cell, str) and signature(cell) == alike
            )
            found.append((self.space.test(of_word, mask), value))
        return [*found, (self.space.test(of_word, UNKNOWN), None)]


def _asks_what_is_known(guideline: ir.Guideline, score: ir.Score) -> bool:
    """Whether the score rests on ``is known`` somewhere: that looks at the patient, never at how unknowns may fall."""
    seen: set[str] = set()
    waiting: list[ir.Node] = [score]
    while waiting:
        home = waiting.pop()
        if any(isinstance(node, ir.Known) for node in descend(home)):
            return True
        for name in names_read(home):
            if name not in seen and name in guideline.named_by_name:
                seen.add(name)
                waiting.append(guideline.named_by_name[name])
    return False


def _settled(sums: Sums, low: Fraction, high: Fraction, wanted: Intervals) -> bool | None:
    """Whether all sums surely lie in a set whatever is added (True), or one surely does not (False)."""
    sure = True
    for value in sums:
        reach = Intervals.between(value + low, value + high) & wanted
        if not reach:
            return False
        sure = sure and any(piece.holds(value + low) and piece.holds(value + high) for piece in wanted)
    return True if sure else None


def _is_true(values: Values, condition: ir.AnyCondition) -> bool:
    try:
        return values.condition(condition) is True
    except Faulty:
        return False


def _total(values: Values, lines: Sequence[ir.ScoreLine]) -> Fraction | None:
    """The sum of some lines; None where one is not settled, or has no rational value."""
    total = Fraction(0)
    try:
        for line in lines:
            counts = True if line.condition is None else values.condition(line.condition)
            if counts is None:
                return None
            if counts:
                points = values.number(line.points)
                if points is None or len(points) > 1 or not isinstance(points[0], Fraction):
                    return None
                total += points[0]
    except Faulty:
        return None
    return total
