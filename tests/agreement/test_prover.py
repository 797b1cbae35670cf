"""The prover's formulas and the interpreter agree on every patient: on each condition, and on who comes where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from milligram.interpret import evaluate, read_patient
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements, descend, homes
from milligram.prove.formula import Formula, Variable, holds
from milligram.prove.intervals import Interval
from milligram.prove.prover import Prover
from milligram.quantity.exact import compare

from tests.agreement import patients as random_patients
from tests.built import guideline_at

ROOT = Path(__file__).parents[2]


TODAY: date = random_patients.TODAY
GUIDELINES = sorted(path for path in (ROOT / "guidelines").rglob("*.mg") if "as_published" not in path.parts)
GOOD = sorted((ROOT / "tests" / "cases" / "good").glob("*.mg"))
PATIENTS = 300


class _NoValue(Exception):
    """A formula that reads a number which does not exist says nothing of this patient."""


def _cell(variable: Variable, values: Values) -> int:
    """The cell of a variable that a patient is in."""
    subject = variable.subject
    known: object
    match subject:
        case ir.InputWord(name=name) | ir.Flag(name=name):
            known = values.input(name)
            known = "known" if variable.cells == (None, "known") and known is not None else known
        case ir.SetHas(name=name, words=words):
            held = values.input(name)
            known = bool(held & set(words)) if isinstance(held, frozenset) else None
        case _ if variable.opaque is not None:
            known = values.condition(subject)  # type: ignore[arg-type]
        case _:
            try:
                numbers = values.number(subject)  # type: ignore[arg-type]
            except Faulty:
                raise _NoValue from None
            known = numbers[0] if numbers else None
    if known is None:
        return 0
    for index, cell in enumerate(variable.cells):
        if isinstance(cell, Interval):
            inside = cell.low.rank or (compare(known, cell.low.value), cell.low.side) in ((0, -1), (1, -1), (1, 1))  # type: ignore[arg-type]
            under = cell.high.rank or (compare(known, cell.high.value), cell.high.side) in ((0, 1), (-1, -1), (-1, 1))  # type: ignore[arg-type]
            if inside and under:
                return index
        elif cell is not None and cell == known and isinstance(cell, bool) is isinstance(known, bool):
            return index
    raise AssertionError((subject, known))


def _conditions(guideline: ir.Guideline) -> Iterator[ir.AnyCondition]:
    kinds = (ir.Band, ir.WordIs, ir.SetHas, ir.Known, ir.Not, ir.All, ir.Any, ir.AtLeast, ir.Flag, ir.NamedCondition)
    for home in homes(guideline):
        yield from (node for node in descend(home) if isinstance(node, kinds))


@pytest.mark.parametrize("path", [*GUIDELINES, *GOOD], ids=lambda path: path.stem)
def test_formulas_say_what_the_interpreter_says(path: Path) -> None:
    """Each condition's two formulas, and each place's, on random patients with unknowns and boundaries."""
    guideline = guideline_at(path)
    prover = Prover(guideline)
    conditions = list(_conditions(guideline))
    truths = [prover.meaning.of(condition) for condition in conditions]
    compared = 0
    for data in random_patients.patients(guideline, PATIENTS if path in GUIDELINES else 30, seed=7):
        read = read_patient(guideline, data, as_of=TODAY)
        if read.patient is None:
            continue
        born = [value for value in read.patient.values.values() if isinstance(value, date)]
        today = read.patient.values.get("today", TODAY)
        if isinstance(today, date) and any(day > today for day in born):
            continue  # a birth to come is a slip of the pen, which the prover leaves out
        compared += 1
        values = Values(guideline, read.patient, TODAY)
        cells = _Cells(prover, values)
        for condition, truth in zip(conditions, truths, strict=True):
            try:
                answer = values.condition(condition)
            except Faulty:
                continue
            try:
                found = (cells.hold(truth.true), cells.hold(truth.false))
            except _NoValue:
                continue
            assert found == (answer is True, answer is False), (guideline.line(condition), condition, data)
        _compare_paths(guideline, prover, cells, read.patient, TODAY, data)
    assert compared or not guideline.inputs


def _compare_paths(
    guideline: ir.Guideline, prover: Prover, cells: _Cells, patient: ir.Patient, today: date, data: object
) -> None:
    result = evaluate(guideline, patient, as_of=today)
    if result.faults:
        return
    there = {entry.id for entry in result.trace} | {entry.branch for entry in result.trace}
    for statement in all_statements(guideline):
        if isinstance(statement, ir.Continue) or (
            isinstance(statement, ir.Give) and statement.what in guideline.regimens
        ):
            continue
        arriving = prover.paths.arriving.get(statement.id)
        try:
            said = arriving is not None and result.applies is True and cells.hold(arriving)
        except _NoValue:
            continue
        assert said == (statement.id in there), (guideline.line(statement), statement, data)


class _Cells:
    """Which cell of each variable a patient is in, looked up when a formula first asks."""

    def __init__(self, prover: Prover, values: Values) -> None:
        self.prover = prover
        self.values = values
        self.cells: dict[int, int] = {}

    def hold(self, formula: Formula) -> bool:
        left = formula.reads
        while left:
            lowest = left & -left
            left ^= lowest
            index = lowest.bit_length() - 1
            if index not in self.cells:
                self.cells[index] = _cell(self.prover.space.variables[index], self.values)
        return holds(formula, self.cells)
