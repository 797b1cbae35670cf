"""What is said when the budget of a check is spent before everything is decided: MG000, once, and never silence.

Enters: the findings so far, and the budget. Leaves: the findings, with one MG000 in place of all that have this reason.

    40 places "not decided: the search took more than 60 s"   ->   one, at the head of the guideline
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import NOT_DECIDED
from milligram.prove.budget import Budget
from milligram.prove.formula import Spent

SHOWN = 3
"""So many of the places are pointed at."""


def until_spent(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings of one check, as far as the budget lets it come."""
    try:
        yield from findings
    except Spent:
        return


def with_rest(context: Context, found: list[Diagnostic], budget: Budget) -> list[Diagnostic]:
    """The findings, and what was not decided for want of budget."""
    if budget.reason is None:
        return found
    left = [one for one in found if one.code is NOT_DECIDED and budget.reason in one.message]
    rest = context.finding(
        NOT_DECIDED,
        context.head(context.guideline.header_span),
        f"the proofs were given up: {budget.reason}",
        labels=[(one.span, "this was not decided") for one in left[:SHOWN]],
        help="allow the search more with `--budget` (seconds) or `--steps`, or split the largest decision or table",
    )
    return [*(one for one in found if one not in left), rest]
