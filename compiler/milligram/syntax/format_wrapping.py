"""Breaks the lines that are too long, where the grammar lets a line go on below.

Enters: a `Line` whose text marks its breaking points. Leaves: the lines that are printed for it.

    define at_risk: aged or frail [r1]   ->   define at_risk: aged
                                                or frail [r1]

Lines with a comment between two operands are broken there as well, so that the comment keeps its place.
"""

from __future__ import annotations

from bisect import bisect_right

from milligram.syntax.format_lines import COMMA, FOLD, INDENT, JOINTS, WIDTH, Blank, Comments, Line, fits, plain

_SHORT = 24
"""The last part of a text, if shorter than this, borrows words from the parts above it."""


def wrapped(line: Line, comments: Comments) -> list[Line]:
    """A line as it is printed: whole if it fits, else broken.

    A condition is broken before every operator of its outermost level, so that the parts that belong together stand
    under one another; lists are filled after commas, texts between words.
    """
    if line.items and comments.within([spot for item in line.items for spot in item]):
        return _one_a_line(line)
    interrupted = bool(line.joints) and comments.within((*line.places[:1], *line.joints))
    if fits(line.depth, line.text) and not interrupted:
        return [_piece(line, line.depth, plain(line.text), line.places, line.blank)]
    present = [joint for joint in JOINTS if joint in line.text]
    parts = _at_joints(line, JOINTS if interrupted or not present else present[0])
    hang = line.depth + line.hang
    lines: list[Line] = []
    for index, (text, spots) in enumerate(parts):
        start = len(INDENT) * (hang if index else line.depth)
        column = start + line.tab if line.tab else len(INDENT) * hang
        for number, filled in enumerate(_filled(start, column, text)):
            first = index == number == 0
            depth, blank = (line.depth, line.blank) if first else (hang, Blank.NEVER)
            tab = column - len(INDENT) * depth if number else 0
            lines.append(_piece(line, depth, " " * tab + filled, spots, blank))
    return lines


def _one_a_line(line: Line) -> list[Line]:
    """A list with comments in it: each item on a line of its own, so that each comment stays with its item."""
    texts = line.text.split(COMMA)
    hang = line.depth + line.hang
    return [
        _piece(
            line,
            hang if index else line.depth,
            plain(text),
            where,
            Blank.NEVER if index else line.blank,
        )
        for index, (text, where) in enumerate(zip(texts, line.items, strict=True))
    ]


def _piece(line: Line, depth: int, text: str, spots: tuple[int, ...], blank: Blank) -> Line:
    return Line(depth=depth, text=text, places=spots or line.places[:1], blank=blank)


def _at_joints(line: Line, chosen: str) -> list[tuple[str, tuple[int, ...]]]:
    """A line's text broken at the chosen joints, each part with the places that are on it."""
    texts = [""]
    starts: list[int] = []
    passed = 0
    for char in line.text:
        if char in JOINTS:
            passed += 1
            if char in chosen and passed <= len(line.joints):
                texts.append("")
                starts.append(line.joints[passed - 1])
                continue
        texts[-1] += char
    held: list[list[int]] = [[] for _ in texts]
    for spot in line.places:
        held[bisect_right(starts, spot)].append(spot)
    return [(text, tuple(spots)) for text, spots in zip(texts, held, strict=True)]


def _filled(start: int, hang: int, text: str) -> list[str]:
    """A text filled into lines: broken after the commas of a list, and what is still too long, between words."""
    first, *rest = text.split(COMMA)
    lines = [first]
    for item in rest:
        if (start if len(lines) == 1 else hang) + len(lines[-1]) + 1 + len(item) <= WIDTH:
            lines[-1] += f" {item}"
        else:
            lines.append(item)
    return [plain(part) for index, line in enumerate(lines) for part in _folded(hang if index else start, hang, line)]


def _folded(start: int, hang: int, text: str) -> list[str]:
    """A text folded between words, no short rest left alone on the last line."""
    best = _folded_to(WIDTH, start, hang, text)
    for width in range(WIDTH - 1, WIDTH - 2 * _SHORT, -1):
        if len(best) == 1 or best[-1].rindex('"') + 1 >= _SHORT:
            break
        narrower = _folded_to(width, start, hang, text)
        if len(narrower) > len(best):
            break
        best = narrower
    return best


def _folded_to(width: int, start: int, hang: int, text: str) -> list[str]:
    if start + len(text) <= width:
        return [text]
    first, *rest = text.split(FOLD)
    lines = [first]
    for words in rest:
        more = f"{lines[-1]} {words}"
        # A text that goes on needs a column for the quote that closes its part.
        needed = len(more) if words is rest[-1] else len(more) + 1
        if (start if len(lines) == 1 else hang) + needed <= width:
            lines[-1] = more
        else:
            lines[-1] += '"'
            lines.append(f'"{words}')
    return lines
