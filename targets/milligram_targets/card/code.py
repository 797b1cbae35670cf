"""The QR code of a card: which edition of which guideline it was made from.

Enters: a card. Leaves: the text that a reader finds, and the code's outline as polygons in modules, for the template
to fill (ISO/IEC 18004 by segno, correction level M, because cards are laminated, scratched and copied).

    magnesium_neck_spasm 1.0.0 sha256:530d79fa…   ->   Code(modules=41, outline=(((4, 4), (11, 4), …), …))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from milligram_targets.card.model import Card

QUIET = 4
"""Modules of white around the code, as the standard asks."""

MODULE = 0.34
"""Millimetres of a module on paper; a telephone reads 0.33 mm."""

Corner = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code: how many modules wide it is with its quiet zone, and the corners of each polygon, clockwise around
    what is dark and counter-clockwise around what is light within it."""

    modules: int
    outline: tuple[tuple[Corner, ...], ...]


def payload(card: Card) -> str:
    """What the code says: the guideline's name, its version, and the SHA-256 of its source, which a module carries
    in ``GUIDELINE`` as well."""
    return " ".join(part for part in (card.identifier, card.version, card.sha256 and f"sha256:{card.sha256}") if part)


def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a text's code, row by row, without a quiet zone; dark is true."""
    import segno

    code = segno.make(text, error="m", micro=False, boost_error=False)
    return tuple(tuple(bool(dark) for dark in row) for row in code.matrix)


@lru_cache(maxsize=32)
def code_of(text: str) -> Code:
    """The code of a text."""
    rows = matrix(text)
    return Code(modules=len(rows) + 2 * QUIET, outline=outline(rows))


def outline(rows: Sequence[Sequence[bool]]) -> tuple[tuple[Corner, ...], ...]:
    """The borders between dark and light, each a closed polygon without corners on a straight line.

    Every border of a dark module is walked with the dark on its right. Where two modules touch at a corner only, the
    walk turns right, so that no polygon meets itself.
    """
    tall, wide = len(rows), len(rows[0]) if rows else 0

    def dark(x: int, y: int) -> bool:
        return 0 <= y < tall and 0 <= x < wide and rows[y][x]

    steps: dict[Corner, list[Corner]] = {}
    for y in range(tall):
        for x in range(wide):
            if rows[y][x]:
                if not dark(x, y - 1):
                    steps.setdefault((x, y), []).append((x + 1, y))
                if not dark(x + 1, y):
                    steps.setdefault((x + 1, y), []).append((x + 1, y + 1))
                if not dark(x, y + 1):
                    steps.setdefault((x + 1, y + 1), []).append((x, y + 1))
                if not dark(x - 1, y):
                    steps.setdefault((x, y + 1), []).append((x, y))
    found = []
    while steps:
        found.append(_walk(steps, next(iter(steps))))
    return tuple(tuple((x + QUIET, y + QUIET) for x, y in polygon) for polygon in found)


def _walk(steps: dict[Corner, list[Corner]], start: Corner) -> list[Corner]:
    """One polygon from a corner; the steps it takes are taken away."""
    at, way = start, (0, 0)
    corners: list[Corner] = []
    while True:
        nexts = steps[at]
        right = (at[0] - way[1], at[1] + way[0])
        step = right if right in nexts else nexts[0]
        nexts.remove(step)
        if not nexts:
            del steps[at]
        turned = (step[0] - at[0], step[1] - at[1])
        if turned != way:
            corners.append(at)
        at, way = step, turned
        if at == start:
            return corners
