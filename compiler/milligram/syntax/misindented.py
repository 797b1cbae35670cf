"""What to say of a line under one that opens no block, and of a line that opens one and has nothing under it.

Enters: the line and its neighbours. Leaves: one MG002, at the line that is to be moved.

    when low_magnesium:
    give replacement       ->   `give` is to stand under `when low_magnesium:`; edit: two more spaces
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile

from milligram.diagnostics.model import Diagnostic, Edit, Label
from milligram.diagnostics.registry import INDENTATION
from milligram.source import SourceFile, Span
from milligram.syntax.layout import LogicalLine
from milligram.syntax.places import SIMPLE_STATEMENTS

_FIRST_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BEHIND = re.compile(rf"(?:[^\"\n]|\"[^\"\n]*\")*?:(?P<gap> +)(?:{'|'.join(sorted(SIMPLE_STATEMENTS))})\b")
_STEP = re.compile(r"step [^:\"\n]*: *(?=\S)")


def too_deep(source: SourceFile, line: LogicalLine, above: LogicalLine | None) -> Diagnostic:
    """A line that is indented under one that opens no block; most often it has its statement behind its ``:``."""
    margin = _margin(source, line.start)
    behind = None if above is None else _BEHIND.match(source.text, above.start, above.end)
    step = None if above is None else _STEP.match(source.text, above.start, above.end)
    if step is not None:
        return Diagnostic(
            code=INDENTATION,
            message="the step above has its dose behind its `:`, and can have no lines under it",
            source=source,
            span=Span(margin, line.start),
            labels=(Label(span=Span(step.end(), _end_of_row(source, step.end())), text="this dose"),),
            help="put the dose under the step too, as `give … of …`, above this line",
        )
    if behind is None:
        return Diagnostic(
            code=INDENTATION,
            message="this line is indented, and the line above it opens no block",
            source=source,
            span=Span(margin, line.start),
            help="start it at the same column as the line above, or give that line a block to open",
        )
    gap = Span(*behind.span("gap"))
    title = "put that statement on a line of its own"
    return Diagnostic(
        code=INDENTATION,
        message="the line above has its one statement behind its `:`, and can have no other under it",
        source=source,
        span=Span(margin, line.start),
        labels=(Label(span=Span(gap.end, _end_of_row(source, gap.end)), text="this statement"),),
        help=f"{title}, above this one",
        edits=(Edit(span=gap, replacement="\n" + " " * (2 * line.depth), title=title),),
    )


def without_block(
    source: SourceFile, line: LogicalLine, after: tuple[LogicalLine, ...], *, opens: Collection[str]
) -> Diagnostic:
    """A line that opens a block and has none. ``after`` are the lines behind it; ``opens`` the words that open blocks.

    Statements beside it were meant to be under it. Which of several belong under a ``when`` is the author's to say;
    beside a branch or a step, where no statement can stand, all do.
    """
    found = _FIRST_WORD.match(source.text, line.start, line.end)
    word = found.group() if found and found.group() in opens else None
    meant = [*takewhile(lambda each: each.depth == line.depth and _is_simple(source, each), after)]
    if not meant or word not in (None, "when", "step", "then"):
        return Diagnostic(
            code=INDENTATION,
            message=f"{f'`{word}`' if word else 'this line'} has no lines under it",
            source=source,
            span=Span(line.start, line.end),
            help="indent what belongs to it by two more spaces",
        )
    sure = word != "when" or len(meant) == 1
    return Diagnostic(
        code=INDENTATION,
        message=f"this line stands beside {f'the `{word}`' if word else 'the branch'} that it belongs under",
        source=source,
        span=Span(meant[0].start, _end_of_row(source, meant[0].start)),
        labels=(Label(span=Span(line.start, line.end), text="this has no lines under it"),),
        help=f"indent {'it' if len(meant) == 1 else 'what belongs there'} by two more spaces",
        edits=tuple(_indented(source, meant)) if sure else (),
    )


def _is_simple(source: SourceFile, line: LogicalLine) -> bool:
    found = _FIRST_WORD.match(source.text, line.start, line.end)
    return found is not None and found.group() in SIMPLE_STATEMENTS


def _indented(source: SourceFile, lines: list[LogicalLine]) -> Iterator[Edit]:
    """Two more spaces for every row of the lines, those that carry a statement on included."""
    for line in lines:
        at = _margin(source, line.start)
        while 0 <= at < line.end:
            yield Edit(span=Span(at, at), replacement="  ", title="indent by two more spaces")
            at = source.text.find("\n", at, line.end) + 1 or -1


def _margin(source: SourceFile, at: int) -> int:
    return at - (source.position(at).column - 1)


def _end_of_row(source: SourceFile, at: int) -> int:
    end = source.text.find("\n", at)
    return len(source.text) if end < 0 else end


BESIDE = "stands beside the `decide` that it belongs under"


def branch_beside(
    source: SourceFile, line: LogicalLine, above: LogicalLine, whole: Iterable[LogicalLine]
) -> Diagnostic:
    """A branch in the column of its `decide`; ``whole`` is the branch with the lines under it."""
    return Diagnostic(
        code=INDENTATION,
        message=f"`{source.slice(Span(line.start, _end_of_row(source, line.start)))}` {BESIDE}",
        source=source,
        span=Span(line.start, _end_of_row(source, line.start)),
        labels=(Label(span=Span(above.start, _end_of_row(source, above.start)), text="this `decide`"),),
        help="indent it, and what is under it, by two more spaces",
        edits=tuple(_indented(source, list(whole))),
    )
