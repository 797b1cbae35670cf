"""The question that asks for an input, and what it takes as an answer.

Enters: the name of an input, ``today``, or a regimen's state. Leaves: the author's ``ask``, else a plain question.

    question(guideline, "serum_magnesium")   ->  "What is the serum magnesium, in mmol/L?"
    question(guideline, "neck_spasm")        ->  "Neck spasm: yes or no?"
"""

from __future__ import annotations

from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.print import join, title_of, word_title
from milligram.quantity import display


def question(guideline: ir.Guideline, name: str) -> str:
    """One question; the names of states are ``REGIMEN step`` and ``REGIMEN time``."""
    declared = guideline.inputs.get(name)
    if declared is not None:
        return declared.ask or _plain(guideline, declared)
    regimen, _, which = name.rpartition(" ")
    if regimen in guideline.regimens:
        title = title_of(guideline, regimen)
        return f"{title}: which step, 0 if not started?" if which == "step" else f"{title}: how long on this step?"
    return "What is the date today?" if name == "today" else f"What is the {name}?"


def _plain(guideline: ir.Guideline, declared: ir.Input) -> str:
    title = declared.title
    capital = title[:1].upper() + title[1:]
    match declared.type:
        case ir.NumberType(measure=measure):
            unit = display(measure.unit)
            return f"What is the {title}, in {unit}?" if unit else f"What is the {title}?"
        case ir.FlagType():
            return f"{capital}: yes or no?"
        case ir.DateType():
            return f"{capital}: on which date?"
        case ir.WordType(words=words):
            return f"{capital}: {join((word_title(guideline, declared.name, word) for word in words), 'or')}?"
        case ir.SetType(words=words):
            titles = join((word_title(guideline, declared.name, word) for word in words), "or")
            return f"{capital}: which of {titles}, or none?"
        case ir.TextType():
            return f"What is the {title}?"
        case _:
            assert_never(declared.type)


def accepts(declared: ir.Input) -> str:
    """What an input takes, in one line."""
    kind = declared.type
    match kind:
        case ir.NumberType(measure=measure):
            unit = "" if measure.unit.is_number else f" in {measure.text}"
            number = "a whole number" if kind.whole or kind.kind == "count" else "a number"
            bounds = f" from {' to '.join(declared.plausible_written)}" if declared.plausible_written else ""
            text = ", or text with a unit" if unit else ""
            return f"it accepts {number}{unit}{bounds}{text}, or null for unknown"
        case ir.FlagType():
            return "it accepts true, false, “yes”, “no”, or null for unknown"
        case ir.DateType():
            return "it accepts a date such as “2026-10-01”, or null for unknown"
        case ir.WordType(words=words):
            return f"it accepts one of {', '.join(words)}, or null for unknown"
        case ir.SetType(words=words):
            return f"it accepts a list of any of {', '.join(words)}, or null for unknown"
        case ir.TextType():
            return "it accepts text, or null for unknown"
        case _:
            assert_never(kind)


def declaration_order(guideline: ir.Guideline) -> dict[str, int]:
    """The rank of everything that can be asked: inputs as declared, then the states, then ``today``."""
    names = [*guideline.inputs]
    for regimen in guideline.regimens:
        names += [f"{regimen} step", f"{regimen} time"]
    names.append("today")
    return {name: rank for rank, name in reversed(list(enumerate(names)))}
