"""What can be done about a finding, as edits.

Enters: what is known of a text, and findings in it. Leaves: `Action`s: the checker's repair, here or at every place
with the same slip; the patient as a ``case``; and ``allow … because`` at the line. Each leaves a text that can be read,
if the text could be read before.

    MG101, patient creatinine_clearance 90 mL/min   ->   case "MG101, line 40: …" at the end of the text
    MG107 on two rows                               ->   allow MG107 because "…" under the table's first line
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from milligram.checks.allowed import scopes
from milligram.compare.witnesses import cases_of
from milligram.diagnostics import Diagnostic, Edit, Severity
from milligram.lsp.findings import TO_BE_WRITTEN, Shown
from milligram.lsp.know import Known
from milligram.lsp.repairs import applied, repairs
from milligram.lsp.together import everywhere, stands_for_all
from milligram.source import SourceFile, Span
from milligram.syntax import nodes as ast
from milligram.syntax import parse
from milligram.syntax.walk import descend

_MOST_HOLDERS = 4
"""So many lines around a finding are tried for an ``allow``."""
_CASE = re.compile(r'case "((?:[^"\\\n]|\\[^\n])*)"')
_LONG = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Edits that belong together; ``then`` is where the author goes on writing, in the text after them."""

    title: str
    kind: Literal["repair", "choice", "case", "allow"]
    """A choice is one of several ways to mend it."""
    finding: Shown
    edits: tuple[Edit, ...]
    then: Span | None = None


def actions(known: Known, findings: Iterable[Shown], span: Span) -> Iterator[Action]:
    """What can be done about the findings that touch a span."""
    every = tuple(findings)
    for shown in every:
        if any(_touches(place, span) for place in _places(shown.finding)):
            yield from _repair(known, every, shown, span)
            yield from _choices(known, shown)
            yield from _case(known, shown)
            yield from _allow(known, shown)


def _places(found: Diagnostic) -> Iterator[Span]:
    yield found.span
    yield from (edit.span for edit in found.edits)


def _touches(place: Span, span: Span) -> bool:
    return place.start <= span.end and span.start <= place.end


def _repair(known: Known, every: Iterable[Shown], shown: Shown, span: Span) -> Iterator[Action]:
    """The checker's own repair, and the same wherever the same slip was made."""
    found = shown.finding
    if not found.edits or shown.state == "unread":
        return
    title = "; ".join(dict.fromkeys(edit.title for edit in found.edits))
    title = title[:1].upper() + title[1:]
    all_places = everywhere(known, every, found)
    at_all = f"{title} at all {len(all_places)} places"
    if not all_places:
        yield Action(title=title, kind="repair", finding=shown, edits=found.edits)
    elif stands_for_all(found):
        here = next((edit for edit in found.edits if _touches(edit.span, span)), found.edits[0])
        yield Action(title=at_all, kind="repair", finding=shown, edits=all_places)
        yield Action(title=f"{title} here only", kind="choice", finding=shown, edits=(here,))
    else:
        yield Action(title=title, kind="repair", finding=shown, edits=found.edits)
        yield Action(title=at_all, kind="choice", finding=shown, edits=all_places)


def _choices(known: Known, shown: Shown) -> Iterator[Action]:
    if shown.state in ("read", "proved"):
        for repair in repairs(known, shown.finding):
            yield Action(title=repair.title, kind="choice", finding=shown, edits=repair.edits, then=repair.then)


def _case(known: Known, shown: Shown) -> Iterator[Action]:
    """The patient at the end of the text, with one line that the author must write anew."""
    found = shown.finding
    if found.witness is None or shown.state != "proved" or known.file is None:
        return
    text = known.source.text
    block = cases_of([found])
    taken = {case.name.value for case in known.file.declarations if isinstance(case, ast.Case)}
    block = _CASE.sub(lambda match: f'case "{_other(match[1], taken)}"', block, count=1)
    gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
    put = gap + block
    start = len(text) + put.index("expect unspecified") + len("expect ")
    yield Action(
        title=f"Write a case for the patient of {found.code.code}",
        kind="case",
        finding=shown,
        edits=(Edit(span=Span(len(text), len(text)), replacement=put, title="write a case"),),
        then=Span(start, len(text) + len(put.rstrip("\n"))),
    )


