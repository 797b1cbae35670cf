"""Where each regimen stands after a run, and which moves can come next.

Enters: a run that is over. Leaves: a `Course` for each regimen that the run gave, or that the patient is on.

    step 1 for 2 weeks, low_magnesium true   ->   Course("step up", from_step=1, to_step=2, next=(beyond …,))
    … low_magnesium unknown                  ->   Course("stay", …, unknown=("serum_magnesium",))

Nothing is decided here: the run has decided. Dates are found as `milligram.interpret.days` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from milligram.interpret.course import Action, Course, NextMove
from milligram.interpret.days import Clock
from milligram.interpret.regimens import Move, move_text, rule_text
from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers

if TYPE_CHECKING:
    from milligram.interpret.pathway import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How a ``give REGIMEN`` came out: the move, and whether its step was given whole."""

    move: Move
    outcome: Action
    line: int

    @property
    def halted(self) -> bool:
        """Whether the step was kept back, or its pathway halted on the way."""
        return self.outcome in ("withhold", "undecided")


def outcome_of(step: int, move: Move) -> Action:
    """A move in one word."""
    if step == 0:
        return "start"
    if move.beyond:
        return "beyond"
    return "stay" if move.step == step else "step up" if move.step > step else "step down"


def courses(run: Run) -> tuple[Course, ...]:
    """The course of every regimen that this run concerns, in the order of declaration."""
    return tuple(course for regimen in run.guideline.regimens.values() for course in _course(run, regimen))


def clock_of(run: Run, course: Course) -> Clock:
    """How long the patient has been on the step, on which a course leaves the patient."""
    today = run.values.input("today")
    day = today if isinstance(today, date) else None
    if course.action in ("start", "step up", "step down"):
        return Clock.starting(day)
    state = run.values.state(course.regimen)
    return Clock.of(state.since, run.values.state_number(course.regimen, "time"), day)


def _course(run: Run, regimen: ir.Regimen) -> Iterator[Course]:
    state = run.values.patient.regimens.get(regimen.name)
    step = 0 if state is None else state.step
    given = run.given.get(regimen.name)
    if given is None and step == 0:
        return
    action, after, unknown, line = _action(run, regimen, step, given)
    course = Course(regimen=regimen.name, action=action, from_step=step, to_step=after, unknown=unknown, line=line)
    if not after:
        yield course
        return
    clock = clock_of(run, course)
    moves = () if action == "hold" else tuple(_next(run, regimen, after, clock, given))
    yield Course(
        regimen=regimen.name,
        action=action,
        from_step=step,
        to_step=after,
        since=clock.began,
        time=clock.elapsed,
        overdue=given is not None and given.outcome == action and given.move.overdue,
        next=moves,
        unknown=unknown,
        line=line,
    )


def _action(
    run: Run, regimen: ir.Regimen, step: int | None, given: Given | None
) -> tuple[Action, int | None, tuple[str, ...], int | None]:
    """What is done, the step after it, what it waits for, and the line that says so."""
    found = run.interrupted.get(regimen.name)
    waits = tuple(dict.fromkeys(name for each in (found.reasons if found else ()) for name in each.unknown))
    if found is not None and found.reasons and found.kind != "stay":
        line = run.guideline.line(found.reasons[0].rule)
        return found.kind, 0 if found.kind == "stop" else step, waits, line
    if given is not None:
        if given.halted:
            return given.outcome, step, _halting(run), given.line
        pending = dict.fromkeys((*waits, *(name for each in given.move.waiting for name in each.unknown)))
        after = None if given.move.alone else given.move.step
        return given.outcome, after, tuple(pending), given.line
    said = _said(run, regimen)
    if said is not None and step is not None:
        kind, line = said
        return kind, 0 if kind == "stop" else step, (), line
    if step is None:
        return "undecided", None, (f"{regimen.name} step",), None
    return ("undecided", step, _halting(run), None) if run.halted else ("unsaid", step, waits, None)


def _halting(run: Run) -> tuple[str, ...]:
    """What the places ask at which the run halted."""
    return run.record.halting()


def _said(run: Run, regimen: ir.Regimen) -> tuple[Action, int] | None:
    """Whether a statement of the pathway stops or holds the regimen, by its name or that of its one drug."""
    own = {regimen.name} | (delivers(run.guideline, regimen.of) if regimen.of is not None else set())
    found = [advice for advice in run.record.advice if advice.kind in ("stop", "hold") and advice.what in own]
    for kind in ("stop", "hold"):
        for advice in found:
            if advice.kind == kind:
                return kind, advice.line
    return None


def _next(run: Run, regimen: ir.Regimen, step: int, clock: Clock, given: Given | None) -> Iterator[NextMove]:
    """The moves from a step: back to an earlier one, to the next, or beyond the last."""
    rules: list[ir.Step | ir.Beyond | ir.BackTo] = [rule for rule in regimen.back if rule.number < step]
    rules += regimen.steps[step : step + 1] or regimen.beyond
    pending = {id(each.rule): each.unknown for each in given.move.waiting} if given is not None else {}
    for rule in rules:
        after = rule.after
        low, high = (after.low, after.high) if after is not None else (Fraction(0), Fraction(0))
        first, last = clock.decided(low, high, after.months if after is not None else None)
        ranged = high > low
        yield NextMove(
            kind="beyond" if isinstance(rule, ir.Beyond) else "step up" if isinstance(rule, ir.Step) else "step down",
            step=step if isinstance(rule, ir.Beyond) else rule.number,
            text=move_text(run.values, regimen, rule),
            when=rule_text(run.guideline, rule),
            low=low,
            high=high if ranged else None,
            earliest=first,
            latest=last if ranged else None,
            unknown=pending.get(id(rule), ()),
            line=run.guideline.line(rule),
        )
