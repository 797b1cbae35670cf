"""``milligram new``."""

from __future__ import annotations

from pathlib import Path

import click


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
    if path.exists():
        raise click.ClickException(f"{path} exists already; it was not changed")
    if not path.parent.is_dir():
        raise click.ClickException(f"there is no folder {path.parent}")
    try:
        text = skeleton(path.stem, today=date.today())
    except SkeletonError as fault:
        raise click.UsageError(str(fault)) from None
    write_whole(path, text.encode("utf-8"))
    click.echo(f"wrote {path}; next: milligram check {path}")
