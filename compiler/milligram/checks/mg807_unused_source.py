"""MG807 unused source."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import DANGLING_SOURCE, UNUSED_SOURCE
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend


def check(context: Context) -> Iterator[Diagnostic]:
    """Every source that nothing cites, in a guideline that was read whole."""
    if context.is_incomplete:
        return  # what cites it may have been dropped
    if any(found.code is DANGLING_SOURCE for found in context.earlier):
        return  # the name that no source has may be a slip for this one's
    cited: set[str] = set()
    for declaration in context.file.declarations:
        for node in descend(declaration):
            match node:
                case ast.Notes(sources=names) | ast.Claim(by=names):
                    cited.update(name.name for name in names)
                case _:
                    pass
    for declaration in context.file.declarations:
        if isinstance(declaration, ast.Source) and declaration.name.name not in cited:
            yield context.finding(
                UNUSED_SOURCE,
                context.head(declaration.span),
                f"nothing cites source `{declaration.name.name}`",
                help=f"cite it as `[{declaration.name.name}]` where it speaks, or take it out",
            )
