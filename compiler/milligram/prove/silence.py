"""Who leaves a pathway without a word, from a place on.

Enters: the paths of a guideline. Leaves: per branch the formula of those who, once in it, come to the end of their
pathway with no advice, no order, no question and no reason for ending.

    unknown:
      end                    ->   everybody in it is silent
      end because "…"        ->   nobody is

Computed from the end of each pathway backwards: what a block says is told by what its last statements say.
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.prove.formula import Formula
from milligram.prove.paths import Paths


class Silence:
    """``within`` has, for each branch by its id, who of those in it ends in silence (any call of a part counts)."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.space = paths.space
        self.meaning = paths.meaning
        self.within: dict[int, Formula] = {}
        self._following: set[str] = set()
        for pathway in paths.guideline.pathways:
            self._block(pathway.body, self.space.true)

    def _block(self, body: tuple[ir.AnyStatement, ...], after: Formula) -> Formula:
        """Who goes through a block and what stands ``after`` it in silence."""
        rest = after
        for statement in reversed(body):
            rest = self._statement(statement, rest, after)
        return rest

    def _statement(self, statement: ir.AnyStatement, rest: Formula, after: Formula) -> Formula:
        space = self.space
        match statement:
            case ir.End(notes=notes):
                return space.true if notes.because is None else space.false
            case ir.Continue():
                return after
            case ir.When(condition=condition, body=body):
                truth = self.meaning.of(condition)
                inside = self._block(body, rest)
                return space.any_of([space.all_of([truth.false, rest]), space.all_of([truth.true, inside])])
            case ir.Decide(branches=branches):
                ways = []
                for branch, taken in zip(branches, self.paths.taken(statement), strict=True):
                    inside = self._block(branch.body, rest)
                    before = self.within.get(branch.id, space.false)
                    self.within[branch.id] = space.any_of([before, inside])
                    ways.append(space.all_of([taken, inside]))
                return space.any_of(ways)
            case ir.Follow(part=part) if part in self.paths.guideline.parts and part not in self._following:
                self._following.add(part)
                inside = self._block(self.paths.guideline.parts[part].body, rest)
                self._following.discard(part)
                return inside
            case _:
                return space.false
