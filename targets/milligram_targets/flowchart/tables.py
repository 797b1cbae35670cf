"""A table of a guideline as a grid: a row for each of its rows, a column for what it looks at and for what it gives.

Enters: rows of texts, the names of the columns first. Leaves: a :class:`Ruled` with each line of text and each rule in
its place, from 0, 0 on; or nothing, where a page is too narrow for the columns.

    (("weight", "first volume"), ("40 to under 50 kg", "34 mL"))   ->   weight            | first volume
                                                                        40 to under 50 kg | 34 mL
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from milligram_targets.flowchart.wrap import wrap
from milligram_targets.fonts.coverage import text_width

WIDEST = 430.0
"""Points across, from which on a table is a list."""
_GAP, _AIR = 12.0, 4.0
"""Points between columns, and between a row's text and its rules."""
_LEADING = 1.28
_FEW = 3
"""Columns up to which each has more room."""
_HEAD, _CELL = (22, 14), (36, 26)
"""Characters of a line of a column's name, and of a cell; of few columns, and of more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One line of text on its base line."""

    said: str
    x: float
    y: float
    bold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A grid: its texts in reading order, the heights of its rules, its columns' left ends but for the first."""

    cells: tuple[Cell, ...]
    rules: tuple[float, ...]
    columns: tuple[float, ...]
    width: float
    height: float


def ruled(rows: Sequence[Sequence[str]], points: float) -> Ruled | None:
    """The grid in text of this size, or nothing where it is too wide."""
    more = len(rows[0]) > _FEW
    wrapped = [[wrap(cell, characters=(_CELL if i else _HEAD)[more]) for cell in row] for i, row in enumerate(rows)]
    widths = [
        max(text_width(line, points, semibold=not i) for i, row in enumerate(wrapped) for line in row[column] or ("",))
        for column in range(len(rows[0]))
    ]
    width = sum(widths) + _GAP * (len(widths) - 1)
    if width > WIDEST:
        return None
    lefts = [sum(widths[:column]) + _GAP * column for column in range(len(widths))]
    cells: list[Cell] = []
    rules: list[float] = []
    y = 0.0
    for i, row in enumerate(wrapped):
        for left, lines in zip(lefts, row, strict=True):
            for n, line in enumerate(lines):
                base = y + _AIR / 2 + points * (_LEADING * n + 0.76 * _LEADING)
                cells.append(Cell(said=line, x=left, y=base, bold=not i))
        y += max(map(len, row)) * points * _LEADING + _AIR
        rules.append(y)
    return Ruled(
        cells=tuple(cells),
        rules=tuple(rules[:-1]),
        columns=tuple(left - _GAP / 2 for left in lefts[1:]),
        width=width,
        height=y,
    )
