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

from milligram.diagnostics.model import Diagnostic
from milligram.diagnostics.registry import INDENTATION, SYNTAX, TAB
from milligram.source import SourceFile, Span
from milligram.syntax.build import declaration
from milligram.syntax.build_common import Builder
from milligram.syntax.characters import clean, other_encoding
from milligram.syntax.indentation import lines_at_unknown_depth
from milligram.syntax.layout import Chunk, lay_out
from milligram.syntax.machine import Tree
from milligram.syntax.nodes import Declaration, File, Ident
from milligram.syntax.recovery import MAX_FINDINGS as MAX_FINDINGS
from milligram.syntax.recovery import ChunkReader
from milligram.syntax.unread import Unread, declared, unread


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseResult:
    """``file`` holds every declaration that did parse, ``broken`` the names that the others would have declared,
    ``unread`` what else is known of them."""

    file: File | None
    diagnostics: tuple[Diagnostic, ...]
    broken: tuple[Ident, ...] = field(default=())
    unread: Unread = field(default_factory=Unread)


def parse(source: SourceFile) -> ParseResult:
    """Reads one guideline. Never raises for anything a text can be."""
    if (other := other_encoding(source)) is not None:
        return ParseResult(file=None, diagnostics=(other,))
    cleaned = clean(source)
    layout = lay_out(source, cleaned.text)
    findings = [*cleaned.diagnostics, *layout.diagnostics]
    told = {source.position(d.span.start).line for d in findings if d.code not in (INDENTATION, TAB)}
    told |= lines_at_unknown_depth(cleaned.text)
    declarations: list[Declaration] = []
    lost: list[Chunk] = []
    builder = Builder(source)
    for chunk in layout.chunks:
        if len(findings) > MAX_FINDINGS:
            break
        reader = ChunkReader(source, layout.text, chunk, told)
        tree = reader.read()
        findings += reader.diagnostics
        if isinstance(tree, Tree):
            declarations.append(declaration(builder, tree))
        else:
            lost.append(chunk)
    findings += builder.diagnostics
    return ParseResult(
        file=File(span=Span(0, len(source.text)), declarations=tuple(declarations), comments=cleaned.comments),
        diagnostics=_first(source, findings),
        broken=tuple(name for chunk in lost for name in declared(layout.text, chunk)),
        unread=unread(layout.text, lost) if lost else Unread(),
    )


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
