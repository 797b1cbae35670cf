"""What to say about a token that does not fit."""

from __future__ import annotations

from milligram.diagnostics.model import Diagnostic
from milligram.diagnostics.registry import SYNTAX
from milligram.source import SourceFile, Span
from milligram.syntax.layout import LogicalLine
from milligram.syntax.machine import Mismatch, acceptable


def explain_mismatch(source: SourceFile, text: str, line: LogicalLine, fault: Mismatch) -> Diagnostic:
    """One finding."""
    token = fault.token
    return Diagnostic(
        code=SYNTAX,
        message=f"`{token.text or token.type}` cannot stand here",
        source=source,
        span=Span(token.start, max(token.end, token.start)),
        help=", ".join(sorted(acceptable(fault.states))),
    )
