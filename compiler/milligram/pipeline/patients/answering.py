"""Answers of many patients, from pieces that are kept.

Enters: the codes of a batch, and a way to the values of one patient. Leaves: the number of each patient's `Answer`.

Every piece has a tree of its own (`tree`), by which all patients of a batch find what it says to them; the pieces that
it goes on to are looked up next, for those who come there. Who got the same from every piece has the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from milligram.interpret.patient import PatientProblem
from milligram.interpret.result import Reported
from milligram.interpret.sentences import advice_sentence
from milligram.ir import nodes as ir
from milligram.pipeline.patients.pieces import NotApart, Piece, Pieces, put_together
from milligram.pipeline.patients.tree import MOST_NODES, Tree, Whole
from milligram.pipeline.patients.values import renumbered


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes out for a patient, or why the patient is refused (then nothing else is there).

    ``path`` is where the run went: lines, with the branch where there was a choice. ``advice``, ``blocked`` and
    ``faults`` are texts, ``asks`` are the inputs to ask for.
    """

    applies: bool | None = None
    path: str = ""
    advice: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    reports: tuple[tuple[str, Reported], ...] = ()
    problems: tuple[PatientProblem, ...] = ()


class Answers:
    """The answers met so far. ``patient(row)`` gives the exact values of a row of the batch that is being answered;
    ``places`` are the rows of codes by the name of their input or regimen."""

    def __init__(
        self,
        guideline: ir.Guideline,
        as_of: date | None,
        places: Mapping[str, int],
        patient: Callable[[int], ir.Patient],
    ) -> None:
        self.guideline = guideline
        self.places = places
        self.patient = patient
        self.pieces = Pieces(guideline, as_of)
        self.met: list[Answer] = []
        self.clear()

    @property
    def full(self) -> bool:
        """Whether so much is kept that it should be dropped."""
        return len(self.met) + sum(tree.nodes for tree in self._trees.values()) > MOST_NODES

    @property
    def runs(self) -> int:
        """How many pieces were run."""
        return sum(tree.runs for tree in self._trees.values())

    def clear(self) -> None:
        """Drops all answers; numbers given before mean nothing any more."""
        self.met = []
        self._numbers: dict[Answer, int] = {}
        self._put: dict[tuple[tuple[int, int], ...], int] = {}
        self._trees: dict[int, Tree[Piece]] = {}

    def find(self, codes: Whole, rows: npt.NDArray[Any]) -> Whole:
        """The answers of some columns of ``codes``, in their order, as places in ``met``."""
        while True:
            try:
                return self._joined(self._leaves(codes, rows), len(rows))
            except NotApart:
                self.clear()

    def _tree(self, number: int) -> Tree[Piece]:
        if number not in self._trees:
            self._trees[number] = Tree(lambda row: self._run(number, row))
        return self._trees[number]

    def _run(self, number: int, row: int) -> tuple[Piece, list[int]]:
        piece, reads = self.pieces.run(number, self.patient(row))
        return piece, [self.places[name] for name in reads if name in self.places]

    def _leaves(self, codes: Whole, rows: npt.NDArray[Any]) -> dict[int, Whole]:
        """For each piece that somebody comes to, what it says to each (-1: who does not come to it)."""
        leaves: dict[int, Whole] = {}
        coming: dict[int, npt.NDArray[np.bool_]] = {0: np.ones(len(rows), dtype=np.bool_)}
        while coming:
            number = min(coming)
            here = coming.pop(number)
            leaf = leaves.setdefault(number, np.full(len(rows), -1, dtype=np.int32))
            places = np.flatnonzero(here & (leaf < 0))
            tree = self._tree(number)
            found = tree.find(codes, rows[places])
            leaf[places] = found
            goes = [piece.goes for piece in tree.answers]
            for on in dict.fromkeys(each for some in goes for each in some):
                come = np.array([on in some for some in goes])[found]
                if come.any():
                    coming.setdefault(on, np.zeros(len(rows), dtype=np.bool_))[places[come]] = True
        return leaves

    def _joined(self, leaves: Mapping[int, Whole], count: int) -> Whole:
        """The answers of those who got the same from every piece."""
        joined = np.zeros(count, dtype=np.int64)
        size = 1
        for number, leaf in leaves.items():
            kinds = len(self._trees[number].answers) + 1
            if size * kinds > 2**62:
                joined, first = renumbered(joined)
                size = len(first)
            joined = joined * kinds + (leaf + 1)
            size *= kinds
        joined, first = renumbered(joined)
        numbers = [self._number(leaves, row) for row in first.tolist()]
        return np.array(numbers, dtype=np.int32)[joined]

    def _number(self, leaves: Mapping[int, Whole], row: int) -> int:
        key = tuple((number, int(leaf[row])) for number, leaf in leaves.items() if leaf[row] >= 0)
        known = self._put.get(key)
        if known is None:
            pieces = {number: self._trees[number].answers[leaf] for number, leaf in key}
            answer = self._answer(pieces)
            known = self._put[key] = self._numbers.setdefault(answer, len(self.met))
            if known == len(self.met):
                self.met.append(answer)
        return known

    def _answer(self, pieces: Mapping[int, Piece]) -> Answer:
        first = pieces[0]
        if first.problems:
            return Answer(problems=first.problems)
        together = put_together(self.guideline, pieces)
        record = together.record
        return Answer(
            applies=first.applies,
            path=" > ".join(together.path),
            advice=tuple(advice_sentence(advice) for advice in record.advice),
            asks=tuple(ask.input for ask in record.asks()),
            blocked=tuple(f"{b.what}: {b.rule} (line {b.line}, {b.status})" for b in record.blocked),
            faults=tuple(
                f"{f.message} (line {', '.join(map(str, f.lines))})" if f.lines else f.message for f in together.faults
            ),
            reports=tuple(record.reports.items()),
        )
