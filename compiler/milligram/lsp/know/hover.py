"""What is said of the word under the pointer."""

from __future__ import annotations

from milligram.lsp.know import Hover, Known


def hover(known: Known, offset: int) -> Hover | None:
    """What is known of the word at an offset; None where there is nothing to say."""
    return None
