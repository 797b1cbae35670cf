"""How the arrows of a grid run: along the gaps between rows and columns, each in a track of its own.

Enters: a :class:`Grid`, the sizes of its boxes and of the labels. Leaves: a :class:`Plan` with the place of every box,
every line and every label. No line can meet a box or a label: lines run in tracks, tracks lie in gaps, and in each gap
labels have a strip that no track enters (``ways.py``).

    two boxes "a" and "b" with an arrow between  ->  Plan(middles={"a": (30, 14), "b": (30, 63)}, lines=…, …)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from milligram_targets.flowchart.grid import Arrow, Grid
from milligram_targets.flowchart.stacking import AIR, LEAST, LEAVE, TIP, TRACK, Size, stacked
from milligram_targets.flowchart.ways import Place, Track, Way, Ways, coloured, column_key, count


class Line(NamedTuple):
    """An arrow drawn: straight strokes from its source to the tip, and the middle of its label."""

    strokes: tuple[tuple[tuple[float, float], ...], ...]
    label: tuple[float, float] | None


@dataclass(slots=True, kw_only=True)
class Plan:
    """The middle of each box and every line, from 0, 0 on to ``width`` and ``height``."""

    middles: dict[str, tuple[float, float]]
    lines: dict[str, Line]
    width: float
    height: float


def routed(
    grid: Grid, arrows: tuple[Arrow, ...], sizes: Mapping[str, Size], labels: Mapping[str, tuple[float, float]]
) -> Plan:
    """The plan; ``labels`` holds the width and height of each arrow's label, if it has one."""
    ways = Ways(grid)
    for arrow in arrows:
        ways.add(arrow)
    for tracks in ways.zones().values():
        coloured(tracks)
    return _Frame(grid, ways, sizes, labels).plan()


