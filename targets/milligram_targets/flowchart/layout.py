"""A flowchart drawn: SVG by the layout engine that comes with pygraphviz, and PDF and PNG from this SVG by
Typst.

Enters: a :class:`Flowchart`. Leaves: bytes, the same for the same chart. No program is run and no font of
the machine is used.

    to_svg(chart)  ->  b"<?xml …"        to_pdf(chart)  ->  b"%PDF-1.7…"
    to_png(chart, 200)  ->  b"\\x89PNG…"
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from milligram_targets.flowchart.dot import BOLD, FONT, to_dot
from milligram_targets.flowchart.model import Flowchart
from milligram_targets.fonts import DIRECTORY, FAMILY, layout_fonts
from milligram_targets.fonts.coverage import printable, visible

if TYPE_CHECKING:
    import typst

_PAGE = Path(__file__).with_name("page.typ")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_STRAIGHT = 3.0
"""Points by which a vertical line may lean."""
_GAP = 5.0
"""Points between a line and its label."""
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"


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


def _draw(chart: Flowchart, direction: str) -> bytes:
    import pygraphviz

    source = to_dot(chart, direction=direction)
    with layout_fonts(), _quiet_fontconfig():
        graph = pygraphviz.AGraph(string=source)
        drawn: bytes = graph.draw(format="svg", prog="dot")
        graph.close()
    return _finish(drawn, chart)


def _finish(drawn: bytes, chart: Flowchart) -> bytes:
    """Name the font's weight the way SVG does, and give the drawing a title and a description."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    root = ET.fromstring(drawn)
    for text in root.iter(f"{{{_SVG}}}text"):
        family = text.get("font-family", "")
        if family.startswith(FONT):
            text.set("font-family", f"{FAMILY}, Arial, sans-serif")
        if family == BOLD:
            text.set("font-weight", "600")
    for group in root.iter(f"{{{_SVG}}}g"):
        _name_group(group)
        if "upright" in group.get("class", "").split():
            _beside(group)
    _align_heading(root)
    title = ET.Element(f"{{{_SVG}}}title")
    title.text = visible(chart.title)
    about = ET.Element(f"{{{_SVG}}}desc")
    about.text = visible(". ".join(chart.heading()))
    root.insert(0, title)
    root.insert(1, about)
    root.set("role", "img")
    body = bytes(ET.tostring(root, encoding="utf-8"))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def _name_group(group: ET.Element) -> None:
    """Graphviz titles a group with its internal name; a reader gets its tooltip instead."""
    title = group.find(f"{{{_SVG}}}title")
    if title is None:
        return
    tips = [a.get(f"{{{_XLINK}}}title", "") for a in group.iter(f"{{{_SVG}}}a")]
    tip = next((t for t in tips if t.strip()), "")
    if tip:
        title.text = tip
    else:
        group.remove(title)


def _align_heading(root: ET.Element) -> None:
    """Start the small print under the title where the title starts: both are labels of different frames."""
    outer = root.find(f"{{{_SVG}}}g")
    page = next((g for g in root.iter(f"{{{_SVG}}}g") if g.get("id") == "page"), None)
    first = None if outer is None else next(outer.iter(f"{{{_SVG}}}text"), None)
    if page is not None and first is not None:
        for text in page.iter(f"{{{_SVG}}}text"):
            text.set("x", first.get("x", "0"))


def _beside(edge: ET.Element) -> None:
    """Move the label of a straight vertical edge from on the line to its right."""
    path = next(edge.iter(f"{{{_SVG}}}path"), None)
    labels = list(edge.iter(f"{{{_SVG}}}text"))
    if path is None or not labels:
        return
    across = [float(x) for x in re.findall(r"(-?[\d.]+),-?[\d.]+", path.get("d", ""))]
    if across and max(across) - min(across) < _STRAIGHT:
        for label in labels:
            label.set("text-anchor", "start")
            label.set("x", f"{max(across) + _GAP:.2f}")


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


@contextmanager
def _quiet_fontconfig() -> Iterator[None]:
    """Swallow what fontconfig prints about the machine's own templates, which it reads and does not use.

    The library writes to the process's standard error; every line that is not fontconfig's is passed on.
    """
    sys.stderr.flush()
    with tempfile.TemporaryFile() as caught:
        kept = os.dup(2)
        os.dup2(caught.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            caught.seek(0)
            for line in caught.read().decode("utf-8", "replace").splitlines():
                if line and not line.startswith("Fontconfig "):
                    sys.stderr.write(line + "\n")


@cache
def _compiler() -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[DIRECTORY])
    return typst.Compiler(_PAGE, font_paths=fonts)
