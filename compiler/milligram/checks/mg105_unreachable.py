"""MG105 unreachable: a branch, row or body that no patient can reach.

What rules it out is named by a minimal core of lines: take any of them away, and somebody comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from milligram.checks import cores
from milligram.checks.choices import Choice
from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.registry import UNREACHABLE
from milligram.ir import nodes as ir
from milligram.ir.print import subject_text
from milligram.ir.walk import all_statements, descend
from milligram.prove.answers import Nobody
from milligram.prove.domains import only_subject
from milligram.prove.expansion import expanded
from milligram.prove.formula import Formula
from milligram.source import Span

Label: TypeAlias = tuple[Span, str]


def check(context: Context) -> Iterator[Diagnostic]:
    """Every branch and body of a place that somebody comes to and that nobody enters, and every row no value fits."""
    prover = context.prover
    if isinstance(prover.ask_all(prover.domain), Nobody):
        yield from _nobody_at_all(context)
        return
    for statement in all_statements(context.guideline):
        arriving = prover.paths.arriving.get(statement.id, prover.space.false)
        if arriving is prover.space.false:
            continue
        match statement:
            case ir.When(condition=condition):
                own = prover.meaning.true(condition)
                entered = prover.space.all_of([arriving, own])
                if (
                    _only_here(context, entered, arriving)
                    and not _is_told(context, condition)
                    and not cores.is_by_a_rule(context, own, statement.id)
                ):
                    yield _body(context, statement)
            case ir.Decide(branches=branches):
                for branch in branches:
                    entered = prover.paths.arriving.get(branch.id, prover.space.false)
                    if _only_here(context, entered, arriving):
                        yield from _branch(context, statement, branch, arriving)
            case _:
                pass
    for choice in context.choices:
        if not isinstance(choice.node, ir.Decide):
            yield from _rows(context, choice)
    for regimen in context.guideline.regimens.values():
        yield from _moves(context, regimen)


def _only_here(context: Context, entered: Formula, arriving: Formula) -> bool:
    """Whether nobody enters, though somebody arrives."""
    return isinstance(context.prover.ask(entered), Nobody) and not isinstance(context.prover.ask(arriving), Nobody)


def _nobody_at_all(context: Context) -> Iterator[Diagnostic]:
    rules = [rule.span for rule in context.guideline.impossible]
    applies = context.guideline.applies
    if any(_is_told(context, rule.condition) for rule in context.guideline.impossible):
        return
    if applies is not None and _is_told(context, applies):
        return
    yield context.finding(
        UNREACHABLE,
        applies.span if applies is not None else context.head(rules[0]),
        "no patient meets `applies when`" if applies is not None else "every patient is impossible",
        labels=[(context.head(span), "rules out the others") for span in rules[applies is None :]],
        help="widen `applies when`, the plausible bounds of its inputs, or what is `impossible`",
    )


def _body(context: Context, statement: ir.When) -> Diagnostic:
    return context.finding(
        UNREACHABLE,
        context.head(statement.span),
        f"no patient who comes here enters `{_line(context, statement)}`",
        labels=_reasons(context, context.prover.meaning.true(statement.condition), [statement.condition], statement.id),
        help="take the `when` out, or mend the condition that contradicts it",
    )


def _line(context: Context, node: ir.When | ir.Branch) -> str:
    """The author's line, without its colon; of one that runs on, the start."""
    return context.words(context.head(node.span)).removesuffix(":").rstrip()


