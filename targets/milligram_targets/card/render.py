"""A card's model printed: PDF/A-2a with PDF/UA-1 tags, or PNG.

Enters: a :class:`Card`. Leaves: bytes. The text is as large as it can be on two sides, from 9.5 pt down to
6.5 pt; a card that needs more takes as few further sides as it can, as large as they hold. Nothing is cut off.
The same model gives the same bytes.

    render_card(card)            ->  b"%PDF-1.7…"
    render_card_png(card, 300)   ->  [b"\\x89PNG…", b"\\x89PNG…"]    # one per side
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from milligram_targets.card.content import card_json
from milligram_targets.card.model import Card
from milligram_targets.fonts import DIRECTORY

if TYPE_CHECKING:
    import typst

_TEMPLATE = Path(__file__).with_name("template.typ")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A page in millimetres, the number of sides the card should fit on, and the text sizes to try, in
    tenths of a point."""

    width: float
    height: float
    sides: int
    smallest: int
    largest: int


A6 = Paper(width=105, height=148, sides=2, smallest=65, largest=95)
"""The pocket card: two sides of A6."""


def render_card(card: Card, *, paper: Paper = A6, grey: bool = False) -> bytes:
    """The card as a PDF; its date is the guideline's date of issue."""
    inputs = _fitted(card, paper, grey)
    pdf = _compiler().compile(
        input=_TEMPLATE,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=_timestamp(card),
    )
    assert isinstance(pdf, bytes)
    return pdf


def render_card_png(card: Card, ppi: float = 200, *, paper: Paper = A6, grey: bool = False) -> list[bytes]:
    """The card as one PNG for each side."""
    inputs = _fitted(card, paper, grey)
    images = _compiler().compile(input=_TEMPLATE, format="png", ppi=ppi, sys_inputs=inputs)
    assert images is not None
    return [images] if isinstance(images, bytes) else list(images)


def fitted_size(card: Card, *, paper: Paper = A6) -> float:
    """The text size in points at which the card is printed."""
    return float(_fitted(card, paper, grey=False)["size"])


def _fitted(card: Card, paper: Paper, grey: bool) -> dict[str, str]:
    data = card_json(card, width=paper.width, height=paper.height, grey=grey)

    allowed = max(paper.sides, _sides(data, paper.smallest))

    def fits(tenths: int) -> bool:
        return _sides(data, tenths) <= allowed

    return _inputs(data, _largest(fits, paper.smallest, paper.largest))


def _largest(fits: Callable[[int], bool], low: int, high: int) -> int:
    """The largest whole number from ``low`` to ``high`` that fits, by bisection; ``low`` when none does."""
    if fits(high):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if fits(middle):
            low = middle
        else:
            high = middle
    return low


def _sides(data: str, tenths: int) -> int:
    """How many sides the card takes at a text size, in tenths of a point. Lays the text out; prints
    nothing."""
    import typst

    found = typst.query(
        _TEMPLATE,
        "<sides>",
        field="value",
        one=True,
        font_paths=_fonts(),
        sys_inputs=_inputs(data, tenths),
    )
    return int(found)


def _inputs(data: str, tenths: int) -> dict[str, str]:
    return {"card": data, "size": f"{tenths // 10}.{tenths % 10}"}


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[DIRECTORY])


@cache
def _compiler() -> typst.Compiler:
    import typst

    return typst.Compiler(_TEMPLATE, font_paths=_fonts())


def _timestamp(card: Card) -> datetime:
    return datetime.combine(card.issued, time(), tzinfo=UTC) if card.issued else _EPOCH
