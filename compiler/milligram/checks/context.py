"""What every check is given, and how it says what it found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from milligram.checks.left_out import LeftOut
from milligram.diagnostics import Code, Diagnostic, Edit, Label, Severity
from milligram.diagnostics.registry import MAGNITUDE, OUTSIDE_DOMAIN
from milligram.ir import nodes as ir
from milligram.ir.walk import descend, homes
from milligram.source import SourceFile, Span
from milligram.syntax import nodes as ast

if TYPE_CHECKING:
    from milligram.checks.choices import Choice
    from milligram.graph import DecisionGraph
    from milligram.prove.budget import Budget
    from milligram.prove.patients import Work
    from milligram.prove.prover import Prover
    from milligram.prove.reach import Reach


UNSAID: dict[str, str] = {}
"""In place of a witness whom no case can say: the digits of a value do not end."""


def places(found: Diagnostic) -> list[Span]:
    """Where a finding is: of one about a plausible bound, also at each value that the bound shuts out."""
    if found.code in (OUTSIDE_DOMAIN, MAGNITUDE):
        return [found.span, *(label.span for label in found.labels)]
    return [found.span]


@dataclass(frozen=True, kw_only=True)
class Context:
    """One guideline under check: its text, its tree, its meaning, and what earlier stages found.

    ``as_of`` is the day for which a review is due or not; None leaves review dates alone. ``budget`` is what all proofs
    may spend together. ``elsewhere`` are numbers written in lines that were left out of the text, as in `literals`.
    """

    source: SourceFile = field(repr=False)
    file: ast.File = field(repr=False)
    guideline: ir.Guideline = field(repr=False)
    earlier: tuple[Diagnostic, ...] = ()
    as_of: date | None = None
    budget: Budget | None = None
    elsewhere: Mapping[tuple[Fraction, str], str] = field(default_factory=dict, repr=False)

    @cached_property
    def graph(self) -> DecisionGraph:
        """The decision graph, built when first asked for."""
        from milligram.graph import build_graph

        return build_graph(self.guideline)

    @cached_property
    def searches(self) -> Work:
        """What the searches for patients may still spend in this guideline."""
        from milligram.prove.patients import MOST_IN_ALL, Work

        return Work(MOST_IN_ALL, budget=self.budget)

    @cached_property
    def reach(self) -> Reach:
        """Which values arrive where, worked out when first asked for."""
        from milligram.prove.reach import Reach

        return Reach(self.guideline, self.graph)

    @cached_property
    def prover(self) -> Prover:
        """What can be proved of the guideline, set up when first asked for.

        Raises:
            Spent: the budget was spent on setting it up.
        """
        from milligram.prove.formula import Spent
        from milligram.prove.prover import Prover

        if self.budget is not None and self.budget.reason is not None:
            raise Spent
        return Prover(self.guideline, self.budget, today=self.as_of, halts=True)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Every decision, table and define by cases that somebody may come to."""
        from milligram.checks.choices import choices

        return tuple(choices(self.guideline, self.prover))

    @cached_property
    def is_incomplete(self) -> bool:
        """Whether an earlier error (MG0xx) may have dropped statements, and with them what cites and what is cited."""
        codes = (one.code.code for one in self.earlier if one.level is Severity.ERROR)
        return any(code.startswith("MG0") and code != "MG000" for code in codes)

    @cached_property
    def left_out(self) -> LeftOut:
        """What the text says and the guideline lacks, for a fault that an earlier stage told."""
        return LeftOut(self.file, self.guideline, self.source, self.earlier)

    @cached_property
    def literals(self) -> Mapping[tuple[Fraction, str], str]:
        """How the author wrote a number, by its value and the unit it is counted in; of several ways, the shortest."""
        found = dict(self.elsewhere)
        for _, key, text in written(self.guideline):
            found[key] = shorter(found.get(key), text)
        return found

    @cached_property
    def comparisons(self) -> Mapping[Span, ir.Band]:
        """The bands by their place, each of which a comparison with something computed may come from."""
        nodes = (node for home in homes(self.guideline) for node in descend(home))
        return {node.span: node for node in nodes if isinstance(node, ir.Band)}

    def head(self, span: Span) -> Span:
        """The first line of a place: where a block is announced."""
        end = self.source.text.find("\n", span.start, span.end)
        return span if end < 0 else Span(span.start, end)

    def words(self, span: Span) -> str:
        """What the author wrote at a place, on one line and without comments: what can be typed again."""
        lines = self.source.text[span.start : span.end].splitlines()
        return " ".join(" ".join(line.partition("#")[0] for line in lines).split())

    def found_within(self, span: Span, *codes: str) -> bool:
        """Whether an earlier stage already said one of these codes at this place."""
        end = max(span.end, span.start + 1)
        return any(
            found.code.code in codes and any(span.start <= at.start < end for at in places(found))
            for found in self.earlier
        )

    def finding(
        self,
        code: Code,
        span: Span,
        message: str,
        *,
        labels: Iterable[tuple[Span, str]] = (),
        help: str | None = None,
        witness: Mapping[str, str] | None = None,
        edits: tuple[Edit, ...] = (),
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A finding in this file. An empty witness is a patient of whom nothing is known; `UNSAID` is none."""
        return Diagnostic(
            code=code,
            message=message,
            source=self.source,
            span=span,
            labels=tuple(Label(span=place, text=text) for place, text in labels),
            help=help,
            witness=None if witness is UNSAID else witness,
            edits=edits,
            severity=severity,
        )


def written(guideline: ir.Guideline) -> Iterator[tuple[int, tuple[Fraction, str], str]]:
    """Every number in what is checked: where it stands, its value and unit, and how it is written."""
    from milligram.ir.print import const_text

    homes: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values()]
    homes += [*guideline.regimens.values(), *guideline.pitfalls, *guideline.cautions, *guideline.impossible]
    if guideline.applies is not None:
        homes.append(guideline.applies)
    for home in homes:
        for node in descend(home):
            if isinstance(node, ir.Const):
                unit = "" if node.measure.unit.is_number else node.measure.unit.text
                yield node.span.start, (node.value, unit), const_text(node)


def shorter(first: str | None, second: str) -> str:
    """The shorter of two ways to write a number, whichever comes first: so no order of the text matters."""
    return second if first is None else min(first, second, key=lambda text: (len(text), text))
