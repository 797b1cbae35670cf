"""Where a ladder goes next, and what interrupts it.

Enters: a regimen, the patient's values. Leaves: an `Interrupted` reading at the start of the run; the `Move` of a give.

    step 1, time 2 weeks, low_magnesium true   ->   Move(step=2)
    step 1, time 2 weeks, low_magnesium unknown  ->  Move(step=1, waiting=(step 2,))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as L

from milligram.interpret.ahead import reached
from milligram.interpret.faults import Faulty
from milligram.interpret.safety import Objection, objections
from milligram.interpret.unknowns import unknown_in
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers
from milligram.ir.print import condition_text, statement_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """What a regimen that runs must do before anything else; ``stay`` only forbids a move."""

    kind: L["stop", "hold", "stay"]
    reasons: tuple[Objection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A move that an unknown condition or time keeps back."""

    rule: ir.Step | ir.Beyond | ir.BackTo
    text: str
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The step to give; what to add beyond the last one (``alone``: in place of the step); what waits."""

    step: int
    beyond: tuple[ir.Beyond, ...] = ()
    alone: bool = False
    overdue: bool = False
    waiting: tuple[Pending, ...] = ()


# --- interruptions ----------------------------------------------------------------------------------------------------


def interruption(values: Values, regimen: ir.Regimen, step: int) -> Interrupted | None:
    """How the rules stand for a regimen at ``step`` (from 1). Raises `Faulty`."""
    own = [(rule, values.condition(rule.condition)) for rule in regimen.interruptions]
    sure, possible = _given_at(values, regimen.steps[step - 1])
    on_sure = objections(values, sure, regimen.name)
    on_any = objections(values, (*sure, *possible), regimen.name)
    stops = tuple(_own(values, rule, True) for rule, answer in own if rule.kind == "stop" and answer)
    stops += tuple(objection for objection in on_sure if objection.known_true)
    if stops:
        return Interrupted(kind="stop", reasons=stops)
    holds = tuple(_own(values, rule, True) for rule, answer in own if rule.kind == "hold" and answer) + on_any
    if holds:
        return Interrupted(kind="hold", reasons=holds)
    open_ones = tuple(_own(values, rule, None) for rule, answer in own if answer is None)
    return Interrupted(kind="stay", reasons=open_ones) if open_ones else None


def true_at_unknown_step(values: Values, regimen: ir.Regimen) -> tuple[Objection, ...]:
    """What would stop the regimen if it runs, when nobody knows whether it does."""
    own = (rule for rule in regimen.interruptions if rule.kind == "stop" and values.condition(rule.condition))
    rules = objections(values, (regimen.name,))
    return (
        *(_own(values, rule, True) for rule in own),
        *(objection for objection in rules if objection.known_true),
    )


def _own(values: Values, rule: ir.Interruption, answer: bool | None) -> Objection:
    words = rule.notes.because or condition_text(rule.condition, values.guideline)
    return Objection(
        words=words,
        rule=rule,
        status="true" if answer else "unknown",
        unknown=unknown_in(values, rule.condition),
        sources=rule.notes.sources,
    )


def _given_at(values: Values, step: ir.Step) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The drugs that a step surely gives, and those it may give."""
    gives = [(give.what, sure) for give, sure in reached(values, step.body) if isinstance(give, ir.Give)]
    return tuple(what for what, sure in gives if sure), tuple(what for what, sure in gives if not sure)


# --- moves ------------------------------------------------------------------------------------------------------------


