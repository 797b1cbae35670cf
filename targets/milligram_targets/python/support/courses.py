"""Where each regimen stands after a run, and which moves can come next."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from milligram_targets.python.support.course import Course, NextMove
from milligram_targets.python.support.days import Clock, clock
from milligram_targets.python.support.ladders import Climb, L
from milligram_targets.python.support.running import GivenStep

MOVED = ("start", "step up", "step down")
"""What begins a step."""


def courses(climbs: list[Climb[L]]) -> tuple[Course, ...]:
    """The course of every regimen that the run concerns."""
    found = (course(climb) for climb in climbs)
    return tuple(each for each in found if each is not None)


def course(climb: Climb[L]) -> Course | None:
    """The course of one regimen; None where it is neither given nor running."""
    run, name = climb.run, climb.regimen.name
    state = run.p.regimens_.get(name)
    step = 0 if state is None else state.step
    given = run.given.get(name)
    if given is None and step == 0:
        return None
    action, after, unknown, line = _action_of(climb, step, given)
    found = Course(
        regimen=name,
        action=action,
        from_step=step,
        to_step=after,
        unknown=tuple(dict.fromkeys(unknown)),
        line=line,
    )
    if not after:
        return found
    count = clock_of(climb, found)
    moves = () if action == "hold" else tuple(_next_moves(climb, after, count, given))
    same = given is not None and given.outcome == action
    return found.__replace__(
        since=count.began,
        time=count.elapsed,
        overdue=same and given is not None and given.overdue,
        next=moves,
    )


def clock_of(climb: Climb[L], course: Course) -> Clock:
    """How long the patient has been on the step where a course leaves them."""
    return clock(climb.run.p, None if course.action in MOVED else course.regimen)


def _action_of(
    climb: Climb[L], step: int | None, given: GivenStep | None
) -> tuple[str, int | None, tuple[str, ...], int | None]:
    """What is done, the step after it, what it waits for, and its line."""
    run, regimen = climb.run, climb.regimen
    kind, reasons = run.interrupted.get(regimen.name, ("", ()))
    waits = tuple(name for each in reasons for name in each.unknown)
    if reasons and kind != "stay":
        return kind, 0 if kind == "stop" else step, waits, reasons[0].rule.line
    halting = tuple(name for name, each in run.waiting.items() if each.halting)
    if given is not None:
        if given.halted:
            return given.outcome, step, halting, given.line
        waits += tuple(name for _, unknown in given.waiting for name in unknown)
        return given.outcome, given.step, waits, given.line
    for said in ("stop", "hold") if step is not None else ():
        for each in run.advice:
            if each.kind == said and each.what in regimen.ended_by:
                return said, 0 if said == "stop" else step, (), each.line
    if step is None:
        return "undecided", None, (f"{regimen.name} step",), None
    if run.halted:
        return "undecided", step, halting, None
    return "unsaid", step, waits, None


def _next_moves(
    climb: Climb[L], step: int, count: Clock, given: GivenStep | None
) -> Iterator[NextMove]:
    """The moves from a step: back to an earlier one, to the next, or beyond."""
    regimen = climb.regimen
    ways = [("step down", way) for way in regimen.back if way.number < step]
    ways += [("step up", way) for way in regimen.steps[step : step + 1]]
    if step == len(regimen.steps):
        ways += [("beyond", way) for way in regimen.beyond]
    pending = dict(given.waiting) if given is not None else {}
    for kind, way in ways:
        low, high = map(Fraction, way.after or (0, 0))
        first, last = count.decided(low, high, way.months)
        yield NextMove(
            kind=kind,
            step=way.number or step,
            text=way.text,
            when=way.label,
            low=low,
            high=high if high > low else None,
            earliest=first,
            latest=last if high > low else None,
            unknown=pending.get((way.line, way.text, way.label), ()),
            line=way.line,
        )
