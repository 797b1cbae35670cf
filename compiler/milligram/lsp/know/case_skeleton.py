"""A case to fill in, with every input that this guideline has.

Enters: what is known of a guideline. Leaves: the text of a snippet: a patient in the middle of each plausible range.

    case "who, and what is at stake"
      age 60 years, level 3.05 mmol/L, sex male, diuretics none
      expect give replacement
"""

from __future__ import annotations

import re

from milligram.ir import nodes as ir
from milligram.lsp.know import Known
from milligram.lsp.know.skeletons import Skeleton
from milligram.quantity import decimal_text

A_LINE = 4
"""So many inputs stand on one line."""
MOST = 12
_ESCAPED = re.compile(r"([\\$}])")


def case_skeleton(known: Known) -> Skeleton | None:
    """A case with the inputs of the guideline; None where none is known."""
    guideline = known.guideline or known.earlier
    if guideline is None or not guideline.inputs:
        return None
    given = [_given(place, each) for place, each in enumerate(list(guideline.inputs.values())[:MOST], 2)]
    lines = [", ".join(given[start : start + A_LINE]) for start in range(0, len(given), A_LINE)]
    expected = f"give {next(iter(guideline.regimens))}" if guideline.regimens else "outside"
    body = [
        'case "${1:who, and what is at stake}"',
        *(f"  {line}" for line in lines),
        f"  expect ${{{len(given) + 2}:{expected}}}",
        "$0",
    ]
    return Skeleton("case … of these inputs", "\n".join(body))


def _given(place: int, to: ir.Input) -> str:
    """``age ${2:60} years``."""
    unit = ""
    match to.type:
        case ir.NumberType(measure=measure, kind=kind, whole=whole):
            value = _middle(to, whole=whole or kind == "count")
            unit = f" {_plain(measure.unit.text)}" if kind == "quantity" else ""
        case ir.FlagType():
            value = "no"
        case ir.WordType(words=words):
            value = words[0] if words else "unknown"
        case ir.SetType(words=words):
            value = "none" if "none" not in words else words[0]
        case _:
            value = "unknown"
    return f"{to.name} ${{{place}:{_plain(value)}}}{unit}"


def _middle(to: ir.Input, *, whole: bool) -> str:
    """The middle of what is plausible, to three digits."""
    if to.plausible is None:
        return "1"
    low, high = to.plausible
    middle = (low + high) / 2
    if whole:
        return str(int(middle))
    text, _ = decimal_text(middle)
    return text if len(text) <= 5 else decimal_text(round(middle, 1))[0]


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", text)
