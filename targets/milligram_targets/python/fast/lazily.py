"""The condition of a ``when`` that is one test or another: each value is read when its test is come to.

Enters: a condition. Leaves: its expressions, the later values assigned inside of the first of them.

    diarrhoea or alcohol    ->    if diarrhoea or (alcohol := values.get('alcohol')): …
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from milligram.ir import nodes as ir

from milligram_targets.python.fast.plain import NO, is_plain
from milligram_targets.python.fast.truths import Truths


class Lazily:
    """The condition of a ``when``; where it is one test or another, each value is read when its test is come to."""

    def __init__(self, truths: Truths, condition: ir.AnyCondition) -> None:
        self.code = truths.locals.code
        self.tests = list(_alternatives(truths.guideline, condition))
        before = self.code.path
        length = len(self.code.lines)
        self.code.path = before.copy()
        self.told = truths.told(condition)
        self.true = self.told.true
        self.read = self.code.path.loaded - before.loaded
        assigned = self.code.lines[length:]
        simple = all(line.strip().split(" = ")[0] in self.read and "values.get" in line for line in assigned)
        self.walrus = len(self.tests) > 1 and simple and len(assigned) == len(self.read) > 1 and self.told.doubt != NO
        if not self.walrus:
            before.loaded |= self.code.path.loaded
            before.known |= self.code.path.known & self.read
            self.code.path = before
            return
        self.code.path = before
        first, *others = assigned
        del self.code.lines[length:]
        self.code.lines.append(first)
        before.loaded.add(first.strip().split(" = ")[0])
        for line in others:
            name, value = line.strip().split(" = ", 1)
            self.true = re.sub(rf"\b{name}\b", f"({name} := {value})", self.true, count=1)

    def all_read(self) -> None:
        """Where the condition is not true, every value was read."""
        if self.walrus:
            self.code.path.loaded |= self.read


def _alternatives(guideline: ir.Guideline, condition: ir.AnyCondition) -> Iterator[ir.AnyCondition]:
    """The tests of a condition any of which makes it true; nothing where it is made otherwise."""
    match condition:
        case ir.Any(operands=operands):
            inner = [list(_alternatives(guideline, operand)) for operand in operands]
            if all(inner):
                for each in inner:
                    yield from each
        case ir.NamedCondition(name=name):
            home = guideline.named_by_name[name]
            assert isinstance(home, ir.DefinedCondition), name
            yield from _alternatives(guideline, home.condition)
        case ir.Flag() | ir.SetHas() | ir.WordIs(subject=ir.InputWord()):
            yield condition
        case ir.Band() if is_plain(guideline, condition):
            yield condition
        case _:
            pass
