"""``milligram run --patients``: what is said while a file of patients is run, and the exit code."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from milligram.cli import kept, options

if TYPE_CHECKING:
    from types import FrameType

    from milligram.ir.nodes import Guideline
    from milligram.pipeline.patients.running import Counts, Said
    from milligram.pipeline.patients.workers import Crew

SMALL = 4 * 1024 * 1024
"""A file of fewer bytes is done before a second process would be ready."""
EXIT_TERMINATED = 143


def run_all(
    check: Callable[[], Guideline],
    file: Path,
    patients: Path,
    out: Path,
    *,
    maps: Sequence[str],
    keep: Sequence[str],
    as_of: date,
    jobs: int | None,
    fail_fast: bool,
) -> int:
    """Runs every row and says how it went; gives the exit code. Processes start while ``check`` reads ``file``."""
    from milligram.pipeline.patients.running import form_of
    from milligram.pipeline.patients.workers import Crew, save_memory

    save_memory()
    for path in (patients, out):
        if form_of(path) is None:
            raise click.UsageError(f"{options.shown(path)} ends in none of .csv, .jsonl and .parquet")
    _keep_what_is_there(out, (file, patients))
    with _ended_by_term(), Crew(jobs or _jobs(patients)) as crew:
        guideline = check()
        start = time.monotonic()
        counts = _run(guideline, patients, out, maps=maps, keep=keep, as_of=as_of, crew=crew, fail_fast=fail_fast)
        seconds = time.monotonic() - start
    return _say(guideline, counts, out, seconds)


def _run(
    guideline: Guideline,
    patients: Path,
    out: Path,
    *,
    maps: Sequence[str],
    keep: Sequence[str],
    as_of: date,
    crew: Crew,
    fail_fast: bool,
) -> Counts:
    """Runs every row; what stands in the way ends the command."""
    from concurrent.futures.process import BrokenProcessPool

    from milligram.pipeline.patients.columns import ColumnError
    from milligram.pipeline.patients.files import TableError
    from milligram.pipeline.patients.running import run_patients

    pairs = [(column.strip(), of.strip()) for column, _, of in (text.partition("=") for text in maps)]
    try:
        with _bar(time.monotonic()) as said:
            return run_patients(
                guideline,
                patients,
                out,
                maps=dict(pairs),
                keep=keep,
                as_of=as_of,
                crew=crew,
                fail_fast=fail_fast,
                said=said,
            )
    except ColumnError as fault:
        raise click.UsageError(f"{options.shown(patients)}: " + "\n  ".join(fault.faults)) from None
    except TableError as fault:
        raise click.ClickException(f"{options.shown(patients)}: {fault}; nothing was written") from None
    except BrokenProcessPool:
        raise click.ClickException("a process was ended from outside, perhaps for want of memory") from None
    except OSError as fault:
        name = options.shown(fault.filename or out)
        raise click.ClickException(f"cannot read or write {name}: {options.reason(fault)}") from None


def _keep_what_is_there(out: Path, read: tuple[Path, ...]) -> None:
    """Refuses to write, to either of the two files, over what is read or what no earlier run wrote."""
    from milligram.pipeline.patients.outputs import errors_of, is_answers, is_errors
    from milligram.pipeline.patients.running import form_of

    form = form_of(out)
    assert form is not None
    errors = errors_of(out)
    for each in (out, errors):
        kept.never_over(each, read)
    kept.only_over_ours(out, lambda path: is_answers(path, form), "file of answers of `milligram run`")
    kept.only_over_ours(errors, is_errors, "list of rows in error of `milligram run`")


def _jobs(patients: Path) -> int:
    """One process a processor; one for a small file."""
    if patients.stat().st_size < SMALL:
        return 1
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable is not None else os.cpu_count() or 1


def _say(guideline: Guideline, counts: Counts, out: Path, seconds: float) -> int:
    from milligram.diagnostics.display import wrap
    from milligram.pipeline.patients.outputs import errors_of

    def echo(text: str) -> None:
        click.echo("\n".join(wrap(text, options.width())), err=True)

    if counts.stopped_by is not None:
        fault = counts.stopped_by
        place = f"row {fault.row}, {fault.input}" if fault.input else f"row {fault.row}"
        echo(f"stopped at {place}: {fault.reason}. Nothing was written.")
        return 1
    if unknown := [name for name in counts.unmentioned if name not in guideline.regimens]:
        echo(f"no column for {', '.join(unknown)}: unknown for every row")
    if unmentioned := [name for name in counts.unmentioned if name in guideline.regimens]:
        echo(f"no column for where {', '.join(unmentioned)} stands: taken as not started for every row")
    rate = f" ({counts.rows / seconds:,.0f} a second)" if seconds >= 1 else ""
    echo(f"{counts.rows:,} patient{'s' * (counts.rows != 1)} in {seconds:.1f} s{rate}")
    click.echo(options.shown(out))
    if counts.refused:
        errors = options.shown(errors_of(out))
        echo(f"{counts.refused:,} row{'s' * (counts.refused != 1)} in error, listed in {errors}")
    if counts.faulty:
        echo(f"{counts.faulty:,} row{'s' * (counts.faulty != 1)} with a fault of the guideline, in the column faults")
    return 1 if counts.refused or counts.faulty else 0


@contextmanager
def _bar(start: float) -> Iterator[Any]:
    """A progress bar on standard error, where that is a terminal; gives what to call after each batch."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    rows = 0

    def rate(_: object) -> str:
        return f"{rows:,} patients, {rows / max(time.monotonic() - start, 0.01):,.0f} a second"

    with click.progressbar(length=1, label="patients", file=sys.stderr, show_pos=False, item_show_func=rate) as bar:

        def said(so_far: Said) -> None:
            nonlocal rows
            rows = so_far.rows
            bar.length = so_far.total
            bar.update(max(0, min(so_far.done, so_far.total) - bar.pos), current_item=so_far)

        yield said


@contextmanager
def _ended_by_term() -> Iterator[None]:
    """SIGTERM ends the command as Ctrl-C does: what was begun is removed."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(EXIT_TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
