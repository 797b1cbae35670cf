"""Boxes with words in them: how large each is, and what is drawn.

Enters: nodes of the model. Leaves: a :class:`Figure` with lines and a size, and SVG groups at a given place. The shape
says what a node means (``style.py`` names it); every line of text lies inside it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from urllib.parse import quote

from milligram_targets.flowchart.model import Edge, Light, Node, NodeKind, Steps
from milligram_targets.flowchart.stacking import Size
from milligram_targets.flowchart.style import INK, PALE_INK, PALE_LINE, grey, of_edge, of_node
from milligram_targets.flowchart.tables import Ruled, ruled
from milligram_targets.flowchart.wrap import wrap
from milligram_targets.fonts import FAMILY
from milligram_targets.fonts.coverage import text_width, visible

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
FONT = f"{FAMILY}, Arial, sans-serif"
NODE_POINTS = 10.0
LEADING = 1.28
BADGE, BADGE_POINTS = 7.0, 8.4
ENTRY = 30.0
"""Points above a box for the connector by which the flow enters it."""
PILL, PILL_HEIGHT = 80.0, 17.0
_CORNER = 9.0
_SLANT = 9.0
_DEPTH = 4.0
_TAB = 5.0
_MARK = 16.0
_WIDTHS = ((90, 26), (220, 34), (100_000, 46))
"""Characters of a line, by how many the text has in all."""
_TERM = 44
"""Characters of a line of what a word means."""
_BULLET, _HANGING = "– ", 9.0
_INSETS: dict[str, tuple[float, float, float, float]] = {
    "hexagon": (_CORNER + 5, 7, _CORNER + 5, 7),
    "octagon": (11, 8, 11, 8),
    "polygon": (_SLANT + 5, 7, _SLANT + 5, 7),
    "cds": (10, 7, _CORNER + 7, 7),
    "box3d": (9, 6 + _DEPTH, 9 + _DEPTH, 6),
    "tab": (9, 6 + _TAB, 9, 6),
    "component": (15, 7, 10, 7),
    "note": (10, 7, 12, 7),
}
"""What lies between the text and the sides of each shape: left, top, right, bottom."""
_USUAL = (10.0, 7.0, 10.0, 7.0)
_PORTS: dict[str, tuple[float, float, float, float]] = {
    "polygon": (_SLANT / 2, 0, _SLANT / 2, 0),
    "tab": (0, _TAB, 0, 0),
    "component": (4, 0, 0, 0),
    "box3d": (0, 0, _DEPTH / 2, 0),
}
"""How far inside of the sides an arrow meets the shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The letter of a panel that a node points to; ``paged`` keeps room for the number of its page."""

    letter: str
    group: str
    """The id of the panel."""
    name: str
    edge: Edge
    paged: bool

    def width(self) -> float:
        """Points across."""
        return max(2 * BADGE, text_width(self.words(99), BADGE_POINTS, semibold=True) + 7.0)

    def words(self, page: int | None) -> str:
        """The letter, with the page where it is another one."""
        return f"{self.letter} · p. {page}" if self.paged and page is not None else self.letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A node measured: its lines as they are set, its shape's name, its size."""

    node: Node
    lines: tuple[str, ...]
    shape: str
    size: Size
    points: float
    badges: tuple[Badge, ...] = ()
    flush: tuple[float, ...] = ()
    """Of a list: how far each line is set in; its lines begin on the left. All other lines stand in the middle."""
    across: float = 0.0
    """The width of the text."""
    grid: Ruled | None = None
    """A table behind the first ``above`` lines."""
    above: int = 0
    number: int = 0
    """Of a connector: where the flow enters this box from another page, or leaves the page (``leads``)."""
    pale: bool = False
    """Whether its connector is off a way that is lit."""
    leads: str = ""
    """The name of the box on another page to which this connector leads."""

    def widened(self, width: float) -> Figure:
        """The box as wide as others; a list in it stays on the left."""
        more = width - self.size.width if self.flush else 0.0
        return replace(self, size=self.size._replace(width=width), across=self.across + more)

    def entered(self, number: int, *, pale: bool) -> Figure:
        """The box with a connector above it, ``pale`` where no way that is lit comes by it."""
        width = max(self.size.width, 2 * PILL + 14.0)
        return replace(self, number=number, pale=pale, size=self.size._replace(width=width, above=ENTRY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """On which page everything is: what a connector and a letter say."""

    here: int
    groups: dict[str, int]
    boxes: dict[str, int]
    """The page of each box that is entered from another one."""
    sources: dict[str, tuple[int, ...]]
    """The pages from which it is entered."""


def connector(node: Node, number: int, leads: str) -> Figure:
    """Where the flow leaves the page for the box ``leads``."""
    return Figure(
        node=node,
        lines=(),
        shape="connector",
        size=Size(PILL, PILL_HEIGHT),
        points=8.4,
        number=number,
        pale=node.light is Light.PALE,
        leads=leads,
    )


def figure(node: Node, points: float = NODE_POINTS, *, badges: tuple[Badge, ...] = ()) -> Figure:
    """A node with its text wrapped; without text, a small mark."""
    style = of_node(node)
    many = sum(map(len, node.lines))
    across = _TERM if node.kind is NodeKind.TERM else next(width for most, width in _WIDTHS if many <= most)
    listed = node.kind is NodeKind.TERM or any(line.startswith(_BULLET) for line in node.lines)
    lines: list[str] = []
    indents: list[float] = []
    grid = ruled(node.grid, points) if node.grid else None
    above = len(wrap(node.lines[0], characters=across)) if grid else 0
    for line in node.lines if grid is None else (node.lines[0], *node.lines[len(node.grid) :]):
        pieces = wrap(line, characters=across)
        lines += pieces
        hanging = _HANGING if line.startswith(_BULLET) or node.kind is NodeKind.TERM else 0.0
        indents += [0.0, *[hanging] * (len(pieces) - 1)] if pieces else []
    if not lines:
        return Figure(node=node, lines=(), shape="mark", size=Size(_MARK, _MARK), points=points)
    left, top, right, bottom = _INSETS.get(style.shape, _USUAL)
    width = max(
        text_width(line, points, semibold=style.bold) + (indent if listed else 0.0)
        for line, indent in zip(lines, indents, strict=True)
    )
    width = max(width, grid.width) if grid else width
    size = Size(
        max(width + left + right, 44.0, 2.0 * sum(badge.width() + 2.0 for badge in badges)) + 1.0,
        len(lines) * points * LEADING + (grid.height if grid else 0.0) + top + bottom,
        *_PORTS.get(style.shape, ()),
    )
    return Figure(
        node=node,
        lines=tuple(lines),
        shape=style.shape,
        size=size,
        points=points,
        badges=badges,
        flush=tuple(indents) if listed else (),
        across=width,
        grid=grid,
        above=above,
    )


def steps_text(steps: Steps) -> str:
    """The steps of a trace that light something, as the page reads them: ``12 15:2``."""
    return " ".join(f"{i}" if branch is None else f"{i}:{branch}" for i, branch in steps)


def draw_node(
    parent: ET.Element,
    shown: Figure,
    name: str,
    x: float,
    y: float,
    *,
    pages: Pages | None = None,
    sample: bool = False,
) -> None:
    """Adds the group of a node whose middle is at ``x, y``. A ``sample`` for a legend links nowhere."""
    node, size, style = shown.node, shown.size, of_node(shown.node)
    left, top = x - size.width / 2, y - size.height / 2
    if shown.leads:
        assert pages is not None
        _connector(parent, name, shown.number, f"→ page {pages.boxes[shown.leads]}", left, top, _inks(shown))
        return
    if shown.number:
        assert pages is not None
        start, stop = min(pages.sources[name]), max(pages.sources[name])
        said = f"from page {start}" if start == stop else f"from p. {start}–{stop}"
        _connector(parent, f"to_{name}", shown.number, said, left, top - ENTRY, _inks(shown))
        pen = _inks(shown)[0] if shown.pale else style.pen
        _drop(parent, left + PILL / 2, top - ENTRY + PILL_HEIGHT, top, pen)
    group = sub(parent, "g", {"id": name, "class": "legend" if sample else f"node {node.kind.value}"})
    if node.steps:
        group.set("data-steps", steps_text(node.steps))
    inner = group
    if not sample:
        tip = " ".join(visible(node.tooltip or " ".join(node.lines)).split())
        sub(group, "title", {}).text = tip or "End"
        link = {f"{{{XLINK}}}title": tip} if tip else {}
        if node.file and node.line:
            link |= {f"{{{XLINK}}}href": href(node), "target": "_top"}
        if link:
            inner = sub(group, "a", link)
    right, bottom = left + size.width, y + size.height / 2
    _outline(inner, shown, left, top, right, bottom)
    inner_left, inner_top, inner_right, inner_bottom = _INSETS.get(shown.shape, _USUAL)
    middle = (left + inner_left + right - inner_right) / 2
    height = shown.points * LEADING
    extra = shown.grid.height if shown.grid else 0.0
    first = (top + inner_top + bottom - inner_bottom) / 2 - (height * len(shown.lines) + extra) / 2
    for i, line in enumerate(shown.lines):
        if shown.grid is not None and i == shown.above:
            _draw_grid(inner, shown, shown.grid, middle - shown.across / 2, first + height * i)
        down = first + height * i + 0.76 * height + (extra if shown.grid and i >= shown.above else 0.0)
        begin = middle - shown.across / 2 + shown.flush[i] if shown.flush else middle
        put = text(inner, line, begin, down, shown.points, bold=style.bold, centred=not shown.flush)
        put.set("fill", style.text)
    if shown.grid is not None and shown.above == len(shown.lines):
        _draw_grid(inner, shown, shown.grid, middle - shown.across / 2, first + height * shown.above)
    at = right - 1.0
    for badge in shown.badges:
        at = _badge(parent, badge, at, top, pages)


def _draw_grid(parent: ET.Element, shown: Figure, grid: Ruled, left: float, top: float) -> None:
    """The rules and texts of a table whose upper left corner is given."""
    style = of_node(shown.node)
    pen = {"fill": "none", "stroke": style.pen, "stroke-width": "0.7"}
    right = left + shown.across
    for column in grid.columns:
        sub(parent, "path", pen | {"d": f"M{left + column:.2f},{top:.2f}V{top + grid.height:.2f}"})
    for i, rule in enumerate(grid.rules):
        line = {"d": f"M{left:.2f},{top + rule:.2f}H{right:.2f}"}
        sub(parent, "path", pen | line | ({} if i else {"stroke-width": "1.2"}))
    for cell in grid.cells:
        put = text(parent, cell.said, left + cell.x, top + cell.y, shown.points, bold=cell.bold or style.bold)
        put.set("fill", style.text)


def _badge(parent: ET.Element, badge: Badge, right: float, top: float, pages: Pages | None) -> float:
    """A letter at the upper right corner of a box; where the next one ends comes back."""
    page = pages.groups.get(badge.group) if pages is not None else None
    said = badge.words(page if pages is not None and page != pages.here else None)
    width = max(2 * BADGE, text_width(said, BADGE_POINTS, semibold=True) + 7.0)
    link = sub(parent, "a", {"id": badge.name, f"{{{XLINK}}}href": f"#{badge.group}", "class": "edge link"})
    if badge.edge.steps:
        link.set("data-steps", steps_text(badge.edge.steps))
    disc(link, said, right - width / 2, top, width, of_edge(badge.edge).pen)
    return right - width - 2.0


def disc(parent: ET.Element, said: str, x: float, y: float, width: float, ink: str = INK) -> None:
    """White words on a dark disc, or on a longer mark where they need it."""
    place = {"x": f"{x - width / 2:.2f}", "y": f"{y - BADGE:.2f}", "width": f"{width:.2f}", "height": f"{2 * BADGE:g}"}
    sub(parent, "rect", place | {"rx": f"{BADGE:g}", "fill": ink, "stroke": "#fff", "stroke-width": "1"})
    text(parent, said, x, y + 0.36 * BADGE_POINTS, BADGE_POINTS, bold=True, centred=True).set("fill", "#fff")


def _inks(shown: Figure) -> tuple[str, str]:
    """The pen and the ink of a connector."""
    pen, ink = (PALE_LINE, PALE_INK) if shown.pale else (INK, INK)
    return (grey(pen), grey(ink)) if shown.pale and shown.node.grey else (pen, ink)


def _connector(
    parent: ET.Element, name: str, number: int, said: str, left: float, top: float, inks: tuple[str, str]
) -> None:
    """A number in a disc, and the page to which, or from which, the flow goes."""
    line, ink = inks
    group = sub(parent, "g", {"id": name, "class": "connector"})
    place = {"x": f"{left:.2f}", "y": f"{top:.2f}", "width": f"{PILL:g}", "height": f"{PILL_HEIGHT:g}"}
    pen = {"fill": "#fff", "stroke": line, "stroke-width": "1.1", "rx": f"{PILL_HEIGHT / 2:g}"}
    sub(group, "rect", place | pen)
    middle = top + PILL_HEIGHT / 2
    disc(group, str(number), left + PILL_HEIGHT / 2, middle, 2 * BADGE, ink)
    put = text(group, said, left + PILL_HEIGHT + 3.0, middle + 3.0, BADGE_POINTS)
    put.set("fill", ink)


def _drop(parent: ET.Element, x: float, y1: float, y2: float, pen: str) -> None:
    """A short arrow from a connector to its box."""
    sub(parent, "path", {"d": f"M{x:.2f},{y1:.2f}L{x:.2f},{y2 - 6:.2f}", "fill": "none", "stroke": pen})
    head = f"{x:.2f},{y2 - 0.5:.2f} {x - 3:.2f},{y2 - 7.5:.2f} {x + 3:.2f},{y2 - 7.5:.2f}"
    sub(parent, "polygon", {"points": head, "fill": pen, "stroke": "none"})


def href(node: Node) -> str:
    """Where a node links to: its line in the guideline."""
    return f"{quote(visible(node.file))}#L{node.line}"


def sub(parent: ET.Element, name: str, attributes: dict[str, str]) -> ET.Element:
    """A new SVG element."""
    return ET.SubElement(parent, f"{{{SVG}}}{name}", attributes)


def text(
    parent: ET.Element, said: str, x: float, y: float, points: float, *, bold: bool = False, centred: bool = False
) -> ET.Element:
    """A line of text on its base line."""
    put = sub(
        parent, "text", {"x": f"{x:.2f}", "y": f"{y:.2f}", "font-family": FONT, "font-size": f"{points:g}", "fill": INK}
    )
    if bold:
        put.set("font-weight", "600")
    if centred:
        put.set("text-anchor", "middle")
    put.text = visible(said)
    return put


def _outline(group: ET.Element, shown: Figure, left: float, top: float, right: float, bottom: float) -> None:
    """The shape itself, inside its box."""
    style = of_node(shown.node)
    pen = {"fill": style.fill, "stroke": style.pen, "stroke-width": f"{style.width:g}", "stroke-linejoin": "round"}
    if "dashed" in style.style:
        pen["stroke-dasharray"] = "5,2"
    middle = (top + bottom) / 2

    def area(*points: tuple[float, float]) -> None:
        sub(group, "polygon", pen | {"points": " ".join(f"{x:.2f},{y:.2f}" for x, y in points)})

    def box(x1: float, y1: float, x2: float, y2: float, radius: float = 0.0) -> None:
        place = {"x": f"{x1:.2f}", "y": f"{y1:.2f}", "width": f"{x2 - x1:.2f}", "height": f"{y2 - y1:.2f}"}
        sub(group, "rect", pen | place | ({"rx": f"{radius:g}"} if radius else {}))

    match shown.shape:
        case "mark":
            _mark(group, style.pen, (left + right) / 2, middle)
        case "hexagon":
            c = _CORNER
            area(
                (left, middle),
                (left + c, top),
                (right - c, top),
                (right, middle),
                (right - c, bottom),
                (left + c, bottom),
            )
        case "octagon":
            c = 7.0
            upper = ((left, top + c), (left + c, top), (right - c, top), (right, top + c))
            area(*upper, (right, bottom - c), (right - c, bottom), (left + c, bottom), (left, bottom - c))
        case "polygon":
            area((left + _SLANT, top), (right, top), (right - _SLANT, bottom), (left, bottom))
        case "cds":
            c = _CORNER
            area((left, top), (right - c, top), (right, middle), (right - c, bottom), (left, bottom))
        case "box3d":
            d = _DEPTH
            area(
                (left, top + d), (left + d, top), (right, top), (right, bottom - d), (right - d, bottom), (left, bottom)
            )
            _stroke(group, pen, (left, top + d), (right - d, top + d), (right - d, bottom))
            _stroke(group, pen, (right - d, top + d), (right, top))
        case "tab":
            area(
                (left, top),
                (left + 16, top),
                (left + 16, top + _TAB),
                (right, top + _TAB),
                (right, bottom),
                (left, bottom),
            )
            _stroke(group, pen, (left, top + _TAB), (left + 16, top + _TAB))
        case "note":
            c = 7.0
            area((left, top), (right - c, top), (right, top + c), (right, bottom), (left, bottom))
            _stroke(group, pen, (right - c, top), (right - c, top + c), (right, top + c))
        case "component":
            box(left + 4, top, right, bottom)
            box(left, top + 5, left + 8, top + 9)
            box(left, bottom - 9, left + 8, bottom - 5)
        case _:
            rounded = "rounded" in style.style
            box(left, top, right, bottom, min(9.0, (bottom - top) / 2) if rounded else 0.0)


def _mark(group: ET.Element, ink: str, x: float, y: float) -> None:
    """The end of a pathway: a disc in a ring."""
    at = {"cx": f"{x:.2f}", "cy": f"{y:.2f}"}
    sub(group, "circle", at | {"r": "7.5", "fill": "#fff", "stroke": ink, "stroke-width": "1.2"})
    sub(group, "circle", at | {"r": "4.6", "fill": ink})


def _stroke(group: ET.Element, pen: dict[str, str], *points: tuple[float, float]) -> None:
    line = {"fill": "none"} | {name: pen[name] for name in ("stroke", "stroke-width", "stroke-linejoin")}
    sub(group, "polyline", line | {"points": " ".join(f"{x:.2f},{y:.2f}" for x, y in points)})
