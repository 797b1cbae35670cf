"""What is done in a process of its own: proofs, runs of cases, drawings.

Enters: a job by name, with plain values. Leaves: plain values that can be sent to another process.

    check(path, text, …)   ->   findings            cases(path, text, 2)   ->   what came out of the third case
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from milligram.diagnostics import Diagnostic
from milligram.source import SourceFile

if TYPE_CHECKING:
    from milligram.interpret.cases import CaseResult
    from milligram.ir.nodes import Guideline
    from milligram.pipeline import CheckReport
    from milligram.pipeline.recheck import Kept, Spelled
    from milligram.prove.budget import Budget

Clock = Callable[[], float]
"""The time in seconds; it leaps ahead when a job is to stop."""

KEPT = 12
"""So many verdicts are remembered, of texts and of their skeletons."""

NO_SOURCE = SourceFile("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """To be proved: a text, for a day, within seconds and steps."""

    path: str
    text: str
    as_of: date
    seconds: float
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All findings, without their source; ``given_up`` says that some places were not decided in the time."""

    findings: tuple[Diagnostic, ...]
    given_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCase:
    """To be run: the case that starts at an offset; all of them where it is None."""

    path: str
    text: str
    offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRan:
    """One case: how it came out, and the differences in words, each as what was expected and what came instead."""

    name: str
    start: int
    passed: bool
    why: str = ""
    differs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """To be drawn: ``what`` names a target, ``form`` one of its formats, ``folder`` where the files go."""

    path: str
    text: str
    what: str
    form: str
    folder: str
    highlight: int | None = None
    """The offset of the case whose way is lit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The files written, in the order of their pages; or the findings that forbid them, without their source."""

    title: str
    files: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Impossible:
    """Why a job cannot be done for this text, in one sentence for the author."""

    why: str


Job = Check | RunCase | Draw
Answer = Checked | tuple[CaseRan, ...] | Drawn | Impossible


@dataclass(slots=True)
class Jobs:
    """Does jobs one after the other, and remembers what the next one may use."""

    kept: OrderedDict[str, Kept] = field(default_factory=OrderedDict)
    verdicts: OrderedDict[str, Checked] = field(default_factory=OrderedDict)

    def do(self, job: Job, clock: Clock = monotonic) -> Answer:
        """The answer to one job; it may raise for a bug of ours."""
        match job:
            case Check():
                return self.check(job, clock)
            case RunCase():
                return run_case(job)
            case Draw():
                return draw(job)

    def check(self, job: Check, clock: Clock = monotonic) -> Checked:
        """Every finding on a text; a slice of it is proved where that is enough (`milligram.pipeline.recheck`)."""
        from milligram.pipeline.recheck import keep, recheck
        from milligram.pipeline.slices import plan_of
        from milligram.pipeline.stages import check_source
        from milligram.prove.budget import Budget

        source = SourceFile(job.path, job.text)
        day = f"{job.as_of} {job.steps} "
        if (known := self.verdicts.get(day + source.digest)) is not None:
            self.verdicts.move_to_end(day + source.digest)
            return known
        store, plan = _InMemory(self.kept, day), plan_of(source.text)
        spent: list[str] = []

        def check(source: SourceFile, elsewhere: Spelled) -> tuple[CheckReport, Budget]:
            budget = Budget(job.steps, job.seconds, clock)
            report = check_source(source, as_of=job.as_of, budget=budget, elsewhere=elsewhere)
            if budget.reason is not None:
                spent.append(budget.reason)
            return report, budget

        findings = None if plan is None else recheck(source, plan, store, check)
        if findings is None:
            spent.clear()
            report, budget = check(source, {})
            findings = report.diagnostics
            if plan is not None:
                keep(plan, store, report, budget)
        checked = Checked(findings=tuple(map(sendable, findings)), given_up=bool(spent))
        if not spent:
            self.verdicts[day + source.digest] = checked
            _forget(self.verdicts)
        return checked


