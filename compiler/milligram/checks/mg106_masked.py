"""MG106 masked: a row of a ``first that applies`` that is never taken, as the rows above it take everybody in it.

Named are as few of the rows above as are enough. A row that nobody is in is MG105.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from milligram.checks.choices import Arm, Choice
from milligram.checks.context import Context
from milligram.checks.witness import Shows, in_run, may_be, witness
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import MASKED
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.print import join
from milligram.ir.walk import descend
from milligram.prove.answers import Found, Nobody
from milligram.prove.clashes import clashing
from milligram.prove.expansion import expanded
from milligram.prove.formula import Formula

MOST_IN_PAIRS = 20
"""Two rows that cover a third together are looked for among so many; of more, those that can be left away are."""

MOST_AT_ONCE = 60
"""In a decision of up to so many branches, all those above one are asked about, not only those that it may overlap."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Every branch, row or case that somebody is in and that nobody takes."""
    space, prover = context.prover.space, context.prover
    for choice in context.choices:
        if not choice.node.first_that_applies:
            continue
        for index, earlier in sorted(_above(context, choice).items()):
            arm = choice.arms[index]
            here = space.all_of([choice.arrives, arm.true])
            if isinstance(prover.ask(here), Found) and _covers(context, here, earlier):
                covering = _fewest(context, here, earlier)
                patient = witness(context, here, _is_in(context, choice, arm))
                if isinstance(patient, dict):
                    yield _finding(context, choice, arm, covering, patient)


def _above(context: Context, choice: Choice) -> dict[int, list[Arm]]:
    """Per row, the earlier ones that may take, or leave open, somebody who is in it."""
    above: dict[int, list[Arm]] = {}
    for low, high in clashing(context.prover.space, [arm.true for arm in choice.arms]):
        above.setdefault(high, []).append(choice.arms[low])
    few = isinstance(choice.node, ir.Decide) and len(choice.arms) <= MOST_AT_ONCE
    for place, arm in enumerate(choice.arms):
        parts = descend(expanded(arm.condition, context.guideline))
        # where a value is unknown, by the row or by the way that leads here, an earlier row may stay open
        if place and (few or any(isinstance(part, ir.Known) for part in parts)):
            above[place] = list(choice.arms[:place])
    return above


def _covers(context: Context, here: Formula, rows: Sequence[Arm]) -> bool:
    """Whether nobody is left whom none of the rows takes, or may take."""
    return isinstance(context.prover.ask_all([here, *(row.false for row in rows)]), Nobody)


def _fewest(context: Context, here: Formula, rows: Sequence[Arm]) -> list[Arm]:
    """Rows that are enough to cover; one or two where that many are, else none that could be left away."""
    sizes = (1, 2) if len(rows) <= MOST_IN_PAIRS else (1,)
    for size in sizes:
        for few in combinations(rows, size):
            if _covers(context, here, few):
                return list(few)
    needed = list(rows)
    for row in reversed(rows):
        fewer = [other for other in needed if other is not row]
        if _covers(context, here, fewer):
            needed = fewer
    return needed


def _is_in(context: Context, choice: Choice, arm: Arm) -> Shows:
    """Whether a patient comes to the choice and is in the row, and an earlier row is not ruled out."""
    before = [other.condition for other in choice.arms if other.index < arm.index]

    def inside(patient: ir.Patient) -> bool:
        values = Values(context.guideline, patient)
        try:
            if not may_be(values) or values.condition(arm.condition) is not True:
                return False
            return any(values.condition(condition) is not False for condition in before)
        except Faulty:
            return False

    if not isinstance(choice.node, ir.Decide):
        return inside
    place = choice.node.id
    comes = in_run(context, lambda result: any(e.id == place for e in result.trace))
    return lambda patient: inside(patient) and comes(patient)


def _finding(
    context: Context, choice: Choice, arm: Arm, covering: Sequence[Arm], patient: dict[str, str]
) -> Diagnostic:
    noun, plural = choice.noun, choice.noun + ("es" if choice.noun == "branch" else "s")
    lines = [str(context.source.line_of(row.span)) for row in covering]
    where = f"the {noun} on line {lines[0]} takes"
    if len(covering) > 1:
        where = f"the {plural} on lines {join(lines, 'and')} together take"
    prover = context.prover
    left = [prover.space.negation(row.true) for row in covering]
    sure = isinstance(prover.ask_all([choice.arrives, arm.true, *left]), Nobody)
    doubt = "" if sure else ", or cannot be told for them"
    return context.finding(
        MASKED,
        context.head(arm.span),
        f"this {noun} is never taken: {where} everybody who is in it{doubt}",
        labels=[(context.head(row.span), "takes them first") for row in covering],
        help=f"move it above line {lines[0]} if it is meant to win, or take it out",
        witness=patient,
    )
