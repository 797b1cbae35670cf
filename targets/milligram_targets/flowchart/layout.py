"""A flowchart drawn: SVG by the layout engine that comes with pygraphviz, and PDF and PNG from this SVG by
Typst.

Enters: a :class:`Flowchart`. Leaves: bytes, the same for the same chart. No program is run and no font of
the machine is used.

    to_svg(chart)  ->  b"<?xml …"        to_pdf(chart)  ->  b"%PDF-1.7…"
    to_png(chart, 200)  ->  b"\\x89PNG…"
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from milligram_targets.flowchart.model import Flowchart
from milligram_targets.flowchart.page import compose
from milligram_targets.flowchart.pieces import SVG, XLINK
from milligram_targets.fonts import DIRECTORY, FAMILY
from milligram_targets.fonts.coverage import printable, visible

if TYPE_CHECKING:
    import typst

_PAGE = Path(__file__).with_name("page.typ")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def to_svg(chart: Flowchart, *, direction: str = "LR") -> bytes:
    """The chart as SVG 1.1, with a title, a description, and for each node a link to its line and a
    tooltip."""
    return _draw(chart, direction)


def to_pdf(chart: Flowchart, *, direction: str = "LR") -> bytes:
    """The chart as one page of its own size, PDF/A-2a and PDF/UA-1; its date is the guideline's date of
    issue."""
    inputs = _inputs(chart, direction)
    stamp = datetime.combine(chart.issued, time(), tzinfo=UTC) if chart.issued else _EPOCH
    pdf = _compiler().compile(
        input=_PAGE, format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=stamp
    )
    assert isinstance(pdf, bytes)
    return pdf


def to_png(chart: Flowchart, ppi: float = 200, *, direction: str = "LR") -> bytes:
    """The chart as PNG, at ``ppi`` pixels per inch."""
    png = _compiler().compile(input=_PAGE, format="png", ppi=ppi, sys_inputs=_inputs(chart, direction))
    assert isinstance(png, bytes)
    return png


@lru_cache(maxsize=4)
def _draw(chart: Flowchart, direction: str) -> bytes:
    """The sheet, with a title and a description; kept, because SVG, PDF and PNG mostly show the same."""
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    root = compose(chart, direction)
    title = ET.Element(f"{{{SVG}}}title")
    title.text = visible(chart.title)
    about = ET.Element(f"{{{SVG}}}desc")
    about.text = visible(". ".join(chart.heading()))
    root.insert(0, title)
    root.insert(1, about)
    root.set("role", "img")
    body = bytes(ET.tostring(root, encoding="utf-8"))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _inputs(chart: Flowchart, direction: str) -> dict[str, str]:
    svg = _draw(_printable(chart), direction)
    root = ET.fromstring(svg)
    size = {side: root.get(side, "0pt").removesuffix("pt") for side in ("width", "height")}
    steps = ". ".join(" ".join(node.lines) for node in chart.all_nodes())
    return {
        "svg": svg.decode("utf-8"),
        "title": printable(chart.title) or chart.identifier,
        "author": printable(chart.identifier),
        "alt": printable(". ".join((*chart.heading(), steps))),
        "font": FAMILY,
        **size,
    }


def _printable(chart: Flowchart) -> Flowchart:
    """The chart with every character that the bundled fonts lack written out as its code point."""
    return replace(
        chart,
        title=printable(chart.title),
        audience=printable(chart.audience),
        banner=printable(chart.banner),
        version=printable(chart.version),
        origin=printable(chart.origin),
        nodes=tuple(replace(n, lines=tuple(map(printable, n.lines))) for n in chart.nodes),
        clusters=tuple(
            replace(
                c,
                title=printable(c.title),
                nodes=tuple(replace(n, lines=tuple(map(printable, n.lines))) for n in c.nodes),
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
