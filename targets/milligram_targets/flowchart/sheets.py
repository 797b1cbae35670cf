"""A chart on sheets: one drawing for screens, or pages of a paper on which every word can be read.

Enters: a :class:`Flowchart`. Leaves: for screens one sheet; for a paper as many pages as it needs, each upright or
lying as fits better. Node text is printed at 8 points or more; what does not fit is continued on a further page rather
than shrunk: whole panels first, lists where they find room. A panel too large for a page is cut where the fewest arrows
cross, each of which gets a number on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from milligram_targets.flowchart.model import Edge, EdgeKind, Flowchart, Light, Node, NodeKind
from milligram_targets.flowchart.packing import Packed, pack
from milligram_targets.flowchart.page import Placed, Sheet, room
from milligram_targets.flowchart.panels import TURNS, Panel, panels_of
from milligram_targets.flowchart.parts import Part
from milligram_targets.flowchart.shapes import NODE_POINTS, Pages, connector

PAPERS = {"a4": (595.28, 841.89), "a3": (841.89, 1190.55), "letter": (612.0, 792.0)}
LEAST_POINTS = 8.0
"""Points of node text in print."""
LEAST = LEAST_POINTS / NODE_POINTS
"""How much smaller than drawn a page may be."""
_EMPTY = 4.0
"""How many arrows may cross to another page rather than that a page stays empty."""
_NARROWER = 0.02
"""How much smaller a page may become for a list that fills its room."""
_START = 12
"""Boxes of a page that are tried first."""
_TRIED = 8
"""Pages on which a key is tried that has the last page for itself."""
_CONTINUED = ", continued"
_FEW = 60
"""Boxes up to which every way to lay out a chart is tried."""


@dataclass(slots=True)
class Crossing:
    """The arrows between pages: a number for each box that is entered from another page."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, target: str) -> int:
        """The number of a box, given when it is first needed."""
        return self.numbers.setdefault(target, len(self.numbers) + 1)


def one_sheet(chart: Flowchart, direction: str) -> tuple[tuple[Placed, ...], float, float]:
    """All panels on one sheet of their own size; it is about as wide as it is high, or lies as a screen does."""
    panels = panels_of(chart, paged=False)
    turns = TURNS if sum(len(panel.part.figures) for panel in panels) <= _FEW else TURNS[:2]
    found: tuple[float, Packed, int] | None = None
    for turn in turns:
        blocks = [panel.laid(turn, direction).block() for panel in panels]
        for shape in ((1000.0, 700.0), (700.0, 1000.0)):
            packed = pack(blocks, shape)
            scale = min(shape[0] / packed.width, shape[1] / packed.height)
            if found is None or scale > found[0] + 0.005:
                found = (scale, packed, turn)
    assert found is not None or not panels
    if found is None:
        return (), 0.0, 0.0
    _, packed, turn = found
    return _placed(panels, packed, turn, direction), packed.width, packed.height


def pages_of(chart: Flowchart, paper: str, direction: str) -> tuple[Sheet, ...]:
    """The pages."""
    waiting = panels_of(chart, paged=False)
    setter = _Setter(chart, PAPERS[paper], direction)
    whole = setter.fitting(waiting, 1)
    if whole is not None or not waiting:
        return (whole or Sheet(placed=(), paper=PAPERS[paper], scale=1.0),)
    waiting = panels_of(chart, paged=True)
    sheets: list[Sheet] = []
    while waiting:
        number = len(sheets) + 1
        taken, sheet = setter.most(waiting, number)
        shown, waiting = waiting[:taken], waiting[taken:]
        if sheet is None:
            head, rest = setter.cut(waiting[0], number)
            sheet = setter.fitting([head], number) or setter.forced(head, number)
            shown, waiting = [head], ([rest] if rest is not None else []) + waiting[1:]
        lists = [panel for panel in waiting if not panel.part.edges]
        for panel in sorted(lists, key=lambda each: not each.part.sample):  # the key first: it explains the shapes
            filled = setter.fitting([*shown, panel], number, enough=sheet.scale)
            if filled is not None and filled.scale > sheet.scale - _NARROWER:
                sheet = filled
                shown.append(panel)
                waiting.remove(panel)
        sheets.append(sheet)
    return _key_beside(sheets, setter)


