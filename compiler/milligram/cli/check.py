"""``milligram check``."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milligram.cli import findings, kept, options
from milligram.cli.progress import Progress

if TYPE_CHECKING:
    from milligram.diagnostics import Diagnostic


@click.command("check")
@options.paths_argument
@findings.format_option
@options.strict_option
@options.as_of_option
@options.limits_options
@click.option("--no-cache", is_flag=True, help="Analyse again what did not change.")
@click.option(
    "--cases",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the findings' patients to a new file, as `case` blocks.",
)
def command(
    paths: tuple[Path, ...],
    form: str,
    strict: bool,
    as_of: date | None,
    budget: float,
    steps: int,
    no_cache: bool,
    cases: Path | None,
) -> None:
    """Prove guidelines complete, unambiguous and true to their own rules, or show the patient who breaks them.

    What cannot be decided is an error, MG000. A clean check is no clinical approval. Exit code 0 when clean, 1 with
    findings of severity error (with --strict, with any finding).
    """
    from milligram.pipeline import Limits, check_path

    day = as_of or date.today()
    below = options.files_below(paths)
    if cases is not None:
        kept.never_over(cases, below)
    files = Progress("checking").over(below)
    limits = Limits(steps, budget)
    reports = [check_path(path, as_of=day, cached=not no_cache, limits=limits) for path in files]
    found = [finding for report in reports for finding in report.diagnostics]
    if strict:
        from milligram.diagnostics import strict as as_errors

        found = list(as_errors(found))
    findings.show(
        found, form, files=len(reports), clean=f"no findings in {len(reports)} file{'s' * (len(reports) != 1)}"
    )
    if cases is not None:
        _write_cases(cases, found)
    sys.exit(0 if all(report.clean_enough(strict=strict) for report in reports) else 1)


def _write_cases(path: Path, found: list[Diagnostic]) -> None:
    """Writes the patients of findings; where there are none, a file keeps those of an earlier check."""
    from milligram.compare.witnesses import cases_of

    if text := cases_of(found):
        kept.write_cases(path, text)
    else:
        left = "was left as it is" if os.path.lexists(path) else "was not written"
        click.echo(f"no finding shows a patient: {options.shown(path)} {left}", err=True)
