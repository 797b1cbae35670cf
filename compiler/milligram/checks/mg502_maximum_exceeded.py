"""MG502 maximum exceeded: a dose, or doses taken together, above a maximum that the guideline states itself.

Where it is not decided whether somebody is given more, it is MG000.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from milligram.checks.context import Context
from milligram.checks.dose_bounds import Region
from milligram.checks.doses import amount_over, gives
from milligram.checks.ladder_patients import Answered, Seen, Test, not_decided, patient_at, patient_on, patient_who
from milligram.checks.maxima import (
    Maximum,
    amount_words,
    four_digits,
    maxima_of,
    maxima_of_doses,
    maximum_words,
    most_of_block,
    most_of_give,
)
from milligram.checks.maximum_in_turn import in_turn
from milligram.checks.maximum_patients import Given, home_of, is_above, is_near, near_part, products_of, region_of
from milligram.checks.regions import region_words
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import MAXIMUM_EXCEEDED
from milligram.ir import nodes as ir
from milligram.ir.print import dose_text
from milligram.prove.answers import Undecided
from milligram.prove.domains import Numbers
from milligram.prove.intervals import Interval, Intervals, above
from milligram.quantity import Measure
from milligram.source import Span


def check(context: Context) -> Iterator[Diagnostic]:
    """Every step, every dose and every pathway against the maxima of the regimens and the doses in it."""
    for regimen in context.guideline.regimens.values():
        for maximum in maxima_of(regimen):
            alone = list(_steps(context, regimen, maximum)) or list(in_turn(context, regimen, maximum))
            yield from alone or _together(context, maximum)
    for maximum in maxima_of_doses(context.guideline):
        assert maximum.give is not None
        alone = list(_dose(context, maximum.give, maximum))
        yield from alone or _together(context, maximum)


# --- one step, one dose -----------------------------------------------------------------------------------------------


def _steps(context: Context, regimen: ir.Regimen, maximum: Maximum) -> Iterator[Diagnostic]:
    """The first step that is above a maximum of its regimen, with the others."""
    found: list[tuple[ir.Step, Diagnostic]] = []
    for step in regimen.steps:
        most = most_of_block(context, step.body, maximum, slowest=True)
        if most is not None and most <= maximum.value:
            continue
        counting = [give for give in gives(step.body) if most_of_give(context, give, maximum, slowest=True) != 0]
        given = Given(context, maximum)

        def too_much(seen: Seen, step: ir.Step = step, given: Given = given) -> bool:
            at = {advice.dose.step for advice in seen.result.advice if advice.regimen == regimen.name and advice.dose}
            return at == {step.number} and given.above(given.amounts(seen, regimen))

        region = region_of(context, counting[0], maximum) if len(counting) == 1 else None
        if region is not None and not region.within:
            continue
        patient = patient_on(
            context,
            regimen,
            step.number if step.number > 1 else 0,
            None,
            (too_much,),
            formula=is_above(context, counting, maximum),
            hint=is_near(context, region),
            pinned=near_part(context, region),
        )
        if isinstance(patient, Undecided):
            yield not_decided(context, step.span, f"step {step.number} gives more than the maximum", patient)
        elif patient is not None:
            found.append((step, _finding(context, maximum, counting, f"step {step.number}", given, region, patient)))
    if found:
        first = found[0][1]
        others = [(context.head(step.span), "this is above it, too") for step, _ in found[1:]]
        labels = [*((label.span, label.text) for label in first.labels), *others]
        yield context.finding(
            first.code, first.span, first.message, labels=labels, help=first.help, witness=first.witness
        )


def _dose(context: Context, give: ir.Give, maximum: Maximum) -> Iterator[Diagnostic]:
    """A dose that, taken as often as it says, comes to more than its own maximum over a time."""
    most = most_of_give(context, give, maximum, slowest=True)
    if most is not None and most <= maximum.value:
        return
    region = region_of(context, give, maximum)
    if region is not None and not region.within:
        return
    given = Given(context, maximum)

    def too_much(seen: Seen) -> bool:
        amounts = given.amounts(seen)
        return give.id in amounts and given.above({give.id: amounts[give.id]})

    patient = patient_at(
        context,
        give,
        (too_much,),
        formula=is_above(context, [give], maximum),
        hint=is_near(context, region),
        pinned=near_part(context, region),
    )
    if isinstance(patient, Undecided):
        yield not_decided(context, give.span, "this dose is above its maximum", patient)
    elif patient is not None:
        yield _finding(context, maximum, [give], "this dose", given, region, patient)


def _finding(
    context: Context,
    maximum: Maximum,
    counting: list[ir.Give],
    what: str,
    given: Given,
    region: Region | None,
    patient: dict[str, str],
) -> Diagnostic:
    last = [give for give in counting if give.id in given.last]
    place = next((give.dose.span for give in last if give.dose is not None), maximum.span)
    stated = maximum_words(context, maximum)
    amount = amount_words(context, given.total, maximum.counts, maximum.days)
    in_all = " in all" if len(given.last) > 1 and maximum.days is not None else ""
    settled = all(give.dose is None or isinstance(give.dose.amount, ir.Const) for give in last)
    message = f"{what} {'gives' if settled else 'may give'} {amount}{in_all}, above the maximum of {stated}"
    if region is not None:
        message = f"at {_where(context, region)}, {what} gives more than the maximum of {stated}"
    return context.finding(
        MAXIMUM_EXCEEDED,
        place,
        message,
        labels=_limit_labels(maximum, place),
        help=_repair(context, maximum, last, computed=region is not None),
        witness=patient,
    )


def _where(context: Context, region: Region) -> str:
    """``weight over 75 kg``; a limit whose digits do not end is told with four."""
    low, high = region.within.pieces[0]
    shown = four_digits(low.value) if low.rank == 0 and low.value > 0 else low.value
    if len(region.within.pieces) > 1 or shown == low.value:
        return region_words(Numbers(within=region.within), region.subject, context)
    rest = Numbers(within=Intervals((Interval(above(shown), high),)))
    return region_words(rest, region.subject, context).replace(" over ", " over about ", 1)


def _limit_labels(maximum: Maximum, place: Span) -> list[tuple[Span, str]]:
    """The maximum, where it stands on a line of its own."""
    return [] if place.start <= maximum.span.start < place.end else [(maximum.span, "the maximum")]


def _repair(context: Context, maximum: Maximum, last: list[ir.Give], *, computed: bool) -> str:
    """How much one dose may be, where one give is above the maximum alone."""
    if len(last) != 1 or last[0].dose is None:
        return "lower one of the doses, or raise the maximum"
    give, dose = last[0], last[0].dose
    one = amount_over(context.guideline, give, Fraction(1), maximum.counts, maximum.days, slowest=True)
    if not one:
        return "lower the dose, or raise the maximum"
    allowed = amount_words(context, maximum.value / one, Measure(dose.amount.measure.unit), down=True)
    if computed or not isinstance(dose.amount, ir.Const):
        return f"cap the dose, as in `at most {allowed}`, or raise the maximum"
    often = ", give it less often" if maximum.days is not None and dose.schedule else ""
    return f"lower the dose to {allowed}{often}, or raise the maximum"


# --- products together ------------------------------------------------------------------------------------------------


def _together(context: Context, maximum: Maximum) -> Iterator[Diagnostic]:
    """A pathway that gives one patient several products that are together above the maximum of one of them."""
    if maximum.days is None:
        return
    for pathway in context.guideline.pathways:
        most = most_of_block(context, pathway.body, maximum, slowest=True)
        if most is not None and most <= maximum.value:
            continue
        given = Given(context, maximum)

        def too_much(seen: Seen, given: Given = given) -> bool:
            amounts = given.amounts(seen)
            own = given.amounts(seen, maximum.regimen) if maximum.regimen is not None else amounts
            ours = any(own.values()) if maximum.give is None else maximum.give.id in amounts
            return ours and sum(amount != 0 for amount in amounts.values()) > 1 and given.above(amounts)

        patient = _taking_both(context, pathway, maximum, too_much)
        if isinstance(patient, Undecided):
            yield not_decided(context, maximum.span, "a pathway gives more than this maximum", patient)
            return
        if patient is not None:
            yield _several(context, maximum, given, patient)
            return


def _taking_both(context: Context, pathway: ir.Block, maximum: Maximum, test: Test) -> Answered:
    """A patient who takes several products that are above the maximum together."""
    products = products_of(context, pathway.body, maximum)
    found = patient_who(context, is_above(context, products, maximum, least=2), (test,))
    if not isinstance(found, Undecided):
        return found
    home = None if maximum.give is None else home_of(context.guideline, maximum.give)
    regimen = maximum.regimen if home is None else home[0]
    if regimen is None:
        assert maximum.give is not None
        return patient_at(context, maximum.give, (test,)) or found
    for step in range(len(regimen.steps), -1, -1):
        searched = patient_on(context, regimen, step, None, (test,))
        if searched is not None:
            return searched
    return found


def _several(context: Context, maximum: Maximum, given: Given, patient: dict[str, str]) -> Diagnostic:
    taken = [given.by_id[key] for key, amount in given.last.items() if amount]
    doses = [(give, give.dose) for give in taken if give.dose is not None]
    first, last = doses[0], doses[-1]
    amount = amount_words(context, given.total, maximum.counts, maximum.days)
    return context.finding(
        MAXIMUM_EXCEEDED,
        last[1].span,
        f"together with {dose_text(first[1], context.guideline, given=first[0].what)}, this comes to {amount}, "
        f"above the maximum of {maximum_words(context, maximum)}",
        labels=[
            *((dose.span, "given to the same patient") for _, dose in doses[:-1]),
            (maximum.span, "the maximum"),
        ],
        help="give one of them, or lower both, or raise the maximum",
        witness=patient,
    )
