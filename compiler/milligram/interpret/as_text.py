"""A result for people, at the width of a terminal.

Enters: a guideline and a result. Leaves: faults and what was assumed, then what to do, what is kept back and why, and
what to find out. Where a statement comes from stands in brackets behind it: grade, sources, line.
Untrusted words come out visibly: no control character reaches the terminal.

    GIVE      12 mmol of magnesium at night, oral (magnesium replacement, step 1)
              [conditional, low certainty; r3, r4; line 75]
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from milligram.diagnostics.display import columns_of, wrap
from milligram.interpret.course import Course
from milligram.interpret.result import GO_ON, Advice, Ask, Blocked, Fault, Reported, Result, reported_json
from milligram.interpret.sentences import type_of
from milligram.interpret.standing import course_text, next_text
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, title_of

MARKS = {
    "give": "GIVE",
    "stop": "STOP",
    "hold": "HOLD",
    "advise": "DO",
    "advise_against": "AVOID",
    "suggest": "CONSIDER",
    "order": "ORDER",
    "refer": "REFER",
    "start": "MONITOR",
    "note": "NOTE",
    "unspecified": "LEFT OPEN",
}
MARGIN = 12

Row = tuple[str, tuple[str, ...]]
"""A mark and paragraphs, each of which begins on a line of its own."""


def result_text(guideline: ir.Guideline, result: Result, *, width: int = 80) -> str:
    """The whole result as lines of at most ``width`` columns, each ended."""
    version = f"version {result.version}, {result.status}" if result.version else result.status
    lines = list(wrap(f"{guideline.title} ({version})", width))
    for sentence in _standing(result):
        lines.extend(wrap(sentence, width))
    for title, rows in _sections(guideline, result):
        if rows:
            lines.extend(("", *wrap(title, width)))
            for mark, paragraphs in rows:
                lines.extend(_row(mark, paragraphs, width))
    return "".join(f"{line}\n" for line in lines)


def _standing(result: Result) -> Iterator[str]:
    """What must be known before the advice is read."""
    yield from result.cautions
    if result.applies is False:
        yield "It does not apply to this patient."
    elif result.applies is None:
        yield "Whether it applies to this patient is unknown: there is no advice yet."
    elif not result.advice and result.asks:
        yield "No advice yet: it depends on what is asked below."
    elif result.advice and result.asks and not result.faults and (line := _stopped_at(result)) is not None:
        yield f"Not complete: it stops at line {line} until what is asked below is answered."
    elif not (result.advice or result.blocked or result.faults or result.reports):
        yield "It says nothing for this patient."


def _stopped_at(result: Result) -> int | None:
    """The line of the statement at which a pathway halted first."""
    return next((step.line for step in result.trace if step.what == "halted"), None)


def _sections(guideline: ir.Guideline, result: Result) -> Iterator[tuple[str, list[Row]]]:
    yield "Faults of the guideline", [("FAULT", (_fault(fault),)) for fault in result.faults]
    yield (
        "Assumed, because the patient data does not say",
        [("ASSUMED", (_assumed(guideline, assumed),)) for assumed in result.assumed],
    )
    yield "Advice", [(mark_of(advice), tuple(_advice(guideline, advice))) for advice in result.advice]
    yield "Course", [("COURSE", tuple(_course(guideline, course))) for course in result.courses]
    yield "Not given", [("BLOCKED", tuple(_blocked(guideline, blocked))) for blocked in result.blocked]
    yield "To find out", list(_asks(result))
    yield (
        "Would apply",
        [("IF", (f"{would.condition}: {would.text} [line {would.line}]",)) for would in result.would_apply],
    )
    yield (
        "Reported",
        [
            ("", (f"{title_of(guideline, name)}: {value_text(guideline, name, v)}",))
            for name, v in result.reports.items()
        ],
    )


def _advice(guideline: ir.Guideline, advice: Advice) -> Iterator[str]:
    """The statement, its schedule if it starts measurements, its reason, and where it comes from."""
    grade = advice.grade
    if grade and "," in grade:
        grade += " certainty"
    origin = "; ".join(filter(None, (grade, ", ".join(advice.sources), f"line {advice.line}")))
    monitor = guideline.monitors.get(advice.what or "") if advice.kind == "start" else None
    paragraphs = [without_verb(advice)] if monitor is None else list(schedule_lines(guideline, monitor))
    if advice.because:
        paragraphs.append(f"because: {advice.because}")
    paragraphs[-1] += f" [{origin}]"
    yield from paragraphs


def mark_of(advice: Advice) -> str:
    """What stands before a piece of advice; a dose that goes on while something else is done is no new one."""
    return "GO ON" if advice.kind == "give" and advice.text.startswith(GO_ON) else MARKS[advice.kind]


def without_verb(advice: Advice) -> str:
    """The statement without the verb that the mark already says."""
    if advice.kind == "give" and advice.text.startswith(GO_ON):
        return advice.text.removeprefix("go on ")
    return advice.text if advice.what is None else advice.text.removeprefix(f"{advice.kind.replace('_', ' ')} ")


def schedule_lines(guideline: ir.Guideline, monitor: ir.Monitor) -> Iterator[str]:
    """What to measure, and when: "start electrolytes" by itself reads as a prescription."""
    yield f"{monitor.title}: {_names(guideline, monitor.inputs)}"
    for line in monitor.lines:
        when = f", when {condition_text(line.condition, guideline)}" if line.condition is not None else ""
        yield f"- {line.text}{when}"


def _blocked(guideline: ir.Guideline, blocked: Blocked) -> Iterator[str]:
    yield title_of(guideline, blocked.what)
    unknown = f"; unknown: {_names(guideline, blocked.unknown)}" if blocked.unknown else ""
    yield f"because: {blocked.rule}{unknown} [line {blocked.line}]"


def _course(guideline: ir.Guideline, course: Course) -> Iterator[str]:
    """Where a regimen stands, and the moves that can come next."""
    yield course_text(guideline, course)
    for move in course.next:
        yield f"- next: {next_text(move)}"


def _asks(result: Result) -> Iterator[Row]:
    """The questions. What waits for several in a row is said once, behind the last of them; what is listed under
    "would apply" is not said here again."""
    for ask, after in zip_longest(result.asks, result.asks[1:]):
        here = _waiting(result, ask)
        said = here if after is None or here != _waiting(result, after) else []
        yield "ASK", (ask.question, *([f"decides: {'; '.join(said)}"] if said else []))


def _waiting(result: Result, ask: Ask) -> list[str]:
    later = [would.text for would in result.would_apply if ask.input in would.unknown]
    return [text for text in ask.blocks if text != "end" and not any(text in listed for listed in later)]


def _assumed(guideline: ir.Guideline, assumed: str) -> str:
    """``replacement: not started`` as words, with the title in place of the name."""
    name, colon, rest = assumed.partition(":")
    return f"{title_of(guideline, name)}{rest}" if colon else assumed


def _fault(fault: Fault) -> str:
    lines = f" [line{'s' * (len(fault.lines) > 1)} {', '.join(map(str, fault.lines))}]" if fault.lines else ""
    return fault.message + lines


def _names(guideline: ir.Guideline, names: tuple[str, ...]) -> str:
    return ", ".join(title_of(guideline, name) for name in names)


def value_text(guideline: ir.Guideline, name: str, value: Reported) -> str:
    """A reported value with its unit; what is unknown, possible or left open is said in words."""
    plain = reported_json(value)
    match plain:
        case None:
            return "unknown"
        case {"low": low, "high": high}:
            return f"{low} to {high}{_unit(guideline, name)}"
        case {"one_of": list() as words}:
            return " or ".join(str(word).replace("_", " ") for word in words)
        case {"unspecified": text}:
            return f"unspecified: {text}"
        case bool():
            return "yes" if plain else "no"
        case int() | float():
            return f"{plain}{_unit(guideline, name)}"
        case _:
            return str(plain)


def _unit(guideline: ir.Guideline, name: str) -> str:
    """The unit of a reported number, with a space before it; empty for a pure number."""
    kind = type_of(guideline, name)
    if not isinstance(kind, ir.NumberType) or kind.measure.unit.is_number:
        return ""
    return f" {kind.measure.text}"


def _row(mark: str, paragraphs: tuple[str, ...], width: int) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        for line in _with_origin(paragraph, width - MARGIN):
            yield f"  {mark:<{MARGIN - 3}} {line}" if mark and not number else f"{'':<{MARGIN}}{line}"
            mark = ""


def _with_origin(paragraph: str, room: int) -> list[str]:
    """A paragraph as lines; the bracket behind it is kept whole where that costs no more lines."""
    if paragraph.startswith("- "):
        first, *rest = _with_origin(paragraph[2:], room - 2)
        return [f"- {first}", *(f"  {line}" for line in rest)]
    lines = wrap(paragraph, room)
    text, bracket, origin = paragraph.rpartition(" [")
    if not bracket or len(lines) == 1:
        return lines
    apart = [*wrap(text, room), *wrap(f"[{origin}", room)]
    return apart if len(apart) <= len(lines) and columns_of(apart[-1]) <= room else lines
