"""Several cards on one sheet, to be printed on both sides and cut.

Enters: a card, its paper and the sheet. Leaves: a compiler that holds the sheets, each full of copies of one side.

    arrangement(A6, SHEETS["a4"])   ->  two columns of two rows
    sheets of a card of two sides   ->  front: [1 1 / 1 1], back: [2 2 / 2 2]

A sheet stands upright and is turned over its long edge, as a page of a book: what is printed ``x`` millimetres from the
left of the front has behind it what is printed ``x`` from the right of the back. The columns of a back run from right
to left, therefore, and cards that lie on their side lie on the other side there; so each card, too, turns as a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from milligram_targets.card.content import words
from milligram_targets.card.model import Card
from milligram_targets.card.papers import SHEETS, Arrangement, Paper, arrangement
from milligram_targets.card.render import fitted, pages_of, pdf_of
from milligram_targets.card.sizing import TEMPLATE, fonts
from milligram_targets.card.text import plain
from milligram_targets.fonts import FAMILY

if TYPE_CHECKING:
    import typst

_SHEET = TEMPLATE.with_name("sheet.typ")

_GAP = 1.0
"""Millimetres between a card and its crop marks."""
_MARK = 5.0
_LEAST_MARK = 2.0
_NOTE = 7.0
"""Millimetres of margin that hold the line on how to print."""
_INSIDE = 3.0
"""How far a mark reaches into the white border of cards that fill the sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One copy of a side (from 1) on a sheet; ``angle`` in degrees, clockwise."""

    side: int
    left: float
    top: float
    angle: int


def places(side: int, held: Arrangement) -> tuple[Place, ...]:
    """The copies of a side on its sheet; sides of even number are backs."""
    back = side % 2 == 0
    columns = range(held.columns)
    angle = (90 if back else -90) if held.turned else 0
    return tuple(
        Place(side=side, left=held.left + column * held.wide, top=held.top + row * held.tall, angle=angle)
        for row in range(held.rows)
        for column in (reversed(columns) if back else columns)
    )


def render_sheets(card: Card, sheet: str, *, paper: Paper, grey: bool = False) -> bytes:
    """The sheets as a PDF. The sides are pictures in it, each with its title as text for those who do not see."""
    return pdf_of(sheets(card, sheet, paper=paper, grey=grey), card)


def sheets(card: Card, sheet: str, *, paper: Paper, grey: bool = False) -> typst.Compiler:
    """The sheets laid out.

    Raises:
        ValueError: the sheet does not hold two cards (`arrangement` tells).
    """
    import typst

    held = arrangement(paper, sheet)
    if held is None:
        raise ValueError(f"{sheet} does not hold two cards of {paper.name}")
    sides = pages_of(fitted(card, paper, grey=grey).compiler, "svg")
    inputs = {f"side-{number}": svg.decode() for number, svg in enumerate(sides, 1)}
    inputs["sheets"] = json.dumps(_data(card, sheet, paper, held, len(sides)), ensure_ascii=False, sort_keys=True)
    return typst.Compiler(_SHEET, font_paths=fonts(), sys_inputs=inputs)


def _data(card: Card, sheet: str, paper: Paper, held: Arrangement, sides: int) -> dict[str, Any]:
    own = words(card.language)
    width, height = SHEETS[sheet]
    how = own["print_double"] if sides > 1 else own["print_single"]
    return {
        "title": plain(card.title) or card.identifier,
        "author": plain(card.identifier),
        "language": card.language,
        "font": FAMILY,
        "width": width,
        "height": height,
        "card": {"width": paper.width, "height": paper.height},
        "side": own["side"],
        "marks": list(_marks(held, width, height)),
        "sheets": [
            {
                "notes": _notes(held, width, height, _what(card, own, side), how),
                "places": [
                    {"side": place.side, "left": place.left, "top": place.top, "angle": place.angle}
                    for place in places(side, held)
                ],
            }
            for side in range(1, sides + 1)
        ],
    }


def _what(card: Card, own: dict[str, Any], side: int) -> str:
    """Which sheet of which card it is: ``magnesium_neck_spasm 1.0.0 · sheet 1, front``."""
    face = own["back"] if side % 2 == 0 else own["front"]
    return plain(f"{card.identifier} {card.version} · {own['sheet']} {(side + 1) // 2}, {face}")


def _marks(held: Arrangement, width: float, height: float) -> Iterator[tuple[float, float, float, float]]:
    """Crop marks as lines from a point to a point: in the margin, or, where cards fill the sheet and leave none, short
    ones on the cuts between them, in the white border of the cards."""
    across = [held.left + column * held.wide for column in range(held.columns + 1)]
    along = [held.top + row * held.tall for row in range(held.rows + 1)]
    for cuts, others, room, end, upright in (
        (across, along, held.top, height, True),
        (along, across, held.left, width, False),
    ):
        if room >= _GAP + _LEAST_MARK:
            long = min(_MARK, room - _GAP)
            ends = [(room - _GAP - long, room - _GAP), (end - room + _GAP, end - room + _GAP + long)]
            chosen = cuts
        else:
            ends = [(max(other - _INSIDE, 0.0), min(other + _INSIDE, end)) for other in others]
            chosen = cuts[1:-1]
        for cut in chosen:
            for start, stop in ends:
                yield (cut, start, cut, stop) if upright else (start, cut, stop, cut)


def _notes(held: Arrangement, width: float, height: float, what: str, how: str) -> list[dict[str, float | str]]:
    """What the sheet is and how to print it, each by the middle of its line: in the margin; where cards leave none, in
    the white border at the top, for the reader of the file."""
    both = f"{what} · {how}"
    if held.top >= _NOTE:
        return [{"text": both, "x": width / 2, "y": height - held.top / 3, "angle": 0}]
    if held.left >= _NOTE:
        return [{"text": both, "x": held.left / 3, "y": height / 2, "angle": -90}]
    texts = [what, how] if held.columns > 1 else [both]
    return [
        {"text": text, "x": held.left + (column + 0.5) * held.wide, "y": held.top + _INSIDE / 2, "angle": 0}
        for column, text in enumerate(texts)
    ]
