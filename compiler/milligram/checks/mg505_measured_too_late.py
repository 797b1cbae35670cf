"""MG505 measured too late, MG507 stale: decisions on a value before it is measured again, or on one that is too old.

One walk finds both: a value that is measured again only after the decision is told as that, however old it then is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from milligram.checks.context import Context
from milligram.checks.ladder_patients import Seen, Test, not_decided, patient_on
from milligram.checks.schedules import Decision, decisions, first_again, oldest
from milligram.diagnostics import Diagnostic, Edit
from milligram.diagnostics.registry import MEASURED_TOO_LATE, STALE
from milligram.ir import nodes as ir
from milligram.ir.print import join, title_of
from milligram.ir.walk import all_statements
from milligram.prove.answers import Undecided
from milligram.prove.formula import Formula
from milligram.prove.intervals import Intervals
from milligram.prove.subjects import state_of
from milligram.quantity import plain
from milligram.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Late:
    """An input that a decision reads too early; ``line`` measures it first again (None: no line does)."""

    decision: Decision
    name: str
    line: ir.MonitorLine | None
    monitor: ir.Monitor
    patient: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stale:
    """An input that is too old at a decision, by ``age`` in days."""

    decision: Decision
    name: str
    age: Fraction
    patient: dict[str, str]


Unsure: TypeAlias = list[tuple[Decision, Undecided]]
"""Decisions for which nobody was found, and nobody ruled out."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Every timed decision of a ladder, and every condition on the time of one, against the schedules.

    Decisions that one line comes too late for are one finding, and so are those that one input is too old for.
    """
    late: dict[tuple[str, Span], list[_Late]] = {}
    stale: dict[tuple[str, str], list[_Stale]] = {}
    unsure: Unsure = []
    for decision in decisions(context.guideline):
        for name in decision.inputs:
            regimen = decision.regimen.name
            first = _late(context, decision, name, unsure)
            if first is not None:
                place = first.line.span if first.line is not None else first.monitor.span
                late.setdefault((regimen, place), []).append(first)
            elif (old := _stale(context, decision, name, unsure)) is not None:
                stale.setdefault((regimen, name), []).append(old)
    for found in late.values():
        yield _measured_too_late(context, found)
    for together in stale.values():
        yield _too_old(context, together)
    for decision, why in unsure[:1]:
        yield not_decided(context, decision.span, f"{_subject(decision)} is decided on a value of its time", why)


# --- the patient ------------------------------------------------------------------------------------------------------


def _decided(
    context: Context, decision: Decision, time: Fraction, tests: Iterable[Test], name: str, unsure: Unsure
) -> dict[str, str] | None:
    """A patient for whom the decision is made at that time, and who passes the tests."""
    rule = decision.rule

    def taken(seen: Seen) -> bool:
        if rule is None:
            return seen.values.condition(decision.condition) is True
        at = seen.values.state(decision.regimen.name).step
        move = seen.move(decision.regimen) if at == decision.step else None
        if move is None:
            return False
        match rule:
            case ir.Step(number=number) | ir.BackTo(number=number):
                return move.step == number
            case ir.Beyond():
                return rule in move.beyond

    found = patient_on(
        context,
        decision.regimen,
        decision.step or 1,
        time,
        (taken, lambda seen: seen.comes_to(decision.regimen), lambda seen: not seen.orders(name), *tests),
        formula=_deciding(context, decision, time, name),
        hint=_measured(context, name),
    )
    if isinstance(found, Undecided):
        unsure.append((decision, found))
        return None
    return found


def _deciding(context: Context, decision: Decision, time: Fraction, name: str) -> Formula:
    """For whom the decision is made at that time, an input not being measured at that moment."""
    prover = context.prover
    space, paths, regimen = prover.space, prover.paths, decision.regimen
    when, mask = prover.subjects.numeric(state_of(regimen.name, "time"), Intervals.points([time]))
    gives = [s.id for s in all_statements(context.guideline) if isinstance(s, ir.Give) and s.what == regimen.name]
    orders = [s.id for s in all_statements(context.guideline) if isinstance(s, ir.Order) and s.what == name]
    parts = [
        space.test(when, mask),
        space.any_of(paths.arriving[give] for give in gives if give in paths.arriving),
        prover.meaning.true(decision.condition),
        *(space.negation(paths.arriving[order]) for order in orders if order in paths.arriving),
    ]
    if decision.step is not None:
        parts.append(paths.ladders.at_step(regimen, decision.step))
    if isinstance(decision.rule, ir.Step | ir.Beyond):
        parts.append(paths.entering(decision.rule))
    return space.all_of(parts)


def _measured(context: Context, name: str) -> Formula:
    """Likely patients: a schedule is started in this run, and none of its lines that name no time holds."""
    prover = context.prover
    space, arriving = prover.space, prover.paths.arriving
    monitors = [monitor for monitor in context.guideline.monitors.values() if name in monitor.inputs]
    names = {monitor.name for monitor in monitors}
    starts = [s.id for s in all_statements(context.guideline) if isinstance(s, ir.Start) and s.monitor in names]
    lines = [line for monitor in monitors for line in monitor.lines if line.condition is not None]
    return space.all_of(
        [
            space.any_of(arriving[start] for start in starts if start in arriving),
            *(space.negation(prover.meaning.true(line.condition)) for line in lines if line.condition is not None),
        ]
    )


def _lines(seen: Seen, name: str) -> list[ir.MonitorLine]:
    """The lines that measure an input for this patient: those whose condition is not known false."""
    return [
        line
        for monitor in seen.monitors
        if name in monitor.inputs
        for line in monitor.lines
        if line.condition is None or seen.values.condition(line.condition) is not False
    ]


def _more_often(seen: Seen, line: ir.MonitorLine) -> bool:
    """Whether a line of no stated time (``unspecified "more often"``) surely holds: then nothing can be said."""
    return line.kind == "unspecified" and (line.condition is None or seen.values.condition(line.condition) is True)


# --- MG505 ------------------------------------------------------------------------------------------------------------


def _late(context: Context, decision: Decision, name: str, unsure: Unsure) -> _Late | None:
    """Whether somebody's value is decided on before it is first measured again."""
    measuring = [monitor for monitor in context.guideline.monitors.values() if name in monitor.inputs]
    times = [
        (first, line, monitor)
        for monitor in measuring
        for line in monitor.lines
        if (first := first_again(line)) is not None
    ]
    if not measuring or any(first <= decision.low and line.condition is None for first, line, _ in times):
        return None

    def too_late(seen: Seen) -> bool:
        held = _lines(seen, name)
        again = [first_again(line) for line in held if line.kind != "unspecified"]
        unclear = any(_more_often(seen, line) for line in held)
        started = any(name in monitor.inputs for monitor in seen.monitors)
        return started and not unclear and all(first is None or first > decision.low for first in again)

    patient = _decided(context, decision, decision.low, (too_late,), name, unsure)
    if patient is None:
        return None
    after = [each for each in times if each[0] > decision.low]
    _, line, monitor = min(after, key=lambda each: each[0]) if after else (None, None, measuring[0])
    return _Late(decision=decision, name=name, line=line, monitor=monitor, patient=patient)


