"""Puts every comment, and the author's blank lines, back between the formatted lines.

Enters: the formatted lines, the comments of the file and its source. Leaves: the text of the file.

A comment on a line of its own stands before the thing it precedes, at that thing's indentation; at the end of a block
it stays in the block to whose column it was indented. A comment after something stays at the end of the line on which
that thing is printed. Both are decided by offsets alone, so a second pass finds every comment where the first left it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from milligram.source import SourceFile, Span
from milligram.syntax.format_lines import INDENT, WIDTH, Blank, Line
from milligram.syntax.nodes import Comment


@dataclass(slots=True, kw_only=True)
class _Item:
    """A comment on its own line, or a formatted line with the comment that ends it."""

    depth: int
    text: str
    blank: bool
    comment: str = ""


@dataclass(slots=True, kw_only=True)
class _Placed:
    """Comments by the index of the line they stand before or end; ``before[len(lines)]`` ends the file.

    ``moved`` lost their place to a text that is folded anew or to another comment: they stand before the line.
    """

    before: dict[int, list[Comment]] = field(default_factory=lambda: defaultdict(list))
    after: dict[int, Comment] = field(default_factory=dict)
    moved: dict[int, list[Comment]] = field(default_factory=lambda: defaultdict(list))


def weave(lines: Sequence[Line], comments: Sequence[Comment], source: SourceFile, texts: Sequence[Span] = ()) -> str:
    """The text of a file: its formatted lines, all its comments, and blank lines as the lines ask for them.

    ``texts`` are the places of texts of several lines: a comment on a line between two of these comes before the text.
    """
    placed = _place(lines, comments, texts)
    items: list[_Item] = []
    for index in range(len(lines) + 1):
        items.extend(_group(lines, index, placed, source))
    return _print(items)


def _place(lines: Sequence[Line], comments: Sequence[Comment], texts: Sequence[Span]) -> _Placed:
    """Says for every comment before or after which line it stands."""
    starts = sorted((place, index) for index, line in enumerate(lines) for place in line.places)
    offsets = [place for place, _ in starts]
    placed = _Placed()
    for comment in sorted(comments, key=lambda each: each.span.start):
        offset = comment.span.start
        text = enclosing(comment, texts)
        if text is not None and comment.own_line:
            placed.moved[starts[bisect_left(offsets, text.start)][1]].append(comment)
        elif comment.own_line:
            following = bisect_right(offsets, offset)
            index = starts[following][1] if following < len(starts) else len(lines)
            placed.before[index].append(comment)
        else:
            preceding = bisect_left(offsets, offset) - 1
            index = starts[max(preceding, 0)][1] if starts else 0
            if index in placed.after:
                placed.moved[_first_piece(lines, index)].append(placed.after[index])
            placed.after[index] = comment
    return placed


def enclosing(comment: Comment, texts: Sequence[Span]) -> Span | None:
    """The text of several lines between whose lines a comment stands."""
    return next((text for text in texts if text.start < comment.span.start < text.end), None)


def _first_piece(lines: Sequence[Line], index: int) -> int:
    """The line that a broken line starts with: its pieces share their places."""
    while index > 0 and lines[index - 1].places == lines[index].places:
        index -= 1
    return index


def _group(lines: Sequence[Line], index: int, placed: _Placed, source: SourceFile) -> Iterator[_Item]:
    """One line with the comments before it, or, after the last line, the comments that end the file."""
    line = lines[index] if index < len(lines) else None
    items = [
        _Item(
            depth=_depth(lines, index, comment, source),
            text=comment.text.rstrip(),
            blank=_blank_above(source, comment.span.start),
        )
        for comment in placed.before[index]
    ]
    if line is not None:
        blank = line.blank is not Blank.NEVER and _blank_above(source, min(line.places, default=0))
        for moved in placed.moved[index]:
            items.append(_Item(depth=line.depth, text=moved.text.rstrip(), blank=blank))
            blank = False
        comment_text = placed.after[index].text.rstrip() if index in placed.after else ""
        items.append(_Item(depth=line.depth, text=line.text, blank=blank, comment=comment_text))
        _ask_for_blank(items, line)
    yield from items


def _ask_for_blank(items: list[_Item], line: Line) -> None:
    """Holds a line and the comments before it to what the line says about blank lines."""
    own = [item for item in items if item.depth <= line.depth]
    match line.blank:
        case Blank.ALWAYS:
            if not any(item.blank for item in own):
                own[0].blank = True
        case Blank.NEVER:
            for item in own:
                item.blank = False
        case Blank.AUTHOR:
            pass


def _depth(lines: Sequence[Line], index: int, comment: Comment, source: SourceFile) -> int:
    """How deep a comment stands that comes before line ``index``: as that line, or as a block that ends there."""
    following = lines[index].depth if index < len(lines) else 0
    column = source.position(comment.span.start).column - 1
    if index < len(lines) and column <= _column(lines[index], source):
        return following
    # The lines that are still open above the comment, the innermost first.
    still_open: list[Line] = []
    for line in reversed(lines[:index]):
        if line.depth <= following:
            break
        if not still_open or line.depth < still_open[-1].depth:
            still_open.append(line)
    if not still_open or column == 0:
        return following
    reached = [line for line in still_open if _column(line, source) <= column]
    if not reached:
        return still_open[-1].depth
    deepest = max(_column(line, source) for line in reached)
    return min(line.depth for line in reached if _column(line, source) == deepest)


def _column(line: Line, source: SourceFile) -> int:
    """How far the source line is indented from which a formatted line came."""
    if not line.places:
        return len(INDENT) * line.depth
    text = source.line_text(source.position(min(line.places)).line)
    return len(text) - len(text.lstrip())


def _blank_above(source: SourceFile, offset: int) -> bool:
    """Whether what starts here starts a line of the source, with a blank line above it."""
    line, column = source.position(offset)
    starts_line = not source.line_text(line)[: column - 1].strip()
    return starts_line and line > 1 and not source.line_text(line - 1).strip()


def _print(items: list[_Item]) -> str:
    """The items as text, comments that end neighbouring lines in one column."""
    printed: list[str] = []
    run: list[_Item] = []
    for position, item in enumerate(items):
        blank = item.blank and position > 0
        if run and (blank or not item.comment or item.depth != run[-1].depth):
            printed.extend(_with_comments(run))
            run = []
        if blank:
            printed.append("")
        if item.comment:
            run.append(item)
        else:
            printed.append(INDENT * item.depth + item.text)
    printed.extend(_with_comments(run))
    return "".join(f"{line}\n" for line in printed)


def _with_comments(run: list[_Item]) -> list[str]:
    """Neighbouring lines that all end in a comment: in one column, if that keeps them within the width."""
    texts = [INDENT * item.depth + item.text for item in run]
    column = max((len(text) for text in texts), default=0)
    if any(column + 2 + len(item.comment) > WIDTH for item in run):
        column = 0
    return [f"{text.ljust(column)}  {item.comment}" for text, item in zip(texts, run, strict=True)]
