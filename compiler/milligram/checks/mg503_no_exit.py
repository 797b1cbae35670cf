"""MG503 no exit: a last step on which a patient stays for ever, and a way back that goes round in no time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from milligram.checks.context import Context
from milligram.checks.ladder_patients import Seen, not_decided, patient_on
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import NO_EXIT
from milligram.ir import nodes as ir
from milligram.ir.same import same
from milligram.ir.walk import all_statements, descend, statements
from milligram.prove.answers import Undecided
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.subjects import state_of

_FORTNIGHT = Fraction(14)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every ladder whose last step, its own condition still true, leads nowhere; and every circle that needs no
    time."""
    for regimen in context.guideline.regimens.values():
        yield from _last_step(context, regimen)
        for back in regimen.back:
            yield from _circle(context, regimen, back)


# --- the last step ----------------------------------------------------------------------------------------------------


def _last_step(context: Context, regimen: ir.Regimen) -> Iterator[Diagnostic]:
    last = regimen.steps[-1]
    condition = last.condition
    if condition is None or _leaves(last.body) or _covered(context, regimen, condition):
        return
    still, long = condition, _long_enough(context, regimen)

    def stays(seen: Seen) -> bool:
        move = seen.move(regimen) if seen.values.state(regimen.name).step == last.number else None
        return move is not None and move.step == last.number and not move.beyond and not move.waiting

    patient = patient_on(
        context,
        regimen,
        last.number,
        long,
        (
            lambda seen: seen.values.condition(still) is True,
            stays,
            lambda seen: seen.comes_to(regimen),
            lambda seen: not seen.says("refer", "stop", "hold"),
        ),
        formula=_staying(context, regimen, still, long),
    )
    if isinstance(patient, Undecided):
        yield not_decided(context, last.span, f"step {last.number} leads on for everybody", patient)
    if not isinstance(patient, dict):
        return
    words = context.words(condition.span)
    after = f" after {last.after.text}" if last.after is not None else ""
    yield context.finding(
        NO_EXIT,
        context.head(last.span),
        f"on step {last.number}, still `{words}`, nothing follows: it is the last step of {regimen.title}",
        labels=[(condition.span, "leads here, and may stay true")],
        help=f'add what comes next, as in `then{after} when {words}: refer to "…"`',
        witness=patient,
    )


def _staying(context: Context, regimen: ir.Regimen, still: ir.AnyCondition, long: Fraction) -> Formula:
    """Who is on the last step for ``long`` with its condition true, is given it again, and is led nowhere."""
    prover = context.prover
    space, meaning, paths = prover.space, prover.meaning, prover.paths
    last = regimen.steps[-1]
    time, mask = prover.subjects.numeric(state_of(regimen.name, "time"), Intervals.points([long]))
    out: list[ir.Beyond | ir.BackTo] = [*regimen.beyond, *(back for back in regimen.back if back.number < last.number)]
    says = (s for s in all_statements(context.guideline) if isinstance(s, ir.Refer | ir.Stop | ir.Hold))
    return space.all_of(
        [
            paths.entering(last),
            paths.ladders.at_step(regimen, last.number),
            space.test(time, mask),
            meaning.true(still),
            *(meaning.false(rule.condition) for rule in out if rule.condition is not None),
            *(meaning.false(rule.condition) for rule in regimen.interruptions),
            *(space.negation(paths.arriving[each.id]) for each in says if each.id in paths.arriving),
        ]
    )


def _leaves(body: tuple[ir.AnyStatement, ...]) -> bool:
    """Whether the step itself hands the patient on."""
    return any(isinstance(statement, ir.Refer | ir.Stop | ir.Hold) for statement in statements(body))


def _covered(context: Context, regimen: ir.Regimen, condition: ir.AnyCondition) -> bool:
    """Whether a way out has no condition, or the very same one: then nobody needs to be looked for."""
    out: list[ir.Beyond | ir.BackTo] = [*regimen.beyond, *(back for back in regimen.back)]
    return any(rule.condition is None or same(rule.condition, condition) for rule in out) or any(
        same(rule.condition, condition) for rule in regimen.interruptions
    )


def _long_enough(context: Context, regimen: ir.Regimen) -> Fraction:
    """Days after which no time is left to wait for; two weeks where the ladder names none."""
    waits = [each.after for each in regimen.beyond] + [each.after for each in regimen.back] + [regimen.steps[-1].after]
    times = [after.high for after in waits if after is not None]
    homes: list[ir.Node] = [regimen, *context.guideline.named, *context.guideline.pathways]
    for node in (inner for home in homes for inner in descend(home)):
        if isinstance(node, ir.Band) and isinstance(node.subject, ir.StateNumber) and node.subject.which == "time":
            ends = (bound.value for bound in (node.low, node.high) if bound is not None)
            times += [end.value for end in ends if isinstance(end, ir.Const)]
    return max(times, default=_FORTNIGHT)


# --- circles ----------------------------------------------------------------------------------------------------------


def _circle(context: Context, regimen: ir.Regimen, back: ir.BackTo) -> Iterator[Diagnostic]:
    """From a step back to an earlier one and up again, with no time on any step and no value changed."""
    for step in range(back.number + 1, len(regimen.steps) + 1):
        up = regimen.steps[back.number : step]
        if back.after is not None or any(each.after is not None for each in up):
            continue

        def goes_back(seen: Seen, step: int = step) -> bool:
            move = seen.move(regimen) if seen.values.state(regimen.name).step == step else None
            return move is not None and move.step == back.number

        def comes_up(seen: Seen, step: int = step) -> bool:
            return all(_moves_up(seen, regimen, at) for at in range(back.number, step))

        patient = patient_on(
            context, regimen, step, Fraction(0), (goes_back, comes_up, lambda seen: seen.comes_to(regimen))
        )
        if isinstance(patient, dict):
            yield context.finding(
                NO_EXIT,
                context.head(back.span),
                f"step {step} goes back to step {back.number} and up again without any time in between, for ever",
                labels=[(context.head(each.span), "goes up at once") for each in up],
                help="write `after` and a time in one of them, or a condition that leads out of the circle",
                witness=patient,
            )
            return


def _moves_up(seen: Seen, regimen: ir.Regimen, at: int) -> bool:
    """Whether the same patient, that moment come to a step, goes on to the next."""
    there = {**seen.patient.regimens, regimen.name: ir.RegimenState(step=at, time=Fraction(0))}
    moved = Seen(context=seen.context, patient=ir.Patient(values=seen.patient.values, regimens=there))
    move = moved.move(regimen)
    return move is not None and move.step == at + 1
