"""Numbers as Python arithmetic: exact on whole numbers, or on floats with a bound on what they are off.

Enters: a number of the IR and what its inputs may be. Leaves: a `Figure`: an expression, the range of the exact value,
and either the step of which the expression counts whole multiples, or how far it can lie from the exact value.

    (140 - age) * weight / 72, age 0 to 120, weight 20 to 300
        ->   (140 - age) * weight * 0.013888888888888888, 5.5 to 583.3…, off by 5e-13 at most

The bound is worked out here, once, from the bounds of the inputs (forward error analysis: N. J. Higham, Accuracy and
Stability of Numerical Algorithms, chapter 3), so that a comparison costs no more than one with a shifted limit. What
lies nearer to the limit than the bound is left to exact arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from milligram.ir import nodes as ir

ROUNDING = Fraction(1, 2**52)
"""Twice what rounding a number, or one operation, is off at most, relatively; the second order is in the other half."""
TINY = Fraction(1, 10**300)
"""More than a number too small for full precision is off."""
POWERS = Fraction(1, 2**40)
"""What a power is trusted to be off at most, relatively: some thousand times what libraries promise."""
LARGEST = 10**12
"""Beyond it whole numbers are not told from their neighbours for sure."""
LONGEST = 300
"""A formula of more characters is left to the exact support."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number. With ``step``, ``text`` is a whole number of steps; else a float that is off by ``error`` at most.

    ``needs`` are variables that may be None, and must not be; ``real``: the exact value may be no rational.
    """

    text: str
    low: Fraction
    high: Fraction
    needs: tuple[str, ...] = ()
    step: Fraction | None = None
    error: Fraction = Fraction(0)
    real: bool = False

    @property
    def most(self) -> Fraction:
        """The largest size."""
        return max(abs(self.low), abs(self.high))


def constant(value: Fraction) -> Figure:
    """A literal."""
    text = str(value.numerator) if value >= 0 else f"({value.numerator})"
    return Figure(text=text, low=value, high=value, step=Fraction(1, value.denominator))


def measured(variable: str, low: Fraction, high: Fraction) -> Figure:
    """An input, which a float stands for: its shortest decimal, or what rounds to it, is half a place off at most."""
    found = Figure(text=variable, low=low, high=high, needs=(variable,))
    return replace(found, error=found.most * ROUNDING + TINY)


def near(one: Figure) -> Figure:
    """The same as a float."""
    if one.step is None:
        return one
    if one.step.denominator == 1:
        return replace(one, text=times(one.text, int(one.step)), step=None)
    error = _up(2 * one.most * ROUNDING)
    if one.low == one.high and not one.needs:
        return replace(one, text=_literal(float(one.low)), step=None, error=error)
    return replace(one, text=f"({one.text} * {float(one.step)!r})", step=None, error=error)


def times(text: str, count: int) -> str:
    """Whole numbers multiplied."""
    if count == 1:
        return text
    bare = text.strip("()")
    return str(int(bare) * count) if bare.isdigit() else f"({text} * {count})"


def bare(text: str) -> str:
    """Without the brackets around all of it."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1]


def common(steps: list[Fraction]) -> Fraction:
    """The largest step of which all are multiples."""
    bottom = math.lcm(*(step.denominator for step in steps))
    return Fraction(math.gcd(*(int(step * bottom) for step in steps)), bottom)


def _literal(value: float) -> str:
    return repr(value) if value >= 0 else f"({value!r})"


def _up(bound: Fraction) -> Fraction:
    """A bound no smaller, with few digits."""
    return Fraction(math.nextafter(float(bound), math.inf)) + TINY


def _joined(one: Figure, other: Figure) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one.needs, *other.needs)))


def added(one: Figure, other: Figure, *, sign: int = 1) -> Figure:
    """The sum, or with ``sign`` -1 the difference."""
    low, high = (one.low + other.low, one.high + other.high)
    if sign < 0:
        low, high = (one.low - other.high, one.high - other.low)
    mark = "+" if sign > 0 else "-"
    needs, real = _joined(one, other), one.real or other.real
    if one.step is not None and other.step is not None:
        step = common([one.step, other.step])
        left, right = times(one.text, int(one.step / step)), times(other.text, int(other.step / step))
        return Figure(text=f"({left} {mark} {right})", low=low, high=high, needs=needs, step=step)
    left_, right_ = near(one), near(other)
    text = f"({left_.text} {mark} {right_.text})"
    off = left_.error + right_.error
    error = _up(off + (max(abs(low), abs(high)) + off) * ROUNDING)
    return Figure(text=text, low=low, high=high, needs=needs, error=error, real=real)


def multiplied(one: Figure, other: Figure) -> Figure:
    """The product."""
    for this, rest in ((one, other), (other, one)):
        if this.low == this.high == 1 and not this.needs:
            return rest
    corners = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
    low, high = min(corners), max(corners)
    needs, real = _joined(one, other), one.real or other.real
    if one.step is not None and other.step is not None:
        step = one.step * other.step
        text = _product(one.text, other.text)
        return Figure(text=text, low=low, high=high, needs=needs, step=step)
    left, right = near(one), near(other)
    off = left.most * right.error + right.most * left.error + left.error * right.error
    error = _up(off + (max(abs(low), abs(high)) + off) * ROUNDING)
    return Figure(text=f"({left.text} * {right.text})", low=low, high=high, needs=needs, error=error, real=real)


