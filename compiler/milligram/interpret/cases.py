"""Runs the cases of a guideline, and sees which of its branches they reach.

Enters: a guideline. Leaves: per case each expectation with whether it is met and what came instead; the ways through
the pathways that no case takes.

    run_cases(guideline).passed              ->  False
    run_cases(guideline).coverage.missed[0]  ->  Way(line=72, text="Renal function", outcome="under 20 mL/min")
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from milligram.interpret.depth import room_for
from milligram.interpret.evaluate import evaluate
from milligram.interpret.expectations import judge
from milligram.interpret.faults import Faulty
from milligram.interpret.result import Result
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.print import branch_text, condition_text, statement_text
from milligram.ir.walk import all_statements, inputs_read, states_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One expectation: whether it is met, and what came out."""

    expectation: ir.Expectation
    met: bool
    got: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case; ``impossible`` says why its patient cannot be."""

    case: ir.Case
    result: Result
    outcomes: tuple[Outcome, ...]
    impossible: str | None = None

    @property
    def passed(self) -> bool:
        """Whether every expectation is met by a patient who can be, and for whom the guideline has an answer."""
        return self.impossible is None and not self.result.faults and all(outcome.met for outcome in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way that a run can take: a branch of a ``decide`` (``id`` is the branch's), or how a ``when`` came out."""

    id: int
    line: int
    text: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The ways that the cases take together, and those that none takes, in the order of the source."""

    reached: tuple[Way, ...]
    missed: tuple[Way, ...]

    @property
    def share(self) -> tuple[int, int]:
        """How many of how many."""
        return len(self.reached), len(self.reached) + len(self.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRun:
    """All cases of a guideline."""

    cases: tuple[CaseResult, ...]
    coverage: Coverage

    @property
    def passed(self) -> bool:
        """Whether every case passes."""
        return all(case.passed for case in self.cases)


def run_cases(guideline: ir.Guideline) -> CaseRun:
    """Runs every case. A case that does not give ``today`` has none."""
    results = tuple(_run(guideline, case) for case in guideline.cases)
    taken: set[tuple[int, str]] = set()
    for each in results:
        for entry in each.result.trace:
            if entry.what == "decide" and entry.branch is not None:
                taken.add((entry.branch, "branch"))
            elif entry.what == "when" and entry.id is not None:
                taken.add((entry.id, entry.outcome))
    reached: list[Way] = []
    missed: list[Way] = []
    with room_for(guideline):
        for key, way in _ways(guideline):
            (reached if key in taken else missed).append(way)
    return CaseRun(cases=results, coverage=Coverage(reached=tuple(reached), missed=tuple(missed)))


def _run(guideline: ir.Guideline, case: ir.Case) -> CaseResult:
    result = evaluate(guideline, case.patient)
    values = Values(guideline, case.patient)
    outcomes = []
    with room_for(guideline):
        for expectation in case.expectations:
            verdict = judge(expectation, result, values)
            outcomes.append(Outcome(expectation=expectation, met=verdict.met, got=verdict.got))
        impossible = _impossible(values)
    return CaseResult(case=case, result=result, outcomes=tuple(outcomes), impossible=impossible)


def _impossible(values: Values) -> str | None:
    for rule in values.guideline.impossible:
        try:
            holds = values.condition(rule.condition)
        except Faulty:
            continue
        if holds:
            return f"no patient is like this: {condition_text(rule.condition, values.guideline)}"
    return None


def _ways(guideline: ir.Guideline) -> Iterator[tuple[tuple[int, str], Way]]:
    """Every way, with its key. ``unknown`` counts only where something can be unknown."""
    for statement in sorted(all_statements(guideline), key=lambda each: each.span.start):
        text = statement_text(statement, guideline)
        match statement:
            case ir.Decide(branches=branches):
                for branch in branches:
                    line, outcome = guideline.line(branch), branch_text(branch, guideline)
                    yield (branch.id, "branch"), Way(id=branch.id, line=line, text=text, outcome=outcome)
            case ir.When(condition=condition):
                outcomes = ["true", "false"] + (["unknown"] if _can_be_unknown(condition, guideline) else [])
                for outcome in outcomes:
                    line = guideline.line(statement)
                    yield (statement.id, outcome), Way(id=statement.id, line=line, text=text, outcome=outcome)
            case _:
                pass


def _can_be_unknown(condition: ir.AnyCondition, guideline: ir.Guideline) -> bool:
    """Whether a condition reads anything besides tests of ``is known``."""
    match condition:
        case ir.Known() | ir.Always():
            return False
        case ir.Not(operand=operand):
            return _can_be_unknown(operand, guideline)
        case ir.All(operands=operands) | ir.Any(operands=operands) | ir.AtLeast(operands=operands):
            return any(_can_be_unknown(operand, guideline) for operand in operands)
        case _:
            return bool(inputs_read(condition, guideline) or states_read(condition, guideline))
