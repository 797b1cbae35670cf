"""MG105 unreachable: a branch, row or body that no patient can reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.registry import UNREACHABLE
from milligram.graph import Edge
from milligram.ir import nodes as ir
from milligram.ir.print import branch_text, condition_text, subject_text
from milligram.ir.walk import descend
from milligram.prove.domains import expanded, only_subject
from milligram.prove.reach import State
from milligram.source import Span


def check(context: Context) -> Iterator[Diagnostic]:
    """Every way out of a reached place that no patient takes, and every table row that no value fits."""
    reach = context.reach
    if reach.everyone is None:
        rules = [rule.span for rule in context.guideline.impossible]
        applies = context.guideline.applies
        if any(_is_told(context, rule.condition) for rule in context.guideline.impossible):
            return
        if applies is not None and _is_told(context, applies):
            return
        yield context.finding(
            UNREACHABLE,
            applies.span if applies is not None else context.head(rules[0]),
            "no patient is in `applies when`" if applies is not None else "every patient is impossible",
            labels=[(context.head(span), "rules out the others") for span in rules[applies is None :]],
            help="widen `applies when`, the plausible bounds of its inputs, or what is `impossible`",
        )
        return
    for edge in context.graph.edges:
        statement = context.graph.places[edge.source].statement
        arriving = reach.arriving.get(edge.source)
        if arriving is not None and statement is not None and reach.leaving[edge.key] is None:
            yield from _of_edge(context, statement, edge, arriving)
    for home in context.guideline.named:
        yield from _rows(context, home, reach.everyone)


def _of_edge(context: Context, statement: ir.AnyStatement, edge: Edge, arriving: State) -> Iterator[Diagnostic]:
    match statement:
        case ir.When(condition=condition) if edge.way == "yes":
            if not _is_told(context, condition):
                yield context.finding(
                    UNREACHABLE,
                    context.head(statement.span),
                    f"no patient who comes here is in `when {condition_text(condition, context.guideline)}`",
                    labels=_reasons(context, (condition,), arriving),
                    help="take the `when` out, or mend the condition that contradicts it",
                )
        case ir.Decide() as decide if edge.branch is not None:
            yield from _of_branch(context, decide, edge.branch, arriving)
        case _:
            pass


def _of_branch(context: Context, decide: ir.Decide, branch: ir.Branch, arriving: State) -> Iterator[Diagnostic]:
    conditions = [other.condition for other in decide.branches if other.condition is not None]
    if context.found_within(context.head(branch.span), *_TOLD) or any(
        _is_told(context, condition) for condition in (conditions if branch.condition is None else [branch.condition])
    ):
        return
    if branch.condition is not None and context.reach.assume(arriving, branch.condition, True) is not None:
        return  # only the branches above it, of a `first that applies`, leave it nothing: that is MG106
    if branch.kind == "unknown":
        message = "no patient takes this `unknown`: what the decision needs is always known here"
    elif branch.kind == "otherwise":
        message = "no patient takes this `otherwise`: the other branches take every value"
    else:
        message = f"no patient who comes here is in `{branch_text(branch, context.guideline)}`"
    yield context.finding(
        UNREACHABLE,
        context.head(branch.span),
        message,
        labels=_reasons(context, conditions if branch.condition is None else (branch.condition,), arriving),
        help="take the branch out, or mend what leads here",
        severity=None if branch.kind == "case" else Severity.WARNING,
    )


_TOLD = ("MG020", "MG110", "MG305")
"""What leaves a branch or body without a patient, and is told: one root cause, one finding."""


def _is_told(context: Context, condition: ir.AnyCondition) -> bool:
    """Whether an earlier stage found a literal of the condition, or of a name in it, out of bounds or out of place."""
    parts = descend(expanded(condition, context.guideline))
    return context.found_within(condition.span, *_TOLD) or any(
        context.found_within(part.span, *_TOLD) for part in parts
    )


def _reasons(context: Context, conditions: Iterable[ir.AnyCondition], arriving: State) -> list[tuple[Span, str]]:
    """The earlier places that already settle the subject."""
    subject = only_subject(tuple(expanded(condition, context.guideline) for condition in conditions))
    if subject is None:
        return []
    fact = context.reach.fact(arriving, subject)
    title = subject_text(subject, context.guideline)
    return [(span, f"this already limits {title}") for span in fact.reasons]


def _rows(context: Context, home: ir.Named, everyone: State) -> Iterator[Diagnostic]:
    """Rows of a table and cases of a define in which no patient can be."""
    match home:
        case ir.Table(rows=rows):
            noun, entries = "row", [(row.condition, row.span) for row in rows]
        case ir.DefinedCases(cases=cases):
            noun, entries = "case", [(case.condition, case.span) for case in cases if case.condition is not None]
        case _:
            return
    for condition, span in entries:
        if context.reach.assume(everyone, condition, True) is None and not (
            context.found_within(span, *_TOLD) or _is_told(context, condition)
        ):
            yield context.finding(
                UNREACHABLE,
                context.head(span),
                f"no patient is in this {noun}: `{condition_text(condition, context.guideline)}` is never true",
                labels=_reasons(context, (condition,), everyone),
                help=f"take the {noun} out, or widen what the input can be",
            )
