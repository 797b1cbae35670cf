"""One cluster laid out, as a piece that can be put anywhere on a page.

Enters: a cluster and its edges. Leaves: a :class:`Piece`: boxes, lines and labels with their places from 0, 0 on, and
SVG groups of all of it. The same cluster can be laid out wide or tall, so that a page can take what fits it best.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from milligram_targets.flowchart.crossings import with_gaps
from milligram_targets.flowchart.grid import Arrow, Grid, placed
from milligram_targets.flowchart.model import Edge, EdgeKind, Light
from milligram_targets.flowchart.routes import Line, Plan, routed
from milligram_targets.flowchart.shapes import Figure, Pages, draw_node, steps_text, sub, text
from milligram_targets.flowchart.style import of_edge
from milligram_targets.flowchart.wrap import wrap
from milligram_targets.fonts.coverage import text_width, visible

EDGE_POINTS = 9.0
_LEADING = 1.22
_LIST_GAP = 9.0
_HEAD, _HALF = 7.5, 3.0
"""Length and half the width of the head of an arrow whose line is as wide as usual."""
_ROUND = 6.0
_DASHES = {"dashed": "5,2", "dotted": "1,3"}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is drawn as one piece: boxes by name, arrows between them with the words on them."""

    figures: dict[str, Figure]
    edges: dict[str, Edge]
    """By the name of the arrow; source and target are names of figures."""
    column: tuple[str, ...] = ()
    lying: bool = False
    ahead: Mapping[str, int] = field(default_factory=dict)
    """How much of the chart lies behind a box that leads to another page, so that the way on stays the way on."""
    sample: bool = False
    """Samples for the key, which link nowhere."""


@dataclass(slots=True, kw_only=True)
class Piece:
    """A part with a plan; ``order`` are its boxes, each after what leads to it."""

    part: Part
    plan: Plan
    labels: dict[str, tuple[str, ...]]
    order: tuple[str, ...]

    def node_box(self, name: str) -> Box:
        """Where a node stands."""
        (x, y), size = self.plan.middles[name], self.part.figures[name].size
        return Box(x - size.width / 2, y - size.height / 2, x + size.width / 2, y + size.height / 2)

    def boxes(self) -> list[Box]:
        """Every place that is taken."""
        taken = []
        for name in self.plan.middles:
            box = self.node_box(name)
            taken.append(box._replace(top=box.top - self.part.figures[name].size.above))
        for name, line in self.plan.lines.items():
            for stroke in line.strokes:
                for (x1, y1), (x2, y2) in pairwise(stroke):
                    taken.append(Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
            if line.label is not None:
                (x, y), (width, height) = line.label, label_size(self.labels[name])
                taken.append(Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2))
        return taken

    def draw(self, parent: ET.Element, x: float, y: float, pages: Pages | None = None) -> None:
        """Adds the groups of all edges, then of all nodes."""
        pale_first = sorted(self.part.edges.items(), key=lambda each: each[1].light is not Light.PALE)
        strokes = with_gaps(self.plan.lines, self.part.edges)
        for name, edge in pale_first:
            line = self.plan.lines[name]._replace(strokes=strokes[name])
            draw_edge(parent, edge, name, line, self.labels.get(name, ()), x, y)
        for name, shown in self.part.figures.items():
            at = self.plan.middles[name]
            draw_node(parent, shown, name, at[0] + x, at[1] + y, pages=pages, sample=self.part.sample)


