"""What may be written here."""

from __future__ import annotations

from milligram.lsp.know import Completion, Known


def completions(known: Known, offset: int) -> tuple[Completion, ...]:
    """What may stand at an offset, with what is written there so far."""
    return ()
