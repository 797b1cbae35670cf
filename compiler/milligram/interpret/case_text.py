"""The cases of a guideline and how they came out, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.diagnostics.display import visible, wrap
from milligram.interpret.cases import CaseResult, CaseRun
from milligram.ir import nodes as ir
from milligram.ir.print import source_words


def case_run_text(path: str, guideline: ir.Guideline, run: CaseRun, *, width: int = 80, missed: bool = False) -> str:
    """Failures with what was expected and what came; then the count, and the share of branches taken."""
    lines = failure_lines(guideline, run, width)
    first, *rest = wrap(f"{path}: {_counts(run)}", width - 2)
    lines.extend((first, *(f"  {line}" for line in rest)))
    if missed:
        for way in run.coverage.missed:
            first, *rest = wrap(f"{way.text}: {way.outcome}", width - 14)
            lines.append(f"  line {way.line:<5} {first}")
            lines.extend(f"{'':13}{line}" for line in rest)
    return "".join(f"{line}\n" for line in lines)


def failure_lines(guideline: ir.Guideline, run: CaseRun, width: int = 80) -> list[str]:
    """Each case that failed: ``FAILED``, the place and the name, then what was expected and what came, indented."""
    return [line for case in run.cases if not case.passed for line in _failure(guideline, case, width)]


def _counts(run: CaseRun) -> str:
    taken, ways = run.coverage.share
    branches = f"{ways} branch{'es' * (ways != 1)}"
    if not run.cases:
        return f"no cases for {branches}"
    passed = sum(case.passed for case in run.cases)
    return f"{passed} of {len(run.cases)} cases pass; they take {taken} of {branches}"


def _failure(guideline: ir.Guideline, case: CaseResult, width: int) -> Iterator[str]:
    yield from wrap(f"FAILED {guideline.source.path}:{guideline.line(case.case)} “{visible(case.case.name)}”", width)
    if case.impossible is not None:
        yield from _field("because", case.impossible, width)
        return
    for fault in case.result.faults:
        where = f" (line {', '.join(map(str, fault.lines))})" if fault.lines else ""
        yield from _field("fault", f"{fault.message}{where}", width)
    for outcome in case.outcomes:
        if not outcome.met:
            yield from _field("expected", source_words(outcome.expectation, guideline).removeprefix("expect "), width)
            yield from _field("got", outcome.got, width)


def _field(name: str, text: str, width: int) -> Iterator[str]:
    first, *rest = wrap(text, width - 13)
    yield f"  {name:<9}: {first}"
    for line in rest:
        yield f"{'':13}{line}"
