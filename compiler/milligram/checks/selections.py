"""Decisions and tables on one input, seen alike: a domain, and for each branch or row the values it takes.

Enters: a guideline. Leaves: `Selection`s for the checks of gaps and overlaps, and an `Unjudged`
for each choice that they do not look at and that its form alone does not close. A decision is looked at with the values
that can arrive there (its guard); a table with every value that its subject can have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from milligram.graph import DecisionGraph
from milligram.ir import nodes as ir
from milligram.ir.walk import descend
from milligram.prove.domains import Domain, Numbers, atom_subject, band_intervals, expanded, only_subject, solutions
from milligram.prove.intervals import Intervals
from milligram.prove.reach import Reach, State
from milligram.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One branch or row: the values it takes, its place, and what it does (for "same body").

    ``index`` counts the branches other than ``unknown``, or the rows, from 0.
    """

    index: int
    values: Domain
    condition: ir.AnyCondition
    span: Span
    body: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A choice among arms by the value of one subject. ``rest`` says that an ``otherwise`` takes what no arm does.

    ``state`` is what else is possible where the choice is made.
    """

    subject: ir.Subject
    domain: Domain
    arms: tuple[Arm, ...]
    rest: bool
    state: State
    noun: str
    node: ir.Decide | ir.Table | ir.DefinedCases

    @property
    def conditions(self) -> tuple[ir.AnyCondition | None, ...]:
        """The conditions as the interpreter reads them; None is ``otherwise``."""
        match self.node:
            case ir.Decide(branches=branches):
                return tuple(branch.condition for branch in branches if branch.kind != "unknown")
            case ir.Table(rows=rows):
                return tuple(row.condition for row in rows)
            case ir.DefinedCases(cases=cases):
                return tuple(case.condition for case in cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A choice that may have gaps or overlaps, for which they are not looked for; ``why`` follows the noun."""

    node: ir.Decide | ir.Table | ir.DefinedCases
    why: str


def selections(guideline: ir.Guideline, graph: DecisionGraph, reach: Reach) -> Iterator[Selection | Unjudged]:
    """Every decision, table and define by cases that somebody reaches: looked at as a choice by one subject, or not."""
    for place in graph.places:
        state = reach.arriving.get(place.key)
        if isinstance(place.statement, ir.Decide) and state is not None:
            branches = [branch for branch in place.statement.branches if branch.kind != "unknown"]
            arms = [(branch.condition, branch.span, branch.body) for branch in branches]
            yield from _of_arms(guideline, reach, place.statement, arms, "branch", state)
    for home in guideline.named:
        if reach.everyone is None:
            return
        if isinstance(home, ir.Table):
            rows = [(row.condition, row.span, row.values) for row in home.rows]
            yield from _of_arms(guideline, reach, home, rows, "row", reach.everyone)
        elif isinstance(home, ir.DefinedCases):
            cases = [(case.condition, case.span, case.value) for case in home.cases]
            yield from _of_arms(guideline, reach, home, cases, "case", reach.everyone)


def _of_arms(
    guideline: ir.Guideline,
    reach: Reach,
    node: ir.Decide | ir.Table | ir.DefinedCases,
    every: Sequence[tuple[ir.AnyCondition | None, Span, object]],
    noun: str,
    state: State,
) -> Iterator[Selection | Unjudged]:
    arms = [
        (index, condition, expanded(condition, guideline), span, body)
        for index, (condition, span, body) in enumerate(every)
        if condition is not None
    ]
    subject = only_subject(tuple(full for _, _, full, _, _ in arms))
    if subject is None and all(isinstance(full, ir.Always) for _, _, full, _, _ in arms):
        subject = _named_subject(node)
    closed = len(arms) < len(every) and (node.first_that_applies or len(arms) < 2)
    if subject is None:
        if not closed:
            yield Unjudged(node=node, why=_why([full for _, _, full, _, _ in arms]))
        return
    domain = reach.fact(state, subject).domain
    if isinstance(subject, ir.YearsSince) and isinstance(domain, Numbers):
        domain = domain.replaced(domain.within & Intervals.between(0))  # a birth to come is a slip of the pen
    found: list[Arm] = []
    for index, condition, full, span, body in arms:
        values = solutions(full, domain)
        if values is None:
            if not closed:
                yield Unjudged(node=node, why=_why([full for _, _, full, _, _ in arms]))
            return
        found.append(Arm(index=index, values=values, condition=condition, span=span, body=body))
    yield Selection(
        subject=subject,
        domain=domain,
        arms=tuple(found),
        rest=len(arms) < len(every),
        state=state,
        noun=noun,
        node=node,
    )


def _why(conditions: Sequence[ir.AnyCondition]) -> str:
    """What keeps a choice from being looked at, in words that follow its noun."""
    inner = [node for condition in conditions for node in descend(condition)]
    if any(isinstance(node, ir.AtLeast) for node in inner):
        return "by `at least N of`"
    subjects = {atom_subject(node) for node in inner if isinstance(node, _ATOMS)}
    if len(subjects) > 1:
        return "on several inputs"
    if any(isinstance(node, ir.Band) and band_intervals(node) is None for node in inner):
        return "compared with another value"
    if any(isinstance(node, ir.Known) for node in inner):
        return "on what is known"
    if any(isinstance(node, ir.SetHas) for node in inner):
        return "on a set with too many combinations"
    return "on a value that is not followed"


_ATOMS = (ir.Band, ir.WordIs, ir.Flag, ir.NamedCondition, ir.SetHas)


def _named_subject(node: ir.Decide | ir.Table | ir.DefinedCases) -> ir.Subject | None:
    """The one subject that stands in the head; the cells may all be ``any``."""
    if isinstance(node, ir.DefinedCases) or len(node.subjects) != 1:
        return None
    return node.subjects[0]
