"""When a guideline decides on a value, and when it measures it: the times that MG505 and MG507 compare.

Enters: a guideline. Leaves: every decision that waits for a time and then reads inputs; and how old a value may be by
then, when the patient keeps to the schedule.

    step 2 after 1 to 2 weeks when low_magnesium   ->   Decision(step=1, low=7, high=14, inputs=("serum_magnesium",))

All times count from the start of the current step, as the interpreter counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, inputs_read
from milligram.source import Span

_ROUNDS = 3
"""How many turns of ``every`` are looked at within one window: the gaps between further ones are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision that is due at ``low`` to ``high`` days on ``step`` (from 1; None: on any) of a regimen.

    ``rule`` is the move of the ladder; None where a condition of a pathway compares the time itself.
    """

    regimen: ir.Regimen
    step: int | None
    low: Fraction
    high: Fraction
    text: str
    condition: ir.AnyCondition
    inputs: tuple[str, ...]
    span: Span
    rule: ir.Step | ir.Beyond | ir.BackTo | None


def decisions(guideline: ir.Guideline) -> Iterator[Decision]:
    """Every decision on inputs that waits for a time on a step."""
    for regimen in guideline.regimens.values():
        moves: list[tuple[int, ir.Step | ir.Beyond | ir.BackTo]] = []
        moves += [(step.number - 1, step) for step in regimen.steps[1:]]
        moves += [(len(regimen.steps), beyond) for beyond in regimen.beyond]
        moves += [(len(regimen.steps), back) for back in regimen.back]
        for at, rule in moves:
            if rule.after is None or rule.condition is None:
                continue
            yield Decision(
                regimen=regimen,
                step=at,
                low=rule.after.low,
                high=rule.after.high,
                text=f"after {rule.after.text}",
                condition=rule.condition,
                inputs=inputs_read(rule.condition, guideline),
                span=rule.span,
                rule=rule,
            )
    for statement in all_statements(guideline):
        match statement:
            case ir.When(condition=condition):
                yield from _timed(guideline, condition)
            case ir.Decide(branches=branches):
                for branch in branches:
                    if branch.condition is not None:
                        yield from _timed(guideline, branch.condition)
            case _:
                pass


def _timed(guideline: ir.Guideline, condition: ir.AnyCondition) -> Iterator[Decision]:
    """``replacement time at least 2 weeks and low_magnesium``: the conjunction of a time and of a value."""
    if not isinstance(condition, ir.All):
        return
    for operand in condition.operands:
        match operand:
            case ir.Band(
                subject=ir.StateNumber(which="time", regimen=name), low=ir.Bound(value=ir.Const(value=low) as written)
            ) if name in guideline.regimens:
                others = tuple(each for each in condition.operands if each is not operand)
                inputs = dict.fromkeys(name for each in others for name in inputs_read(each, guideline))
                unit = f" {written.written_unit}" if written.written_unit else ""
                yield Decision(
                    regimen=guideline.regimens[name],
                    step=None,
                    low=low,
                    high=low,
                    text=f"from {written.written}{unit}",
                    condition=condition,
                    inputs=tuple(inputs),
                    span=condition.span,
                    rule=None,
                )
            case _:
                pass


# --- measurements -----------------------------------------------------------------------------------------------------


def first_again(line: ir.MonitorLine) -> Fraction | None:
    """The first day on which a line measures again; None where it does not, or names no time."""
    match line.kind:
        case "after":
            return line.after.low if line.after is not None else None
        case "every":
            return line.every
        case "baseline" | "unspecified":
            return None


class Aged(NamedTuple):
    """A value ``age`` days old at a decision on day ``day``; the age may be one that is only come close to."""

    age: Fraction
    day: Fraction


def oldest(lines: Iterable[ir.MonitorLine], low: Fraction, high: Fraction, valid: Fraction) -> Aged | None:
    """A value that is older than ``valid`` days at a decision from ``low`` to ``high`` days; None where none is.

    The patient keeps to the schedule in the way that leaves the value the freshest; the value at the start is of that
    day. Between two measurements a value is the oldest just before the second.
    """
    kept = tuple(lines)
    ages = [Aged(day - _latest(kept, day, before=False), day) for day in (low, high)]
    for day in _days_of(kept, low, high):
        age = day - _latest(kept, day, before=True)
        ages.append(Aged(age, max(low, day - (age - valid) / 2)))
    old = [each for each in ages if each.age > valid]
    return max(old, key=lambda each: each.age) if old else None


def _days_of(lines: Iterable[ir.MonitorLine], low: Fraction, high: Fraction) -> Iterator[Fraction]:
    """The days within a window at which a measurement falls due: just before one, a value is the oldest."""
    for line in lines:
        if line.kind == "after" and line.after is not None and low < line.after.low <= high:
            yield line.after.low
        if line.kind == "every" and line.every:
            first = low // line.every + 1
            yield from (day for turn in range(_ROUNDS) if (day := (first + turn) * line.every) <= high)


def _latest(lines: Iterable[ir.MonitorLine], day: Fraction, *, before: bool) -> Fraction:
    """The last day, up to ``day`` or ``before`` it, on which the schedule may have measured; the start is day 0."""
    latest = Fraction(0)
    for line in lines:
        if line.kind == "after" and line.after is not None and (line.after.low < day or line.after.low == day > 0):
            if line.after.low < day or not before:
                latest = max(latest, min(line.after.high, day))
        elif line.kind == "every" and line.every:
            turns = day // line.every
            turns -= before and turns * line.every == day
            latest = max(latest, max(turns, 0) * line.every)
    return latest
