"""MG504 unused headroom: a ladder that ends under half of the maximum it states."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.checks.maxima import amount_words, maxima_of, maximum_words, most_of_block
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import UNUSED_HEADROOM


def check(context: Context) -> Iterator[Diagnostic]:
    """Every regimen none of whose steps, at its fastest and for anybody, comes to half of a maximum of the regimen."""
    for regimen in context.guideline.regimens.values():
        for maximum in maxima_of(regimen):
            most = [most_of_block(context, step.body, maximum, slowest=False) for step in regimen.steps]
            known = [amount for amount in most if amount is not None]
            highest = max(known, default=None)
            if len(known) < len(most) or not highest or highest * 2 >= maximum.value:
                continue
            last = regimen.steps[-1]
            amount = amount_words(context, highest, maximum.counts, maximum.days)
            which = "the last step" if most[-1] == highest else "the highest step"
            yield context.finding(
                UNUSED_HEADROOM,
                context.head(last.span),
                f"{which} of {regimen.title} gives {amount}, under half of the maximum",
                labels=[(maximum.span, "the maximum")],
                help=f"add a step that goes on towards {maximum_words(context, maximum)}, or lower the maximum",
            )
