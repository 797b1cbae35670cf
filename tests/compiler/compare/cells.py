"""In which cells of a prover's variables a patient is, found by the interpreter."""

from __future__ import annotations

from fractions import Fraction

from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.prove.formula import Formula, Variable, holds, variables_of
from milligram.prove.intervals import Interval
from milligram.prove.prover import Prover


def cell_of(variable: Variable, values: Values) -> int | None:
    """The cell of a variable; None where the value is in none of them."""
    subject = variable.subject
    value: object
    match subject:
        case ir.SetHas(name=name, words=words):
            held = values.input(name)
            value = None if held is None else bool(frozenset(words) & held)  # type: ignore[operator]
        case ir.InputWord(name=name) if variable.cells == (None, "known"):
            value = None if values.input(name) is None else "known"
        case ir.InputWord(name=name):
            value = values.input(name)
        case ir.Flag() | ir.Band() | ir.Known():
            value = values.condition(subject)
        case _:
            try:
                members = values.number(subject)  # type: ignore[arg-type]
            except Faulty:
                return None
            value = members[0] if members is not None and len(members) == 1 else None
    for index, cell in enumerate(variable.cells):
        if isinstance(cell, Interval):
            if isinstance(value, Fraction) and cell.holds(value):
                return index
        elif cell is value or (isinstance(cell, str) and cell == value):
            return index
    return None


def is_in(prover: Prover, formula: Formula, values: Values, kept: dict[int, int | None]) -> bool | None:
    """Whether a patient makes a formula true; None where that cannot be told by cells."""
    cells: dict[int, int] = {}
    for index in variables_of(formula):
        if index not in kept:
            kept[index] = cell_of(prover.space.variables[index], values)
        cell = kept[index]
        if cell is None:
            return None
        cells[index] = cell
    return holds(formula, cells)
