"""A sheet of a flowchart as SVG: its head, the panels where they were packed, its foot.

Enters: a :class:`Flowchart` and panels with places. Leaves: an SVG element: one drawing of its own size, or one page of
a paper, whose head and foot keep their size while the panels are scaled.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import NamedTuple

from milligram_targets.flowchart.model import Flowchart
from milligram_targets.flowchart.panels import HEADING, LETTER, SMALL, Laid
from milligram_targets.flowchart.shapes import SVG, Pages, disc, href, sub, text
from milligram_targets.flowchart.style import INK
from milligram_targets.flowchart.wrap import wrap
from milligram_targets.fonts.coverage import text_width, visible

CHECK = "Check every dose against the source."
MARGIN = 24.0
_FRAME, _FRAME_GREY = "#8b95a7", "#949494"
_HEAD_GAP = 12.0
_FRAMED = 9.0
"""Between a frame and its text."""
_NO_WAY = ("the guideline is not for this patient", "whether the guideline is for this patient is not known")
"""Why a patient has no way: it stands in a frame of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A panel and its upper left corner on the sheet, in points before scaling."""

    laid: Laid
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The panels of a page, the size of the paper as it lies, and how much smaller the panels are drawn."""

    placed: tuple[Placed, ...]
    paper: tuple[float, float]
    scale: float


class _Row(NamedTuple):
    said: str
    down: float
    points: float
    bold: bool
    x: float = 0.0


@dataclass(slots=True)
class _Lines:
    """Lines of text under each other, from the upper left corner."""

    rows: list[_Row]
    height: float = 0.0
    width: float = 0.0
    frames: list[tuple[float, float, float]] = field(default_factory=list)
    """Upper edge, width and height of the frame around each text that has one."""

    def framed(self, said: str, across: float) -> None:
        """A text in a heavy frame."""
        self.height += 6.0
        top, first = self.height, len(self.rows)
        self.height += 4.0
        self.add(said, 11.0, 14.0, across - 2 * _FRAMED, bold=True)
        self.height += 5.0
        width = max(text_width(row[0], row[2], semibold=True) for row in self.rows[first:]) + 2 * _FRAMED
        self.rows[first:] = [row._replace(x=_FRAMED) for row in self.rows[first:]]
        self.frames.append((top, width, self.height - top))
        self.width = max(self.width, width)

    def add(self, said: str, points: float, leading: float, across: float, *, bold: bool = False) -> None:
        """A text, wrapped to a width."""
        most = max(24, int(across / (0.52 * points)))
        for line in wrap(said, words=40, characters=most):
            self.height += leading
            self.rows.append(_Row(line, self.height - 0.28 * leading, points, bold))
            self.width = max(self.width, text_width(line, points, semibold=bold))

    def draw(self, parent: ET.Element, name: str, x: float, y: float) -> None:
        """Adds a group with the lines."""
        group = sub(parent, "g", {"id": name})
        for top, width, height in self.frames:
            place = {"x": f"{x:.2f}", "y": f"{y + top:.2f}", "width": f"{width:.2f}", "height": f"{height:.2f}"}
            sub(group, "rect", place | {"fill": "none", "stroke": INK, "stroke-width": "2.2"})
        for line, down, points, bold, right in self.rows:
            text(group, line, x + right, y + down, points, bold=bold)


def head_lines(chart: Flowchart, across: float, number: int) -> _Lines:
    """Title and small print; from the second page on, less of it: the version, its dates and every warning."""
    lines = _Lines([])
    lines.add(chart.title, 16.0 if number == 1 else 12.5, 20.0 if number == 1 else 16.0, across - 70.0, bold=True)
    lines.height += 2.0
    warned = " · ".join(chart.warnings())
    small = chart.heading(warned=False)
    if number > 1 and chart.audience:
        small = small[1:]
    for said in small if number == 1 else (" · ".join(small),):
        lines.add(said, 9.0, 12.0, across)
    if warned:
        lines.framed(warned, across)
    for said in _NO_WAY:
        if chart.patient.endswith(f"({said})"):
            lines.framed(f"{said[:1].upper()}{said[1:]}.", across)
    return lines


def foot_lines(chart: Flowchart, across: float) -> _Lines:
    """What to check, and where the drawing comes from."""
    lines = _Lines([])
    lines.add(CHECK, 7.6, 10.0, across, bold=True)
    if chart.origin:
        lines.add(chart.origin, 7.2, 10.0, across)
    return lines


def room(chart: Flowchart, paper: tuple[float, float], number: int) -> tuple[float, float]:
    """Width and height that a page leaves for panels, in points of print."""
    across = paper[0] - 2 * MARGIN
    used = head_lines(chart, across, number).height + foot_lines(chart, across).height + _HEAD_GAP + 8.0
    return across, paper[1] - 2 * MARGIN - used


