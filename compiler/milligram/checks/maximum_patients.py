"""Who is given more than a maximum counts: as a formula for the prover, and as a question to the interpreter.

Enters: a maximum and the gives that it counts. Leaves: the formula of everybody who is given some of them and with them
more than the maximum; the region of the one input that decides, if one does; and what a run comes to.

    15 mg/kg by weight 4 times daily, at most 4 g per day   ->   arrives there, and 60 * weight over 4000
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from milligram.checks.context import Context
from milligram.checks.dose_bounds import Region, region_above
from milligram.checks.doses import amount_over
from milligram.checks.ladder_patients import Seen
from milligram.checks.maxima import Maximum, everyone, most_of_give
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, statements
from milligram.prove.domains import Domain, Numbers, domain_of, keep
from milligram.prove.formula import Formula
from milligram.prove.intervals import HIGHEST, Interval, Intervals, above
from milligram.quantity import Real

_TOGETHER = 4
"""How many products are looked at together."""


class Given:
    """What a maximum counts of the gives of a run; remembers the last run that was above it."""

    def __init__(self, context: Context, maximum: Maximum) -> None:
        self.context = context
        self.maximum = maximum
        self.by_id = {s.id: s for s in all_statements(context.guideline) if isinstance(s, ir.Give)}
        self.last: dict[int, Fraction] = {}
        """The amounts of that run, by the id of the give."""

    def amounts(self, seen: Seen, regimen: ir.Regimen | None = None) -> dict[int, Fraction]:
        """The amount of each give that comes out, of one ladder only or of all, in what the maximum counts.

        What is said twice in the same words is one dose.
        """
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

    def taken(self, seen: Seen, gives: list[ir.Give]) -> dict[int, Fraction]:
        """What gives come to for the patient of a run, whether they come out in it or did so before."""
        amounts = {give.id: self._amount(seen, give) for give in gives}
        return {key: amount for key, amount in amounts.items() if amount is not None}

    def above(self, amounts: dict[int, Fraction]) -> bool:
        """Whether they are above the maximum: together over a time, else one of them."""
        if self._total(amounts) <= self.maximum.value:
            return False
        self.last = amounts
        return True

    @property
    def total(self) -> Fraction:
        """The amount of the last run that was above."""
        return self._total(self.last)

    def _total(self, amounts: dict[int, Fraction]) -> Fraction:
        if self.maximum.days is not None:
            return sum(amounts.values(), Fraction(0))
        return max(amounts.values(), default=Fraction(0))


# --- formulas ---------------------------------------------------------------------------------------------------------


def is_above(context: Context, counting: list[ir.Give], maximum: Maximum, *, least: int = 1) -> Formula:
    """Who is given some of the gives, ``least`` or more, and with them more than a maximum counts.

    Where a maximum binds single doses, each is looked at alone.
    """
    prover = context.prover
    most = len(counting) if maximum.days is not None else 1
    ways: list[Formula] = []
    for size in range(least, min(most, _TOGETHER) + 1):
        for some in combinations(counting, size):
            total = _sum(context, some, maximum)
            given = [prover.paths.arriving.get(give.id, prover.space.false) for give in some]
            given += [prover.paths.unblocked(give, ladder_of(context.guideline, give)) for give in some]
            over = Intervals.of([(above(maximum.value), HIGHEST)])
            if total is not None and prover.space.false not in given:
                ways.append(prover.space.all_of([*given, prover.meaning.number_within(total, over).true]))
    return prover.space.any_of(ways)


def adds_up(context: Context, some: list[ir.Give], maximum: Maximum) -> Formula:
    """Who is given the last of the gives and, with all of them, more than a maximum counts."""
    prover = context.prover
    total, last = _sum(context, tuple(some), maximum), some[-1]
    if total is None:
        return prover.space.false
    over = Intervals.of([(above(maximum.value), HIGHEST)])
    given = [prover.paths.arriving.get(last.id, prover.space.false)]
    given.append(prover.paths.unblocked(last, ladder_of(context.guideline, last)))
    return prover.space.all_of([*given, prover.meaning.number_within(total, over).true])


def _sum(context: Context, some: tuple[ir.Give, ...], maximum: Maximum) -> ir.AnyNumber | None:
    """What several gives come to together, as one number in what the maximum counts."""
    total: ir.AnyNumber | None = None
    for give in some:
        one = amount_over(context.guideline, give, Fraction(1), maximum.counts, maximum.days, slowest=True)
        if give.dose is None or not one:
            return None
        amount = ir.Scaled(operand=give.dose.amount, factor=one, measure=maximum.counts, span=give.span)
        if total is None:
            total = amount
        else:
            total = ir.Operation(op="+", left=total, right=amount, measure=maximum.counts, span=give.span)
    return total


def home_of(guideline: ir.Guideline, give: ir.Give) -> tuple[ir.Regimen, int] | None:
    """The step of a ladder that a give stands in."""
    for regimen in guideline.regimens.values():
        for step in regimen.steps:
            if any(statement is give for statement in statements(step.body)):
                return regimen, step.number
    return None


def ladder_of(guideline: ir.Guideline, give: ir.Give) -> ir.Regimen | None:
    """The ladder that a give stands in."""
    home = home_of(guideline, give)
    return None if home is None else home[0]


def products_of(context: Context, body: tuple[ir.AnyStatement, ...], maximum: Maximum) -> list[ir.Give]:
    """The gives of a pathway that a maximum counts, its ladders and the parts it follows included."""
    guideline = context.guideline
    found: dict[int, ir.Give] = {}
    waiting = [body]
    seen: set[str] = set()
    while waiting:
        for statement in statements(waiting.pop()):
            match statement:
                case ir.Give(what=name) if name in guideline.regimens:
                    if name not in seen:
                        seen.add(name)
                        waiting += [step.body for step in guideline.regimens[name].steps]
                        waiting += [beyond.body for beyond in guideline.regimens[name].beyond]
                case ir.Give() if most_of_give(context, statement, maximum, slowest=True) != 0:
                    found[statement.id] = statement
                case ir.Follow(part=name) if name in guideline.parts and name not in seen:
                    seen.add(name)
                    waiting.append(guideline.parts[name].body)
                case _:
                    pass
    return list(found.values())


# --- regions ----------------------------------------------------------------------------------------------------------


def region_of(context: Context, give: ir.Give, maximum: Maximum) -> Region | None:
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


def near_part(context: Context, region: Region | None) -> dict[ir.Node, Domain]:
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


def is_near(context: Context, region: Region | None) -> Formula | None:
    """The near part of a region as a formula."""
    prover = context.prover
    for subject, domain in near_part(context, region).items():
        if isinstance(subject, ir.InputNumber) and isinstance(domain, Numbers):
            variable, mask = prover.subjects.numeric(subject, domain.within)
            return prover.space.test(variable, mask)
    return None
