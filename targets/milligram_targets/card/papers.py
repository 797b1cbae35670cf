"""The papers that a card is printed on, and how cards lie on a larger sheet.

Enters: a word of ``--paper`` or ``--n-up``. Leaves: a :class:`Paper`, its measures and the text sizes that are tried on
it, or an :class:`Arrangement`.

    PAPERS["a6"]            ->  105 by 148 mm, two sides, 6.5 to 9.5 pt
    arrangement(A6, "a4")   ->  two columns of two rows
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A page in millimetres and the text sizes to try, in tenths of a point.

    ``margin`` stands left and right, ``edge`` above and below: no printer reaches the outer 4 mm of a sheet. ``goals``
    are the numbers of sides that a card should fit on, the best first, each with the least size at which it is worth
    taking; up to ``close`` a tight setting is better than a loose. ``foot`` is the size of what stands at the foot.
    """

    name: str
    width: float
    height: float
    margin: float
    edge: float
    goals: tuple[tuple[int, int], ...]
    largest: int
    foot: int = 65
    columns: int = 1
    gutter: float = 0
    smallest: int = 65
    close: int = 72

    @property
    def area(self) -> float:
        """What a side has for its text, in square points; about 10 mm go to its head and foot."""
        return (self.width - 2 * self.margin) * (self.height - 2 * self.edge - 10) * (72 / 25.4) ** 2


A6 = Paper(name="a6", width=105, height=148, margin=4.5, edge=4, goals=((1, 80), (2, 65)), largest=95)
"""The pocket card: two sides, or one where that is easy to read."""

A5 = Paper(name="a5", width=148, height=210, margin=7.5, edge=7, goals=((1, 65), (2, 65)), largest=105, foot=70)

A4 = Paper(
    name="a4",
    width=210,
    height=297,
    margin=12,
    edge=11,
    goals=((1, 65), (2, 65)),
    largest=125,
    foot=80,
    columns=2,
    gutter=8,
)
"""One sheet for the wall or the folder; two columns, as a line of 186 mm is too long to read."""

LETTER = Paper(
    name="letter",
    width=215.9,
    height=279.4,
    margin=12,
    edge=11,
    goals=((1, 65), (2, 65)),
    largest=125,
    foot=80,
    columns=2,
    gutter=8,
)

PAPERS: Mapping[str, Paper] = MappingProxyType({paper.name: paper for paper in (A6, A5, A4, LETTER)})
"""By their words."""

SHEETS: Mapping[str, tuple[float, float]] = MappingProxyType({"a4": (210.0, 297.0), "letter": (215.9, 279.4)})
"""Width and height in millimetres, by the words of ``--n-up``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How cards lie on a sheet: columns and rows of places ``wide`` by ``tall``, ``left`` and ``top`` millimetres from
    its edges; ``turned`` cards lie on their side."""

    columns: int
    rows: int
    turned: bool
    wide: float
    tall: float
    left: float
    top: float

    @property
    def count(self) -> int:
        """How many cards a sheet holds."""
        return self.columns * self.rows


def arrangement(paper: Paper, sheet: str) -> Arrangement | None:
    """As many cards as the sheet holds, and of two ways to hold as many, the one with the wider margins; None where it
    does not hold two."""
    width, height = SHEETS[sheet]
    found = []
    for turned in (False, True):
        wide, tall = (paper.height, paper.width) if turned else (paper.width, paper.height)
        columns, rows = int(width // wide), int(height // tall)
        left, top = (width - columns * wide) / 2, (height - rows * tall) / 2
        found.append(Arrangement(columns=columns, rows=rows, turned=turned, wide=wide, tall=tall, left=left, top=top))
    best = max(found, key=lambda one: (one.count, min(one.left, one.top)))
    return best if best.count > 1 else None
