"""How deep each line belongs, and what to say of those that do not stand where they belong.

Enters: logical lines with their spaces as written. Leaves: their depths, and findings.

    pathway
       end        # 3 spaces   ->   depth 1, MG002: … indented by 3 spaces; help: start this line at 2 spaces
      stop a      # 2 spaces   ->   depth 1

A line is read as if it stood where it was meant, so that one slip is one finding: an odd number of spaces is rounded
to the side that fits the lines around it; a header line or a statement at the margin belongs to the declaration above
it; a declaration that is indented belongs to the margin. Lines beside each other that are off are one finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from milligram.diagnostics.model import Diagnostic, Edit
from milligram.diagnostics.registry import INDENTATION, NESTED_TOO_DEEP, TAB
from milligram.source import SourceFile, Span
from milligram.syntax.line import Fault, Line, width
from milligram.syntax.places import DECLARATIONS, owner_in_words, owners

MAX_DEPTH = 30
"""Blocks within blocks."""


def settle(lines: list[Line]) -> None:
    """Gives every line its depth, and its fault where it does not stand there."""
    _Depths(lines).settle()


class _Depths:
    """``levels`` is how far in each open block stands; ``shift`` mends a run of lines that stand off together."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.levels = [0]
        self.shift = 0
        self.run: Fault = "stray"
        self.declaration = ""
        self.outside: tuple[int, list[int]] | None = None
        """The column of a stray declaration, and the levels to go back to after it."""
        indented = [line for line in lines if line.space]
        self.only_tabs = all(line.space[0] == "\t" for line in indented)

    def settle(self) -> None:
        for number, line in enumerate(self.lines):
            self._leave(line)
            self._enter(number, line)
            line.stray = self.outside is not None
            line.depth = self._depth(number, line)
            if line.indent != 2 * line.depth and "\t" not in line.space:
                line.fault = "margin" if self.shift > 0 else self.run if self.shift < 0 else "odd"
            if line.depth == 0 and not line.stray:
                self.declaration = line.word

    def _leave(self, line: Line) -> None:
        """Ends a run of lines that stand off together."""
        if self.outside is not None and line.indent <= self.outside[0]:
            self.levels, self.shift, self.outside = self.outside[1], 0, None
        elif (self.outside is None and self.shift < 0 and line.indent < -self.shift) or (
            self.shift > 0 and line.indent == 0
        ):
            self.shift = 0

    def _enter(self, number: int, line: Line) -> None:
        """Starts such a run."""
        if number == 0 and line.indent and "\t" not in line.space:
            self.shift, self.run = -line.indent, "first"
            return
        if line.indent + self.shift > 0 and line.word in DECLARATIONS:
            self.outside = (line.indent, self.levels)
            self.levels, self.shift, self.run = [0], -line.indent, "stray"
        elif line.indent == 0 and self.shift == 0 and self.declaration in owners(line.word):
            self.shift = 2

    def _depth(self, number: int, line: Line) -> int:
        indent = self._meant(number, line)
        while len(self.levels) > 1 and indent < self.levels[-1]:
            self.levels.pop()
        if indent > self.levels[-1] and number > 0:
            self.levels.append(indent)
        return len(self.levels) - 1

    def _meant(self, number: int, line: Line) -> int:
        """Where the line stands, rounded to where a line can stand."""
        if "\t" in line.space:
            return self._behind_tabs(number, line)
        indent = max(0, line.indent + self.shift)
        choices = [indent] if indent % 2 == 0 else [indent - 1, indent + 1]
        return max(choices, key=lambda choice: self._fit(number, line, choice))

    def _behind_tabs(self, number: int, line: Line) -> int:
        """Where a line with a tab stands: two spaces a tab where all are tabs, else wherever it suits its neighbours.

        A tab's width is not known, so that every open block is as likely; of two that suit as well, a line that opens
        nothing carries on the inner one.
        """
        tabs, spaces = line.space.count("\t"), line.space.count(" ")
        if self.only_tabs:
            return 2 * tabs + spaces + self.shift
        above = self.lines[number - 1] if number else None
        under = [self.levels[-1] + 2] if above is not None and above.may_open else []
        widths = [each * tabs + spaces + self.shift for each in (2, 4, 8)]

        def suits(choice: int) -> tuple[int, int, int]:
            return (self._fit(number, line, choice), choice in widths if line.opens else 0, choice)

        return max([*self.levels[1:], *under] or widths[:1], key=suits)

    def _fit(self, number: int, line: Line, choice: int) -> int:
        """How well a column suits the line above and the line below."""
        above = self.lines[number - 1] if number else None
        score = 0
        if above is not None and above.opens and choice == self.levels[-1] + 2:
            score += 3
        elif choice in self.levels:
            score += 1 if above is not None and above.opens else 2
        if number + 1 < len(self.lines):
            below = self.lines[number + 1].indent + self.shift
            fits_under, fits_beside = abs(below - choice - 2) <= 1, below <= choice + 1
            score += fits_under if line.opens else fits_beside or (line.may_open and fits_under)
        return score


