"""How small and how large a computed amount can be, over everybody whom the guideline is about.

Enters: a number of the IR and what is possible of its inputs. Leaves: a `Range` that holds every value it can have,
or, for an amount that grows with one input, the exact `region` of that input in which it is above a limit.

    min(15 mg/kg * weight, 1000 mg), weight 20 to 300 kg   ->   300 to 1000 mg
    above 900 mg                                           ->   weight over 60 kg

Interval arithmetic (Moore, 1966) in exact rationals; roots and logarithms by their enclosures. What a table or a
define by cases can be is the hull of its values. The region is the preimage of a half-line, carried down through each
operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from math import floor
from typing import NamedTuple, TypeAlias, assert_never

from milligram.ir import nodes as ir
from milligram.prove.domains import Numbers, domain_of, solutions
from milligram.prove.intervals import EVERYTHING, HIGHEST, LOWEST, NOTHING, Cut, Interval, Intervals, above, below
from milligram.quantity import Number, Real, Undecided, Undefined, exact, round_to

Possible: TypeAlias = Mapping[str, Numbers]
"""What is possible of some inputs; of the others, what their declarations say."""


class Range(NamedTuple):
    """Every value lies between the ends; None is no bound."""

    low: Fraction | None
    high: Fraction | None


ANY = Range(None, None)
_DIGITS = 30


def range_of(number: ir.AnyNumber, guideline: ir.Guideline, possible: Possible) -> Range:
    """A range that holds every value the number can have."""

    def inner(operand: ir.AnyNumber) -> Range:
        return range_of(operand, guideline, possible)

    match number:
        case ir.Const(value=value):
            return Range(value, value)
        case ir.InputNumber(name=name) if name in possible:
            return _hull(possible[name])
        case ir.InputNumber() | ir.StateNumber() | ir.PointsOf() | ir.YearsSince():
            return _hull(domain_of(number, guideline))
        case ir.NamedNumber(name=name):
            return _named(number, guideline.named_by_name.get(name), guideline, possible)
        case ir.Operation(op=op, left=left, right=right):
            return _operation(op, inner(left), inner(right))
        case ir.Power(base=base, exponent=exponent):
            return _power(inner(base), inner(exponent))
        case ir.Function(name=name, arguments=arguments):
            return _function(name, [inner(argument) for argument in arguments])
        case ir.Scaled(operand=operand, factor=factor, offset=offset):
            return _sum(_product(inner(operand), Range(factor, factor)), Range(offset, offset))
        case ir.RoundTo(operand=operand, step=step, mode=mode):
            low, high = inner(operand)
            return Range(
                None if low is None else round_to(low, step, mode), None if high is None else round_to(high, step, mode)
            )
        case _:
            assert_never(number)


def _hull(domain: object) -> Range:
    pieces = domain.within.pieces if isinstance(domain, Numbers) else ()
    if not pieces:
        return ANY
    first, last = pieces[0].low, pieces[-1].high
    return Range(first.value if first.rank == 0 else None, last.value if last.rank == 0 else None)


def _named(number: ir.NamedNumber, home: ir.Named | None, guideline: ir.Guideline, possible: Possible) -> Range:
    match home:
        case ir.DefinedNumber(value=value):
            return range_of(value, guideline, possible)
        case ir.DefinedCases(cases=cases):
            values: list[ir.AnyValue] = [case.value for case in cases]
        case ir.Table(outputs=outputs, rows=rows):
            column = [name for name, _ in outputs].index(number.name)
            values = [row.values[column] for row in rows]
        case _:
            return _hull(domain_of(number, guideline))
    ranges = [
        range_of(value, guideline, possible)
        for value in values
        if not isinstance(value, ir.UnspecifiedValue | ir.WordValue | ir.TextValue)
    ]
    return _either(ranges)


def _either(ranges: list[Range]) -> Range:
    lows, highs = [each.low for each in ranges], [each.high for each in ranges]
    return Range(
        None if None in lows or not lows else min(low for low in lows if low is not None),
        None if None in highs or not highs else max(high for high in highs if high is not None),
    )


# --- interval arithmetic ----------------------------------------------------------------------------------------------


def _operation(op: str, left: Range, right: Range) -> Range:
    match op:
        case "+":
            return _sum(left, right)
        case "-":
            return _sum(left, _product(right, Range(Fraction(-1), Fraction(-1))))
        case "*":
            return _product(left, right)
        case _:
            return _quotient(left, right)


def _sum(left: Range, right: Range) -> Range:
    return Range(
        None if left.low is None or right.low is None else left.low + right.low,
        None if left.high is None or right.high is None else left.high + right.high,
    )


def _product(left: Range, right: Range) -> Range:
    if left.low is not None and left.high is not None and right.low is not None and right.high is not None:
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        return Range(min(corners), max(corners))
    if right.low is not None and right.low == right.high and right.low < 0:
        return _turned(_product(left, Range(-right.low, -right.low)))
    if left.low is not None and right.low is not None and left.low >= 0 and right.low >= 0:
        whole = left.high is not None and right.high is not None
        return Range(left.low * right.low, left.high * right.high if whole and left.high and right.high else None)
    if right.low is not None and right.low == right.high:  # a factor that is not negative
        factor = right.low
        return Range(*(None if end is None else end * factor for end in left))
    return ANY


def _turned(given: Range) -> Range:
    return Range(None if given.high is None else -given.high, None if given.low is None else -given.low)


def _quotient(left: Range, right: Range) -> Range:
    if right.low is not None and right.low > 0:
        under = Fraction(0) if right.high is None else 1 / right.high
        return _product(left, Range(under, 1 / right.low))
    if right.low == 0 and right.high != 0 and left.low is not None and left.low >= 0:  # by zero there is no value
        return Range(Fraction(0) if right.high is None else left.low / right.high, None)
    return ANY


def _power(base: Range, exponent: Range) -> Range:
    """Corners: a power of positive numbers grows or falls with each of the two."""
    if base.low is None or base.high is None or exponent.low is None or exponent.high is None or base.low <= 0:
        return ANY
    corners = [(a, b) for a in (base.low, base.high) for b in (exponent.low, exponent.high)]
    return _either([_enclosed(partial(exact.power, *corner)) for corner in corners])


def _function(name: str, given: list[Range]) -> Range:
    lows, highs = [each.low for each in given], [each.high for each in given]
    known_lows = [low for low in lows if low is not None]
    known_highs = [high for high in highs if high is not None]
    match name:
        case "min":
            return Range(min(known_lows) if len(known_lows) == len(lows) else None, min(known_highs, default=None))
        case "max":
            return Range(max(known_lows, default=None), max(known_highs) if len(known_highs) == len(highs) else None)
        case "abs":
            low, high = given[0]
            if low is None or high is None:
                return Range(Fraction(0), None)
            return Range(Fraction(0) if low <= 0 <= high else min(abs(low), abs(high)), max(abs(low), abs(high)))
        case "floor":
            return Range(*(None if end is None else Fraction(floor(end)) for end in given[0]))
        case "sqrt" | "ln" | "log10" | "exp":
            function: Callable[[Number], Number] = getattr(exact, name)
            low, high = given[0]
            first = ANY if low is None else _enclosed(partial(function, low))
            last = ANY if high is None else _enclosed(partial(function, high))
            return Range(first.low, last.high)
        case _:
            return ANY


def _enclosed(value: Callable[[], Number]) -> Range:
    try:
        found = value()
    except (Undefined, Undecided):
        return ANY
    return Range(*found.enclose(_DIGITS)) if isinstance(found, Real) else Range(found, found)


# --- regions ----------------------------------------------------------------------------------------------------------


class Region(NamedTuple):
    """The values of one input."""

    subject: ir.InputNumber
    within: Intervals


def region_above(number: ir.AnyNumber, limit: Fraction, guideline: ir.Guideline) -> Region | None:
    """The values of the one input that a number turns on at which it is above a limit; None where it turns on none,
    on several, or in a way that is not followed."""
    found = _Preimage(guideline)
    within = found.of(number, Intervals.of([(above(limit), HIGHEST)]))
    if within is None or found.subject is None:
        return None
    return Region(found.subject, within)


class _Preimage:
    """Where a number lies within a set, as a set of its one input; ``subject`` is that input once it was met."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.subject: ir.InputNumber | None = None

    def of(self, number: ir.AnyNumber, wanted: Intervals) -> Intervals | None:
        match number:
            case ir.Const(value=value):
                return EVERYTHING if wanted.holds(value) else NOTHING
            case ir.InputNumber():
                if self.subject is not None and self.subject != number:
                    return None
                self.subject = number
                return wanted
            case ir.Scaled(operand=operand, factor=factor, offset=offset):
                return self.of(operand, _moved(wanted, 1 / factor, -offset / factor)) if factor else None
            case ir.RoundTo(operand=operand, step=step, mode=mode):
                unrounded = _unrounded(wanted, step, mode)
                return None if unrounded is None else self.of(operand, unrounded)
            case ir.Function(name="min" | "max" as name, arguments=arguments):
                return self._extreme(name, arguments, wanted)
            case ir.Operation(op=op, left=left, right=right):
                return self._operation(op, left, right, wanted)
            case ir.NamedNumber(name=name):
                return self._named(name, wanted)
            case _:
                return None

    def _extreme(self, name: str, arguments: tuple[ir.AnyNumber, ...], wanted: Intervals) -> Intervals | None:
        """For a half-line upwards: the least of several is in it where all are, the largest where any is."""
        if len(wanted.pieces) != 1 or wanted.pieces[0].high != HIGHEST:
            return None
        result = EVERYTHING if name == "min" else NOTHING
        for argument in arguments:
            inner = self.of(argument, wanted)
            if inner is None:
                return None
            result = result & inner if name == "min" else result | inner
        return result

    def _operation(self, op: str, left: ir.AnyNumber, right: ir.AnyNumber, wanted: Intervals) -> Intervals | None:
        one, other = _literal(left), _literal(right)
        match op:
            case "+" if other is not None:
                return self.of(left, _moved(wanted, Fraction(1), -other))
            case "+" if one is not None:
                return self.of(right, _moved(wanted, Fraction(1), -one))
            case "-" if other is not None:
                return self.of(left, _moved(wanted, Fraction(1), other))
            case "-" if one is not None:
                return self.of(right, _moved(wanted, Fraction(-1), one))
            case "*" if other:
                return self.of(left, _moved(wanted, 1 / other, Fraction(0)))
            case "*" if one:
                return self.of(right, _moved(wanted, 1 / one, Fraction(0)))
            case "/" if other:
                return self.of(left, _moved(wanted, other, Fraction(0)))
            case _:
                return None

    def _named(self, name: str, wanted: Intervals) -> Intervals | None:
        home = self.guideline.named_by_name.get(name)
        match home:
            case ir.DefinedNumber(value=value):
                return self.of(value, wanted)
            case ir.Table(first_that_applies=False, outputs=outputs, rows=rows):
                column = [output for output, _ in outputs].index(name)
                lines: list[tuple[ir.AnyCondition, ir.AnyValue]] = [(row.condition, row.values[column]) for row in rows]
            case ir.DefinedCases(first_that_applies=False, cases=cases) if all(case.condition for case in cases):
                lines = [(case.condition or ir.Always(value=True), case.value) for case in cases]
            case _:
                return None
        result = NOTHING
        for condition, amount in lines:
            if isinstance(amount, ir.UnspecifiedValue | ir.WordValue | ir.TextValue):
                continue
            inner, where = self.of(amount, wanted), self._where(condition)
            if inner is None or where is None:
                return None
            result = result | (inner & where)
        return result

    def _where(self, condition: ir.AnyCondition) -> Intervals | None:
        """The values of the input at which a condition holds."""
        subjects = {band.subject for band in _bands(condition)}
        if len(subjects) != 1:
            return None
        (subject,) = subjects
        if not isinstance(subject, ir.InputNumber) or self.subject not in (None, subject):
            return None
        self.subject = subject
        held = solutions(condition, Numbers(within=EVERYTHING))
        return held.within if isinstance(held, Numbers) else None


