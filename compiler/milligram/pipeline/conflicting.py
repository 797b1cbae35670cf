"""From many files to what they say against one another.

Enters: the paths of guidelines. Leaves: a `Compared`: the findings between any two of them, how many pairs were looked
at, and which files could not be compared.

    [neck_spasm.mg, article.mg]  ->  MG701, 1 of 1 pairs

Each file is read once. One that was not read whole is not compared: what is missing may be the very rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from milligram.compare.conflicts.doubts import doubts
from milligram.compare.conflicts.find import find_conflicts
from milligram.compare.conflicts.index import Profile, profile_of
from milligram.compare.conflicts.matching import Ref, Same, check_same
from milligram.compare.conflicts.text import first_line
from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.registry import NOT_DECIDED
from milligram.pipeline.stages import CheckReport, Limits, read_guideline
from milligram.source import Span
from milligram.syntax.reading import read_source

WHOLE = Limits()
"""What one pair may take where nothing else is said."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What came of it. ``pairs`` is how many there are, ``considered`` how many were compared one by one, ``together``
    how many with others, for a drug that many have to do with. ``doubts`` are what a reader should know of it."""

    findings: tuple[Diagnostic, ...]
    files: int
    pairs: int
    considered: int
    together: int = 0
    doubts: tuple[str, ...] = ()


def compare_files(
    paths: Sequence[Path],
    *,
    same: Iterable[tuple[Ref, Ref]] = (),
    limits: Limits = WHOLE,
    as_of: date | None = None,
    reading: Callable[[Sequence[Path]], Iterable[Path]] = iter,
    comparing: Callable[[Sequence[str]], Iterable[object]] = iter,
) -> Compared:
    """Compares every two of the files that share something. ``reading`` and ``comparing`` are told how far it is.

    Raises:
        NotSame: what is said to be the same names nothing.
    """
    reports = [_read(path) for path in reading(paths)]
    whole = [report for report in reports if report.whole]
    said = Same(tuple(same))
    check_same(said, (report.guideline for report in whole if report.guideline is not None))
    profiles = [
        profile_of(report.guideline, report.file, said)
        for report in whole
        if report.guideline is not None and report.file is not None
    ]
    found = find_conflicts(
        profiles, same=said, budget=limits.budget, as_of=as_of, progress=lambda pairs: _told(pairs, profiles, comparing)
    )
    unread = [each for report in reports if not report.whole for each in _not_compared(report)]
    return Compared(
        findings=(*unread, *found.findings),
        files=len(reports),
        pairs=found.pairs,
        considered=found.considered,
        together=found.together,
        doubts=tuple(doubts([profile.guideline for profile in profiles], said)),
    )


def _read(path: Path) -> CheckReport:
    source = read_source(path)
    if isinstance(source, Diagnostic):
        return CheckReport(source=source.source, diagnostics=(source,))
    return read_guideline(source)


def _told(
    pairs: list[tuple[int, int]], profiles: Sequence[Profile], comparing: Callable[[Sequence[str]], Iterable[object]]
) -> Iterable[tuple[int, int]]:
    names = [f"{profiles[one].guideline.name} and {profiles[other].guideline.name}" for one, other in pairs]
    for pair, _ in zip(pairs, comparing(names), strict=True):
        yield pair


def _not_compared(report: CheckReport) -> Iterable[Diagnostic]:
    """The errors for which a file is not compared, and that it is not."""
    yield from (found for found in report.diagnostics if found.level is Severity.ERROR)
    guideline = report.guideline
    yield Diagnostic(
        code=NOT_DECIDED,
        message="this guideline is compared with no other: what could not be read may give or forbid a drug",
        source=report.source,
        span=Span(0, 0) if guideline is None else first_line(report.source, guideline.header_span),
        help="mend the errors above; `milligram check` shows them too",
    )
