"""Where a reader may come to a decision without what it needs: the module halts there and asks, so the card says so.

Enters: the IR. Leaves: the decisions that have no ``unknown`` branch and may be met with something unknown. What the
way to a decision has settled already (``applies when``, a branch, an ``end``) is known there.

    decide "On dialysis?"               ->  may be unknown: the card asks
    when weight is known:
      decide "Penicillin V" by weight   ->  is known: the card says nothing
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.ir.walk import can_end, inputs_read, states_read

from milligram_targets.card.ways import ends

Names = frozenset[str]
_NONE: Names = frozenset()


def halting(guideline: ir.Guideline) -> frozenset[int]:
    """The decisions (by identity) at which a patient may halt because something is unknown."""
    walk = _Walk(guideline)
    start = walk.settled(guideline.applies, True) if guideline.applies is not None else _NONE
    for pathway in guideline.pathways:
        walk.block(pathway.body, start)
    for regimen in guideline.regimens.values():
        for body in (*(step.body for step in regimen.steps), *(beyond.body for beyond in regimen.beyond)):
            walk.block(body, start)
    for caution in guideline.cautions:
        walk.block((caution.when,), start)
    return frozenset(walk.found)


class _Walk:
    """The ways through one guideline; ``found`` are the decisions that may halt."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.found: set[int] = set()

    def block(self, body: tuple[ir.AnyStatement, ...], known: Names, within: Names = _NONE) -> Names:
        """What is known past a block, of what is known before it."""
        for statement in body:
            match statement:
                case ir.When(condition=condition, body=inner):
                    self.block(inner, known | self.settled(condition, True), within)
                    if ends(inner):
                        known |= self.settled(condition, False)
                    elif can_end(inner, self.guideline):
                        known |= self.settled(condition, True) & self.settled(condition, False)
                case ir.Decide():
                    known = self._past(statement, known, within)
                case ir.Follow(part=part) if part in self.guideline.parts and part not in within:
                    known = self.block(self.guideline.parts[part].body, known, within | {part})
                case _:
                    pass
        return known

    def _past(self, decide: ir.Decide, known: Names, within: Names) -> Names:
        conditions = [branch.condition for branch in decide.branches if branch.condition is not None]
        needed = frozenset[str]().union(*(self._needed(condition) for condition in conditions))
        if needed - known and not any(branch.kind == "unknown" for branch in decide.branches):
            self.found.add(decide.id)
        past: list[Names] = []
        for branch in decide.branches:
            told = _NONE
            if branch.condition is not None:
                told = self.settled(branch.condition, True)
            elif branch.kind == "otherwise":
                told = told.union(*(self.settled(condition, False) for condition in conditions))
            after = self.block(branch.body, known | told, within)
            if not ends(branch.body):
                past.append(after)
        return past[0].intersection(*past) if past else known

    def settled(self, condition: ir.AnyCondition, holds: bool) -> Names:
        """The inputs that must be known where a condition holds, or surely does not."""
        match condition:
            case ir.Band(subject=ir.InputNumber(name=name)) | ir.WordIs(subject=ir.InputWord(name=name)):
                return frozenset({name})
            case ir.Flag(name=name) | ir.SetHas(name=name):
                return frozenset({name})
            case ir.Known(of=name, known=known, state=None):
                return frozenset({name}) if known is holds else _NONE
            case ir.NamedCondition(name=name):
                home = self.guideline.named_by_name[name]
                return self.settled(home.condition, holds) if isinstance(home, ir.DefinedCondition) else _NONE
            case ir.Not(operand=operand):
                return self.settled(operand, not holds)
            case ir.All(operands=operands) | ir.Any(operands=operands) if operands:
                each = [self.settled(operand, holds) for operand in operands]
                every = isinstance(condition, ir.All) is holds
                return each[0].union(*each) if every else each[0].intersection(*each)
            case _:
                return _NONE

    def _needed(self, condition: ir.AnyCondition) -> Names:
        """What a condition may fail to be told for; whether something is known always can be."""
        match condition:
            case ir.Known():
                return _NONE
            case ir.Not(operand=operand):
                return self._needed(operand)
            case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
                return frozenset[str]().union(*(self._needed(operand) for operand in operands))
            case _:
                states = {f"{regimen} {which}" for regimen, which in states_read(condition, self.guideline)}
                return frozenset({*inputs_read(condition, self.guideline), *states}) - {"today"}
