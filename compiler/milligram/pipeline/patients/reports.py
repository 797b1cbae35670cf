"""What a guideline reports, as columns of a table.

Enters: a guideline. Leaves: a `ReportColumn` for each reported name, with the unit in its title.

    report clearance, curb65   ->   "clearance[mL/min]"; "curb65", with "curb65 note" where it is no single number
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from milligram.interpret.result import OneOf, Range, Reported, Unstated, number_text
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, descend, names_read
from milligram.quantity import Measure, Number, Real


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportColumn:
    """A reported name; ``note`` is the title of a second column, where a number may be open or left unspecified."""

    name: str
    title: str
    is_number: bool
    note: str | None = None


def report_columns(guideline: ir.Guideline) -> tuple[ReportColumn, ...]:
    """Every name that the guideline may report, in the order of its text."""
    names: dict[str, None] = {}
    for statement in all_statements(guideline):
        if isinstance(statement, ir.Report):
            names.update(dict.fromkeys(statement.names))
    return tuple(_column(guideline, name) for name in names)


def _column(guideline: ir.Guideline, name: str) -> ReportColumn:
    measure = _measure(guideline, name)
    if measure is None:
        return ReportColumn(name=name, title=name, is_number=False)
    title = name if measure.unit.is_number else f"{name}[{measure.unit.text}]"
    note = f"{name} note" if _may_be_open(guideline, name) else None
    return ReportColumn(name=name, title=title, is_number=True, note=note)


def _measure(guideline: ir.Guideline, name: str) -> Measure | None:
    """The unit of a reported number; None for what is no number."""
    kind: ir.Type | None = None
    match guideline.named_by_name.get(name):
        case None:
            kind = guideline.inputs[name].type if name in guideline.inputs else None
        case ir.DefinedNumber(value=value):
            return value.measure
        case ir.Score(measure=measure):
            return measure
        case ir.DefinedCases(type=of):
            kind = of
        case ir.Table(outputs=outputs):
            kind = dict(outputs)[name]
        case _:
            pass
    return kind.measure if isinstance(kind, ir.NumberType) else None


def _may_be_open(guideline: ir.Guideline, name: str) -> bool:
    """Whether the number can be several while an input is unknown: it rests on a table, cases, a score or points."""
    waiting, seen = [name], {name}
    while waiting:
        home = guideline.named_by_name.get(waiting.pop())
        if isinstance(home, ir.Score | ir.DefinedCases | ir.Table):
            return True
        if home is None:
            continue
        if any(isinstance(node, ir.PointsOf) for node in descend(home)):
            return True
        more = [read for read in names_read(home) if read not in seen]
        seen.update(more)
        waiting.extend(more)
    return False


# --- cells ------------------------------------------------------------------------------------------------------------


def number_cell(value: Reported) -> str | None:
    """One number as digits: exact where its decimal ends, else the nearest double. None for what is not one number."""
    if not isinstance(value, Fraction | Real):
        return None
    text = number_text(value)
    return repr(nearest(value)) if "/" in text or text.endswith("…") else text


def nearest(value: Number) -> float:
    """The double nearest to a number (for a root or logarithm, to its first twenty places)."""
    try:
        return float(value if isinstance(value, Fraction) else value.enclose(20)[0])
    except OverflowError:
        return float("inf") if isinstance(value, Fraction) and value > 0 else float("-inf")


def text_cell(value: Reported) -> str | None:
    """What is no number, as text; None where it is unknown."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case date():
            return value.isoformat()
        case frozenset():
            return ";".join(sorted(value)) or "none"
        case Range(low=low, high=high):
            return f"{number_cell(low)} to {number_cell(high)}"
        case OneOf(words=words):
            return " or ".join(words)
        case Unstated(text=text):
            return f"unspecified: {text}" if text else "unspecified"
        case _:
            return number_cell(value)


def note_cell(value: Reported) -> str | None:
    """What stands beside a number that is not one: ``2 to 3``, ``unspecified``."""
    return None if value is None or isinstance(value, Fraction | Real) else text_cell(value)
