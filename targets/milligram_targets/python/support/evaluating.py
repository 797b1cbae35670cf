"""One run of a guideline: whether it applies, the regimens, then every pathway."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from milligram_targets.python.support.accepted import Input
from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.courses import courses
from milligram_targets.python.support.identity import Guideline
from milligram_targets.python.support.ladders import Climb, Regimen
from milligram_targets.python.support.patients import PatientError, PatientReader
from milligram_targets.python.support.reading import Faulty, Reader, unknown_in
from milligram_targets.python.support.result import Answer
from milligram_targets.python.support.running import Run
from milligram_targets.python.support.schedules import Monitor, schedules

E = TypeVar("E", bound=Reader)


def read_patient(
    guideline: Guideline,
    data: Mapping[str, object],
    today: date | None,
    reading: type[E],
    inputs: Mapping[str, Input],
    last_steps: Mapping[str, int],
    impossible: Callable[[E], tuple[tuple[Truth, str], ...]],
) -> E:
    """A patient's values. Raises `PatientError` with everything that is wrong."""
    reader = PatientReader(guideline.id, inputs, last_steps)
    reader.read(data)
    reader.check_times(today)
    if not reader.problems:
        p = reading(reader.values, reader.regimens, today)
        reader.check_possible(impossible(p))
    if reader.problems:
        raise PatientError(reader.problems)
    return reading(reader.values, reader.regimens, today)


def run_guideline(
    guideline: Guideline,
    p: E,
    questions: Mapping[str, str],
    applies: Callable[[E], Truth],
    regimens: tuple[Callable[[E, Run], Regimen[E]], ...],
    pathways: tuple[Callable[[E, Run], None], ...],
    monitors: tuple[Callable[[E], Monitor], ...],
    names: int,
) -> Answer:
    """What the guideline says for one patient.

    ``names`` is how many values may rest on each other, which is how deep the calls
    may nest.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 2_000 + CALLS_PER_NAME * names))
    try:
        return _run(guideline, p, questions, applies, regimens, pathways, monitors)
    finally:
        sys.setrecursionlimit(before)


CALLS_PER_NAME = 200
"""More calls than one name needs."""


def _run(
    guideline: Guideline,
    p: E,
    questions: Mapping[str, str],
    applies: Callable[[E], Truth],
    regimens: tuple[Callable[[E, Run], Regimen[E]], ...],
    pathways: tuple[Callable[[E, Run], None], ...],
    monitors: tuple[Callable[[E], Monitor], ...],
) -> Answer:
    run = Run(p)
    climbs: list[Climb[E]] = []
    answer = _applies(run, applies(p))
    if answer:
        climbs += [Climb(run, p, regimen(p, run)) for regimen in regimens]
        for climb in climbs:
            climb.interrupt()
        for pathway in pathways:
            run.pathway(pathway, p)
    today, review_by = p.input_("today"), guideline.review_by
    overdue = None
    if review_by is not None and isinstance(today, date):
        overdue = today > review_by
    found = courses(climbs)
    return Answer(
        guideline=guideline.id,
        version=guideline.version,
        status=guideline.status,
        review_by=review_by,
        review_overdue=overdue,
        applies=answer,
        advice=tuple(run.advice),
        reports=run.reports,
        asks=run.asks(questions),
        blocked=tuple(run.blocked),
        assumed=tuple(
            f"{climb.regimen.name}: not started"
            for climb in climbs
            if climb.regimen.name not in p.regimens_
        ),
        would_apply=tuple(run.would_apply),
        faults=tuple(run.faults),
        trace=tuple(run.trace),
        courses=found,
        schedules=schedules(run, p, climbs, found, monitors if answer else ()),
    )


def _applies(run: Run, condition: Truth) -> bool | None:
    try:
        answer = condition.value()
        if answer is None:
            waiting = ["whether the guideline applies"]
            run.wait(unknown_in(condition), waiting, halting=True)
    except Faulty as fault:
        run.fault(fault)
        return None
    return answer
