"""MG506 schedule without consequence: a value that is measured on a schedule and that nothing looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import SCHEDULE_WITHOUT_CONSEQUENCE
from milligram.ir import nodes as ir
from milligram.ir.print import join, title_of
from milligram.ir.walk import descend, names_read


def check(context: Context) -> Iterator[Diagnostic]:
    """Every monitor with inputs that no condition, formula or rule reads, apart from ``applies when`` and the schedules
    themselves. Asking only whether a value is known says nothing of an abnormal one."""
    guideline = context.guideline
    if guideline.left_out or context.is_incomplete:
        return  # what a fault kept out may be what reads it
    used = _with_consequence(guideline)
    for monitor in guideline.monitors.values():
        idle = [name for name in monitor.inputs if name not in used]
        if not idle:
            continue
        one = len(idle) == 1
        titles = join((title_of(guideline, name) for name in idle), "and")
        yield context.finding(
            SCHEDULE_WITHOUT_CONSEQUENCE,
            context.head(monitor.span),
            f"{titles} {'is' if one else 'are'} measured, and nothing says what to do when {'it' if one else 'one'} "
            "is abnormal",
            labels=[(guideline.inputs[name].span, "no condition reads it") for name in idle],
            help=f'write what follows, as in `when {idle[0]} …: refer to "…"`; `allow MG506 because "…"` where the '
            "source says no more",
        )


def _with_consequence(guideline: ir.Guideline) -> set[str]:
    """The inputs that something turns on: what the pathways, parts, ladders, rules and cautions read."""
    homes: list[ir.Node] = [*guideline.pathways, *guideline.parts.values(), *guideline.regimens.values()]
    homes += [*guideline.pitfalls, *guideline.cautions]
    found: set[str] = set()
    waiting = [name for home in homes for name in _looked_at(home, guideline)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in guideline.inputs:
            found.add(name)
        elif name in guideline.named_by_name:
            waiting.extend(_looked_at(guideline.named_by_name[name], guideline))
    return found


def _looked_at(home: ir.Node, guideline: ir.Guideline) -> Iterable[str]:
    """The names whose value a node turns on; a report of a value that is worked out tells what a measurement means."""
    for inner in descend(home):
        match inner:
            case ir.Known():
                pass
            case ir.Report(names=names):
                yield from (name for name in names if name in guideline.named_by_name)
            case (
                ir.InputNumber()
                | ir.NamedNumber()
                | ir.PointsOf()
                | ir.InputWord()
                | ir.NamedWord()
                | ir.Flag()
                | ir.NamedCondition()
                | ir.SetHas()
                | ir.SetSubject()
                | ir.YearsSince()
            ):
                yield from names_read(inner)
            case _:
                pass
