"""``milligram build``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from milligram.cli import options


def _words(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(word for word in (value or "").replace(" ", "").split(",") if word)


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
@options.strict_option
@options.as_of_option
def command(
    paths: tuple[Path, ...],
    targets: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path,
    strict: bool,
    as_of: date | None,
) -> None:
    """Check guidelines, then write DIR/NAME/NAME.py, .dot, .card.pdf and so on.

    A guideline with a finding of severity error is not built. `milligram targets` lists targets and formats.
    """
    from milligram.pipeline import CheckReport, check_path
    from milligram.pipeline.building import SelectionError, build, same_name, select
    from milligram.target import find_targets

    try:
        selection = select(find_targets(), targets, formats)
    except SelectionError as fault:
        raise click.UsageError(str(fault)) from None
    files = options.files_below(paths)
    day = as_of or date.today()
    fit, refused = [], 0
    for path in files:
        report = check_path(path, as_of=day)
        options.show_findings(report, strict=strict)
        if report.guideline is None or not report.clean_enough(strict=strict):
            click.echo(f"not built: {path}", err=True)
            refused += 1
            continue
        fit.append((path, report.guideline))
    if clash := same_name(fit):
        name, first, second = clash
        raise click.UsageError(f"{first} and {second} are both guideline {name!r} and would write the same files")
    written = 0
    with click.progressbar(fit, label="building", file=sys.stderr, hidden=not sys.stderr.isatty()) as steps:
        for path, guideline in steps:
            try:
                built = build(guideline, selection, out)
            except OSError as fault:
                raise click.ClickException(f"cannot write below {out}: {fault.strerror or fault}") from None
            if built.diagnostics:
                options.show_findings(
                    CheckReport(source=guideline.source, diagnostics=built.diagnostics), strict=strict
                )
            if built.refused:
                click.echo(f"not built whole: {path}", err=True)
                refused += 1
            for file in built.written:
                click.echo(str(file))
            written += len(built.written)
    click.echo(f"{written} files from {len(fit)} of {len(files)} guidelines", err=True)
    sys.exit(1 if refused else 0)
