"""Terms over inputs as lists of steps, computed forwards on numbers or ranges and backwards on ranges.

Enters: ir number terms. Leaves: per term the step that gives its value; each distinct part is one step.

    (140 - age) * weight     ->   0: age   1: 140   2: 1 - 0   3: weight   4: 2 * 3
    forwards, age 40 to 60, weight 50 to 80    ->   4: 4000 to 8000
    backwards, 4: at most 4500                 ->   weight 50 to 56.25, age 50 to 60

Method: forward evaluation and backward projection on the tree of a constraint (Benhamou and others, Revising hull and
box consistency, 1999). Nothing recurses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from milligram.ir import nodes as ir
from milligram.ir.arithmetic import Formula, function, operands, operation, power, round_to
from milligram.prove import bounds
from milligram.prove.bounds import Range
from milligram.quantity import Number, exact

Leaf = ir.InputNumber | ir.StateNumber | ir.YearsSince
"""What a term reads of a patient."""

_ROUNDS = 6
"""Passes forwards and backwards, at most; an end that still moves then is left where it is."""


class NotFollowed(Exception):
    """The term has a part that has no value of its own here, such as a score."""


class Step(NamedTuple):
    """``kind`` is an operator, the name of a function, or leaf, const, power, round."""

    kind: str
    of: tuple[int, ...]
    data: tuple[object, ...] = ()


class Program:
    """Steps, each after those that it reads; terms are added one after another."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.leaves: dict[int, ir.Node] = {}
        self._known: dict[Step, int] = {}

    def add(self, term: ir.Node) -> int:
        """The step of a term. Raises `NotFollowed`."""
        done: dict[int, int] = {}
        waiting: list[ir.Node] = [term]
        while waiting:
            node = waiting[-1]
            missing = [part for part in _parts(node) if id(part) not in done]
            if missing:
                waiting.extend(missing)
                continue
            waiting.pop()
            done[id(node)] = self._step(node, [done[id(part)] for part in _parts(node)])
        return done[id(term)]

    def _step(self, node: ir.Node, of: list[int]) -> int:
        match node:
            case ir.Const(value=value):
                return self._make("const", (), (value,))
            case ir.InputNumber() | ir.StateNumber() | ir.YearsSince():
                step = self._make("leaf", (), (node,))
                self.leaves[step] = node
                return step
            case ir.Operation(op=op):
                return self._make(op, of)
            case ir.Power():
                return self._make("power", of)
            case ir.Function(name="floor"):
                return self._make("round", of, (Fraction(1), "down"))
            case ir.Function(name=("min" | "max") as name):
                joined = of[0]
                for other in of[1:]:
                    joined = self._make(name, (joined, other))
                return joined
            case ir.Function(name=name):
                return self._make(name, of)
            case ir.Scaled(factor=factor, offset=offset):
                scaled = self._make("*", (of[0], self._make("const", (), (factor,))))
                return self._make("+", (scaled, self._make("const", (), (offset,)))) if offset else scaled
            case ir.RoundTo(step=size, mode=mode):
                return self._make("round", of, (size, mode))
            case _:
                raise NotFollowed

    def _make(self, kind: str, of: Sequence[int], data: tuple[object, ...] = ()) -> int:
        step = Step(kind, tuple(of), data)
        found = self._known.get(step)
        if found is None:
            found = self._known[step] = len(self.steps)
            self.steps.append(step)
        return found

    def reach(self, roots: Sequence[int]) -> list[int]:
        """The steps that some steps need, themselves included, in order."""
        found = set(roots)
        waiting = list(roots)
        while waiting:
            for part in self.steps[waiting.pop()].of:
                if part not in found:
                    found.add(part)
                    waiting.append(part)
        return sorted(found)

    # --- on numbers ---------------------------------------------------------------------------------------------------

    def values(self, order: Sequence[int], inputs: Mapping[int, Fraction]) -> dict[int, Number]:
        """The exact values of steps, ``inputs`` by leaf. Raises `Undefined` and `Undecided` of quantity."""
        found: dict[int, Number] = {}
        for index in order:
            kind, of, data = self.steps[index]
            arguments = [found[part] for part in of]
            match kind:
                case "leaf":
                    found[index] = inputs[index]
                case "const":
                    assert isinstance(data[0], Fraction)
                    found[index] = data[0]
                case "+" | "-" | "*" | "/":
                    found[index] = operation(kind, *arguments)
                case "power":
                    found[index] = power(*arguments)
                case "round":
                    size, mode = rounding(data)
                    found[index] = round_to(arguments[0], size, mode)
                case "min" | "max" | "abs" | "sqrt" | "ln" | "log10" | "exp":
                    found[index] = function(kind, arguments)
                case _:
                    raise AssertionError(kind)
        return found

    # --- on ranges ----------------------------------------------------------------------------------------------------

    def narrowed(self, order: Sequence[int], known: Mapping[int, Range]) -> dict[int, Range] | None:
        """Ranges of the steps where the ``known`` ones lie within theirs; None where there is no way."""
        ranges = dict(known)
        for _ in range(_ROUNDS):
            for index in order:
                found = self._forwards(index, ranges)
                before = ranges.get(index)
                if found is not None and before is not None:
                    found = bounds.meet(found, before)
                if found is None:
                    return None
                ranges[index] = found
            moved = False
            for index in reversed(order):
                for part, wanted in self._backwards(index, ranges):
                    narrower = None if wanted is None else bounds.meet(ranges[part], wanted)
                    if narrower is None:
                        return None
                    if narrower != ranges[part]:
                        ranges[part] = narrower
                        moved = True
            if not moved:
                break
        return ranges

    def _forwards(self, index: int, ranges: Mapping[int, Range]) -> Range | None:
        kind, of, data = self.steps[index]
        match kind:
            case "leaf":
                return ranges.get(index, bounds.EVERY)
            case "const":
                assert isinstance(data[0], Fraction)
                return bounds.point(data[0])
            case "+":
                return bounds.plus(ranges[of[0]], ranges[of[1]])
            case "-":
                return bounds.minus(ranges[of[0]], ranges[of[1]]) if of[0] != of[1] else bounds.point(Fraction(0))
            case "*":
                return bounds.times(ranges[of[0]], ranges[of[1]]) if of[0] != of[1] else _square(ranges[of[0]])
            case "/":
                return bounds.over(ranges[of[0]], ranges[of[1]])
            case "min":
                return bounds.least(ranges[of[0]], ranges[of[1]])
            case "max":
                return bounds.greatest(ranges[of[0]], ranges[of[1]])
            case "abs":
                return bounds.size(ranges[of[0]])
            case "round":
                return bounds.rounded(ranges[of[0]], *rounding(data))
            case "power":
                return _power(ranges[of[0]], ranges[of[1]])
            case _:
                return _curve(kind, ranges[of[0]])

    def _backwards(self, index: int, ranges: Mapping[int, Range]) -> list[tuple[int, Range | None]]:
        """What the range of a step says of those that it reads."""
        kind, of, data = self.steps[index]
        whole = ranges[index]
        if not of:
            return []
        first = ranges[of[0]]
        second = ranges[of[-1]]
        match kind:
            case "+":
                return [(of[0], bounds.minus(whole, second)), (of[1], bounds.minus(whole, first))]
            case "-":
                return [(of[0], bounds.plus(whole, second)), (of[1], bounds.minus(first, whole))]
            case "*":
                return [
                    (part, bounds.over(whole, other))
                    for part, other in ((of[0], second), (of[1], first))
                    if not (_zero(whole) and _zero(other))
                ]
            case "/":
                found: list[tuple[int, Range | None]] = [(of[0], bounds.times(whole, second))]
                if not (_zero(whole) and _zero(first)):
                    found.append((of[1], bounds.over(first, whole)))
                return found
            case "min":
                above = Range(whole.low, whole.low_in, None, False)
                return [(of[0], above), (of[1], above)]
            case "max":
                under = Range(None, False, whole.high, whole.high_in)
                return [(of[0], under), (of[1], under)]
            case "abs":
                return [(of[0], bounds.hull([whole, bounds.negative(whole)]))]
            case "round":
                return [(of[0], bounds.unrounded(whole, *rounding(data)))]
            case "power":
                return [(of[0], _root(whole, first, second))]
            case _:
                return [(of[0], _curve_back(kind, whole))]


