"""``milligram new``."""

from __future__ import annotations

from pathlib import Path

import click

from milligram.cli import options


@click.command("new")
@click.argument("name", metavar="NAME")
def command(name: str) -> None:
    """Write NAME.mg, a small guideline that checks clean, to start from.

    NAME is lower-case letters, digits and underscores; a folder may stand before it.
    """
    from datetime import date

    from milligram.pipeline.skeleton import SkeletonError, skeleton
    from milligram.pipeline.writing import write_whole

    path = Path(name if name.endswith(".mg") else f"{name}.mg")
    try:
        text = skeleton(path.stem, today=date.today())
    except SkeletonError as fault:
        raise click.UsageError(str(fault)) from None
    shown = options.shown(path)
    if path.exists() or path.is_symlink():
        raise click.ClickException(f"{shown} exists already; it was not changed")
    if not path.parent.is_dir():
        raise click.ClickException(f"there is no folder {options.shown(path.parent)}")
    try:
        write_whole(path, text.encode("utf-8"))
    except OSError as fault:
        raise click.ClickException(f"cannot write {shown}: {options.reason(fault)}") from None
    click.echo(f"wrote {shown}; next: milligram check {shown}")
