"""What Milligram has to say about a guideline, and how it says it.

Enters: findings, as `Diagnostic` values with a `Code` of the registry. Leaves: text for a terminal, JSON or
SARIF. The renderers are imported when they are first asked for; most runs find nothing.

    render_text([diagnostic])  ->  "error[MG103] shared boundary: exactly 30 mL/min is …"
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from milligram.diagnostics.model import Code, Diagnostic, Edit, Label, Severity, in_order, strict
from milligram.diagnostics.registry import CHECKED, CODES, find

if TYPE_CHECKING:
    from milligram.diagnostics.as_json import render_json
    from milligram.diagnostics.as_sarif import render_sarif
    from milligram.diagnostics.as_text import render_text, summary
    from milligram.diagnostics.manual import explain

__all__ = [
    "CHECKED",
    "CODES",
    "Code",
    "Diagnostic",
    "Edit",
    "Label",
    "Severity",
    "explain",
    "find",
    "in_order",
    "render_json",
    "render_sarif",
    "render_text",
    "strict",
    "summary",
]

_LAZY = {
    "explain": "manual",
    "render_json": "as_json",
    "render_sarif": "as_sarif",
    "render_text": "as_text",
    "summary": "as_text",
}


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = value
    return value
