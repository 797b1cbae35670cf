"""Numbers of the IR as figures: Python arithmetic over the variables of ``decide``.

Enters: a number. Leaves: a `Figure`, None where it is left to the exact support: it may have no value, an input has no
bounds, or it is too long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from milligram.ir import nodes as ir

from milligram_targets.python.fast import formulas
from milligram_targets.python.fast.formulas import Figure

if TYPE_CHECKING:
    from milligram_targets.python.fast.locals import Locals

MOST_NODES = 150
"""A formula of more parts is left to the exact support."""


class Figures:
    """The numbers of one guideline."""

    def __init__(self, locals_: Locals) -> None:
        self.locals = locals_
        self.guideline = locals_.guideline
        self._nodes = 0

    def number_of(self, name: str) -> Figure | None:
        """The number that lines give: a score, a define by cases, an output of a table."""
        raise NotImplementedError

    def assign(self, variable: str, needs: Sequence[str], write: Callable[[], None]) -> None:
        """Lines of ``write`` where no variable is None; where one is, so is this one."""
        raise NotImplementedError

    def figure(self, node: ir.AnyNumber) -> Figure | None:
        """A number as Python; None where it is left to the exact support."""
        self._nodes = 0
        return self._figure(node)

    def _figure(self, node: ir.AnyNumber) -> Figure | None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            return None
        found = self._made(node)
        return found if found is not None and formulas.is_manageable(found) else None

    def _made(self, node: ir.AnyNumber) -> Figure | None:
        match node:
            case ir.Const(value=value):
                return formulas.constant(value)
            case ir.InputNumber(name=name):
                return self._input(self.guideline.inputs[name])
            case ir.NamedNumber(name=name):
                home = self.guideline.named_by_name[name]
                if isinstance(home, ir.DefinedNumber):
                    return self._figure(home.value)
                return self.number_of(name)
            case ir.YearsSince(name=name):
                return self._years(name)
            case ir.Scaled(operand=operand, factor=factor, offset=offset):
                one = self._figure(operand)
                scaled = None if one is None else formulas.multiplied(one, formulas.constant(factor))
                return formulas.added(scaled, formulas.constant(offset)) if scaled is not None and offset else scaled
            case ir.RoundTo(operand=operand, step=step):
                one = self._figure(operand)
                return None if one is None else formulas.stepped(one, step)
            case ir.Operation(op=op, left=left, right=right):
                return self._operation(op, self._figure(left), self._figure(right))
            case ir.Power(base=base, exponent=exponent):
                return self._power(base, exponent)
            case ir.Function(name=name, arguments=arguments):
                several = [self._figure(each) for each in arguments]
                known = [each for each in several if each is not None]
                return formulas.of_function(name, known) if len(known) == len(several) else None
            case _:
                return None

    def _operation(self, op: str, left: Figure | None, right: Figure | None) -> Figure | None:
        if left is None or right is None:
            return None
        match op:
            case "*":
                return formulas.multiplied(left, right)
            case "/":
                return formulas.divided(left, right)
            case _:
                return formulas.added(left, right, sign=1 if op == "+" else -1)

    def _power(self, base: ir.AnyNumber, exponent: ir.AnyNumber) -> Figure | None:
        left, right = self._figure(base), self._figure(exponent)
        if left is None or right is None:
            return None
        if isinstance(exponent, ir.Const) and exponent.value in (1, 2, 3):
            return formulas.whole_power(left, int(exponent.value))
        return formulas.raised(left, right)

    def _input(self, declared: ir.Input) -> Figure | None:
        bounds = formulas.plausible(declared)
        kind = declared.type
        if bounds is None or not isinstance(kind, ir.NumberType):
            return None
        variable = self.locals.input(declared.name)
        if kind.whole or kind.kind == "count":
            low, high = bounds
            return Figure(text=variable, low=low, high=high, needs=(variable,), step=Fraction(1))
        return formulas.measured(variable, *bounds)

    def _years(self, name: str) -> Figure:
        born, today = self.locals.input(name), self.locals.input("today")
        key = f"years since {name}"
        variable = self.locals.named(key, f"{self.locals.context.identifier(name)}_years")
        if variable not in self.locals.code.path.loaded:
            before = f"(({today}.month, {today}.day) < ({born}.month, {born}.day))"
            line = f"{variable} = {today}.year - {born}.year - {before}"
            self.assign(variable, (born, today), lambda: self.locals.code.add(line))
        far = Fraction(9999)
        return Figure(text=variable, low=-far, high=far, needs=(variable,), step=Fraction(1))
