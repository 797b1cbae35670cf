"""A flowchart drawn: SVG, and PDF and PNG from this SVG by Typst.

Enters: a :class:`Flowchart`. Leaves: bytes, the same for the same chart. No program is run and no font of the machine
is used. Without a paper there is one drawing of its own size; on a paper there are as many pages as can be read.

    to_svg(chart)  ->  b"<?xml …"              to_svgs(chart, paper="a4")  ->  (b"<?xml …", b"<?xml …")
    to_pdf(chart, paper="a3")  ->  b"%PDF-1.7…"    to_pngs(chart, 200)  ->  (b"\\x89PNG…", …)
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from milligram_targets.flowchart.model import Flowchart, Node
from milligram_targets.flowchart.page import Sheet, drawing, links, page
from milligram_targets.flowchart.shapes import SVG, XLINK
from milligram_targets.flowchart.sheets import LEAST, one_sheet, pages_of, register
from milligram_targets.flowchart.style import grey
from milligram_targets.fonts import DIRECTORY, FAMILY
from milligram_targets.fonts.coverage import printable, visible

if TYPE_CHECKING:
    import typst

PAPER = "a4"
"""The paper of a PDF or PNG for which none was chosen."""
_PAGE = Path(__file__).with_name("page.typ")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

LONGEST_ALT = 15_000
"""Characters of a text alternative: a string of PDF/A holds no more than 32,767 bytes, and a character takes two."""


def to_svg(chart: Flowchart, *, direction: str = "down") -> bytes:
    """The chart as one SVG 1.1 drawing, with a title, a description, and for each node a link to its line and a
    tooltip. ``direction`` says where it goes on: ``down`` or ``right``."""
    return _drawing(chart, direction)


def to_svgs(chart: Flowchart, *, paper: str, direction: str = "down") -> tuple[bytes, ...]:
    """The chart on pages of a paper (``a4``, ``a3``, ``letter``), an SVG each."""
    return tuple(svg for svg, _ in _pages(chart, paper, direction))


def to_pdf(chart: Flowchart, *, paper: str = PAPER, direction: str = "down") -> bytes:
    """The chart on pages of a paper, PDF/A-2a and PDF/UA-1; its date is the guideline's date of issue. Each box links
    to its line in the guideline."""
    inputs = _inputs(chart, paper, direction)
    stamp = datetime.combine(chart.issued, time(), tzinfo=UTC) if chart.issued else _EPOCH
    pdf = _compiler().compile(
        input=_PAGE, format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=stamp
    )
    assert isinstance(pdf, bytes)
    return pdf


def to_pngs(chart: Flowchart, ppi: float = 200, *, paper: str = PAPER, direction: str = "down") -> tuple[bytes, ...]:
    """The pages as PNG, at ``ppi`` pixels per inch."""
    pngs = _compiler().compile(input=_PAGE, format="png", ppi=ppi, sys_inputs=_inputs(chart, paper, direction))
    assert pngs is not None
    return tuple(pngs) if isinstance(pngs, list) else (pngs,)


def too_large(chart: Flowchart, *, paper: str = PAPER, direction: str = "down") -> Node | None:
    """A box that no page of a paper holds with its words at 8 points, together with the words of its arrows."""
    for _, sheet in _pages(_printable(chart), paper, direction):
        if sheet.scale < LEAST - 0.001:
            shown = [each for placed in sheet.placed for each in placed.laid.piece.part.figures.values()]
            return max(shown, key=lambda each: each.size.height).node
    return None


@lru_cache(maxsize=4)
def _drawing(chart: Flowchart, direction: str) -> bytes:
    return _written(chart, drawing(chart, *one_sheet(chart, direction)), "")


@lru_cache(maxsize=4)
def _pages(chart: Flowchart, paper: str, direction: str) -> tuple[tuple[bytes, Sheet], ...]:
    """The pages with the sheets that they show; kept, because PDF and PNG show the same."""
    sheets = pages_of(chart, paper, direction)
    return tuple(
        (_written(chart, page(chart, sheet, pages, len(sheets)), f", page {pages.here} of {len(sheets)}"), sheet)
        for sheet, pages in zip(sheets, register(sheets), strict=True)
    )


def _written(chart: Flowchart, root: ET.Element, which: str) -> bytes:
    """The SVG as text, with a title and a description."""
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    title = ET.Element(f"{{{SVG}}}title")
    title.text = visible(chart.title) + which
    about = ET.Element(f"{{{SVG}}}desc")
    about.text = visible(". ".join(chart.heading()))
    root.insert(0, title)
    root.insert(1, about)
    root.set("role", "img")
    if chart.grey:
        _without_colours(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _without_colours(root: ET.Element) -> None:
    """Every fill and every stroke in the grey of the same luminance."""
    for element in root.iter():
        for name in ("fill", "stroke"):
            colour = element.get(name, "")
            if len(colour) == len("#rrggbb") and colour.startswith("#"):
                element.set(name, grey(colour))


def _inputs(chart: Flowchart, paper: str, direction: str) -> dict[str, str]:
    shown = _printable(chart)
    pages = _pages(shown, paper, direction)
    drawn = [
        {
            "svg": svg.decode("utf-8"),
            "width": sheet.paper[0],
            "height": sheet.paper[1],
            "alt": _alt(shown, sheet, number, len(pages)),
            "links": [link._asdict() for link in links(shown, sheet, where)],
        }
        for number, ((svg, sheet), where) in enumerate(zip(pages, register([s for _, s in pages]), strict=True), 1)
    ]
    return {
        "pages": json.dumps(drawn),
        "title": printable(chart.title) or chart.identifier,
        "author": printable(chart.identifier),
        "font": FAMILY,
    }


def _alt(chart: Flowchart, sheet: Sheet, number: int, count: int) -> str:
    """What a page says, for those who hear it: its heading, and the text of every box on it."""
    parts = [placed.laid.panel.part for placed in sheet.placed]
    boxes = [shown for part in parts if not part.sample for shown in part.figures.values() if not shown.leads]
    heading = chart.heading() if number == 1 else (f"{chart.title}, page {number} of {count}",)
    return ". ".join((*heading, *(" ".join(shown.node.lines) for shown in boxes if shown.node.lines)))[:LONGEST_ALT]


def _as_printed(node: Node) -> Node:
    grid = tuple(tuple(map(printable, row)) for row in node.grid)
    return replace(node, lines=tuple(map(printable, node.lines)), grid=grid)


def _printable(chart: Flowchart) -> Flowchart:
    """The chart with every character that the bundled fonts lack written out as its code point."""
    return replace(
        chart,
        title=printable(chart.title),
        audience=printable(chart.audience),
        banner=printable(chart.banner),
        patient=printable(chart.patient),
        version=printable(chart.version),
        origin=printable(chart.origin),
        nodes=tuple(_as_printed(n) for n in chart.nodes),
        clusters=tuple(
            replace(
                c,
                title=printable(c.title),
                nodes=tuple(_as_printed(n) for n in c.nodes),
            )
            for c in chart.clusters
        ),
        edges=tuple(replace(e, label=printable(e.label)) for e in chart.edges),
    )


@cache
def _compiler() -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[DIRECTORY])
    return typst.Compiler(_PAGE, font_paths=fonts)