def rounding(data: tuple[object, ...]) -> tuple[Fraction, exact.Mode]:
    """The step and the direction of a rounding."""
    size, mode = data
    assert isinstance(size, Fraction)
    assert mode in ("nearest", "up", "down")
    return size, mode


def _parts(node: ir.Node) -> tuple[ir.Node, ...]:
    return operands(node) if isinstance(node, Formula) else ()


def _zero(found: Range) -> bool:
    return bounds.holds(found, Fraction(0))


_FROM_ZERO = Range(Fraction(0), True, None, False)
_ABOVE_ZERO = Range(Fraction(0), False, None, False)


def _square(found: Range) -> Range | None:
    return bounds.whole_power(found, 2)


def _curve(kind: str, inner: Range) -> Range | None:
    defined = {"sqrt": bounds.meet(inner, _FROM_ZERO), "exp": inner}.get(kind, bounds.meet(inner, _ABOVE_ZERO))
    if defined is None:
        return None
    functions = {"sqrt": exact.sqrt, "exp": exact.exp, "ln": exact.ln, "log10": exact.log10}
    found = bounds.rising(defined, functions[kind])
    at_least = {"sqrt": _FROM_ZERO, "exp": _ABOVE_ZERO}.get(kind, bounds.EVERY)
    return None if found is None else bounds.meet(found, at_least)


