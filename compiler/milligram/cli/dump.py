"""``milligram dump``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from milligram.cli import options


@click.command("dump")
@click.option("--stage", type=click.Choice(["ast", "ir", "graph"]), required=True, help="Which stage to show.")
@options.file_argument
def command(stage: str, file: Path) -> None:
    """Show a stage of the compiler as stable text: the syntax tree, the IR or the decision graph.

    A faulty guideline is shown as far as it has a meaning; its findings go to standard error.
    """
    from milligram.pipeline import check_path

    report = check_path(file)
    options.show_findings(report, strict=False)
    match stage:
        case "ast" if report.file is not None:
            from milligram.syntax.dump import dump_ast

            text = dump_ast(report.file)
        case "ir" if report.guideline is not None:
            from milligram.ir.dump import dump_ir

            text = dump_ir(report.guideline)
        case "graph" if report.guideline is not None:
            from milligram.graph import build_graph, dump_graph

            text = dump_graph(build_graph(report.guideline))
        case _:
            sys.exit(1)
    click.echo(text, nl=False)
