"""``milligram targets``."""

from __future__ import annotations

import click


@click.command("targets")
def command() -> None:
    """List the targets that are installed, with their formats."""
    from milligram.target import find_targets

    for target in find_targets().values():
        click.echo(f"{target.name:<12}{target.summary}")
        for form, summary in target.formats.items():
            click.echo(f"{'':<12}  {form:<6}{summary}")
