"""A card's model printed: PDF/A-2a with PDF/UA-1 tags, or PNG.

Enters: a :class:`Card`. Leaves: bytes. The text is as large as it can be on two sides, from 9.5 pt down to
6.5 pt; a card that needs more takes as few further sides as it can, as large as they hold. Nothing is cut off.
The same model gives the same bytes.

    render_card(card)            ->  b"%PDF-1.7…"
    render_card_png(card, 300)   ->  [b"\\x89PNG…", b"\\x89PNG…"]    # one per side
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache, lru_cache
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
    """A page in millimetres, the number of sides the card should fit on, and the text sizes to try, in tenths of a
    point; from ``easy`` on, one side is better than two."""

    width: float
    height: float
    sides: int
    smallest: int
    largest: int
    easy: int


A6 = Paper(width=105, height=148, sides=2, smallest=65, largest=95, easy=80)
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


def overfull(card: Card, *, paper: Paper = A6) -> tuple[str, ...]:
    """The texts that would be cut off on every side: ``head``, ``foot``. All others wrap and go on overleaf."""
    data = card_json(card, width=paper.width, height=paper.height, grey=False)
    return _layout(data, paper.smallest, apart=False).overfull


def _fitted(card: Card, paper: Paper, grey: bool) -> dict[str, str]:
    """All of it on one side where that is easy to read; else on the paper's sides where they hold it; else the bedside
    part, as few sides as it can, and the record behind it on sides of its own."""
    data = card_json(card, width=paper.width, height=paper.height, grey=grey)
    if _layout(data, paper.easy, apart=False).sides == 1:
        return _inputs(data, _largest(lambda size: _layout(data, size, apart=False).sides == 1, paper), apart=False)
    apart = _layout(data, paper.smallest, apart=False).sides > paper.sides
    least = _layout(data, paper.smallest, apart=apart)
    bedside, sides = max(least.bedside, 1 if apart else paper.sides), max(least.sides, paper.sides)

    def fits(tenths: int) -> bool:
        taken = _layout(data, tenths, apart=apart)
        return taken.bedside <= bedside and taken.sides <= sides

    return _inputs(data, _largest(fits, paper), apart)


def _largest(fits: Callable[[int], bool], paper: Paper) -> int:
    """The largest text size of a paper that fits, by bisection; the smallest when none does."""
    low, high = paper.smallest, paper.largest
    if fits(high):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if fits(middle):
            low = middle
        else:
            high = middle
    return low


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How many sides the bedside part and the whole card take, and what is cut off."""

    bedside: int
    sides: int
    overfull: tuple[str, ...]


@lru_cache(maxsize=128)
def _layout(data: str, tenths: int, *, apart: bool) -> Layout:
    """What the card takes at a text size, in tenths of a point. Lays the text out; prints nothing."""
    import typst

    found = typst.query(
        _TEMPLATE,
        "<taken>",
        field="value",
        one=True,
        font_paths=_fonts(),
        sys_inputs=_inputs(data, tenths, apart),
    )
    taken = json.loads(found)
    return Layout(bedside=int(taken["bedside"]), sides=int(taken["all"]), overfull=tuple(taken["overfull"]))


def _inputs(data: str, tenths: int, apart: bool) -> dict[str, str]:
    return {"card": data, "size": f"{tenths // 10}.{tenths % 10}", "apart": "yes" if apart else "no"}


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
