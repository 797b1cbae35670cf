"""Where a name is declared, and where it is used."""

from __future__ import annotations

from milligram.lsp.know import Known
from milligram.source import Span


def definition(known: Known, offset: int) -> tuple[Span, ...]:
    """Where the name at an offset is declared."""
    return ()


def references(known: Known, offset: int, *, declaration: bool) -> tuple[Span, ...]:
    """Every use of the name at an offset, in order; with ``declaration`` also where it is declared."""
    return ()
