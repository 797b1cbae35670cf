"""Where lines break: a number and its unit stand on one line, on every paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from milligram.pipeline import check_text
from milligram_targets.card.content import card_json
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Card
from milligram_targets.card.papers import PAPERS
from milligram_targets.card.render import render_card

GUIDELINES = Path(__file__).parents[3] / "guidelines"
PUBLISHED = sorted(path for path in GUIDELINES.rglob("*.mg") if "as_published" not in path.parts)

Letter = tuple[str, float, float]
"""A character, and where its lower and upper edge are, in points."""


def wholes(part: object) -> Iterator[str]:
    """What the card keeps together: numbers with what they count."""
    if isinstance(part, dict):
        if part.get("k") and any(c.isdigit() for c in part["t"]) and " " in part["t"]:
            yield part["t"]
        for one in part.values():
            yield from wholes(one)
    elif isinstance(part, list):
        for one in part:
            yield from wholes(one)


def letters(pdf: bytes) -> list[list[Letter]]:
    """The characters of each page in the order of reading, without spaces."""
    found = []
    document: Any = pdfium.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        row: list[Letter] = []
        for at in range(text.count_chars()):
            char = text.get_text_range(at, 1)
            if char.strip("\u00ad\u0002\ufffe \r\n\u00a0"):
                _, bottom, _, top = text.get_charbox(at, loose=True)
                row.append((char, bottom, top))
        found.append(row)
    return found


def broken(pages: list[list[Letter]], whole: str) -> list[str]:
    """Each place where a text that belongs together stands on two lines."""
    wanted = "".join(whole.split())
    found = []
    for row in pages:
        line = "".join(char for char, _, _ in row)
        at = line.find(wanted)
        while at >= 0:
            if not (at and line[at - 1].isdigit()):
                parts = row[at : at + len(wanted)]
                if min(top for _, _, top in parts) <= max(bottom for _, bottom, _ in parts):
                    found.append(line[max(0, at - 20) : at + len(wanted) + 20])
            at = line.find(wanted, at + 1)
    return found


def printed(path: Path) -> Card:
    guideline = check_text(path.read_text(encoding="utf-8")).guideline
    assert guideline is not None
    return card(guideline)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_number_and_its_unit_stand_on_one_line(path: Path, paper: str) -> None:
    """Nobody reads 10 where 10 g stood and then g."""
    made = printed(path)
    data = json.loads(card_json(made, grey=False))
    pages = letters(render_card(made, paper=PAPERS[paper]))
    kept = sorted(set(wholes(data)))
    assert kept
    assert {whole: places for whole in kept if (places := broken(pages, whole))} == {}


def test_a_broken_number_would_be_found(magnesium: Card) -> None:
    """The test above can fail: words that wrap are found on two lines."""
    pages = letters(render_card(magnesium))
    assert broken(pages, "chronic diarrhoea, short bowel, malabsorption, high-output stoma")
