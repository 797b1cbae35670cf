"""MG509 no dose: a dose that is worked out, and for somebody comes to nothing, or to less.

A dose that an author writes as 0, as in a row of a table, is meant; one that is rounded or subtracted away is not.
Where it is not decided whether somebody is given nothing, it is MG000.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from milligram.checks.context import Context
from milligram.checks.dose_bounds import range_of
from milligram.checks.maxima import everyone
from milligram.checks.maximum_patients import ladder_of
from milligram.checks.witness import in_run, witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import NO_DOSE, NOT_DECIDED
from milligram.interpret import Result
from milligram.ir import nodes as ir
from milligram.ir.print import amount_text
from milligram.ir.walk import all_statements, descend
from milligram.prove.answers import Nobody, Undecided
from milligram.prove.intervals import Intervals
from milligram.quantity.exact import compare

_NOTHING = Intervals.between(None, 0)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every dose that is worked out, its lower end where it has one."""
    arriving = context.prover.paths.arriving
    for give in all_statements(context.guideline):
        if not isinstance(give, ir.Give) or give.dose is None or give.id not in arriving:
            continue
        for amount in (give.dose.low, give.dose.amount):
            if amount is not None and _is_worked_out(context.guideline, amount) and not _is_above_zero(context, amount):
                found = _found(context, give, give.dose, amount)
                if found is not None:
                    yield found
                    break


def _is_worked_out(guideline: ir.Guideline, amount: ir.AnyNumber) -> bool:
    """Whether it is rounded or calculated, in the dose itself or in a formula that it names."""
    for node in descend(amount):
        if isinstance(node, ir.RoundTo | ir.Operation):
            return True
        named = guideline.named_by_name.get(node.name) if isinstance(node, ir.NamedNumber) else None
        if isinstance(named, ir.DefinedNumber) and _is_worked_out(guideline, named.value):
            return True
    return False


def _is_above_zero(context: Context, amount: ir.AnyNumber) -> bool:
    """Whether the plausible values alone keep it there."""
    low = range_of(amount, context.guideline, everyone(context)).low
    return low is not None and low > 0


def _found(context: Context, give: ir.Give, dose: ir.Dose, amount: ir.AnyNumber) -> Diagnostic | None:
    prover = context.prover
    out = [prover.paths.arriving[give.id], prover.paths.unblocked(give, ladder_of(context.guideline, give))]
    nothing = prover.space.all_of([*out, prover.paths.dosed(give), prover.meaning.number_within(amount, _NOTHING).true])
    answer = prover.ask(nothing)
    if isinstance(answer, Nobody):
        return None
    line = context.guideline.line(give)

    def is_given(result: Result) -> bool:
        doses = [each.dose for each in result.advice if each.kind == "give" and each.line == line]
        least = (one.amount if one.low is None else one.low for one in doses if one is not None)
        return any(value is not None and compare(value, Fraction(0)) <= 0 for value in least)

    patient = witness(context, nothing, in_run(context, is_given))
    words = amount_text(dose, context.guideline)
    if not isinstance(patient, dict):
        why = patient or (answer if isinstance(answer, Undecided) else None)
        return context.finding(
            NOT_DECIDED,
            dose.span,
            f"whether `{words}` comes to nothing for somebody is not decided{f': {why.reason}' if why else ''}",
            help='give it only where there is a dose, or say `allow MG000 because "…"`',
        )
    rounded = f", rounded {dose.rounding}," if dose.rounding else ""
    return context.finding(
        NO_DOSE,
        dose.span,
        f"`{words}`{rounded} comes to nothing, and is given all the same",
        help="round to a smaller step, or give it only where there is a dose"
        if dose.rounding
        else "give it only where there is a dose",
        witness=patient,
    )
