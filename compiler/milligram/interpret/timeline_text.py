"""A timeline for people, at the width of a terminal.

Enters: a guideline, a result and its `Timeline`. Leaves: where each regimen stands, then the days in order. A
measurement that is repeated stands at its first day. Untrusted words come out visibly.

    Sun 2026-11-29  MEASURE  serum magnesium, serum potassium
     to 2026-12-06           after 1 to 2 weeks
                             decides replacement: step 2
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.diagnostics.display import wrap
from milligram.interpret.result import Result
from milligram.interpret.standing import course_text, day_text
from milligram.interpret.timeline import Event, Timeline
from milligram.ir import nodes as ir

MARKS = {
    "give": "GIVE",
    "stop": "STOP",
    "hold": "HOLD",
    "refer": "REFER",
    "measure": "MEASURE",
    "decide": "DECIDE",
    "change": "CHANGE",
}
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
            lines += _paragraph(course_text(guideline, course), width, 2)
    if found.events:
        lines += ["", f"From {day_text(found.start)} to {day_text(found.until)}", *_days(found.events, width)]
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
    if any(step.what == "halted" for step in result.trace) and result.asks:
        yield "Not complete: it stops until what is asked below is answered."
    if any(event.kind in ("decide", "change") for event in found.events):
        yield NOTICE


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
        return day_text(event.first), "  or later"
    return day_text(event.first), "" if event.last == event.first else f" to {event.last.isoformat()}"


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
