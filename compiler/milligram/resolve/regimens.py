"""Regimens and monitors: ladders of steps, and schedules of measurements.

Enters: `ast.Regimen`, `ast.Monitor`. Leaves: `ir.Regimen`, `ir.Monitor`; intervals in days beside the author's words.

    step 2 after 1 to 2 weeks when low: 24 mmol of magnesium daily
      ->   Step(2, after=Interval(7, 14, "1 to 2 weeks"), condition=low, body=(Give("magnesium_oxide", 24 mmol),))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from milligram.diagnostics.registry import (
    BACKWARDS_RANGE,
    DIMENSION_CONFLICT,
    MISPLACED,
    MISSING_PART,
    REPEATED_PART,
    STEP_ORDER,
)
from milligram.ir import nodes as ir
from milligram.ir.walk import statements
from milligram.resolve.conditions import condition
from milligram.resolve.context import Context
from milligram.resolve.doses import bounds, dose_of, substance_of
from milligram.resolve.givable import can_be_given, not_given
from milligram.resolve.names import drug_of, name_of
from milligram.resolve.notes import notes_of
from milligram.resolve.quantities import constant, days_of, months_of, sharing, whole, words_of
from milligram.resolve.statements import body_of
from milligram.syntax import nodes as ast


def regimen_of(ctx: Context, regimen: ast.Regimen) -> ir.Regimen | None:
    """A regimen; None once a fault in it is reported: a ladder that lacks a rung must not be climbed."""
    of = None if regimen.of is None else drug_of(ctx, regimen.of)
    fine = (of is None) == (regimen.of is None)
    notes = notes_of(ctx, regimen.notes)
    steps: list[ir.Step | None] = []
    beyond: list[ir.Beyond | None] = []
    back: list[ir.BackTo | None] = []
    interruptions: list[ir.Interruption | None] = []
    limits: list[ir.Limit | None] = []
    route: ast.Route | None = None
    count = sum(isinstance(line, ast.Step) for line in regimen.lines)
    for line in regimen.lines:
        match line:
            case ast.Route():
                if route is not None:
                    _twice(ctx, regimen, line, route)
                route = route or line
            case ast.Step():
                steps.append(_step(ctx, regimen, line, of, len(steps) + 1))
            case ast.Then():
                beyond.append(_beyond(ctx, line))
            case ast.BackTo():
                back.append(_back(ctx, regimen, line, count))
            case ast.StopWhen():
                interruptions.append(_interruption(ctx, line))
            case ast.AtMost():
                limits.append(_limit(ctx, regimen, line, of))
            case _:
                assert_never(line)
    if not steps:
        ctx.report(
            MISSING_PART,
            f"the regimen `{regimen.name.name}` has no step",
            regimen.name.span,
            help="add a line such as `step 1: 5 mg daily` under it",
        )
    limits = [limit and _comparable(ctx, regimen, limit, steps) for limit in limits]
    parts = [*steps, *beyond, *back, *interruptions, *limits]
    if not steps or not fine or any(part is None for part in parts):
        return None
    return ir.Regimen(
        span=regimen.span,
        name=regimen.name.name,
        label=regimen.label.value if regimen.label else None,
        of=of,
        route=route.name.name if route else None,
        steps=tuple(replace(step, body=_on_step(step.body, limits)) for step in steps if step is not None),
        beyond=tuple(each for each in beyond if each is not None),
        back=tuple(each for each in back if each is not None),
        interruptions=tuple(each for each in interruptions if each is not None),
        limits=tuple(each for each in limits if each is not None),
        notes=notes,
    )


def _on_step(body: tuple[ir.AnyStatement, ...], limits: list[ir.Limit | None]) -> tuple[ir.AnyStatement, ...]:
    """The statements of a step, their doses with what a reader must know who sees them alone.

    The maxima of the ladder, where a dose leaves open how often it is taken: "every 4 to 6 h as needed" may be six in a
    day. That a dose is given once, for it is told at every visit as long as the patient is on the step.
    """
    most = tuple(each.limit for each in limits if each is not None)

    def told(dose: ir.Dose) -> ir.Dose:
        is_open = any(each.kind == "as_needed" or each.low != each.high for each in dose.schedule)
        had = [each.kind for each in dose.schedule] == ["once"]
        return replace(dose, most=most if is_open else (), had=had)

    return tuple(
        replace(one, dose=told(one.dose)) if isinstance(one, ir.Give) and one.dose is not None else one for one in body
    )


def _twice(ctx: Context, regimen: ast.Regimen, line: ast.Route, first: ast.Route) -> None:
    ctx.report(
        REPEATED_PART,
        f"the regimen `{regimen.name.name}` has a second route, `{line.name.name}`",
        line.span,
        labels=[(first.span, "the first one is here")],
        help="leave one of them out, or write two regimens",
    )


# --- steps ------------------------------------------------------------------------------------------------------------


def _step(ctx: Context, regimen: ast.Regimen, step: ast.Step, of: str | None, place: int) -> ir.Step | None:
    number = whole(ctx, step.number, step.span, "the number of a step")
    above = [line.number for line in regimen.lines if isinstance(line, ast.Step)][: place - 1]
    in_order = above == [str(each) for each in range(1, place)]
    if number is not None and number != place and in_order:
        # the steps after the first one out of order are off with it
        ctx.report(
            STEP_ORDER,
            f"step {number} of `{regimen.name.name}` stands where step {place} is due",
            step.span,
            help="number the steps 1, 2, 3 in their order",
        )
    if place == 1 and (step.after is not None or step.condition is not None):
        at = step.after.span if step.after is not None else step.condition.span if step.condition else step.span
        ctx.report(
            MISPLACED,
            f"step 1 of `{regimen.name.name}` has a condition, and no step leads to it",
            at,
            help="put the condition around the `give` that starts the regimen",
        )
        return None
    after = interval_of(ctx, step.after)
    test = None if step.condition is None else condition(ctx, step.condition)
    notes = notes_of(ctx, step.notes)
    body = body_of(ctx, step.body)
    fine = len(body) == len(step.body)
    if step.dose is not None:
        give = _given(ctx, regimen, step.dose, of)
        fine = fine and give is not None
        # what the line says of its dose stands behind the give itself
        body = (replace(give, notes=notes), *body) if give is not None else body
    elif not step.body:
        ctx.report(
            MISSING_PART, f"step {step.number} does nothing", step.span, help="write a dose or statements after it"
        )
        return None
    if not fine or (step.after is not None and after is None) or (step.condition is not None and test is None):
        return None
    return ir.Step(span=step.span, number=place, after=after, condition=test, body=body, notes=notes)


def _given(ctx: Context, regimen: ast.Regimen, dose: ast.Dose, of: str | None) -> ir.Give | None:
    """The dose on a step's line: a give of the regimen's drug, or of the dose's own where the regimen has none."""
    number = ctx.next_id()
    named = substance_of(dose)
    found = dose_of(ctx, dose, default=of)
    if found is None:
        return None
    if of is None and found.of is None:
        if regimen.of is None:
            ctx.report(
                MISSING_PART,
                f"the dose `{ctx.words(dose.span)}` does not say of what",
                dose.span,
                labels=[(regimen.name.span, "nor does the regimen")],
                help="write `of` and the drug after the amount, or after the name of the regimen",
            )
        return None
    if of is not None and named is not None and not _related(ctx, of, named.name):
        assert regimen.of is not None
        ctx.report(
            DIMENSION_CONFLICT,
            f"the dose is of `{named.name}`, which `{of}` does not deliver",
            named.span,
            labels=[(regimen.of.span, f"the regimen is of `{of}`")],
            help=f"if it does, declare it, as in `substance {of} formula …, gives 1 {named.name}`",
        )
        return None
    what = of or found.of
    return None if what is None else ir.Give(id=number, span=dose.span, what=what, dose=found)


