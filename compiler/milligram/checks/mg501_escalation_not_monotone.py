"""MG501 escalation not monotone: a later step, taken because a value is still abnormal, that gives less or the same.

A step of single doses, a bolus or a bag, adds to what was given and takes the place of nothing: it may give less.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from milligram.checks.context import Context
from milligram.checks.dose_bounds import range_of
from milligram.checks.doses import counted, gives, is_single, per_day
from milligram.checks.maxima import amount_words, everyone
from milligram.checks.regions import number_words
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import ESCALATION_NOT_MONOTONE
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.same import same
from milligram.ir.walk import all_statements, inputs_read, states_read
from milligram.prove.answers import Nobody
from milligram.prove.domains import Numbers, domain_of
from milligram.quantity import NUMBER, Measure

_ZERO = ir.Const(measure=NUMBER, value=Fraction(0), written="0")
_DAY = Fraction(1)
_TRIES = 200
"""At how many values of the one input that two doses turn on they are compared."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Every step with a condition that is still true from before, beside the last step above it that gives the same."""
    for regimen in context.guideline.regimens.values():
        for index, step in enumerate(regimen.steps):
            if step.condition is None or not _is_still(context, regimen, step, step.condition):
                continue
            if all(give.dose is not None and is_single(give.dose) for give in gives(step.body)):
                continue
            for earlier in reversed(regimen.steps[:index]):
                into = _common(context, earlier, step)
                if into is not None:
                    yield from _compared(context, regimen, earlier, step, into)
                    break


# --- still abnormal ---------------------------------------------------------------------------------------------------


def _is_still(context: Context, regimen: ir.Regimen, step: ir.Step, condition: ir.AnyCondition) -> bool:
    """Whether what leads to a step is no news: it also leads to another step, or on from the last; or everybody whom
    the regimen is given to for the first time has it."""
    others: list[ir.Step | ir.Beyond] = [each for each in regimen.steps if each is not step]
    others += regimen.beyond
    if any(each.condition is not None and same(each.condition, condition) for each in others):
        return True
    start = ir.Band(
        subject=ir.StateNumber(regimen=regimen.name, which="step", measure=NUMBER),
        low=ir.Bound(value=_ZERO, included=True),
        high=ir.Bound(value=_ZERO, included=True),
    )
    prover = context.prover
    without = [prover.meaning.true(start), prover.space.negation(prover.meaning.true(condition))]
    begins = [
        prover.paths.arriving[give.id]
        for give in all_statements(context.guideline)
        if isinstance(give, ir.Give) and give.what == regimen.name and give.id in prover.paths.arriving
    ]
    somebody = prover.space.any_of(begins)
    return bool(begins) and isinstance(prover.ask_all([somebody, *without]), Nobody)


# --- amounts ----------------------------------------------------------------------------------------------------------


def _common(context: Context, earlier: ir.Step, later: ir.Step) -> Measure | None:
    """What to count both steps in: the drug that both give, else the one substance that all of it delivers."""
    before, after = list(gives(earlier.body)), list(gives(later.body))
    if not before or not after or any(give.dose is None for give in (*before, *after)):
        return None
    first = before[0].dose
    drugs = {give.what for give in (*before, *after)}
    if first is None or drugs & set(context.guideline.regimens):
        return None
    shared = frozenset.intersection(*(context.guideline.substances.delivers(drug) for drug in drugs))
    of = next(iter(drugs)) if len(drugs) == 1 else next(iter(sorted(shared)), None)
    measure = counted(before[0], first.amount)
    names = [name for name in (measure.of, of) if name is not None and (name in shared or name in drugs)]
    for name in names:
        into = Measure(measure.unit, name, measure.per_of)
        if all(give.dose and per_day(context.guideline, give, _DAY, into) is not None for give in (*before, *after)):
            return into
    return None


