"""Why nobody comes to a place: a minimal core of the lines on the way there.

Enters: a place that nobody comes to. Leaves: the lines that rule it out, none of which could be left away.

    when age under 18 years (behind applies when age at least 18)   ->   the line of `applies when`

By deletion: each line is left away in turn, and stays away while there is still nobody (Chinneck and Dravnieks, 1991).
"""

from __future__ import annotations

from milligram.checks.context import Context
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, descend
from milligram.prove.answers import Found, Nobody
from milligram.prove.formula import Formula
from milligram.prove.paths import Step
from milligram.source import Span

MOST_STEPS = 60
"""A way of more steps than this is not searched for a core."""

MOST_WAYS = 8
"""Of so many ways to a place each is looked at."""


def core(context: Context, own: Formula, place: int | None) -> list[Span]:
    """The lines that leave nobody for ``own``, the condition of a place, in the order of the way there.

    ``place`` is the id of the statement from which the condition is read; None for a row, which everybody reads.
    """
    return [line for line, _ in conditions(context, own, place)]


def conditions(context: Context, own: Formula, place: int | None) -> list[tuple[Span, Formula]]:
    """The lines of `core`, each with what it demands."""
    return _lines(context, own, context.prover.paths.ways.get(place) if place is not None else None)


def _lines(context: Context, own: Formula, step: Step | None) -> list[tuple[Span, Formula]]:
    prover = context.prover
    steps: list[Step] = []
    while step is not None and len(steps) <= MOST_STEPS:
        steps.append(step)
        step = step.before
    if len(steps) > MOST_STEPS:
        return []
    needed = steps[::-1]
    if not isinstance(prover.ask_all([own, *(each.holds for each in needed)]), Nobody):
        return []
    for each in steps:
        fewer = [other for other in needed if other is not each]
        if isinstance(prover.ask_all([own, *(other.holds for other in fewer)]), Nobody):
            needed = fewer
    found = [(context.head(each.place), each.holds) for each in needed]
    whole = prover.space.all_of([own, *(each.holds for each in needed)])
    guideline = context.guideline
    if guideline.applies is not None:
        applies = prover.meaning.true(guideline.applies)
        if not isinstance(prover.ask_outside(whole, applies), Nobody):
            found.insert(0, (guideline.applies.span, applies))
    for rule in guideline.impossible:
        possible = prover.space.negation(prover.meaning.true(rule.condition))
        if not isinstance(prover.ask_outside(whole, possible), Nobody):
            found.append((context.head(rule.span), possible))
    return found


def is_by_a_rule(context: Context, own: Formula, place: int) -> bool:
    """Whether a give on the way leaves nobody for ``own``, since ``never`` rules keep it from them: that is MG401.

    A give that stands within a line of the way counts where some of those whom ``own`` is about come to it.
    """
    paths, guideline = context.prover.paths, context.guideline
    ways = paths.joined.get(place, [])[:MOST_WAYS] or [paths.ways.get(place)]
    lines = {line for way in ways for line, _ in _lines(context, own, way)}
    for statement in all_statements(guideline):
        if context.head(statement.span) in lines:
            if isinstance(statement, ir.Give):
                return True
            if any(isinstance(inner, ir.Give) and _kept_from(context, inner, own) for inner in descend(statement)):
                return True
    return False


def _kept_from(context: Context, give: ir.Give, own: Formula) -> bool:
    """Whether somebody whom ``own`` is about comes to a give that a rule forbids to them."""
    prover = context.prover
    arriving = prover.paths.arriving.get(give.id)
    if arriving is None:
        return False
    rules = (prover.meaning.true(rule.condition) for _, rule in prover.paths.rules_on(give, None))
    broken = prover.space.all_of([arriving, own, prover.space.any_of(rules)])
    return isinstance(prover.ask(broken), Found)
