"""A card's model printed: PDF/A-2a with PDF/UA-1 tags, PNG or SVG.

Enters: a :class:`Card`. Leaves: bytes. The text is as large as the paper's sides hold (`sizing`); nothing is cut off.
The same model gives the same bytes.

    render_card(card)                 ->  b"%PDF-1.7…"
    render_card_png(card, 300)        ->  [b"\\x89PNG…", b"\\x89PNG…"]    # one per side
    render_card_svg(card, paper=A4)   ->  [b"<svg …"]
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from milligram_targets.card.code import MODULE, QUIET, code_of, payload
from milligram_targets.card.content import card_json, words
from milligram_targets.card.model import Card
from milligram_targets.card.papers import A6, Paper
from milligram_targets.card.sizing import Fitted, fit
from milligram_targets.fonts.coverage import printable

if TYPE_CHECKING:
    import typst

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
PPI = 200.0


def render_card(card: Card, *, paper: Paper = A6, grey: bool = False) -> bytes:
    """The card as a PDF; its date is the guideline's date of issue."""
    return pdf_of(fitted(card, paper, grey=grey).compiler, card)


def render_card_png(card: Card, ppi: float = PPI, *, paper: Paper = A6, grey: bool = False) -> list[bytes]:
    """The card as one PNG for each side."""
    return pages_of(fitted(card, paper, grey=grey).compiler, "png", ppi)


def render_card_svg(card: Card, *, paper: Paper = A6, grey: bool = False) -> list[bytes]:
    """The card as one SVG for each side; its text is drawn as outlines."""
    return pages_of(fitted(card, paper, grey=grey).compiler, "svg")


def fitted_size(card: Card, *, paper: Paper = A6) -> float:
    """The text size in points at which the card is printed."""
    return fitted(card, paper).setting.tenths / 10


@lru_cache(maxsize=2)
def fitted(card: Card, paper: Paper, *, grey: bool = False) -> Fitted:
    """The card laid out on a paper."""
    data = json.loads(card_json(card, grey=grey))
    letters = sum(map(len, _texts(data["headlines"])))
    for section in (*data["sections"], *data["record"]):
        section["weight"] = chars, rows = _weight(section)
        letters += chars + _ROW * rows
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return fit(text, paper, _look(card, paper, data["record"], grey=grey), letters)


def pdf_of(compiler: typst.Compiler, card: Card) -> bytes:
    """What is laid out, as a PDF of the card's date."""
    pdf = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=timestamp(card))
    assert isinstance(pdf, bytes)
    return pdf


def pages_of(compiler: typst.Compiler, form: Literal["png", "svg"], ppi: float = PPI) -> list[bytes]:
    """What is laid out, as one image a page."""
    images = compiler.compile(format=form, ppi=ppi) if form == "png" else compiler.compile(format=form)
    assert images is not None
    return [images] if isinstance(images, bytes) else list(images)


def timestamp(card: Card) -> datetime:
    """The card's date of issue, as the date of its files."""
    return datetime.combine(card.issued, time(), tzinfo=UTC) if card.issued else _EPOCH


def _look(card: Card, paper: Paper, record: list[dict[str, Any]], *, grey: bool) -> str:
    """What the template reads of the paper, and the code; ``beside`` says how many sections at the end of the record
    stand beside the code: from the sources on, or, where these take little room, the section before them too."""
    text = payload(card)
    code = code_of(text)
    flows = [at for at, section in enumerate(record) if section["kind"] == "flow"]
    start = flows[-1] if flows else len(record)
    while start > 0 and sum(section["weight"][0] for section in record[start:]) < _BESIDE:
        start -= 1
    look = {
        "width": paper.width,
        "height": paper.height,
        "margin": paper.margin,
        "edge": paper.edge,
        "foot": paper.foot / 10,
        "columns": paper.columns,
        "gutter": paper.gutter,
        "grey": grey,
        "module": MODULE,
        "beside": len(record) - start,
        "code": {
            "modules": code.modules,
            "quiet": QUIET,
            "outline": code.outline,
            "alt": printable(f"{words(card.language)['code']}: {text}"),
        },
    }
    return json.dumps(look, sort_keys=True)


_BESIDE = 260
"""Characters of small text that are about as tall as the code beside them."""


_ROW = 20
"""Letters that a row is worth."""


def _weight(section: dict[str, Any]) -> tuple[int, int]:
    """How many characters a section holds, and how many rows or items they stand in."""
    rows = [section[key] for key in ("rows", "items", "steps", "points", "then", "maxima", "notes") if key in section]
    return sum(map(len, _texts(section))), 2 + sum(map(len, rows))


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("t"), str):
            yield part["t"] + str(part.get("r", ""))
        else:
            for one in part.values():
                yield from _texts(one)
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)
