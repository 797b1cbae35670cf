"""Every statement that a run may come to, in the order of a run, with who comes there and on which ladder.

Enters: a prover. Leaves: `Visit`s; a statement that is come to in several ways is there several times.

    follow care; give r        ->   the statements of ``care``, then those of each step of ``r``, each with its step
"""

from __future__ import annotations

from dataclasses import dataclass

from milligram.compare.diff.advice import Rung
from milligram.ir import nodes as ir
from milligram.prove.formula import Formula
from milligram.prove.paths import Paths, Step
from milligram.prove.prover import Prover


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A statement as a run comes to it; ``pathway`` counts the pathways of the guideline from 0."""

    node: ir.AnyStatement
    here: Formula
    rung: Rung | None
    pathway: int


class Visits(Paths):
    """Walks all pathways as `Paths` does, and keeps what it meets in ``visits``."""

    def __init__(self, prover: Prover) -> None:
        self.visits: list[Visit] = []
        self._nodes: dict[int, ir.AnyStatement] = {}
        self._call: ir.Give | None = None
        self._regimen: ir.Regimen | None = None
        self._rung: Rung | None = None
        self._pathway = -1
        pathways = prover.guideline.pathways
        self._starts = {block.body[0].id: index for index, block in enumerate(pathways) if block.body}
        super().__init__(prover.meaning)

    def _enter(
        self, body: tuple[ir.AnyStatement, ...], entry: Formula, ladder: ir.Regimen | None, way: Step | None
    ) -> None:
        if body:
            self._pathway = self._starts.get(body[0].id, self._pathway)
            self._nodes.update((statement.id, statement) for statement in body)
        super()._enter(body, entry, ladder, way)

    def _note(self, place: int, here: Formula, way: Step | None) -> None:
        super()._note(place, here, way)
        node = self._nodes.get(place)
        if node is not None:
            self.visits.append(Visit(node=node, here=here, rung=self._rung, pathway=self._pathway))

    def _enter_within(
        self, statement: ir.AnyStatement, here: Formula, ladder: ir.Regimen | None, way: Step | None
    ) -> None:
        before = self._call
        if isinstance(statement, ir.Give):
            self._call = statement
        super()._enter_within(statement, here, ladder, way)
        self._call = before

    def _enter_regimen(self, regimen: ir.Regimen, here: Formula, way: Step | None) -> None:
        before = self._regimen, self._rung
        self._regimen = regimen
        super()._enter_regimen(regimen, here, way)
        self._regimen, self._rung = before

    def _note_step(self, rule: ir.Step | ir.Beyond, entry: Formula) -> None:
        super()._note_step(rule, entry)
        assert self._regimen is not None
        assert self._call is not None
        self._rung = Rung(regimen=self._regimen, rule=rule, call=self._call)
