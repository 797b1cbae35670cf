"""Lines and their depth: which line carries on the one above, which opens a block, where a declaration starts.

Enters: cleaned text. Leaves: one `Chunk` of logical lines per top-level declaration, and findings on indentation.

    advise "rest"                       one logical line at depth 2: a line indented further that starts with
      because "it heals" [r1]     ->    `because`, `[`, `and` … carries on the statement above it
"""

from __future__ import annotations

import re
from typing import NamedTuple

from milligram.diagnostics.model import Diagnostic, Edit
from milligram.diagnostics.registry import INDENTATION, NESTED_TOO_DEEP
from milligram.source import SourceFile, Span

MAX_DEPTH = 30
"""Blocks within blocks."""
MAX_BRACKETS = 60
"""Brackets within brackets, on one logical line."""

_CARRIES_ON = re.compile(
    r"(?:because|uncited|differs|allow|supported|contradicted|unsupported|answers|and|or)(?![A-Za-z0-9_])|\["
)
_GRADE = re.compile(r"\( *(?:strong|conditional|high|moderate|low|very +low) *[,)]")
_STRING = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"')


class LogicalLine(NamedTuple):
    """One line, with the lines that carry it on: where it starts and ends, and how deep it stands."""

    start: int
    end: int
    depth: int


class Chunk(NamedTuple):
    """A top-level line and the block under it."""

    lines: tuple[LogicalLine, ...]

    @property
    def span(self) -> Span:
        """From the first to the last character."""
        return Span(self.lines[0].start, self.lines[-1].end)


class Layout(NamedTuple):
    """All chunks, the text with tabs blanked, and what is wrong with the indentation."""

    chunks: tuple[Chunk, ...]
    text: str
    diagnostics: tuple[Diagnostic, ...]


class _Line:
    """A logical line while lines are being joined to it."""

    __slots__ = ("brackets", "depth", "end", "indent", "last", "start")

    def __init__(self, start: int, indent: int, depth: int) -> None:
        self.start, self.indent, self.depth = start, indent, depth
        self.end = start
        self.brackets = 0
        self.last = ""

    def extend(self, body: str, end: int) -> None:
        self.end = end
        bare = _STRING.sub('""', body)
        self.brackets = max(0, self.brackets + bare.count("(") - bare.count(")"))
        self.last = body[-1]

    def carried_on_by(self, body: str, indent: int) -> bool:
        if indent <= self.indent:
            return False
        if _CARRIES_ON.match(body) or self.last == "," or self.brackets > 0:
            return True
        return (body[0] == '"' and self.last == '"') or (self.last != ":" and _GRADE.match(body) is not None)


def lay_out(source: SourceFile, text: str) -> Layout:
    """Joins, measures and groups the lines."""
    out: list[Diagnostic] = []
    lines: list[_Line] = []
    levels = [0]
    start = 0
    for raw in text.split("\n"):
        body = raw.strip()
        if body:
            at = start + len(raw) - len(raw.lstrip())
            indent = sum(2 if char == "\t" else 1 for char in raw[: at - start])
            end = start + len(raw.rstrip())
            if not (lines and lines[-1].carried_on_by(body, indent)):
                tabbed = "\t" in raw[: at - start]
                depth = _depth(source, levels, indent, at, lines, None if tabbed else out)
                lines.append(_Line(at, indent, depth))
            lines[-1].extend(body, end)
        start += len(raw) + 1
    text = text.replace("\t", " ")
    for line in lines:
        _brackets(source, text, line, out)
    return Layout(_chunks(lines), text, tuple(out))


def _depth(
    source: SourceFile, levels: list[int], indent: int, at: int, lines: list[_Line], out: list[Diagnostic] | None
) -> int:
    """The depth of a line; `levels` holds the indentation of every open block."""
    if not lines:
        if indent and out is not None:
            out.append(_wrong(source, at, indent, 0, "the first line of a file is not indented"))
        levels[:] = [indent]
        return 0
    if indent > levels[-1]:
        expected = levels[-1] + 2
        if indent != expected and out is not None:
            out.append(_wrong(source, at, indent, expected, None))
        levels.append(indent)
        if len(levels) - 1 == MAX_DEPTH + 1 and out is not None:
            out.append(
                Diagnostic(
                    code=NESTED_TOO_DEEP,
                    message=f"this block is nested more than {MAX_DEPTH} deep",
                    source=source,
                    span=Span(at, lines[-1].end) if at < lines[-1].end else Span(at, at + 1),
                    help="move inner blocks to a `part`, or write the decision as a `table`",
                )
            )
        return len(levels) - 1
    while len(levels) > 1 and indent < levels[-1]:
        levels.pop()
    if len(levels) == 1 and indent < levels[0]:
        levels[0] = indent  # the first line stood too far in, and that was said
    if indent != levels[-1] and out is not None:
        upper = levels[-1]
        out.append(_wrong(source, at, indent, upper + 2 if indent > upper else upper, None))
    if indent > levels[-1]:
        levels.append(indent)  # one space too few: it still belongs under the line above
    elif indent < levels[-1]:
        levels[-1] = indent
    return len(levels) - 1


def _wrong(source: SourceFile, at: int, indent: int, expected: int, why: str | None) -> Diagnostic:
    spaces = f"{indent} space{'s' if indent != 1 else ''}"
    where = "at the margin" if expected == 0 else f"at {expected} spaces"
    start = at - (source.position(at).column - 1)
    return Diagnostic(
        code=INDENTATION,
        message=why or f"this line is indented by {spaces}; a block stands two spaces under its line",
        source=source,
        span=Span(start, at),
        help=f"start this line {where}",
        edits=(Edit(span=Span(start, at), replacement=" " * expected, title=f"start the line {where}"),),
    )


def _brackets(source: SourceFile, text: str, line: _Line, out: list[Diagnostic]) -> None:
    depth = 0
    body = _STRING.sub(lambda m: " " * len(m.group()), text[line.start : line.end])
    if body.count("(") <= MAX_BRACKETS:
        return
    for offset, char in enumerate(body):
        depth += (char == "(") - (char == ")")
        if depth > MAX_BRACKETS:
            out.append(
                Diagnostic(
                    code=NESTED_TOO_DEEP,
                    message=f"brackets stand more than {MAX_BRACKETS} deep here",
                    source=source,
                    span=Span(line.start + offset, line.start + offset + 1),
                    help="give a part of it a name with `define`",
                )
            )
            return


def _chunks(lines: list[_Line]) -> tuple[Chunk, ...]:
    groups: list[list[LogicalLine]] = []
    for line in lines:
        logical = LogicalLine(line.start, line.end, line.depth)
        if line.depth == 0 or not groups:
            groups.append([logical])
        else:
            groups[-1].append(logical)
    return tuple(Chunk(tuple(group)) for group in groups)
