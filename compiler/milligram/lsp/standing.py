"""What still stands of the last verdict after an edit.

Enters: a verdict on one text, and the reading of the next. Leaves: the findings of the proofs at their places in the
new text, and whether they are still certain.

    MG101 at line 40; a comment is typed at line 3        ->   MG101 at line 41, proved
    MG101 at line 40; a threshold is changed at line 12   ->   MG101 at line 40, as before the edit

A text that differs in comments and space alone means the same: its findings are moved, and nothing is proved again.
After any other edit they are shown as what they are, those of the last text, until the proofs are done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from milligram.diagnostics import Diagnostic
from milligram.lsp.analysis import Reading
from milligram.source import SourceFile, Span

_NAMES_A_LINE = re.compile(r"\blines? \d")


@dataclass(frozen=True)
class Verdict:
    """All findings on one text, proofs included."""

    reading: Reading = field(repr=False)
    findings: tuple[Diagnostic, ...]
    stage: Literal["proved", "undecided", "faulty"] = "proved"
    """Whether the proofs came to their end, ran out of time, or failed for a bug of ours."""

    @cached_property
    def proved(self) -> tuple[Diagnostic, ...]:
        """The findings that reading alone does not make."""
        return tuple(found for found in self.findings if not is_of_reading(found, self.reading))


def is_of_reading(found: Diagnostic, reading: Reading) -> bool:
    """Whether reading the text makes this finding, if perhaps with less to say."""
    return any(found.code.code == each.code.code and found.span == each.span for each in reading.findings)


def _same(first: str, second: str) -> int:
    """How many characters two texts start with alike."""
    low, high = 0, min(len(first), len(second))
    while low < high:  # slices are compared much faster than one character after the other
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class Shift:
    """One edit between two texts: what stands before it and behind it is the same."""

    def __init__(self, old: str, new: str) -> None:
        self.start = _same(old, new)
        most = min(len(old), len(new)) - self.start
        tail = _same(old[::-1][:most], new[::-1][:most])
        self.old_end, self.new_end = len(old) - tail, len(new) - tail

    def at(self, offset: int) -> int:
        """Where an offset is now; one inside of what was replaced is where that starts."""
        if offset <= self.start:
            return offset
        return offset - self.old_end + self.new_end if offset >= self.old_end else self.start

    def span(self, span: Span) -> Span:
        """Where a span is now; what was written inside of it belongs to it."""
        return Span(self.at(span.start), max(self.at(span.start), self.at(span.end)))

    def spares(self, span: Span) -> bool:
        """Whether a span ends before the edit, starts behind it, or holds all of it well inside."""
        inside = span.start < self.start and self.old_end < span.end
        return (
            span.end < self.start or span.start > self.old_end or inside or self.start == self.old_end == self.new_end
        )


def still_proved(verdict: Verdict, reading: Reading) -> tuple[Diagnostic, ...] | None:
    """All findings on a text that means the same as the one of the verdict; None where that does not settle them."""
    if reading.source.text == verdict.reading.source.text:
        return verdict.findings
    if not verdict.reading.means_the_same(reading):
        return None
    shift = Shift(verdict.reading.source.text, reading.source.text)
    for found in verdict.proved:
        if _NAMES_A_LINE.search(f"{found.message} {found.help}") or not all(map(shift.spares, _places(found))):
            return None
    moved = [_moved(found, shift, reading.source) for found in verdict.findings]
    standing = [
        new
        for old, new in zip(verdict.findings, moved, strict=True)
        if is_of_reading(new, reading) or not is_of_reading(old, verdict.reading)
    ]
    places = {(found.code.code, found.span) for found in standing}
    return (*standing, *(found for found in reading.findings if (found.code.code, found.span) not in places))


def as_before(verdict: Verdict, reading: Reading) -> tuple[Diagnostic, ...]:
    """The findings of the last proofs at about their places; a repair only where the edit is elsewhere."""
    shift = Shift(verdict.reading.source.text, reading.source.text)
    found = []
    for each in verdict.proved:
        there = shift.span(each.span)
        if there.end > there.start or each.span.end == each.span.start:
            untouched = all(map(shift.spares, _places(each)))
            found.append(_moved(each if untouched else replace(each, edits=()), shift, reading.source))
    return tuple(found)


def _places(found: Diagnostic) -> Iterator[Span]:
    yield found.span
    yield from (label.span for label in found.labels)
    yield from (edit.span for edit in found.edits)


def _moved(found: Diagnostic, shift: Shift, source: SourceFile) -> Diagnostic:
    return replace(
        found,
        source=source,
        span=shift.span(found.span),
        labels=tuple(replace(label, span=shift.span(label.span)) for label in found.labels),
        edits=tuple(replace(edit, span=shift.span(edit.span)) for edit in found.edits),
    )
