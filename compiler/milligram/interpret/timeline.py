"""A result as days: what is given from when, what is measured when, what is decided on which value, and what then.

Enters: a guideline, a result, the first and the last day. Leaves: a `Timeline` of events in the order of their days.

    replacement starts on 2026-11-22   ->   2026-11-22                 give   12 mmol of magnesium … at night
                                            2026-11-29 to 2026-12-06   measure  serum magnesium …, for step 2
                                            2026-11-29 to 2026-12-06   decide   step 2, when low magnesium
                                            2027-02-22, 2027-05-22 …   measure  every 3 months

It is what holds if the patient stays on each step: a step up or down begins the count anew, so only what comes right
after it is told, in days from then. What is due more than once a day is one event.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal as L
from typing import TypeAlias

from milligram.interpret.course import Course, Measurement, NextMove, Schedule
from milligram.interpret.days import Clock
from milligram.interpret.regimens import rule_text
from milligram.interpret.result import GO_ON, Result
from milligram.interpret.standing import names_text
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, statement_text, title_of
from milligram.ir.walk import inputs_read, statements

MOST_EVENTS = 5_000
"""More days than anybody reads, or a calendar should be filled with."""


Kind: TypeAlias = L["give", "stop", "hold", "refer", "measure", "decide", "change"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What is due on a day, or on one of the days from ``first`` to ``last``.

    ``last`` is None for a decision that can be made from ``first`` on. ``what`` is said first, ``details`` are
    sentences about it. ``key`` tells the events of one guideline apart, on whatever day they fall; ``turn`` counts a
    measurement that is repeated, from 1. ``hours``: the day does not say when, for the first of the details counts
    in hours or minutes.
    """

    kind: Kind
    first: date | None
    last: date | None
    what: str
    details: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    line: int
    key: str
    turn: int = 0
    hours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The events of one patient, and of what no day can be named."""

    start: date
    until: date
    events: tuple[Event, ...]
    undated: tuple[Event, ...]


class TooManyEvents(ValueError):
    """A schedule of more than `MOST_EVENTS` days up to the last one."""


def timeline(guideline: ir.Guideline, result: Result, start: date, until: date) -> Timeline:
    """The events from ``start`` to ``until``, both included; what began before ``start`` and goes on is there too.

    Raises:
        TooManyEvents: more than `MOST_EVENTS`.
    """
    found: list[Event] = []
    for event in _events(guideline, result, start, until):
        if event.first is None or event.first <= until:
            found.append(event)
        if len(found) > MOST_EVENTS:
            raise TooManyEvents(f"there are more than {MOST_EVENTS} days up to {until}")
    dated = sorted((event for event in found if event.first), key=lambda event: max(event.first or start, start))
    return Timeline(
        start=start, until=until, events=tuple(dated), undated=tuple(event for event in found if event.first is None)
    )


def _events(guideline: ir.Guideline, result: Result, start: date, until: date) -> Iterator[Event]:
    yield from _given(guideline, result, start)
    for schedule in result.schedules:
        course = next((each for each in result.courses if each.regimen == schedule.regimen), None)
        for measurement in schedule.next:
            yield from _measured(guideline, schedule, course, measurement, until)
    for course in result.courses:
        for move in course.next:
            if not _made(guideline, result, course, move):
                yield _decided(guideline, course, move, start)


# --- what is given ----------------------------------------------------------------------------------------------------


def _given(guideline: ir.Guideline, result: Result, start: date) -> Iterator[Event]:
    """Advice to give, stop or hold, and what lies beyond the last step of a ladder."""
    since = {course.regimen: course.since for course in result.courses}
    beyond = {
        guideline.line(statement)
        for regimen in guideline.regimens.values()
        for rule in regimen.beyond
        for statement in statements(rule.body)
    }
    for number, advice in enumerate(result.advice):
        kind: Kind
        match advice.kind:
            case "give" | "stop" | "hold" as same:
                kind = same
            case "refer" if advice.line in beyond:
                kind = "refer"
            case _:
                continue
        day = since.get(advice.regimen or "") or start if kind == "give" else start
        yield Event(
            kind=kind,
            first=day,
            last=day,
            what=advice.text.removeprefix(f"{kind} ").removeprefix(GO_ON if kind == "give" else ""),
            details=(f"because: {advice.because}",) if advice.because else (),
            sources=advice.sources,
            line=advice.line,
            key=f"{kind} {advice.line} {number}",
        )


# --- what is measured -------------------------------------------------------------------------------------------------


def _measured(
    guideline: ir.Guideline,
    schedule: Schedule,
    course: Course | None,
    measurement: Measurement,
    until: date,
) -> Iterator[Event]:
    event = Event(
        kind="measure",
        first=measurement.earliest,
        last=measurement.latest,
        what=", ".join(title_of(guideline, name) for name in measurement.inputs),
        details=(_when(guideline, measurement),),
        sources=_sources(guideline, schedule.monitor, measurement.line),
        line=measurement.line,
        key=f"measure {schedule.monitor} {schedule.regimen or ''} {measurement.line}",
    )
    serves = _serves(guideline, course, measurement)
    line = _line(guideline, schedule.monitor, measurement.line)
    event = replace(event, details=event.details + serves, hours=line is not None and _in_hours(line))
    if schedule.since is None or line is None or line.every is None or line.every < 1 or measurement.low is None:
        yield event
        return
    turn = int(measurement.low / line.every)
    for first, last in _turns(Clock(began=schedule.since), line.every, line.every_months, turn):
        if first is None or first > until:
            return
        yield replace(event, first=first, last=last, turn=turn)
        turn += 1


def _turns(clock: Clock, every: Fraction, months: int | None, turn: int) -> Iterator[tuple[date | None, date | None]]:
    """The days of ``every Q``, from one of its turns on."""
    while True:
        whole = None if months is None else (months * turn, months * turn)
        yield clock.measured(every * turn, every * turn, whole)
        turn += 1


def _when(guideline: ir.Guideline, measurement: Measurement) -> str:
    """The author's time, and how its condition stands."""
    if measurement.condition is None:
        return measurement.text
    match measurement.holds:
        case True:
            return f"{measurement.text}, when {measurement.condition}"
        case False:
            return f"{measurement.text}, if on that day {measurement.condition} (not now)"
        case None:
            unknown = names_text(guideline, measurement.unknown)
            why = f" (unknown: {unknown})" if unknown else " (cannot be told)"
            return f"{measurement.text}, if {measurement.condition}{why}"


