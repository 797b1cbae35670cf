"""MG800 uncited recommendation."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import UNCITED
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, statement_text
from milligram.ir.walk import all_statements


def check(context: Context) -> Iterator[Diagnostic]:
    """Every recommendation with neither a source nor ``uncited because``, that of its enclosing decision, branch or
    ``when`` included.

    A regimen, monitor or part may be cited by each of its lines, or wherever it is given, started or followed. A
    guideline that names no source at all is one finding.
    """
    guideline = context.guideline
    uncited = list(_uncited(guideline))
    if uncited and not guideline.sources:
        yield context.finding(
            UNCITED,
            context.head(guideline.header_span),
            f"no source is named, so none of the {len(uncited)} recommendations has one"
            if len(uncited) > 1
            else "no source is named, so the recommendation has none",
            help='declare one, such as `source s1 "…"`, and cite it after each recommendation as `[s1]`',
        )
        return
    source = next(iter(guideline.sources), "s1")
    for node, words in uncited:
        yield context.finding(
            UNCITED,
            context.head(node.span),
            f"`{words}` cites no source",
            help=f'cite one, such as `[{source}]`, or say `uncited because "…"`',
        )


def _cited(notes: ir.Notes) -> bool:
    """Whether the notes account for where it comes from; a stated departure with its reason does."""
    return bool(notes.sources or notes.uncited or notes.differs)


def _cited_by_call(guideline: ir.Guideline) -> set[str]:
    """Regimens, monitors and parts that are cited wherever they are given, started or followed."""
    calls: dict[str, list[bool]] = {}
    for statement in all_statements(guideline):
        match statement:
            case ir.Give(what=name) | ir.Start(monitor=name) | ir.Follow(part=name):
                calls.setdefault(name, []).append(_cited(statement.notes))
            case _:
                pass
    return {name for name, cited in calls.items() if all(cited)}


def _uncited(guideline: ir.Guideline) -> Iterator[tuple[ir.Node, str]]:
    called = _cited_by_call(guideline)
    for regimen in guideline.regimens.values():
        if _cited(regimen.notes) or regimen.name in called:
            continue
        rungs: tuple[ir.Step | ir.Beyond, ...] = (*regimen.steps, *regimen.beyond)
        for rung in rungs:
            if not _cited(rung.notes):
                yield from _in_block(rung.body, guideline)
        for rule in regimen.interruptions:
            if not _cited(rule.notes):
                yield (
                    rule,
                    f"{rule.kind} {'when' if rule.kind == 'stop' else 'while'} "
                    + condition_text(rule.condition, guideline),
                )
    for pathway in guideline.pathways:
        yield from _in_block(pathway.body, guideline)
    for name, part in guideline.parts.items():
        if name not in called:
            yield from _in_block(part.body, guideline)
    for caution in guideline.cautions:
        if not _cited(caution.notes):
            yield from _in_block((caution.when,), guideline)
    for monitor in guideline.monitors.values():
        if _cited(monitor.notes) or monitor.name in called:
            continue
        for line in monitor.lines:
            if not _cited(line.notes):
                yield line, f"{monitor.title}: {line.text}"
    for pitfall in guideline.pitfalls:
        if not _cited(pitfall.notes) and not (pitfall.rules and all(_cited(rule.notes) for rule in pitfall.rules)):
            yield pitfall, f'pitfall "{pitfall.text}"'


def _in_block(body: tuple[ir.AnyStatement, ...], guideline: ir.Guideline) -> Iterator[tuple[ir.Node, str]]:
    for statement in body:
        if _cited(statement.notes):
            continue
        match statement:
            case ir.When(body=inner):
                yield from _in_block(inner, guideline)
            case ir.Decide(branches=branches):
                for branch in branches:
                    if not _cited(branch.notes):
                        yield from _in_block(branch.body, guideline)
            case ir.Start():
                pass  # the monitor's own lines carry the sources
            case ir.Give(what=what) if what in guideline.regimens:
                pass  # the regimen's own steps carry the sources
            case ir.Give() | ir.Stop() | ir.Hold() | ir.Advise() | ir.AdviseAgainst() | ir.Suggest():
                yield statement, statement_text(statement, guideline)
            case ir.Order() | ir.Refer():
                yield statement, statement_text(statement, guideline)
            case _:
                pass