def _measured_too_late(context: Context, found: list[_Late]) -> Diagnostic:
    first = min(found, key=lambda each: each.decision.low)
    decision, line, monitor = first.decision, first.line, first.monitor
    names = dict.fromkeys(each.name for each in found if each.decision is decision)
    titles = join((title_of(context.guideline, name) for name in names), "and")
    verb = "is" if len(names) == 1 else "are"
    when = f"not measured again until {_until(line)}" if line is not None else "never measured again"
    labels = [
        (line.span, "first measured again here") if line is not None else (context.head(monitor.span), "only here")
    ]
    labels += _others(context, decision, [each.decision for each in found], "this comes too early, too")
    edits: tuple[Edit, ...] = ()
    repair = f"measure {titles} {decision.text}"
    if line is not None and line.after is not None and decision.rule is not None and decision.rule.after is not None:
        edits = (
            Edit(
                span=_words_span(context, line.after),
                replacement=decision.rule.after.text,
                title=f"measure {decision.text}",
            ),
        )
        repair += f", or decide after {line.after.text}"
    return context.finding(
        MEASURED_TOO_LATE,
        _place(context, decision),
        f"{_subject(decision)} is decided {decision.text}, and {titles} {verb} {when}",
        labels=labels,
        help=repair,
        witness=first.patient,
        edits=edits,
    )


