"""Lines that cross: one of the two has a gap there, so that nobody takes the wrong way.

Enters: the lines of a part and its edges. Leaves: the strokes of each line, cut where another line crosses that comes
from elsewhere and leads elsewhere. The level line is cut, as under a bridge; where its head is too near, the steep one.

    a level line from x 0 to 100, a steep one at x 50   ->   level strokes from 0 to 46 and from 54 to 100
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from milligram_targets.flowchart.model import Edge
from milligram_targets.flowchart.routes import Line

GAP = 4.0
"""Half the width of a gap, in points."""
_NEAR = 5.0
"""How near to a corner a line may be cut."""
_HEAD = 16.0
"""How near to the tip of its head."""
_TOUCH = 1.0
"""Lines that come this near to an end touch there and do not cross."""

Point = tuple[float, float]
Strokes = tuple[tuple[Point, ...], ...]


class _Run(NamedTuple):
    """A straight run of a line: level at ``at`` from ``low`` to ``high``, or steep."""

    name: str
    stroke: int
    run: int
    at: float
    low: float
    high: float
    room: tuple[float, float]
    """What is left alone at its low and its high end."""

    def takes(self, place: float) -> bool:
        """Whether it can be cut there."""
        return self.low + self.room[0] + GAP <= place <= self.high - self.room[1] - GAP

    def passes(self, place: float) -> bool:
        """Whether it goes on to both sides of the place."""
        return self.low + _TOUCH < place < self.high - _TOUCH


def with_gaps(lines: Mapping[str, Line], edges: Mapping[str, Edge]) -> dict[str, Strokes]:
    """The strokes of every line, with its gaps."""
    level, steep = _runs(lines)
    steep.sort(key=lambda run: run.at)
    places = [run.at for run in steep]
    cuts: dict[tuple[str, int, int], list[float]] = {}
    for run in level:
        for other in steep[bisect_right(places, run.low) : bisect_right(places, run.high)]:
            one, two = edges[run.name], edges[other.name]
            if one.source == two.source or one.target == two.target:
                continue
            if not (run.passes(other.at) and other.passes(run.at)):
                continue
            cut, place = (run, other.at) if run.takes(other.at) else (other, run.at)
            if cut.takes(place):
                cuts.setdefault((cut.name, cut.stroke, cut.run), []).append(place)
    return {name: _cut(name, line.strokes, cuts) for name, line in lines.items()}


def _runs(lines: Mapping[str, Line]) -> tuple[list[_Run], list[_Run]]:
    """Every straight run, the level ones and the steep ones."""
    level: list[_Run] = []
    steep: list[_Run] = []
    for name, line in lines.items():
        for stroke, corners in enumerate(line.strokes):
            last = stroke == len(line.strokes) - 1
            for index, ((x1, y1), (x2, y2)) in enumerate(pairwise(corners)):
                tip = _HEAD if last and index == len(corners) - 2 else _NEAR
                if abs(y1 - y2) < 0.01:
                    room = (_NEAR, tip) if x1 < x2 else (tip, _NEAR)
                    level.append(_Run(name, stroke, index, y1, min(x1, x2), max(x1, x2), room))
                elif abs(x1 - x2) < 0.01:
                    room = (_NEAR, tip) if y1 < y2 else (tip, _NEAR)
                    steep.append(_Run(name, stroke, index, x1, min(y1, y2), max(y1, y2), room))
    return level, steep


def _cut(name: str, strokes: Strokes, cuts: Mapping[tuple[str, int, int], list[float]]) -> Strokes:
    """The strokes in pieces; two gaps that meet are one, and none reaches past the end of its run."""
    found: list[tuple[Point, ...]] = []
    for stroke, corners in enumerate(strokes):
        piece = [corners[0]]
        for index, (start, end) in enumerate(pairwise(corners)):
            axis = 0 if abs(start[1] - end[1]) < 0.01 else 1
            ahead = 1.0 if end[axis] > start[axis] else -1.0
            for place in sorted(cuts.get((name, stroke, index), ()), key=lambda each: ahead * each):
                before, behind = place - ahead * GAP, place + ahead * GAP
                if ahead * (before - piece[-1][axis]) > 0:
                    found.append((*piece, _at(start, axis, before)))
                    piece = [_at(start, axis, behind)]
                elif found and len(piece) == 1 and piece[0] != corners[0]:
                    piece = [_at(start, axis, behind)]
            piece.append(end)
        found.append(tuple(piece))
    return tuple(found)


def _at(on: Point, axis: int, place: float) -> Point:
    return (place, on[1]) if axis == 0 else (on[0], place)
