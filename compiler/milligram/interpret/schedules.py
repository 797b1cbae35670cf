"""What is measured next, and when.

Enters: a run that is over, and its courses. Leaves: a `Schedule` for each monitor that the run starts, and for each
that goes on beside a regimen the patient is on.

    monitor electrolytes: serum_magnesium …            today 2026-11-22, replacement starts
      at baseline                                 ->   2026-11-22
      after 1 to 2 weeks                          ->   2026-11-29 to 2026-12-06
      every 3 months when replacement time …      ->   2027-02-22, not now: read again on the day

From when a schedule counts:

- A monitor *serves* the regimens whose moves, stops and holds read a value that it measures. It counts from the start
  of the current step of each one that runs after this run; if none does, of each regimen that this run gives; else from
  this run.
- ``at baseline`` is measured on the day on which the regimen starts, or of the run if it counts from that.
- ``after A to B`` is still to come until its last day is over. ``every Q`` is due next on this day or the first later
  one that is a whole number of Q after the start, never on the first.
- A monitor that this run does not start goes on while a regimen runs that it serves, if the guideline starts it at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from milligram.interpret.course import Course, Measurement, Schedule
from milligram.interpret.courses import clock_of
from milligram.interpret.days import Clock, Dates, months_after
from milligram.interpret.faults import Faulty
from milligram.interpret.unknowns import unknown_in
from milligram.ir import nodes as ir
from milligram.ir.plans import depends_on_the_day
from milligram.ir.print import condition_text

if TYPE_CHECKING:
    from milligram.interpret.pathway import Run

GIVEN = ("start", "stay", "step up", "step down", "beyond")


@dataclass(frozen=True, slots=True, kw_only=True)
class _From:
    """What a schedule counts from."""

    clock: Clock
    course: Course | None
    begins: bool


def schedules(run: Run, courses: tuple[Course, ...]) -> tuple[Schedule, ...]:
    """The schedules that begin with this run or go on after it, in the order of declaration."""
    running = [course for course in courses if course.to_step]
    found: list[Schedule] = []
    for monitor in run.guideline.monitors.values():
        started = monitor.name in run.started
        serves = run.guideline.serves.get(monitor.name, ())
        served = [course for course in running if course.regimen in serves]
        if started:
            counted = served or [course for course in running if course.action in GIVEN]
            starts = [_of(run, course) for course in counted] or [_today(run)]
        else:
            starts = [_of(run, course) for course in served if course.from_step]
        found += [_schedule(run, monitor, started, start) for start in starts]
    return tuple(found)


def _of(run: Run, course: Course) -> _From:
    return _From(clock=clock_of(run, course), course=course, begins=course.action == "start")


def _today(run: Run) -> _From:
    today = run.values.input("today")
    return _From(clock=Clock.starting(today if isinstance(today, date) else None), course=None, begins=True)


def _schedule(run: Run, monitor: ir.Monitor, started: bool, start: _From) -> Schedule:
    lines = (_measurement(run, monitor, line, start) for line in monitor.lines)
    return Schedule(
        monitor=monitor.name,
        started=started,
        regimen=None if start.course is None else start.course.regimen,
        since=start.clock.began,
        next=tuple(found for found in lines if found is not None),
    )


def _measurement(run: Run, monitor: ir.Monitor, line: ir.MonitorLine, start: _From) -> Measurement | None:
    time = _time(line, start)
    if time is None:
        return None
    holds: bool | None = True
    unknown: tuple[str, ...] = ()
    if line.condition is not None:
        holds, unknown = _holds(run, line.condition)
        if holds is False and not depends_on_the_day(run.guideline, monitor, line.condition):
            return None
    low, high, (first, last) = time
    return Measurement(
        inputs=monitor.inputs,
        text=line.text,
        condition=None if line.condition is None else condition_text(line.condition, run.guideline),
        holds=holds,
        unknown=unknown,
        low=low,
        high=high,
        earliest=first,
        latest=last,
        line=run.guideline.line(line),
    )


def _holds(run: Run, condition: ir.AnyCondition) -> tuple[bool | None, tuple[str, ...]]:
    """The condition as it stands in this run; a number that does not exist leaves it open."""
    try:
        answer = run.values.condition(condition)
    except Faulty:
        return None, ()
    return answer, () if answer is not None else unknown_in(run.values, condition)


def _time(line: ir.MonitorLine, start: _From) -> tuple[Fraction | None, Fraction | None, Dates] | None:
    """When a line is due next, in days and as dates; None where it is past."""
    clock = start.clock
    match line.kind:
        case "unspecified":
            return None, None, (None, None)
        case "baseline":
            return (Fraction(0), Fraction(0), (clock.began, clock.began)) if start.begins else None
        case "after":
            assert line.after is not None
            low, high = line.after.low, line.after.high
            dates = clock.measured(low, high, line.after.months)
            return None if _past(clock, high, dates) else (low, high, dates)
        case "every":
            assert line.every is not None
            return _turn(clock, line.every, line.every_months)


def _past(clock: Clock, high: Fraction, dates: Dates) -> bool:
    """Whether the time is over: by the date, where both are whole days, else by the days on the step."""
    if clock.began is not None and clock.today is not None and dates[1] is not None:
        return dates[1] < clock.today
    return clock.elapsed is not None and clock.elapsed > high


def _turn(clock: Clock, every: Fraction, months: int | None) -> tuple[Fraction, Fraction, Dates]:
    """The first turn that is not over yet, counted from the start; the first of all where the time is unknown."""
    turn = 1 if clock.elapsed is None else max(1, ceil(clock.elapsed / every))
    if months is not None and clock.began is not None and clock.today is not None:
        turn = _calendar_turn(clock.began, clock.today, months)
    days = every * turn
    if clock.elapsed is None and clock.began is None:
        return days, days, (None, None)
    return days, days, clock.measured(days, days, None if months is None else (months * turn, months * turn))


def _calendar_turn(began: date, today: date, months: int) -> int:
    """The first turn, from 1, whose day is not before ``today``."""
    apart = (today.year - began.year) * 12 + today.month - began.month
    turn = max(1, apart // months)
    while (day := months_after(began, months * turn)) is not None and day < today:
        turn += 1
    return turn
