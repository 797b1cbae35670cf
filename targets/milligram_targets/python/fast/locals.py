"""The local variables of ``decide``, each assigned where a path first needs it.

Enters: what is wanted, an input, a regimen's state, an object of the exact support. Leaves: the name of a variable, and
the line that assigns it, unless the path has it.

    age   ->   age = given.get('age')
"""

from __future__ import annotations

import ast

from milligram.ir import nodes as ir

from milligram_targets.python.context import AGAIN, Context
from milligram_targets.python.expressions import Expressions
from milligram_targets.python.fast.code import Code, Span
from milligram_targets.python.layout import flat, text_of
from milligram_targets.python.prose import Names


class Locals:
    """The local variables of ``decide``: inputs, states of regimens, named conditions, objects of the support."""

    def __init__(self, context: Context, code: Code, uses: dict[str, int]) -> None:
        self.context, self.code, self.uses = context, code, uses
        self.guideline = context.guideline
        free = {context.identifiers[name] for name in self.guideline.inputs}
        taken = context.names.taken - free
        self.names = Names(taken | {"values", "value", "kind", "day", "found", "today", "o", "u", "p", "numbers"})
        self._locals: dict[str, str] = {}
        self.needs_reading = False
        self.counts = False
        self.counted: set[str] = set()
        """Steps of regimens: whole numbers from 0."""

    def named(self, key: str, wanted: str) -> str:
        """The variable for a key, the same each time."""
        if key not in self._locals:
            self._locals[key] = self.names.take(wanted)
        return self._locals[key]

    def load(self, key: str, wanted: str, value: str) -> str:
        """The variable, assigned on this path."""
        name = self.named(key, wanted)
        if name not in self.code.path.loaded:
            self.code.add(f"{name} = {value}")
            self.code.path.loaded.add(name)
        return name

    def input(self, name: str) -> str:
        """An input's plain value, or None."""
        if name == "today":
            return "today"
        return self.load(f"input {name}", self.context.identifier(name), f"values.get({name!r})")

    def state(self, regimen: str) -> str:
        """The variable of a regimen's state; None is not known. `deciding` assigns it at the start."""
        return self.named(f"state {regimen}", f"{self.context.identifier(regimen)}_state")

    def state_number(self, regimen: str, which: str) -> str:
        """The step of a regimen, which `deciding` assigns at the start, or the days on it."""
        state = self.state(regimen)
        identifier = self.context.identifier(regimen)
        step = self.named(f"{regimen} step", f"{identifier}_step")
        if which == "step":
            self.counted.add(step)
            return step
        time = self.named(f"{regimen} time", f"{identifier}_time")
        span = self.code.path.spans.get(step, Span())
        if span.low is None or span.low[0] < 1:
            return self.load(f"{regimen} time", f"{identifier}_time", f"days_on({state}, today)")
        if time not in self.code.path.loaded:
            self.code.add(f"{time} = {state}[1]")
            with self.code.block(f"if {time} is None:"):
                self.code.add(f"{time} = days_on({state}, today)")
            self.code.path.loaded.add(time)
        return time

    def is_known(self, variable: str) -> bool:
        """Whether a variable cannot be None on this path."""
        return variable in self.code.path.known

    def reading(self) -> None:
        """The patient as the exact support reads it, made where a path first needs it."""
        self.needs_reading = True
        if "p" not in self.code.path.loaded:
            self.code.add("if p is None:")
            self.code.add("    p = exact_reading(Reading, values, LAST_STEPS, today)")
            self.code.path.loaded.add("p")

    def exact_value(self, name: str) -> str:
        """The object of the exact support that stands for a named value."""
        self.reading()
        made = f"{self.context.identifier(name)}(p)"
        return self.load(f"value of {name}", f"{self.context.identifier(name)}_found", made)

    def exact(self, key: str, build_with: str, node: ir.Node) -> str:
        """An object of the exact support for a condition or a number."""
        self.reading()
        expressions = Expressions(self.context, AGAIN, names=self.names)
        made = expressions.condition(node) if build_with == "condition" else expressions.number(node)  # type: ignore[arg-type]
        if build_with == "number":
            made = expressions.as_quantity(made)
        name = self.named(key, "found")
        if name not in self.code.path.loaded:
            for term in expressions.terms:
                for line in text_of_statement(term):
                    self.code.add(line)
            self.code.add(f"{name} = {flat(made)}")
            self.code.path.loaded.add(name)
        return name


def text_of_statement(statement: object) -> list[str]:
    """An assignment on as many lines as the layout gives it."""
    assert isinstance(statement, ast.stmt)
    return text_of(ast.Module(body=[statement], type_ignores=[])).rstrip("\n").split("\n")
