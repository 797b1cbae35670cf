"""A card's model printed: PDF/A-2a with PDF/UA-1 tags, or PNG.

Enters: a :class:`Card`. Leaves: bytes. The text is as large as it can be on two sides, from 9.5 pt down to
6.5 pt; a card that needs more takes as few further sides as it can, as large as they hold. Nothing is cut off.
The same model gives the same bytes.

    render_card(card)            ->  b"%PDF-1.7…"
    render_card_png(card, 300)   ->  [b"\\x89PNG…", b"\\x89PNG…"]    # one per side
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from math import sqrt
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
    point; from ``easy`` on, one side is better than two, and up to ``close`` a tight setting is better than a loose."""

    width: float
    height: float
    sides: int
    smallest: int
    largest: int
    easy: int
    close: int


A6 = Paper(width=105, height=148, sides=2, smallest=65, largest=95, easy=80, close=72)
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
    return _fit(_data(card, paper, grey=False), paper)[0].tenths / 10


def overfull(card: Card, *, paper: Paper = A6) -> tuple[str, ...]:
    """The texts that would be cut off on every side: ``head``, ``foot``. All others wrap and go on overleaf."""
    return _fit(_data(card, paper, grey=False), paper)[1].overfull


_GIVEN_UP = 2
"""Tenths of a point that a list which stays on one side is worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a card is set: its text size in tenths of a point; ``tight``, with less space between lines and sections;
    ``apart``, with sides of its own for the record; ``whole``, with no short list going on overleaf."""

    tenths: int
    tight: bool = False
    apart: bool = False
    whole: bool = False

    def inputs(self, data: str) -> dict[str, str]:
        """What the template reads."""
        said = {True: "yes", False: "no"}
        size = f"{self.tenths // 10}.{self.tenths % 10}"
        return {
            "card": data,
            "size": size,
            "apart": said[self.apart],
            "tight": said[self.tight],
            "whole": said[self.whole],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How many sides the bedside part and the whole card take, the share of the last side that is filled, and what is
    cut off."""

    bedside: int
    sides: int
    filled: float
    overfull: tuple[str, ...]


def _data(card: Card, paper: Paper, *, grey: bool) -> str:
    return card_json(card, width=paper.width, height=paper.height, grey=grey)


def _fitted(card: Card, paper: Paper, grey: bool) -> dict[str, str]:
    data = _data(card, paper, grey=grey)
    return _fit(data, paper)[0].inputs(data)


@lru_cache(maxsize=32)
def _fit(data: str, paper: Paper) -> tuple[Setting, Layout]:
    """All of it on one side where that is easy to read; else on the paper's sides, tight where they hold it no larger
    than ``close``; else the bedside part, as few sides as it can, and the record behind it on sides of its own. Short
    lists stay whole where that takes no further side and hardly smaller text."""
    first = Setting(tenths=paper.close)
    taken = _layout(data, first)
    found = None
    if taken.sides == 1:
        found = _largest(data, Setting(tenths=paper.easy), paper, sides=1, last=first)
    if found is None and taken.sides <= paper.sides:
        found = _largest(data, first, paper, paper.sides, last=first)
    if found is None:
        found = _largest(data, Setting(tenths=paper.smallest, tight=True), paper, paper.sides, last=first)
    if found is None:
        least = Setting(tenths=paper.smallest, tight=True, apart=True)
        taken = _layout(data, least)
        found = _largest(data, least, paper, sides=taken.sides, bedside=taken.bedside, last=least)
    assert found is not None
    taken = _layout(data, found)
    for tenths in range(found.tenths, max(found.tenths - _GIVEN_UP, paper.smallest) - 1, -1):
        whole = replace(found, tenths=tenths, whole=True)
        kept = _layout(data, whole)
        if (kept.sides, kept.bedside) == (taken.sides, taken.bedside):
            return whole, kept
    return found, taken


def _largest(
    data: str, least: Setting, paper: Paper, sides: int, *, last: Setting, bedside: int | None = None
) -> Setting | None:
    """The setting with the largest text that takes no more sides; None where even ``least`` takes more.

    The next size to try is told by the ``last``: what a text fills grows with the square of its size.
    """
    low, high = least.tenths - 1, paper.largest + 1
    tried, taken = last.tenths, _layout(data, last)
    while high - low > 1:
        guess = int(tried * sqrt(sides / (taken.sides - 1 + max(taken.filled, 0.05))))
        tried = min(max(guess, low + 1), high - 1)
        taken = _layout(data, replace(least, tenths=tried))
        if taken.sides <= sides and (bedside is None or taken.bedside <= bedside):
            low = tried
        else:
            high = tried
    return replace(least, tenths=low) if low >= least.tenths else None


@lru_cache(maxsize=256)
def _layout(data: str, setting: Setting) -> Layout:
    """What the card takes in a setting. Lays the text out; prints nothing."""
    import typst

    found = typst.query(
        _TEMPLATE,
        "<taken>",
        field="value",
        one=True,
        font_paths=_fonts(),
        sys_inputs=setting.inputs(data),
    )
    taken = json.loads(found)
    return Layout(
        bedside=int(taken["bedside"]),
        sides=int(taken["all"]),
        filled=float(taken["filled"]),
        overfull=tuple(taken["overfull"]),
    )


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
