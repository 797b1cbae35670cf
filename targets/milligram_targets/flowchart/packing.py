"""Blocks on a page: each stands where the sheet stays largest in print, also in what an earlier block leaves free.

Enters: blocks by what they cover, in reading order. Leaves: the upper left corner of each. Free space is found on a
grid whose rows are integers, a bit a cell, so that a whole row is tested at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from milligram_targets.flowchart.pieces import Box

_CELL = 6.0
_LONG, _SHORT = 806.0, 559.0
"""A4 less a margin of 18 points; A3 has the same shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands together: its size, and what it covers (``None``: all of it)."""

    width: float
    height: float
    covers: tuple[Box, ...] | None = None
    below: bool = False
    """Stands below every block before it."""


def pack(blocks: Sequence[Block], head: float, gap: float = 14.0) -> tuple[tuple[float, float], ...]:
    """Corners of the blocks, on the better of an upright and a lying sheet; ``head`` is the height of what stands
    above."""
    tried = [_packed(blocks, head, gap, paper) for paper in ((_SHORT, _LONG), (_LONG, _SHORT))]
    return max(tried, key=lambda found: found[0])[1]


def _packed(
    blocks: Sequence[Block], head: float, gap: float, paper: tuple[float, float]
) -> tuple[float, tuple[tuple[float, float], ...]]:
    rows: dict[int, int] = {}
    corners: list[tuple[float, float]] = []
    width, height = 1.0, head
    before: tuple[float, float, float] | None = None
    for block in blocks:
        best: tuple[float, float, float] | None = None
        for x, y in _free(rows, block, width, height - head, gap):
            if before is not None and y < before[1] and x < before[2]:
                continue  # a later block never stands above and left of an earlier one
            scale = min(paper[0] / max(width, x + block.width), paper[1] / max(height, head + y + block.height))
            candidate = (round(scale, 6), -y, -x)
            if best is None or candidate > best:
                best = candidate
        assert best is not None
        x, y = -best[2], -best[1]
        corners.append((x, y))
        _mark(rows, block, x, y)
        width, height = max(width, x + block.width), max(height, head + y + block.height)
        before = (x, y, x + block.width)
    return min(paper[0] / width, paper[1] / height), tuple(corners)


def _free(rows: dict[int, int], block: Block, width: float, height: float, gap: float) -> Iterable[tuple[float, float]]:
    """The leftmost free place for a block in each row, the one below all others included."""
    if not rows:
        yield 0.0, 0.0
        return
    across = int((block.width + 2 * gap) / _CELL) + 1
    down = int((block.height + 2 * gap) / _CELL) + 1
    last = int((height + gap) / _CELL) + 2
    for top in range(last if block.below else 0, last + 1):
        taken = 0
        for row in range(max(0, top - int(gap / _CELL)), top + down - int(gap / _CELL)):
            taken |= rows.get(row, 0)
        # The page's left edge needs no gap: shift what is taken by it.
        taken <<= int(gap / _CELL)
        size = int(width / _CELL) + 2 * across
        free = ~taken & ((1 << size) - 1)
        have = 1
        while have < across:
            step = min(have, across - have)
            free &= free >> step
            have += step
        if free:
            yield ((free & -free).bit_length() - 1) * _CELL, top * _CELL


def _mark(rows: dict[int, int], block: Block, x: float, y: float) -> None:
    for box in block.covers if block.covers is not None else (Box(0, 0, block.width, block.height),):
        left, right = int((x + box.left) / _CELL), int((x + box.right) / _CELL) + 1
        mask = (1 << max(right, left + 1)) - (1 << max(left, 0))
        for row in range(int((y + box.top) / _CELL), int((y + box.bottom) / _CELL) + 1):
            rows[row] = rows.get(row, 0) | mask
