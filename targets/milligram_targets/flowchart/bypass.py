"""Arrows that pass over nodes of a column: each runs in a lane of its own on the left, its label beside it.

Enters: a piece whose column the engine laid out, and the arrows between its nodes. Leaves: the same piece with those
arrows drawn anew. Shorter arrows take the inner lanes (the greedy colouring of intervals), and lanes are so far apart
that the label of one fits between it and the next: no label is nearer to another line than to its own.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from milligram_targets.flowchart.pieces import SVG, Piece, curve_of, move_texts, text_box

_FIRST = 14.0
"""Points from the widest node to the first lane."""
_AIR = 6.0
_ROUND = 7.0
_APART = 4.0
"""An arrow leaves so far below the middle of a node's side, and arrives so far above it."""
_HEAD = 7.0

Point = tuple[float, float]


def route_bypasses(piece: Piece, column: tuple[str, ...], arrows: tuple[tuple[str, str, str], ...]) -> frozenset[str]:
    """Redraws the arrows, each (group, source, target), that do not lead to the next node below; these groups, whose
    labels are in place, come back."""
    order = {name: i for i, name in enumerate(name for name in column if name in piece.nodes)}
    groups = {group.get("id", ""): group for group in piece.groups}
    passing = sorted(
        (abs(order[target] - order[source]), order[source], name, source, target)
        for name, source, target in arrows
        if source in order and target in order and order[target] - order[source] not in (0, 1)
    )
    lanes: list[list[tuple[int, int, str, str, str]]] = []
    for _, _, name, source, target in passing:
        first, last = sorted((order[source], order[target]))
        free = (lane for lane in lanes if all(last <= a or b <= first for a, b, *_ in lane))
        lane = next(free, None)
        if lane is None:
            lanes.append(lane := [])
        lane.append((first, last, name, source, target))
    x = min((piece.nodes[name].left for name in order), default=0.0) - _FIRST
    for lane in lanes:
        widest = 0.0
        for _, _, name, source, target in lane:
            _redraw(piece, groups[name], source, target, x)
            widest = max(widest, _label_beside(piece, groups[name], source, target, x))
        x -= widest + 2 * _AIR
    redrawn = frozenset(name for _, _, name, _, _ in passing)
    piece.curves = [(g, curve_of(g) if g.get("id") in redrawn else points) for g, points in piece.curves]
    return redrawn


def _redraw(piece: Piece, group: ET.Element, source: str, target: str, x: float) -> None:
    start, end = piece.nodes[source], piece.nodes[target]
    down = 1.0 if end.top > start.top else -1.0
    y1 = (start.top + start.bottom) / 2 + down * _APART
    y2 = (end.top + end.bottom) / 2 - down * _APART
    tip = end.left - 0.5
    corners: list[Point] = [
        (start.left + 2.0, y1),
        (x + _ROUND, y1),
        (x, y1 + down * _ROUND),
        (x, y2 - down * _ROUND),
        (x + _ROUND, y2),
        (tip - _HEAD + 1.0, y2),
    ]
    bends: dict[int, Point] = {1: (x, y1), 3: (x, y2)}
    path = [f"M{corners[0][0]:.2f},{corners[0][1]:.2f}C"]
    for i in range(len(corners) - 1):
        a, b = bends.get(i, corners[i]), bends.get(i, corners[i + 1])
        path.append(" ".join(f"{px:.2f},{py:.2f}" for px, py in (a, b, corners[i + 1])))
    for drawn in group.iter(f"{{{SVG}}}path"):
        drawn.set("d", " ".join(path))
    head = [(tip, y2), (tip - _HEAD, y2 - 2.6), (tip - _HEAD, y2 + 2.6), (tip, y2)]
    for polygon in group.iter(f"{{{SVG}}}polygon"):
        polygon.set("points", " ".join(f"{px:.2f},{py:.2f}" for px, py in head))


def _label_beside(piece: Piece, group: ET.Element, source: str, target: str, x: float) -> float:
    """Sets the label left of its lane, half way; its width comes back."""
    box = text_box(group)
    if box is None:
        return 0.0
    ends = (piece.nodes[source], piece.nodes[target])
    middle = sum((end.top + end.bottom) / 2 for end in ends) / 2
    move_texts(group, x - _AIR - box.right, middle - (box.top + box.bottom) / 2)
    return box.right - box.left
