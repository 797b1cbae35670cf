"""Blocks on a page: each stands where the sheet stays largest in print, also in what an earlier block leaves free.

Enters: blocks by what they cover, in reading order, and the page's width and height. Leaves: the upper left corner of
each. Free space is found on a grid whose rows are integers, a bit a cell, so that a whole row is tested at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from milligram_targets.flowchart.parts import Box

GAP = 16.0
_CELL = 6.0
_FINEST = 500
"""Rows of cells at most, about: a long chart is packed on a coarser grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands together: its size, and what it covers (``None``: all of it)."""

    width: float
    height: float
    covers: tuple[Box, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """Corners of the blocks, what they take in all, and how much of its size that keeps on the page (1: all)."""

    corners: tuple[tuple[float, float], ...]
    width: float
    height: float
    scale: float


def pack(blocks: Sequence[Block], page: tuple[float, float], gap: float = GAP) -> Packed:
    """The blocks in their order, each as far up as keeps the whole largest; none stands above and left of the one
    before it."""
    cell = max(_CELL, sum(block.height for block in blocks) / _FINEST)
    rows: list[int] = []
    corners: list[tuple[float, float]] = []
    width = height = 1.0
    before: tuple[float, float] | None = None
    for block in blocks:
        best: tuple[float, float, float] | None = None
        for x, y in _free(rows, block, width, gap, cell):
            if before is not None and y < before[1] and x < before[0]:
                continue
            scale = min(page[0] / max(width, x + block.width), page[1] / max(height, y + block.height), 1.0)
            candidate = (round(scale, 4), -y, -x)
            if best is None or candidate > best:
                best = candidate
        assert best is not None
        x, y = -best[2], -best[1]
        corners.append((x, y))
        _mark(rows, block, x, y, cell)
        width, height = max(width, x + block.width), max(height, y + block.height)
        before = (x, y)
    return Packed(corners=tuple(corners), width=width, height=height, scale=min(page[0] / width, page[1] / height))


def _free(rows: list[int], block: Block, width: float, gap: float, cell: float) -> Iterable[tuple[float, float]]:
    """The leftmost free place for a block in each row, the one below all others included."""
    if not rows:
        yield 0.0, 0.0
        return
    around = int(gap / cell) + 1
    across, down = int(block.width / cell) + 1 + 2 * around, int(block.height / cell) + 1 + 2 * around
    size = int(width / cell) + 2 * across
    # What is taken anywhere in the rows that the block would stand in, by doubling the height looked at.
    taken = [0] * around + rows + [0] * down
    have = 1
    while have < down:
        step = min(have, down - have)
        taken = [row | taken[i + step] if i + step < len(taken) else row for i, row in enumerate(taken)]
        have += step
    for top in range(len(rows) + around + 1):
        # The page's left edge needs no gap: shift what is taken by it.
        free = ~(taken[top] << around) & ((1 << size) - 1)
        have = 1
        while have < across:
            step = min(have, across - have)
            free &= free >> step
            have += step
        if free:
            yield ((free & -free).bit_length() - 1) * cell, top * cell


def _mark(rows: list[int], block: Block, x: float, y: float, cell: float) -> None:
    for box in block.covers if block.covers is not None else (Box(0, 0, block.width, block.height),):
        left, right = int((x + box.left) / cell), int((x + box.right) / cell) + 1
        mask = (1 << max(right, left + 1)) - (1 << max(left, 0))
        last = int((y + box.bottom) / cell) + 1
        rows.extend([0] * (last - len(rows)))
        for row in range(int((y + box.top) / cell), last):
            rows[row] |= mask
