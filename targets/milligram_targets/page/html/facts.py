"""What the page says of a guideline beside its answers, as plain data.

Enters: a guideline. Leaves: words for the template (header, pitfalls, side effects, sources) and, for the script, the
titles of names, the labels of words, the units of reported numbers and the lines of schedules.

    words(guideline)["titles"]["serum_magnesium"]  ->  "serum magnesium"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from milligram.ir import nodes as ir
from milligram.ir.print import PRINTED, printed, title_of, word_title
from milligram.quantity import Measure, MeasureError, Substances, conversion, display, parse_unit

from milligram_targets.flowchart.wording import within

Data: TypeAlias = "str | int | bool | list[Data] | dict[str, Data] | None"


def words(guideline: ir.Guideline) -> dict[str, Data]:
    """What the script needs to say names, words and numbers as people do; JSON-shaped."""
    return {
        "titles": dict(_titles(guideline)),
        "words": {
            name: {word: word_title(guideline, name, word) for word in kind.words}
            for name, kind in _types(guideline)
            if isinstance(kind, ir.WordType | ir.SetType)
        },
        "units": {
            name: kind.measure.text if kind.measure.per_of else display(kind.measure.unit)
            for name, kind in _types(guideline)
            if isinstance(kind, ir.NumberType) and not kind.measure.unit.is_number
        },
        "numbers": [
            *(name for name, kind in _types(guideline) if isinstance(kind, ir.NumberType)),
            *(home.name for home in guideline.named if isinstance(home, ir.Score)),
        ],
        "asks": {name: declared.ask for name, declared in guideline.inputs.items() if declared.ask},
        "whole": [
            name
            for name, declared in guideline.inputs.items()
            if isinstance(declared.type, ir.NumberType) and (declared.type.whole or declared.type.kind == "count")
        ],
        "monitors": {name: _monitor(guideline, monitor) for name, monitor in guideline.monitors.items()},
        "printed": [[pattern, re.sub(r"\\(\d)", r"$\1", replacement)] for pattern, replacement in PRINTED],
        "times": {name: time_unit(regimen) for name, regimen in guideline.regimens.items()},
    }


TIMES = {"minutes": "min", "hours": "h", "days": "d", "weeks": "week", "months": "month", "years": "year"}
"""The units of a time on a step, as a form says them, each with how a guideline writes it."""


def time_unit(regimen: ir.Regimen) -> str:
    """The unit in which a time on a step is asked for: the smallest that the regimen's own intervals are written in.

    "step 2 after 1 h", "then after 16 h"  ->  "hours";  without intervals, "days".
    """
    moves: tuple[ir.Step | ir.Beyond | ir.BackTo, ...] = (*regimen.steps, *regimen.beyond, *regimen.back)
    sizes = [_days_in(move.after.text.rpartition(" ")[2]) for move in moves if move.after is not None]
    smallest = min((size for size in sizes if size is not None), default=Fraction(1))
    fitting = [name for name, unit in TIMES.items() if (_days_in(unit) or 0) <= smallest]
    return fitting[-1] if fitting else "minutes"


def _days_in(unit: str) -> Fraction | None:
    """The days in a unit of time; None for what is none."""
    try:
        return conversion(Measure(parse_unit(unit)), Measure(parse_unit("d")), Substances()).factor
    except MeasureError:
        return None


def _titles(guideline: ir.Guideline) -> Iterator[tuple[str, str]]:
    names = dict.fromkeys(
        (*guideline.inputs, *guideline.regimens, *guideline.drugs, *guideline.monitors, *guideline.named_by_name)
    )
    for name in names:
        yield name, title_of(guideline, name)


def _types(guideline: ir.Guideline) -> Iterator[tuple[str, ir.Type]]:
    """The type of every input and of every named value but scores and conditions."""
    for name, declared in guideline.inputs.items():
        yield name, declared.type
    for name, home in guideline.named_by_name.items():
        match home:
            case ir.DefinedNumber(value=value):
                yield name, ir.NumberType(measure=value.measure)
            case ir.DefinedCases(type=kind):
                yield name, kind
            case ir.Table(outputs=outputs):
                yield name, dict(outputs)[name]
            case _:
                pass


def _monitor(guideline: ir.Guideline, monitor: ir.Monitor) -> dict[str, Data]:
    return {
        "inputs": [title_of(guideline, name) for name in monitor.inputs],
        "lines": [
            printed(line.text) + (f", when {within(line.condition, guideline)}" if line.condition is not None else "")
            for line in monitor.lines
        ],
    }


# --- for the template -------------------------------------------------------------------------------------------------


def header(guideline: ir.Guideline) -> Mapping[str, str | None]:
    """Who it is for, and how long it holds."""
    return {
        "name": guideline.name,
        "title": guideline.title,
        "version": guideline.version,
        "status": guideline.status,
        "audience": guideline.audience,
        "applies": None if guideline.applies is None else within(guideline.applies, guideline),
        "issued": None if guideline.issued is None else guideline.issued.isoformat(),
        "review_by": None if guideline.review_by is None else guideline.review_by.isoformat(),
    }


def pitfalls(guideline: ir.Guideline) -> list[dict[str, object]]:
    """Each pitfall: its rules as sentences, why it matters, or why no rule states it."""
    return [
        {
            "text": pitfall.text,
            "rules": [
                f"never give {title_of(guideline, rule.target)} when {within(rule.condition, guideline)}"
                for rule in pitfall.rules
            ],
            "because": pitfall.notes.because or pitfall.unchecked,
            "refs": references(guideline, pitfall.notes.sources),
        }
        for pitfall in guideline.pitfalls
    ]


def effects(guideline: ir.Guideline) -> list[dict[str, object]]:
    """Side effects: of what, which, how often."""
    return [
        {
            "of": title_of(guideline, effect.target),
            "text": effect.text,
            "frequency": effect.frequency,
            "refs": references(guideline, effect.notes.sources),
        }
        for effect in guideline.effects
    ]


def numbers(guideline: ir.Guideline) -> dict[str, int]:
    """The number of each source: its place in the guideline."""
    return {name: number for number, name in enumerate(guideline.sources, start=1)}


def references(guideline: ir.Guideline, names: tuple[str, ...]) -> list[tuple[int, str]]:
    """Numbers and names of the sources cited."""
    known = numbers(guideline)
    return [(known[name], name) for name in names if name in known]


def sources(guideline: ir.Guideline) -> list[dict[str, object]]:
    """Each source with what it holds and found."""
    return [
        {
            "name": name,
            "number": number,
            "title": source.title,
            "fields": source.fields,
            "findings": [
                finding.text + (f": {estimate_text(finding.estimate)}" if finding.estimate else "")
                for finding in source.findings
            ],
        }
        for number, (name, source) in enumerate(guideline.sources.items(), start=1)
    ]


def estimate_text(estimate: ir.Estimate) -> str:
    """``MD -0.18 (95% CI -0.84 to 0.49)``."""
    within = ""
    if estimate.low is not None and estimate.high is not None:
        level = f"{estimate.level}% " if estimate.level else ""
        within = f" ({level}CI {estimate.low} to {estimate.high})"
    return f"{estimate.measure} {estimate.value}{within}"
