"""Decisions, tables and defines by cases, seen alike: who comes to them, and which arm each of those takes.

Enters: a guideline and its prover. Leaves: a `Choice` for each that somebody comes to: a decision under the whole path
that leads there, a table or define for everyone. Where all arms test one subject, what each takes is a set of values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import assert_never

from milligram.ir import nodes as ir
from milligram.ir.same import same
from milligram.ir.walk import all_statements, inputs_read, names_read
from milligram.prove.boxes import fill
from milligram.prove.domains import Domain, Numbers, domain_of
from milligram.prove.formula import Formula
from milligram.prove.intervals import EVERYTHING, Intervals
from milligram.prove.prover import Prover
from milligram.prove.single import on_one_subject
from milligram.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One branch or row: its place, what it does (for "same body"), and where it is definitely true and false.

    ``index`` counts the branches other than ``unknown``, or the rows, from 0. ``values`` are those of the choice's one
    subject that it takes; None where there are several subjects.
    """

    index: int
    condition: ir.AnyCondition
    span: Span
    body: object
    true: Formula
    false: Formula
    values: Domain | None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A choice among arms. ``rest`` says that an ``otherwise`` takes what no arm does; ``arrives`` is who comes here.

    ``subject`` and its ``domain`` are set where all arms test one subject and nothing else.
    """

    node: ir.Decide | ir.Table | ir.DefinedCases
    noun: str
    arms: tuple[Arm, ...]
    rest: bool
    arrives: Formula
    subject: ir.Subject | None = None
    domain: Domain | None = None
    prover: Prover = field(repr=False)

    @cached_property
    def uncovered(self) -> Formula:
        """Who comes here and is certainly in no arm."""
        space = self.prover.space
        if fill(space, self.arrives, [(arm.true, arm.false) for arm in self.arms], self.prover.budget):
            return space.false
        return space.all_of([self.arrives, *(arm.false for arm in self.arms)])

    def differ(self, first: Arm, second: Arm) -> Formula:
        """Where two arms do not do the same: everywhere for branches with other bodies; where two rows' values are not
        known to be equal (3 / 2 is 1.5), since the interpreter compares them."""
        match self.node:
            case ir.Decide():
                return self.prover.space.true
            case ir.Table(rows=rows):
                pairs = list(zip(rows[first.index].values, rows[second.index].values, strict=True))
            case ir.DefinedCases(cases=cases):
                pairs = [(cases[first.index].value, cases[second.index].value)]
            case _:
                assert_never(self.node)
        return self.prover.space.any_of(self._unequal(left, right) for left, right in pairs)

    def _unequal(self, left: ir.AnyValue, right: ir.AnyValue) -> Formula:
        space = self.prover.space
        if same(left, right):
            return space.false
        words = (ir.WordValue, ir.TextValue, ir.UnspecifiedValue)
        if isinstance(left, words) or isinstance(right, words):
            return space.true
        difference = ir.Operation(op="-", left=left, right=right, measure=left.measure, span=left.span)
        return space.negation(self.prover.meaning.number_within(difference, Intervals.between(0, 0)).true)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What it reads, in the order in which the author wrote it."""
        heads = () if isinstance(self.node, ir.DefinedCases) else self.node.subjects
        nodes: list[ir.Node] = [*heads, *(arm.condition for arm in self.arms)]
        guideline = self.prover.guideline
        read = [name for node in nodes for name in names_read(node)]
        return tuple(dict.fromkeys([*read, *(name for node in nodes for name in inputs_read(node, guideline))]))

    @property
    def title(self) -> str:
        """``decision``, ``table`` or ``define``."""
        return {ir.Decide: "decision", ir.Table: "table", ir.DefinedCases: "define"}[type(self.node)]


def choices(guideline: ir.Guideline, prover: Prover) -> Iterator[Choice]:
    """Every choice that somebody may come to, tables and defines first."""
    for home in guideline.named:
        if isinstance(home, ir.Table):
            rows = [(row.condition, row.span, row.values) for row in home.rows]
            yield _choice(guideline, prover, home, rows, "row", prover.space.true)
        elif isinstance(home, ir.DefinedCases):
            cases = [(case.condition, case.span, case.value) for case in home.cases]
            yield _choice(guideline, prover, home, cases, "case", prover.space.true)
    for statement in all_statements(guideline):
        if isinstance(statement, ir.Decide):
            arrives = prover.paths.arriving.get(statement.id, prover.space.false)
            if arrives is not prover.space.false:
                branches = [branch for branch in statement.branches if branch.kind != "unknown"]
                arms = [(branch.condition, branch.span, branch.body) for branch in branches]
                yield _choice(guideline, prover, statement, arms, "branch", arrives)


def _choice(
    guideline: ir.Guideline,
    prover: Prover,
    node: ir.Decide | ir.Table | ir.DefinedCases,
    every: Sequence[tuple[ir.AnyCondition | None, Span, object]],
    noun: str,
    arrives: Formula,
) -> Choice:
    there = [
        (index, condition, span, body) for index, (condition, span, body) in enumerate(every) if condition is not None
    ]
    one = on_one_subject(
        [condition for _, condition, _, _ in there],
        guideline,
        _named_subject(node),
        partial(_domain, guideline, prover),
    )
    values = [None] * len(there) if one is None else list(one.values)
    truths = [prover.meaning.of(condition) for _, condition, _, _ in there]
    return Choice(
        node=node,
        noun=noun,
        arms=tuple(
            Arm(
                index=index,
                condition=condition,
                span=span,
                body=body,
                true=truth.true,
                false=truth.false,
                values=taken,
            )
            for (index, condition, span, body), truth, taken in zip(there, truths, values, strict=True)
        ),
        rest=len(there) < len(every),
        arrives=arrives,
        subject=None if one is None else one.subject,
        domain=None if one is None else one.domain,
        prover=prover,
    )


def _named_subject(node: ir.Decide | ir.Table | ir.DefinedCases) -> ir.Subject | None:
    """The one subject that stands in the head; the cells may all be ``any``."""
    if isinstance(node, ir.DefinedCases) or len(node.subjects) != 1:
        return None
    return node.subjects[0]


def _domain(guideline: ir.Guideline, prover: Prover, subject: ir.Subject) -> Domain | None:
    """Every value a subject can have; any number, for one that is computed."""
    match subject:
        case ir.NamedNumber(name=name) if isinstance(guideline.named_by_name.get(name), ir.Score):
            sums = prover.meaning.sums(name)
            return Numbers(within=sums.possible()) if sums.why is None else domain_of(subject, guideline)
        case ir.InputWord() | ir.NamedWord() | ir.SetSubject() | ir.Flag() | ir.NamedCondition():
            return domain_of(subject, guideline)
        case _:
            return domain_of(subject, guideline) or Numbers(within=EVERYTHING)
