"""MG800 uncited recommendation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import UNCITED
from milligram.ir import nodes as ir
from milligram.ir.print import condition_text, statement_text
from milligram.ir.walk import all_statements
from milligram.syntax import nodes as ast
from milligram.syntax.walk import descend

Cited: TypeAlias = Callable[[ir.Notes], bool]


def check(context: Context) -> Iterator[Diagnostic]:
    """Every recommendation with neither a source nor ``uncited because``, that of its enclosing decision, branch or
    ``when`` included.

    A regimen, monitor or part may be cited by each of its lines, or wherever it is given, started or followed. A
    guideline that names no source at all is one finding.
    """
    if context.is_incomplete:
        return  # a recommendation's source, or the block that is cited for it, may have been dropped
    guideline = context.guideline
    naming = {
        node.span
        for declaration in context.file.declarations
        for node in descend(declaration)
        if isinstance(node, ast.Notes) and node.sources
    }

    def cited(notes: ir.Notes) -> bool:
        """Whether the notes account for where it comes from: a departure with its reason does, and a source that is
        not declared is told as that."""
        return bool(notes.sources or notes.uncited or notes.differs or notes.span in naming)

    uncited = list(_uncited(guideline, cited))
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


def _cited_by_call(guideline: ir.Guideline, cited: Cited) -> set[str]:
    """Regimens, monitors and parts that are cited wherever they are given, started or followed."""
    calls: dict[str, list[bool]] = {}
    for statement in all_statements(guideline):
        match statement:
            case ir.Give(what=name) | ir.Start(monitor=name) | ir.Follow(part=name):
                calls.setdefault(name, []).append(cited(statement.notes))
            case _:
                pass
    return {name for name, each in calls.items() if all(each)}


def _uncited(guideline: ir.Guideline, cited: Cited) -> Iterator[tuple[ir.Node, str]]:
    called = _cited_by_call(guideline, cited)
    for regimen in guideline.regimens.values():
        if cited(regimen.notes) or regimen.name in called:
            continue
        rungs: tuple[ir.Step | ir.Beyond, ...] = (*regimen.steps, *regimen.beyond)
        for rung in rungs:
            if not cited(rung.notes):
                yield from _in_block(rung.body, guideline, cited)
        for rule in regimen.interruptions:
            if not cited(rule.notes):
                yield (
                    rule,
                    f"{rule.kind} {'when' if rule.kind == 'stop' else 'while'} "
                    + condition_text(rule.condition, guideline),
                )
    for pathway in guideline.pathways:
        yield from _in_block(pathway.body, guideline, cited)
    for name, part in guideline.parts.items():
        if name not in called:
            yield from _in_block(part.body, guideline, cited)
    for caution in guideline.cautions:
        if not cited(caution.notes):
            yield from _in_block((caution.when,), guideline, cited)
    for monitor in guideline.monitors.values():
        if cited(monitor.notes) or monitor.name in called:
            continue
        for line in monitor.lines:
            if not cited(line.notes):
                yield line, f"{monitor.title}: {line.text}"
    for pitfall in guideline.pitfalls:
        if not cited(pitfall.notes) and not (pitfall.rules and all(cited(rule.notes) for rule in pitfall.rules)):
            yield pitfall, f'pitfall "{pitfall.text}"'


def _in_block(
    body: tuple[ir.AnyStatement, ...], guideline: ir.Guideline, cited: Cited
) -> Iterator[tuple[ir.Node, str]]:
    for statement in body:
        if cited(statement.notes):
            continue
        match statement:
            case ir.When(body=inner):
                yield from _in_block(inner, guideline, cited)
            case ir.Decide(branches=branches):
                for branch in branches:
                    if not cited(branch.notes):
                        yield from _in_block(branch.body, guideline, cited)
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
