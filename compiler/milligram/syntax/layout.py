"""Lines and their depth: which line carries on the one above, which opens a block, where a declaration starts.

Enters: cleaned text. Leaves: one `Chunk` of logical lines per top-level declaration, and findings on indentation.

    advise "rest"                       one logical line at depth 2: a line indented further that starts with
      because "it heals" [r1]     ->    `because`, `[`, `and` … carries on the statement above it
"""

from __future__ import annotations

from typing import NamedTuple

from milligram.diagnostics.model import Diagnostic
from milligram.diagnostics.registry import NESTED_TOO_DEEP
from milligram.source import SourceFile, Span
from milligram.syntax.indentation import findings, settle
from milligram.syntax.line import STRING, Line

MAX_BRACKETS = 60
"""Brackets within brackets, on one logical line."""


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


def lay_out(source: SourceFile, text: str) -> Layout:
    """Joins, measures and groups the lines."""
    lines: list[Line] = []
    start = 0
    for row in text.split("\n"):
        body = row.strip()
        if body:
            space = row[: len(row) - len(row.lstrip())]
            if not (lines and lines[-1].carried_on_by(body, space)):
                lines.append(Line(start, space, body))
            lines[-1].extend(body, start + len(row.rstrip()))
        start += len(row) + 1
    settle(lines)
    out = findings(source, lines, text)
    text = text.replace("\t", " ")
    for line in lines:
        _brackets(source, text, line, out)
    return Layout(_chunks(lines), text, tuple(out))


def _brackets(source: SourceFile, text: str, line: Line, out: list[Diagnostic]) -> None:
    depth = 0
    body = STRING.sub(lambda m: " " * len(m.group()), text[line.start : line.end])
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


def _chunks(lines: list[Line]) -> tuple[Chunk, ...]:
    """One group a declaration; one that strayed into the block of another is a group of its own."""
    groups: list[list[LogicalLine]] = []
    main: list[LogicalLine] | None = None
    for line in lines:
        logical = LogicalLine(line.start, line.end, line.depth)
        if line.stray:
            if line.depth == 0:
                groups.append([logical])
            else:
                groups[-1].append(logical)
        elif line.depth == 0 or main is None:
            main = [logical]
            groups.append(main)
        else:
            main.append(logical)
    return tuple(Chunk(tuple(group)) for group in groups)
