"""Stated maxima, and the most that a step or a pathway comes to beside them.

Enters: a guideline. Leaves: each `Maximum` with what it counts and over what time; and for a block the greatest amount
that one way through it can come to, over everybody whom the guideline is about.

    at most 1500 mg of magnesium_oxide per day, beside 24 mmol of magnesium at night   ->   967.296 mg over 1 d
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from milligram.checks.context import Context
from milligram.checks.dose_bounds import Possible, range_of
from milligram.checks.doses import amount_over, gives, most_of, period_of
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.walk import all_statements
from milligram.prove.domains import Numbers
from milligram.quantity import Measure, display, plain
from milligram.source import Span

_DIGITS = 4
"""How many digits an amount is told with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maximum:
    """``value`` of ``counts`` over ``days`` (None: in one dose), stated by a regimen or by one dose."""

    value: Fraction
    counts: Measure
    days: Fraction | None
    const: ir.Const
    span: Span
    regimen: ir.Regimen | None = None
    give: ir.Give | None = None


def maxima_of(regimen: ir.Regimen) -> Iterator[Maximum]:
    """What a regimen states."""
    for limit in regimen.limits:
        counts, days = period_of(limit.limit.measure)
        yield Maximum(
            value=limit.limit.value, counts=counts, days=days, const=limit.limit, span=limit.span, regimen=regimen
        )


def maxima_of_doses(guideline: ir.Guideline) -> Iterator[Maximum]:
    """What single doses state of a time; a maximum of one dose is part of its amount, which never exceeds it."""
    for statement in all_statements(guideline):
        if isinstance(statement, ir.Give) and statement.dose is not None:
            for limit in statement.dose.limits:
                counts, days = period_of(limit.measure)
                if days is not None and limit.measure != statement.dose.amount.measure:
                    yield Maximum(
                        value=limit.value, counts=counts, days=days, const=limit, span=limit.span, give=statement
                    )


def everyone(context: Context) -> Possible:
    """What is possible of the inputs of those whom the guideline is about."""
    state = context.reach.everyone
    facts = state.facts if state is not None else {}
    return {
        subject.name: fact.domain
        for subject, fact in facts.items()
        if isinstance(subject, ir.InputNumber) and isinstance(fact.domain, Numbers)
    }


def most_of_give(context: Context, give: ir.Give, maximum: Maximum, *, slowest: bool) -> Fraction | None:
    """The most that a give comes to of what a maximum counts; 0 where that is nothing, None where there is no bound."""
    if give.dose is None:
        return Fraction(0)
    one = amount_over(context.guideline, give, Fraction(1), maximum.counts, maximum.days, slowest=slowest)
    if one is None:
        return Fraction(0)
    high = range_of(give.dose.amount, context.guideline, everyone(context)).high
    return None if high is None else one * high


def most_of_block(
    context: Context, body: tuple[ir.AnyStatement, ...], maximum: Maximum, *, slowest: bool
) -> Fraction | None:
    """The most that one way through a block comes to: in all over a time, or in the largest of its single doses."""
    if maximum.days is not None:
        return most_of(context.guideline, body, lambda give: most_of_give(context, give, maximum, slowest=slowest))
    each = [most_of_give(context, give, maximum, slowest=slowest) for give in gives(body)]
    known = [amount for amount in each if amount is not None]
    return max(known, default=Fraction(0)) if len(known) == len(each) else None


# --- in words ---------------------------------------------------------------------------------------------------------


def amount_words(
    context: Context, value: Fraction, measure: Measure, days: Fraction | None = None, *, down: bool = False
) -> str:
    """``967.3 mg of magnesium oxide per day``: four digits, which is as much as a dose is measured by.

    With ``down`` the digits are cut and not rounded: no more than a maximum allows.
    """
    shown = four_digits(value, down=down)
    of = f" of {title_of(context.guideline, measure.of)}" if measure.of else ""
    unit = display(measure.unit, shown)
    per = "" if days is None else " per day" if days == 1 else f" in {plain(days)} days"
    return f"{plain(shown)} {unit}{of}{per}"


def four_digits(value: Fraction, *, down: bool = False) -> Fraction:
    """A number above zero with four digits, or all of those before the point; rounded, or cut off."""
    scale = Fraction(1)
    while value * scale < 10 ** (_DIGITS - 1) and scale < 10**9:
        scale *= 10
    return Fraction(floor(value * scale) if down else round(value * scale)) / scale


def maximum_words(context: Context, maximum: Maximum) -> str:
    """The maximum as its author wrote it."""
    words = " ".join(context.source.slice(maximum.const.span).split())
    return words or amount_words(context, maximum.value, maximum.counts, maximum.days)