@dataclass(slots=True)
class _InMemory:
    """The last verdicts on texts that differ in numbers alone, for `recheck`."""

    kept: OrderedDict[str, Kept]
    day: str

    def load(self, key: str, source: SourceFile) -> Kept | None:
        found = self.kept.get(self.day + key)
        if found is None:
            return None
        return replace(found, findings=tuple(replace(each, source=source) for each in found.findings))

    def save(self, key: str, kept: Kept) -> None:
        self.kept[self.day + key] = kept
        self.kept.move_to_end(self.day + key)
        _forget(self.kept)


def _forget(kept: OrderedDict[str, Kept] | OrderedDict[str, Checked]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)


def sendable(found: Diagnostic) -> Diagnostic:
    """A finding without its source, which whoever asked has already."""
    witness = None if found.witness is None else dict(found.witness)
    return replace(found, source=NO_SOURCE, witness=witness)


# --- cases and drawings -----------------------------------------------------------------------------------------------


def _meaning(path: str, text: str) -> Guideline | Impossible:
    from milligram.pipeline.stages import read_guideline

    report = read_guideline(SourceFile(path, text))
    if report.guideline is None:
        return Impossible(why="the text has no `guideline` that can be read yet")
    if not report.whole:
        count = report.errors
        return Impossible(why=f"mend {'this error' if count == 1 else f'these {count} errors'} of reading first")
    return report.guideline


def run_case(job: RunCase) -> tuple[CaseRan, ...] | Impossible:
    """Runs one case, or all."""
    from milligram.interpret.cases import run_cases

    guideline = _meaning(job.path, job.text)
    if isinstance(guideline, Impossible):
        return guideline
    chosen = guideline.cases
    if job.offset is not None:
        chosen = tuple(
            case for case in chosen if case.span.start <= job.offset < max(case.span.end, case.span.start + 1)
        )
        if not chosen:
            return Impossible(why="no case stands here")
    run = run_cases(replace(guideline, cases=chosen))
    return tuple(_ran(guideline, each) for each in run.cases)


def _ran(guideline: Guideline, ran: CaseResult) -> CaseRan:
    from milligram.ir.print import source_words

    faults = (
        f"{fault.message} (line {', '.join(map(str, fault.lines))})" if fault.lines else fault.message
        for fault in ran.result.faults
    )
    differs = tuple(
        (source_words(outcome.expectation, guideline).removeprefix("expect "), outcome.got)
        for outcome in ran.outcomes
        if not outcome.met
    )
    return CaseRan(
        name=ran.case.name,
        start=ran.case.span.start,
        passed=ran.passed,
        why=ran.impossible or "; ".join(faults),
        differs=differs,
    )


def draw(job: Draw) -> Drawn | Impossible:
    """Draws a text as it stands, checked or not, into a folder."""
    from milligram.pipeline.building import way
    from milligram.pipeline.writing import write_whole
    from milligram.target import Choices, find_targets

    guideline = _meaning(job.path, job.text)
    if isinstance(guideline, Impossible):
        return guideline
    targets = find_targets()
    if job.what not in targets or job.form not in targets[job.what].formats:
        return Impossible(why=f"{job.what} cannot be drawn as {job.form}")
    target, choices = targets[job.what], Choices()
    if job.highlight is not None and "highlight" in target.choices:
        lit = [case for case in guideline.cases if case.span.start == job.highlight]
        if lit:
            choices = Choices(highlight=way(guideline, lit[0].patient, date.today()))
    emission = target.emit(guideline, frozenset({job.form}), choices)
    files = []
    for file in emission.files:
        path = Path(job.folder) / f"guideline{file.suffix}"
        write_whole(path, file.content)
        files.append(str(path))
    return Drawn(title=guideline.title, files=tuple(files), findings=tuple(map(sendable, emission.diagnostics)))