def _key_beside(sheets: list[Sheet], setter: _Setter) -> tuple[Sheet, ...]:
    """The pages; a key that has the last one for itself goes where the words stay largest, if any page has room; else
    the last list of the page before comes to it."""
    *before, last = sheets
    panels = [each.laid.panel for each in last.placed]
    if not before or len(panels) != 1 or not panels[0].part.sample:
        return tuple(sheets)
    best: tuple[float, int, Sheet] | None = None
    for i, sheet in enumerate(before[:_TRIED]):
        filled = setter.fitting([*(each.laid.panel for each in sheet.placed), *panels], i + 1)
        if filled is not None and (best is None or filled.scale > best[0]):
            best = (filled.scale, i, filled)
    if best is not None:
        before[best[1]] = best[2]
        return tuple(before)
    shown = [each.laid.panel for each in before[-1].placed]
    if len(shown) > 1 and not shown[-1].part.edges:
        less = setter.fitting(shown[:-1], len(before))
        more = setter.fitting([shown[-1], *panels], len(sheets))
        if less is not None and more is not None:
            return (*before[:-1], less, more)
    return tuple(sheets)


def _placed(panels: Sequence[Panel], packed: Packed, turn: int, direction: str) -> tuple[Placed, ...]:
    return tuple(
        Placed(laid=panel.laid(turn, direction), x=x, y=y) for panel, (x, y) in zip(panels, packed.corners, strict=True)
    )


class _Setter:
    """Sets panels on pages of one paper."""

    def __init__(self, chart: Flowchart, paper: tuple[float, float], direction: str) -> None:
        self.chart, self.direction = chart, direction
        self.papers = (paper, (paper[1], paper[0]))
        self.crossing = Crossing()

    def fitting(self, panels: Sequence[Panel], number: int, *, enough: float = 1.0) -> Sheet | None:
        """The page on which the panels are largest, if there is one on which they can be read; the first on which they
        keep ``enough`` of their size will do."""
        best: Sheet | None = None
        boxes = sum(panel.area() for panel in panels)
        for paper in self.papers:
            width, height = room(self.chart, paper, number)
            most = (width / LEAST, height / LEAST)
            if boxes > most[0] * most[1]:
                continue
            for turn in TURNS:
                laid = [panel.laid(turn, self.direction) for panel in panels]
                if any(each.width > most[0] or each.height > most[1] for each in laid):
                    continue
                if sum(each.width * each.height for each in laid if each.panel.framed) > most[0] * most[1]:
                    continue
                if len(laid) == 1:
                    packed = Packed(corners=((0.0, 0.0),), width=laid[0].width, height=laid[0].height, scale=1.0)
                else:
                    packed = pack([each.block() for each in laid], most)
                scale = min(width / packed.width, height / packed.height, 1.0)
                if scale >= LEAST and (best is None or scale > best.scale):
                    best = Sheet(placed=_placed(panels, packed, turn, self.direction), paper=paper, scale=scale)
                if best is not None and best.scale >= enough:
                    return best
        return best

    def most(self, panels: Sequence[Panel], number: int) -> tuple[int, Sheet | None]:
        """As many panels as fit on one page, in their order."""
        best: Sheet | None = None
        count = 0
        while count < len(panels):
            sheet = self.fitting(panels[: count + 1], number, enough=LEAST)
            if sheet is None:
                break
            best, count = sheet, count + 1
        return count, best and self.fitting(panels[:count], number)

    def forced(self, panel: Panel, number: int) -> Sheet:
        """A page for what no cut makes small enough: one box larger than the paper."""
        paper = self.papers[0]
        width, height = room(self.chart, paper, number)
        laid = panel.laid(1, self.direction)
        scale = min(width / laid.width, height / laid.height, 1.0)
        return Sheet(placed=(Placed(laid=laid, x=0.0, y=0.0),), paper=paper, scale=scale)

    def cut(self, panel: Panel, number: int) -> tuple[Panel, Panel | None]:
        """The panel in two: as much as fits on a page, and the rest. It is cut where the fewest arrows cross."""
        figures = panel.part.figures
        order = [name for name in panel.laid(TURNS[0], self.direction).piece.order if not figures[name].leads]
        if len(order) < 2:
            return panel, None

        def fits(size: int) -> bool:
            return self.fitting([_some(panel, order[:size], Crossing())], number, enough=LEAST) is not None

        low, high = 1, min(_START, len(order) - 1)
        while high < len(order) - 1 and fits(high):
            low, high = high, min(2 * high, len(order) - 1)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if fits(middle) else (low, middle - 1)
        sizes = range(max(1, int(low * 0.6)), low + 1)
        crossing = {size: _crossings(panel.part, set(order[:size])) for size in sizes}
        for size in sorted(sizes, key=lambda size: (crossing[size] + _EMPTY * (low - size) / low, -size)):
            if size == low or fits(size):
                break
        first = _some(panel, order[:size], self.crossing)
        rest = _some(panel, order[size:], self.crossing)
        title = panel.title if panel.title.endswith(_CONTINUED) else panel.title + _CONTINUED
        rest.title = title
        return first, rest


