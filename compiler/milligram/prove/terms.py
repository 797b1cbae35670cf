"""Numbers with the names taken out: the ways a number can be computed, and what a band on it says of one subject.

Enters: a number of the IR. Leaves: `Way`s, each a term over inputs and states alone with the rows it takes; and a band
on a term as a set of values of the term's subject.

    crcl (a define: (140 - age) * weight / 72 * factor; factor: 1 when sex is male, 0.85 when sex is female)
        ->  Way(((factor, 0),), (140 - age) * weight / 72), Way(((factor, 1),), (140 - age) * weight / 72 * 0.85)
    serum_magnesium in mg/dL under 1.7   ->   serum_magnesium: under 0.6994 mmol/L
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TypeAlias, assert_never

from milligram.ir import nodes as ir
from milligram.ir.arithmetic import Formula, applied, operands
from milligram.prove.intervals import HIGHEST, LOWEST, Cut, Intervals, above, below
from milligram.quantity import Undecided, Undefined, check_length

Choice: TypeAlias = tuple[str, int]
"""A row of a table or a case of a define, by the name asked for and its index; for points, a word of an input."""

MOST_WAYS = 200
"""A number that can be computed in more ways than this is not followed."""

MOST_PARTS = 2_000
"""Nor is one whose term has more parts than this: names may double at every step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to compute a number: the ``choices`` that lead to it, and the ``term`` (None: it has no number there).

    ``parts`` is how many parts the term has, repeated ones counted again.
    """

    choices: tuple[Choice, ...] = ()
    term: ir.AnyNumber | None
    parts: int = 1


class Terms:
    """The ways of every number of a guideline, each found once."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self._named: dict[str, tuple[Way, ...] | None] = {}

    def ways(self, number: ir.AnyNumber) -> tuple[Way, ...] | None:
        """Every way to compute a number; None where there are too many, or one is too long."""
        match number:
            case ir.Const() | ir.InputNumber() | ir.StateNumber() | ir.YearsSince():
                return (Way(term=number),)
            case ir.PointsOf(name=name):
                return self._points(number, name)
            case ir.NamedNumber(name=name):
                if name not in self._named:
                    self._named[name] = self._of_name(number, name)
                return self._named[name]
            case ir.Operation() | ir.Power() | ir.Function() | ir.Scaled() | ir.RoundTo():
                return self._joined(number, operands(number))
            case _:
                assert_never(number)

    def _points(self, number: ir.PointsOf, name: str) -> tuple[Way, ...]:
        choices = self.guideline.inputs[name].choices
        return tuple(
            Way(choices=((name, index),), term=None if choice.points is None else literal(choice.points, number))
            for index, choice in enumerate(choices)
        )

    def _of_name(self, number: ir.NamedNumber, name: str) -> tuple[Way, ...] | None:
        home = self.guideline.named_by_name[name]
        match home:
            case ir.DefinedNumber(value=value):
                return self.ways(value)
            case ir.Score():
                return (Way(term=number),)
            case ir.DefinedCases() | ir.Table():
                found: list[Way] = []
                for index, row_value in enumerate(values_of(home, name)):
                    inner = self._of_value(row_value)
                    if inner is None or len(found) + len(inner) > MOST_WAYS * 10:
                        return None
                    found += [replace(way, choices=((name, index), *way.choices)) for way in inner]
                return tuple(found)
            case ir.DefinedCondition():
                return (Way(term=None),)
            case _:
                assert_never(home)

    def _of_value(self, value: ir.AnyValue) -> tuple[Way, ...] | None:
        match value:
            case ir.WordValue() | ir.TextValue() | ir.UnspecifiedValue():
                return (Way(term=None),)
            case _:
                return self.ways(value)

    def _joined(self, number: ir.AnyNumber, operands: tuple[ir.AnyNumber, ...]) -> tuple[Way, ...] | None:
        every: list[tuple[Way, ...]] = []
        count = 1
        for operand in operands:
            inner = self.ways(operand)
            if inner is None:
                return None
            count *= len(inner)
            every.append(inner)
        if count > MOST_WAYS:
            return None
        found = [_joined_way(number, ways) for ways in product(*every)]
        return None if any(way.parts > MOST_PARTS for way in found) else tuple(found)


def values_of(home: ir.Named, name: str) -> tuple[ir.AnyValue, ...]:
    """The values that a table's output or a define by cases may take, row by row."""
    match home:
        case ir.Table(outputs=outputs, rows=rows):
            column = [output for output, _ in outputs].index(name)
            return tuple(row.values[column] for row in rows)
        case ir.DefinedCases(cases=cases):
            return tuple(case.value for case in cases)
        case _:
            return ()


def literal(value: Fraction, like: ir.Number) -> ir.Const:
    """A constant in the unit of another number."""
    return ir.Const(measure=like.measure, value=value, written=str(value), span=like.span)


def _joined_way(number: ir.AnyNumber, ways: tuple[Way, ...]) -> Way:
    """The way that takes these for the operands of a number."""
    term = _rebuilt(number, [way.term for way in ways])
    return Way(
        choices=tuple(dict.fromkeys(choice for way in ways for choice in way.choices)),
        term=term,
        parts=1 if term is None or isinstance(term, ir.Const) else 1 + sum(way.parts for way in ways),
    )


