"""Who comes to a place that is for or against drugs, as a formula and as a run.

Enters: a place (`Act`), and the prover or the patient. Leaves: the formula of who comes there; whether a run does.

    never give magnesium when creatinine_clearance under 20 mL/min   ->   clearance under 20, known
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from milligram.checks.witness import may_be
from milligram.compare.conflicts.index import Act
from milligram.compare.renaming import Renaming, renamed
from milligram.interpret import Advice
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.prove.formula import Formula
from milligram.prove.prover import Prover

AS_NAMED = Renaming()
"""The names of a guideline on its own."""


def coming(prover: Prover, nodes: Mapping[int, ir.AnyStatement], act: Act, names: Renaming = AS_NAMED) -> Formula:
    """Who comes to a place of a guideline; of one in a product, by the ``names`` that it has there. ``nodes`` are the
    statements of what is proved, by their numbers. The domain (``applies when`` and the like) stands apart."""
    space, paths = prover.space, prover.paths
    ladder = None
    if act.regimen is not None:
        ladder = prover.guideline.regimens[names.regimens.get(act.regimen, act.regimen)]
    match act.node:
        case ir.NeverRule(condition=condition):
            return prover.meaning.true(_called(condition, names))
        case ir.Interruption(condition=condition):
            assert ladder is not None
            on = space.any_of(paths.ladders.at_step(ladder, step.number) for step in ladder.steps)
            return space.all_of([on, prover.meaning.true(_called(condition, names))])
        case ir.Give(id=place):
            node = nodes[place + names.shift]
            assert isinstance(node, ir.Give)
            arriving = paths.arriving.get(node.id, space.false)
            if arriving is space.false:
                return arriving
            return space.all_of([arriving, paths.unblocked(node, ladder), paths.dosed(node)])
        case ir.Suggest(id=place) | ir.AdviseAgainst(id=place) | ir.Stop(id=place) | ir.Hold(id=place):
            return paths.arriving.get(place + names.shift, space.false)


def _called(condition: ir.AnyCondition, names: Renaming) -> ir.AnyCondition:
    return condition if names is AS_NAMED else renamed(condition, names)


def comes_out(
    guideline: ir.Guideline,
    patient: ir.Patient,
    act: Act,
    as_of: date | None,
    advice_of: Callable[[], tuple[Advice, ...]],
) -> bool:
    """Whether a run comes to a place, for a patient whom the guideline is for. ``advice_of`` is what the run says."""
    values = Values(guideline, patient, as_of)
    try:
        if not may_be(values):
            return False
        if isinstance(act.node, ir.NeverRule):
            return values.condition(act.node.condition) is True
    except Faulty:
        return False
    if isinstance(act.node, ir.Interruption):
        # a rule that stops it for good may come before the one that holds it
        return any(each.kind in ("stop", "hold") and each.what == act.regimen for each in advice_of())
    line = guideline.line(act.node)
    return any(each.kind == act.kind and each.line == line for each in advice_of())
