"""What conditions, numbers and named values come to for one patient.

Enters: a guideline and a patient. Leaves: per condition True, False or None (unknown); per number the tuple of its
possible values in ascending order (one: it is known), or None (unknown); per word the possible words, or None.

    Values(guideline, Patient(values={"age": Fraction(70)})).condition(age over 64)   ->  True
    Values(guideline, Patient()).number(curb65)                                        ->  (0, 1, 2, 3, 4, 5)

Operands are read from left to right and only until the condition is settled, so that ``x over 0 and 1 / x under 2`` has
a value for x = 0. A value that does not exist (a division by zero, a case that is missing) raises `Faulty`, which the
pathway turns into a fault; in a number with several possible operands, one that has no value makes it unknown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import TypeAlias, assert_never

from milligram.interpret.faults import Faulty
from milligram.interpret.scores import limited, score_values
from milligram.interpret.selection import Selection, select
from milligram.ir import nodes as ir
from milligram.ir.arithmetic import Formula, applied, compare, completed_years, distinct, operands, within
from milligram.ir.atoms import FlagOf, Key, MemberOf, PairOf, ValueOf, WordOf, linear
from milligram.ir.cells import Cell
from milligram.quantity import Number, Undefined

Numbers: TypeAlias = tuple[Number, ...]
"""Possible values in ascending order; one means known."""

Words: TypeAlias = tuple[str, ...]
"""Possible words or texts; one means known."""


class Values:
    """The values of one patient; asked in any order, each named value found once.

    ``as_of`` stands for the input ``today`` where the patient does not give it.
    """

    def __init__(self, guideline: ir.Guideline, patient: ir.Patient, as_of: date | None = None) -> None:
        self.guideline = guideline
        self.patient = patient
        self.as_of = as_of
        self.assigned: Mapping[Key, Cell] = {}
        self._actual: Values = self
        self._linear: dict[int, tuple[ir.AnyNumber, Fraction, Fraction]] = {}
        self._conditions: dict[str, bool | None] = {}
        self._named: dict[str, Numbers | Words | None] = {}
        self._chosen: dict[int, Selection] = {}

    # --- inputs and states --------------------------------------------------------------------------------------------

    def input(self, name: str) -> ir.PatientValue | None:
        """An input's value; None is unknown. ``today`` is the patient's, else ``as_of``."""
        value = self.patient.values.get(name)
        return self.as_of if value is None and name == "today" else value

    def state(self, regimen: str) -> ir.RegimenState:
        """Where the patient is on a ladder; a regimen that is not mentioned was not started."""
        if regimen not in self.patient.regimens:
            return ir.RegimenState(step=0)
        return self.patient.regimens[regimen]

    def state_number(self, regimen: str, which: str) -> Fraction | None:
        """The step, or the days on it; None is unknown, as the time at step 0 is."""
        state = self.state(regimen)
        if which == "step":
            return None if state.step is None else Fraction(state.step)
        if state.step == 0:
            return None
        today = self.input("today")
        if state.time is None and state.since is not None and isinstance(today, date):
            return Fraction((today - state.since).days)
        return state.time

    # --- conditions ---------------------------------------------------------------------------------------------------

    def condition(self, node: ir.AnyCondition) -> bool | None:
        """True, False, or None where it is unknown."""
        match node:
            case ir.Always(value=value):
                return value
            case ir.Flag(name=name):
                known = self.assigned.get(FlagOf(name), self.input(name))
                return known if isinstance(known, bool) else None
            case ir.NamedCondition(name=name):
                return self._named_condition(name)
            case ir.Band():
                return self._band(node)
            case ir.WordIs(subject=subject, words=words):
                possible = self.words(subject)
                return None if possible is None else _agreed(word in words for word in possible)
            case ir.SetHas(name=name, words=words):
                return self._has(name, words)
            case ir.Known(of=name, known=wanted, state=state):
                return self._actual.is_known(name, state) is wanted
            case ir.Not(operand=operand):
                inner = self.condition(operand)
                return None if inner is None else not inner
            case ir.All(operands=operands):
                return self._first(operands, False)
            case ir.Any(operands=operands):
                return self._first(operands, True)
            case ir.AtLeast(count=count, operands=operands):
                return self._at_least(count, operands)
            case _:
                assert_never(node)

    def _named_condition(self, name: str) -> bool | None:
        if name not in self._conditions:
            home = self.guideline.named_by_name[name]
            assert isinstance(home, ir.DefinedCondition), name
            self._conditions[name] = self.condition(home.condition)
        return self._conditions[name]

    def _first(self, operands: Iterable[ir.AnyCondition], settling: bool) -> bool | None:
        """``settling`` as soon as an operand is; its opposite if all are that; else unknown."""
        answer: bool | None = not settling
        for operand in operands:
            inner = self.condition(operand)
            if inner is settling:
                return settling
            answer = None if inner is None else answer
        return answer

    def _at_least(self, count: int, operands: tuple[ir.AnyCondition, ...]) -> bool | None:
        sure, open_ones = 0, 0
        for left, operand in zip(range(len(operands), 0, -1), operands, strict=True):
            if sure >= count or sure + open_ones + left < count:
                break
            inner = self.condition(operand)
            sure += inner is True
            open_ones += inner is None
        if sure >= count:
            return True
        return None if sure + open_ones >= count else False

    def _has(self, name: str, words: tuple[str, ...]) -> bool | None:
        known = self.input(name)
        if isinstance(known, frozenset):
            return not known.isdisjoint(words)
        answer: bool | None = False
        for word in words:
            inner = self.assigned.get(MemberOf(name, word))
            if inner is True:
                return True
            answer = None if inner is None else answer
        return answer

    def is_known(self, name: str, state: str | None) -> bool:
        """Whether an input, a named value or a regimen's state is known; a possible value is not."""
        if state is not None:
            return self.state_number(name, state) is not None
        home = self.guideline.named_by_name.get(name)
        if home is None:
            return self.input(name) is not None
        if isinstance(home, ir.DefinedCondition):
            return self._named_condition(name) is not None
        possible = self.named(name)
        return possible is not None and len(possible) == 1

    # --- comparisons --------------------------------------------------------------------------------------------------

    def _band(self, band: ir.Band) -> bool | None:
        subject = self._subject(band)
        answer: bool | None = True
        for bound, side in ((band.low, 1), (band.high, -1)):
            if bound is None:
                continue
            inner = self._on_side(band, subject, bound, side)
            if inner is False:
                return False
            answer = None if inner is None else answer
        if answer is None and subject is not None and len(subject) > 1:
            return self._each_within(band, subject)
        return answer

    def _subject(self, band: ir.Band) -> Numbers | None:
        """The subject's possible values: the assigned cell where one stands for it, else its own."""
        if self.assigned:
            known = self._linear.get(id(band))
            if known is None:
                known = self._linear[id(band)] = linear(self.guideline, band.subject)
            cell = self.assigned.get(ValueOf(known[0]))
            if isinstance(cell, Fraction):
                return (cell * known[1] + known[2],)
        return self.number(band.subject)

    def _on_side(self, band: ir.Band, subject: Numbers | None, bound: ir.Bound, side: int) -> bool | None:
        if self.assigned:
            sign = self.assigned.get(PairOf(band.subject, bound.value))
            if isinstance(sign, int):
                return sign == side or (sign == 0 and bound.included)
        limits = None if subject is None else self.number(bound.value)
        if subject is None or limits is None:
            return None
        wanted = (0, side) if bound.included else (side,)
        hardest, easiest = (subject[0], limits[-1]), (subject[-1], limits[0])  # both are in ascending order
        if side < 0:
            hardest, easiest = (subject[-1], limits[0]), (subject[0], limits[-1])
        with Faulty.arising(band):
            if compare(*hardest) in wanted:
                return True
            return None if compare(*easiest) in wanted else False

    def _each_within(self, band: ir.Band, subject: Numbers) -> bool | None:
        """Each possible value against both ends at once: 2 and 5 are both outside 3 to 4."""
        lows = (None,) if band.low is None else self.number(band.low.value)
        highs = (None,) if band.high is None else self.number(band.high.value)
        if lows is None or highs is None:
            return None
        with Faulty.arising(band):
            if len(lows) == len(highs) == 1:
                # the values lie in ascending order, and some are outside: look at the first that is not too low
                first = bisect_left(subject, True, key=lambda value: _not_below(band, value, lows[0]))
                inside = first < len(subject) and within(band, subject[first], lows[0], highs[0])
                return None if inside else False
            return _agreed(within(band, *each) for each in product(subject, lows, highs))

    # --- numbers ------------------------------------------------------------------------------------------------------

    def number(self, node: ir.AnyNumber) -> Numbers | None:
        """The possible values in ascending order, or None."""
        match node:
            case ir.Const(value=value):
                return (value,)
            case ir.InputNumber(name=name):
                known = self.input(name)
                return (known,) if isinstance(known, Fraction) else None
            case ir.StateNumber(regimen=regimen, which=which):
                state = self.state_number(regimen, which)
                return None if state is None else (state,)
            case ir.NamedNumber(name=name):
                return _numbers(self.named(name))
            case ir.PointsOf(name=name):
                return self._points(name)
            case ir.Operation() | ir.Power() | ir.Function() | ir.Scaled() | ir.RoundTo():
                return self._each(node)
            case ir.YearsSince(name=name):
                born, today = self.input(name), self.input("today")
                if isinstance(born, date) and isinstance(today, date):
                    return (completed_years(born, today),)
                return None
            case _:
                assert_never(node)

    def _each(self, node: Formula) -> Numbers | None:
        """What a formula comes to for every combination of its operands' possible values."""
        possible: list[Numbers] = []
        for operand in operands(node):
            values = self.number(operand)
            if values is None:
                return None
            possible.append(values)
        many = any(len(values) > 1 for values in possible)
        with Faulty.arising(node):
            try:
                results = [applied(node, values) for values in product(*possible)]
            except Undefined:
                if many:
                    return None
                raise
            return limited(distinct(results))

    def _points(self, name: str) -> Numbers | None:
        points = {choice.word: choice.points for choice in self.guideline.inputs[name].choices}
        known = self.assigned.get(WordOf(name), self.input(name))
        words = [known] if isinstance(known, str) else list(points)
        found = [points.get(word) for word in words]
        settled = [value for value in found if value is not None]
        return distinct(settled) if len(settled) == len(found) else None

    # --- words and named values ---------------------------------------------------------------------------------------

    def words(self, subject: ir.AnyWord) -> Words | None:
        """The possible words or texts, or None."""
        match subject:
            case ir.InputWord(name=name):
                known = self.assigned.get(WordOf(name), self.input(name))
                return (known,) if isinstance(known, str) else None
            case ir.NamedWord(name=name):
                return _words(self.named(name))
            case _:
                assert_never(subject)

    def named(self, name: str) -> Numbers | Words | None:
        """What a define, a table's output or a score comes to (conditions apart)."""
        if name not in self._named:
            home = self.guideline.named_by_name[name]
            match home:
                case ir.DefinedNumber(value=value):
                    self._named[name] = self.number(value)
                case ir.DefinedCases() | ir.Table():
                    self._named[name] = self._settled(self.candidates(name))
                case ir.Score():
                    self._named[name] = score_values(self, home)
                case ir.DefinedCondition():
                    raise AssertionError(name)
                case _:
                    assert_never(home)
        return self._named[name]

    def candidates(self, name: str) -> tuple[ir.AnyValue, ...]:
        """The differing values of a table's output or a define by cases that are not ruled out."""
        home = self.guideline.named_by_name[name]
        match home:
            case ir.DefinedCases(cases=cases):
                values: tuple[ir.AnyValue, ...] = tuple(case.value for case in cases)
                places: tuple[ir.Node, ...] = cases
                conditions: tuple[ir.AnyCondition | None, ...] = tuple(case.condition for case in cases)
            case ir.Table(outputs=outputs, rows=rows):
                column = [output for output, _ in outputs].index(name)
                values, places = tuple(row.values[column] for row in rows), rows
                conditions = tuple(row.condition for row in rows)
            case _:
                raise AssertionError(name)
        chosen = self._chosen.get(id(home))
        if chosen is None:
            chosen = select(self.condition, conditions, first_that_applies=home.first_that_applies)
            self._chosen[id(home)] = chosen
        indices = chosen.true or chosen.open
        found = tuple(dict.fromkeys(values[index] for index in indices))
        if not found:
            raise Faulty(f"no case of {name} applies", home)
        if chosen.true and len(found) > 1 and not self._same(found):
            raise Faulty(f"several cases of {name} apply, with different values", *(places[i] for i in chosen.true))
        return found[:1] if chosen.true else found

    def _same(self, values: Sequence[ir.AnyValue]) -> bool:
        """Whether values written differently come to one known value (8/2 and 4)."""
        settled = self._settled(values)
        return settled is not None and len(settled) == 1

    def _settled(self, values: Sequence[ir.AnyValue]) -> Numbers | Words | None:
        """All the values together: possible if each is known or possible, else unknown."""
        numbers: list[Number] = []
        words: list[str] = []
        for value in values:
            match value:
                case ir.WordValue(word=word) | ir.TextValue(text=word):
                    words.append(word)
                case ir.UnspecifiedValue():
                    return None
                case _:
                    members = self.number(value)
                    if members is None:
                        return None
                    numbers.extend(members)
        if words:
            return tuple(dict.fromkeys(words))
        with Faulty.arising(*values):
            return limited(distinct(numbers))

    def under(self, assigned: Mapping[Key, Cell]) -> Values:
        """The same patient under an assignment of `milligram.ir.cells`."""
        there = Values(self.guideline, self.patient, self.as_of)
        there.assigned = assigned
        there._actual = self
        there._linear = self._linear
        return there


def _not_below(band: ir.Band, value: Number, low: Number | None) -> bool:
    """Whether a value is not under the lower end of a band."""
    return within(band, value, low, None)


def _agreed(answers: Iterable[bool]) -> bool | None:
    """The one answer that all give; None where they differ."""
    found = set()
    for answer in answers:
        found.add(answer)
        if len(found) == 2:
            return None
    return found.pop() if found else None


def _numbers(value: Numbers | Words | None) -> Numbers | None:
    return tuple(item for item in value if not isinstance(item, str)) if value else None


def _words(value: Numbers | Words | None) -> Words | None:
    return tuple(item for item in value if isinstance(item, str)) if value else None