def _serves(guideline: ir.Guideline, course: Course | None, measurement: Measurement) -> tuple[str, ...]:
    """The moves that read what is measured, and that are still to come: what is measured on the first day decides that
    day."""
    if course is None or not measurement.low:
        return ()
    rules = {guideline.line(rule): rule for rule in _rules(guideline.regimens[course.regimen])}
    moves = [
        _goal(move)
        for move in course.next
        if (rule := rules.get(move.line)) is not None
        and rule.condition is not None
        and (move.high is None or measurement.low <= move.high)
        and set(measurement.inputs).intersection(inputs_read(rule.condition, guideline))
    ]
    title = title_of(guideline, course.regimen)
    return (f"decides {title}: {', '.join(dict.fromkeys(moves))}",) if moves else ()


def _goal(move: NextMove) -> str:
    match move.kind:
        case "beyond":
            return "what follows the last step"
        case "step down":
            return f"back to step {move.step}"
        case "step up":
            return f"step {move.step}"


def _rules(regimen: ir.Regimen) -> tuple[ir.Step | ir.Beyond | ir.BackTo, ...]:
    return (*regimen.steps, *regimen.beyond, *regimen.back)


def _line(guideline: ir.Guideline, monitor: str, line: int) -> ir.MonitorLine | None:
    return next((each for each in guideline.monitors[monitor].lines if guideline.line(each) == line), None)


def _in_hours(line: ir.MonitorLine) -> bool:
    """Whether a time is no whole number of days, months or years."""
    after = () if line.after is None or line.after.months is not None else (line.after.low, line.after.high)
    every = () if line.every is None or line.every_months is not None else (line.every,)
    return any(days.denominator != 1 for days in (*after, *every))


def _sources(guideline: ir.Guideline, monitor: str, line: int) -> tuple[str, ...]:
    own = _line(guideline, monitor, line)
    return tuple(dict.fromkeys((*(own.notes.sources if own else ()), *guideline.monitors[monitor].notes.sources)))


# --- what is decided --------------------------------------------------------------------------------------------------


def _made(guideline: ir.Guideline, result: Result, course: Course, move: NextMove) -> bool:
    """Whether what lies beyond the last step came out in this very run."""
    said = {advice.line for advice in result.advice}
    beyond = guideline.regimens[course.regimen].beyond
    own = {
        guideline.line(each) for rule in beyond if guideline.line(rule) == move.line for each in statements(rule.body)
    }
    return move.kind == "beyond" and course.action == "beyond" and bool(said & own)


def _decided(guideline: ir.Guideline, course: Course, move: NextMove, start: date) -> Event:
    """A move that may come: its condition, what it waits for now, and what comes right after it."""
    regimen = guideline.regimens[course.regimen]
    rule = next(each for each in _rules(regimen) if guideline.line(each) == move.line)
    details = [rule_text(guideline, rule)]
    if move.latest is not None and move.latest < start:
        details.append("its time is over, and it is still open")
    if move.unknown:
        details.append(f"waits now for {names_text(guideline, move.unknown)}")
    if not isinstance(rule, ir.Beyond):
        details += _afterwards(guideline, regimen, rule.number)
    return Event(
        kind="decide" if rule.condition is not None else "change",
        first=move.earliest,
        last=move.latest,
        what=_move(guideline, regimen, rule),
        details=tuple(details),
        sources=rule.notes.sources,
        line=move.line,
        key=f"{course.regimen} {move.kind} {move.line}",
    )


def _afterwards(guideline: ir.Guideline, regimen: ir.Regimen, step: int) -> list[str]:
    """The moves up from a step, in the words of the guideline."""
    ahead: tuple[ir.Step | ir.Beyond, ...] = regimen.steps[step : step + 1] or regimen.beyond
    said = []
    for rule in ahead:
        what = f"step {rule.number}" if isinstance(rule, ir.Step) else "; ".join(_texts(guideline, rule))
        after = f"after {rule.after.text}" if rule.after is not None else "at any time"
        when = f" when {condition_text(rule.condition, guideline)}" if rule.condition is not None else ""
        said.append(f"then {after}{when}: {what}")
    return said


def _move(guideline: ir.Guideline, regimen: ir.Regimen, rule: ir.Step | ir.Beyond | ir.BackTo) -> str:
    match rule:
        case ir.BackTo(number=number):
            return f"{regimen.title}: back to step {number}"
        case ir.Step(number=number):
            return f"{regimen.title} step {number}: {'; '.join(_texts(guideline, rule))}"
        case ir.Beyond():
            return f"{regimen.title}: {'; '.join(_texts(guideline, rule))}"


def _texts(guideline: ir.Guideline, rule: ir.Step | ir.Beyond) -> list[str]:
    """The statements of a move; a part by its title."""
    return [
        guideline.parts[each.part].title if isinstance(each, ir.Follow) else statement_text(each, guideline)
        for each in rule.body
        if not isinstance(each, ir.Note | ir.Report | ir.Continue)
    ]
