"""MG405 pitfall in prose only."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import PITFALL_IN_PROSE
from milligram.syntax import nodes as ast


def check(context: Context) -> Iterator[Diagnostic]:
    """Every pitfall with no ``never`` rule and no ``unchecked because``; an empty reason is none.

    The tree is asked and not the IR: a rule that could not be resolved is told as that, and was meant as a rule.
    """
    for pitfall in context.file.declarations:
        if not isinstance(pitfall, ast.Pitfall) or pitfall.rules:
            continue
        if pitfall.unchecked is not None and pitfall.unchecked.value.strip():
            continue
        why = "its `unchecked because` is empty" if pitfall.unchecked is not None else "it has no `never give` rule"
        yield context.finding(
            PITFALL_IN_PROSE,
            context.head(pitfall.span),
            f"nothing keeps a patient out of this pitfall: {why}",
            help='add `never give … when …`; where no rule can state it, say `unchecked because "…"`',
        )
