"""What a monitor is for: the regimens it serves, and whether what it says today may change with the day.

Enters: a guideline and one of its monitors. Leaves: names and yes or no; nothing about a patient.

    monitor electrolytes: serum_magnesium …   ->   it serves ``replacement``, whose moves read ``low_magnesium``
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, inputs_read, states_read


def serving(guideline: ir.Guideline, monitor: ir.Monitor) -> tuple[str, ...]:
    """The regimens with a move, a stop or a hold that reads a value which the monitor measures."""
    measured = set(monitor.inputs)
    return tuple(
        regimen.name
        for regimen in guideline.regimens.values()
        if any(measured.intersection(inputs_read(each, guideline)) for each in _conditions(regimen))
    )


def _conditions(regimen: ir.Regimen) -> tuple[ir.AnyCondition, ...]:
    rules: tuple[ir.Step | ir.Beyond | ir.BackTo | ir.Interruption, ...] = (
        *regimen.steps,
        *regimen.beyond,
        *regimen.back,
        *regimen.interruptions,
    )
    return tuple(rule.condition for rule in rules if rule.condition is not None)


def started_anywhere(guideline: ir.Guideline) -> frozenset[str]:
    """The monitors that some statement starts."""
    return frozenset(each.monitor for each in all_statements(guideline) if isinstance(each, ir.Start))


def depends_on_the_day(guideline: ir.Guideline, monitor: ir.Monitor, condition: ir.AnyCondition) -> bool:
    """Whether a condition reads a regimen's step or time, or a value that the monitor itself measures."""
    return bool(states_read(condition, guideline)) or bool(
        set(monitor.inputs).intersection(inputs_read(condition, guideline))
    )
