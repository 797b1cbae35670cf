"""How characters stand on a terminal: what is shown for each, and how many columns it takes.

Enters: any text, hostile or not. Leaves: text that is safe to print, measured in columns. A character that
is not shown, or that turns the direction of the text, is written by its number.

    visible("a\\u202eb")      ->  "a<U+202E>b"
    columns_of("25 µg")      ->  5
"""

from __future__ import annotations

import unicodedata

TAB_STOP = 4

_NEVER_RAW = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def glyph(char: str, column: int = 0) -> tuple[str, int]:
    """What is shown for one character that starts at a column (from 0), and its width in columns."""
    if " " <= char <= "~":
        return char, 1
    if char == "\t":
        width = TAB_STOP - column % TAB_STOP
        return " " * width, width
    category = unicodedata.category(char)
    if category in _NEVER_RAW:
        number = ord(char)
        # a byte that was not UTF-8 is kept as one of these lone surrogates
        shown = f"<{number - 0xDC00:02X}>" if 0xDC80 <= number <= 0xDCFF else f"<U+{number:04X}>"
        return shown, len(shown)
    if category in ("Mn", "Me") or 0x1160 <= ord(char) <= 0x11FF:
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1


def visible(text: str) -> str:
    """Text on one line, safe to print: runs of white space are one space, the rest as `glyph` shows it."""
    return "".join(glyph(char)[0] for char in " ".join(text.split()))


def columns_of(text: str) -> int:
    """The columns that already visible text takes."""
    return len(text) if text.isascii() else sum(glyph(char)[1] for char in text)


def _pieces(word: str, width: int) -> list[str]:
    """A word cut to pieces of at most ``width`` columns; one piece when it fits."""
    if columns_of(word) <= width:
        return [word]
    pieces: list[str] = []
    piece, used = "", 0
    for char in word:
        size = glyph(char)[1]
        if piece and used + size > width:
            pieces.append(piece)
            piece, used = "", 0
        piece += char
        used += size
    return [*pieces, piece]


def wrap(text: str, width: int, *, first: int = 0) -> list[str]:
    """Visible text as lines of at most ``width`` columns; ``first`` columns of the first line are taken.

    Words longer than a line are cut. At least one line is given, which may be empty.
    """
    width = max(width, 8)
    lines = [""]
    used = min(first, width)
    for word in visible(text).split(" "):
        for piece in _pieces(word, width):
            size = columns_of(piece)
            if lines[-1] and used + 1 + size <= width:
                lines[-1] += f" {piece}"
                used += 1 + size
            elif not lines[-1] and used + size <= width:
                lines[-1] = piece
                used += size
            else:
                lines.append(piece)
                used = size
    return lines
