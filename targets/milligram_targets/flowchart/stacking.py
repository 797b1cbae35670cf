"""How high everything stands: row by row, each box as far up as what is above it in its own columns allows.

Enters: the ways of a grid, the sizes of boxes and labels. Leaves: the height of each row at each column; tracks that
run across get theirs. A row of high boxes on the right holds up nothing on the left.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from milligram_targets.flowchart.grid import Grid
from milligram_targets.flowchart.ways import Track, Ways, column_key

TRACK = 8.0
"""Points between two tracks."""
TIP = 12.0
"""Points that an arrow runs straight before its box."""
LEAST = 21.0
LEAVE = 8.0
AIR = 4.0
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


class _Floor:
    """How far down each column and each gap between columns is taken, and what a box needs below that."""

    def __init__(self, keys: int) -> None:
        self.at = [0.0] * keys
        self.clear = [0.0] * keys

    def lay(self, keys: range, y: float, clear: float) -> None:
        """Takes everything down to ``y``."""
        for key in keys:
            self.at[key], self.clear[key] = y, clear


def stacked(
    grid: Grid,
    ways: Ways,
    zones: dict[tuple[str, int, str], list[Track]],
    sizes: Mapping[str, Size],
    labels: Mapping[str, tuple[float, float]],
) -> tuple[dict[tuple[int, int], float], float]:
    """The height of each row at each column (odd keys) and gap (even keys), and of all; tracks get theirs.

    Row by row everything stands as high as what is above it in its own columns allows, so a row of high boxes on the
    right holds up nothing on the left. What a level line joins is moved together (one-dimensional compaction of a
    layout, as for circuits).
    """
    floor = _Floor(2 * grid.columns() + 1)
    lines = _level_lines(grid, ways)
    below: dict[tuple[int, int], float] = {}
    beside: dict[tuple[int, int], float] = {}
    for name, way in ways.ways.items():
        if name in labels and way.label is not None:
            side, row, column = way.label
            place = (row, 2 * column + 1) if side == "below" else (row, 2 * column)
            (below if side == "below" else beside)[place] = labels[name][1]
    boxes = {(row, 2 * column + 1): sizes[name] for name, (row, column) in grid.cells.items()}
    heights: dict[tuple[int, int], float] = {}
    for row in range(grid.rows() + 1):
        for zone in ("leave", "arrive"):
            for track in sorted(zones.get(("across", row, zone), []), key=lambda each: each.lane):
                keys = range(int(track.low), int(track.high) + 1)
                track.at = max(floor.at[key] + min(TRACK, floor.clear[key] or LEAVE) for key in keys)
                floor.lay(keys, track.at, TIP)
        for keys in lines.get(row, ()):
            y = 0.0
            for key in keys:
                free, box, label = floor.at[key], boxes.get((row, key)), beside.get((row, key))
                if box is not None:
                    y = max(y, free + floor.clear[key] + box.above + box.height / 2)
                elif label is not None:
                    y = max(y, free + (AIR if floor.clear[key] else 0.0) + label / 2)
                else:
                    y = max(y, free + (TRACK if floor.clear[key] else 0.0))
            for key in keys:
                heights[row, key] = y
                box, label, under = boxes.get((row, key)), beside.get((row, key)), below.get((row, key))
                if box is not None:
                    bottom = y + box.height / 2
                    floor.lay(
                        range(key, key + 1), bottom + (under + 2 * AIR if under else 0.0), TIP if under else LEAST
                    )
                else:
                    floor.lay(range(key, key + 1), y + (label / 2 if label else 0.0), TIP)
    return heights, max(floor.at, default=0.0) + (2.0 if ways.across or ways.along else 0.0)


def _level_lines(grid: Grid, ways: Ways) -> dict[int, list[range]]:
    """For each row the stretches of columns and gaps that boxes and lines in it take together."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for row, column in grid.cells.values():
        taken.setdefault(row, []).append((2 * column + 1, 2 * column + 1))
    for way in ways.ways.values():
        for (x1, y1), (x2, y2) in pairwise(way.corners):
            if isinstance(y1, int) and y1 == y2:
                ends = sorted((column_key(x1, grid), column_key(x2, grid)))
                taken.setdefault(y1, []).append((ends[0], ends[1]))
    found: dict[int, list[range]] = {}
    for row, parts in taken.items():
        merged: list[list[int]] = []
        for low, high in sorted(parts):
            if merged and low <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], high)
            else:
                merged.append([low, high])
        found[row] = [range(low, high + 1) for low, high in merged]
    return found