def _rebuilt(number: ir.AnyNumber, operands: list[ir.AnyNumber | None]) -> ir.AnyNumber | None:
    """The number with other operands; None where one has no value, or where the whole has none."""
    there = [operand for operand in operands if operand is not None]
    if len(there) < len(operands):
        return None
    if all(isinstance(operand, ir.Const) for operand in there):
        folded = _folded(number, [operand.value for operand in there if isinstance(operand, ir.Const)])
        if folded is not None:
            return literal(folded, number)
    match number:
        case ir.Operation():
            return replace(number, left=there[0], right=there[1])
        case ir.Power():
            return replace(number, base=there[0], exponent=there[1])
        case ir.Function():
            return replace(number, arguments=tuple(there))
        case ir.Scaled() | ir.RoundTo():
            return replace(number, operand=there[0])
        case _:
            raise AssertionError(number)


def _folded(number: ir.AnyNumber, values: list[Fraction]) -> Fraction | None:
    """The value of constants put together, where it is a rational that exists and can be written."""
    if not isinstance(number, Formula):
        return None
    try:
        result = applied(number, values)
        if not isinstance(result, Fraction):
            return None
        check_length(result)
    except (Undefined, Undecided):
        return None
    return result


def leaves(term: ir.AnyNumber) -> frozenset[ir.AnyNumber]:
    """The inputs, states and scores that a term reads."""
    match term:
        case ir.Const():
            return frozenset()
        case ir.InputNumber() | ir.StateNumber() | ir.YearsSince() | ir.NamedNumber() | ir.PointsOf():
            return frozenset((term,))
        case ir.Operation() | ir.Power() | ir.Function() | ir.Scaled() | ir.RoundTo():
            return frozenset().union(*map(leaves, operands(term)))
        case _:
            assert_never(term)


# --- bands on a term as sets of values of its subject -----------------------------------------------------------------


def on_subject(term: ir.AnyNumber, within: Intervals) -> tuple[ir.AnyNumber, Intervals]:
    """``term lies within`` as a statement about what is left of the term once changes of unit, sums and products with
    literals, and rounding are taken off: its subject, and the values that the subject may have."""
    while True:
        match term:
            case ir.Scaled(operand=operand, factor=factor, offset=offset) if factor:
                within = _moved(within, 1 / factor, -offset / factor)
                term = operand
            case ir.Operation(op=("+" | "-") as op, left=left, right=ir.Const(value=value)):
                within = _moved(within, Fraction(1), -value if op == "+" else value)
                term = left
            case ir.Operation(op="+", left=ir.Const(value=value), right=right):
                within = _moved(within, Fraction(1), -value)
                term = right
            case ir.Operation(op="-", left=ir.Const(value=value), right=right):
                within = _moved(within, Fraction(-1), value)
                term = right
            case ir.Operation(op="*", left=left, right=ir.Const(value=value)) if value:
                within = _moved(within, 1 / value, Fraction(0))
                term = left
            case ir.Operation(op="*", left=ir.Const(value=value), right=right) if value:
                within = _moved(within, 1 / value, Fraction(0))
                term = right
            case ir.Operation(op="/", left=left, right=ir.Const(value=value)) if value:
                within = _moved(within, value, Fraction(0))
                term = left
            case ir.RoundTo(operand=operand, step=step, mode=mode):
                within = _unrounded(within, step, mode)
                term = operand
            case ir.Function(name="floor", arguments=(operand,)):
                within = _unrounded(within, Fraction(1), "down")
                term = operand
            case _:
                return term, within


def _moved(within: Intervals, factor: Fraction, offset: Fraction) -> Intervals:
    """Each number of a set times ``factor`` plus ``offset``."""
    pieces: list[tuple[Cut, Cut]] = []
    for piece in within:
        ends = [_moved_cut(cut, factor, offset) for cut in piece]
        low, high = ends if factor > 0 else reversed(ends)
        pieces.append((low, high))
    return Intervals.of(pieces)


def _moved_cut(cut: Cut, factor: Fraction, offset: Fraction) -> Cut:
    if cut.rank:
        return cut if factor > 0 else (HIGHEST if cut.rank < 0 else LOWEST)
    value = cut.value * factor + offset
    return Cut(0, value, cut.side if factor > 0 else -cut.side)


def _unrounded(within: Intervals, step: Fraction, mode: str) -> Intervals:
    """The numbers that are rounded into a set. Rounding never falls, so each interval comes from one."""
    return Intervals.of(
        (_unrounded_cut(piece.low, step, mode), _unrounded_cut(piece.high, step, mode)) for piece in within
    )


def _unrounded_cut(cut: Cut, step: Fraction, mode: str) -> Cut:
    """The place between the numbers that are rounded to below a cut and those rounded to above it."""
    if cut.rank:
        return cut
    lowest = -((-cut.value) // step) * step  # the least multiple that lies above the cut
    if lowest == cut.value and cut.side > 0:
        lowest += step
    before = lowest - step
    if mode == "nearest":
        middle = (before + lowest) / 2
        return below(middle) if middle > 0 else above(middle)  # a half goes away from zero
    if mode == "down":
        return below(lowest)
    return above(before)
