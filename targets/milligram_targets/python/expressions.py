"""Conditions and numbers of the IR as expressions of the generated module.

Enters: IR nodes. Leaves: `ast` expressions that read as the author wrote them.

    serum_magnesium under 0.70 mmol/L        ->   p.serum_magnesium.under(SERUM_MAGNESIUM_0_70)
    (140 - age in years) * weight / 72       ->   (140 - p.age) * p.weight / 72
"""

from __future__ import annotations

import ast
from typing import assert_never

from milligram.ir import nodes as ir

from milligram_targets.python import build
from milligram_targets.python.context import Context
from milligram_targets.python.layout import flat, width
from milligram_targets.python.prose import Names

LONGEST = 52
"""A formula with operators is no longer than this: parts of it are named first."""

_OPERATORS: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult(), "/": ast.Div()}
_FUNCTIONS = {
    "min": "least",
    "max": "greatest",
    "abs": "size",
    "floor": "whole_part",
    "sqrt": "square_root",
    "ln": "natural_logarithm",
    "log10": "decimal_logarithm",
    "exp": "exponential",
}
_MAY_FAIL = ("sqrt", "ln", "log10", "exp")


class Expressions:
    """Expressions within one function; ``terms`` are the parts of long formulas, to be assigned before."""

    def __init__(
        self, context: Context, hint: str = "literal", *, longest: int = LONGEST, names: Names | None = None
    ) -> None:
        self.context = context
        self.names = names or Names(context.names.taken | {"p", "run"})
        self.longest = longest
        self.hint = hint
        self.terms: list[ast.stmt] = []

    # --- conditions ---------------------------------------------------------------------------------------------------

    def condition(self, node: ir.AnyCondition) -> ast.expr:
        """A condition."""
        match node:
            case ir.Always(value=value):
                return build.call("always" if value else "never")
            case ir.Flag(name=name):
                return self.given(name)
            case ir.NamedCondition(name=name):
                return self.named(name)
            case ir.Band():
                return self.band(node)
            case ir.WordIs(subject=subject, words=words):
                of = self.given(subject.name) if isinstance(subject, ir.InputWord) else self.named(subject.name)
                return build.call(build.attribute(of, "is_"), *(build.constant(word) for word in words))
            case ir.SetHas(name=name, words=words):
                return build.call(build.attribute(self.given(name), "has"), *(build.constant(word) for word in words))
            case ir.Known(of=of, known=known, state=state):
                about = self.value(of) if state is None else build.attribute(self.given(of), state)
                return build.call("is_known" if known else "is_unknown", about)
            case ir.Not(operand=operand):
                return build.call("not_", self.condition(operand))
            case ir.All(operands=operands):
                return build.call("all_of", *map(self.condition, operands))
            case ir.Any(operands=operands):
                return build.call("any_of", *map(self.condition, operands))
            case ir.AtLeast(count=count, operands=operands):
                return build.call("at_least_of", build.number(count), *map(self.condition, operands))
            case _:
                assert_never(node)

    def given(self, name: str) -> ast.expr:
        """An input or a regimen's state: ``p.age``."""
        return build.attribute(build.name("p"), self.context.identifier(name))

    def named(self, name: str) -> ast.expr:
        """A define, a table's output or a score: ``low_magnesium(p)``."""
        return build.call(self.context.identifier(name), build.name("p"))

    def value(self, name: str) -> ast.expr:
        """An input or a named value."""
        return self.given(name) if name in self.context.guideline.inputs else self.named(name)

    def band(self, node: ir.Band) -> ast.expr:
        """A comparison, as a method of its subject."""
        hint, outer = _hint(node.subject) or self.hint, self.hint
        subject = self.as_quantity(self.number(node.subject))
        self.hint = hint
        low, high = node.low, node.high
        if low is not None and high is not None:
            if low.value == high.value and low.included and high.included:
                found = self._compare(subject, "is_", low.value)
            else:
                method = {
                    (True, True): "within",
                    (True, False): "from_to_under",
                    (False, True): "over_to",
                    (False, False): "over_to_under",
                }[low.included, high.included]
                found = self._compare(subject, method, low.value, high.value)
        elif low is not None:
            found = self._compare(subject, "at_least" if low.included else "over", low.value)
        elif high is not None:
            found = self._compare(subject, "at_most" if high.included else "under", high.value)
        else:
            found = self._compare(subject, "at_least", node.subject)
        self.hint = outer
        if not self.context.reals or isinstance(node.subject, ir.InputNumber | ir.StateNumber | ir.YearsSince):
            return found
        return build.call("compared", build.constant(self.context.line(node)), found)

    def _compare(self, subject: ast.expr, method: str, *limits: ir.AnyNumber) -> ast.expr:
        return build.call(build.attribute(subject, method), *(self.number(limit, named=True) for limit in limits))

    # --- numbers ------------------------------------------------------------------------------------------------------

    def number(self, node: ir.AnyNumber, *, named: bool = False) -> ast.expr:
        """A number; with the line of the guideline, where it may have no value. ``named``: literals get a name."""
        if isinstance(node, ir.Const):
            return self.literal(node, named)
        found = self._number(node, self.context.line(node))
        return build.call("on", build.constant(self.context.line(node)), found) if self.may_fail(node) else found

    def literal(self, node: ir.Const, named: bool) -> ast.expr:
        """A whole number as it is; anything else by name."""
        plain = node.written_unit is None and node.value.denominator == 1 and node.value >= 0
        if plain and not (named and node.value > 99):
            return build.number(node.value)
        return build.name(self.context.constants.take(self.hint, node, self.context.line(node)))

    def _number(self, node: ir.AnyNumber, line: int) -> ast.expr:
        own = self.context.line(node)
        if own != line and self.fails_itself(node):
            return build.call("on", build.constant(own), self._number(node, own))
        match node:
            case ir.Const():
                return self.literal(node, False)
            case ir.InputNumber(name=name):
                return self.given(name)
            case ir.StateNumber(regimen=regimen, which=which):
                return build.attribute(self.given(regimen), which)
            case ir.NamedNumber(name=name):
                return self.named(name)
            case ir.PointsOf(name=name):
                return build.attribute(self.given(name), "points")
            case ir.YearsSince(name=name):
                return build.attribute(self.given(name), "years")
            case ir.Operation(op=op, left=left, right=right):
                return self._operation(_OPERATORS[op], self._number(left, line), self._number(right, line))
            case ir.Power(base=base, exponent=exponent):
                # a rational to the power of an expression would be tried in floats
                return self._operation(
                    ast.Pow(), self.as_quantity(self._number(base, line)), self._number(exponent, line)
                )
            case ir.Function(name=called, arguments=arguments):
                return build.call(_FUNCTIONS[called], *(self._number(each, line) for each in arguments))
            case ir.Scaled(operand=operand, factor=factor, offset=offset):
                if factor == 1 and not offset:
                    return self._number(operand, line)
                shift = [build.number(offset)] if offset else []
                return build.call("scaled", self._number(operand, line), build.number(factor), *shift)
            case ir.RoundTo(operand=operand, step=step, mode=mode):
                way = [build.constant(mode)] if mode != "nearest" else []
                return build.call("rounded", self._number(operand, line), build.number(step), *way)
            case _:
                assert_never(node)

    def _operation(self, op: ast.operator, left: ast.expr, right: ast.expr) -> ast.expr:
        if _is_literal(left) and _is_literal(right):
            left = self.as_quantity(left)
        found = ast.BinOp(left=left, op=op, right=right)
        if width(flat(found)) > self.longest:
            found = ast.BinOp(left=self._short(left), op=op, right=self._short(right))
        return found

    def _short(self, part: ast.expr) -> ast.expr:
        """The part, or a name for it where it is long."""
        if isinstance(part, ast.Name) or width(flat(part)) <= 16:
            return part
        return self.named_term("term", part)

    def named_term(self, wanted: str, part: ast.expr) -> ast.expr:
        """A local name for an expression, to be assigned before the statement that uses it."""
        name, count = f"{wanted}_1", 1
        while name in self.names.taken:
            count += 1
            name = f"{wanted}_{count}"
        self.terms.append(build.assign(self.names.take(name), part))
        return build.name(name)

    def as_quantity(self, value: ast.expr) -> ast.expr:
        """An expression that has methods; a literal is wrapped."""
        return build.call("literal", value) if _is_literal(value) else value

    # --- faults -------------------------------------------------------------------------------------------------------

    def fails_itself(self, node: ir.AnyNumber) -> bool:
        """Whether this node itself may have no value."""
        match node:
            case ir.Operation(op="/") | ir.Power():
                return True
            case ir.Function(name=name):
                return name in _MAY_FAIL or self.context.reals
            case ir.Operation() | ir.RoundTo():
                return self.context.reals
            case _:
                return False

    def may_fail(self, node: ir.AnyNumber) -> bool:
        """Whether the node or a part of it may have no value."""
        match node:
            case ir.Operation(left=left, right=right) | ir.Power(base=left, exponent=right):
                return self.fails_itself(node) or self.may_fail(left) or self.may_fail(right)
            case ir.Function(arguments=arguments):
                return self.fails_itself(node) or any(map(self.may_fail, arguments))
            case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
                return self.fails_itself(node) or self.may_fail(operand)
            case _:
                return False


def _is_literal(value: ast.expr) -> bool:
    """Whether an expression is a Python number rather than a quantity: constants are in capitals."""
    match value:
        case ast.Constant() | ast.UnaryOp():
            return True
        case ast.Name(id=name):
            return name.isupper()
        case ast.Call(func=ast.Name(id="Fraction")):
            return True
        case _:
            return False


def _hint(subject: ir.AnyNumber) -> str | None:
    match subject:
        case ir.InputNumber(name=name) | ir.NamedNumber(name=name) | ir.PointsOf(name=name) | ir.YearsSince(name=name):
            return name
        case ir.StateNumber(regimen=regimen, which=which):
            return f"{regimen}_{which}"
        case ir.Scaled(operand=operand) | ir.RoundTo(operand=operand):
            return _hint(operand)
        case _:
            return None