def laid_out(part: Part, *, turn: int, direction: str = "down") -> Piece:
    """The piece of a part; ``turn`` is the column at which what runs to the right turns down."""
    if not part.edges and len(part.figures) > 1:
        return _listed(part, max(1, turn // 2))
    arrows = tuple(
        Arrow(
            name=name,
            source=edge.source,
            target=edge.target,
            back=edge.kind is EdgeKind.BACK,
            aside=edge.kind is EdgeKind.UNKNOWN,
        )
        for name, edge in part.edges.items()
    )
    grid = placed(part.figures, arrows, part.column, turn=turn, lying=part.lying, ahead=part.ahead)
    labels = {
        arrow.name: _lines(part.edges[arrow.name], grid, arrow, part.figures[arrow.source].size.width)
        for arrow in arrows
        if part.edges[arrow.name].label.strip()
    }
    sizes = {name: shown.size for name, shown in part.figures.items()}
    room = {name: label_size(lines) for name, lines in labels.items()}
    if direction == "down":
        plan = routed(grid, arrows, sizes, room)
    else:
        turned = {name: size.turned() for name, size in sizes.items()}
        plan = _turned(routed(grid, arrows, turned, {name: (h, w) for name, (w, h) in room.items()}))
    return Piece(part=part, plan=plan, labels=labels, order=tuple(grid.order))


def _listed(part: Part, columns: int) -> Piece:
    """Boxes that no arrow joins: as wide as the widest, one below the other, in columns of about one height."""
    width = max(shown.size.width for shown in part.figures.values())
    figures = {name: shown.widened(width) for name, shown in part.figures.items()}
    whole = sum(shown.size.height + _LIST_GAP for shown in figures.values())
    middles: dict[str, tuple[float, float]] = {}
    column, y, tallest = 0, 0.0, 0.0
    for name, shown in figures.items():
        if y and column < columns - 1 and y + shown.size.height / 2 > whole / columns:
            column, y = column + 1, 0.0
        middles[name] = (column * (width + _LIST_GAP) + width / 2, y + shown.size.height / 2)
        y += shown.size.height + _LIST_GAP
        tallest = max(tallest, y - _LIST_GAP)
    plan = Plan(middles=middles, lines={}, width=(column + 1) * (width + _LIST_GAP) - _LIST_GAP, height=tallest)
    return Piece(part=replace(part, figures=figures), plan=plan, labels={}, order=tuple(figures))


def label_size(lines: tuple[str, ...]) -> tuple[float, float]:
    """Width and height of a label."""
    return max(text_width(line, EDGE_POINTS) for line in lines) + 2.0, len(lines) * EDGE_POINTS * _LEADING + 1.0


def _lines(edge: Edge, grid: Grid, arrow: Arrow, width: float) -> tuple[str, ...]:
    """The words of an arrow in lines; beside a box they are narrower than under it."""
    long = len(edge.label)
    if arrow.name in grid.slots or grid.onward.get(arrow.name) == "right":
        across = 20 if long <= 60 else 30 if long <= 150 else 44
    elif arrow.name in grid.left:
        across = 16 if long <= 32 else 22 if long <= 80 else 30
    else:
        across = max(22 if long <= 60 else 32 if long <= 150 else 44, int(width / 5.5))
    return wrap(edge.label, characters=across)


def _turned(plan: Plan) -> Plan:
    """Rows for columns."""
    lines = {
        name: Line(
            tuple(tuple((y, x) for x, y in stroke) for stroke in line.strokes),
            None if line.label is None else (line.label[1], line.label[0]),
        )
        for name, line in plan.lines.items()
    }
    middles = {name: (y, x) for name, (x, y) in plan.middles.items()}
    return Plan(middles=middles, lines=lines, width=plan.height, height=plan.width)


def draw_edge(
    parent: ET.Element, edge: Edge, name: str, line: Line, label: tuple[str, ...], dx: float, dy: float
) -> None:
    """Adds the group of an edge: its strokes, its head, its words."""
    style = of_edge(edge)
    group = sub(parent, "g", {"id": name, "class": f"edge {edge.kind.value}"})
    if edge.steps:
        group.set("data-steps", steps_text(edge.steps))
    if said := " ".join(visible(edge.label).split()):
        sub(group, "title", {}).text = said
    strokes = [[(x + dx, y + dy) for x, y in stroke] for stroke in line.strokes]
    tip, before = strokes[-1][-1], strokes[-1][-2]
    length = math.hypot(tip[0] - before[0], tip[1] - before[1]) or 1.0
    ux, uy = (tip[0] - before[0]) / length, (tip[1] - before[1]) / length
    half = max(_HALF, 1.5 * style.width)
    head = min(_HEAD * half / _HALF, 11.0)
    strokes[-1][-1] = (tip[0] - ux * (head - 1), tip[1] - uy * (head - 1))
    drawn = {
        "d": " ".join(map(_rounded, strokes)),
        "fill": "none",
        "stroke": style.pen,
        "stroke-width": f"{style.width:g}",
    }
    if style.style in _DASHES:
        drawn["stroke-dasharray"] = _DASHES[style.style]
    sub(group, "path", drawn)
    back = (tip[0] - ux * head, tip[1] - uy * head)
    sides = ((back[0] - uy * half, back[1] + ux * half), (back[0] + uy * half, back[1] - ux * half))
    corners = " ".join(f"{x:.2f},{y:.2f}" for x, y in (tip, *sides))
    sub(group, "polygon", {"points": corners, "fill": style.pen, "stroke": "none"})
    if line.label is not None and label:
        x, y = line.label[0] + dx, line.label[1] + dy
        step = EDGE_POINTS * _LEADING
        top = y - step * len(label) / 2
        for i, words in enumerate(label):
            put = text(group, words, x, top + step * i + 0.78 * step, EDGE_POINTS, centred=True)
            put.set("fill", style.text)


def _rounded(corners: list[tuple[float, float]]) -> str:
    """A path through corners that are rounded off."""
    path = [f"M{corners[0][0]:.2f},{corners[0][1]:.2f}"]
    for (x0, y0), (x1, y1), (x2, y2) in zip(corners, corners[1:], corners[2:], strict=False):
        before, behind = math.hypot(x1 - x0, y1 - y0), math.hypot(x2 - x1, y2 - y1)
        r = min(_ROUND, before / 2, behind / 2)
        if r < 0.1:
            path.append(f"L{x1:.2f},{y1:.2f}")
            continue
        ax, ay = x1 + (x0 - x1) * r / before, y1 + (y0 - y1) * r / before
        bx, by = x1 + (x2 - x1) * r / behind, y1 + (y2 - y1) * r / behind
        path.append(f"L{ax:.2f},{ay:.2f}Q{x1:.2f},{y1:.2f} {bx:.2f},{by:.2f}")
    path.append(f"L{corners[-1][0]:.2f},{corners[-1][1]:.2f}")
    return "".join(path)
