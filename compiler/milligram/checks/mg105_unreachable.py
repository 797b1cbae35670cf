"""MG105 unreachable: a branch, row or body that no patient can reach."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.checks.selections import selections
from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.registry import UNREACHABLE
from milligram.graph import Edge
from milligram.ir import nodes as ir
from milligram.ir.print import branch_text, cell_text, condition_text, subject_text
from milligram.prove.domains import only_subject
from milligram.prove.reach import State
from milligram.source import Span


def check(context: Context) -> Iterator[Diagnostic]:
    """Every way out of a reached place that no patient takes, and every table row that no value fits."""
    reach = context.reach
    if reach.everyone is None and context.guideline.applies is not None:
        yield context.finding(
            UNREACHABLE,
            context.guideline.applies.span,
            "no patient is within the plausible bounds and in `applies when`",
            help="widen `applies when`, or the plausible bounds of its inputs",
        )
        return
    for edge in context.graph.edges:
        place = context.graph.places[edge.source]
        arriving = reach.arriving.get(edge.source)
        if arriving is None or place.statement is None or reach.leaving[edge.key] is not None:
            continue
        found = _of_edge(context, place.statement, edge, arriving)
        if found is not None:
            yield found
    yield from _rows(context)


def _of_edge(context: Context, statement: ir.AnyStatement, edge: Edge, arriving: State) -> Diagnostic | None:
    match statement:
        case ir.When(condition=condition) if edge.way == "yes":
            if context.found_within(condition.span, "MG110", "MG305"):
                return None
            return context.finding(
                UNREACHABLE,
                context.head(statement.span),
                f"no patient who comes here is in `when {condition_text(condition, context.guideline)}`",
                labels=_reasons(context, (condition,), arriving),
                help="take the `when` out, or mend the condition that contradicts it",
            )
        case ir.Decide() as decide if edge.branch is not None:
            return _of_branch(context, decide, edge.branch, arriving)
        case _:
            return None


def _of_branch(context: Context, decide: ir.Decide, branch: ir.Branch, arriving: State) -> Diagnostic | None:
    if branch.condition is not None and context.found_within(branch.condition.span, "MG110", "MG305"):
        return None
    others = tuple(other.condition for other in decide.branches if other.condition is not None)
    conditions = others if branch.condition is None else (branch.condition,)
    if branch.kind == "unknown":
        message = "no patient takes this `unknown`: what the decision needs is always known here"
    elif branch.kind == "otherwise":
        message = "no patient takes this `otherwise`: the other branches take every value"
    else:
        message = f"no patient who comes here is in `{branch_text(branch, context.guideline)}`"
    return context.finding(
        UNREACHABLE,
        context.head(branch.span),
        message,
        labels=_reasons(context, conditions, arriving),
        help="take the branch out, or mend what leads here",
        severity=None if branch.kind == "case" else Severity.WARNING,
    )


def _reasons(context: Context, conditions: tuple[ir.AnyCondition, ...], arriving: State) -> list[tuple[Span, str]]:
    """The earlier places that already settle the subject."""
    subject = only_subject(conditions)
    if subject is None:
        return []
    fact = context.reach.fact(arriving, subject)
    title = subject_text(subject, context.guideline)
    return [(span, f"{title} is settled here already") for span in fact.reasons]


def _rows(context: Context) -> Iterator[Diagnostic]:
    for selection in selections(context):
        if isinstance(selection.node, ir.Decide):
            continue
        for arm in selection.arms:
            if not arm.values and not context.found_within(arm.span, "MG110", "MG305"):
                words = cell_text(arm.condition, context.guideline)
                yield context.finding(
                    UNREACHABLE,
                    context.head(arm.span),
                    f"no patient is in this {selection.noun}: "
                    f"{subject_text(selection.subject, context.guideline)} is never {words}",
                    help=f"take the {selection.noun} out, or widen what the input can be",
                )