def _related(ctx: Context, of: str, named: str) -> bool:
    """Whether a dose counted in ``named`` can be one of ``of``: itself, what it gives, a class or a member of it."""
    below, pending = {of}, [of]
    while pending:
        drug = ctx.drugs.get(pending.pop())
        for name in (*drug.members, *drug.gives) if drug is not None else ():
            if name not in below:
                below.add(name)
                pending.append(name)
    if named in below:
        return True
    drug = ctx.drugs.get(named)
    return drug is not None and of in drug.members


def _beyond(ctx: Context, then: ast.Then) -> ir.Beyond | None:
    after = interval_of(ctx, then.after)
    test = None if then.condition is None else condition(ctx, then.condition)
    notes = notes_of(ctx, then.notes)
    body = body_of(ctx, then.body)
    if (then.after is not None and after is None) or (then.condition is not None and test is None) or not body:
        return None
    return ir.Beyond(span=then.span, after=after, condition=test, body=body, notes=notes)


def _back(ctx: Context, regimen: ast.Regimen, back: ast.BackTo, count: int) -> ir.BackTo | None:
    identity = ctx.next_id()
    number = whole(ctx, back.number, back.span, "the number of a step")
    after = interval_of(ctx, back.after)
    test = None if back.condition is None else condition(ctx, back.condition)
    notes = notes_of(ctx, back.notes)
    if number is not None and number > count:
        ctx.report(
            STEP_ORDER,
            f"`{regimen.name.name}` has no step {number}: its last is {count}",
            back.span,
            labels=[(regimen.name.span, "declared here")],
            help="go back to a step that exists",
        )
        return None
    if number is None or (back.after is not None and after is None):
        return None
    if back.condition is not None and test is None:
        return None
    return ir.BackTo(id=identity, span=back.span, number=number, after=after, condition=test, notes=notes)