def _bands(condition: ir.AnyCondition) -> list[ir.Band]:
    match condition:
        case ir.Band():
            return [condition]
        case ir.All(operands=operands) | ir.Any(operands=operands):
            return [band for operand in operands for band in _bands(operand)]
        case _:
            return []


def _literal(number: ir.AnyNumber) -> Fraction | None:
    match number:
        case ir.Const(value=value):
            return value
        case ir.Scaled(operand=operand, factor=factor, offset=offset):
            inner = _literal(operand)
            return None if inner is None else inner * factor + offset
        case _:
            return None


def _moved(wanted: Intervals, factor: Fraction, offset: Fraction) -> Intervals:
    """Each number of a set times a factor (not zero), plus an offset."""

    def moved(cut: Cut) -> Cut:
        sign = 1 if factor > 0 else -1
        if cut.rank:
            return Cut(cut.rank * sign, Fraction(0), 0)
        return Cut(0, cut.value * factor + offset, cut.side * sign)

    pairs = ((moved(piece.low), moved(piece.high)) for piece in wanted)
    return Intervals.of((low, high) if low < high else (high, low) for low, high in pairs)


def _unrounded(wanted: Intervals, step: Fraction, mode: str) -> Intervals | None:
    """What is rounded into a half-line upwards; halves go away from zero, and a dose is above it."""
    if len(wanted.pieces) != 1 or wanted.pieces[0].high != HIGHEST or wanted.pieces[0].low == LOWEST:
        return None
    cut = wanted.pieces[0].low
    first = floor(cut.value / step) + 1 if cut.side > 0 else -floor(-cut.value / step)
    lowest = first * step  # the first multiple within
    if lowest <= 0:
        return None
    match mode:
        case "up":
            start = above(lowest - step)
        case "down":
            start = below(lowest)
        case _:
            start = below(lowest - step / 2)
    return Intervals((Interval(start, HIGHEST),))
