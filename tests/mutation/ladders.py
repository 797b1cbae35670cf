"""What is truly wrong with doses and times: recomputed from a ladder's own figures.

Enters: a guideline and the amounts that the oracle saw given. Leaves: labels for the maxima, exits and schedules that
the figures alone decide; where they do not (no frequency, a condition on a line), the code is open.

    step 1 of 24 mmol of magnesium at night, at most 900 mg of magnesium_oxide per day  ->  MG502: 967.3 mg
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers
from milligram.ir.same import same
from milligram.ir.walk import all_statements, descend, statements
from milligram.quantity import Measure, MeasureError, UnitError, conversion, parse_unit

from .labels import Labels
from .people import Seen
from .reads import Reads

DAILY = {"once": 1, "daily": 1, "at_night": 1}


def label_ladders(guideline: ir.Guideline, seen: Seen, found: Labels) -> None:
    """Adds what the figures decide."""
    for regimen in guideline.regimens.values():
        _maxima(guideline, regimen, seen, found)
        _exit(guideline, regimen, found)
        found.open.add("MG501")
    reads = Reads(guideline)
    _too_late(guideline, reads, found)
    _without_consequence(guideline, reads, found)
    if any(declared.valid is not None for declared in guideline.inputs.values()):
        found.open.add("MG507")
    for node in all_statements(guideline):
        if isinstance(node, ir.Give) and node.unspecified_dose is not None:
            found.add("MG508", f"line {guideline.line(node)}")


def _maxima(guideline: ir.Guideline, regimen: ir.Regimen, seen: Seen, found: Labels) -> None:
    for limit in regimen.limits:
        text, _, per = limit.limit.measure.unit.text.partition("/")
        try:
            counted = Measure(parse_unit(text), limit.limit.measure.of or regimen.of)
        except UnitError:
            found.open |= {"MG502", "MG504"}
            continue
        if per not in ("", "day", "d"):
            found.open |= {"MG502", "MG504"}
            continue
        most: list[Fraction] = []
        for step in regimen.steps:
            amounts = [_amount(guideline, regimen, give, seen, counted, per) for give in _gives(step)]
            if any(amount is None for amount in amounts):
                found.open |= {"MG502", "MG504"}
                continue
            most.append(sum((amount for amount in amounts if amount is not None), Fraction(0)))
        if _is_given_elsewhere(guideline, regimen):
            found.open.add("MG502")
        if most and max(most) > limit.limit.value:
            found.add("MG502", f"{float(max(most)):.6g} over {float(limit.limit.value):.6g}")
        if len(most) == len(regimen.steps) and max(most) * 2 < limit.limit.value:
            found.add("MG504", f"{float(max(most)):.6g} under half of {float(limit.limit.value):.6g}")


def _is_given_elsewhere(guideline: ir.Guideline, regimen: ir.Regimen) -> bool:
    """Whether somebody may get what a regimen delivers from outside it too."""
    within = {give.id for step in regimen.steps for give in _gives(step)}
    gives = [node for node in all_statements(guideline) if isinstance(node, ir.Give) and node.id not in within]
    own = delivers(guideline, regimen.name)
    return any(give.what != regimen.name and own & delivers(guideline, give.what) for give in gives)


def _gives(step: ir.Step) -> Iterator[ir.Give]:
    yield from (node for node in statements(step.body) if isinstance(node, ir.Give))


def _amount(
    guideline: ir.Guideline, regimen: ir.Regimen, give: ir.Give, seen: Seen, counted: Measure, per: str
) -> Fraction | None:
    """The largest amount given in a day (or at once, where the maximum names no time), in the maximum's unit."""
    amounts = seen.doses.get((give.id, regimen.name))
    if give.dose is None or not amounts or len(give.dose.schedule) != 1:
        return None
    schedule = give.dose.schedule[0]
    times = schedule.times if schedule.kind == "times_daily" else DAILY.get(schedule.kind)
    if times is None:
        return None
    own = Measure(give.dose.amount.measure.unit, give.dose.of or give.dose.amount.measure.of or give.what)
    try:
        change = conversion(own, counted, guideline.substances)
    except (MeasureError, UnitError):
        return None
    return max(amounts) * change.factor * (times if per else 1)


