"""The QR code of a card: it says which edition this is, a reader finds it, and it is large and quiet enough."""

from __future__ import annotations

import ast
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from milligram.pipeline import check_text
from milligram.target import find_targets
from milligram_targets.card.code import MODULE, QUIET, code_of, matrix, outline, payload
from milligram_targets.card.from_ir import card
from milligram_targets.card.model import Card
from milligram_targets.card.papers import A6, PAPERS
from milligram_targets.card.render import render_card, render_card_png
from PIL import Image, ImageDraw
from pypdf import PdfReader

GUIDELINES = Path(__file__).parents[3] / "guidelines"
PUBLISHED = sorted(path for path in GUIDELINES.rglob("*.mg") if "as_published" not in path.parts)


def read(sides: list[bytes]) -> list[str]:
    """What a reader finds on the sides."""
    found = []
    for side in sides:
        image = Image.open(io.BytesIO(side)).convert("L")
        found += [code.text for code in zxingcpp.read_barcodes(image)]
    return found


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_the_code_names_the_edition_as_the_module_does(path: Path) -> None:
    """Its one code holds the name, the version and the very hash that the guideline's module carries."""
    guideline = check_text(path.read_text(encoding="utf-8")).guideline
    assert guideline is not None
    (module,) = find_targets()["python"].emit(guideline, frozenset({"py"})).files
    printed = card(guideline)
    hashed = next(
        str(keyword.value.value)
        for node in ast.walk(ast.parse(module.content))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "sha256" and isinstance(keyword.value, ast.Constant)
    )
    assert payload(printed) == f"{guideline.name} {guideline.version} sha256:{hashed}"
    assert read(render_card_png(printed)) == [payload(printed)]


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("grey", [False, True])
def test_it_is_read_from_every_paper(magnesium: Card, name: str, grey: bool) -> None:
    """In colour and in grey, at the resolution of an office printer, with the watermark behind."""
    dated = replace(magnesium, sha256="0f" * 32)
    assert read(render_card_png(dated, 200, paper=PAPERS[name], grey=grey)) == [payload(dated)]


def test_it_is_read_through_a_bad_copy(magnesium: Card) -> None:
    """Blurred to 150 dots an inch, with one module in thirty gone, the code still reads."""
    dated = replace(magnesium, sha256="0f" * 32)
    image = Image.open(io.BytesIO(render_card_png(dated, 600)[-1])).convert("L")
    (code,) = zxingcpp.read_barcodes(image)
    corner = code.position.top_left
    side = code.position.top_right.x - corner.x
    pen = ImageDraw.Draw(image)
    for at in range(6):
        x, y = corner.x + side * (0.45 + 0.05 * at), corner.y + side * (0.4 + 0.06 * at)
        pen.rectangle((x, y, x + side / 30, y + side / 30), fill=255)
    worn = image.resize((image.width // 4, image.height // 4), Image.Resampling.BOX)
    assert [found.text for found in zxingcpp.read_barcodes(worn)] == [payload(dated)]


def test_modules_are_large_and_the_border_is_quiet(magnesium: Card) -> None:
    """On A6 a module is at least 0.33 mm, and four modules around the code are white, on paper and not only in the
    data."""
    assert MODULE >= 0.33
    assert QUIET >= 4
    ppi = 600
    dated = replace(magnesium, sha256="0f" * 32)
    image = Image.open(io.BytesIO(render_card_png(dated, ppi)[-1])).convert("L")
    (code,) = zxingcpp.read_barcodes(image)
    left, right = code.position.top_left.x, code.position.top_right.x
    top, bottom = code.position.top_left.y, code.position.bottom_left.y
    modules = len(matrix(payload(dated)))
    module = (right - left) / modules
    assert module * 25.4 / ppi >= 0.33
    quiet = round(QUIET * module) - 3
    for box in (
        (left - quiet, top - quiet, right + quiet, top - 3),
        (left - quiet, bottom + 3, right + quiet, bottom + quiet),
        (left - quiet, top - quiet, left - 3, bottom + quiet),
        (right + 3, top - quiet, right + quiet, bottom + quiet),
    ):
        assert image.crop(box).getextrema() == (255, 255)


def test_it_is_drawn_and_told_to_those_who_do_not_see(magnesium: Card) -> None:
    """No picture in the PDF; a figure whose alternative text is what the code says."""
    dated = replace(magnesium, sha256="0f" * 32)
    pdf = PdfReader(io.BytesIO(render_card(dated)))
    assert all(not page.images for page in pdf.pages)
    assert f"QR code of this edition: {payload(dated)}" in alternatives(pdf)


def alternatives(pdf: PdfReader) -> list[str]:
    """The alternative texts of a PDF's structure tree."""
    found: list[str] = []
    root: Any = pdf.trailer["/Root"]
    todo: list[Any] = [root["/StructTreeRoot"]]
    while todo:
        node = todo.pop().get_object()
        if isinstance(node, list):
            todo.extend(node)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                todo.append(node["/K"])
    return found


def filled(text: str) -> list[list[bool]]:
    """The modules that the code's polygons fill, by the even-odd rule: how many sides of them lie to the left."""
    code = code_of(text)
    found = []
    for y in range(code.modules):
        edges = [
            x1
            for polygon in code.outline
            for (x1, y1), (x2, y2) in zip(polygon, (*polygon[1:], polygon[0]), strict=True)
            if x1 == x2 and min(y1, y2) <= y < max(y1, y2)
        ]
        found.append([sum(edge <= x for edge in edges) % 2 == 1 for x in range(code.modules)])
    return found


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=120))
def test_the_outline_fills_exactly_the_dark_modules(text: str) -> None:
    """Whatever it says, the polygons hold the modules of the matrix, within their quiet zone, and nothing else."""
    rows = matrix(text)
    blank = [False] * (len(rows) + 2 * QUIET)
    meant = [[False] * QUIET + list(row) + [False] * QUIET for row in rows]
    assert filled(text) == [blank] * QUIET + meant + [blank] * QUIET


def test_modules_that_touch_at_a_corner_stay_apart() -> None:
    """Two polygons of four corners, not one that meets itself."""
    assert sorted(map(len, outline(((True, False), (False, True))))) == [4, 4]
    ring = outline(((True, True, True), (True, False, True), (True, True, True)))
    assert sorted(map(len, ring)) == [4, 4]


def test_a_card_has_one_code_even_without_a_record(magnesium: Card) -> None:
    """Where no sources stand beside it, the code stands alone."""
    bare = replace(magnesium, sources=(), departures=(), gaps=(), lists=(), sha256="0f" * 32)
    assert read(render_card_png(bare, paper=A6)) == [payload(bare)]
