"""``milligram explain``."""

from __future__ import annotations

import sys

import click

from milligram.cli import options


@click.command("explain")
@click.argument("code", metavar="CODE")
def command(code: str) -> None:
    """Show what a code means, a bad example and its repair.

    CODE is a number such as MG103, or a name such as shared-boundary. Into a file or a pipe the page goes as Markdown.
    """
    from milligram.diagnostics import CODES, explain, find
    from milligram.diagnostics.spelling import closest

    known = find(code)
    if known is None:
        near = closest(code, [*CODES, *(entry.slug for entry in CODES.values())])
        raise click.UsageError(f"no code {code!r}" + (f"; did you mean {near}?" if near else ""))
    page = explain(known, width=options.width())
    if sys.stdout.isatty():
        from milligram.cli.page import page_text

        page = page_text(page, colour=options.colour(sys.stdout))
    click.echo(page, nl=False)
