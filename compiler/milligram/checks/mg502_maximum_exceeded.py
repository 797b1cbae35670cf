"""MG502 maximum exceeded: a dose, or doses taken together, above a maximum that the guideline states itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from milligram.checks.context import Context
from milligram.checks.dose_bounds import Region, region_above
from milligram.checks.doses import amount_over, gives
from milligram.checks.ladder_patients import Seen, Test, patient_at, patient_on
from milligram.checks.maxima import (
    Maximum,
    amount_words,
    everyone,
    four_digits,
    maxima_of,
    maxima_of_doses,
    maximum_words,
    most_of_block,
    most_of_give,
)
from milligram.checks.regions import region_words
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import MAXIMUM_EXCEEDED
from milligram.ir import nodes as ir
from milligram.ir.print import dose_text, title_of
from milligram.ir.walk import all_statements, statements
from milligram.prove.domains import Domain, Numbers, domain_of, keep
from milligram.prove.intervals import Interval, Intervals, above
from milligram.quantity import Measure, Real
from milligram.source import Span


def check(context: Context) -> Iterator[Diagnostic]:
    """Every step, every dose and every pathway against the maxima of the regimens and the doses in it."""
    for regimen in context.guideline.regimens.values():
        for maximum in maxima_of(regimen):
            alone = list(_steps(context, regimen, maximum))
            yield from alone or _together(context, maximum)
    for maximum in maxima_of_doses(context.guideline):
        assert maximum.give is not None
        alone = list(_dose(context, maximum.give, maximum))
        yield from alone or _together(context, maximum)


# --- what is given to one patient -------------------------------------------------------------------------------------


class _Given:
    """What a maximum counts of the gives of a run; remembers the last run that was above it."""

    def __init__(self, context: Context, maximum: Maximum) -> None:
        self.context = context
        self.maximum = maximum
        self.by_id = {s.id: s for s in all_statements(context.guideline) if isinstance(s, ir.Give)}
        self.last: dict[int, Fraction] = {}
        """The amounts of that run, by the id of the give."""

    def amounts(self, seen: Seen, regimen: ir.Regimen | None = None) -> dict[int, Fraction]:
        """The amount of each give that comes out, of one ladder only or of all, in what the maximum counts."""
        found: dict[int, Fraction] = {}
        texts: set[str] = set()
        for advice in seen.result.advice:
            ours = regimen is None or advice.regimen == regimen.name
            if advice.kind != "give" or advice.dose is None or not ours or advice.text in texts:
                continue
            entries = (e for e in seen.result.trace if e.what == "give" and e.outcome == advice.text)
            give = next((self.by_id[e.id] for e in entries if e.id in self.by_id and e.line == advice.line), None)
            amount = None if give is None else self._amount(seen, give)
            if give is not None and amount is not None:
                texts.add(advice.text)
                found[give.id] = amount
        return found

    def _amount(self, seen: Seen, give: ir.Give) -> Fraction | None:
        values = seen.values.number(give.dose.amount) if give.dose is not None else None
        if values is None or len(values) != 1:
            return None
        value = values[0].enclose()[0] if isinstance(values[0], Real) else values[0]
        maximum = self.maximum
        return amount_over(self.context.guideline, give, value, maximum.counts, maximum.days, slowest=True)

    def above(self, amounts: dict[int, Fraction]) -> bool:
        """Whether they are above the maximum: together over a time, else one of them."""
        total = sum(amounts.values()) if self.maximum.days is not None else max(amounts.values(), default=Fraction(0))
        if total <= self.maximum.value:
            return False
        self.last = amounts
        return True

    @property
    def total(self) -> Fraction:
        """The amount of the last run that was above."""
        return sum(self.last.values(), Fraction(0)) if self.maximum.days is not None else max(self.last.values())


# --- one step, one dose -----------------------------------------------------------------------------------------------


def _steps(context: Context, regimen: ir.Regimen, maximum: Maximum) -> Iterator[Diagnostic]:
    """The first step that is above a maximum of its regimen, with the others."""
    found: list[tuple[ir.Step, Diagnostic]] = []
    for step in regimen.steps:
        most = most_of_block(context, step.body, maximum, slowest=True)
        if most is not None and most <= maximum.value:
            continue
        counting = [give for give in gives(step.body) if most_of_give(context, give, maximum, slowest=True) != 0]
        given = _Given(context, maximum)

        def too_much(seen: Seen, step: ir.Step = step, given: _Given = given) -> bool:
            at = {advice.dose.step for advice in seen.result.advice if advice.regimen == regimen.name and advice.dose}
            return at == {step.number} and given.above(given.amounts(seen, regimen))

        region = _region(context, counting[0], maximum) if len(counting) == 1 else None
        if region is not None and not region.within:
            continue
        patient = None
        for at in (0, 1) if step.number == 1 else (step.number,):
            patient = patient or patient_on(context, regimen, at, None, (too_much,), pinned=_pinned(context, region))
        if patient is not None:
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
    region = _region(context, give, maximum)
    if region is not None and not region.within:
        return
    given = _Given(context, maximum)

    def too_much(seen: Seen) -> bool:
        amounts = given.amounts(seen)
        return give.id in amounts and given.above({give.id: amounts[give.id]})

    home = _home(context.guideline, give)
    pinned = _pinned(context, region)
    patient = None
    if home is None:
        patient = patient_at(context, give, (too_much,), pinned=pinned)
    else:
        regimen, number = home
        for at in (0, 1) if number == 1 else (number,):
            patient = patient or patient_on(context, regimen, at, None, (too_much,), pinned=pinned)
    if patient is not None:
        yield _finding(context, maximum, [give], "this dose", given, region, patient)


def _home(guideline: ir.Guideline, give: ir.Give) -> tuple[ir.Regimen, int] | None:
    """The step of a ladder that a give stands in."""
    for regimen in guideline.regimens.values():
        for step in regimen.steps:
            if any(statement is give for statement in statements(step.body)):
                return regimen, step.number
    return None


def _finding(
    context: Context,
    maximum: Maximum,
    counting: list[ir.Give],
    what: str,
    given: _Given,
    region: Region | None,
    patient: dict[str, str],
) -> Diagnostic:
    last = [give for give in counting if give.id in given.last]
    place = next((give.dose.span for give in last if give.dose is not None), maximum.span)
    stated = maximum_words(context, maximum)
    amount = amount_words(context, given.total, maximum.counts, maximum.days)
    in_all = " in all" if len(given.last) > 1 and maximum.days is not None else ""
    message = f"{what} gives {amount}{in_all}, above the maximum of {stated}"
    if region is not None:
        where = _where(context, region)
        message = f"at {where}, {what} gives more than the maximum of {stated}"
    return context.finding(
        MAXIMUM_EXCEEDED,
        place,
        message,
        labels=_limit_labels(context, maximum, place),
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


def _limit_labels(context: Context, maximum: Maximum, place: Span) -> list[tuple[Span, str]]:
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


def _region(context: Context, give: ir.Give, maximum: Maximum) -> Region | None:
    """The values of the one input at which a give alone is above a maximum, among those whom the guideline is about."""
    if give.dose is None:
        return None
    one = amount_over(context.guideline, give, Fraction(1), maximum.counts, maximum.days, slowest=True)
    found = region_above(give.dose.amount, maximum.value / one, context.guideline) if one else None
    if found is None:
        return None
    held = everyone(context).get(found.subject.name) or domain_of(found.subject, context.guideline)
    if not isinstance(held, Numbers):
        return found
    return Region(found.subject, held.replaced(held.within & found.within).within)


def _pinned(context: Context, region: Region | None) -> dict[ir.Node, Domain]:
    """The near part of a region, where a patient is an ordinary one and not the heaviest that there can be."""
    if region is None or not region.within:
        return {}
    held = domain_of(region.subject, context.guideline)
    low, high = region.within.pieces[0]
    near = Numbers(within=region.within)
    if low.rank == 0 == high.rank and high.value > low.value:
        middle = low.value + (high.value - low.value) / 4
        near = Numbers(within=Intervals((Interval(low, above(middle)),)))
    both = keep(held, near) if isinstance(held, Numbers) else near
    return {region.subject: both or Numbers(within=region.within)}


# --- products together ------------------------------------------------------------------------------------------------


def _together(context: Context, maximum: Maximum) -> Iterator[Diagnostic]:
    """A pathway that gives one patient several products that are together above the maximum of one of them."""
    if maximum.days is None:
        return
    for pathway in context.guideline.pathways:
        most = most_of_block(context, pathway.body, maximum, slowest=True)
        if most is not None and most <= maximum.value:
            continue
        given = _Given(context, maximum)

        def too_much(seen: Seen, given: _Given = given) -> bool:
            amounts = given.amounts(seen)
            own = given.amounts(seen, maximum.regimen) if maximum.regimen is not None else amounts
            ours = any(own.values()) if maximum.give is None else maximum.give.id in amounts
            return ours and sum(amount != 0 for amount in amounts.values()) > 1 and given.above(amounts)

        patient = _taking_both(context, maximum, (too_much,))
        if patient is None:
            continue
        products = [given.by_id[key] for key, amount in given.last.items() if amount]
        first = products[-1]
        amount = amount_words(context, given.total, maximum.counts, maximum.days)
        yield context.finding(
            MAXIMUM_EXCEEDED,
            first.dose.span if first.dose is not None else context.head(first.span),
            f"together with {_product(context, products[0])}, this comes to {amount}, above the maximum of "
            f"{maximum_words(context, maximum)}",
            labels=[
                *((context.head(each.span), "given to the same patient") for each in products[:-1]),
                (maximum.span, "the maximum"),
            ],
            help="give one of them, or lower both, or raise the maximum",
            witness=patient,
        )
        return


def _product(context: Context, give: ir.Give) -> str:
    if give.dose is None:
        return title_of(context.guideline, give.what)
    return dose_text(give.dose, context.guideline, given=give.what)


def _taking_both(context: Context, maximum: Maximum, tests: tuple[Test, ...]) -> dict[str, str] | None:
    """A patient on the regimen whose maximum it is, step after step from the last; or where the dose is given."""
    if maximum.give is not None and _home(context.guideline, maximum.give) is None:
        return patient_at(context, maximum.give, tests)
    regimen = maximum.regimen
    if regimen is None and maximum.give is not None:
        home = _home(context.guideline, maximum.give)
        regimen = home[0] if home is not None else None
    if regimen is None:
        return None
    for step in range(len(regimen.steps), -1, -1):
        found = patient_on(context, regimen, step, None, tests)
        if found is not None:
            return found
    return None
