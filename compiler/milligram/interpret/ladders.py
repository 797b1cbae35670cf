"""Runs ladders: the step that a ``give REGIMEN`` comes to, and what interrupts a regimen that runs.

Enters: a run and a regimen. Leaves: advice, questions and trace in the run's record.

    replacement at step 1 for 2 weeks, low_magnesium true   ->   give 24 mmol of magnesium daily (…, step 2)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milligram.interpret.courses import Given, outcome_of
from milligram.interpret.doses import Rung
from milligram.interpret.faults import Faulty
from milligram.interpret.flow import Flow
from milligram.interpret.regimens import (
    Interrupted,
    Move,
    interruption,
    next_move,
    rule_text,
    true_at_unknown_step,
)
from milligram.interpret.reports import values_read
from milligram.interpret.result import Advice, Trace, WouldApply
from milligram.interpret.safety import Objection
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, statement_text

if TYPE_CHECKING:
    from milligram.interpret.pathway import Run


def give_regimen(run: Run, node: ir.Give, regimen: ir.Regimen) -> Flow:
    """Gives the step that a regimen is at, or moves to, one move a run."""
    if regimen.name in run.giving:
        raise Faulty(f"{regimen.title} gives itself", node)
    step = run.values.state(regimen.name).step
    if step is None:
        return run.halt(node, (f"{regimen.name} step",), [statement_text(node, run.guideline)])
    found = run.interrupted.get(regimen.name)
    if found is not None and found.kind != "stay":  # its course is the interruption's
        return run.block_give(node, regimen.name, found.reasons)
    if step == 0:
        move = Move(step=1)
    elif found is not None:
        move = Move(step=step)
    else:
        move = next_move(run.values, regimen, step)
    _wait_for_moves(run, node, move)
    blocked = len(run.record.blocked)
    flow = _climb(run, node, regimen, step, move)
    outcome = outcome_of(step, move)
    if flow is Flow.HALT:
        outcome = "withhold" if len(run.record.blocked) > blocked else "undecided"
    run.came_to(regimen.name, Given(move=move, outcome=outcome, line=run.guideline.line(node)))
    return flow


def _wait_for_moves(run: Run, node: ir.Give, move: Move) -> None:
    """Lists the moves that an unknown condition keeps back."""
    for pending in move.waiting:
        run.record.wait(pending.unknown, [pending.text], halting=False)
        run.record.would_apply(
            WouldApply(
                text=pending.text,
                condition=rule_text(run.guideline, pending.rule),
                unknown=pending.unknown,
                line=run.guideline.line(pending.rule),
            )
        )


def _climb(run: Run, node: ir.Give, regimen: ir.Regimen, step: int, move: Move) -> Flow:
    """Runs the step that is given, and what lies beyond it."""
    late = ", overdue" if move.overdue else ""
    outcome = f"step {step} to step {move.step}{late}" if step != move.step else f"step {step}{late}"
    run.note(node, "step", outcome, _looked_at(regimen, step))
    outer, flow = run.rung, Flow.ON
    run.giving.append(regimen.name)
    taken = regimen.steps[move.step - 1]
    goes_on = bool(move.beyond)
    bodies = [] if move.alone else [(taken.body, taken.notes, move.overdue and not goes_on, goes_on)]
    bodies += [(beyond.body, beyond.notes, move.overdue, False) for beyond in move.beyond]
    for body, notes, overdue, meanwhile in bodies:
        run.rung = Rung(
            regimen=regimen, step=move.step, notes=notes, call=node.notes, overdue=overdue, meanwhile=meanwhile
        )
        flow = run.block(body)
        if flow is not Flow.ON:
            break
    run.rung = outer
    run.giving.pop()
    return flow


def _looked_at(regimen: ir.Regimen, step: int) -> list[ir.Node]:
    """What a move reads: the state, and the conditions of the ways from here."""
    rules: list[ir.Step | ir.Beyond | ir.BackTo] = [rule for rule in regimen.back if rule.number < step]
    if step:
        rules += regimen.steps[step : step + 1] or regimen.beyond
    states: list[ir.Node] = [ir.Known(of=regimen.name, known=True, state="step")]
    if step:
        states.append(ir.Known(of=regimen.name, known=True, state="time"))
    return states + [rule.condition for rule in rules if rule.condition is not None]


# --- regimens that run --------------------------------------------------------------------------------------------


def read_interruptions(run: Run) -> None:
    """Reads what stops or holds each regimen at step 1 or later, before any pathway."""
    for regimen in run.guideline.regimens.values():
        state = run.values.patient.regimens.get(regimen.name)
        if state is None or state.step == 0:
            continue
        try:
            if state.step is None:
                _doubt(run, regimen)
            else:
                found = interruption(run.values, regimen, state.step)
                if found is not None:
                    run.interrupted[regimen.name] = found
                    _interrupt(run, regimen, found)
        except Faulty as fault:
            run.record.fault(fault)
            run.interrupted[regimen.name] = Interrupted(kind="hold", reasons=())


def _interrupt(run: Run, regimen: ir.Regimen, found: Interrupted) -> None:
    """Says that a regimen stops or is held; or that it may have to."""
    unknown = tuple(dict.fromkeys(name for reason in found.reasons for name in reason.unknown))
    if found.kind == "stay":
        for reason in found.reasons:
            assert isinstance(reason.rule, ir.Interruption)
            text = f"{reason.rule.kind} {regimen.title}"
            _doubtful(run, text, condition_text(reason.rule.condition, run.guideline), reason)
        return
    first = found.reasons[0].rule
    text = f"{found.kind} {regimen.title}"
    advice = Advice(
        kind=found.kind,
        what=regimen.name,
        text=text,
        grade=first.notes.grade,
        because="; ".join(dict.fromkeys(reason.why for reason in found.reasons)),
        sources=tuple(dict.fromkeys(name for reason in found.reasons for name in reason.sources)),
        line=run.guideline.line(first),
    )
    run.record.say(advice)
    run.record.wait(unknown, [f"continue {regimen.title}"], halting=False)
    read = values_read(run.values, [reason.rule.condition for reason in found.reasons])
    run.record.trace.append(
        Trace(
            line=run.guideline.line(first),
            what=found.kind,
            text=text,
            outcome=advice.because or "",
            values=read,
            id=first.id,
        )
    )


def _doubt(run: Run, regimen: ir.Regimen) -> None:
    """At an unknown step: what would stop the regimen if it runs."""
    for reason in true_at_unknown_step(run.values, regimen):
        line = run.guideline.line(reason.rule)
        started = f"{regimen.title} step at least 1"
        name = f"{regimen.name} step"
        run.record.would_apply(WouldApply(text=f"stop {regimen.title}", condition=started, unknown=(name,), line=line))
        run.record.wait((name,), [f"stop {regimen.title}"], halting=False)


def _doubtful(run: Run, text: str, condition: str, reason: Objection) -> None:
    """Lists an interruption that is unknown."""
    line = run.guideline.line(reason.rule)
    run.record.would_apply(WouldApply(text=text, condition=condition, unknown=reason.unknown, line=line))
    run.record.wait(reason.unknown, [text], halting=False)
