"""``milligram fmt``."""

from __future__ import annotations

import sys
from difflib import unified_diff
from io import StringIO
from pathlib import Path

import click

from milligram.cli import options


@click.command("fmt")
@options.paths_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 where something would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Change nothing; show what would change; exit 1 then.")
def command(paths: tuple[Path, ...], only_check: bool, show_diff: bool) -> None:
    """Print guidelines in their one canonical form, in place.

    Comments are kept and the meaning does not change. What does not parse is refused.
    """
    from milligram.diagnostics import Diagnostic
    from milligram.pipeline import CheckReport
    from milligram.syntax import read_source
    from milligram.syntax.format import format_source

    files = options.files_below(paths)
    refused = changed = 0
    for path in files:
        source = read_source(path)
        if isinstance(source, Diagnostic):
            options.show_findings(CheckReport(source=source.source, diagnostics=(source,)), strict=False)
            refused += 1
            continue
        result = format_source(source)
        if result.text is None:
            options.show_findings(CheckReport(source=source, diagnostics=result.diagnostics), strict=False)
            refused += 1
            continue
        content = result.text.encode("utf-8")
        try:
            if content == path.read_bytes():
                continue
            changed += 1
            if not show_diff and not only_check:
                from milligram.pipeline.writing import write_whole

                write_whole(path, content)
        except OSError as fault:
            raise click.ClickException(f"cannot write {options.shown(path)}: {options.reason(fault)}") from None
        if show_diff:
            click.echo(_difference(options.shown(path), source.text, result.text))
        else:
            click.echo(f"{'would change' if only_check else 'changed'} {options.shown(path)}")
    if not changed and not refused:
        click.echo(f"{len(files)} file{'s' * (len(files) != 1)} already in canonical form", err=True)
    sys.exit(1 if refused or (changed and (only_check or show_diff)) else 0)


def _difference(path: str, old: str, new: str) -> str:
    """What would change, as a unified diff that ``patch`` reads."""
    rows: list[str] = []
    before, after = (StringIO(text, newline="\n").readlines() for text in (old, new))
    for row in unified_diff(before, after, path, path):
        rows.append(row.removesuffix("\n"))
        if not row.endswith("\n"):
            rows.append("\\ No newline at end of file")
    return "\n".join(rows) or f"{path}: its byte-order mark or line ends would change, no line"
