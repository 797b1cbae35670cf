"""``milligram build``."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milligram.cli import options
from milligram.cli.patient_data import patient_data, refuse
from milligram.cli.progress import Progress

if TYPE_CHECKING:
    from milligram.ir.nodes import Guideline
    from milligram.pipeline import Limits
    from milligram.target import Way


def _words(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    words = tuple(word.strip() for word in value.split(",") if word.strip())
    if not words:
        raise click.BadParameter(f"{value!r} names nothing")
    return words


def _small(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    return None if value is None else value.strip().lower()


@click.command("build")
@options.paths_argument
@click.option(
    "--target",
    "targets",
    metavar="A,B",
    default="all",
    show_default=True,
    callback=_words,
    help="Targets, by name, with commas.",
)
@click.option("--format", "formats", metavar="A,B", callback=_words, help="Only these formats of the targets.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, metavar="DIR", help="Where to write."
)
@click.option("--paper", metavar="NAME", callback=_small, help="The paper of one page: a6, a5, a4, a3, letter.")
@click.option(
    "--n-up", metavar="NAME", callback=_small, help="Put as many pages on a sheet as it holds, to be cut: a4, letter."
)
@click.option("--grey", is_flag=True, help="For a printer without colours.")
@click.option("--detail", metavar="NAME", callback=_small, help="How much of a chart: full, overview.")
@click.option("--direction", metavar="NAME", callback=_small, help="Where a chart goes on: right, down.")
@click.option("--highlight", metavar="FILE.json|-", help="Light the way of this patient (one guideline).")
@options.strict_option
@options.as_of_option
@options.limits_options
def command(
    paths: tuple[Path, ...],
    targets: tuple[str, ...],
    formats: tuple[str, ...] | None,
    out: Path,
    paper: str | None,
    n_up: str | None,
    grey: bool,
    detail: str | None,
    direction: str | None,
    highlight: str | None,
    strict: bool,
    as_of: date | None,
    budget: float,
    steps: int,
) -> None:
    """Check guidelines, then write DIR/NAME/NAME.py, .dot, .card.pdf and so on.

    A guideline with a finding of severity error is not built. `milligram targets` lists targets, their formats, and
    which of the options on printing they heed.
    """
    from milligram.pipeline import CheckReport, Limits
    from milligram.pipeline.building import SelectionError, build, same_name, select
    from milligram.target import Choices, Way, find_targets

    chosen = Choices(paper=paper, n_up=n_up, grey=grey, detail=detail, direction=direction)
    if highlight is not None:
        chosen = replace(chosen, highlight=Way(steps=frozenset()))
    try:
        selection = select(find_targets(), targets, formats or (), chosen)
    except SelectionError as fault:
        raise click.UsageError(str(fault)) from None
    files = options.files_below(paths)
    if highlight is not None and len(files) != 1:
        raise click.UsageError(f"--highlight is for one guideline; here are {len(files)}")
    fit = dict(_checked(files, as_of or date.today(), Limits(steps, budget), strict=strict))
    if clash := same_name(fit.items()):
        name, *both = clash
        first, second = map(options.shown, both)
        raise click.ClickException(f"{first} and {second} are both guideline {name}: their files would be the same")
    refused = len(files) - len(fit)
    written = 0
    if highlight is not None:
        for guideline in fit.values():
            lit = _way(guideline, highlight, as_of or date.today())
            selection = replace(selection, choices=replace(chosen, highlight=lit))
    progress = Progress("building")
    for path in progress.over(fit):
        try:
            built = build(fit[path], selection, out)
        except OSError as fault:
            raise click.ClickException(f"cannot write below {options.shown(out)}: {options.reason(fault)}") from None
        progress.clear()
        if built.diagnostics:
            report = CheckReport(source=fit[path].source, diagnostics=built.diagnostics)
            options.show_findings(report, strict=strict)
        if built.refused:
            click.echo(f"not built whole: {options.shown(path)}", err=True)
            refused += 1
        for file in built.written:
            click.echo(options.shown(file))
        written += len(built.written)
    click.echo(
        f"{written} file{'s' * (written != 1)} from {len(fit)} of {len(files)} guideline{'s' * (len(files) != 1)}",
        err=True,
    )
    sys.exit(1 if refused else 0)


def _way(guideline: Guideline, place: str, day: date) -> Way:
    """The way of the patient of a file; a patient that cannot be read ends the command."""
    from milligram.interpret import read_patient
    from milligram.pipeline.building import way

    reading = read_patient(guideline, patient_data(place), as_of=day)
    if reading.patient is None:
        refuse(reading.problems)
    return way(guideline, reading.patient, day)


def _checked(files: list[Path], day: date, limits: Limits, *, strict: bool) -> list[tuple[Path, Guideline]]:
    """The guidelines that may be built; findings are printed, and the rest is named."""
    from milligram.pipeline import check_path

    fit = []
    progress = Progress("checking")
    for path in progress.over(files):
        report = check_path(path, as_of=day, limits=limits)
        progress.clear()
        options.show_findings(report, strict=strict)
        if report.guideline is not None and report.clean_enough(strict=strict):
            fit.append((path, report.guideline))
        else:
            click.echo(f"not built: {options.shown(path)}", err=True)
    return fit
