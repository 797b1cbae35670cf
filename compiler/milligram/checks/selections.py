"""Decisions and tables on one input, seen alike: a domain, and for each branch or row the values it takes.

Enters: a guideline. Leaves: `Selection`s for the checks of gaps and overlaps. A decision is looked at with the
values that can
arrive there (its guard); a table with every value that its subject can have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milligram.checks.context import Context
from milligram.ir import nodes as ir
from milligram.prove.domains import Domain, only_subject, solutions
from milligram.prove.reach import State
from milligram.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One branch or row: the values it takes, its place, and what it does (for "same body")."""

    values: Domain
    condition: ir.AnyCondition
    span: Span
    body: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A choice among arms by the value of one subject. ``rest`` says that an ``otherwise`` takes what no arm does.

    ``state`` is what else is possible where the choice is made; ``span`` is its head.
    """

    subject: ir.Subject
    domain: Domain
    arms: tuple[Arm, ...]
    rest: bool
    first_that_applies: bool
    state: State
    span: Span
    noun: str
    node: ir.Decide | ir.Table | ir.DefinedCases


def selections(context: Context) -> Iterator[Selection]:
    """Every decision, table and define by cases that turns on one subject alone and that somebody reaches."""
    reach = context.reach
    for place in context.graph.places:
        state = reach.arriving.get(place.key)
        if isinstance(place.statement, ir.Decide) and state is not None:
            yield from _of_decide(context, place.statement, state)
    for home in context.guideline.named:
        if reach.everyone is None:
            return
        if isinstance(home, ir.Table):
            arms = [(row.condition, row.span, row.values) for row in home.rows]
            yield from _of_arms(context, home, arms, False, "row", reach.everyone)
        elif isinstance(home, ir.DefinedCases):
            cases = [(case.condition, case.span, case.value) for case in home.cases if case.condition is not None]
            rest = len(cases) < len(home.cases)
            yield from _of_arms(context, home, cases, rest, "case", reach.everyone)


def _of_decide(context: Context, decide: ir.Decide, state: State) -> Iterator[Selection]:
    arms = [(b.condition, b.span, b.body) for b in decide.branches if b.condition is not None]
    rest = any(branch.kind == "otherwise" for branch in decide.branches)
    return _of_arms(context, decide, arms, rest, "branch", state)


def _of_arms(
    context: Context,
    node: ir.Decide | ir.Table | ir.DefinedCases,
    arms: Sequence[tuple[ir.AnyCondition, Span, object]],
    rest: bool,
    noun: str,
    state: State,
) -> Iterator[Selection]:
    conditions = tuple(_expanded(condition, context.guideline) for condition, _, _ in arms)
    subject = only_subject(conditions)
    if subject is None:
        return
    fact = context.reach.fact(state, subject)
    taken = [solutions(condition, fact.domain) for condition in conditions]
    found = [
        Arm(values=values, condition=condition, span=span, body=body)
        for values, condition, (_, span, body) in zip(taken, conditions, arms, strict=True)
        if values is not None
    ]
    if len(found) < len(arms):
        return
    yield Selection(
        subject=subject,
        domain=fact.domain,
        arms=tuple(found),
        rest=rest,
        first_that_applies=node.first_that_applies,
        state=state,
        span=context.head(node.span),
        noun=noun,
        node=node,
    )


def _expanded(condition: ir.AnyCondition, guideline: ir.Guideline) -> ir.AnyCondition:
    """A condition with named conditions put in full, so that ``low`` and ``not low`` are seen to share a subject."""
    match condition:
        case ir.NamedCondition(name=name):
            home = guideline.named_by_name.get(name)
            return _expanded(home.condition, guideline) if isinstance(home, ir.DefinedCondition) else condition
        case ir.Not(operand=operand):
            return ir.Not(operand=_expanded(operand, guideline), span=condition.span)
        case ir.All(operands=operands):
            return ir.All(operands=tuple(_expanded(inner, guideline) for inner in operands), span=condition.span)
        case ir.Any(operands=operands):
            return ir.Any(operands=tuple(_expanded(inner, guideline) for inner in operands), span=condition.span)
        case _:
            return condition
