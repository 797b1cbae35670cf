"""What sets some patients apart from others, in as few tests as will do.

Enters: the formula of the affected, and of those among whom they are looked at. Leaves: boxes: whoever is among these
and in a box is affected.

    among those now given magnesium, of the affected    ->    serum magnesium 0.70 to under 0.75 mmol/L
    (who also have a clearance of 60 mL/min or more:          the others who are given it have that, too)

A box starts around somebody, loses each test that nobody unaffected needs, and is widened cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milligram.ir import nodes as ir
from milligram.ir.walk import names_read
from milligram.prove.answers import Found, Nobody, Undecided
from milligram.prove.formula import Formula, variables_of
from milligram.prove.prover import Prover
from milligram.prove.regions import Box, Regions, of_box


def core(prover: Prover, among: Formula, affected: Formula, limit: int, knowing: Formula) -> Regions:
    """Boxes of the affected, all of them if no more are needed than ``limit``; of those who know all (``knowing``)
    first."""
    space = prover.space
    unaffected = space.all_of([among, space.negation(affected)])
    order = _in_order(prover, affected)
    found: list[Box] = []
    left = affected
    while left is not space.false:
        answer = prover.search(space.all_of([left, knowing]))
        if not isinstance(answer, Found):
            answer = prover.search(left)
        if isinstance(answer, Undecided):
            return Regions(boxes=tuple(found), undecided=answer.reason)
        if not isinstance(answer, Found):
            break
        if len(found) >= limit:
            return Regions(boxes=tuple(found), more=True)
        box = _start(prover, answer, order)
        box = _fewer(prover, box, unaffected)
        box = _wider(prover, box, affected, unaffected)
        found.append(box)
        left = space.all_of([left, space.negation(of_box(prover, box))])
    return Regions(boxes=tuple(found))


def _start(prover: Prover, answer: Found, order: Sequence[int]) -> Box:
    """All that the search had to say of somebody, known where that will do."""
    variables = prover.space.variables
    masks = {index: answer.box[index] for index in order if index in answer.box}
    return {index: mask & variables[index].known or mask for index, mask in masks.items()}


def _fewer(prover: Prover, box: Box, unaffected: Formula) -> Box:
    """The box without what nobody unaffected needs: states of regimens and what is declared last go first."""
    for index in reversed(list(box)):
        rest = {other: mask for other, mask in box.items() if other != index}
        if _nobody(prover, rest, unaffected):
            box = rest
    return box


def _wider(prover: Prover, box: Box, affected: Formula, unaffected: Formula) -> Box:
    """The box with every cell that somebody affected has and nobody unaffected."""
    box = dict(box)
    for index in list(box):
        for number in range(len(prover.space.variables[index].cells)):
            cell = 1 << number
            if box[index] & cell:
                continue
            there = {**box, index: cell}
            if _nobody(prover, there, unaffected) and not _nobody(prover, there, affected):
                box[index] |= cell
    return box


def _nobody(prover: Prover, box: Box, formula: Formula) -> bool:
    return isinstance(prover.ask_all([formula, of_box(prover, box)]), Nobody)


def _in_order(prover: Prover, formula: Formula) -> list[int]:
    """The variables of a formula as what they are of is declared; states of regimens behind inputs."""
    guideline = prover.guideline
    declared = {name: place for place, name in enumerate([*guideline.inputs, *guideline.named_by_name])}

    def place(index: int) -> tuple[int, int, int]:
        subject = prover.space.variables[index].subject
        if isinstance(subject, ir.StateNumber):
            return 1, subject.which == "time", index
        return 0, min((declared[name] for name in _read(subject) if name in declared), default=len(declared)), index

    return sorted(variables_of(formula), key=place)


def _read(subject: ir.Node) -> Iterator[str]:
    yield from names_read(subject)
