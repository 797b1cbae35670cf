"""Conditions with their names put in full, as far as that stays short.

Enters: a condition. Leaves: the same with what every named condition stands for in its place.

    low or not low    (define low: clearance under 30 mL/min)   ->   clearance under 30 … or not clearance under 30 …

Names may double at every step, so that thirty lines stand for a thousand million: what would be longer than
`MOST_PARTS` is left as the author wrote it, and counts as one subject by its name.
"""

from __future__ import annotations

from milligram.ir import nodes as ir

MOST_PARTS = 5_000
"""Conditions with more parts than this are not put in full."""


def expanded(condition: ir.AnyCondition, guideline: ir.Guideline) -> ir.AnyCondition:
    """A condition with named conditions put in full, so that ``low`` and ``not low`` are seen to share a subject."""
    return _in_full(condition, guideline) if _is_short(condition, guideline) else condition


def _is_short(condition: ir.AnyCondition, guideline: ir.Guideline) -> bool:
    """Whether the condition in full has no more than `MOST_PARTS` parts; no more than that many are looked at."""
    waiting = [condition]
    for _ in range(MOST_PARTS):
        if not waiting:
            return True
        match waiting.pop():
            case ir.NamedCondition(name=name):
                home = guideline.named_by_name.get(name)
                if isinstance(home, ir.DefinedCondition):
                    waiting.append(home.condition)
            case ir.Not(operand=operand):
                waiting.append(operand)
            case ir.All(operands=operands) | ir.Any(operands=operands):
                waiting.extend(operands)
            case _:
                pass
    return not waiting


def _in_full(condition: ir.AnyCondition, guideline: ir.Guideline) -> ir.AnyCondition:
    match condition:
        case ir.NamedCondition(name=name):
            home = guideline.named_by_name.get(name)
            return _in_full(home.condition, guideline) if isinstance(home, ir.DefinedCondition) else condition
        case ir.Not(operand=operand):
            return ir.Not(operand=_in_full(operand, guideline), span=condition.span)
        case ir.All(operands=operands):
            return ir.All(operands=tuple(_in_full(each, guideline) for each in operands), span=condition.span)
        case ir.Any(operands=operands):
            return ir.Any(operands=tuple(_in_full(each, guideline) for each in operands), span=condition.span)
        case _:
            return condition
