"""Where a reader may come to a decision without what it needs: the module halts there and asks, so the card says so.

Enters: the IR. Leaves: for each decision, and for each dose that rests on values, what may be unknown when a patient
comes to it. What the way there has settled already (``applies when``, a branch, an ``end``) is known.

    decide "On dialysis?"               ->  dialysis: the card asks
    when weight is known:
      decide "Penicillin V" by weight   ->  nothing: the card says nothing
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, can_end, inputs_read, states_read

from milligram_targets.card.ways import ends

Names = frozenset[str]
_NONE: Names = frozenset()


def may_be_unknown(guideline: ir.Guideline) -> dict[int, tuple[str, ...]]:
    """What may be unknown at each decision, at each dose, and at each ``when`` that may end (by identity): names of
    inputs, and ``REGIMEN step`` or ``REGIMEN time``, in the order in which they are read. Where nothing can be, there
    is no entry."""
    walk = _Walk(guideline)
    start = always_known(guideline)
    for pathway in guideline.pathways:
        walk.block(pathway.body, start)
    for regimen in guideline.regimens.values():
        for body in (*(step.body for step in regimen.steps), *(beyond.body for beyond in regimen.beyond)):
            walk.block(body, start)
    for caution in guideline.cautions:
        walk.block((caution.when,), start)
    return {at: tuple(names) for at, names in walk.found.items()}


def always_known(guideline: ir.Guideline) -> Names:
    """What must be known of every patient to whom the guideline applies."""
    return _Walk(guideline).settled(guideline.applies, True) if guideline.applies is not None else _NONE


def halting(guideline: ir.Guideline) -> frozenset[int]:
    """The decisions (by identity) at which a patient may halt because something is unknown."""
    open_ones = may_be_unknown(guideline)
    decides = (one for one in all_statements(guideline) if isinstance(one, ir.Decide) and one.id in open_ones)
    return frozenset(one.id for one in decides if not any(branch.kind == "unknown" for branch in one.branches))


class _Walk:
    """The ways through one guideline; ``found`` is what may be unknown, for each decision and each dose."""

    def __init__(self, guideline: ir.Guideline) -> None:
        self.guideline = guideline
        self.found: dict[int, dict[str, None]] = {}

    def _open(self, statement: ir.AnyStatement, needed: dict[str, None], known: Names) -> None:
        missing = {name: None for name in needed if name not in known}
        if missing:
            self.found.setdefault(statement.id, {}).update(missing)

    def block(self, body: tuple[ir.AnyStatement, ...], known: Names, within: Names = _NONE) -> Names:
        """What is known past a block, of what is known before it."""
        for statement in body:
            match statement:
                case ir.When(condition=condition, body=inner):
                    if can_end(inner, self.guideline):
                        self._open(statement, self._needed(condition), known)
                    self.block(inner, known | self.settled(condition, True), within)
                    if ends(inner):
                        known |= self.settled(condition, False)
                    elif can_end(inner, self.guideline):
                        known |= self.settled(condition, True) & self.settled(condition, False)
                case ir.Decide():
                    known = self._past(statement, known, within)
                case ir.Follow(part=part) if part in self.guideline.parts and part not in within:
                    known = self.block(self.guideline.parts[part].body, known, within | {part})
                case ir.Give(dose=ir.Dose() as dose):
                    self._open(statement, self.read(dose), known)
                case _:
                    pass
        return known

    def _past(self, decide: ir.Decide, known: Names, within: Names) -> Names:
        conditions = [branch.condition for branch in decide.branches if branch.condition is not None]
        needed: dict[str, None] = {}
        for condition in conditions:
            needed.update(self._needed(condition))
        self._open(decide, needed, known)
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

    def _needed(self, condition: ir.AnyCondition) -> dict[str, None]:
        """What a condition may fail to be told for; whether something is known always can be."""
        match condition:
            case ir.Known():
                return {}
            case ir.Not(operand=operand):
                return self._needed(operand)
            case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
                found: dict[str, None] = {}
                for operand in operands:
                    found.update(self._needed(operand))
                return found
            case _:
                return self.read(condition)

    def read(self, node: ir.Node) -> dict[str, None]:
        """The inputs and the states of regimens that a node reads."""
        states = [f"{regimen} {which}" for regimen, which in states_read(node, self.guideline)]
        return {name: None for name in (*states, *inputs_read(node, self.guideline)) if name != "today"}
