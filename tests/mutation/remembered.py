"""The interpreter's values for many patients, what was answered once not computed again.

Enters: a guideline and what its nodes read. Leaves: `Remembered`, which makes the values of one patient after another
and answers a comparison, a define or a table from memory where all that it reads has the same values.

    bun over 19 for bun 20, age 40   ->   True, computed;   for bun 20, age 70   ->   True, remembered
"""

from __future__ import annotations

from typing import TypeAlias

from milligram.interpret.values import Numbers, Values, Words
from milligram.ir import nodes as ir

from .lazy import Assignment, LazyValues, Value, Variable
from .reads import Reads

Key: TypeAlias = "tuple[Value, ...]"


class Remembered:
    """What was answered, by node and by the values that the node reads."""

    def __init__(self, guideline: ir.Guideline, reads: Reads) -> None:
        self.guideline = guideline
        self.reads = reads
        self.conditions: dict[int, dict[Key, bool | None]] = {}
        self.named: dict[str, dict[Key, Numbers | Words | None]] = {}
        self._read: dict[int, tuple[Variable, ...]] = {}
        self._kept: list[ir.Node] = []

    def lazily(self, known: Assignment) -> Values:
        """The values of a patient of whom only this much is chosen; the rest raises `Need`."""
        return _RememberedValues(self, known)

    def key(self, node: ir.Node, known: Assignment) -> Key | None:
        """The values that a node reads, or None where not all are chosen."""
        variables = self._read.get(id(node))
        if variables is None:
            variables = self._read[id(node)] = tuple(sorted(self.reads.of(node)))
            self._kept.append(node)
        try:
            return tuple([known[variable] for variable in variables])
        except KeyError:
            return None


class _RememberedValues(LazyValues):
    def __init__(self, memory: Remembered, known: Assignment) -> None:
        super().__init__(memory.guideline, known)
        self.memory = memory

    def condition(self, node: ir.AnyCondition) -> bool | None:
        if not isinstance(node, ir.Band | ir.NamedCondition | ir.SetHas | ir.WordIs):
            return super().condition(node)
        key = self.memory.key(node, self.chosen)
        if key is None:
            return super().condition(node)
        answers = self.memory.conditions.setdefault(id(node), {})
        if key not in answers:
            answers[key] = super().condition(node)
        return answers[key]

    def named(self, name: str) -> Numbers | Words | None:
        home = self.guideline.named_by_name[name]
        key = None if isinstance(home, ir.Score) else self.memory.key(home, self.chosen)
        if key is None:
            return super().named(name)
        answers = self.memory.named.setdefault(name, {})
        if key not in answers:
            answers[key] = super().named(name)
        return answers[key]