def _others(context: Context, first: Decision, all_of: list[Decision], words: str) -> list[tuple[Span, str]]:
    """The other decisions of a finding."""
    places = dict.fromkeys(_place(context, each) for each in all_of)
    return [(place, words) for place in places if place != _place(context, first)]


def _until(line: ir.MonitorLine) -> str:
    """``2 to 3 weeks`` of a line, in the author's words."""
    if line.after is not None:
        return line.after.text
    return line.text.removeprefix("every ")


def _words_span(context: Context, after: ir.Interval) -> Span:
    """The place of the time alone, without the word ``after``."""
    words = context.source.slice(after.span)
    return Span(after.span.start + len(words) - len(words.removeprefix("after ")), after.span.end)


def _subject(decision: Decision) -> str:
    """What is decided, in a few words."""
    match decision.rule:
        case ir.Step(number=number):
            return f"step {number}"
        case ir.Beyond():
            return "what follows the last step"
        case ir.BackTo(number=number):
            return f"the way back to step {number}"
        case None:
            return "this"


def _place(context: Context, decision: Decision) -> Span:
    return context.head(decision.span)


# --- MG507 ------------------------------------------------------------------------------------------------------------


def _stale(context: Context, decision: Decision, name: str, unsure: Unsure) -> _Stale | None:
    """A value that is too old at some time within the window, though the patient kept to the schedule."""
    declared = context.guideline.inputs[name]
    valid = declared.valid
    if valid is None:
        return None
    always = [
        line
        for monitor in context.guideline.monitors.values()
        if name in monitor.inputs
        for line in monitor.lines
        if line.condition is None
    ]
    worst = oldest(always, decision.low, decision.high, valid)
    if worst is None:
        return None
    ages: list[Fraction] = []

    def too_old(seen: Seen) -> bool:
        held = _lines(seen, name)
        found = oldest(held, decision.low, decision.high, valid)
        if found is None or any(_more_often(seen, line) for line in held):
            return False
        ages.append(found.age)
        return True

    patient = _decided(context, decision, worst.day, (too_old,), name, unsure)
    return None if patient is None else _Stale(decision=decision, name=name, age=ages[-1], patient=patient)


def _too_old(context: Context, found: list[_Stale]) -> Diagnostic:
    first = found[0]
    decision, title = first.decision, title_of(context.guideline, first.name)
    declared = context.guideline.inputs[first.name]
    valid = declared.valid or Fraction(0)
    return context.finding(
        STALE,
        _place(context, decision),
        f"{_subject(decision)} is decided {decision.text} on {title} that may be {_days(first.age)} old, "
        f"and it is valid for {_days(valid)}",
        labels=[
            (declared.span, "says how long it is valid"),
            *_others(context, decision, [each.decision for each in found], "it is too old here, too"),
        ],
        help=f"measure {title} within {_days(valid)} before the decision, in a `monitor` that is started with the "
        "regimen",
        witness=first.patient,
    )


def _days(days: Fraction) -> str:
    """A time in weeks where it is whole weeks, else in days."""
    if days % 7 == 0:
        return f"{plain(days / 7)} week{'' if days == 7 else 's'}"
    return f"{plain(days)} day{'' if days == 1 else 's'}"
