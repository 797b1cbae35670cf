"""One patient's answer, and which values it rests on.

Enters: a guideline and a patient with exact values. Leaves: an `Answer` as the columns of a table show it, and what the
run read, in the order of reading: whoever agrees on these has the same answer.

    Patient(values={"age": 12, …})   ->   Answer(applies=False, path="", …), ("age",)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from milligram.interpret.depth import room_for
from milligram.interpret.evaluate import answer
from milligram.interpret.pathway import Run
from milligram.interpret.patient import PatientProblem, impossible_problems
from milligram.interpret.result import Reported, Result, Trace
from milligram.interpret.values import Values
from milligram.ir import nodes as ir

V = TypeVar("V")


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


def answer_of(guideline: ir.Guideline, patient: ir.Patient, as_of: date | None) -> tuple[Answer, tuple[str, ...]]:
    """The answer, and the inputs, regimens and ``today`` that were read for it."""
    reads: dict[str, None] = {}
    watched = replace(patient, values=_Watched(patient.values, reads), regimens=_Watched(patient.regimens, reads))
    with room_for(guideline):
        problems = impossible_problems(guideline, watched, as_of)
    if problems:
        return Answer(problems=tuple(problems)), tuple(reads)
    result = answer(_Brief(Values(guideline, watched, as_of)))
    return shown(result), tuple(reads)


def shown(result: Result) -> Answer:
    """A result as the columns of a table show it."""
    return Answer(
        applies=result.applies,
        path=path_text(result.trace),
        advice=tuple(advice.text for advice in result.advice),
        asks=tuple(ask.input for ask in result.asks),
        blocked=tuple(f"{b.what}: {b.rule} (line {b.line}, {b.status})" for b in result.blocked),
        faults=tuple(
            f"{f.message} (line {', '.join(map(str, f.lines))})" if f.lines else f.message for f in result.faults
        ),
        reports=tuple(result.reports.items()),
    )


def path_text(trace: Iterable[Trace]) -> str:
    """``125 low magnesium > 145 at least 60 mL/min > 171 false > 175 step 1 to step 2 > 75``."""
    return " > ".join(_step_text(step) for step in trace)


def _step_text(step: Trace) -> str:
    match step.what:
        case "decide" | "when" | "step":
            return f"{step.line} {step.outcome}"
        case "end" | "halted" | "blocked" | "stop" | "hold":
            return f"{step.line} {step.what}"
        case _:
            return str(step.line)


class _Watched(dict[str, V], Generic[V]):
    """Values that note who is asked for; a key that is not there was asked for too."""

    def __init__(self, values: Mapping[str, V], reads: dict[str, None]) -> None:
        super().__init__(values)
        self.reads = reads

    def __getitem__(self, key: str) -> V:
        self.reads[key] = None
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.reads[str(key)] = None
        return super().__contains__(key)

    def get(self, key: str, default: V | None = None) -> V | None:  # type: ignore[override]
        """As ever, and noted."""
        self.reads[key] = None
        return super().get(key, default)


class _Brief(Run):
    """A run whose trace says where it went, without the values, which nobody shows here."""

    def note(
        self, node: ir.AnyStatement, what: str, outcome: str, read: Iterable[ir.Node] = (), branch: int | None = None
    ) -> None:
        """As ever, without the text and the values."""
        line = self.guideline.line(node)
        self.record.trace.append(Trace(line=line, what=what, text="", outcome=outcome, id=node.id, branch=branch))
