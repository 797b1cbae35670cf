"""The flowchart as the page holds it: shapes, texts and tooltips only.

Enters: a guideline. Leaves: its drawing as SVG elements that may stand inside HTML, one a sheet.

    <svg xmlns:…><g id="node7" data-steps="12 15:2"><a xlink:href="x.mg:72" xlink:title="…"><text …>Renal</text></a></g>
        ->  <svg><g id="chart-node7" data-steps="12 15:2"><title>…</title><text … textLength="27.4">Renal</text></g>

Only listed elements and attributes pass. Links go (on a ward nobody opens a line of a source file from a chart), their
tooltips stay; styles and scripts go. Each text keeps the width that it has in the chart's own typeface, which the
reader's machine need not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from milligram.diagnostics import Diagnostic
from milligram.ir.nodes import Guideline

from milligram_targets.fonts.coverage import missing, text_width

Element = ElementTree.Element

SHAPES = frozenset(("circle", "ellipse", "line", "path", "polygon", "polyline", "rect"))
TEXTS = frozenset(("text", "title", "tspan"))
GROUPS = frozenset(("clippath", "defs", "g", "marker", "svg"))
# fmt: off
ATTRIBUTES = frozenset((
    "class", "clip-path", "cx", "cy", "d", "data-steps", "dominant-baseline", "dy", "dx", "fill", "fill-opacity",
    "font-size", "font-style", "font-weight", "height", "id", "letter-spacing", "marker-end", "opacity",
    "paint-order", "points", "r", "rx", "ry", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "stroke-opacity", "stroke-width", "text-anchor", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1",
    "y2",
))
# fmt: on
"""What may be written on an element; ``style``, every ``on…`` and every reference to a place elsewhere stay out."""
SEMIBOLD = frozenset(("600", "700", "bold"))
_INSIDE = re.compile(r"url\(#([\w-]+)\)")
_PLAIN = re.compile(r"[\w ()#%.,:+-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One drawing as SVG text, and its size in points."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The sheets, or the findings that forbid them."""

    sheets: tuple[Sheet, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def draw(guideline: Guideline) -> Drawing:
    """The flowchart of a guideline, fit to stand in a page."""
    from milligram_targets.flowchart import emit

    emission = emit(guideline, frozenset({"svg"}))
    if emission.diagnostics:
        return Drawing(diagnostics=emission.diagnostics)
    return Drawing(sheets=tuple(sheet(file.content, number) for number, file in enumerate(emission.files, start=1)))


def sheet(svg: bytes, number: int = 1) -> Sheet:
    """One SVG file as a sheet; ids begin with the sheet's number, so that they are unique in the page.

    Raises:
        ValueError: it is no SVG of known size.
    """
    root = ElementTree.fromstring(svg)
    box = [float(part) for part in root.get("viewBox", "").split()]
    if _name(root) != "svg" or len(box) != 4:
        raise ValueError("the flowchart is no SVG with a viewBox")
    kept = _kept(root, f"chart{number}-")
    (clean,) = kept
    for name in ("width", "height"):
        clean.attrib.pop(name, None)
    # the figure's caption names the chart; a title on the whole would follow the pointer everywhere
    for title in [child for child in clean if child.tag == "title"]:
        clean.remove(title)
    clean.set("class", "chart")
    return Sheet(svg=ElementTree.tostring(clean, "unicode", short_empty_elements=True), width=box[2], height=box[3])


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _kept(element: Element, prefix: str) -> list[Element]:
    """The element as the page may hold it: itself, what is in it where it is a link, or nothing."""
    name = _name(element)
    if name == "a":
        inside = [kept for child in element for kept in _kept(child, prefix)]
        tip = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "title"), None)
        if tip is None or not inside:
            return inside
        group = ElementTree.Element("g")
        title = ElementTree.SubElement(group, "title")
        title.text = tip
        group.extend(inside)
        return [group]
    if name.lower() not in SHAPES | TEXTS | GROUPS:
        return []
    clean = ElementTree.Element(name, dict(_attributes(element, prefix)))
    if name in TEXTS:
        clean.text = element.text
        clean.tail = element.tail if name == "tspan" else None
    for child in element:
        clean.extend(_kept(child, prefix))
    if name == "text":
        _fix_width(clean)
    return [clean]


def _attributes(element: Element, prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        if key not in ATTRIBUTES:
            continue
        if key == "id":
            yield key, prefix + value
        elif "(" in value and (inside := _INSIDE.fullmatch(value)):
            yield key, f"url(#{prefix}{inside[1]})"
        elif key in ("class", "d", "points") or ("url" not in value and _PLAIN.fullmatch(value)):
            yield key, value


def _fix_width(text: Element) -> None:
    """Keeps a text of one piece to the width that the drawing was laid out for."""
    said = text.text or ""
    if len(text) or not said.strip() or missing(said):
        return
    try:
        size = float(text.get("font-size", ""))
    except ValueError:
        return
    width = text_width(said, size, semibold=text.get("font-weight", "") in SEMIBOLD)
    if width > 0:
        text.set("textLength", f"{width:.1f}")
        text.set("lengthAdjust", "spacingAndGlyphs")
