"""Findings as JSON, for tools.

Enters: diagnostics, and how many files were read. Leaves: one JSON object in ASCII, so that no
terminal and no log changes it; lines and columns count from 1, columns in code points, an end is excluded.

    {"files": 1, "diagnostics": [{"code": "MG103", "severity": "error", …}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from milligram.diagnostics.model import Diagnostic, Label, in_order
from milligram.source import SourceFile, Span


def render_json(diagnostics: Iterable[Diagnostic], *, files: int, more: Mapping[str, object] | None = None) -> str:
    """The object of ``milligram check --format json``, indented, ending with a line end; ``more`` stands beside."""
    found = {
        "files": files,
        **(more or {}),
        "diagnostics": [_finding(item) for item in in_order(diagnostics)],
    }
    return json.dumps(found, indent=2) + "\n"


def _finding(item: Diagnostic) -> dict[str, object]:
    return {
        "code": item.code.code,
        "severity": str(item.level),
        "message": item.message,
        "file": item.source.path,
        "span": _span(item.source, item.span),
        "labels": [_label(item, label) for label in item.labels],
        "help": item.help,
        "witness": None if item.witness is None else dict(item.witness),
        "edits": [
            {"span": _span(item.source, edit.span), "replacement": edit.replacement, "title": edit.title}
            for edit in item.edits
        ],
    }


def _label(item: Diagnostic, label: Label) -> dict[str, object]:
    """A second place; it names its file only where that is another one."""
    if label.source is None:
        return {"span": _span(item.source, label.span), "text": label.text}
    return {"file": label.source.path, "span": _span(label.source, label.span), "text": label.text}


def _span(source: SourceFile, span: Span) -> dict[str, dict[str, int]]:
    return {"start": source.position(span.start)._asdict(), "end": source.position(span.end)._asdict()}
