"""One cluster drawn by the layout engine, as shapes that can be put anywhere on a page.

Enters: DOT text of one cluster. Leaves: a :class:`Piece`: SVG groups with their upper left corner at 0, 0, and the
boxes that they cover, so that other pieces can stand in what is left free.

    draw("digraph { n1 -> n2 }")  ->  Piece(width=…, height=…, nodes=(…), edges=(…), boxes=(…))
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from milligram_targets.flowchart.dot import BOLD, FONT
from milligram_targets.flowchart.model import NodeKind
from milligram_targets.fonts import FAMILY, layout_fonts
from milligram_targets.fonts.coverage import text_width

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")
_CORNER = 9.0
_SLANT = 8.0


class Box(NamedTuple):
    """A rectangle in points, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(slots=True)
class Piece:
    """Groups of SVG in the order of drawing; ``nodes`` and ``curves`` are the boxes of the nodes and, for each edge,
    the points along it."""

    groups: list[ET.Element]
    nodes: dict[str, Box]
    curves: list[tuple[ET.Element, list[tuple[float, float]]]]

    def boxes(self) -> Iterator[Box]:
        """Every place that is taken."""
        yield from self.nodes.values()
        for group, points in self.curves:
            for (x1, y1), (x2, y2) in pairwise(points):
                yield Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            if (text := text_box(group)) is not None:
                yield text

    def bounds(self) -> Box:
        """The smallest box around all."""
        taken = list(self.boxes()) or [Box(0, 0, 0, 0)]
        return Box(
            min(box.left for box in taken),
            min(box.top for box in taken),
            max(box.right for box in taken),
            max(box.bottom for box in taken),
        )

    def move(self, dx: float, dy: float) -> None:
        """Puts the piece elsewhere."""
        for group in self.groups:
            _move(group, dx, dy)
        self.nodes = {name: Box(b.left + dx, b.top + dy, b.right + dx, b.bottom + dy) for name, b in self.nodes.items()}
        self.curves = [(group, [(x + dx, y + dy) for x, y in points]) for group, points in self.curves]


def draw(source: str) -> Piece:
    """Lays out DOT text by the engine that comes with pygraphviz."""
    import pygraphviz

    with layout_fonts(), _quiet_fontconfig():
        graph = pygraphviz.AGraph(string=source)
        drawn: bytes = graph.draw(format="svg", prog="dot")
        graph.close()
    return _read(drawn)


def _read(drawn: bytes) -> Piece:
    root = ET.fromstring(drawn)
    nodes: dict[str, Box] = {}
    groups: list[ET.Element] = []
    curves: list[tuple[ET.Element, list[tuple[float, float]]]] = []
    for group in root.iter(f"{{{SVG}}}g"):
        kinds = group.get("class", "").split()
        if "node" in kinds:
            nodes[group.get("id", "")] = _shape_box(group)
            _cut(group, kinds)
        elif "edge" in kinds:
            curves.append((group, curve_of(group)))
        else:
            continue
        _name(group)
        groups.append(group)
        for text in group.iter(f"{{{SVG}}}text"):
            if text.get("font-family") == BOLD:
                text.set("font-weight", "600")
            if text.get("font-family", "").startswith(FONT):
                text.set("font-family", f"{FAMILY}, Arial, sans-serif")
    return Piece(groups=groups, nodes=nodes, curves=curves)


def _shape_box(group: ET.Element) -> Box:
    points = [(float(x), float(y)) for e in group.iter() for x, y in _PAIR.findall(e.get("points") or e.get("d") or "")]
    for ellipse in group.iter(f"{{{SVG}}}ellipse"):
        cx, cy, rx, ry = (float(ellipse.get(name, "0")) for name in ("cx", "cy", "rx", "ry"))
        points += [(cx - rx, cy - ry), (cx + rx, cy + ry)]
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _cut(group: ET.Element, kinds: list[str]) -> None:
    """A box laid out for a question, a stop, an ask or a referral becomes the shape inside it that means this."""
    box = _shape_box(group)
    left, top, right, bottom = box
    middle = (top + bottom) / 2
    if NodeKind.QUESTION in kinds:
        c = _CORNER
        points = [(left, middle), (left + c, top), (right - c, top), (right, middle), (right - c, bottom)]
        points.append((left + c, bottom))
    elif NodeKind.STOP in kinds:
        c = _CORNER * 0.8
        points = [(left + c, top), (right - c, top), (right, top + c), (right, bottom - c)]
        points += [(right - c, bottom), (left + c, bottom), (left, bottom - c), (left, top + c)]
    elif NodeKind.ASK in kinds:
        points = [(left + _SLANT, top), (right, top), (right - _SLANT, bottom), (left, bottom)]
    elif NodeKind.REFER in kinds:
        points = [(left, top), (right - _CORNER, top), (right, middle), (right - _CORNER, bottom), (left, bottom)]
    else:
        return
    for polygon in group.iter(f"{{{SVG}}}polygon"):
        polygon.set("points", " ".join(f"{x:.2f},{y:.2f}" for x, y in [*points, points[0]]))


def curve_of(group: ET.Element) -> list[tuple[float, float]]:
    """Points along an edge: every cubic Bézier of its path, in six parts."""
    path = next(group.iter(f"{{{SVG}}}path"), None)
    if path is None:
        return []
    controls = [(float(x), float(y)) for x, y in _PAIR.findall(path.get("d", ""))]
    points = controls[:1]
    for i in range(0, len(controls) - 3, 3):
        p0, p1, p2, p3 = controls[i : i + 4]
        for step in range(1, 7):
            t = step / 6
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            points.append(
                (a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0], a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1])
            )
    return points


def text_box(group: ET.Element) -> Box | None:
    """The box around the texts of a group, all set in the middle of it; None without text."""
    texts = list(group.iter(f"{{{SVG}}}text"))
    if not texts:
        return None
    size = float(texts[0].get("font-size", "9"))
    bold = texts[0].get("font-weight") == "600"
    half = max(text_width("".join(t.itertext()), size, semibold=bold) for t in texts) / 2
    middle = float(texts[0].get("x", "0"))
    lines = [float(t.get("y", "0")) for t in texts]
    return Box(middle - half, min(lines) - 0.8 * size, middle + half, max(lines) + 0.25 * size)


def move_texts(group: ET.Element, dx: float, dy: float) -> None:
    """Moves the label of an edge and leaves its line."""
    for text in group.iter(f"{{{SVG}}}text"):
        text.set("x", f"{float(text.get('x', '0')) + dx:.2f}")
        text.set("y", f"{float(text.get('y', '0')) + dy:.2f}")


def _move(group: ET.Element, dx: float, dy: float) -> None:
    for element in group.iter():
        for name in ("points", "d"):
            if (value := element.get(name)) is not None:
                element.set(name, _PAIR.sub(lambda m: f"{float(m[1]) + dx:.2f},{float(m[2]) + dy:.2f}", value))
        for names, by in ((("x", "cx"), dx), (("y", "cy"), dy)):
            for name in names:
                if (value := element.get(name)) is not None:
                    element.set(name, f"{float(value) + by:.2f}")


def _name(group: ET.Element) -> None:
    """Graphviz titles a group with its internal name; a reader gets its tooltip instead."""
    title = group.find(f"{{{SVG}}}title")
    if title is None:
        return
    tips = [a.get(f"{{{XLINK}}}title", "") for a in group.iter(f"{{{SVG}}}a")]
    tip = next((t for t in tips if t.strip()), "")
    if tip:
        title.text = tip
    else:
        group.remove(title)


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
