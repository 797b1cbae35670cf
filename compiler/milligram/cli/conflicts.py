"""``milligram conflicts``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from milligram.cli import findings, options
from milligram.cli.progress import Progress

if TYPE_CHECKING:
    from milligram.compare.conflicts.matching import Ref
    from milligram.pipeline.conflicting import Compared

MOST_BYTES = 1_000_000
"""A file of names is no longer than this."""

MOST_DOUBTS = 5
"""So many notes are printed."""

WIDTH = 80
"""What stands behind the findings is no wider than this."""


@click.command("conflicts")
@options.paths_argument
@findings.format_option
@options.strict_option
@click.option(
    "--same",
    metavar="A.X=B.Y",
    multiple=True,
    help="Take two names as one: inputs, drugs, regimens or defines. A and B are guidelines, or their files; without "
    "them, every guideline. May be said again.",
)
@click.option(
    "--map",
    "files",
    metavar="FILE",
    multiple=True,
    type=options.FILE,
    help="Take the names of this file as one: A.X = B.Y a line, # for comments.",
)
@options.as_of_option
@click.option(
    "--budget",
    type=click.FloatRange(min=0, min_open=True),
    default=options.SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Time for the proofs of each pair.",
)
@click.option(
    "--steps",
    type=click.IntRange(min=1),
    default=options.STEPS,
    show_default=True,
    metavar="N",
    help="Steps for the proofs of each pair; what they leave is MG000.",
)
def command(
    paths: tuple[Path, ...],
    form: str,
    strict: bool,
    same: tuple[str, ...],
    files: tuple[Path, ...],
    as_of: date | None,
    budget: float,
    steps: int,
) -> None:
    """Show what guidelines say against one another, with the patient to whom both say it.

    Every two that may say something of one drug to one patient, or use one name, are compared: contradictory advice
    (MG701), one drug given twice (MG702), one name with different limits (MG704). What cannot be decided is an error,
    MG000. Exit code 0 without errors, 1 with (with --strict, with any finding), 2 wrong usage.
    """
    from milligram.compare.conflicts.matching import NotSame
    from milligram.diagnostics import Severity
    from milligram.diagnostics import strict as as_errors
    from milligram.pipeline import Limits
    from milligram.pipeline.conflicting import compare_files

    every = options.files_below(paths)
    if len(every) < 2:
        raise click.UsageError("one guideline cannot conflict with itself: name two files, or a folder of them")
    said = list(_said(same, files))
    try:
        compared = compare_files(
            every,
            same=said,
            limits=Limits(steps, budget),
            as_of=as_of or date.today(),
            reading=Progress("reading").over,
            comparing=Progress("comparing").over_names,
        )
    except NotSame as fault:
        raise click.UsageError(f"--same: {fault}") from None
    found = list(as_errors(compared.findings)) if strict else list(compared.findings)
    findings.show(
        found,
        form,
        files=compared.files,
        clean=f"no conflicts between {compared.files} guidelines",
        more={
            "pairs": compared.pairs,
            "compared": compared.considered,
            "together": compared.together,
            "doubts": list(compared.doubts),
        },
    )
    if form == "text":
        click.echo(fill(_counted(compared), WIDTH))
        for doubt in compared.doubts[:MOST_DOUBTS]:
            click.echo(fill(f"note: {doubt}", WIDTH, subsequent_indent="      "))
        if (more := len(compared.doubts) - MOST_DOUBTS) > 0:
            click.echo(f"note: and {more:,} more such notes (`--format json`)")
    sys.exit(1 if any(each.level is Severity.ERROR for each in found) else 0)


def _counted(compared: Compared) -> str:
    """How much was looked at."""
    pairs = f"{compared.pairs:,} pair{'s' * (compared.pairs != 1)}"
    rest = compared.pairs - compared.considered - compared.together
    told = [f"{compared.considered:,} compared"]
    if compared.together:
        told.append(f"{compared.together:,} with many others at once")
    if rest:
        told.append(f"{rest:,} with nothing in common for any patient")
    return f"{pairs} of guidelines: {', '.join(told)}"


def _said(same: tuple[str, ...], files: tuple[Path, ...]) -> Iterator[tuple[Ref, Ref]]:
    """The pairs of all options; what cannot be read is wrong usage."""
    from milligram.compare.conflicts.matching import NotSame, read_map, read_same
    from milligram.source import SourceFile, read

    for text in same:
        try:
            yield read_same(text)
        except NotSame as fault:
            raise click.UsageError(f"--same: {fault}") from None
    for path in files:
        text_of = read(path, limit=MOST_BYTES)
        if not isinstance(text_of, SourceFile):
            raise click.UsageError(f"--map: cannot read {options.shown(path)}: {text_of.reason}")
        try:
            yield from read_map(text_of.text)
        except NotSame as fault:
            raise click.UsageError(f"--map: {options.shown(path)}: {fault}") from None
