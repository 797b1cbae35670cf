"""The place of ``otherwise`` among the lines of a define by cases.

Enters: the lines. Leaves: whether `otherwise` stands at most once and last (MG020 otherwise).
"""

from __future__ import annotations

from milligram.diagnostics.registry import MISPLACED
from milligram.resolve.context import Context
from milligram.syntax import nodes as ast


def check_otherwise(ctx: Context, cases: tuple[ast.Case_, ...]) -> bool:
    """Whether nothing follows ``otherwise``, which takes all that is left."""
    for place, case in enumerate(cases[:-1]):
        if case.condition is None:
            ctx.report(
                MISPLACED,
                "lines follow `otherwise`, which takes everything that is left",
                case.span,
                labels=[(cases[place + 1].span, "this one comes after it")],
                help="move `otherwise` to the end",
            )
            return False
    return True
