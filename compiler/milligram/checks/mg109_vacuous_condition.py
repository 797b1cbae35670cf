"""MG109 vacuous condition: a condition that is always true for those for whom it is read, whatever is unknown.

Looked at are bodies of ``when`` and cautions, with each part that ``and`` joins; what moves, stops or holds a regimen;
``applies when``, ``never`` rules and the lines of monitors. The lines that make it so are named. Regimens and monitors
are read at later visits too, when what led to them may be true no more: the pathway is no guard of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from milligram.checks.context import Context
from milligram.checks.cores import core, is_by_a_rule
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import VACUOUS_CONDITION
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, descend
from milligram.prove.answers import Found, Nobody
from milligram.prove.expansion import expanded
from milligram.prove.formula import Formula
from milligram.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A condition that is read for those in ``guard``; ``statement`` is where the way there ends."""

    condition: ir.AnyCondition
    guard: Formula
    span: Span
    means: str
    statement: int | None = None


def check(context: Context) -> Iterator[Diagnostic]:
    """Every such condition that nobody is outside of, of those for whom it is read."""
    prover = context.prover
    if isinstance(prover.ask_all(prover.domain), Nobody):
        return  # that is MG105, and everything holds of nobody
    for place in _places(context):
        told = _told(context, place.condition)
        if not told and _always(context, place, place.condition):
            yield from _finding(context, place, place.condition)
        elif not told and isinstance(place.condition, ir.All) and place.statement is not None:
            for operand in place.condition.operands:
                if _always(context, place, operand):
                    yield from _finding(context, place, operand)
    applies = context.guideline.applies
    if applies is not None and not _told(context, applies):
        truth = prover.meaning.true(applies)
        if isinstance(prover.ask_outside(prover.space.negation(truth), truth), Nobody):
            yield from _finding(
                context,
                _Place(
                    condition=applies,
                    guard=prover.space.true,
                    span=applies.span,
                    means="the guideline applies to everybody",
                ),
                applies,
            )


def _places(context: Context) -> Iterator[_Place]:
    guideline, prover = context.guideline, context.prover
    for statement in all_statements(guideline):
        arriving = prover.paths.arriving.get(statement.id)
        if arriving is None:
            continue
        if isinstance(statement, ir.When):
            means = "everybody who comes here enters it"
            yield _Place(
                condition=statement.condition,
                guard=arriving,
                span=statement.span,
                means=means,
                statement=statement.id,
            )
    for monitor in guideline.monitors.values():
        for line in monitor.lines:
            if line.condition is not None:
                means = "it holds for everybody in whom this is measured"
                yield _Place(condition=line.condition, guard=prover.space.true, span=line.span, means=means)
    for pitfall in guideline.pitfalls:
        for rule in pitfall.rules:
            means = "nobody can be given this"
            yield _Place(condition=rule.condition, guard=prover.space.true, span=rule.span, means=means)
    for regimen in guideline.regimens.values():
        yield from _of_regimen(context, regimen)


def _of_regimen(context: Context, regimen: ir.Regimen) -> Iterator[_Place]:
    prover = context.prover
    space, ladders = prover.space, prover.paths.ladders
    running = space.any_of(ladders.at_step(regimen, step.number) for step in regimen.steps)
    for interruption in regimen.interruptions:
        does = "stops" if interruption.kind == "stop" else "is held"
        means = f"it {does} for everybody who takes it"
        yield _Place(condition=interruption.condition, guard=running, span=interruption.span, means=means)
    moves: list[tuple[ir.Step | ir.Beyond | ir.BackTo, tuple[int, ...]]] = [
        (step, (step.number - 1,)) for step in regimen.steps[1:]
    ]
    moves += [(beyond, (len(regimen.steps),)) for beyond in regimen.beyond]
    moves += [(back, tuple(range(back.number + 1, len(regimen.steps) + 1))) for back in regimen.back]
    for move, numbers in moves:
        if move.condition is None:
            continue
        due, _ = ladders.due(regimen, replace(move, condition=None))
        ways = [
            space.all_of([ladders.at_step(regimen, n), ladders.uninterrupted(regimen, regimen.steps[n - 1])[1]])
            for n in numbers
        ]
        guard = space.all_of([due, space.any_of(ways)])
        means = "everybody moves on when the time has come"
        yield _Place(condition=move.condition, guard=guard, span=move.span, means=means)


def _always(context: Context, place: _Place, condition: ir.AnyCondition) -> bool:
    """Whether somebody is in the guard, and nobody of them outside the condition."""
    space, prover = context.prover.space, context.prover
    beyond = space.all_of([place.guard, space.negation(prover.meaning.true(condition))])
    return isinstance(prover.ask(beyond), Nobody) and isinstance(prover.ask(place.guard), Found)


def _told(context: Context, condition: ir.AnyCondition) -> bool:
    """Whether an earlier stage found a literal of the condition out of bounds: one root cause, one finding."""
    parts = [condition, *descend(expanded(condition, context.guideline))]
    return any(context.found_within(part.span, "MG020", "MG110", "MG305") for part in parts)


def _finding(context: Context, place: _Place, condition: ir.AnyCondition) -> Iterator[Diagnostic]:
    prover = context.prover
    own = prover.space.negation(prover.meaning.true(condition))
    whole = condition is place.condition
    labels: list[Span] = []
    if place.statement is not None:
        if is_by_a_rule(context, own, place.statement):
            return
        labels = core(context, own, place.statement)
    means = place.means if whole else "the other conditions decide alone"
    out = "take the `when` out and keep what is under it" if whole and labels else "take the condition out"
    yield context.finding(
        VACUOUS_CONDITION,
        context.head(place.span if whole else condition.span),
        f"`{context.words(condition.span)}` is always true here: {means}",
        labels=[(span, "this makes it so") for span in labels],
        help=f"{out}, or mend {'what leads here' if labels else 'it'}",
    )
