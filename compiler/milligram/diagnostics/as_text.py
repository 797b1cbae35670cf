"""Findings as text for a terminal or a log.

Enters: diagnostics. Leaves: text that holds to a width, with or without ANSI colours; nothing of the author's
reaches the terminal raw.

    error[MG103] shared boundary: exactly 30 mL/min is in two branches
      --> neck_spasm.mg:76:5
       |
    73 |     20 to 30 mL/min:
       |     ---------------- this branch includes 30
    ...
    76 |     30 to 60 mL/min:
       |     ^^^^^^^^^^^^^^^^
       = help: write `20 to under 30 mL/min`
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milligram.diagnostics.display import glyph, wrap
from milligram.diagnostics.model import Diagnostic, Label, Severity, in_order
from milligram.diagnostics.snippet import Paint, gutter_width, snippet
from milligram.source import SourceFile, Span

_RESET = "\x1b[0m"
_STYLES = {"label": "\x1b[36m", "gutter": "\x1b[2m", "strong": "\x1b[1m"}
_LEVELS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}

_MOST_LABELS = 12
"""So many second places of one finding are shown; the machine formats list all."""
_NARROWEST = 40


def render_text(diagnostics: Iterable[Diagnostic], *, width: int = 80, colour: bool = False) -> str:
    """All findings in order and a line that counts them, ending with a line end; empty when there are none.

    No row is wider than ``width`` columns (at least 40), other than one that names a path, which stays whole.
    """
    found = in_order(diagnostics)
    if not found:
        return ""
    blocks = ["\n".join(_block(item, max(width, _NARROWEST), colour)) for item in found]
    return "\n\n".join([*blocks, summary(found)]) + "\n"


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """``2 errors, 1 warning in 1 file``; ``no findings`` when there are none."""
    found = list(diagnostics)
    if not found:
        return "no findings"
    errors = sum(item.level is Severity.ERROR for item in found)
    parts = [_count(errors, "error"), _count(len(found) - errors, "warning")]
    files = len({source.path for item in found for source in _sources(item)})
    return f"{', '.join(part for part in parts if part)} in {_count(files, 'file')}"


def _sources(item: Diagnostic) -> Iterator[SourceFile]:
    """The files that a finding is about."""
    yield item.source
    yield from (label.source for label in item.labels if label.source is not None)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _painter(level: Severity, colour: bool) -> Paint:
    def paint(text: str, style: str) -> str:
        return f"{_LEVELS[level] if style == 'primary' else _STYLES[style]}{text}{_RESET}"

    return paint if colour else lambda text, style: text


def _block(item: Diagnostic, width: int, colour: bool) -> Iterator[str]:
    """One finding: its head, its place, the source lines, and what may help."""
    paint = _painter(item.level, colour)
    yield from _head(item, width, paint)
    source = item.source
    shown = item.labels[:_MOST_LABELS]
    elsewhere: dict[str, list[Label]] = {}
    for label in shown:
        if label.source is not None:
            elsewhere.setdefault(label.source.path, []).append(label)
    here = [label for label in shown if label.source is None]
    gutter = max(
        gutter_width(source, [item.span, *(label.span for label in here)]),
        *(gutter_width(label.source, [label.span]) for label in shown if label.source is not None),
        0,
    )
    if not source.text:
        yield _arrow(source, None, gutter, paint)
    else:
        yield _arrow(source, item.span, gutter, paint)
        yield from snippet(source, item.span, here, width=width, gutter=gutter, paint=paint)
    for labels in elsewhere.values():
        other = labels[0].source
        assert other is not None
        yield _arrow(other, min(label.span for label in labels), gutter, paint)
        yield from snippet(other, None, labels, width=width, gutter=gutter, paint=paint)
    if len(item.labels) > len(shown):
        yield from _note("and", f"{_count(len(item.labels) - len(shown), 'place')} more", width, gutter, paint)
    for name, text in _notes(item):
        yield from _note(name, text, width, gutter, paint)


def _arrow(source: SourceFile, span: Span | None, gutter: int, paint: Paint) -> str:
    """Where to look: the file, and the line and column in it."""
    path = "".join(glyph(char)[0] for char in source.path)
    place = "" if span is None else ":{}:{}".format(*source.position(span.start))
    return f"{paint(' ' * gutter + '-->', 'gutter')} {path}{place}"


def _head(item: Diagnostic, width: int, paint: Paint) -> Iterator[str]:
    """``error[MG103] shared boundary: …``, further lines set in by two."""
    tag = f"{item.level}[{item.code.code}]"
    lines = wrap(f"{item.code.title}: {item.message}", width - 2, first=len(tag) - 1)
    yield f"{paint(tag, 'primary')} {paint(lines[0], 'strong')}"
    for line in lines[1:]:
        yield f"  {paint(line, 'strong')}"


def _notes(item: Diagnostic) -> Iterator[tuple[str, str]]:
    """The repair, and a patient who shows the fault, as a case would write that patient."""
    if item.help:
        yield "help", item.help
    elif item.edits:
        yield "help", "; ".join(dict.fromkeys(edit.title for edit in item.edits))
    if item.witness is not None:
        words = ", ".join(f"{name} {value}" for name, value in item.witness.items())
        yield "patient", words or "anybody of whom nothing is known yet"


def _note(name: str, text: str, width: int, gutter: int, paint: Paint) -> Iterator[str]:
    lead = " " * (gutter + 1)
    indent = len(lead) + len(name) + 4
    lines = wrap(text, width - indent)
    yield f"{lead}{paint(f'= {name}:', 'gutter')} {lines[0]}"
    for line in lines[1:]:
        yield f"{' ' * indent}{line}"
