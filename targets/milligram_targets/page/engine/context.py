"""What the generation of one guideline shares: lines, what nodes read, and small numbers that stand for equal things.

Enters: a guideline. Leaves: a `Context`.

    context.key(FlagOf("smoker"))   ->   Literal(3), where a score counts jointly what rests on it; else null
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.ir.atoms import Key
from milligram.ir.cells import components_by_score
from milligram.ir.walk import inputs_read, states_read
from milligram.quantity import Measure

from milligram_targets.page.engine.js import NULL, Expression, Items, Literal, texts


class Context:
    """One generation."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.components = components_by_score(guideline)
        self._keys: dict[Key, int] = {}
        self._measures: dict[Measure, int] = {}
        for components in self.components.values():
            for component in components:
                for variable in component.variables:
                    self._keys.setdefault(variable.key, len(self._keys))

    def line(self, node: ir.Node) -> Expression:
        """The line of a node."""
        return Literal(self.guideline.line(node))

    def key(self, key: Key) -> Expression:
        """The number under which a score assigns a value to what can fall in several ways; null where none does."""
        return Literal(self._keys.get(key))

    def measure(self, measure: Measure) -> Expression:
        """One number for all measures that are equal."""
        return Literal(self._measures.setdefault(measure, len(self._measures)))

    def reads(self, *nodes: ir.Node | None) -> Items:
        """The inputs and states that nodes rest on, as a trace names them."""
        found: dict[str, None] = {}
        for node in nodes:
            if node is None:
                continue
            found.update(dict.fromkeys(inputs_read(node, self.guideline)))
            found.update(dict.fromkeys(f"{name} {which}" for name, which in states_read(node, self.guideline)))
        return texts(found)


def groups(values: tuple[object, ...]) -> list[Expression]:
    """For each value a number that it shares with its equals."""
    numbers: dict[object, int] = {}
    return [Literal(numbers.setdefault(value, len(numbers))) for value in values]


__all__ = ["NULL", "Context", "groups"]
