"""How the arrows of a grid run: along the gaps between rows and columns, each in a track of its own.

Enters: a :class:`Grid`, the sizes of its boxes and of the labels. Leaves: a :class:`Plan` with the place of every box,
every line and every label. No line can meet a box or a label: lines run in tracks, tracks lie in gaps, and in each gap
labels have a strip that no track enters. Lines share a track only where they leave one box or come to one box. Tracks
are filled by the greedy colouring of intervals.

    gap left of a column:  | stems that fan out | labels | lanes |        gap above a row, from the top:  labels,
                                                                          tracks that leave, tracks that arrive
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from milligram_targets.flowchart.grid import Arrow, Grid

TRACK = 8.0
"""Points between two tracks."""
_TIP = 12.0
"""Points that an arrow runs straight before its box."""
_LEAST = 21.0
_LEAVE = 8.0
_AIR = 4.0
"""Points around a label."""


class Size(NamedTuple):
    """Width and height of a box, and how far inside of them the middle of each side lies; then what it needs above and
    left of itself."""

    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    above: float = 0.0
    before: float = 0.0

    def turned(self) -> Size:
        """Rows for columns."""
        return Size(self.height, self.width, self.top, self.left, self.bottom, self.right, self.before, self.above)


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


@dataclass(slots=True, eq=False)
class _Track:
    """A straight way in one zone of a gap; ``low`` and ``high`` say how far it is used, ``lane`` which of the zone it
    is."""

    gap: int
    zone: str
    low: float = field(default=float("inf"))
    high: float = field(default=float("-inf"))
    lane: int = 0
    at: float = 0.0


_Side: TypeAlias = tuple[str, str]
_Place: TypeAlias = "_Track | int | _Side"
_ZONES = {"stem": 0.2, "leave": 0.2, "lane": 0.6, "arrive": 0.6}


@dataclass(slots=True)
class _Way:
    """The corners of an arrow; a column or row stands as its number, a side of a box by its name."""

    corners: list[tuple[_Place, _Place]]
    label: tuple[str, int, int] | None = None
    """``right``, ``left`` or ``below``; then row and column of the gap."""


def routed(
    grid: Grid, arrows: tuple[Arrow, ...], sizes: Mapping[str, Size], labels: Mapping[str, tuple[float, float]]
) -> Plan:
    """The plan; ``labels`` holds the width and height of each arrow's label, if it has one."""
    ways = _Ways(grid)
    for arrow in arrows:
        ways.add(arrow)
    for tracks in ways.zones().values():
        _coloured(tracks)
    return _Frame(grid, ways, sizes, labels).plan()


