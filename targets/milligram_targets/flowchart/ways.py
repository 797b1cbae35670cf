"""The ways of the arrows of a grid, by its rows and columns and the tracks between them.

Enters: a :class:`Grid` and its arrows. Leaves: :class:`Ways`: for each arrow its corners, each at a row or a track and
at a column or a track; no length is known yet. Lines share a track only where they leave one box or come to one box.
Tracks are put into lanes by the greedy colouring of intervals.

    gap left of a column:  | stems that fan out | labels | lanes |        gap above a row, from the top:  labels,
                                                                          tracks that leave, tracks that arrive
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from milligram_targets.flowchart.grid import Arrow, Grid


@dataclass(slots=True, eq=False)
class Track:
    """A straight way in one zone of a gap; ``low`` and ``high`` say how far it is used, ``lane`` which of the zone it
    is."""

    gap: int
    zone: str
    low: float = field(default=float("inf"))
    high: float = field(default=float("-inf"))
    lane: int = 0
    at: float = 0.0


Side: TypeAlias = tuple[str, str]
Place: TypeAlias = "Track | int | Side"
_ZONES = {"stem": 0.2, "leave": 0.2, "lane": 0.6, "arrive": 0.6}


@dataclass(slots=True)
class Way:
    """The corners of an arrow; a column or row stands as its number, a side of a box by its name."""

    corners: list[tuple[Place, Place]]
    label: tuple[str, int, int] | None = None
    """``right``, ``left`` or ``below``; then row and column of the gap."""


class Ways:
    """The ways of all arrows, by rows, columns and tracks."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.ways: dict[str, Way] = {}
        self.across: dict[tuple[int, str, str], Track] = {}
        """Tracks that run left to right, by gap above a row, zone and what shares them."""
        self.along: dict[tuple[int, str, str], Track] = {}
        """Tracks that run down, by gap left of a column."""

    def zones(self) -> dict[tuple[str, int, str], list[Track]]:
        """The tracks of each zone."""
        found: dict[tuple[str, int, str], list[Track]] = {}
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
            corners: list[tuple[Place, Place]] = [
                (column, (arrow.source, "bottom")),
                (column, (arrow.target, "top")),
            ]
            way = Way(corners, ("below", row, column))
        elif onward == "right":
            way = Way([((arrow.source, "right"), row), ((arrow.target, "left"), row)], ("right", row, column + 1))
        elif arrow.name in grid.left:
            lane = self._along(0, "lane", arrow.target)
            way = Way([((arrow.source, "left"), row), (lane, row)], ("left", row, 0))
            self._arrive(way, arrow, lane, row)
        elif arrow.name in grid.below:
            leave = self._across(row + 1, "leave", arrow.target)
            way = Way([(column, (arrow.source, "bottom")), (column, leave)], ("below", row, column))
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

    def _rightward(self, arrow: Arrow, row: int, column: int) -> Way:
        slot = self.grid.slots[arrow.name]
        way = Way([((arrow.source, "right"), row)], ("right", slot, column + 1))
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

    def _arrive(self, way: Way, arrow: Arrow, lane: Track, at: Place) -> None:
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

    def _along(self, gap: int, zone: str, net: str) -> Track:
        return self.along.setdefault((gap, zone, net), Track(gap, zone))

    def _across(self, gap: int, zone: str, net: str) -> Track:
        return self.across.setdefault((gap, zone, net), Track(gap, zone))

    def _use(self, place: Place, ends: tuple[Place, Place], grid: Grid, part: int) -> None:
        """Notes how far a track is used; ``part`` is 0 where its ends are rows, 1 where they are columns."""
        if isinstance(place, Track):
            for end in ends:
                key = place_key(end, grid, part)
                place.low, place.high = min(place.low, key), max(place.high, key)


def place_key(place: Place, grid: Grid, part: int) -> float:
    """Where something lies in the order of rows or columns: cells are odd, gaps even."""
    match place:
        case Track(gap=gap, zone=zone):
            return 2 * gap + _ZONES[zone]
        case int():
            return 2 * place + 1
        case (name, side):
            return 2 * grid.cells[name][part] + 1 + {"left": -0.1, "top": -0.1}.get(side, 0.1)


def column_key(place: Place, grid: Grid) -> int:
    """The column (odd) or gap (even) in which something stands."""
    return 2 * grid.cells[place[0]][1] + 1 if isinstance(place, tuple) else int(place_key(place, grid, 1))


def coloured(tracks: list[Track]) -> None:
    """Gives each track of a zone a lane in which no other is in its way: short ones first; of stems the lowest, so that
    none crosses another."""
    stems = bool(tracks) and tracks[0].zone == "stem"
    lanes: list[list[Track]] = []
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


def count(tracks: list[Track]) -> int:
    """How many lanes the tracks of a zone take."""
    return 1 + max((track.lane for track in tracks), default=-1)
