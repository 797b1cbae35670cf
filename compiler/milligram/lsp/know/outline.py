"""The text at a glance: its declarations, and what can be folded away."""

from __future__ import annotations

from milligram.lsp.know import Fold, Known, Symbol


def outline(known: Known) -> tuple[Symbol, ...]:
    """The declarations in the order of the text."""
    return ()


def folds(known: Known) -> tuple[Fold, ...]:
    """What can be folded away."""
    return ()
