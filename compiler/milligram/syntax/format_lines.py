"""The lines that the formatter prints, before comments and blank lines are put between them.

Enters: nodes and the text that stands for them. Leaves: `Line` values, which know from which places of the source
they came, so that `format_comments` can put every comment back where it was.

    [["g3a", "a1"], ["g3b", "a2, a3"]]   ->   ["g3a  | a1", "g3b  | a2, a3"]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import Enum, auto

from milligram.source import NOWHERE, SourceFile, Span
from milligram.syntax.nodes import And, Node, Or, Text

WIDTH = 100
"""Columns of a line, where the grammar lets it be broken."""

INDENT = "  "

# Blanks at which a line may be broken. No source holds control characters, so they cannot be taken for text.
FOLD = "\x1f"
"""A blank between two words of a text: ``"one two"`` may go on as ``"one"`` and, in the next line, ``"two"``."""

COMMA = "\x1e"
"""A blank after a comma of a list that may go on in the next line."""

JOINTS = "\x01\x02\x03\x04\x05\x06"
"""A blank before ``and`` or ``or``, by how deep in its condition the operator stands."""

_PLAIN = str.maketrans(dict.fromkeys(JOINTS + COMMA + FOLD, " "))


class Blank(Enum):
    """What stands above a line: always a blank line, the author's choice of at most one, or never one."""

    ALWAYS = auto()
    AUTHOR = auto()
    NEVER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line, not yet broken; ``places`` are the offsets in the source of the nodes printed on it.

    ``joints`` are the places of the operands that follow the joints in ``text``, in order; ``items`` the places of its
    parts between `COMMA`s. A broken line goes on ``hang`` levels deeper, a folded text under column ``tab``,
    where there is one.
    """

    depth: int
    text: str
    places: tuple[int, ...]
    joints: tuple[int, ...] = ()
    hang: int = 1
    tab: int = 0
    items: tuple[tuple[int, ...], ...] = ()
    blank: Blank = Blank.AUTHOR


@dataclass(frozen=True, slots=True)
class Comments:
    """Where the comments of a file start, in order: what has a comment in it is not put on one line."""

    offsets: tuple[int, ...]

    def within(self, spots: Sequence[int]) -> bool:
        """Whether a comment stands between the first and the last of some places."""
        return bool(spots) and bisect_right(self.offsets, max(spots)) > bisect_right(self.offsets, min(spots))


def plain(text: str) -> str:
    """A text whose breaking points are ordinary blanks: it will not be broken."""
    return text.translate(_PLAIN)


def printed(
    depth: int,
    text: str,
    node: Node,
    *parts: object,
    hang: int = 1,
    tab: int = 0,
    blank: Blank = Blank.AUTHOR,
) -> Line:
    """A line for a node, on which these of its parts are printed."""
    return Line(
        depth=depth,
        text=text,
        places=tuple(dict.fromkeys(place(node) + places(*parts))),
        joints=joints(parts),
        hang=hang,
        tab=tab,
        blank=blank,
    )


def places(*parts: object) -> tuple[int, ...]:
    """Where the nodes among ``parts``, and all nodes in them, start in the source."""
    return tuple(dict.fromkeys(spot for part in parts for spot in _starts(part)))


def place(node: Node) -> tuple[int, ...]:
    """Where a node starts, without the nodes in it: the place of the line that opens a block."""
    return () if node.span == NOWHERE else (node.span.start,)


def joints(part: object) -> tuple[int, ...]:
    """Where the second and later operands of every ``and`` and ``or`` in a part start, in the order of printing."""
    return tuple(_operands(part))


def listed_line(node: Node, items: Sequence[tuple[str, object]], *, hang: int = 1) -> Line:
    """A line at the margin that is a list: each item its text and the nodes printed in it, commas between them."""
    spots = tuple(places(part) for _, part in items)
    return Line(
        depth=0,
        text=f",{COMMA}".join(text for text, _ in items),
        places=tuple(dict.fromkeys(place(node) + tuple(spot for each in spots for spot in each))),
        hang=hang,
        items=((*place(node), *spots[0]), *spots[1:]),
    )


def folded_texts(part: object, source: SourceFile) -> tuple[Span, ...]:
    """The places of the texts in a part that the author wrote on several lines."""
    return tuple(span for span in _texts(part) if "\n" in source.slice(span))


def _texts(part: object) -> Iterator[Span]:
    if isinstance(part, Text):
        yield part.span
    elif isinstance(part, tuple):
        for item in part:
            yield from _texts(item)
    elif isinstance(part, Node):
        for each in fields(part):
            if each.name != "span":
                yield from _texts(getattr(part, each.name))


def _starts(part: object) -> Iterator[int]:
    if isinstance(part, tuple):
        for item in part:
            yield from _starts(item)
    elif isinstance(part, Node):
        yield from place(part)
        for each in fields(part):
            if each.name != "span":
                yield from _starts(getattr(part, each.name))


def _operands(part: object) -> Iterator[int]:
    if isinstance(part, And | Or):
        for index, operand in enumerate(part.operands):
            if index:
                yield operand.span.start
            yield from _operands(operand)
    elif isinstance(part, tuple):
        for item in part:
            yield from _operands(item)
    elif isinstance(part, Node):
        for each in fields(part):
            if each.name != "span":
                yield from _operands(getattr(part, each.name))


def fits(depth: int, text: str) -> bool:
    """Whether a text stands on one line at this depth."""
    return len(INDENT) * depth + len(text) <= WIDTH


def aligned(rows: Sequence[Sequence[str]], gap: str = "  | ") -> list[str]:
    """Rows of cells, each column as wide as its widest cell; the last cell of a row is not padded."""
    count = max((len(row) for row in rows), default=0)
    widths = [max((len(row[i]) for row in rows if i < len(row)), default=0) for i in range(count)]
    return [gap.join([*(cell.ljust(widths[i]) for i, cell in enumerate(row[:-1])), *row[-1:]]) for row in rows]


def aligned_pairs(depth: int, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Pairs side by side, the second ones in one column.

    The column is the widest first part that pushes no line over `WIDTH` that would fit without padding; a wider
    first part is followed by two blanks. A pair without a second part is printed bare and does not count.
    """
    full = [(left, right) for left, right in pairs if right]
    room = [WIDTH - len(INDENT) * depth - 2 - len(right) for left, right in full if fits(depth, f"{left}  {right}")]
    bound = min(room, default=WIDTH)
    column = max((len(left) for left, _ in full if len(left) <= bound), default=0)
    return [f"{left.ljust(column)}  {right}" if right else left for left, right in pairs]
