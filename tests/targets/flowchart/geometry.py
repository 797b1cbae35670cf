"""Where everything of a drawn flowchart stands, read back from its SVG.

Enters: the bytes of an SVG. Leaves: a `Drawing` with the boxes of nodes, panels, connectors and texts and the strokes
of arrows, in points of the sheet, y downwards; scaling is undone.

    drawing(svg).nodes["n4"]   ->   Shape(box=(12.0, 40.0, 96.0, 80.0), lines=(Text("Renal function", 8.5, …),), …)

Tests are no package: they load this file from its path, as `conftest.py` does.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from itertools import pairwise

from milligram_targets.fonts.coverage import text_width

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Text:
    """One line of text with the box of its ink, by the widths of the bundled font."""

    said: str
    size: float
    box: Bounds


@dataclass
class Shape:
    """A node: its outline, its text, where it links to."""

    name: str
    box: Bounds
    lines: tuple[Text, ...]
    href: str


@dataclass
class Arrow:
    """An edge: the points of its strokes, each a list, and its label."""

    name: str
    strokes: list[list[tuple[float, float]]]
    lines: tuple[Text, ...]


@dataclass
class Drawing:
    """Everything of a sheet."""

    width: float
    height: float
    nodes: list[Shape] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    panels: list[Bounds] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    connectors: list[Bounds] = field(default_factory=list)


def drawing(svg: bytes) -> Drawing:
    """Reads an SVG of a flowchart."""
    root = ET.fromstring(svg)
    _, _, width, height = map(float, root.get("viewBox", "").split())
    found = Drawing(width, height)
    _walk(root, found, 0.0, 0.0, 1.0)
    return found


def _walk(element: ET.Element, found: Drawing, dx: float, dy: float, scale: float) -> None:
    moved = re.fullmatch(r"translate\((\S+) (\S+)\) scale\((\S+)\)", element.get("transform", ""))
    if moved:
        dx, dy, scale = float(moved[1]), float(moved[2]), float(moved[3])
    kinds = element.get("class", "").split()

    def at(box: Bounds) -> Bounds:
        return (box[0] * scale + dx, box[1] * scale + dy, box[2] * scale + dx, box[3] * scale + dy)

    def said(text: ET.Element) -> Text:
        return _text(text, dx, dy, scale)

    if "node" in kinds:
        link = element.find(f"{SVG}a")
        texts = tuple(said(t) for t in _own_texts(element))
        href = "" if link is None else link.get(f"{XLINK}href", "")
        found.nodes.append(Shape(element.get("id", ""), at(_outline(element)), texts, href))
    elif "edge" in kinds and element.tag == f"{SVG}g":
        strokes = [
            [(x * scale + dx, y * scale + dy) for x, y in stroke]
            for path in element.findall(f"{SVG}path")
            for stroke in _strokes(path.get("d", ""))
        ]
        found.arrows.append(Arrow(element.get("id", ""), strokes, tuple(said(t) for t in element.iter(f"{SVG}text"))))
    elif "connector" in kinds:
        found.connectors.append(at(_outline(element)))
    elif "cluster" in kinds:
        frame = element.find(f"{SVG}rect")
        if frame is not None:
            found.panels.append(at(_bounds(frame)))
    if element.tag == f"{SVG}text":
        found.texts.append(said(element))
    for child in element:
        _walk(child, found, dx, dy, scale)


def _own_texts(element: ET.Element) -> list[ET.Element]:
    """The lines of a node, without the letters at its corner."""
    letters = {id(text) for a in element.iter(f"{SVG}a") if "link" in a.get("class", "") for text in a.iter()}
    return [text for text in element.iter(f"{SVG}text") if id(text) not in letters]


def _text(text: ET.Element, dx: float, dy: float, scale: float) -> Text:
    size = float(text.get("font-size", "0"))
    said = "".join(text.itertext())
    wide = text_width(said, size, semibold=text.get("font-weight") == "600")
    x, y = float(text.get("x", "0")), float(text.get("y", "0"))
    left = x - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0.0)
    box = (
        left * scale + dx,
        (y - 0.72 * size) * scale + dy,
        (left + wide) * scale + dx,
        (y + 0.21 * size) * scale + dy,
    )
    return Text(said, size * scale, box)


def _outline(element: ET.Element) -> Bounds:
    """The box around the shapes of a node, its letters left out."""
    letters = {id(part) for a in element.iter(f"{SVG}a") if "link" in a.get("class", "") for part in a.iter()}
    boxes = [
        _bounds(part)
        for part in element.iter()
        if part.tag.removeprefix(SVG) in ("rect", "polygon", "circle", "polyline") and id(part) not in letters
    ]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _bounds(part: ET.Element) -> Bounds:
    if part.tag == f"{SVG}rect":
        x, y = float(part.get("x", "0")), float(part.get("y", "0"))
        return x, y, x + float(part.get("width", "0")), y + float(part.get("height", "0"))
    if part.tag == f"{SVG}circle":
        x, y, r = (float(part.get(name, "0")) for name in ("cx", "cy", "r"))
        return x - r, y - r, x + r, y + r
    pairs = [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", part.get("points", ""))]
    return min(x for x, _ in pairs), min(y for _, y in pairs), max(x for x, _ in pairs), max(y for _, y in pairs)


def _strokes(path: str) -> list[list[tuple[float, float]]]:
    """The corners of each stroke of a path of lines and rounded corners."""
    return [
        [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", stroke)]
        for stroke in path.split("M")
        if stroke
    ]


def apart(a: Bounds, b: Bounds, slack: float = 0.0) -> bool:
    """Whether two boxes share no more than a rim of ``slack``."""
    return a[2] <= b[0] + slack or b[2] <= a[0] + slack or a[3] <= b[1] + slack or b[3] <= a[1] + slack


def inside(a: Bounds, b: Bounds, slack: float = 0.05) -> bool:
    """Whether the first box lies in the second."""
    return a[0] >= b[0] - slack and a[1] >= b[1] - slack and a[2] <= b[2] + slack and a[3] <= b[3] + slack


def runs_through(stroke: list[tuple[float, float]], box: Bounds, slack: float) -> bool:
    """Whether a stroke of straight lines runs through a box, its rim of ``slack`` left out."""
    left, top, right, bottom = box[0] + slack, box[1] + slack, box[2] - slack, box[3] - slack
    for (x1, y1), (x2, y2) in pairwise(stroke):
        if max(x1, x2) > left and min(x1, x2) < right and max(y1, y2) > top and min(y1, y2) < bottom:
            if x1 == x2 or y1 == y2:
                return True
            for step in range(21):  # the short slant of a rounded corner
                x, y = x1 + (x2 - x1) * step / 20, y1 + (y2 - y1) * step / 20
                if left < x < right and top < y < bottom:
                    return True
    return False


def run_together(first: list[tuple[float, float]], second: list[tuple[float, float]]) -> bool:
    """Whether two strokes lie on each other for more than 3 points, along a row or a column."""
    for (x1, y1), (x2, y2) in pairwise(first):
        for (x3, y3), (x4, y4) in pairwise(second):
            if x1 == x2 and x3 == x4 and abs(x1 - x3) < 1:
                shared = min(max(y1, y2), max(y3, y4)) - max(min(y1, y2), min(y3, y4))
            elif y1 == y2 and y3 == y4 and abs(y1 - y3) < 1:
                shared = min(max(x1, x2), max(x3, x4)) - max(min(x1, x2), min(x3, x4))
            else:
                continue
            if shared > 3:
                return True
    return False
