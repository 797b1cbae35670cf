"""The source lines that a finding is about, with carets under them.

Enters: a source file, the span of the finding and its labels. Leaves: rows of at most ``width`` columns.

    73 |     20 to 30 mL/min:
       |     ---------------- this branch ends at 30
    ...
    76 |     30 to 60 mL/min:
       |     ^^^^^^^^^^^^^^^^
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from milligram.diagnostics.display import columns_of, glyph, wrap
from milligram.diagnostics.model import Label
from milligram.source import SourceFile, Span

Paint = Callable[[str, str], str]
"""Puts text in a style: ``primary``, ``label`` or ``gutter``."""

_CUT = "…"


@dataclass(frozen=True, slots=True)
class _Mark:
    """An underline on one line: from one code point to another (from 0, end excluded)."""

    start: int
    end: int
    primary: bool
    text: str = ""


def gutter_width(source: SourceFile, spans: Sequence[Span]) -> int:
    """The digits of the largest line number that is shown."""
    return len(str(max(source.position(span.end).line for span in spans)))


def snippet(
    source: SourceFile, span: Span | None, labels: Sequence[Label], *, width: int, gutter: int, paint: Paint
) -> Iterator[str]:
    """The rows: each source line that a span starts or ends on, its underlines, and ``...`` between. Without ``span``
    the finding itself stands in another file."""
    marks: dict[int, list[_Mark]] = defaultdict(list)
    places = [(label.span, label.text, False) for label in labels]
    for place, text, primary in places if span is None else [(span, "", True), *places]:
        for line, mark in _marks_of(source, place, text, primary):
            marks[line].append(mark)
    empty = " " * gutter + " |"
    room = max(width - gutter - 3, 24)
    yield paint(empty, "gutter")
    last = 0
    for line in sorted(marks):
        if last and line == last + 2:  # one line is worth more than dots that say it is left out
            yield from _line(source.line_text(last + 1), last + 1, [], room, gutter, paint)
        elif last and line > last + 2:
            yield paint("...", "gutter")
        yield from _line(source.line_text(line), line, marks[line], room, gutter, paint)
        last = line


def _marks_of(source: SourceFile, span: Span, text: str, primary: bool) -> Iterator[tuple[int, _Mark]]:
    """One underline for a span on one line; for a longer one, its first and its last line."""
    words = source.slice(span).rstrip()
    end = span.start + len(words) if words else span.start
    first, last = source.position(span.start), source.position(end)
    if first.line == last.line:
        yield first.line, _Mark(first.column - 1, last.column - 1, primary, text)
        return
    opening = source.line_text(first.line)
    yield first.line, _Mark(first.column - 1, len(opening.rstrip()), primary, text)
    closing = source.line_text(last.line)
    indent = len(closing) - len(closing.lstrip())
    yield last.line, _Mark(min(indent, last.column - 1), last.column - 1, primary)


def _line(text: str, number: int, marks: Sequence[_Mark], room: int, gutter: int, paint: Paint) -> Iterator[str]:
    """One source line and its underlines; a line too long is shown once for each part that is marked."""
    pending = sorted(marks, key=lambda mark: (mark.start, not mark.primary))
    while True:
        start, end, shown = _window(text, pending, room)
        inside = [mark for mark in pending if mark.start < end or end == len(text)]
        pending = [mark for mark in pending if mark not in inside]
        yield f"{paint(f'{number:>{gutter}} |', 'gutter')} {shown}".rstrip()
        lead = " " * gutter + " |"
        placed = [(_columns(text, mark, start, end), mark) for mark in inside]
        for row in _underlines(placed, room, paint):
            yield f"{paint(lead, 'gutter')} {row}".rstrip()
        if not pending:
            return


def _window(text: str, marks: Sequence[_Mark], room: int) -> tuple[int, int, str]:
    """The part of a line that is shown: its first and last code point, and the text with ``…`` where cut."""
    whole, used = _show(text, 0, room)
    if used == len(text):
        return 0, used, whole
    first = marks[0] if marks else _Mark(0, 0, False)
    start = 0
    if first.start >= _show(text, 0, room - 1)[1] or (first.end > used and first.start > room // 4):
        start = max(0, first.start - room // 4)
        while start < first.start and _span_columns(text, start, first.start) > room // 2:
            start += 1
    left = _CUT if start else ""
    shown, end = _show(text, start, room - len(left))
    if end < len(text):
        shown, end = _show(text, start, room - len(left) - 1)
        shown += _CUT
    return start, end, left + shown


def _show(text: str, start: int, room: int) -> tuple[str, int]:
    """As much of the text from a code point on as fits, and where it ends."""
    shown: list[str] = []
    column = 0
    for offset in range(start, len(text)):
        part, size = glyph(text[offset], column)
        if column + size > room:
            return "".join(shown), offset
        shown.append(part)
        column += size
    return "".join(shown), len(text)


def _span_columns(text: str, start: int, end: int) -> int:
    """The columns from one code point to another, when the first stands at a tab stop."""
    column = 0
    for char in text[start:end]:
        column += glyph(char, column)[1]
    return column


def _columns(text: str, mark: _Mark, start: int, end: int) -> tuple[int, int]:
    """The columns (from 0, end excluded) of a mark in a window; at least one column wide."""
    cut = 1 if start else 0
    left = cut + _span_columns(text, start, mark.start)
    right = cut + _span_columns(text, start, min(mark.end, end))
    if right > left:
        return left, right
    on_combining = mark.end > mark.start and left > cut
    return (left - 1, left) if on_combining else (left, left + 1)


def _underlines(placed: list[tuple[tuple[int, int], _Mark]], room: int, paint: Paint) -> Iterator[str]:
    """Underlines side by side where they do not touch; a text ends its row."""
    row, column = "", 0
    for (left, right), mark in placed:
        if row and left <= column:
            yield row
            row, column = "", 0
        right = max(min(right, room), left + 1)
        line = ("^" if mark.primary else "-") * (right - left)
        style = "primary" if mark.primary else "label"
        row += " " * (left - column) + paint(line, style)
        column = right
        if mark.text:
            yield from _with_text(row, replace(mark, start=left, end=right), room, paint)
            row, column = "", 0
    if row:
        yield row


def _with_text(row: str, mark: _Mark, room: int, paint: Paint) -> Iterator[str]:
    """A label's words beside its underline, or below it where they do not fit."""
    beside = wrap(mark.text, 10_000)[0]
    if mark.end + 1 + columns_of(beside) <= room:
        yield f"{row} {paint(beside, 'label')}"
        return
    yield row
    indent = max(0, min(mark.start, room - 44))
    for line in wrap(mark.text, room - indent):
        yield " " * indent + paint(line, "label")
