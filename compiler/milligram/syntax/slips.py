"""Slips of which the whole line tells the cause, and the word at which reading stops does not.

Enters: a line, the `Mismatch` on it and the states at its start. Leaves: a `Repair`, or None.

    otherwise at least 20 mL/min:   ->   `otherwise` takes all that is left, and has no condition
    step: 12 mmol daily             ->   write `step 1`
    expect 3 mg warfarin            ->   write `expect give 3 mg of warfarin`
    give replacement (weak, 1B)     ->   `weak, 1B` is a grade of another scheme
"""

from __future__ import annotations

import re

from milligram.source import Span
from milligram.syntax.build_common import GRADE_WORDS, OTHER_SCHEME
from milligram.syntax.layout import LogicalLine
from milligram.syntax.machine import Mismatch, acceptable, line_reads, states_after
from milligram.syntax.repair import Repair
from milligram.syntax.rewrites import rewritten

_STARTS = ("start", "give", "take", "dose", "initially", "begin")
_STEP = re.compile(r"^ +step\b *(\d*)", re.MULTILINE)
_OF_WHAT = re.compile(r"^([\d.]+ *[^\W\d][\w/]* +)(?!of\b)(\w+)")
_IF = re.compile(r"(?:when|if) +")

_QUIET = re.compile(r"\"[^\"\n]*\"|\[[^\]\n]*\]")
"""Texts and source lists, whose commas are their own."""
_TABLE = re.compile(r"table by [^\n]*? gives \w+(?:, *\w+)*")
CELLS_APART = "cells are separated by `|`"


def find_slip(text: str, line: LogicalLine, fault: Mismatch, line_states: tuple[int, ...]) -> Repair | None:
    """What the author meant by the line, where that is sure."""
    return (
        _otherwise(text, line, fault, line_states)
        or _step(text, line, fault, line_states)
        or _expected(text, line, fault, line_states)
        or _dose(text, line, fault)
        or _grade(text, line, fault)
        or _known(text, line, fault)
        or _row(text, line, fault, line_states)
        or rewritten(text, line, fault, line_states)
    )


def _otherwise(text: str, line: LogicalLine, fault: Mismatch, line_states: tuple[int, ...]) -> Repair | None:
    """``otherwise at least 20 mL/min:``."""
    word = fault.previous
    if word is None or word.text != "otherwise" or word.start != line.start or "COLON" not in acceptable(fault.states):
        return None
    when = _IF.match(text, fault.token.start, line.end)
    rest = when.end() if when is not None else fault.token.start
    if not line_reads(line_states, text, rest, line.end):
        return None
    return Repair(
        Span(word.start, word.end),
        "`otherwise` takes all that is left, and has no condition",
        "leave out `otherwise`, or leave out the condition",
        Span(line.start, rest),
        "",
        "leave out `otherwise`",
    )


def _step(text: str, line: LogicalLine, fault: Mismatch, line_states: tuple[int, ...]) -> Repair | None:
    """``step: 12 mmol daily``."""
    word = fault.previous
    if word is None or word.text != "step" or word.start != line.start:
        return None
    number = _next_step(text, line)
    states = states_after(line_states, f"step {number}")
    if states is None or not line_reads(states, text, word.end, line.end):
        return None
    at = Span(word.start, word.end)
    return Repair(at, "a step has its number", f"write `step {number}`", Span(word.end, word.end), f" {number}")


def _dose(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``start 12 mmol daily`` under a regimen, or the dose alone."""
    token = fault.token
    if token.start != line.start or (token.text not in _STARTS and token.type != "NUMBER"):
        return None
    number = _next_step(text, line)
    states = states_after(fault.states, f"step {number}:")
    alone = token.type == "NUMBER"
    colon = re.compile(r" *:").match(text, token.end, line.end)
    end = token.start if alone else token.end if colon is None else colon.end()
    if states is None or not line_reads(states, text, end, line.end):
        return None
    return Repair(
        Span(token.start, token.end),
        "a regimen gives its doses by numbered steps",
        f"write `step {number}:` before the dose",
        Span(token.start, end),
        f"step {number}:{' ' if alone else ''}",
        f"write `step {number}:`",
    )


def _expected(text: str, line: LogicalLine, fault: Mismatch, line_states: tuple[int, ...]) -> Repair | None:
    """``expect 3 mg warfarin``, with or without ``of``."""
    word = fault.previous
    if word is None or word.text != "expect" or word.start != line.start or fault.token.type != "NUMBER":
        return None
    written = text[fault.token.start : line.end].rstrip()
    for dose in (written, _OF_WHAT.sub(r"\1of \2", written)):
        mended = f"expect give {dose}"
        if line_reads(line_states, mended, 0, len(mended)):
            at = Span(fault.token.start, fault.token.start + len(written))
            return Repair(at, "a dose is expected by `give`", f"write `{mended}`", at, f"give {dose}")
    return None


def _next_step(text: str, line: LogicalLine) -> int:
    """The number of the step that this line would be in its regimen."""
    above = text[max(text.rfind("\nregimen ", 0, line.start), 0) : line.start]
    number = 0
    for found in _STEP.finditer(above):
        number = int(found[1][:4]) if found[1] else number + 1
    return number + 1


def _grade(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``(weak, 1B)``, ``(2C)``, ``(grade 1+)``."""
    expected = acceptable(fault.states)
    opening = text.rfind("(", line.start, fault.token.end)
    closing = text.find(")", fault.token.start, line.end)
    if "NAME" not in expected or "NUMBER" in expected or opening < 0 or closing < 0:
        return None
    words = text[opening + 1 : closing].strip()
    if OTHER_SCHEME.fullmatch(words) is None:
        return None
    at = Span(opening + 1, closing)
    return Repair(at, f"`{words}` is a grade of another scheme", GRADE_WORDS, at, None)


def _known(text: str, line: LogicalLine, fault: Mismatch) -> Repair | None:
    """``crcl unknown:``."""
    token = fault.token
    states = states_after(fault.states, "is") if token.text in ("known", "unknown") else None
    if states is None or not line_reads(states, text, token.start, line.end):
        return None
    put = f"is {token.text}"
    at = Span(token.start, token.end)
    return Repair(at, f"an `is` is missing before `{token.text}`", f"write `{put}`", at, put)


def _row(text: str, line: LogicalLine, fault: Mismatch, line_states: tuple[int, ...]) -> Repair | None:
    """``under 18 years, 1 L``, with as many commas as a row of its table has bars; else some may join a list."""
    row = text[line.start : line.end]
    head = _TABLE.match(text, max(text.rfind("\ntable by ", 0, line.start) + 1, 0))
    if head is None or "|" in row or "VBAR" not in acceptable(fault.states):
        return None
    quiet = _QUIET.sub(lambda found: " " * len(found.group()), row)
    commas = [at for at, sign in enumerate(quiet) if sign == ","]
    if len(commas) != head.group().count(",") + 1:
        return None
    first, last = commas[0], commas[-1] + 1
    put = "".join(" |" if at in commas else row[at] for at in range(first, last))
    mended = row[:first] + put + row[last:]
    if not line_reads(line_states, mended, 0, len(mended)):
        return None
    edit = Span(line.start + first, line.start + last)
    return Repair(Span(edit.start, edit.start + 1), CELLS_APART, "write `|` for `,`", edit, put)
