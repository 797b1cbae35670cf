"""What is measured next, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.course import Course, Measurement, Schedule
from milligram_targets.python.support.courses import MOVED, clock_of
from milligram_targets.python.support.data import Data
from milligram_targets.python.support.days import Clock, Dates, clock, months_after
from milligram_targets.python.support.ladders import Climb, L
from milligram_targets.python.support.reading import Faulty, unknown_in
from milligram_targets.python.support.running import Run

Window = tuple[Fraction | None, Fraction | None, Dates]
"""When a line is due next: in days from the start, and as dates."""


class Due(Data):
    """A line of a monitor.

    ``kind`` is baseline, after, every or unspecified; ``after`` and ``every`` are in
    days, ``months`` where they are whole months; ``label`` is the condition in words.
    A condition that is false now is read again on the day if ``later``.
    """

    line: int
    kind: str
    text: str
    after: tuple[Fraction | int, Fraction | int] = (0, 0)
    months: tuple[int, int] | None = None
    when: Truth | None = None
    label: str | None = None
    later: bool = False


class Monitor(Data):
    """What is measured, and when; ``serves`` are the regimens that it decides."""

    name: str
    inputs: tuple[str, ...]
    serves: tuple[str, ...] = ()
    lines: tuple[Due, ...] = ()


class Start(Data, kw_only=False):
    """What a schedule counts from; ``begins``: it starts with this run."""

    clock: Clock
    regimen: str | None
    begins: bool


def schedules(
    run: Run,
    p: L,
    climbs: Iterable[Climb[L]],
    courses: Iterable[Course],
    monitors: Iterable[Callable[[L], Monitor]],
) -> tuple[Schedule, ...]:
    """The schedules that begin with this run, or go on after it."""
    by_name = {climb.regimen.name: climb for climb in climbs}
    running = [each for each in courses if each.to_step]
    started = {each.what for each in run.advice if each.kind == "start"}
    found: list[Schedule] = []
    for declared in monitors:
        monitor = declared(p)
        counted = [each for each in running if each.regimen in monitor.serves]
        begins = monitor.name in started
        if not begins:
            counted = [each for each in counted if each.from_step]
        elif not counted:
            given = (*MOVED, "stay", "beyond")
            counted = [each for each in running if each.action in given]
        starts = [
            Start(
                clock_of(by_name[each.regimen], each),
                each.regimen,
                each.action == "start",
            )
            for each in counted
        ]
        if begins and not starts:
            starts = [Start(clock(p, None), None, True)]
        found += [_schedule(monitor, begins, start) for start in starts]
    return tuple(found)


def _schedule(monitor: Monitor, begins: bool, start: Start) -> Schedule:
    lines = (_measurement(monitor, line, start) for line in monitor.lines)
    return Schedule(
        monitor=monitor.name,
        started=begins,
        regimen=start.regimen,
        since=start.clock.began,
        next=tuple(each for each in lines if each is not None),
    )


def _measurement(monitor: Monitor, line: Due, start: Start) -> Measurement | None:
    window = _window(line, start)
    if window is None:
        return None
    holds: bool | None = True
    unknown: tuple[str, ...] = ()
    if line.when is not None:
        try:
            holds = line.when.value()
            unknown = unknown_in(line.when) if holds is None else ()
        except Faulty:
            holds = None
    if holds is False and not line.later:
        return None
    low, high, dates = window
    return Measurement(
        inputs=monitor.inputs,
        text=line.text,
        condition=line.label,
        holds=holds,
        unknown=unknown,
        low=low,
        high=high,
        earliest=dates.first,
        latest=dates.last,
        line=line.line,
    )


def _window(line: Due, start: Start) -> Window | None:
    """When a line is due next; None where it is past."""
    count = start.clock
    low, high = map(Fraction, line.after)
    if line.kind == "unspecified":
        return None, None, Dates(None, None)
    if line.kind == "baseline":
        day = Dates(count.began, count.began)
        return (low, high, day) if start.begins else None
    if line.kind == "every":
        return _turn(count, low, line.months)
    dates = count.measured(low, high, line.months)
    return None if _is_past(count, high, dates.last) else (low, high, dates)


def _is_past(count: Clock, high: Fraction, last: date | None) -> bool:
    """Whether a time is over: by the date if it can be told, else by the days."""
    if count.began is not None and count.today is not None and last is not None:
        return last < count.today
    return count.elapsed is not None and count.elapsed > high


def _turn(count: Clock, every: Fraction, months: tuple[int, int] | None) -> Window:
    """The first turn that is not over; the first of all where the time is unknown."""
    turn = 1 if count.elapsed is None else max(1, (count.elapsed / every).__ceil__())
    if months is not None and count.began is not None and count.today is not None:
        turn = _calendar_turn(count.began, count.today, months[0])
    days = every * turn
    whole = None if months is None else (months[0] * turn, months[1] * turn)
    return days, days, count.measured(days, days, whole)


def _calendar_turn(began: date, today: date, months: int) -> int:
    """The first turn, from 1, whose day is not before ``today``."""
    apart = (today.year - began.year) * 12 + today.month - began.month
    turn = max(1, apart // months)
    day = months_after(began, months * turn)
    while day is not None and day < today:
        turn += 1
        day = months_after(began, months * turn)
    return turn