def _other(name: str, taken: set[str]) -> str:
    other, number = name, 2
    while other in taken:
        other, number = f"{name} ({number})", number + 1
    return other


# --- allow … because --------------------------------------------------------------------------------------------------


def _allow(known: Known, shown: Shown) -> Iterator[Action]:
    found = shown.finding
    if not found.code.can_allow or known.file is None or shown.state == "unread":
        return
    edit = _allowing(known.source, known.file, found)
    if edit is None:
        return
    start = edit.span.start + edit.replacement.index(f'"{TO_BE_WRITTEN}"') + 1
    yield Action(
        title=f"Allow {found.code.code} here, with a reason",
        kind="allow",
        finding=shown,
        edits=(edit,),
        then=Span(start, start + len(TO_BE_WRITTEN)),
    )


def _allowing(source: SourceFile, file: ast.File, found: Diagnostic) -> Edit | None:
    """An ``allow`` at the innermost line that can hold it, tried before it is offered."""
    for declaration in file.declarations:
        if not _within(found.span, declaration.span):
            continue
        holders = [node for node in descend(declaration) if _can_hold(node) and _within(found.span, node.span)]
        for holder in sorted(holders, key=lambda node: node.span.end - node.span.start)[:_MOST_HOLDERS]:
            for edit in _tries(source, holder, found.code.code):
                if _silences(source, declaration, edit, found):
                    return edit
    return None


def _can_hold(node: ast.Node) -> bool:
    return isinstance(getattr(node, "notes", None), ast.Notes)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _tries(source: SourceFile, holder: ast.Node, code: str) -> Iterator[Edit]:
    """Behind the line, before its colon, on a line of its own beneath it."""
    words = f'allow {code} because "{TO_BE_WRITTEN}"'
    text, span = source.text, holder.span
    line = source.line_of(span)
    line_start = source.line_starts[line - 1]
    row = source.line_text(line)
    indent = " " * (len(row) - len(row.lstrip(" ")) + 2)
    line_end = line_start + len(row)
    one_line = "\n" not in text[span.start : span.end].rstrip()
    beneath = Edit(span=Span(line_end, line_end), replacement=f"\n{indent}{words}", title="allow it")
    behind = span.start + len(text[span.start : span.end].rstrip())
    if one_line:
        if len(row) + len(words) < _LONG:
            yield Edit(span=Span(behind, behind), replacement=f" {words}", title="allow it")
        yield beneath
    else:
        yield beneath
        code_end = _code_end(row)
        if row[:code_end].endswith(":"):
            at = line_start + code_end - 1
            yield Edit(span=Span(at, at), replacement=f" {words}", title="allow it")
        at = line_start + code_end
        yield Edit(span=Span(at, at), replacement=f" {words}", title="allow it")


def _code_end(row: str) -> int:
    """Where a line ends without its comment."""
    bare = re.sub(r'"(?:[^"\\\n]|\\[^\n])*"', lambda match: "x" * len(match.group()), row)
    return len(bare.partition("#")[0].rstrip())


def _silences(source: SourceFile, declaration: ast.Declaration, edit: Edit, found: Diagnostic) -> bool:
    """Whether the declaration can be read with the edit, and the ``allow`` then holds for the finding."""
    start, end = declaration.span
    end = max(end, edit.span.end)
    moved = replace(edit, span=Span(edit.span.start - start, edit.span.end - start))
    parsed = parse(SourceFile(source.path, applied(source.text[start:end], [moved]) + "\n"))
    if parsed.file is None or any(each.level is Severity.ERROR for each in parsed.diagnostics):
        return False
    if len(parsed.file.declarations) != 1:
        return False
    added = len(edit.replacement)
    at = edit.span.start
    where = Span(
        found.span.start - start + (added if found.span.start > at else 0),
        found.span.end - start + (added if found.span.end > at else 0),
    )
    code = found.code.code
    before = _allows(ast.File(declarations=(declaration,)), code)
    now = _allows(parsed.file, code)
    silent = any(_within(where, span) and allow.because.value == TO_BE_WRITTEN for allow, span in now)
    return silent and len(now) == len(before) + 1


def _allows(file: ast.File, code: str) -> list[tuple[ast.Allow, Span]]:
    return [(scope.allow, scope.span) for scope in scopes(file) if scope.allow.code.name == code]
