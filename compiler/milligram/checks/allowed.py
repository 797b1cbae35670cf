"""``allow CODE because "…"``: silences a code where it stands, with the reason kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from milligram.diagnostics import CHECKED, CODES, Diagnostic
from milligram.diagnostics.registry import USELESS_ALLOW
from milligram.source import SourceFile, Span
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend


@dataclass(frozen=True, slots=True)
class _Scope:
    allow: ast.Allow
    span: Span


def scopes(file: ast.File) -> Iterator[_Scope]:
    """Each ``allow`` with the place it holds for: the statement, row, line or declaration it stands at."""
    for declaration in file.declarations:
        for node in descend(declaration):
            notes = getattr(node, "notes", None)
            if isinstance(notes, ast.Notes):
                for allow in notes.allows:
                    yield _Scope(allow, node.span)


def without_allowed(file: ast.File, source: SourceFile, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that no ``allow`` silences, and one for each ``allow`` that silences nothing or may not be given."""
    kept = list(found)
    unknown: list[Diagnostic] = []
    for scope in scopes(file):
        code = scope.allow.code.name
        known = CODES.get(code)
        if known is None or not known.can_allow:
            never = f"{code} cannot be allowed: it is never safe to pass over"
            why = f"there is no code {code}" if known is None else never
            unknown.append(_useless(source, scope, why))
            continue
        left = [finding for finding in kept if not (finding.code == known and _within(finding.span, scope.span))]
        if len(left) == len(kept) and code in CHECKED:
            unknown.append(_useless(source, scope, f"nothing here is found by {code}, so the `allow` silences nothing"))
        kept = left
    return (*kept, *unknown)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _useless(source: SourceFile, scope: _Scope, why: str) -> Diagnostic:
    return Diagnostic(
        code=USELESS_ALLOW,
        message=why,
        source=source,
        span=scope.allow.span,
        help="take the `allow` out",
    )
