"""``allow CODE because "…"``: silences a code where it stands, with the reason kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from milligram.diagnostics import CODES, Diagnostic, Severity
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


def without_allowed(
    file: ast.File, source: SourceFile, found: Iterable[Diagnostic], judged: frozenset[str]
) -> tuple[Diagnostic, ...]:
    """The findings that no ``allow`` silences, and one for each ``allow`` that silences nothing or may not be given.

    ``judged`` are the codes that were looked for: an ``allow`` of another one may be of use in another run.
    """
    every = tuple(found)
    silenced: set[int] = set()
    useless: list[Diagnostic] = []
    for scope in scopes(file):
        name = scope.allow.code.name
        code = CODES.get(name)
        if code is None:
            useless.append(_useless(source, scope, f"there is no code `{name}`"))
            continue
        if not code.can_allow:
            useless.append(_useless(source, scope, f"`{name}` ({code.title}) is never safe to pass over"))
            continue
        here = [index for index, one in enumerate(every) if one.code == code and _within(one.span, scope.span)]
        silenced.update(here)
        if not here and name in judged:
            useless.append(
                _useless(source, scope, f"`{name}` finds nothing here, so this `allow` silences nothing", True)
            )
    return (*(one for index, one in enumerate(every) if index not in silenced), *useless)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _useless(source: SourceFile, scope: _Scope, why: str, warns: bool = False) -> Diagnostic:
    """An error where the ``allow`` may not be given: its author believes that a finding is silenced."""
    return Diagnostic(
        code=USELESS_ALLOW,
        message=why,
        source=source,
        span=scope.allow.span,
        help="take the `allow` out" if warns else "take the `allow` out, and mend what it was to silence",
        severity=None if warns else Severity.ERROR,
    )