def drawing(chart: Flowchart, placed: tuple[Placed, ...], width: float, height: float) -> ET.Element:
    """One drawing of the size that its panels need."""
    across = max(width, 420.0)
    head, foot = head_lines(chart, min(across, 760.0), 1), foot_lines(chart, min(across, 760.0))
    right = max(width, head.width, foot.width)
    top = head.height + _HEAD_GAP
    bottom = top + height + 14.0
    root, whole = _root(right + 2 * MARGIN, bottom + foot.height + 2 * MARGIN)
    head.draw(whole, "page", MARGIN, MARGIN)
    for each in placed:
        _panel(whole, chart, each.laid, MARGIN + each.x, MARGIN + top + each.y, None)
    foot.draw(whole, "foot", MARGIN, MARGIN + bottom)
    return root


def page(chart: Flowchart, sheet: Sheet, pages: Pages, count: int) -> ET.Element:
    """One page of a paper."""
    width, height = sheet.paper
    across = width - 2 * MARGIN
    head, foot = head_lines(chart, across, pages.here), foot_lines(chart, across)
    root, whole = _root(width, height)
    head.draw(whole, "page", MARGIN, MARGIN)
    number = text(whole, f"page {pages.here} / {count}", width - MARGIN, MARGIN + 13.0, 9.0, bold=True)
    number.set("text-anchor", "end")
    body = sub(whole, "g", {"transform": f"translate({MARGIN:g} {body_top(head):.2f}) scale({sheet.scale:.4f})"})
    for each in sheet.placed:
        _panel(body, chart, each.laid, each.x, each.y, pages)
    foot.draw(whole, "foot", MARGIN, height - MARGIN - foot.height)
    return root


class Link(NamedTuple):
    """A place on a page, in points of print, that leads to a line of the guideline, or (without ``url``) to a page."""

    url: str
    page: int
    x: float
    y: float
    width: float
    height: float


def links(chart: Flowchart, sheet: Sheet, pages: Pages) -> list[Link]:
    """The boxes of a page that link to the guideline, and its connectors to other pages."""
    top = body_top(head_lines(chart, sheet.paper[0] - 2 * MARGIN, pages.here))
    found = []
    for each in sheet.placed:
        left, down = each.x + each.laid.pad, each.y + each.laid.top
        for name, shown in each.laid.piece.part.figures.items():
            known = bool(shown.node.file and shown.node.line)
            if not known and not shown.leads:
                continue
            box, scale = each.laid.piece.node_box(name), sheet.scale
            found.append(
                Link(
                    url=href(shown.node) if known else "",
                    page=pages.boxes.get(shown.leads, pages.here),
                    x=round(MARGIN + (left + box.left) * scale, 2),
                    y=round(top + (down + box.top) * scale, 2),
                    width=round((box.right - box.left) * scale, 2),
                    height=round((box.bottom - box.top) * scale, 2),
                )
            )
    return found


def body_top(head: _Lines) -> float:
    """Where the panels of a page begin."""
    return MARGIN + head.height + _HEAD_GAP


def _root(width: float, height: float) -> tuple[ET.Element, ET.Element]:
    root = ET.Element(
        f"{{{SVG}}}svg",
        {"width": f"{width:.2f}pt", "height": f"{height:.2f}pt", "viewBox": f"0 0 {width:.2f} {height:.2f}"},
    )
    whole = sub(root, "g", {"id": "graph0", "class": "graph"})
    sub(whole, "rect", {"width": f"{width:.2f}", "height": f"{height:.2f}", "fill": "#fff", "class": "paper"})
    return root, whole


def _panel(parent: ET.Element, chart: Flowchart, laid: Laid, x: float, y: float, pages: Pages | None) -> None:
    panel = laid.panel
    group = sub(parent, "g", {"id": panel.identifier, "class": "cluster"})
    if panel.framed:
        place = {"x": f"{x:.2f}", "y": f"{y:.2f}", "width": f"{laid.width:.2f}", "height": f"{laid.height:.2f}"}
        pen = {"fill": "none", "stroke": _FRAME_GREY if chart.grey else _FRAME, "stroke-width": "1.1", "rx": "7"}
        sub(group, "rect", place | pen)
    left, top = x + laid.pad, y + (7.0 if panel.framed else 0.0)
    if panel.letter:
        width = max(2 * LETTER, text_width(panel.letter, SMALL, semibold=True) + 6.0)
        disc(group, visible(panel.letter), left + width / 2, top + 8.0, width)
    for i, line in enumerate(laid.heading):
        text(group, line, left + laid.indent, top + 12.0 + 14.5 * i, HEADING, bold=True)
    laid.piece.draw(group, left, y + laid.top, pages)
    for i, line in enumerate(panel.small):
        text(group, line, left, y + laid.top + laid.piece.plan.height + 5.0 + 11.5 * i + 8.5, SMALL)
