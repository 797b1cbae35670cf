"""Grey words beside the text: a threshold in a second unit."""

from __future__ import annotations

from milligram.lsp.know import Hint, Known
from milligram.source import Span


def hints(known: Known, span: Span) -> tuple[Hint, ...]:
    """What is shown beside the text within a span."""
    return ()
