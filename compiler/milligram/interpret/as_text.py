"""A result for people, at the width of a terminal.

Enters: a guideline and a result. Leaves: what to do first, then what to ask, what is kept back and why, and what was
assumed.
Untrusted words come out visibly: no control character reaches the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from milligram.diagnostics.display import wrap
from milligram.interpret.result import Advice, Reported, Result, reported_json
from milligram.ir import nodes as ir
from milligram.ir.print import title_of

MARKS = {
    "give": "GIVE",
    "stop": "STOP",
    "hold": "HOLD",
    "advise": "DO",
    "advise_against": "AVOID",
    "suggest": "CONSIDER",
    "order": "ORDER",
    "refer": "REFER",
    "start": "START",
    "note": "NOTE",
    "unspecified": "NOT STATED",
}
MARGIN = 12


def result_text(guideline: ir.Guideline, result: Result, *, width: int = 80) -> str:
    """The whole result as lines of at most ``width`` columns, each ended."""
    lines = list(wrap(f"{guideline.title} (version {result.version}, {result.status})", width))
    lines.extend(_standing(result, width))
    for title, rows in _sections(guideline, result):
        if rows:
            lines.extend(("", title))
            for mark, text in rows:
                lines.extend(_row(mark, text, width))
    return "".join(f"{line}\n" for line in lines)


def _standing(result: Result, width: int) -> Iterator[str]:
    if result.review_overdue:
        yield from wrap(f"The review was due on {result.review_by}: do not rely on this guideline.", width)
    if result.applies is False:
        yield "The guideline does not apply to this patient."
    elif result.applies is None:
        yield "Whether the guideline applies to this patient is unknown."
    elif not (result.advice or result.asks or result.blocked or result.faults or result.reports):
        yield "The guideline says nothing for this patient."


def _sections(guideline: ir.Guideline, result: Result) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield "Faults of the guideline", [("FAULT", fault.message) for fault in result.faults]
    yield "Advice", [(MARKS[advice.kind], _advice(guideline, advice)) for advice in result.advice]
    yield (
        "Not given",
        [
            (
                "BLOCKED",
                f"{title_of(guideline, blocked.what)}: {blocked.rule}"
                + (f" (unknown: {_names(guideline, blocked.unknown)})" if blocked.unknown else "")
                + f" (line {blocked.line})",
            )
            for blocked in result.blocked
        ],
    )
    yield "To find out", list(_asks(result))
    yield (
        "Would apply",
        [("IF", f"{would.condition}: {would.text} (line {would.line})") for would in result.would_apply],
    )
    yield (
        "Reported",
        [("", f"{title_of(guideline, name)}: {_value(guideline, name, v)}") for name, v in result.reports.items()],
    )
    yield "Assumed", [("", assumed) for assumed in result.assumed]


def _advice(guideline: ir.Guideline, advice: Advice) -> str:
    said = advice.text if advice.what is None else _without_verb(advice)
    parts = [said]
    if advice.because:
        parts.append(f"because {advice.because}")
    text = ", ".join(parts)
    grade = f" ({advice.grade})" if advice.grade else ""
    cited = f" [{', '.join(advice.sources)}]" if advice.sources else ""
    return f"{text}{grade}{cited} (line {advice.line})"


def _without_verb(advice: Advice) -> str:
    """The statement without the verb that the mark already says."""
    verb = advice.kind.replace("_", " ")
    return advice.text.removeprefix(f"{verb} ")


def _asks(result: Result) -> Iterator[tuple[str, str]]:
    """The questions; what waits for several in a row is said once, behind the last of them."""
    for ask, after in zip_longest(result.asks, result.asks[1:]):
        yield "ASK", ask.question
        if ask.blocks and (after is None or after.blocks != ask.blocks):
            yield "", f"decides: {'; '.join(ask.blocks)}"


def _names(guideline: ir.Guideline, names: tuple[str, ...]) -> str:
    return ", ".join(title_of(guideline, name) for name in names)


def _value(guideline: ir.Guideline, name: str, value: Reported) -> str:
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
    home = guideline.named_by_name.get(name)
    kind: ir.Type | None = None
    match home:
        case ir.DefinedNumber(value=value):
            kind = ir.NumberType(measure=value.measure)
        case ir.DefinedCases(type=declared):
            kind = declared
        case ir.Table(outputs=outputs):
            kind = dict(outputs).get(name)
        case ir.Score() | ir.DefinedCondition():
            return ""
        case None:
            kind = guideline.inputs[name].type if name in guideline.inputs else None
    if not isinstance(kind, ir.NumberType) or kind.measure.unit.is_number:
        return ""
    return f" {kind.measure.text}"


def _row(mark: str, text: str, width: int) -> Iterator[str]:
    first, *rest = wrap(text, width - MARGIN)
    yield f"  {mark:<{MARGIN - 3}} {first}"
    for line in rest:
        yield f"{'':<{MARGIN}}{line}"