def _crossings(part: Part, names: set[str]) -> int:
    """How many boxes are entered from the other side, if some of the boxes stand on a page of their own."""
    ends = ((edge.source, edge.target) for edge in part.edges.values() if not part.figures[edge.target].leads)
    return len({target for source, target in ends if (source in names) != (target in names)})


def _some(panel: Panel, chosen: Sequence[str], crossing: Crossing) -> Panel:
    """A panel of some of the boxes, in this order; an arrow to another page ends in a connector, and one from there
    comes by the connector above its box."""
    part, names = panel.part, set(chosen)
    figures = {name: part.figures[name] for name in chosen}
    edges: dict[str, Edge] = {}
    ahead: dict[str, int] = {}
    for name, edge in part.edges.items():
        if edge.source in names and (edge.target in names or part.figures[edge.target].leads):
            if edge.target not in names:
                figures[edge.target] = part.figures[edge.target]
                ahead[edge.target] = part.ahead.get(edge.target, 0)
            edges[name] = edge
        elif edge.source in names:
            leaf = f"{name}_away"
            node = Node(identifier=leaf, kind=NodeKind.END, lines=(), light=edge.light, grey=edge.grey)
            figures[leaf] = connector(node, crossing.number(edge.target), edge.target)
            edges[name] = replace(edge, target=leaf)
            ahead[leaf] = _ahead(part, edge.target)
        elif edge.target in names:
            shown, pale = figures[edge.target], edge.light is Light.PALE
            if not shown.number:
                figures[edge.target] = shown.entered(crossing.number(edge.target), pale=pale)
            elif not pale:
                figures[edge.target] = replace(shown, pale=False)
    column = tuple(name for name in part.column if name in names)
    return panel.of(Part(figures=figures, edges=edges, column=column, lying=part.lying, ahead=ahead))


def _ahead(part: Part, name: str) -> int:
    """How many boxes lie behind one, itself included."""
    after: dict[str, list[str]] = {}
    for edge in part.edges.values():
        if edge.kind is not EdgeKind.BACK:
            after.setdefault(edge.source, []).append(edge.target)
    found, waiting = {name}, [name]
    while waiting:
        new = [target for target in after.get(waiting.pop(), ()) if target not in found]
        found.update(new)
        waiting += new
    return len(found) + sum(part.ahead.get(each, 0) for each in found)


def register(sheets: Sequence[Sheet]) -> tuple[Pages, ...]:
    """For each page what its letters and connectors say."""
    groups: dict[str, int] = {}
    boxes: dict[str, int] = {}
    sources: dict[str, tuple[int, ...]] = {}
    for number, sheet in enumerate(sheets, 1):
        for each in sheet.placed:
            groups.setdefault(each.laid.panel.identifier, number)
            for name, shown in each.laid.panel.part.figures.items():
                if shown.leads:
                    sources[shown.leads] = (*sources.get(shown.leads, ()), number)
                elif shown.number:
                    boxes[name] = number
    return tuple(
        Pages(here=number, groups=groups, boxes=boxes, sources=sources) for number in range(1, len(sheets) + 1)
    )
