"""What a PDF shows, read back: each character with its box and size, and the thin lines between them.

Enters: the bytes of a PDF. Leaves: a `Page` for each page, lengths in points from its lower left corner. A box is that
of the ink, not of the line, so that two boxes that meet are two characters that cover each other.

    pages(pdf)[0].glyphs[0]   ->   Glyph(char="D", box=Box(left=12.9, bottom=…), size=9.5)

Tests are no package: they load this file from its path, as `tests/targets/conftest.py` does.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

import pypdfium2
from pypdfium2 import raw

WATERMARK = 30.0
"""Points from which a text is a watermark behind the page, which others cover on purpose."""
HYPHEN = "\x02"
"""How a hyphen at the end of a line reads: the text's own, or one that only prints there."""
THIN, LONG = 1.2, 4.0
"""A path at most so thick and at least so long is a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def shared(self, other: Box) -> float:
        """The area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        tall = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide * tall if wide > 0 and tall > 0 else 0.0

    @property
    def area(self) -> float:
        """In square points."""
        return (self.right - self.left) * (self.top - self.bottom)

    def shrunk(self, by: float) -> Box:
        """The box without its rim."""
        return Box(left=self.left + by, bottom=self.bottom + by, right=self.right - by, top=self.top - by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """A character with ink. ``size`` is that of its font as it is shown."""

    char: str
    box: Box
    size: float

    @property
    def body(self) -> Box:
        """The box without the accent of a capital, which may reach between the tails of the line above."""
        box = self.box
        if not self.char.isupper() or not unicodedata.decomposition(self.char):
            return box
        return Box(left=box.left, bottom=box.bottom, right=box.right, top=box.top - (box.top - box.bottom) / 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its characters in the order in which they are drawn, watermarks left out; its text without blanks, as a
    line's end leaves no trace in it; its thin lines."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    text: str
    lines: tuple[Box, ...]


def pages(pdf: bytes) -> list[Page]:
    """Every page of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document[at]) for at in range(len(document))]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    words = page.get_textpage()
    glyphs = tuple(_glyphs(words))
    return Page(
        width=width,
        height=height,
        glyphs=glyphs,
        text="".join(glyph.char for glyph in glyphs),
        lines=tuple(_lines(page)),
    )


def _glyphs(words: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    matrix = raw.FS_MATRIX()
    for at in range(words.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(words, at))
        if raw.FPDFText_IsGenerated(words, at) or char.isspace() or char in "\u00ad\u200b":
            continue
        raw.FPDFText_GetMatrix(words, at, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(words, at) * hypot(matrix.c, matrix.d)
        if size >= WATERMARK:
            continue
        left, bottom, right, top = words.get_charbox(at)
        yield Glyph(char=char, box=Box(left=left, bottom=bottom, right=right, top=top), size=size)


def _lines(page: pypdfium2.PdfPage) -> Iterator[Box]:
    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = found.get_bounds()
        wide, tall = right - left, top - bottom
        if min(wide, tall) <= THIN and max(wide, tall) >= LONG:
            yield Box(left=left, bottom=bottom, right=right, top=top)


# --- what must not be -------------------------------------------------------------------------------------------------


def outside(page: Page, side: float, edge: float) -> list[Glyph]:
    """The characters that reach into a margin, of ``side`` points left and right and ``edge`` above and below."""
    room = Box(left=side, bottom=edge, right=page.width - side, top=page.height - edge)
    return [
        one
        for one in page.glyphs
        if one.box.left < room.left
        or one.box.right > room.right
        or one.box.bottom < room.bottom
        or one.box.top > room.top
    ]


def overlapping(page: Page) -> list[tuple[Glyph, Glyph]]:
    """The pairs of characters that cover each other. Accents belong to their letters, and so do the parts of a
    ligature, which have one box; neighbours in a line may lean over each other, as `//` do."""
    near: dict[tuple[int, int], list[tuple[Glyph, Box]]] = defaultdict(list)
    found: dict[tuple[int, int], tuple[Glyph, Glyph]] = {}
    for glyph in page.glyphs:
        body = glyph.body
        if unicodedata.combining(glyph.char) or body.area <= 0:
            continue
        for place in _places(body):
            for other, its in near[place]:
                share = 0.4 if abs(body.bottom + body.top - its.bottom - its.top) < glyph.size * 2 / 3 else 0.02
                if body != its and body.shared(its) > share * min(body.area, its.area):
                    found[id(other), id(glyph)] = other, glyph
            near[place].append((glyph, body))
    return list(found.values())


def crossed(page: Page) -> list[tuple[Glyph, Box]]:
    """The characters that a line goes through; the tail of a `g` may touch a line below it."""
    near: dict[tuple[int, int], list[Box]] = defaultdict(list)
    for line in page.lines:
        for place in _places(line):
            near[place].append(line)
    found = []
    for glyph in page.glyphs:
        box = glyph.body.shrunk(min(0.3, glyph.size / 20))
        tail = (box.top - box.bottom) / 4
        box = Box(left=box.left, bottom=box.bottom + tail, right=box.right, top=box.top)
        lines = {id(line): line for place in _places(box) for line in near.get(place, ())}
        found += [(glyph, line) for line in lines.values() if box.shared(line) > 0]
    return found


def _places(box: Box) -> list[tuple[int, int]]:
    """The squares of 10 points that a box touches: only what shares one can meet."""
    across = range(int(box.left // 10), int(box.right // 10) + 1)
    up = range(int(box.bottom // 10), int(box.top // 10) + 1)
    return [(x, y) for x in across for y in up]


class Shown:
    """The text of some pages, to be searched. Upper and lower case count as one, since a sentence may start with a text
    or follow a lead."""

    def __init__(self, found: list[Page]) -> None:
        self._exact = [_one_dash(page.text.lower()) for page in found]
        self._without = [_bare(text) for text in self._exact]

    def holds(self, text: str) -> bool:
        """Whether a text stands on a page, whatever line it is broken over; or in two columns or on two pages, with its
        first part at the end of one (there, hyphens do not count)."""
        said = _one_dash("".join(text.split()).lower())
        bare = _bare(said)
        if any(said in page for page in self._exact):
            return True
        if any(bare in page for page in self._without):
            pattern = re.compile(f"{HYPHEN}?".join(f"[-{HYPHEN}]" if c == "-" else re.escape(c) for c in said))
            return any(pattern.search(page) for page in self._exact)
        overleaf = any(_over(bare, one, other) for one, other in pairwise(self._without))
        return overleaf or any(_over(bare, page) for page in self._without)


def _over(text: str, page: str, other: str | None = None) -> bool:
    """Whether a text starts on a page and goes on on the other; or further on in the same one, in its next column."""
    for at in range(1, len(text)):
        found = page.find(text[:at])
        if found < 0:
            return False
        if text[at:] in (other if other is not None else page[found + at :]):
            return True
    return False


def _one_dash(text: str) -> str:
    """A text with every row of hyphens as one: the library takes the second for the shadow of the first."""
    return re.sub("-+", "-", text)


def _bare(text: str) -> str:
    return text.replace("-", "").replace(HYPHEN, "")
