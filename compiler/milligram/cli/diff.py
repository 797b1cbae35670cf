"""``milligram diff``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from milligram.cli import options

if TYPE_CHECKING:
    from milligram.ir.nodes import Guideline
    from milligram.pipeline.revisions import Place

AFFECTED, UNDECIDED = 1, 3


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Output.",
)
@options.limits_options
def command(old: str, new: str, form: str, budget: float, steps: int) -> None:
    """Say for which patients the advice of two versions differs, or prove that it differs for none.

    OLD and NEW are files, or files in a revision of git: renal.mg@v1; @v1 alone means the other file in that revision.
    Each region of patients comes with typical ones, and with what they are told before and after: both versions have
    been run for them. What is not advice (titles, sources, reasons, cases, plausible bounds) is listed at the end.

    Exit code 0 when no patient is affected, 1 when some are, 3 when it could not be decided, or a side cannot be read.
    """
    from milligram.compare.diff.also import also_changed
    from milligram.compare.diff.comparer import Comparer
    from milligram.compare.diff.words import in_words
    from milligram.pipeline import Limits
    from milligram.pipeline.revisions import WrongUsage, places

    try:
        one, other = places(old, new)
    except WrongUsage as fault:
        raise click.UsageError(options.shown(str(fault))) from None
    before, after = _read(one), _read(other)
    if before is None or after is None:
        sys.exit(UNDECIDED)
    found = Comparer(before, after, budget=Limits(steps, budget).budget()).compare()
    names = options.shown(one.text), options.shown(other.text)
    shown = in_words(found)
    also = also_changed(before, after, found.matching)
    match form:
        case "json":
            from milligram.compare.diff.report_json import as_json

            text = as_json(names, shown, also, more=found.more, undecided=found.undecided)
        case "markdown":
            from milligram.compare.diff.report_markdown import markdown

            text = markdown(names, shown, also, more=found.more, undecided=found.undecided)
        case _:
            from milligram.compare.diff.report_text import text as plain

            text = plain(names, shown, also, more=found.more, undecided=found.undecided, width=options.width())
    click.echo(text, nl=False)
    sys.exit(AFFECTED if found.groups else UNDECIDED if found.undecided else 0)


def _read(place: Place) -> Guideline | None:
    """The guideline at a place; None, and said why, where there is none that can be run."""
    from milligram.diagnostics import Diagnostic
    from milligram.pipeline.revisions import Missing, source_of
    from milligram.pipeline.stages import CheckReport, read_guideline

    found = source_of(place)
    if isinstance(found, Missing):
        click.echo(f"{options.shown(place.text)} cannot be compared: {options.shown(found.why)}", err=True)
        return None
    if isinstance(found, Diagnostic):
        report = CheckReport(source=found.source, diagnostics=(found,))
    else:
        report = read_guideline(found)
    if report.guideline is None or not report.whole:
        options.show_findings(report, strict=False)
        click.echo(f"{options.shown(place.text)} cannot be compared: it could not be read whole", err=True)
        return None
    return report.guideline
