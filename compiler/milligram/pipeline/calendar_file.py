"""A timeline as a calendar file (iCalendar, RFC 5545), to import beside a patient's other appointments.

Enters: a guideline and a `Timeline`. Leaves: bytes, the same for the same input: the stamp of every event is the start.

    2026-11-29 to 2026-12-06 measure …   ->   BEGIN:VEVENT … DTSTART;VALUE=DATE:20261129, DTEND;VALUE=DATE:20261207 …

One event of whole days for each measurement and each decision, with its time in the title where that counts in hours;
what is past and still open is on the first day. No word about the patient is in it. An event keeps its UID as long as
the guideline's text, the event and its first day are the same, so that a calendar made some days later moves nothing
that still stands.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from milligram.diagnostics.display import visible
from milligram.interpret.timeline import Event, Timeline
from milligram.ir import nodes as ir

if TYPE_CHECKING:
    from icalendar import Component

VERBS = {
    "give": "Give",
    "stop": "Stop",
    "hold": "Hold",
    "refer": "Refer to",
    "measure": "Measure",
    "decide": "Decide",
    "change": "Change",
}
MAKER = "-//Milligram//schedule//EN"
"""Who made a calendar, as the file itself says."""
NOTICE = "This supports the judgement of a clinician and does not replace it."


def calendar_bytes(guideline: ir.Guideline, found: Timeline) -> bytes:
    """The calendar of what has a day; hostile text stays text, on one line of the file as of the guideline."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", visible(guideline.title))
    for event in found.events:
        calendar.add_component(_component(guideline, found, event))
    content: bytes = calendar.to_ical()
    return content


def is_calendar(path: Path) -> bool:
    """Whether a file is a calendar that was made here.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        first = file.read(200).decode("utf-8", "replace")
    return first.startswith("BEGIN:VCALENDAR") and f"PRODID:{MAKER}" in first.splitlines()


def _component(guideline: ir.Guideline, found: Timeline, event: Event) -> Component:
    from icalendar import Event as Entry

    assert event.first is not None
    last = event.first if event.last is None else event.last
    first, last = (event.first, last) if last >= found.start else (found.start, found.start)
    component = Entry()
    component.add("uid", _uid(guideline, event))
    component.add("dtstamp", datetime.combine(found.start, time(), UTC))
    component.add("dtstart", first)
    component.add("dtend", last + timedelta(days=1))
    when = f", {event.details[0]}" if event.hours else ""
    component.add("summary", visible(f"{VERBS[event.kind]}: {event.what}{when}"))
    component.add("description", "\n".join(visible(text) for text in _description(guideline, event)))
    component.add("categories", [VERBS[event.kind]])
    component.add("transp", "TRANSPARENT")
    return component


def _uid(guideline: ir.Guideline, event: Event) -> str:
    parts = (guideline.name, guideline.version, guideline.source.digest, event.key, str(event.first))
    return f"{sha256(chr(0).join(parts).encode()).hexdigest()[:32]}@milligram"


def _description(guideline: ir.Guideline, event: Event) -> list[str]:
    origin = "; ".join(filter(None, (", ".join(event.sources), f"line {event.line}")))
    version = f"version {guideline.version}, {guideline.status}"
    lines = [*event.details, f"{guideline.title} ({version}) [{origin}]"]
    if guideline.status != "active":
        article = "a draft" if guideline.status == "draft" else "retired"
        lines.append(f"This guideline is {article}: do not use it for care.")
    return [*lines, NOTICE]
