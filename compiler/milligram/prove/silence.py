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
    """``within`` has, for each branch by its id, who takes it and then ends in silence; each call of a part counts."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.space = paths.space
        self.meaning = paths.meaning
        self.within: dict[int, Formula] = {}
        self._following: set[str] = set()
        self._followed: dict[object, Formula] = {}
        for pathway in paths.guideline.pathways:
            self._block(pathway.body, self.space.true, self.space.true)

    def _block(self, body: tuple[ir.AnyStatement, ...], entry: Formula, after: Formula) -> Formula:
        """Who of those who enter a block goes through it, and through what stands ``after`` it, in silence."""
        arriving = [entry]
        for statement in body:
            arriving.append(self.space.all_of([arriving[-1], self.paths.through(statement)]))
        rest = after
        for statement, here in zip(reversed(body), reversed(arriving[:-1]), strict=True):
            rest = self._statement(statement, here, rest, after)
        return rest

    def _statement(self, statement: ir.AnyStatement, here: Formula, rest: Formula, after: Formula) -> Formula:
        space = self.space
        match statement:
            case ir.End(notes=notes):
                return space.true if notes.because is None else space.false
            case ir.Continue():
                return after
            case ir.When(condition=condition, body=body):
                truth = self.meaning.of(condition)
                inside = self._block(body, space.all_of([here, truth.true]), rest)
                return space.any_of([space.all_of([truth.false, rest]), space.all_of([truth.true, inside])])
            case ir.Decide(branches=branches):
                ways = []
                for branch, taken in zip(branches, self.paths.taken(statement), strict=True):
                    entry = space.all_of([here, taken])
                    inside = self._block(branch.body, entry, rest)
                    before = self.within.get(branch.id, space.false)
                    self.within[branch.id] = space.any_of([before, space.all_of([entry, inside])])
                    ways.append(space.all_of([taken, inside]))
                return space.any_of(ways)
            case ir.Follow(part=part) if part in self.paths.guideline.parts and part not in self._following:
                return self._follow(part, here, rest)
            case _:
                return space.false

    def _follow(self, part: str, here: Formula, rest: Formula) -> Formula:
        """Who goes through a part and ``rest`` in silence; a second look for the same patients is not taken."""
        key = part, here.number, rest.number, frozenset(self._following)
        if key not in self._followed:
            self._following.add(part)
            self._followed[key] = self._block(self.paths.guideline.parts[part].body, here, rest)
            self._following.discard(part)
        return self._followed[key]