def _exit(guideline: ir.Guideline, regimen: ir.Regimen, found: Labels) -> None:
    last = regimen.steps[-1]
    if last.condition is None:
        return
    leaves = any(isinstance(node, ir.Refer | ir.Stop | ir.Hold) for node in all_statements(guideline))
    if not regimen.beyond and not regimen.back and not regimen.interruptions and not leaves:
        found.add("MG503", f"line {guideline.line(last)}")
    elif not any(rule.condition is None or same(rule.condition, last.condition) for rule in regimen.beyond):
        found.open.add("MG503")


def _too_late(guideline: ir.Guideline, reads: Reads, found: Labels) -> None:
    """A decision that waits for a time and reads what is measured again only later."""
    for regimen in guideline.regimens.values():
        rules: list[ir.Step | ir.Beyond | ir.BackTo] = [*regimen.steps, *regimen.beyond, *regimen.back]
        if any(isinstance(node, ir.StateNumber) and node.which == "time" for node in _elsewhere(guideline, regimen)):
            found.open.add("MG505")
        for rule in rules:
            if rule.condition is None:
                continue
            if rule.after is None:
                found.open.add("MG505")
                continue
            for kind, name in reads.of(rule.condition):
                if kind == "input":
                    _measured(guideline, regimen, rule.after.low, name, found)


def _elsewhere(guideline: ir.Guideline, regimen: ir.Regimen) -> Iterator[ir.Node]:
    homes: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values(), *guideline.cautions]
    homes += [other for other in guideline.regimens.values() if other is not regimen]
    yield from (node for home in homes for node in descend(home))


def _measured(guideline: ir.Guideline, regimen: ir.Regimen, decided: Fraction, name: str, found: Labels) -> None:
    for monitor in guideline.monitors.values():
        if name not in monitor.inputs:
            continue
        again = [(_first(line), line.condition is None) for line in monitor.lines if _first(line) is not None]
        plain = [time for time, unconditional in again if time is not None and unconditional]
        early = [time for time, _ in again if time is not None and time <= decided]
        if any(time <= decided for time in plain):
            continue
        if early:
            found.open.add("MG505")
        elif again:
            found.add(
                {"MG505", "MG507"},
                f"{regimen.name}: {name} at {decided} d, measured again at {min(plain, default=0)} d",
            )
        else:
            found.open.add("MG505")


def _first(line: ir.MonitorLine) -> Fraction | None:
    return line.after.low if line.after is not None else line.every


def _without_consequence(guideline: ir.Guideline, reads: Reads, found: Labels) -> None:
    """A monitored input that no condition outside the schedules reads, and no dose."""
    homes: list[ir.Node] = [*guideline.pathways, *guideline.parts.values(), *guideline.regimens.values()]
    homes += [*guideline.pitfalls, *guideline.cautions, *guideline.named]
    read: set[tuple[str, str]] = set()
    for home in homes:
        for node in descend(home):
            if isinstance(node, ir.Known):
                continue
            if isinstance(node, ir.Band | ir.WordIs | ir.SetHas | ir.Flag | ir.Dose | ir.Report | ir.ScoreLine):
                read |= reads.of(node)
    idle = {name for monitor in guideline.monitors.values() for name in monitor.inputs if ("input", name) not in read}
    known = {node.of for home in homes for node in descend(home) if isinstance(node, ir.Known) and node.of in idle}
    if idle - known:
        found.add("MG506", ", ".join(sorted(idle - known)))
    named = {name for home in guideline.named for kind, name in reads.of(home) if kind == "input"}
    if known or any(name in named for monitor in guideline.monitors.values() for name in monitor.inputs):
        found.open.add("MG506")