def next_move(values: Values, regimen: ir.Regimen, step: int) -> Move:
    """Where a regimen at ``step`` (from 1) goes. Raises `Faulty` where two ways are open at once."""
    backs = [(rule, _due(values, regimen, rule)) for rule in regimen.back if rule.number < step]
    back = [rule for rule, due in backs if due]
    last = step == len(regimen.steps)
    ahead: list[ir.Step | ir.Beyond] = list(regimen.beyond) if last else [regimen.steps[step]]
    forward = [(rule, _due(values, regimen, rule)) for rule in ahead]
    taken = [rule for rule, due in forward if due]
    if len({rule.number for rule in back}) > 1 or (back and taken):
        raise Faulty(f"several moves of {regimen.title} are due at once", *back, *taken)
    if back:
        return Move(step=back[0].number, overdue=_overdue(values, regimen, back[0].after))
    waiting_back = tuple(_pending(values, regimen, rule) for rule, due in backs if due is None)
    waiting = waiting_back + tuple(_pending(values, regimen, rule) for rule, due in forward if due is None)
    if waiting_back:
        waiting += tuple(_pending(values, regimen, rule) for rule in taken)
        return Move(step=step, waiting=waiting)
    for rule in taken:
        if isinstance(rule, ir.Step):
            return Move(step=rule.number, overdue=_overdue(values, regimen, rule.after), waiting=waiting)
    beyond = tuple(rule for rule in taken if isinstance(rule, ir.Beyond))
    late = any(_overdue(values, regimen, rule.after) for rule in beyond)
    alone = any(_ends(values, regimen, rule) for rule in beyond)
    return Move(step=step, beyond=beyond, alone=alone, overdue=late, waiting=waiting)


def _due(values: Values, regimen: ir.Regimen, rule: ir.Step | ir.Beyond | ir.BackTo) -> bool | None:
    """Whether a rule's time has come and its condition holds."""
    timely: bool | None = True
    if rule.after is not None:
        time = values.state_number(regimen.name, "time")
        timely = None if time is None else time >= rule.after.low
    holds = True if rule.condition is None or timely is False else values.condition(rule.condition)
    if timely is False or holds is False:
        return False
    return True if timely and holds else None


def _overdue(values: Values, regimen: ir.Regimen, after: ir.Interval | None) -> bool:
    """Past the upper bound of a range of time; a single time has none."""
    time = values.state_number(regimen.name, "time")
    return after is not None and after.high > after.low and time is not None and time > after.high


def _ends(values: Values, regimen: ir.Regimen, rule: ir.Beyond) -> bool:
    """Whether statements beyond the last step stop or hold what the regimen delivers."""
    own = delivers(values.guideline, regimen.name)
    return any(
        isinstance(statement, ir.Stop | ir.Hold) and statement.what in own
        for statement, sure in reached(values, rule.body)
        if sure
    )


def _pending(values: Values, regimen: ir.Regimen, rule: ir.Step | ir.Beyond | ir.BackTo) -> Pending:
    unknown = list(unknown_in(values, rule.condition))
    if rule.after is not None and values.state_number(regimen.name, "time") is None:
        since = values.state(regimen.name).since
        unknown.append("today" if since is not None else f"{regimen.name} time")
    return Pending(rule=rule, text=move_text(values, regimen, rule), unknown=tuple(dict.fromkeys(unknown)))


def move_text(values: Values, regimen: ir.Regimen, rule: ir.Step | ir.Beyond | ir.BackTo) -> str:
    """What a move does, in words: "magnesium replacement step 2: give 24 mmol of magnesium at night"."""
    return "; ".join(_words(values, regimen, rule))


def _words(values: Values, regimen: ir.Regimen, rule: ir.Step | ir.Beyond | ir.BackTo) -> Iterator[str]:
    match rule:
        case ir.BackTo(number=number):
            yield f"{regimen.title} back to step {number}"
        case ir.Step(number=number, body=body):
            inner = "; ".join(statement_text(statement, values.guideline) for statement in body)
            yield f"{regimen.title} step {number}: {inner}"
        case ir.Beyond(body=body):
            yield from (statement_text(statement, values.guideline) for statement in body)


def rule_text(guideline: ir.Guideline, rule: ir.Step | ir.Beyond | ir.BackTo) -> str:
    """When a move is due, in words: "after 1 to 2 weeks, when low magnesium"."""
    parts = []
    if rule.after is not None:
        parts.append(f"after {rule.after.text}")
    if rule.condition is not None:
        parts.append(f"when {condition_text(rule.condition, guideline)}")
    return ", ".join(parts) or "at once"