def _interruption(ctx: Context, line: ast.StopWhen) -> ir.Interruption | None:
    identity = ctx.next_id()
    test = condition(ctx, line.condition)
    notes = notes_of(ctx, line.notes)
    if test is None:
        return None
    return ir.Interruption(
        id=identity, span=line.span, kind="hold" if line.hold else "stop", condition=test, notes=notes
    )


def _limit(ctx: Context, regimen: ast.Regimen, line: ast.AtMost, of: str | None) -> ir.Limit | None:
    limit = constant(ctx, line.limit)
    notes = notes_of(ctx, line.notes)
    if limit is None:
        return None
    named = line.limit.unit.of if line.limit.unit is not None else None
    if limit.measure.of is None and of is not None:
        limit = replace(limit, measure=replace(limit.measure, of=of))
    elif of is not None and named is not None and not _related(ctx, of, named.name):
        ctx.report(
            DIMENSION_CONFLICT,
            f"the maximum is of `{named.name}`, which `{of}` does not deliver",
            named.span,
            labels=[(regimen.of.span, f"the regimen is of `{of}`")] if regimen.of else [],
            help="state the maximum of the drug that the regimen gives",
        )
        return None
    return ir.Limit(span=line.span, limit=limit, notes=notes)


def _comparable(ctx: Context, regimen: ast.Regimen, limit: ir.Limit, steps: list[ir.Step | None]) -> ir.Limit | None:
    """The limit, when it bounds one dose or what is given in a day; MG301 when no dose has such an amount."""
    inside = [s for step in steps if step is not None for s in statements(step.body) if isinstance(s, ir.Give)]
    amounts = [give.dose.amount for give in inside if give.dose is not None]
    measure = limit.limit.measure
    if not amounts and not can_be_given(measure):
        not_given(ctx, limit.limit, limit.limit.span)
        return None
    if not amounts or any(bounds(ctx, measure, amount.measure) for amount in amounts):
        return limit
    ctx.report(
        DIMENSION_CONFLICT,
        f"`{ctx.words(limit.limit.span)}` bounds no dose of `{regimen.name.name}`: they are in "
        f"{amounts[0].measure.text}",
        limit.limit.span,
        labels=[(amounts[0].span, f"this is in {amounts[0].measure.text}")],
        help="state the maximum in a unit of the doses, or in one per day",
    )
    return None


def interval_of(ctx: Context, after: ast.After | None) -> ir.Interval | None:
    """``after 1 to 2 weeks`` in days; None for nothing, and once a fault is reported."""
    if after is None:
        return None
    high = days_of(ctx, after.high, "the interval")
    first = after.high if after.low is None else sharing(after.low, after.high)
    low = high if after.low is None else days_of(ctx, first, "the interval")
    if low is None or high is None:
        return None
    text = words_of(after.high) if after.low is None else f"{words_of(after.low)} to {words_of(after.high)}"
    if low > high:
        ctx.report(
            BACKWARDS_RANGE,
            f"`{text}` has its first time above its second",
            after.span,
            help="write the shorter time first",
        )
        return None
    months = (months_of(first), months_of(after.high))
    whole = None if months[0] is None or months[1] is None else (months[0], months[1])
    return ir.Interval(span=after.span, low=low, high=high, months=whole, text=text)


# --- monitors ---------------------------------------------------------------------------------------------------------


def monitor_of(ctx: Context, monitor: ast.Monitor) -> ir.Monitor | None:
    """A schedule of measurements; lines with a fault are left out once it is reported."""
    named = [name_of(ctx, name, "input") for name in monitor.inputs]
    inputs = tuple(dict.fromkeys(name for name in named if name is not None))
    notes = notes_of(ctx, monitor.notes)
    lines = tuple(line for line in (_line(ctx, each) for each in monitor.lines) if line is not None)
    if not inputs:
        return None
    return ir.Monitor(
        span=monitor.span,
        name=monitor.name.name,
        label=monitor.label.value if monitor.label else None,
        inputs=inputs,
        lines=lines,
        notes=notes,
    )


def _line(ctx: Context, line: ast.MonitorLine) -> ir.MonitorLine | None:
    test = None if line.condition is None else condition(ctx, line.condition)
    after = interval_of(ctx, line.after)
    every = days_of(ctx, line.every, "the interval") if line.every is not None else None
    notes = notes_of(ctx, line.notes)
    text = next(_line_words(line, after), "at baseline")
    faulty = line.condition is not None and test is None
    if faulty or (line.after is not None and after is None) or (line.every is not None and every is None):
        ctx.leave_out(line)
        return None
    return ir.MonitorLine(
        span=line.span,
        kind=line.kind,
        after=after,
        every=every,
        every_months=months_of(line.every) if line.every is not None and every is not None else None,
        text=text,
        condition=test,
        notes=notes,
    )


def _line_words(line: ast.MonitorLine, after: ir.Interval | None) -> Iterator[str]:
    if line.text is not None:
        yield line.text.value
    if after is not None:
        yield f"after {after.text}"
    if line.every is not None:
        yield f"every {words_of(line.every)}"
