"""Where a regimen stands, and what it waits for, in words.

Enters: a course, names, days. Leaves: text for a terminal or a calendar.

    Course("stay", to_step=1, since=2026-11-10, unknown=("serum_magnesium",))
        ->  replacement: stays on step 1 since Tue 2026-11-10, 12 days so far; waits for serum magnesium
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from milligram.interpret.course import Course, NextMove
from milligram.ir import nodes as ir
from milligram.ir.print import title_of

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def course_text(guideline: ir.Guideline, course: Course) -> str:
    """Where a regimen stands after a run: "replacement: stays on step 1 since Tue 2026-11-10, 12 days so far"."""
    waits = names_text(guideline, course.unknown)
    return f"{title_of(guideline, course.regimen)}: {_done(course)}" + (f"; waits for {waits}" if waits else "")


def _done(course: Course) -> str:
    """What is done, and since when the patient is on the step."""
    since = f" since {day_text(course.since)}" if course.since is not None else ""
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


def next_text(move: NextMove) -> str:
    """A move that may come next: "step 2, after 1 to 2 weeks, when low magnesium (2026-11-17 to 2026-11-24)"."""
    to = {"beyond": "beyond the last step", "step down": f"back to step {move.step}"}.get(
        move.kind, f"step {move.step}"
    )
    if move.earliest is None:
        return f"{to}, {move.when}"
    days = f"{move.earliest} to {move.latest}" if move.latest is not None else f"from {move.earliest}"
    return f"{to}, {move.when} ({days})"


def day_text(day: date) -> str:
    """``Sun 2026-11-22``."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def names_text(guideline: ir.Guideline, names: tuple[str, ...]) -> str:
    """The titles of inputs, and of the states of regimens: "potassium, the time on this step of Warfarin"."""
    return ", ".join(_name_text(guideline, name) for name in names)


def _name_text(guideline: ir.Guideline, name: str) -> str:
    regimen, _, which = name.rpartition(" ")
    if regimen not in guideline.regimens:
        return title_of(guideline, name)
    title = title_of(guideline, regimen)
    return f"the step of {title}" if which == "step" else f"the time on this step of {title}"


def days_text(days: Fraction) -> str:
    """``12 days``, ``1 day``; hours where there are no whole days."""
    if days.denominator == 1:
        return f"{days} day{'s' * (days != 1)}"
    hours = days * 24
    return f"{hours} h" if hours.denominator == 1 else f"about {round(days)} days" if days >= 1 else "under a day"
