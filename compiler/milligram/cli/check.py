"""``milligram check``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from textwrap import fill

import click

from milligram.cli import options
from milligram.cli.progress import Progress


@click.command("check")
@options.paths_argument
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True, help="Output."
)
@options.strict_option
@options.as_of_option
@click.option("--no-cache", is_flag=True, help="Analyse again what did not change.")
def command(paths: tuple[Path, ...], form: str, strict: bool, as_of: date | None, no_cache: bool) -> None:
    """Find what is wrong with guidelines.

    Exit code 0 when clean, 1 with findings of severity error (with --strict, with any finding).
    """
    from milligram.pipeline import check_path

    day = as_of or date.today()
    files = Progress("checking").over(options.files_below(paths))
    reports = [check_path(path, as_of=day, cached=not no_cache) for path in files]
    found = [finding for report in reports for finding in report.diagnostics]
    not_judged = [choice for report in reports for choice in report.not_judged]
    if strict:
        from milligram.diagnostics import strict as as_errors

        found = list(as_errors(found))
    match form:
        case "json":
            from milligram.diagnostics import render_json

            click.echo(render_json(found, files=len(reports), not_judged=not_judged), nl=False)
        case "sarif":
            from milligram.diagnostics import render_sarif
            from milligram.version import VERSION

            click.echo(render_sarif(found, version=VERSION), nl=False)
        case _:
            from milligram.diagnostics import not_judged_text

            last = not_judged_text(not_judged)
            if found:
                from milligram.diagnostics import render_text

                text = render_text(found, width=options.width(), colour=options.colour(sys.stdout))
                click.echo(text, nl=False)
            else:
                clean = f"no findings in {len(reports)} file{'s' * (len(reports) != 1)}"
                last = f"{clean}; {last}" if last else clean
            if last:
                click.echo(fill(last, options.width(), break_long_words=False, break_on_hyphens=False))
    sys.exit(0 if all(report.clean_enough(strict=strict) for report in reports) else 1)
