"""Whom a fault stops that is no branch of a decision: a formula without a value, a table without one row.

Enters: a product. Leaves: per place of a run that reads such a thing, for whom it has no value. Only what one side
alone has is looked at: what both have is at fault for the same patients.

    define rate: volume / (time - 1 h)      ->      a fault for whoever comes where the rate is read, at a time of 1 h
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.mg307_arithmetic_undefined import caught, traps
from milligram.checks.readings import Readings
from milligram.compare.diff.visits import Visit
from milligram.compare.wording import Wording
from milligram.ir import nodes as ir
from milligram.ir.same import meaning as content
from milligram.ir.walk import blocks, descend, names_read
from milligram.prove.clashes import clashing
from milligram.prove.formula import Formula
from milligram.prove.meaning import conditions_of


def undefined(words: Wording) -> Iterator[tuple[ir.Node, Formula]]:
    """Per place the patients for whom a formula that it reads has no value."""
    if any(traps(node) for home in words.guideline.named for node in descend(home)) or any(
        traps(node) for body in blocks(words.guideline) for statement in body for node in descend(statement)
    ):
        for reading in Readings(words, lambda node: bool(traps(node))):
            for trap in traps(reading.number):
                yield reading.place, caught(words, reading, trap)


class Unsettled:
    """The tables, and defines by cases, that one side alone has: where each has no row, or several that differ."""

    def __init__(self, words: Wording) -> None:
        self.meaning = words.prover.meaning
        self.space = words.prover.space
        self.guideline = words.guideline
        product = words.product
        theirs = set(product.right.names.named.values())
        ours = set(product.left.guideline.named_by_name)
        self.alone = (ours - theirs) | (theirs - ours)
        self._found: dict[int, Formula] = {}
        self._read: dict[str, tuple[ir.Named, ...]] = {}

    def where(self, visit: Visit) -> Formula:
        """For whom of those who come to a statement something that it reads is not settled."""
        match visit.node:
            case ir.When(condition=condition):
                nodes: list[ir.Node] = [condition]
            case ir.Decide(branches=branches):
                nodes = [branch.condition for branch in branches if branch.condition is not None]
            case ir.Give(dose=ir.Dose() as dose):
                nodes = [dose]
            case ir.Report(names=names):
                return self.space.any_of(self.in_report(visit, name) for name in names)
            case _:
                return self.space.false
        homes = dict.fromkeys(home for node in nodes for name in names_read(node) for home in self._homes(name))
        return self._any(visit, homes)

    def in_report(self, visit: Visit, name: str) -> Formula:
        """For whom of those who come to a report one of its names is not settled."""
        return self._any(visit, dict.fromkeys(self._homes(name)))

    def _any(self, visit: Visit, homes: dict[ir.Named, None]) -> Formula:
        return self.space.all_of([visit.here, self.space.any_of(map(self._unsettled, homes))])

    def _homes(self, name: str) -> tuple[ir.Named, ...]:
        """The homes that a name rests on, as far as one side alone has them."""
        if name not in self._read:
            self._read[name] = ()
            home = self.guideline.named_by_name.get(name)
            if home is not None:
                below = [each for inner in names_read(home) for each in self._homes(inner)]
                own = [home] if name in self.alone and isinstance(home, ir.Table | ir.DefinedCases) else []
                self._read[name] = tuple(dict.fromkeys([*own, *below]))
        return self._read[name]

    def _unsettled(self, home: ir.Named) -> Formula:
        assert isinstance(home, ir.Table | ir.DefinedCases)
        kept = self._found.get(id(home))
        if kept is None:
            space, chosen = self.space, self.meaning.cases(home)
            rows = home.rows if isinstance(home, ir.Table) else home.cases
            values = [content(row.values if isinstance(row, ir.TableRow) else row.value) for row in rows]
            cases = [index for index, condition in enumerate(conditions_of(home)) if condition is not None]
            pairs = () if home.first_that_applies else clashing(space, [chosen.true[index] for index in cases])
            several = (
                space.all_of([chosen.true[cases[one]], chosen.true[cases[other]]])
                for one, other in pairs
                if values[cases[one]] != values[cases[other]]
            )
            none = space.negation(space.any_of(chosen.open))
            kept = self._found[id(home)] = space.any_of([none, *several])
        return kept
