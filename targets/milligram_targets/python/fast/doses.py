"""A dose's number, exactly: rational arithmetic written out.

Enters: a number of the IR. Leaves: Python that gives it as a `Fraction`; None where a part of it may have no value, or
none that is rational, so that the exact support works it out.

    15 mg/kg * weight rounded to 50 mg   ->   round_to(Fraction(15 * exactly(weight)), Fraction(50), "nearest")
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from milligram.ir import nodes as ir

from milligram_targets.python.fast.formulas import LONGEST, Figure, bare, times

if TYPE_CHECKING:
    from milligram_targets.python.fast.settling import Settling


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """Python for a number, given that no variable of ``needs`` is None; ``whole``: it gives an int."""

    text: str
    needs: tuple[str, ...] = ()
    whole: bool = False

    @property
    def fraction(self) -> str:
        """The same as a `Fraction`."""
        return f"Fraction({bare(self.text)})" if self.whole else self.text


def exactly(settling: Settling, node: ir.AnyNumber) -> Exact | None:
    """A number as a `Fraction`. That it cannot fail is known from its range."""
    figure = settling.figure(node)
    if figure is None or figure.real:
        return None
    if figure.step is not None:
        return Exact(text=_counted(figure, figure.step), needs=figure.needs)
    found = _made(settling, node)
    return None if found is None or len(found.text) > LONGEST else Exact(text=found.fraction, needs=found.needs)


def _counted(figure: Figure, step: Fraction) -> str:
    top = bare(times(figure.text, step.numerator))
    return f"Fraction({top})" if step.denominator == 1 else f"Fraction({top}, {step.denominator})"


def _literal(value: Fraction) -> Exact:
    if value.denominator == 1:
        return Exact(text=str(value.numerator) if value >= 0 else f"({value.numerator})", whole=True)
    return Exact(text=f"Fraction({value.numerator}, {value.denominator})")


def _made(settling: Settling, node: ir.AnyNumber) -> Exact | None:
    figure = settling.figure(node)
    if figure is None:
        return None
    if figure.step is not None:
        if figure.step.denominator == 1:
            return Exact(text=times(figure.text, figure.step.numerator), needs=figure.needs, whole=True)
        return Exact(text=_counted(figure, figure.step), needs=figure.needs)
    match node:
        case ir.InputNumber(name=name):
            variable = settling.locals.input(name)
            return Exact(text=f"exactly({variable})", needs=(variable,))
        case ir.NamedNumber(name=name):
            home = settling.guideline.named_by_name[name]
            return _made(settling, home.value) if isinstance(home, ir.DefinedNumber) else None
        case ir.Scaled(operand=operand, factor=factor, offset=offset):
            scaled = _both("*", _made(settling, operand), _literal(factor))
            return _both("+", scaled, _literal(offset)) if offset else scaled
        case ir.RoundTo(operand=operand, step=step, mode=mode):
            one = _made(settling, operand)
            if one is None:
                return None
            text = f"round_to({one.fraction}, {Exact(text=str(step), whole=True).fraction}, {mode!r})"
            if step.denominator != 1:
                text = f"round_to({one.fraction}, {_literal(step).text}, {mode!r})"
            return Exact(text=text, needs=one.needs)
        case ir.Operation(op="/", left=left, right=right):
            top, bottom = _made(settling, left), _made(settling, right)
            if top is None or bottom is None:
                return None
            return Exact(text=f"Fraction({bare(top.text)}, {bare(bottom.text)})", needs=(*top.needs, *bottom.needs))
        case ir.Operation(op=op, left=left, right=right):
            return _both(op, _made(settling, left), _made(settling, right))
        case _:
            return None


def _both(op: str, left: Exact | None, right: Exact | None) -> Exact | None:
    if left is None or right is None:
        return None
    if op == "*" and "1" in (left.text, right.text):
        return left if right.text == "1" else right
    whole = left.whole and right.whole
    return Exact(text=f"({left.text} {op} {right.text})", needs=(*left.needs, *right.needs), whole=whole)
