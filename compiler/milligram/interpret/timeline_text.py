"""A timeline for people, at the width of a terminal.

Enters: a guideline, a result and its `Timeline`. Leaves: where each regimen stands, then the days in order. A
measurement that is repeated stands at its first day. Untrusted words come out visibly.

    Sun 2026-11-29  MEASURE  serum magnesium, serum potassium
     to 2026-12-06           after 1 to 2 weeks
                             decides replacement: step 2
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from milligram.diagnostics.display import wrap
from milligram.interpret.course import Course
from milligram.interpret.result import Result
from milligram.interpret.timeline import Event, Timeline, days_text, names_text
from milligram.ir import nodes as ir
from milligram.ir.print import title_of

MARKS = {
    "give": "GIVE",
    "stop": "STOP",
    "hold": "HOLD",
    "refer": "REFER",
    "measure": "MEASURE",
    "decide": "DECIDE",
    "change": "CHANGE",
}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY, MARK = 16, 9
TURNS = 3
"""How many days of a repeated measurement are named before the rest is counted."""

NOTICE = "Days count as if the patient stays on each step: a step up or down begins the count anew."


def timeline_text(guideline: ir.Guideline, result: Result, found: Timeline, *, width: int = 80) -> str:
    """The whole timeline as lines of at most ``width`` columns, each ended."""
    version = f"version {result.version}, {result.status}" if result.version else result.status
    lines = [*wrap(f"{guideline.title} ({version})", width)]
    for sentence in _standing(result, found):
        lines += wrap(sentence, width)
    if result.courses:
        lines.append("")
        for course in result.courses:
            lines += _paragraph(f"{title_of(guideline, course.regimen)}: {_course(guideline, course)}", width, 2)
    if found.events:
        lines += ["", f"From {_long(found.start)} to {_long(found.until)}", *_days(found.events, width)]
    if found.undated:
        lines += ["", "No day can be named"]
        for event in found.undated:
            lines += _entry(("", ""), event, width, event.details)
    if result.asks:
        lines += ["", "To find out"]
        for ask in result.asks:
            lines += _paragraph(ask.question, width, 2)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _standing(result: Result, found: Timeline) -> Iterator[str]:
    if result.status != "active":
        article = "a draft" if result.status == "draft" else "retired"
        yield f"This guideline is {article}: do not use it for care."
    if result.review_overdue:
        yield f"Its review was due on {result.review_by}: do not rely on it."
    if any(event.kind in ("decide", "change") for event in found.events):
        yield NOTICE


def _course(guideline: ir.Guideline, course: Course) -> str:
    """Where a regimen stands, in a sentence without its name."""
    waits = names_text(guideline, course.unknown)
    return _done(course) + (f"; waits for {waits}" if waits else "")


def _done(course: Course) -> str:
    """What is done, and since when the patient is on the step."""
    since = f" since {_long(course.since)}" if course.since is not None else ""
    so_far = f", {days_text(course.time)} so far" if course.time else ""
    there = f"step {course.to_step}{since}{so_far}"
    late = ", later than planned" if course.overdue else ""
    match course.action:
        case "start":
            return "starts with step 1"
        case "stay":
            return f"stays on {there}"
        case "step up" | "step down" as move:
            return f"{move.removeprefix('step ')} from step {course.from_step} to step {course.to_step}{late}"
        case "beyond":
            ended = ", which is ended or paused" if course.to_step is None else ""
            return f"beyond its last step, {course.from_step}{ended}{late}"
        case "hold":
            return f"on hold, at {there}"
        case "stop":
            return f"stops, at step {course.from_step}"
        case "withhold":
            return "kept back by a rule" + (f", at {there}" if course.to_step else "")
        case "undecided":
            return f"undecided, at {there}" if course.to_step else "its step is unknown"
        case "unsaid":
            return f"at {there}; the guideline says nothing of it for this patient"


def _long(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def _days(events: tuple[Event, ...], width: int) -> Iterator[str]:
    """The events; a repeated one once, with the days on which it comes again."""
    again: dict[str, list[Event]] = {}
    for event in events:
        again.setdefault(event.key, []).append(event)
    for event in events:
        first, *later = again[event.key]
        if event is first:
            yield from _entry(_day(event), event, width, (*event.details, *_again(later)))


def _again(later: list[Event]) -> list[str]:
    if not later:
        return []
    shown = ", ".join(str(event.first) for event in later[:TURNS])
    rest = len(later) - TURNS
    return [f"again on {shown}" + (f" and {rest} more, the last on {later[-1].first}" if rest > 0 else "")]


def _day(event: Event) -> tuple[str, str]:
    """The first day, and what stands under it."""
    if event.first is None:
        return "", ""
    if event.last is None:
        return _long(event.first), "  or later"
    return _long(event.first), "" if event.last == event.first else f" to {event.last.isoformat()}"


def _entry(day: tuple[str, str], event: Event, width: int, details: tuple[str, ...]) -> Iterator[str]:
    """Day and mark beside the text; the last line says where it comes from."""
    origin = "; ".join(filter(None, (", ".join(event.sources), f"line {event.line}")))
    room = width - 2 - DAY - MARK
    rows = [row for text in (event.what, *details[:-1]) for row in wrap(text, room)] if details else []
    rows += wrap(f"{details[-1] if details else event.what} [{origin}]", room)
    for number, row in enumerate(rows if len(rows) > 1 or not day[1] else [*rows, ""]):
        left = day[number] if number < 2 else ""
        mark = MARKS[event.kind] if number == 0 else ""
        yield f"  {left:<{DAY}}{mark:<{MARK}}{row}"


def _paragraph(text: str, width: int, indent: int) -> Iterator[str]:
    first, *rest = wrap(text, width - indent - 2)
    yield f"{'':<{indent}}{first}"
    yield from (f"{'':<{indent + 2}}{line}" for line in rest)
