"""``milligram dump``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milligram.cli import options

if TYPE_CHECKING:
    from milligram.diagnostics import Diagnostic
    from milligram.source import SourceFile


@click.command("dump")
@click.option("--stage", type=click.Choice(["ast", "ir", "graph"]), required=True, help="Which stage to show.")
@options.file_argument
def command(stage: str, file: Path) -> None:
    """Show a stage of the compiler as stable text: the syntax tree, the IR or the decision graph.

    A faulty guideline is shown as far as it has a meaning; the findings so far go to standard error, and the exit code
    is 1.
    """
    from milligram.diagnostics import Diagnostic
    from milligram.syntax import parse, read_source

    source = read_source(file)
    if isinstance(source, Diagnostic):
        _end(source.source, (source,))
        return
    parsed = parse(source)
    found = parsed.diagnostics
    if parsed.file is not None and stage == "ast":
        from milligram.syntax.dump import dump_ast

        click.echo(dump_ast(parsed.file), nl=False)
    elif parsed.file is not None:
        from milligram.resolve import resolve

        resolved = resolve(parsed.file, source, parsed.unread)
        found = (*found, *resolved.diagnostics)
        if resolved.guideline is not None and stage == "ir":
            from milligram.ir.dump import dump_ir

            click.echo(dump_ir(resolved.guideline), nl=False)
        elif resolved.guideline is not None:
            from milligram.graph import build_graph, dump_graph

            click.echo(dump_graph(build_graph(resolved.guideline)), nl=False)
    _end(source, found)


def _end(source: SourceFile, found: tuple[Diagnostic, ...]) -> None:
    """Prints the findings; ends with 1 where there is an error."""
    from milligram.pipeline import CheckReport

    report = CheckReport(source=source, diagnostics=found)
    options.show_findings(report, strict=False)
    sys.exit(0 if report.clean_enough() else 1)