class _Ways:
    """The ways of all arrows, by rows, columns and tracks."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.ways: dict[str, _Way] = {}
        self.across: dict[tuple[int, str, str], _Track] = {}
        """Tracks that run left to right, by gap above a row, zone and what shares them."""
        self.along: dict[tuple[int, str, str], _Track] = {}
        """Tracks that run down, by gap left of a column."""

    def zones(self) -> dict[tuple[str, int, str], list[_Track]]:
        """The tracks of each zone."""
        found: dict[tuple[str, int, str], list[_Track]] = {}
        for kind, tracks in (("across", self.across), ("along", self.along)):
            for (gap, zone, _), track in tracks.items():
                found.setdefault((kind, gap, zone), []).append(track)
        return found

    def add(self, arrow: Arrow) -> None:
        """Finds the way of an arrow from its source's side to its target's."""
        grid = self.grid
        row, column = grid.cells[arrow.source]
        onward = grid.onward.get(arrow.name)
        if onward == "down":
            corners: list[tuple[_Place, _Place]] = [
                (column, (arrow.source, "bottom")),
                (column, (arrow.target, "top")),
            ]
            way = _Way(corners, ("below", row, column))
        elif onward == "right":
            way = _Way([((arrow.source, "right"), row), ((arrow.target, "left"), row)], ("right", row, column + 1))
        elif arrow.name in grid.left:
            lane = self._along(0, "lane", arrow.target)
            way = _Way([((arrow.source, "left"), row), (lane, row)], ("left", row, 0))
            self._arrive(way, arrow, lane, row)
        elif arrow.name in grid.below:
            leave = self._across(row + 1, "leave", arrow.target)
            way = _Way([(column, (arrow.source, "bottom")), (column, leave)], ("below", row, column))
            at = grid.cells[arrow.target][1]
            gap = at if arrow.target in grid.entered_left or column <= at else at + 1
            lane = self._along(gap, "lane", arrow.target)
            way.corners.append((lane, leave))
            self._arrive(way, arrow, lane, leave)
        else:
            way = self._rightward(arrow, row, column)
        self.ways[arrow.name] = way
        for (x1, y1), (x2, y2) in pairwise(way.corners):
            self._use(x1, (y1, y2), grid, 0)
            self._use(y1, (x1, x2), grid, 1)
            if x2 is not x1:
                self._use(x2, (y1, y2), grid, 0)
            if y2 is not y1:
                self._use(y2, (x1, x2), grid, 1)

    def _rightward(self, arrow: Arrow, row: int, column: int) -> _Way:
        slot = self.grid.slots[arrow.name]
        way = _Way([((arrow.source, "right"), row)], ("right", slot, column + 1))
        if slot != row:
            stem = self._along(column + 1, "stem", arrow.source)
            way.corners += [(stem, row), (stem, slot)]
        if self.grid.cells[arrow.target] == (slot, column + 1) and arrow.target in self.grid.entered_left:
            way.corners.append(((arrow.target, "left"), slot))
            return way
        lane = self._along(column + 1, "lane", arrow.target)
        way.corners.append((lane, slot))
        self._arrive(way, arrow, lane, slot)
        return way

    def _arrive(self, way: _Way, arrow: Arrow, lane: _Track, at: _Place) -> None:
        """From a lane to the side by which the target is entered; ``at`` is where the lane is now."""
        row, column = self.grid.cells[arrow.target]
        if arrow.target not in self.grid.entered_left:
            arrive = self._across(row, "arrive", arrow.target)
            way.corners += [(lane, arrive), (column, arrive), (column, (arrow.target, "top"))]
            return
        if lane.gap != column:
            over = self._across(row, "leave", arrow.target)
            near = self._along(column, "lane", arrow.target)
            way.corners += [(lane, over), (near, over)]
            lane = near
        way.corners += [(lane, row), ((arrow.target, "left"), row)]

    def _along(self, gap: int, zone: str, net: str) -> _Track:
        return self.along.setdefault((gap, zone, net), _Track(gap, zone))

    def _across(self, gap: int, zone: str, net: str) -> _Track:
        return self.across.setdefault((gap, zone, net), _Track(gap, zone))

    def _use(self, place: _Place, ends: tuple[_Place, _Place], grid: Grid, part: int) -> None:
        """Notes how far a track is used; ``part`` is 0 where its ends are rows, 1 where they are columns."""
        if isinstance(place, _Track):
            for end in ends:
                key = _key(end, grid, part)
                place.low, place.high = min(place.low, key), max(place.high, key)


def _key(place: _Place, grid: Grid, part: int) -> float:
    """Where something lies in the order of rows or columns: cells are odd, gaps even."""
    match place:
        case _Track(gap=gap, zone=zone):
            return 2 * gap + _ZONES[zone]
        case int():
            return 2 * place + 1
        case (name, side):
            return 2 * grid.cells[name][part] + 1 + {"left": -0.1, "top": -0.1}.get(side, 0.1)


def _coloured(tracks: list[_Track]) -> None:
    """Gives each track of a zone a lane in which no other is in its way: short ones first; of stems the lowest, so that
    none crosses another."""
    stems = bool(tracks) and tracks[0].zone == "stem"
    lanes: list[list[_Track]] = []
    for track in sorted(tracks, key=lambda t: -t.low if stems else t.high - t.low):
        free = (
            number
            for number, lane in enumerate(lanes)
            if all(track.high < other.low or other.high < track.low for other in lane)
        )
        track.lane = next(free, len(lanes))
        if track.lane == len(lanes):
            lanes.append([])
        lanes[track.lane].append(track)


def _count(tracks: list[_Track]) -> int:
    """How many lanes the tracks of a zone take."""
    return 1 + max((track.lane for track in tracks), default=-1)


class _Frame:
    """Rows, columns, gaps and tracks in points."""

    def __init__(
        self, grid: Grid, ways: _Ways, sizes: Mapping[str, Size], labels: Mapping[str, tuple[float, float]]
    ) -> None:
        self.grid, self.ways, self.sizes, self.labels = grid, ways, sizes, labels
        self._zones = ways.zones()
        rows, columns = grid.rows(), grid.columns()
        self.heights, self.widths = [0.0] * rows, [0.0] * columns
        self.over, self.before = [0.0] * rows, [0.0] * columns
        """What a row needs above the highest of its boxes, and a column left of its widest."""
        self.beside: dict[int, float] = {}
        """The widest label of each gap left of a column; of the first, on its right."""
        self.under: dict[int, float] = {}
        """The highest label of each gap above a row."""
        for name, (row, column) in grid.cells.items():
            self.heights[row] = max(self.heights[row], sizes[name].height)
            self.widths[column] = max(self.widths[column], sizes[name].width)
        for name, (row, column) in grid.cells.items():
            size = sizes[name]
            self.over[row] = max(self.over[row], size.above + (size.height - self.heights[row]) / 2)
            self.before[column] = max(self.before[column], size.before + (size.width - self.widths[column]) / 2)
        for name, way in ways.ways.items():
            self._make_room(way, labels.get(name))
        self.x, self.left = self._columns()
        self.y, self.top = self._rows()

    def _make_room(self, way: _Way, size: tuple[float, float] | None) -> None:
        if size is None or way.label is None:
            return
        side, row, column = way.label
        if side == "below":
            self.under[row + 1] = max(self.under.get(row + 1, 0.0), size[1])
            self.widths[column] = max(self.widths[column], size[0])
        else:
            self.beside[column] = max(self.beside.get(column, 0.0), size[0])
            self.heights[row] = max(self.heights[row], size[1])

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
                x += TRACK * _count(lanes) + (text + 2 * _AIR if text else 0.0)
                x += _LEAVE if lanes else 0.0
                labels.append(x - _AIR)
                inner = x - (text + 2 * _AIR if text else 0.0) - _LEAVE
                for track in lanes:
                    track.at = inner - TRACK * track.lane
            else:
                start = x
                for track in stems:
                    track.at = x + _LEAVE + TRACK * track.lane
                x += _LEAVE + TRACK * (_count(stems) - 1) if stems else 0.0
                labels.append(x + _AIR + 2)
                x += text + 2 * _AIR + 2 if text else 0.0
                for track in lanes:
                    track.at = x + _LEAVE + TRACK * track.lane
                x += _LEAVE + TRACK * (_count(lanes) - 1) if lanes else 0.0
                last = gap == len(self.widths)
                x = max(x + _TIP, start + _LEAST) if not last else x + (2.0 if lanes else 0.0)
            if gap < len(self.widths):
                x += self.before[gap]
                axes.append(x + self.widths[gap] / 2)
                x += self.widths[gap]
        self.width = x
        return axes, labels

    def _rows(self) -> tuple[list[float], list[float]]:
        """The axis of each row, and where the labels of each gap begin."""
        axes: list[float] = []
        labels: list[float] = []
        y = 0.0
        for gap in range(len(self.heights) + 1):
            leave = self._zones.get(("across", gap, "leave"), [])
            arrive = self._zones.get(("across", gap, "arrive"), [])
            start, text = y, self.under.get(gap, 0.0)
            labels.append(y + _AIR)
            y += text + 2 * _AIR if text else 0.0
            for zone in (leave, arrive):
                for track in zone:
                    track.at = y + _LEAVE + TRACK * track.lane
                y += _LEAVE + TRACK * (_count(zone) - 1) if zone else 0.0
            if gap == len(self.heights):
                y += 2.0 if leave or arrive else 0.0
            elif gap:
                y = max(y + _TIP, start + _LEAST)
            elif arrive or leave:
                y += _TIP
            if gap < len(self.heights):
                y += self.over[gap]
                axes.append(y + self.heights[gap] / 2)
                y += self.heights[gap]
        self.height = y
        return axes, labels

    def plan(self) -> Plan:
        """Everything in points."""
        middles = {name: (self.x[column], self.y[row]) for name, (row, column) in self.grid.cells.items()}
        lines = {name: self._line(way, self.labels.get(name)) for name, way in self.ways.ways.items()}
        return Plan(middles=middles, lines=lines, width=self.width, height=self.height)

    def _line(self, way: _Way, size: tuple[float, float] | None) -> Line:
        points = [(self._across_at(x), self._down_at(y)) for x, y in way.corners]
        if size is None or way.label is None:
            return Line((_straight(points),), None)
        side, row, column = way.label
        width, height = size
        if side == "below":
            middle = (self.x[column], self.top[row + 1] + height / 2)
        elif side == "left":
            middle = (self.left[0] - width / 2, self.y[row])
        else:
            middle = (self.left[column] + width / 2, self.y[row])
        return Line(_broken(points, middle, width / 2 + 3.0, height / 2 + 1.5), middle)

    def _across_at(self, place: _Place) -> float:
        match place:
            case _Track(at=at):
                return at
            case int():
                return self.x[place]
            case (name, side):
                size, axis = self.sizes[name], self.x[self.grid.cells[name][1]]
                return axis - size.width / 2 + size.left if side == "left" else axis + size.width / 2 - size.right

    def _down_at(self, place: _Place) -> float:
        match place:
            case _Track(at=at):
                return at
            case int():
                return self.y[place]
            case (name, side):
                size, axis = self.sizes[name], self.y[self.grid.cells[name][0]]
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
