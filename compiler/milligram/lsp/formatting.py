"""The canonical form of a text, as few edits.

Enters: a source. Leaves: edits that turn it into what ``milligram fmt`` prints; or why that cannot be.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from milligram.diagnostics import Edit, Severity
from milligram.lsp.know import Refused
from milligram.source import SourceFile, Span
from milligram.syntax.format import format_source

_MOST_LINES = 4_000
"""A longer text is replaced whole: to find what differs takes the square of its length."""


def format_edits(source: SourceFile) -> tuple[Edit, ...] | Refused:
    """One edit for each run of lines that changes, so that the cursor and the marks of other lines stay."""
    result = format_source(source)
    if result.text is None:
        faults = [found for found in result.diagnostics if found.level is Severity.ERROR]
        lines = sorted({source.line_of(found.span) for found in faults})
        where = f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(map(str, lines[:5]))}"
        return Refused(why=f"nothing is formatted until {where} can be read{' …' if len(lines) > 5 else ''}")
    if result.text == source.text:
        return ()
    before, after = source.text.splitlines(keepends=True), result.text.splitlines(keepends=True)
    if max(len(before), len(after)) > _MOST_LINES:
        return (Edit(span=Span(0, len(source.text)), replacement=result.text, title="format"),)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    return tuple(
        Edit(span=Span(starts[low], starts[high]), replacement="".join(after[start:end]), title="format")
        for tag, low, high, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if tag != "equal"
    )
