"""What each word is, for its colour."""

from __future__ import annotations

from milligram.lsp.know import Known, Token


def tokens(known: Known) -> tuple[Token, ...]:
    """The words in the order of the text."""
    return ()