def _ends(context: Context, step: ir.Step, into: Measure, values: Values | None) -> tuple[Fraction, Fraction] | None:
    """What a step gives in a day, at least and at most; None where that is not one number."""
    low = high = Fraction(0)
    for give in gives(step.body):
        if give.dose is None:
            return None
        top = _amount(context, give.dose.amount, values)
        bottom = top if give.dose.low is None else _amount(context, give.dose.low, values)
        if top is None or bottom is None:
            return None
        high += per_day(context.guideline, give, top, into) or 0
        low += per_day(context.guideline, give, bottom, into) or 0
    return low, high


def _amount(context: Context, number: ir.AnyNumber, values: Values | None) -> Fraction | None:
    if values is None:
        low, high = range_of(number, context.guideline, everyone(context))
        return low if low == high else None
    try:
        found = values.number(number)
    except Faulty:
        return None
    return found[0] if found and len(found) == 1 and isinstance(found[0], Fraction) else None


# --- comparison -------------------------------------------------------------------------------------------------------


def _compared(
    context: Context, regimen: ir.Regimen, earlier: ir.Step, later: ir.Step, into: Measure
) -> Iterator[Diagnostic]:
    """Whether the later step gives nobody more, or somebody less."""
    before, after = _ends(context, earlier, into, None), _ends(context, later, into, None)
    if before is not None and after is not None:
        if after[0] <= before[0] and after[1] <= before[1]:
            yield _finding(context, regimen, earlier, later, into, (before[1], after[1]), "")
        return
    amounts = [give.dose.amount for step in (earlier, later) for give in gives(step.body) if give.dose is not None]
    inputs = {name for amount in amounts for name in inputs_read(amount, context.guideline)}
    if len(inputs) != 1 or any(states_read(amount, context.guideline) for amount in amounts):
        return
    (name,) = inputs
    found: list[tuple[Fraction, Fraction, Fraction]] = []
    for value in _values(context, name):
        there = Values(context.guideline, ir.Patient(values={name: value}))
        before, after = _ends(context, earlier, into, there), _ends(context, later, into, there)
        if before is not None and after is not None:
            found.append((value, before[1], after[1]))
    less = [each for each in found if each[2] < each[1]]
    if found and (less or all(each[2] == each[1] for each in found)):
        value, first, second = (less or found)[len(less or found) // 2]
        declared = context.guideline.inputs[name].type
        where = ""
        if less and isinstance(declared, ir.NumberType):
            words = number_words(value, ir.InputNumber(name=name, measure=declared.measure), context)
            where = f"at {title_of(context.guideline, name)} {words}, "
        yield _finding(context, regimen, earlier, later, into, (first, second), where)


def _values(context: Context, name: str) -> list[Fraction]:
    """Values of an input, evenly over those whom the guideline is about."""
    declared = context.guideline.inputs[name].type
    if not isinstance(declared, ir.NumberType):
        return []
    held = everyone(context).get(name) or domain_of(
        ir.InputNumber(name=name, measure=declared.measure), context.guideline
    )
    if not isinstance(held, Numbers) or not held.within.pieces:
        return []
    low, high = held.within.pieces[0].low, held.within.pieces[-1].high
    if low.rank or high.rank:
        return []
    step = (high.value - low.value) / _TRIES
    tried = (round(low.value + step * index, 1) for index in range(_TRIES + 1))
    return [value for value in dict.fromkeys(tried) if held.within.holds(value)]


def _finding(
    context: Context,
    regimen: ir.Regimen,
    earlier: ir.Step,
    later: ir.Step,
    into: Measure,
    amounts: tuple[Fraction, Fraction],
    where: str,
) -> Diagnostic:
    before, after = (amount_words(context, amount, into, _DAY) for amount in amounts)
    still = f", taken when still `{context.words(later.condition.span)}`," if later.condition is not None else ""
    than = "as much as" if amounts[0] == amounts[1] else "less than"
    return context.finding(
        ESCALATION_NOT_MONOTONE,
        context.head(later.span),
        f"{where}step {later.number}{still} gives {after}: {than} step {earlier.number}",
        labels=[(context.head(earlier.span), f"gives {before}")],
        help=f"raise step {later.number}, or say by its condition that the value has come down",
    )
