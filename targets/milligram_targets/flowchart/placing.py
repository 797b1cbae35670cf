"""Where the label of an edge stands: beside its own line, clear of boxes, lines and other labels.

Enters: a piece as the engine drew it, with labels on or near their lines. Leaves: the same piece with labels moved as
little as needed. Each label tries places near the engine's, then beside points along its own line, and takes the first
that is clear, else the one that is least covered.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from milligram_targets.flowchart.pieces import Box, Piece, move_texts, text_box

_GAP = 5.0
_AIR = 2.0
_NUDGES = (0.0, -3.0, 3.0, -6.0, 6.0, -9.0, 9.0, -12.0, 12.0)
_ACROSS = (8.0, -8.0, 16.0, -16.0, 24.0)
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
_ON_NODE, _ON_LABEL, _ON_OWN_LINE, _ON_LINE = 20, 12, 6, 4

Points = list[tuple[float, float]]


def place_labels(piece: Piece, settled: frozenset[str] = frozenset()) -> None:
    """Moves the labels of all edges but those that are settled already."""
    lines = [(points, _around(points)) for _, points in piece.curves]
    nodes = tuple(piece.nodes.values())
    fixed = (text_box(group) for group, _ in piece.curves if group.get("id") in settled)
    placed: list[Box] = [box for box in fixed if box is not None]
    for number, (group, points) in enumerate(piece.curves):
        box = text_box(group)
        if box is None or not points or group.get("id") in settled:
            continue
        upright = "upright" in group.get("class", "").split()
        best = box
        least: int | None = None
        for place in _places(box, points, upright):
            cost = _cost(place, number, lines, nodes, placed)
            if least is None or cost < least:
                best, least = place, cost
            if cost == 0:
                break
        move_texts(group, best.left - box.left, best.top - box.top)
        placed.append(best)


def _places(box: Box, points: Points, upright: bool) -> Iterator[Box]:
    """Candidates, the best first; a label of an upright line stands at its side."""
    width, height = box.right - box.left, box.bottom - box.top

    def at(left: float, top: float) -> Box:
        return Box(left, top, left + width, top + height)

    if not upright:
        for nudge in _NUDGES:
            yield at(box.left, box.top + nudge)
        for across in _ACROSS:
            for nudge in _NUDGES:
                yield at(box.left + across, box.top + nudge)
    for part in _ALONG:
        x, y = points[round(part * (len(points) - 1))]
        yield at(x + _GAP, y - height / 2)
        yield at(x - _GAP - width, y - height / 2)
        if not upright:
            yield at(x - width / 2, y - _GAP - height)
            yield at(x - width / 2, y + _GAP)


def _cost(place: Box, number: int, lines: list[tuple[Points, Box]], nodes: tuple[Box, ...], placed: list[Box]) -> int:
    place = Box(place.left - _AIR, place.top - _AIR, place.right + _AIR, place.bottom + _AIR)
    cost = _ON_NODE * sum(place.meets(node) for node in nodes) + _ON_LABEL * sum(place.meets(b) for b in placed)
    for other, (points, around) in enumerate(lines):
        if place.meets(around) and _crossed(place, points):
            cost += _ON_OWN_LINE if other == number else _ON_LINE
    return cost


def _around(points: Points) -> Box:
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return Box(min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)


def _crossed(box: Box, points: Points) -> bool:
    """Whether a line of short parts runs through a box (Liang and Barsky's clipping, 1984)."""
    for (x1, y1), (x2, y2) in pairwise(points):
        first, last = 0.0, 1.0
        for p, q in (
            (x1 - x2, x1 - box.left),
            (x2 - x1, box.right - x1),
            (y1 - y2, y1 - box.top),
            (y2 - y1, box.bottom - y1),
        ):
            if p == 0:
                if q < 0:
                    first = 2.0
            elif p < 0:
                first = max(first, q / p)
            else:
                last = min(last, q / p)
        if first <= last:
            return True
    return False
