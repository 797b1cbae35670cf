"""How much of a substance a dose comes to in a time: the one home of that sum for every check of doses.

Enters: a ``give`` with its dose, one amount of it, and the measure and the time to count in. Leaves: the exact amount,
salts converted, or None where the give delivers no such substance.

    give 12 mmol of magnesium as magnesium oxide 2 times daily, counted in mg of magnesium oxide over a day
        ->  2 * 12 * 40.304 mg  =  967.296 mg

How often is exact where the author says it: ``every 4 to 6 h`` is six doses in a day at the fastest, four at the
slowest; ``as needed`` is at the slowest a single dose. A dose without a schedule is one dose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil

from milligram.ir import nodes as ir
from milligram.ir.walk import statements
from milligram.quantity import Measure, MeasureError, UnitError, conversion, parse_unit
from milligram.quantity.unit import part_dimension, unit_of

DAY = Fraction(1)
_DAYS = parse_unit("d")
_TIME = (("s", 1),)
_DEEPEST = 20
"""How many parts and regimens may be open within one another."""


def period_of(limit: Measure) -> tuple[Measure, Fraction | None]:
    """What a maximum counts, and over how many days: ``mg per week`` is mg over 7; None days bounds a single dose."""
    for part, power in limit.unit.parts:
        if power == -1 and part_dimension(part) == _TIME:
            kept = tuple(each for each in limit.unit.parts if each != (part, -1))
            return replace(limit, unit=unit_of(kept)), unit_of(((part, 1),)).ratio_to(_DAYS)
    return limit, None


def counted(give: ir.Give, number: ir.AnyNumber) -> Measure:
    """What an amount of a give counts, its substance named."""
    of = give.dose.of if give.dose is not None else None
    return replace(number.measure, of=of or number.measure.of or give.what)


def delivers_substance(guideline: ir.Guideline, give: ir.Give, of: str | None) -> bool:
    """Whether the drug that is given is, or is made into, a substance; a maximum of a salt is none of its element."""
    return of is None or of == give.what or of in guideline.substances.delivers(give.what)


def amount_over(
    guideline: ir.Guideline, give: ir.Give, amount: Fraction, into: Measure, days: Fraction | None, *, slowest: bool
) -> Fraction | None:
    """What ``amount`` of a give's dose comes to in ``into`` over ``days`` (None: in one dose).

    None where the give delivers no such substance, or an amount that does not convert into it.
    """
    dose = give.dose
    if dose is None or not delivers_substance(guideline, give, into.of):
        return None
    measure = counted(give, dose.amount)
    times = Fraction(1)
    if ("s", -1) in measure.unit.dimension:
        if days is None:
            return None
        measure, each = period_of(measure)
        times = _running(dose, days) / (each or DAY)
    elif days is not None:
        times = doses_in(dose, days, slowest=slowest)
    try:
        return conversion(measure, into, guideline.substances)(amount) * times
    except (MeasureError, UnitError):
        return None


def is_single(dose: ir.Dose) -> bool:
    """Whether a dose is given once, and not again and again: a bolus, a bag."""
    return all(schedule.kind == "once" for schedule in dose.schedule)


def doses_in(dose: ir.Dose, days: Fraction, *, slowest: bool) -> Fraction:
    """How many doses are taken within so many days, at the slowest or at the fastest that the schedule allows."""
    kinds = {schedule.kind: schedule for schedule in dose.schedule}
    most: Fraction = Fraction(1)
    within = days if dose.duration is None else min(days, _days(dose.duration))
    if "every" in kinds:
        every = kinds["every"].high if slowest else kinds["every"].low
        most = Fraction(max(1, ceil(within / every))) if every else Fraction(1)
    elif "times_daily" in kinds:
        most = (kinds["times_daily"].times or 1) * Fraction(max(1, ceil(within)))
    elif "daily" in kinds or "at_night" in kinds:
        most = Fraction(max(1, ceil(within)))
    if slowest and "as_needed" in kinds:
        most = Fraction(1)
    return most if dose.doses is None else min(most, Fraction(dose.doses))


def per_day(guideline: ir.Guideline, give: ir.Give, amount: Fraction, into: Measure) -> Fraction | None:
    """What an amount comes to in a day on the average: a dose every 7 d is a seventh of one."""
    dose = give.dose
    every = next((each.low for each in dose.schedule if each.kind == "every"), None) if dose is not None else None
    if every is not None and every > 1:
        whole = amount_over(guideline, give, amount, into, every, slowest=False)
        return None if whole is None else whole / every
    return amount_over(guideline, give, amount, into, DAY, slowest=False)


def _running(dose: ir.Dose, days: Fraction) -> Fraction:
    """For how many of so many days an infusion runs."""
    lengths = [_days(each) for each in (dose.over, dose.duration) if each is not None]
    return min([days, *lengths])


def _days(time: ir.Const) -> Fraction:
    return time.value * time.measure.unit.ratio_to(_DAYS)


# --- what a block gives -----------------------------------------------------------------------------------------------


def gives(body: Iterable[ir.AnyStatement]) -> Iterator[ir.Give]:
    """Every give of a block, nested ones included."""
    return (statement for statement in statements(body) if isinstance(statement, ir.Give))


def most_of(
    guideline: ir.Guideline,
    body: Iterable[ir.AnyStatement],
    value: Callable[[ir.Give], Fraction | None],
    depth: int = 0,
) -> Fraction | None:
    """The most that one way through a block can come to, where each give comes to ``value``; None: no bound is known.

    Branches of a decision exclude one another; whether two ``when`` do is not looked at, so that the sum may be too
    high and is never too low.
    """
    total = Fraction(0)
    for statement in body:
        inner: list[Fraction | None] = [Fraction(0)]
        if depth > _DEEPEST:
            return None
        match statement:
            case ir.Give(what=what) if what in guideline.regimens:
                regimen = guideline.regimens[what]
                beyond = [each.body for each in regimen.beyond]
                inner += [most_of(guideline, step.body, value, depth + 1) for step in regimen.steps]
                inner += [most_of(guideline, [*regimen.steps[-1].body, *more], value, depth + 1) for more in beyond]
            case ir.Give():
                inner.append(value(statement))
            case ir.When(body=when):
                inner.append(most_of(guideline, when, value, depth + 1))
            case ir.Decide(branches=branches):
                inner += [most_of(guideline, branch.body, value, depth + 1) for branch in branches]
            case ir.Follow(part=part) if part in guideline.parts:
                inner.append(most_of(guideline, guideline.parts[part].body, value, depth + 1))
            case _:
                pass
        known = [each for each in inner if each is not None]
        if len(known) < len(inner):
            return None
        total += max(known)
    return total
