"""One look at one guideline: its findings, its cases, what is built of it, what the cases cover.

Enters: a path. Leaves: an `Outcome` after each stage, each with more in it than the last, and the stage that is next.

    proving … -> 1 error -> testing … -> 3 of 3 cases pass -> building … -> covering … -> 12 of 14 shown
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Literal, TypeAlias

from milligram.diagnostics import Diagnostic
from milligram.pipeline.building import Emitted, emit, select
from milligram.pipeline.stages import Limits, check_path, read_guideline

Stage: TypeAlias = Literal["proving", "testing", "building", "covering", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of each guideline.

    ``targets`` are built, in ``formats`` (none means every one of them); no target means that nothing is built.
    ``width`` is that of the text of failing cases.
    """

    targets: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    strict: bool = False
    limits: Limits = field(default_factory=Limits)
    width: int = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How the cases came out; ``failures`` is a text of those that fail, with what was expected."""

    passed: int
    of: int
    failures: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What the cases show, of what somebody could show: in all, and by kind (``("thresholds", 3, 4)``)."""

    kinds: tuple[tuple[str, int, int], ...]

    @property
    def shown(self) -> int:
        """How much in all."""
        return sum(shown for _, shown, _ in self.kinds)

    @property
    def of(self) -> int:
        """Of how much."""
        return sum(of for _, _, of in self.kinds)

    @property
    def percent(self) -> int:
        """In whole percent, cut: 100 only where nothing is missed."""
        return 100 if not self.of else self.shown * 100 // self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is known of one guideline at one save.

    ``digest`` is the hash of its text. ``name`` and ``title`` are None where the text has no meaning. ``clean`` says
    whether it may be built. ``bug`` is a fault of our own, in a line.
    """

    path: Path
    digest: str = ""
    name: str | None = None
    title: str | None = None
    findings: tuple[Diagnostic, ...] = ()
    clean: bool = False
    ran: Ran | None = None
    covered: Covered | None = None
    built: Emitted | None = field(default=None, repr=False)
    seconds: float = 0.0
    bug: str | None = None


def look(path: Path, wish: Wish, day: date | None = None) -> Iterator[tuple[Stage, Outcome]]:
    """The work on one guideline, by stages: each is told before it begins, with what is known by then.

    A file that cannot be read has its finding. Cases are run where the guideline is whole, so that none fails for what
    could not be read.

    Raises:
        TargetError: a target failed.
        SelectionError: ``wish`` names a target or format that is not to be had.
    """
    began = monotonic()
    known = Outcome(path=path)
    yield "proving", known
    report = check_path(path, as_of=day, cached=True, limits=wish.limits)
    read = read_guideline(report.source)
    guideline = read.guideline
    clean = guideline is not None and report.clean_enough(strict=wish.strict)
    known = replace(
        known, digest=report.source.digest, findings=report.diagnostics, clean=clean, seconds=monotonic() - began
    )
    if guideline is None or not read.whole:
        yield "done", known
        return
    known = replace(known, name=guideline.name, title=guideline.title)
    yield "testing", known
    from milligram.interpret import run_cases
    from milligram.interpret.case_text import failure_lines

    run = run_cases(guideline)
    passed = sum(case.passed for case in run.cases)
    known = replace(
        known, ran=Ran(passed=passed, of=len(run.cases), failures="\n".join(failure_lines(guideline, run, wish.width)))
    )
    if clean and wish.targets:
        yield "building", replace(known, seconds=monotonic() - began)
        from milligram.target import find_targets

        built = emit(guideline, select(find_targets(), wish.targets, wish.formats))
        known = replace(known, built=built, findings=(*known.findings, *built.diagnostics))
    yield "covering", replace(known, seconds=monotonic() - began)
    from milligram.compare.cases.coverage import coverage_of
    from milligram.compare.cases.coverage_text import NAMES

    shares = coverage_of(guideline, wish.limits.budget()).shares
    kinds = tuple((NAMES[share.kind], share.shown, share.of) for share in shares if share.of)
    yield "done", replace(known, covered=Covered(kinds=kinds), seconds=monotonic() - began)
