"""Whether the reference interpreter shows what a witness is said to show.

Enters: a guideline and a finding with its witness, the patient in the author's words. Leaves: why it does not show, or
None where it does.

    MG101, {"creatinine_clearance": "155 mL/min"}   ->   the run halts at a fault: None
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from milligram.diagnostics import Diagnostic
from milligram.interpret import Result, evaluate, read_patient
from milligram.interpret.faults import Faulty
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.drugs import delivers

SELECTING = frozenset({"MG101", "MG102", "MG103", "MG104", "MG111"})
KEPT_BACK = frozenset({"MG202", "MG401", "MG402", "MG403"})


def not_shown(guideline: ir.Guideline, found: Diagnostic, today: date | None) -> str | None:
    """Why the witness of a finding does not show its fault."""
    assert found.witness is not None
    data = {name: _value(guideline, name, words) for name, words in found.witness.items()}
    reading = read_patient(guideline, data, as_of=today)
    if reading.patient is None:
        return f"refused: {[problem.message for problem in reading.problems]}"
    result = evaluate(guideline, reading.patient, as_of=today)
    code = found.code.code
    if code in SELECTING:
        if result.applies is not True:
            return f"applies is {result.applies}"
        lines = {found.source.line_of(found.span), *(found.source.line_of(label.span) for label in found.labels)}
        return _no_fault(guideline, Values(guideline, reading.patient, today), result, lines)
    if result.applies is not True:
        return f"applies is {result.applies}"
    if code in KEPT_BACK:
        statuses = {blocked.status for blocked in result.blocked}
        wanted = {"unknown"} if code == "MG202" else {"true"}
        stopped = {advice.kind for advice in result.advice} & {"stop", "hold"}
        return None if wanted & statuses or stopped else "nothing is blocked, stopped or held"
    if code == "MG406":
        return None if _contradicts(guideline, result) else "no two statements contradict"
    if code == "MG307":
        return None if result.faults else "no fault"
    if code == "MG201":
        return f"it says {result.advice[0].text}" if result.advice and not result.trace else None
    if code == "MG503":  # the step may say other things than a give before it has to ask
        return None if any(entry.outcome.startswith("step ") for entry in result.trace) else "no step is come to"
    if code == "MG502":
        gives = [advice for advice in result.advice if advice.kind == "give"]
        return None if gives else "nothing is given"
    return None


def _value(guideline: ir.Guideline, name: str, words: str) -> object:
    declared = guideline.inputs.get(name)
    if words == "unknown":
        return None
    if declared is not None and isinstance(declared.type, ir.SetType):
        return [] if words == "none" else words.split(", ")
    return words


def _no_fault(guideline: ir.Guideline, values: Values, result: Result, lines: Iterable[int]) -> str | None:
    """A choice without one answer: told in the result, or met when the table or define itself is read."""
    if any(set(fault.lines) & set(lines) for fault in result.faults) or result.faults:
        return None
    for home in guideline.named:
        names: tuple[str, ...] = ()
        if isinstance(home, ir.Table):
            names = tuple(name for name, _ in home.outputs)
        elif isinstance(home, ir.DefinedCases):
            names = (home.name,)
        for name in names:
            try:
                values.named(name)
            except Faulty:
                return None
    return "no fault in the result, and every table has a value"


def _contradicts(guideline: ir.Guideline, result: Result) -> bool:
    given = {
        delivered for advice in result.advice if advice.kind == "give" for delivered in _delivered(guideline, advice)
    }
    against = {advice.what for advice in result.advice if advice.kind in ("advise_against", "stop", "hold")}
    if given & against:
        return True
    # a give that comes behind a stop or hold of what it gives may be kept back
    kept = {name for blocked in result.blocked for name in delivers(guideline, blocked.what)}
    return bool(kept & against)


def _delivered(guideline: ir.Guideline, advice: object) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    for name in (getattr(advice, "drug", None), getattr(advice, "what", None), getattr(advice, "regimen", None)):
        if name is not None:
            names |= delivers(guideline, name)
    return names
