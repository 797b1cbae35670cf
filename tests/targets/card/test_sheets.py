"""Cards on a sheet: as many as it holds, backs behind their fronts, marks to cut at, and how to print it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import zxingcpp
from click.testing import CliRunner
from milligram.cli.main import cli
from milligram.target import Choices
from milligram_targets.card import refusal
from milligram_targets.card.code import payload
from milligram_targets.card.model import Card
from milligram_targets.card.papers import A6, PAPERS, SHEETS, Arrangement, arrangement
from milligram_targets.card.render import fitted, pages_of, pdf_of, render_card_png
from milligram_targets.card.sheets import places, sheets
from PIL import Image, ImageChops

GUIDELINES = Path(__file__).parents[3] / "guidelines"
MILLIMETRE = 72 / 25.4
HELD = {("a6", "a4"): 4, ("a6", "letter"): 2, ("a5", "a4"): 2}


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", PAPERS)
def test_a_sheet_holds_as_many_as_fit(name: str, sheet: str) -> None:
    """Four A6 on A4, two on Letter, two A5 on A4; the cards stay on the sheet and apart; others are refused."""
    held = arrangement(PAPERS[name], sheet)
    assert (held.count if held else None) == HELD.get((name, sheet))
    why = refusal(Choices(paper=name, n_up=sheet))
    assert (why is None) == (held is not None)
    if held is not None:
        width, height = SHEETS[sheet]
        assert held.left >= 0
        assert held.top >= 0
        assert held.left * 2 + held.columns * held.wide == pytest.approx(width)
        assert held.top * 2 + held.rows * held.tall == pytest.approx(height)


def test_a_sheet_that_does_not_hold_two_is_a_usage_error(tmp_path: Path) -> None:
    """The command refuses before it draws, and says which paper fits."""
    args = ["build", str(GUIDELINES / "pneumonia/curb65.mg"), "--target", "card", "--out", str(tmp_path)]
    found = CliRunner().invoke(cli, [*args, "--paper", "a5", "--n-up", "letter"])
    assert found.exit_code == 2
    assert "--n-up letter does not hold two cards of a5" in found.output
    assert "--paper a6" in found.output
    assert list(tmp_path.iterdir()) == []


def up(angle: int, back: bool) -> tuple[int, int]:
    """Where the top of a card points on the paper itself, as seen from the front: x to the right, y down. Turned over
    its long edge, what points right on the back points left from the front."""
    x, y = {0: (0, -1), 90: (1, 0), -90: (-1, 0)}[angle]
    return (-x, y) if back else (x, y)


@pytest.mark.parametrize(("name", "sheet"), HELD)
def test_each_back_lies_behind_its_front(name: str, sheet: str) -> None:
    """Turned over the long edge, every copy of side 2 covers a copy of side 1, and both have their top on one side."""
    held = arrangement(PAPERS[name], sheet)
    assert held is not None
    width = SHEETS[sheet][0]
    fronts, backs = places(1, held), places(2, held)
    assert len(fronts) == len(backs) == held.count
    for front, back in zip(fronts, backs, strict=True):
        assert width - back.left - held.wide == pytest.approx(front.left)
        assert back.top == pytest.approx(front.top)
        assert up(front.angle, False) == up(back.angle, True)


def test_the_turning_test_can_fail() -> None:
    """Backs in the order of fronts, or turned the same way, do not lie behind them."""
    lopsided = Arrangement(columns=2, rows=1, turned=False, wide=80, tall=100, left=10, top=10)
    assert [place.left for place in places(2, lopsided)] == [90, 10]
    assert up(-90, False) != up(-90, True)


def pages(card: Card, sheet: str, ppi: float) -> list[Image.Image]:
    """The sheets as images."""
    return [Image.open(io.BytesIO(page)).convert("L") for page in pages_of(sheets(card, sheet, paper=A6), "png", ppi)]


def test_every_place_shows_its_side_at_full_size(magnesium: Card) -> None:
    """Each copy on the sheet is the side as printed alone, at 100%: nothing scaled, cut, covered or turned about."""
    ppi = 25.4 * 4  # four pixels a millimetre
    held = arrangement(A6, "a4")
    assert held is not None
    sides = [Image.open(io.BytesIO(side)).convert("L") for side in render_card_png(magnesium, ppi)]
    printed = pages(magnesium, "a4", ppi)
    assert len(printed) == len(sides) == 2
    inner = (4 * 4, 4 * 4, 101 * 4, 144 * 4)  # within the white border, where marks and notes stand
    for number, (sheet, side) in enumerate(zip(printed, sides, strict=True), 1):
        assert sheet.size == (210 * 4, 297 * 4)
        alone = side.crop(inner)
        for place in places(number, held):
            corner = (round(place.left * 4), round(place.top * 4))
            there = sheet.crop((corner[0], corner[1], corner[0] + 105 * 4, corner[1] + 148 * 4)).crop(inner)
            difference = ImageChops.difference(alone, there)
            assert sum(difference.histogram()[64:]) < 0.01 * alone.width * alone.height


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_sheet_says_how_to_print_it(magnesium: Card, sheet: str) -> None:
    """Which sheet, which side, both sides, the edge, full size; a card of one side asks for one."""
    texts = texts_of(pdf(magnesium, sheet))
    assert len(texts) == 2
    for text, face in zip(texts, ("front", "back"), strict=True):
        assert f"magnesium_neck_spasm 0.1.0 · sheet 1, {face}" in text
        assert "Print on both sides, flip on the long edge, at 100%; cut at the marks." in text
    small = replace(magnesium, decisions=(), ladders=(), pitfalls=(), lists=(), departures=(), monitoring=())
    assert fitted(small, A6).layout.sides == 1
    (text,) = texts_of(pdf(small, sheet))
    assert "Print on one side" in text


def test_a_third_side_goes_on_a_second_sheet(magnesium: Card) -> None:
    """Sides 3 and 4 are the front and back of the next sheet."""
    long = replace(magnesium, pitfalls=magnesium.pitfalls * 8)
    sides = fitted(long, A6).layout.sides
    texts = texts_of(pdf(long, "a4"))
    assert len(texts) == sides > 2
    assert "sheet 2, front" in texts[2]


@pytest.mark.parametrize("sheet", SHEETS)
def test_crop_marks_stand_where_cards_are_cut(magnesium: Card, sheet: str) -> None:
    """At every cut between cards there is a mark at both ends, and no mark touches what a card prints."""
    from milligram_targets.card.sheets import _marks

    held = arrangement(A6, sheet)
    assert held is not None
    width, height = SHEETS[sheet]
    marks = list(_marks(held, width, height))
    for column in range(1, held.columns):
        at = held.left + column * held.wide
        assert len([mark for mark in marks if mark[0] == mark[2] == at]) >= 2
    for row in range(1, held.rows):
        at = held.top + row * held.tall
        assert len([mark for mark in marks if mark[1] == mark[3] == at]) >= 2
    border = min(A6.margin, A6.edge)
    for place in places(1, held):
        left, top = place.left + border, place.top + border
        right, bottom = place.left + held.wide - border, place.top + held.tall - border
        for x1, y1, x2, y2 in marks:
            assert x2 <= left or x1 >= right or y2 <= top or y1 >= bottom


def test_the_code_is_read_from_the_sheet(magnesium: Card) -> None:
    """Every copy carries a code that a reader finds."""
    found = [code.text for page in pages(magnesium, "a4", 300) for code in zxingcpp.read_barcodes(page)]
    assert found == [payload(magnesium)] * 4


def test_a_sheet_is_the_same_each_time(magnesium: Card) -> None:
    """No clock, no random number."""
    assert pdf(magnesium, "letter") == pdf(replace(magnesium), "letter")


def texts_of(printed: bytes) -> list[str]:
    """The text of each page."""
    document: Any = pdfium.PdfDocument(printed)
    return [page.get_textpage().get_text_range() for page in document]


def pdf(card: Card, sheet: str) -> bytes:
    """The sheets as a PDF."""
    return pdf_of(sheets(card, sheet, paper=A6), card)