def _curve_back(kind: str, whole: Range) -> Range | None:
    match kind:
        case "sqrt":
            positive = bounds.meet(whole, _FROM_ZERO)
            return None if positive is None else bounds.whole_power(positive, 2)
        case "exp":
            above = bounds.meet(whole, _ABOVE_ZERO)
            return None if above is None else bounds.rising(above, exact.ln)
        case "ln":
            found = bounds.rising(whole, exact.exp)
        case _:
            found = bounds.rising(whole, lambda value: exact.power(Fraction(10), value))
    return None if found is None else bounds.meet(found, _ABOVE_ZERO)


def _power(base: Range, exponent: Range) -> Range | None:
    if exponent.low is not None and bounds.is_point(exponent):
        fixed = exponent.low
        if fixed.denominator == 1 and abs(fixed) <= 64:
            return bounds.whole_power(base, int(fixed))
        positive = bounds.meet(base, _FROM_ZERO if fixed > 0 else _ABOVE_ZERO)
        if positive is None:
            return None if fixed.denominator != 1 else bounds.EVERY
        if fixed.denominator == 1 and not (base.low is not None and base.low >= 0):
            return bounds.EVERY
        if fixed > 0:
            found = bounds.rising(positive, lambda value: exact.power(value, fixed))
        else:
            turned = bounds.rising(positive, lambda value: exact.power(value, -fixed))
            found = None if turned is None else bounds.inverse(turned)
        return None if found is None else bounds.meet(found, _FROM_ZERO)
    if base.low is not None and base.low > 0:
        logs = _curve("ln", base)
        return None if logs is None else _curve("exp", bounds.times(logs, exponent))
    return bounds.EVERY


def _root(whole: Range, base: Range, exponent: Range) -> Range | None:
    """The bases of powers that lie in a range, for a fixed positive exponent; elsewhere, what was known."""
    if exponent.low is None or not bounds.is_point(exponent) or exponent.low <= 0:
        return base
    fixed = exponent.low
    even = fixed.denominator == 1 and fixed % 2 == 0
    if base.low is None or base.low < 0:
        if not even or whole.high is None:
            return base
        whole = Range(Fraction(0), True, whole.high, whole.high_in)
    positive = bounds.meet(whole, _FROM_ZERO)
    if positive is None:
        return None
    found = bounds.rising(positive, lambda value: exact.power(value, 1 / fixed))
    if found is None or (base.low is not None and base.low >= 0):
        return found
    return bounds.hull([found, bounds.negative(found)])
