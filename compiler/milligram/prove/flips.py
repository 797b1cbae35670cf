"""Whether an answer turns on a variable, shown by one patient and the same patient with another value of it.

Enters: the formula of an answer, a variable and its cells. Leaves: True where a patient of whom the formula holds, and
who differs from a possible one in that variable alone, shows it; False says nothing.

    pain and fever, by fever   ->   pain yes, fever yes: it holds; pain yes, fever no: it does not   ->   True
"""

from __future__ import annotations

from collections.abc import Iterable

from milligram.prove.answers import Found
from milligram.prove.dpll import bits
from milligram.prove.encoding import Truth, full_masks
from milligram.prove.formula import UNKNOWN, Formula, Variable
from milligram.prove.prover import Prover


def turns_on(prover: Prover, answer: Formula, variable: Variable, cells: Iterable[int]) -> bool:
    """Whether the patient last found for an answer loses it by another of the cells of a variable."""
    found = prover.ask(answer)
    if not isinstance(found, Found):
        return False
    domain = prover.bounds_of(answer)
    reads = answer.reads
    for part in domain:
        reads |= part.reads
    patient: dict[int, int] = {}
    for index in bits(reads):
        each = prover.space.variables[index]
        if each.computed or each.opaque is not None:
            return False
        mask = found.box.get(index, each.full)
        known = mask & each.known or mask & UNKNOWN
        patient[index] = known & -known
    others = list(cells)
    if patient[variable.index].bit_length() - 1 not in others:
        return False
    for cell in others:
        there = Truth({**patient, variable.index: 1 << cell}, full_masks(prover.space))
        if not there.everywhere(answer) and all(there.everywhere(part) for part in domain):
            return True
    return False