def _branch(context: Context, decide: ir.Decide, branch: ir.Branch, arriving: Formula) -> Iterator[Diagnostic]:
    conditions = [other.condition for other in decide.branches if other.condition is not None]
    if context.found_within(context.head(branch.span), *_TOLD) or any(
        _is_told(context, condition) for condition in (conditions if branch.condition is None else [branch.condition])
    ):
        return
    if branch.condition is not None:
        alone = context.prover.space.all_of([arriving, context.prover.meaning.true(branch.condition)])
        if not isinstance(context.prover.ask(alone), Nobody):
            return  # only other branches leave it nothing: that is MG102, MG106 or MG107
    own = context.prover.paths.taken(decide)[decide.branches.index(branch)]
    if cores.is_by_a_rule(context, own, decide.id):
        return
    if branch.kind == "unknown":
        message = "no patient takes this `unknown`: what the decision needs is always known here"
    elif branch.kind == "otherwise":
        message = "no patient takes this `otherwise`: the other branches take every value"
    else:
        message = f"no patient who comes here enters `{_line(context, branch)}`"
    yield context.finding(
        UNREACHABLE,
        context.head(branch.span),
        message,
        labels=_reasons(context, own, conditions if branch.condition is None else [branch.condition], decide.id),
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


def _reasons(context: Context, own: Formula, conditions: Sequence[ir.AnyCondition], place: int | None) -> list[Label]:
    """The lines that leave nobody for a condition."""
    subject = only_subject(tuple(expanded(condition, context.guideline) for condition in conditions))
    what = "excludes them" if subject is None else f"limits {subject_text(subject, context.guideline)}"
    lines = cores.conditions(context, own, place)
    if not lines:
        return _declared(context, subject)
    if len(lines) < 2:
        return [(line, f"this already {what}") for line, _ in lines]
    parts = ["this excludes some of them", *["and this others"] * (len(lines) - 2), "and this the rest"]
    return [
        (line, part if subject is None or not holds.reads & own.reads else f"this already {what}")
        for (line, holds), part in zip(lines, parts, strict=True)
    ]


def _declared(context: Context, subject: ir.Subject | None) -> list[Label]:
    """Where nothing but what a value can be leaves nobody: its declaration."""
    guideline = context.guideline
    match subject:
        case ir.InputNumber(name=name) if name in guideline.inputs:
            return [(context.head(guideline.inputs[name].span), "no such value is plausible")]
        case ir.NamedNumber(name=name) if name in guideline.named_by_name:
            return [(context.head(guideline.named_by_name[name].span), "this never comes to such a value")]
        case _:
            return []


def _rows(context: Context, choice: Choice) -> Iterator[Diagnostic]:
    """Rows of a table and cases of a define in which no patient can be."""
    noun = choice.noun
    for arm in choice.arms:
        if not isinstance(context.prover.ask(arm.true), Nobody):
            continue
        if context.found_within(arm.span, *_TOLD) or _is_told(context, arm.condition):
            continue
        yield context.finding(
            UNREACHABLE,
            context.head(arm.span),
            f"no patient is in this {noun}: `{context.words(arm.condition.span)}` is never true",
            labels=_reasons(context, arm.true, [arm.condition], None),
            help=f"take the {noun} out, or mend what rules it out",
        )


def _moves(context: Context, regimen: ir.Regimen) -> Iterator[Diagnostic]:
    """Steps, and what lies beyond the last one, to which nobody moves on from the step before."""
    prover = context.prover
    arriving = prover.paths.arriving
    gives = [each for each in all_statements(context.guideline) if isinstance(each, ir.Give)]
    given = prover.space.any_of(
        arriving[give.id] for give in gives if give.what == regimen.name and give.id in arriving
    )
    rules: list[ir.Step | ir.Beyond] = [*regimen.steps[1:], *regimen.beyond]
    dead = []
    for rule in rules:
        before = rule.number - 1 if isinstance(rule, ir.Step) else len(regimen.steps)
        ready = prover.space.all_of([given, prover.paths.unenforced.at_step(regimen, before)])
        moving = prover.space.all_of([given, prover.paths.unenforced.moves_on(regimen, rule)])
        told = rule.condition is not None and _is_told(context, rule.condition)
        if not told and _only_here(context, moving, ready):
            dead.append(rule)
    if dead:
        first = dead[0]
        where = f"step {first.number}" if isinstance(first, ir.Step) else "what lies beyond the last step"
        yield context.finding(
            UNREACHABLE,
            context.head(first.span),
            f"nobody moves on to {where} of {regimen.title}",
            labels=[
                *((context.head(other.span), "nor to this") for other in dead[1:]),
                *((context.head(each.span), "this is read first") for each in regimen.interruptions),
            ],
            help="take it out, or mend what keeps everybody from it",
        )