class _Frame:
    """Rows, columns, gaps and tracks in points."""

    def __init__(
        self, grid: Grid, ways: Ways, sizes: Mapping[str, Size], labels: Mapping[str, tuple[float, float]]
    ) -> None:
        self.grid, self.ways, self.sizes, self.labels = grid, ways, sizes, labels
        self._zones = ways.zones()
        columns = grid.columns()
        self.widths, self.before = [0.0] * columns, [0.0] * columns
        """How wide a column is, and what it needs left of its widest box."""
        self.beside: dict[int, float] = {}
        """The widest label of each gap left of a column; of the first, on its right."""
        for name, (_, column) in grid.cells.items():
            self.widths[column] = max(self.widths[column], sizes[name].width)
        for name, (_, column) in grid.cells.items():
            size = sizes[name]
            self.before[column] = max(self.before[column], size.before + (size.width - self.widths[column]) / 2)
        for name, way in ways.ways.items():
            self._make_room(way, labels.get(name))
        self.x, self.left = self._columns()
        self.y, self.height = stacked(grid, ways, self._zones, sizes, labels)

    def _make_room(self, way: Way, size: tuple[float, float] | None) -> None:
        if size is None or way.label is None:
            return
        side, _, column = way.label
        if side == "below":
            self.widths[column] = max(self.widths[column], size[0])
        else:
            self.beside[column] = max(self.beside.get(column, 0.0), size[0])

    def _columns(self) -> tuple[list[float], list[float]]:
        """The axis of each column, and where the labels of each gap begin (of the first: end)."""
        axes: list[float] = []
        labels: list[float] = []
        x = 0.0
        for gap in range(len(self.widths) + 1):
            stems = self._zones.get(("along", gap, "stem"), [])
            lanes = self._zones.get(("along", gap, "lane"), [])
            text = self.beside.get(gap, 0.0)
            if gap == 0:
                x += TRACK * count(lanes) + (text + 2 * AIR if text else 0.0)
                x += LEAVE if lanes else 0.0
                labels.append(x - AIR)
                inner = x - (text + 2 * AIR if text else 0.0) - LEAVE
                for track in lanes:
                    track.at = inner - TRACK * track.lane
            else:
                start = x
                for track in stems:
                    track.at = x + LEAVE + TRACK * track.lane
                x += LEAVE + TRACK * (count(stems) - 1) if stems else 0.0
                labels.append(x + AIR + 2)
                x += text + 2 * AIR + 2 if text else 0.0
                for track in lanes:
                    track.at = x + LEAVE + TRACK * track.lane
                x += LEAVE + TRACK * (count(lanes) - 1) if lanes else 0.0
                last = gap == len(self.widths)
                x = max(x + TIP, start + LEAST) if not last else x + (2.0 if lanes else 0.0)
            if gap < len(self.widths):
                x += self.before[gap]
                axes.append(x + self.widths[gap] / 2)
                x += self.widths[gap]
        self.width = x
        return axes, labels

    def plan(self) -> Plan:
        """Everything in points."""
        middles = {
            name: (self.x[column], self.y[row, 2 * column + 1]) for name, (row, column) in self.grid.cells.items()
        }
        lines = {name: self._line(way, self.labels.get(name)) for name, way in self.ways.ways.items()}
        return Plan(middles=middles, lines=lines, width=self.width, height=self.height)

    def _line(self, way: Way, size: tuple[float, float] | None) -> Line:
        points = [(self._across_at(x), self._down_at(y, x)) for x, y in way.corners]
        if size is None or way.label is None:
            return Line((_straight(points),), None)
        side, row, column = way.label
        width, height = size
        if side == "below":
            middle = (self.x[column], points[0][1] + AIR + height / 2)
        elif side == "left":
            middle = (self.left[0] - width / 2, self.y[row, 0])
        else:
            middle = (self.left[column] + width / 2, self.y[row, 2 * column])
        return Line(_broken(points, middle, width / 2 + 3.0, height / 2 + 1.5), middle)

    def _across_at(self, place: Place) -> float:
        match place:
            case Track(at=at):
                return at
            case int():
                return self.x[place]
            case (name, side):
                size, axis = self.sizes[name], self.x[self.grid.cells[name][1]]
                return axis - size.width / 2 + size.left if side == "left" else axis + size.width / 2 - size.right

    def _down_at(self, place: Place, across: Place) -> float:
        match place:
            case Track(at=at):
                return at
            case int():
                return self.y[place, column_key(across, self.grid)]
            case (name, side):
                row, column = self.grid.cells[name]
                size, axis = self.sizes[name], self.y[row, 2 * column + 1]
                return axis - size.height / 2 + size.top if side == "top" else axis + size.height / 2 - size.bottom


def _straight(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The corners without those where nothing turns."""
    kept = points[:1]
    for i in range(1, len(points)):
        here = points[i]
        if i + 1 < len(points):
            before, after = kept[-1], points[i + 1]
            if (before[0] == here[0] == after[0]) or (before[1] == here[1] == after[1]):
                continue
        kept.append(here)
    return tuple(kept)


def _broken(
    points: list[tuple[float, float]], middle: tuple[float, float], half_width: float, half_height: float
) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The line in two strokes, before and behind its label."""
    corners = _straight(points)
    for i, ((x1, y1), (x2, y2)) in enumerate(pairwise(corners)):
        level = y1 == y2 and abs(y1 - middle[1]) < 0.01 and min(x1, x2) < middle[0] < max(x1, x2)
        upright = x1 == x2 and abs(x1 - middle[0]) < 0.01 and min(y1, y2) < middle[1] < max(y1, y2)
        if level or upright:
            towards = 1.0 if (x2 > x1 if level else y2 > y1) else -1.0
            dx, dy = (half_width * towards, 0.0) if level else (0.0, half_height * towards)
            before, behind = (middle[0] - dx, middle[1] - dy), (middle[0] + dx, middle[1] + dy)
            return ((*corners[: i + 1], before), (behind, *corners[i + 1 :]))
    return (corners,)
