"""Texts that have no room on a card (MG904).

Enters: a card and its guideline. Leaves: findings. Texts in the body of a card wrap, break and go on overleaf; the
marks at the head and the line at the foot stand on every side and have a fixed room, so that only they can be too long.
"""

from __future__ import annotations

from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import LINE_CANNOT_FIT
from milligram.ir.nodes import Guideline

from milligram_targets.card.content import card_json
from milligram_targets.card.model import Card
from milligram_targets.card.render import A6, overfull

MOST_CHARACTERS = 60_000
"""Of a card's content; the longest guideline so far needs a third, and setting ten times as much takes all memory."""

_WHAT = {
    "head": ("the mark at the head of every side has no room", "shorten the reason of `allow MG000`"),
    "foot": ("the name and version have no room at the foot of the card", "shorten the guideline's name or version"),
}


def findings(card: Card, guideline: Guideline) -> tuple[Diagnostic, ...]:
    """What would be cut off, or is far more than a card."""
    size = len(card_json(card, width=A6.width, height=A6.height, grey=False))
    if size > MOST_CHARACTERS:
        return (
            Diagnostic(
                code=LINE_CANNOT_FIT,
                message=f"the card would hold {size:,} characters; {MOST_CHARACTERS:,} are the most",
                source=guideline.source,
                span=guideline.header_span,
                help="shorten the longest texts, or make two guidelines of it",
            ),
        )
    return tuple(
        Diagnostic(
            code=LINE_CANNOT_FIT,
            message=_WHAT[place][0],
            source=guideline.source,
            span=guideline.header_span,
            help=_WHAT[place][1],
        )
        for place in overfull(card)
    )
