"""``milligram test``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from milligram.cli import options


@click.command("test")
@options.paths_argument
@click.option("--missed", is_flag=True, help="List the branches that no case takes.")
@click.option("--coverage", is_flag=True, help="Show what the cases miss: branches, thresholds, unknown values, rules.")
@options.limits_options
def command(paths: tuple[Path, ...], missed: bool, coverage: bool, budget: float, steps: int) -> None:
    """Run the cases written in guidelines.

    Shows what was expected and what came out, and how many branches the cases take together. Exit code 1 when a case
    fails or a guideline has findings of severity error.
    """
    from milligram.interpret import run_cases
    from milligram.interpret.case_text import case_run_text
    from milligram.pipeline import Limits, check_path

    limits = Limits(steps, budget)
    failed = False
    for path in options.files_below(paths):
        report = check_path(path, limits=limits)
        if report.guideline is None:
            options.show_findings(report, strict=False)
            failed = True
            continue
        run = run_cases(report.guideline)
        text = case_run_text(options.shown(path), report.guideline, run, width=options.width(), missed=missed)
        click.echo(text, nl=False)
        if coverage:
            from milligram.compare.cases.coverage import coverage_of
            from milligram.compare.cases.coverage_text import coverage_text

            missing = coverage_of(report.guideline, limits.budget())
            text = coverage_text(
                options.shown(path),
                missing,
                whole=report.whole,
                ways=run.coverage.share[1],
                width=options.width(),
            )
            click.echo(text, nl=False)
        if report.errors:
            click.echo(
                f"  {report.errors} error{'s' * (report.errors != 1)}: see `milligram check {options.shown(path)}`"
            )
        failed = failed or bool(report.errors) or not run.passed
    sys.exit(1 if failed else 0)
