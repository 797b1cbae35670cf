"""Steps of a ladder that follow one another within the time of a maximum: what they come to one after the other.

Enters: a ladder and a maximum over a time. Leaves: MG502 for the first step at which the single doses since then are
above it, shown by a patient who takes that step. A dose that is repeated is held against the maximum by its own step.

    step 1: 3 g …; step 2 after 10 min …: 4 g …; at most 4 g … per day   ->   "steps 1 and 2 … come to 7 g"
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from milligram.checks.context import Context
from milligram.checks.doses import is_single
from milligram.checks.ladder_patients import Seen, not_decided, patient_on
from milligram.checks.maxima import Maximum, amount_words, maximum_words, most_of_give
from milligram.checks.maximum_patients import Given, adds_up
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import MAXIMUM_EXCEEDED
from milligram.ir import nodes as ir
from milligram.prove.answers import Undecided


def in_turn(context: Context, regimen: ir.Regimen, maximum: Maximum) -> Iterator[Diagnostic]:
    """The first step at which the single doses since the start of the time are above the maximum."""
    if maximum.days is None:
        return
    starts = [Fraction(0)]
    for step in regimen.steps[1:]:
        starts.append(starts[-1] + (step.after.low if step.after is not None else 0))
    for at, step in enumerate(regimen.steps):
        since = [one for one, start in zip(regimen.steps, starts, strict=True) if starts[at] - start < maximum.days]
        taken = [one for one in since if one.number <= step.number and _singles(context, one, maximum)]
        if len(taken) > 1 and taken[-1] is step:
            found = _found(context, regimen, maximum, taken)
            if found is not None:
                yield found
                return


def _singles(context: Context, step: ir.Step, maximum: Maximum) -> list[ir.Give]:
    """What a step surely gives once of what the maximum counts."""
    found = [one for one in step.body if isinstance(one, ir.Give) and one.dose is not None]
    return [
        one
        for one in found
        if one.dose is not None and is_single(one.dose) and most_of_give(context, one, maximum, slowest=True) != 0
    ]


def _found(context: Context, regimen: ir.Regimen, maximum: Maximum, taken: list[ir.Step]) -> Diagnostic | None:
    counting = [give for step in taken for give in _singles(context, step, maximum)]
    most = [most_of_give(context, give, maximum, slowest=True) for give in counting]
    if None not in most and sum(amount for amount in most if amount is not None) <= maximum.value:
        return None
    last = taken[-1]
    given = Given(context, maximum)

    def too_much(seen: Seen) -> bool:
        at = {advice.dose.step for advice in seen.result.advice if advice.regimen == regimen.name and advice.dose}
        return at == {last.number} and given.above(given.taken(seen, counting))

    formula = adds_up(context, counting, maximum)
    patient = patient_on(context, regimen, last.number, None, (too_much,), formula=formula)
    steps = f"steps {taken[0].number} {'and' if len(taken) == 2 else 'to'} {last.number}"
    if isinstance(patient, Undecided):
        return not_decided(context, last.span, f"{steps} together give more than the maximum", patient)
    if patient is None:
        return None
    amount = amount_words(context, given.total, maximum.counts, maximum.days)
    return context.finding(
        MAXIMUM_EXCEEDED,
        context.head(last.span),
        f"{steps}, one after the other, come to {amount}, above the maximum of {maximum_words(context, maximum)}",
        labels=[
            *((context.head(step.span), "given before, within the same time") for step in taken[:-1]),
            (maximum.span, "the maximum"),
        ],
        help="lower a dose, wait longer between the steps, or raise the maximum",
        witness=patient,
    )
