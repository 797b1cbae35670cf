"""From text to tree, whatever the text: several independent faults are reported in one run, each where it is.

Enters: a `SourceFile`. Leaves: a `ParseResult`.

    inptu age in years            ->   MG003 at line 1: `inptu` …; did you mean `input`?
    define low: k undr 3 mmol/L        MG001 at line 2: `undr` …; did you mean `under`?

Each top-level declaration is read on its own. A faulty line is reported once; its block is read under a stand-in for
the line, so that a fault inside it is found too; a declaration with a fault is left out of the tree, and its name is
listed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from milligram.diagnostics.model import Diagnostic
from milligram.diagnostics.registry import INDENTATION, MISPLACED, MISSING_PART, REPEATED_PART, ROW_SHAPE, SYNTAX, TAB
from milligram.source import SourceFile, Span
from milligram.syntax.again import Memory, PartlyRead
from milligram.syntax.build import declaration
from milligram.syntax.build_common import Builder
from milligram.syntax.characters import clean
from milligram.syntax.foreign import no_guideline, without_first_line
from milligram.syntax.indentation import CELLS, lines_at_unknown_depth
from milligram.syntax.layout import Chunk, lay_out
from milligram.syntax.nodes import Declaration, File, Ident
from milligram.syntax.recovery import MAX_FINDINGS as MAX_FINDINGS
from milligram.syntax.recovery import ChunkReader
from milligram.syntax.unread import Rest, Unread, declared, unread


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseResult:
    """``file`` holds every declaration that did parse, ``broken`` the names that the others would have declared,
    ``unread`` what else is known of them."""

    file: File | None
    diagnostics: tuple[Diagnostic, ...]
    broken: tuple[Ident, ...] = field(default=())
    unread: Unread = field(default_factory=Unread)


def parse(source: SourceFile, memory: Memory | None = None) -> ParseResult:
    """Reads one guideline. Never raises for anything a text can be.

    With a ``memory`` of the text before an edit, only what the edit touches is read again.
    """
    if (other := no_guideline(source)) is not None:
        return ParseResult(file=None, diagnostics=(other,))
    cleaned = clean(source)
    layout = lay_out(source, cleaned.text)
    findings = [*cleaned.diagnostics, *layout.diagnostics]
    told = {source.position(d.span.start).line for d in findings if d.code not in (INDENTATION, TAB)}
    told |= {source.line_of(e.span) for d in layout.diagnostics for e in d.edits if e.replacement == CELLS}
    told |= lines_at_unknown_depth(cleaned.text)
    if (headless := without_first_line(source, layout.chunks)) is not None:
        lines = {source.line_of(label.span) for label in headless.labels} | {source.line_of(headless.span)}
        findings = [headless, *(d for d in findings if source.line_of(d.span) not in lines)]
        told |= lines
    declarations: list[Declaration] = []
    lost: list[Chunk] = []
    rests: list[Rest] = []
    builder = Builder(source)
    for chunk in layout.chunks:
        if len(findings) > MAX_FINDINGS:
            break
        kept = memory if memory is not None and _is_plain(source, chunk, told, layout.diagnostics) else None
        if kept is not None and (known := kept.recall(layout.text, chunk)) is not None:
            declarations.append(known)
            continue
        read = _declaration(ChunkReader(source, layout.text, chunk, told), builder, kept)
        findings += read.diagnostics
        if read.node is None:
            lost.append(chunk)
            rests += [] if read.rest is None else [read.rest]
        else:
            declarations.append(read.node)
    findings += builder.diagnostics
    if memory is not None:
        memory.next()
    return ParseResult(
        file=File(span=Span(0, len(source.text)), declarations=tuple(declarations), comments=cleaned.comments),
        diagnostics=_first(source, findings),
        broken=tuple(name for chunk in lost for name in declared(layout.text, chunk)),
        unread=unread(layout.text, lost, rests) if lost else Unread(),
    )


class _Read(NamedTuple):
    """One chunk: its node, unless a line in it is faulty; then the other lines, as far as they fit together."""

    node: Declaration | None
    diagnostics: list[Diagnostic]
    rest: Rest | None = None


def _declaration(reader: ChunkReader, builder: Builder, memory: Memory | None) -> _Read:
    """Reads one chunk; with a memory only those statements of a pathway that are new."""
    chunk, text = reader.chunk, reader.text
    part = None if memory is None else memory.part(text, chunk)
    if part is not None:
        reader = ChunkReader(reader.source, text, part.chunk, reader.told)
    tree = reader.read()
    if tree is None:
        return _rest(reader, chunk, part, builder)
    own = Builder(reader.source)
    node = declaration(own, tree)
    if part is not None and (whole := part.whole(node)) is None:
        return _declaration(ChunkReader(reader.source, text, chunk, reader.told), builder, None)
    if part is not None and whole is not None:
        node = whole
    builder.diagnostics += own.diagnostics
    if memory is not None and not own.diagnostics and not reader.diagnostics:
        memory.remember(text, chunk, node)
    return _Read(node, reader.diagnostics)


_OF_ANOTHER_LINE = frozenset({MISPLACED, MISSING_PART, REPEATED_PART, ROW_SHAPE})
"""What a line is wrong only beside: not sure where the other may be a stand-in."""


def _rest(reader: ChunkReader, chunk: Chunk, part: PartlyRead | None, builder: Builder) -> _Read:
    """A chunk with faulty lines; what is wrong in building the others is found too."""
    if reader.rest is None:
        return _Read(None, reader.diagnostics)
    own = Builder(reader.source)
    node = declaration(own, reader.rest)
    if part is not None:
        whole = part.whole(node)
        if whole is None:
            return _declaration(ChunkReader(reader.source, reader.text, chunk, reader.told), builder, None)
        node = whole
    rest = Rest(node, tuple(reader.faulty), reader.chunk.lines[0].start in {span.start for span in reader.faulty})
    sure = [one for one in own.diagnostics if one.code not in _OF_ANOTHER_LINE and not rest.touches(one)]
    return _Read(None, reader.diagnostics + sure, rest)


def _is_plain(source: SourceFile, chunk: Chunk, told: set[int], faults: tuple[Diagnostic, ...]) -> bool:
    """Whether a chunk is read as its characters say: nothing was found in its lines before, nor in any indentation."""
    if faults:
        return False
    lines = range(source.position(chunk.span.start).line, source.position(chunk.span.end).line + 1)
    return told.isdisjoint(lines)


def _first(source: SourceFile, findings: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In the order of the file, and no more than can be read."""
    ordered = sorted(findings, key=lambda d: (d.span.start, d.span.end))
    if len(ordered) <= MAX_FINDINGS:
        return tuple(ordered)
    kept = ordered[:MAX_FINDINGS]
    last = kept[-1]
    more = Diagnostic(
        code=SYNTAX,
        message=f"reading stops here: {MAX_FINDINGS} faults are reported, and there are more",
        source=source,
        span=last.span,
        help="repair these first",
    )
    return (*kept, more)
