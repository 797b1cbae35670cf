"""One run of a guideline: whether it applies, the regimens that run, then every pathway.

Enters: a guideline, a patient, the date to take for ``today``. Leaves: a `Result`.

    evaluate(guideline, Patient(values={"age": Fraction(12)}))   ->   Result(applies=False, advice=(), …)
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from milligram.interpret.courses import courses
from milligram.interpret.depth import room_for
from milligram.interpret.faults import Faulty
from milligram.interpret.ladders import read_interruptions
from milligram.interpret.pathway import Run
from milligram.interpret.result import Result
from milligram.interpret.schedules import schedules
from milligram.interpret.sentences import cautions
from milligram.interpret.unknowns import unknown_in
from milligram.interpret.values import Values
from milligram.ir import nodes as ir


def evaluate(guideline: ir.Guideline, patient: ir.Patient, *, as_of: date | None = None) -> Result:
    """What the guideline says; ``as_of`` is ``today`` where the patient does not give it.

    Never raises for a patient that `read_patient` accepts.
    """
    run = Run(Values(guideline, patient, as_of))
    result = answer(run)
    if not result.applies or not (guideline.regimens or guideline.monitors):
        return result
    with room_for(guideline):
        found = courses(run)
        return replace(result, courses=found, schedules=schedules(run, found))


def answer(run: Run) -> Result:
    """What the guideline says in a run that has not begun, and that may be watched; without courses and schedules,
    which decide nothing and would read more than the run does."""
    with room_for(run.guideline):
        applies = whether_it_applies(run)
        if applies:
            read_interruptions(run)
            for pathway in run.guideline.pathways:
                run.pathway(pathway)
        return _result(run, applies)


def whether_it_applies(run: Run) -> bool | None:
    """Whether the guideline is for this patient; None where it cannot be told, which is asked, or has no value."""
    condition = run.guideline.applies
    if condition is None:
        return True
    try:
        answer = run.values.condition(condition)
        if answer is None:
            run.record.wait(unknown_in(run.values, condition), ["whether the guideline applies"], halting=True)
    except Faulty as fault:
        run.record.fault(fault)
        return None
    return answer


def _result(run: Run, applies: bool | None) -> Result:
    guideline, record = run.guideline, run.record
    today = run.values.input("today")
    mentioned = run.values.patient.regimens
    overdue = None
    if guideline.review_by is not None and isinstance(today, date):
        overdue = today > guideline.review_by
    return Result(
        guideline=guideline.name,
        version=guideline.version,
        status=guideline.status,
        review_by=guideline.review_by,
        review_overdue=overdue,
        applies=applies,
        advice=tuple(record.advice),
        reports=record.reports,
        asks=record.asks(),
        blocked=record.blocked,
        assumed=tuple(f"{name}: not started" for name in guideline.regimens if name not in mentioned and applies),
        would_apply=record.would,
        faults=record.faults,
        trace=tuple(record.trace),
        cautions=cautions(guideline, overdue),
    )
