"""From a text to findings and a guideline."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from milligram.diagnostics import Diagnostic, Severity, in_order
from milligram.source import SourceFile

if TYPE_CHECKING:
    from milligram.ir.nodes import Guideline
    from milligram.pipeline.recheck import Spelled
    from milligram.prove.budget import Budget
    from milligram.syntax.nodes import File

SUFFIX = ".mg"

_LEAVE_OUT = frozenset({"MG301", "MG304"})
"""Beside those of reading, names and types: the errors for which a construct is left out of the guideline."""


def _leaves_out(found: Diagnostic) -> bool:
    """Whether the finding stands for a construct that the guideline lacks: a rule with a faulty limit is no rule."""
    code = found.code.code
    reading = code.startswith("MG0") and code != "MG000"
    return found.level is Severity.ERROR and (reading or code in _LEAVE_OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What the checker says of one file.

    ``guideline`` is there whenever the text has a meaning, faulty or not; ``clean_enough`` says whether it may be
    built, and ``whole`` whether it may be run. ``file`` is the syntax tree of what did parse. Both are None when the
    findings came from the cache.
    """

    source: SourceFile = field(repr=False)
    file: File | None = field(default=None, repr=False)
    guideline: Guideline | None = field(default=None, repr=False)
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings refuse a build."""
        return sum(found.level is Severity.ERROR for found in self.diagnostics)

    @property
    def warnings(self) -> int:
        """How many findings build and say so."""
        return len(self.diagnostics) - self.errors

    @property
    def whole(self) -> bool:
        """Whether the guideline holds every construct of its text, so that it can be run without guessing.

        A gap, an overlap or a false equivalent leaves a guideline whole. A line that could not be read does not, nor a
        name or quantity that could not be resolved: what stood there, perhaps a ``never`` rule, is missing.
        """
        return self.guideline is not None and not any(_leaves_out(found) for found in self.diagnostics)

    def clean_enough(self, *, strict: bool = False) -> bool:
        """Whether the guideline may be built: no error, and with ``strict`` no warning either."""
        return not self.errors and not (strict and self.diagnostics)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the proofs of one file may take: steps, and seconds; None does not look at the clock."""

    steps: int = 20_000_000
    seconds: float | None = None

    def budget(self) -> Budget:
        """All of it, unspent."""
        from milligram.prove.budget import Budget

        return Budget(self.steps, self.seconds)


def check_source(
    source: SourceFile,
    *,
    as_of: date | None = None,
    budget: Budget | None = None,
    elsewhere: Spelled | None = None,
) -> CheckReport:
    """Runs every stage over one source.

    ``as_of`` is the day for which reviews are due; None checks no review date. What ``budget`` does not suffice for is
    not decided, and says so. ``elsewhere`` is how numbers are written in lines that are left out of the text.
    """
    from milligram.checks import run_checks
    from milligram.resolve import resolve
    from milligram.syntax import parse

    parsed = parse(source)
    if parsed.file is None:
        return CheckReport(source=source, diagnostics=tuple(in_order(parsed.diagnostics)))
    resolved = resolve(parsed.file, source, parsed.unread)
    found = run_checks(
        parsed.file,
        source,
        resolved.guideline,
        (*parsed.diagnostics, *resolved.diagnostics),
        as_of=as_of,
        budget=budget,
        elsewhere=elsewhere,
    )
    return CheckReport(
        source=source,
        file=parsed.file,
        guideline=resolved.guideline,
        diagnostics=tuple(in_order(found)),
    )


def read_guideline(source: SourceFile) -> CheckReport:
    """Reads, parses and resolves one source, and proves nothing: the report holds the findings of those stages."""
    from milligram.resolve import resolve
    from milligram.syntax import parse

    parsed = parse(source)
    if parsed.file is None:
        return CheckReport(source=source, diagnostics=tuple(in_order(parsed.diagnostics)))
    resolved = resolve(parsed.file, source, parsed.unread)
    found = tuple(in_order((*parsed.diagnostics, *resolved.diagnostics)))
    return CheckReport(source=source, file=parsed.file, guideline=resolved.guideline, diagnostics=found)


def check_text(
    text: str, path: str = "<text>", *, as_of: date | None = None, budget: Budget | None = None
) -> CheckReport:
    """Checks a text as if it stood in a file."""
    return check_source(SourceFile(path, text), as_of=as_of, budget=budget)


def check_path(
    path: Path | str, *, as_of: date | None = None, cached: bool = False, limits: Limits = Limits()
) -> CheckReport:
    """Checks one file; a file that cannot be read gives its finding, not an exception.

    With ``cached`` the findings of an earlier run on the same text stand, or follow from one on a text with other
    numbers; the report then holds nothing else. Findings for which the time ran out are not kept: another run may come
    further.
    """
    from milligram.syntax.reading import read_source

    source = read_source(path)
    if isinstance(source, Diagnostic):
        return CheckReport(source=source.source, diagnostics=(source,))
    if cached:
        return _check_kept(source, as_of, limits)
    return check_source(source, as_of=as_of, budget=limits.budget())


def _check_kept(source: SourceFile, as_of: date | None, limits: Limits) -> CheckReport:
    """The report on a source, from what is kept as far as that goes; it is kept in turn."""
    from milligram.pipeline.cache import OnDisk, recall, remember
    from milligram.pipeline.recheck import keep, recheck
    from milligram.pipeline.slices import plan_of

    def check(source: SourceFile, elsewhere: Spelled) -> tuple[CheckReport, Budget]:
        budget = limits.budget()
        return check_source(source, as_of=as_of, budget=budget, elsewhere=elsewhere), budget

    if (known := recall(source, as_of, limits.steps)) is not None:
        return CheckReport(source=source, diagnostics=known)
    store, plan = OnDisk(as_of, limits.steps), plan_of(source.text)
    if plan is not None and (found := recheck(source, plan, store, check)) is not None:
        remember(source, as_of, found, limits.steps)
        return CheckReport(source=source, diagnostics=found)
    report, budget = check(source, {})
    if budget.reason is None or budget.spent > budget.nodes:
        remember(source, as_of, report.diagnostics, limits.steps)
        if plan is not None:
            keep(plan, store, report, budget)
    return report


def guideline_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every guideline named by ``paths``: a file is itself, a directory means every ``.mg`` file below it, in order.

    Raises:
        OSError: a directory cannot be read; none is passed over.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(_below(path))
        else:
            yield path


def _below(directory: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(directory, onerror=_fail):
        for name in names:
            path = Path(folder, name)
            if name.endswith(SUFFIX) and path.is_file():
                yield path


def _fail(fault: OSError) -> None:
    raise fault