def _product(left: str, right: str) -> str:
    if left == "1":
        return right
    return left if right == "1" else f"({left} * {right})"


def divided(one: Figure, other: Figure) -> Figure | None:
    """The quotient; None where the divisor may be zero."""
    if other.low == other.high and other.low != 0 and not other.needs:
        return multiplied(one, constant(1 / other.low))
    left, right = near(one), near(other)
    least = min(abs(right.low), abs(right.high))
    if (right.low <= 0 <= right.high) or least <= 2 * right.error:
        return None
    corners = [a / b for a in (left.low, left.high) for b in (right.low, right.high)]
    low, high = min(corners), max(corners)
    # |a/b - a'/b'| = |a(b' - b) + b(a - a')| / |b b'|
    off = (left.error + left.most / least * right.error) / (least - right.error)
    error = _up(off + (max(abs(low), abs(high)) + off) * ROUNDING)
    text = f"({left.text} / {right.text})"
    real = left.real or right.real
    return Figure(text=text, low=low, high=high, needs=_joined(one, other), error=error, real=real)


def raised(base: Figure, exponent: Figure) -> Figure | None:
    """The power of a base over zero; None where the base may be zero or less."""
    left, right = near(base), near(exponent)
    if left.low <= 0 or left.low <= 1000 * left.error:
        return None
    try:
        corners = [float(b) ** float(x) for b, x in product((left.low, left.high), (right.low, right.high))]
    except OverflowError:
        return None
    low, high = Fraction(min(corners)) * (1 - POWERS), Fraction(max(corners)) * (1 + POWERS)
    logarithm = Fraction(max(abs(math.log(left.low)), abs(math.log(left.high)))) * (1 + POWERS)
    # d(b^x) = b^x (x/b db + ln b dx)
    off = right.most * left.error / left.low + logarithm * right.error
    if not off < Fraction(1, 1000) or low <= 0:
        return None
    error = _up(high * (2 * off + POWERS))
    text = f"{left.text} ** {right.text}"
    return Figure(text=f"({text})", low=low, high=high, needs=_joined(base, exponent), error=error, real=True)


def whole_power(base: Figure, exponent: int) -> Figure:
    """A small whole power."""
    found = base
    for _ in range(exponent - 1):
        found = multiplied(found, base)
    return found


def stepped(one: Figure, step: Fraction) -> Figure | None:
    """What a rounding to multiples of a step leaves: off by a step at most."""
    if one.real:
        return None
    found = near(one)
    return replace(found, low=one.low - step, high=one.high + step, error=_up(found.error + step))


def extreme(name: str, several: list[Figure]) -> Figure | None:
    """The least or the greatest of several."""
    if any(one.real for one in several):
        return None
    steps = [one.step for one in several if one.step is not None]
    step = common(steps) if len(steps) == len(several) else None
    if step is None:
        floats = [near(one) for one in several]
    else:
        floats = [replace(one, text=times(one.text, int((one.step or step) / step))) for one in several]
    pick: Callable[[list[Fraction]], Fraction] = min if name == "min" else max
    needs = tuple(dict.fromkeys(need for one in floats for need in one.needs))
    return Figure(
        text=f"{name}({', '.join(one.text for one in floats)})",
        low=pick([one.low for one in floats]),
        high=pick([one.high for one in floats]),
        needs=needs,
        step=step,
        error=max(one.error for one in floats),
    )


def of_function(name: str, arguments: list[Figure]) -> Figure | None:
    """A function of numbers; None where it may have no value."""
    one, *others = arguments
    match name:
        case "min" | "max" if others:
            return extreme(name, arguments)
        case "abs" if not one.real:
            found = near(one)
            low = Fraction(0) if one.low <= 0 <= one.high else min(abs(one.low), abs(one.high))
            return replace(found, text=f"abs({found.text})", low=low, high=one.most)
        case "floor":
            return stepped(one, Fraction(1))
        case "sqrt":
            return raised(one, constant(Fraction(1, 2)))
        case "exp":
            base = Fraction(math.e)
            known = Figure(text=repr(math.e), low=base, high=base, error=_up(base * ROUNDING))
            return raised(known, one)
        case _:
            return None


def above(limit: Fraction, error: Fraction) -> str:
    """The least float of which everything over it lies above a limit by more than the error."""
    return _literal(math.nextafter(float(limit + error), math.inf))


def below(limit: Fraction, error: Fraction) -> str:
    """The same below."""
    return _literal(math.nextafter(float(limit - error), -math.inf))


def is_manageable(one: Figure) -> bool:
    """Whether it is short, and of a size at which floats and whole numbers are exact enough."""
    counted = one.step is None or one.most / one.step < LARGEST
    return len(one.text) <= LONGEST and one.most < LARGEST and counted


def plausible(declared: ir.Input) -> tuple[Fraction, Fraction] | None:
    """Between what bounds an input's number lies."""
    if declared.plausible is None or not isinstance(declared.type, ir.NumberType):
        return None
    low, high = declared.plausible
    return (max(low, Fraction(0)) if declared.type.kind == "count" else low), high