def lines_at_unknown_depth(text: str) -> set[int]:
    """The numbers, from 1, of lines indented by tabs among others indented by spaces: what stands there is a guess."""
    spaces = [row[: len(row) - len(row.lstrip(" \t"))] if row.strip() else "" for row in text.split("\n")]
    if all(space[0] == "\t" for space in spaces if space):
        return set()
    return {number for number, space in enumerate(spaces, 1) if "\t" in space}


def findings(source: SourceFile, lines: list[Line], text: str) -> list[Diagnostic]:
    """One finding for each run of lines that are off in the same way, one for all tabs, and one for depth."""
    runs = ([*run] for fault, run in groupby(lines, lambda line: line.fault) if fault is not None)
    after = dict(pairwise(lines))
    out = [_off(source, run, after.get(run[-1])) for run in runs]
    out += _tabs(source, lines, text)
    deep = next((line for line in lines if line.depth > MAX_DEPTH), None)
    if deep is not None:
        message = f"this block is nested more than {MAX_DEPTH} deep"
        help = "move inner blocks to a `part`, or write the decision as a `table`"
        out.append(Diagnostic(code=NESTED_TOO_DEEP, message=message, source=source, span=_body(deep), help=help))
    return out


def _body(line: Line) -> Span:
    return Span(line.start, line.end)


def _off(source: SourceFile, run: list[Line], after: Line | None) -> Diagnostic:
    line, more = run[0], len(run) - 1
    others = "" if not more else " and the line after it" if more == 1 else f" and the {more} lines after it"
    spaces = f"{line.indent} space{'s' if line.indent != 1 else ''}"
    where = "at the margin" if line.depth == 0 else f"at {2 * line.depth} spaces"
    span = Span(line.margin, line.start)
    help = f"start this line {where}{', and move those after it with it' if more else ''}"
    match line.fault:
        case "margin":
            message = f"`{line.word}`{others} stand{'' if more else 's'} at the margin"
            span = Span(line.start, line.start + len(line.word))
            help = f"indent {'them' if more else 'it'} under {owner_in_words(line.word)}"
        case "stray":
            message = f"`{line.word}` starts a declaration, and is indented by {spaces}"
        case "first":
            message = "the first line of a file is not indented"
        case _:
            off = f"these {more + 1} lines are off; the first is" if more else "this line is"
            message = f"{off} indented by {spaces}, where a block stands two spaces under its line"
    edits = tuple(
        Edit(span=Span(each.margin, each.start), replacement="  " * each.depth, title=f"indent by {2 * each.depth}")
        for each in run
    )
    if line.stray and after is not None and after.depth > 0 and not after.stray:
        help, edits = "move it out of this block, to the margin", ()
    return Diagnostic(code=INDENTATION, message=message, source=source, span=span, help=help, edits=edits)


def _tabs(source: SourceFile, lines: list[Line], text: str) -> Iterator[Diagnostic]:
    """One finding for all tabs of a file."""
    at = text.find("\t")
    if at < 0:
        return
    end = at + 1
    while text[end : end + 1] == "\t":
        end += 1
    count = sum("\t" in row for row in text.split("\n"))
    more = "" if count == 1 else f" and on {count - 1} more line{'s' if count > 2 else ''}"
    edits = tuple(_without_tabs(lines, text))
    cells = any(edit.replacement == CELLS for edit in edits)
    yield Diagnostic(
        code=TAB,
        message="tabs stand between the cells of this table"
        if cells
        else f"a tab stands here{more}; its width differs from screen to screen",
        source=source,
        span=Span(at, end),
        help="write `|` between the cells" if cells else "indent by two spaces a level",
        edits=edits,
    )


CELLS = " | "
"""What stands between two cells of a table."""


def _without_tabs(lines: list[Line], text: str) -> Iterator[Edit]:
    """Spaces to the depth of each line; one space for a tab between words, two a level before what carries on."""
    mended = {line.margin: line for line in lines if "\t" in line.space}
    margin = 0
    in_table = False
    for row in text.split("\n"):
        in_table = row.startswith("table ") or (in_table and not row[:1].strip())
        gap = CELLS if in_table and "|" not in row else " "
        space = row[: len(row) - len(row.lstrip(" \t"))]
        start = margin
        if "\t" in space:
            depth = mended[margin].depth * 2 if margin in mended else width(space)
            start = margin + len(space)
            yield Edit(span=Span(margin, start), replacement=" " * depth, title="indent with spaces")
        for at in range(start, margin + len(row)):
            if text[at] == "\t":
                title = "write `|`" if gap == CELLS else "write a space"
                yield Edit(span=Span(at, at + 1), replacement=gap, title=title)
        margin += len(row) + 1
