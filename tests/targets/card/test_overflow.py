"""Cards of made-up guidelines of every size: nothing is cut off, covered, too small or lost.

A sample by default; ``MILLIGRAM_CARDS=200`` prints the cards of so many seeds on each paper.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from types import ModuleType
from typing import Any

import pytest
from milligram_targets.card.fitting import findings
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Action, BandRow, BandTable, Card, ListRole, Said
from milligram_targets.card.papers import A6, PAPERS
from milligram_targets.card.phrases import words
from milligram_targets.card.render import fitted, render_card
from milligram_targets.card.text import plain

MILLIMETRE = 72 / 25.4
INK = 0.5
"""Millimetres that ink may reach beyond its line: tails at the foot, accents at the head, the slant of a letter."""
SMALLEST = 6.49

Case = tuple[int, int | None, int | None, str]
SAMPLE: list[Case] = [
    # seed, decisions, inputs, paper
    (1, 1, 1, "a6"),
    (5, 3, 12, "a6"),
    (9, 12, 5, "a6"),
    (4, 60, 12, "a6"),
    (21, 10, 1, "a4"),
    (22, 8, 7, "a5"),
    (23, 9, 9, "letter"),
]
MORE = [(seed, None, None, paper) for seed in range(int(os.environ.get("MILLIGRAM_CARDS", "0"))) for paper in PAPERS]


def texts_of(part: object) -> Iterator[str]:
    """Every text of a card that has anything to print."""
    if isinstance(part, str):
        if part.strip() and not isinstance(part, (Action, ListRole)):
            yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts_of(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts_of(getattr(part, field.name))


def printed_of(made: Card) -> list[str]:
    """Its texts as the page shows them; the code shows the digest, and a mark the status."""
    own = words(made.language)
    texts = list(texts_of(replace(made, sha256="", language="", status="")))
    return [plain(text) for text in (*texts, own["statuses"].get(made.status, ""))]


@pytest.mark.parametrize(("seed", "decisions", "inputs", "paper"), [*SAMPLE, *MORE])
def test_nothing_is_cut_off_covered_too_small_or_lost(
    generated: ModuleType, reading: ModuleType, seed: int, decisions: int | None, inputs: int | None, paper: str
) -> None:
    """Read back from the PDF: every character within the margins, none on another, none under a line, none smaller than
    6.5 pt; every text of the card stands on one of its sides."""
    guideline = generated.guideline(seed, decisions=decisions, inputs=inputs)
    made = card(guideline)
    assert findings(made, guideline, PAPERS[paper]) == ()
    pages = reading.pages(render_card(made, paper=PAPERS[paper]))
    side, edge = PAPERS[paper].margin - INK, PAPERS[paper].edge - INK
    for page in pages:
        assert len(page.glyphs) > 20
        assert reading.outside(page, side * MILLIMETRE, edge * MILLIMETRE) == []
        assert reading.overlapping(page) == []
        assert reading.crossed(page) == []
        assert min(glyph.size for glyph in page.glyphs) >= SMALLEST
    shown = reading.Shown(pages)
    assert [text for text in printed_of(made) if not shown.holds(text)] == []


def test_more_text_takes_more_sides_not_smaller_letters(generated: ModuleType) -> None:
    """Nine decisions stand on many sides at 6.5 pt or more, one on few in larger letters."""
    little, much = (fitted(card(generated.guideline(2, decisions=count, inputs=6)), A6) for count in (1, 9))
    assert little.setting.tenths >= much.setting.tenths >= A6.smallest
    assert much.layout.sides > 2 * little.layout.sides


def test_a_long_heading_leaves_room_for_what_to_do(generated: ModuleType, reading: ModuleType) -> None:
    """The name of what a decision looks at may be longer than its bands: it breaks, and squeezes no other column."""
    rows = tuple(
        BandRow(action=Action.ASK, band=band, what=(Said(text="order a level before the next dose, and repeat it"),))
        for band in ("under 3 mmol/L", "at least 3 mmol/L")
    )
    made = replace(card(generated.guideline(1, decisions=1, inputs=1)), decisions=())
    names = sorted(generated.GERMAN, key=len)
    for name in (names[0], names[len(names) // 2], names[-1]):
        table = BandTable(title="Level", by=f"{name} before the next dose of {name}", rows=rows)
        pages = reading.pages(render_card(replace(made, decisions=(table,))))
        assert [one for page in pages for one in reading.crossed(page)] == []
        assert [one for page in pages for one in reading.overlapping(page)] == []


# --- the checks can fail ----------------------------------------------------------------------------------------------


def glyph(reading: ModuleType, char: str, left: float, bottom: float) -> object:
    """A character of 4 by 6 points."""
    box = reading.Box(left=left, bottom=bottom, right=left + 4, top=bottom + 6)
    return reading.Glyph(char=char, box=box, size=8.0)


def test_faults_are_found(reading: ModuleType) -> None:
    """A character over the edge, one on another, one struck through; a text that is not there."""
    near, on_it, alone = (glyph(reading, *at) for at in (("a", 20, 20), ("b", 22, 23.5), ("c", 97, 50)))
    line = reading.Box(left=0, bottom=53, right=100, top=53.5)
    page = reading.Page(width=100, height=100, glyphs=(near, on_it, alone), text="abc", lines=(line,))
    assert reading.outside(page, 5, 5) == [alone]
    assert reading.overlapping(page) == [(near, on_it)]
    assert reading.crossed(page) == [(alone, line)]


def test_a_text_is_found_over_lines_and_pages_and_no_other(reading: ModuleType) -> None:
    """A hyphen at a line's end may be the text's own; a text may go on overleaf; a changed digit is not found."""

    def shown(*texts: str) -> Any:
        return reading.Shown([reading.Page(width=1, height=1, glyphs=(), text=text, lines=()) for text in texts])

    assert shown("Give12\x02mmolatnight").holds("give 12-mmol at night")
    assert shown("hypo\x02magnesaemia").holds("Hypomagnesaemia")
    assert shown("give12mm", "olatnight").holds("give 12 mmol at night")
    assert not shown("give 12 mmol").holds("give 13 mmol")
    assert not shown("give12mmol").holds("give 1-2 mmol")
    assert not shown("olatnight", "give12mm").holds("give 12 mmol at night")
