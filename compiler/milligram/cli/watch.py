"""``milligram watch``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from milligram.cli import options

if TYPE_CHECKING:
    from milligram.cli.watch_screen import Screen
    from milligram.pipeline.preview import Preview
    from milligram.pipeline.watching import Row, Session, Wish

PORT = 8746
"""Where the preview is served unless it is said; another that is free where this one is taken."""
SOON = 1.0
"""Seconds after which a page of the preview shows what is known so far, rather than wait for all of it."""
SEEN = ("svg", "html")
"""The formats that the preview shows."""


class _PortMayBeLeftOut(click.Command):
    """Reads ``--serve PATH`` as ``--serve`` and a path: a port is digits."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with the usual port where none is said."""
        read = []
        for place, word in enumerate(args):
            if word == "--":
                read += args[place:]
                break
            bare = word == "--serve" and not (place + 1 < len(args) and args[place + 1].isdecimal())
            read.append("--serve=usual" if bare else word)
        return super().parse_args(ctx, read)


def _port(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A port, -1 for the usual one, or None."""
    if value is None or value == "usual":
        return None if value is None else -1
    if value.isascii() and value.isdecimal() and int(value) < 2**16:
        return int(value)
    raise click.BadParameter(f"{value!r} is not a port from 0 to 65535")


def _names(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    names = tuple(word.strip() for word in (value or "").split(",") if word.strip())
    if value is not None and not names:
        raise click.BadParameter(f"{value!r} names nothing")
    return names


@click.command("watch", cls=_PortMayBeLeftOut)
@options.paths_argument
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Build into DIR too.")
@click.option(
    "--target", "targets", metavar="A,B", callback=_names, help="Build these targets, by name. [default: all]"
)
@click.option(
    "--serve",
    "port",
    metavar="[PORT]",
    callback=_port,
    help=f"Show it in a browser on this machine, at PORT. [default: {PORT}]",
)
@options.strict_option
@options.limits_options
def command(
    paths: tuple[Path, ...],
    out: Path | None,
    targets: tuple[str, ...],
    port: int | None,
    strict: bool,
    budget: float,
    steps: int,
) -> None:
    """Check, test and build guidelines again whenever they are saved, until Ctrl-C.

    Shows the findings of each guideline, how its cases come out and what they cover. With --serve a page in a browser
    shows its drawings too, and reloads by itself; it is served on 127.0.0.1 alone. Exit code 0.
    """
    from milligram.cli.watch_screen import Screen
    from milligram.pipeline import Limits
    from milligram.pipeline.watching import Session, Wish

    if targets and out is None and port is None:
        raise click.UsageError("--target is for what is built: add --out DIR or --serve")
    built, formats = _selected(targets, out, port)
    wish = Wish(targets=built, formats=formats, strict=strict, limits=Limits(steps, budget), width=options.width())
    try:
        with ExitStack() as stack:
            preview = None
            if port is not None:
                preview = _served(port)
                stack.callback(preview.close)
            session = stack.enter_context(Session(paths, wish, out))
            _watch(session, Screen(paths, preview.address if preview else None), preview, wish)
    except KeyboardInterrupt:
        click.echo("\nstopped" if sys.stdout.isatty() else "stopped")
    sys.exit(0)


def _watch(session: Session, screen: Screen, preview: Preview | None, wish: Wish) -> None:
    """Shows what changes, for ever."""
    published: Published = Published(preview)
    screen.show(session.rows)
    while True:
        session.step(SOON / 2)
        if (width := options.width()) != session.wish.width:
            session.wish = replace(wish, width=width)
        screen.show(session.rows)
        published.update(session.rows)


class Published:
    """What the preview shows: each guideline as it stands when all is known, or sooner where that takes long."""

    def __init__(self, preview: Preview | None) -> None:
        self._preview = preview
        self._rows: list[Row] | None = None

    def update(self, rows: Sequence[Row]) -> None:
        """Shows what is to be shown by now."""
        from milligram.pipeline.preview import site
        from milligram.pipeline.watching import Row

        if self._preview is None:
            return
        before = {row.path: row for row in self._rows or ()}
        now = [
            row if not row.busy or monotonic() - row.since >= SOON else before.get(row.path, Row(path=row.path))
            for row in rows
        ]
        if self._rows is None or [_seen(row) for row in now] != [_seen(row) for row in self._rows]:
            self._preview.show(site(now))
        self._rows = now


def _seen(row: Row) -> object:
    """What a page shows of a row."""
    return (row.path, row.outcome, row.built, row.trouble)


def _selected(targets: tuple[str, ...], out: Path | None, port: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The targets to build, and in which formats: those that a browser shows, where nothing is written."""
    from milligram.pipeline.building import SelectionError, select
    from milligram.target import find_targets

    if out is None and port is None:
        return (), ()
    found = find_targets()
    try:
        wanted = select(found, targets or ("all",), ()).wanted
    except SelectionError as fault:
        raise click.UsageError(str(fault)) from None
    if out is not None:
        return tuple(target.name for target, _ in wanted), ()
    visible = [(target.name, formats & frozenset(SEEN)) for target, formats in wanted if formats & frozenset(SEEN)]
    if not visible:
        raise click.UsageError(f"{', '.join(target.name for target, _ in wanted)}: nothing that a browser shows")
    return tuple(name for name, _ in visible), tuple(sorted(frozenset().union(*(formats for _, formats in visible))))


def _served(port: int) -> Preview:
    """The preview at a port, with nothing to show yet."""
    from milligram.pipeline.preview import Preview, site

    preview = Preview()
    preview.show(site(()))
    try:
        try:
            preview.start(PORT if port == -1 else port)
        except OSError:
            if port != -1:
                raise
            preview.start(0)
    except OSError as fault:
        raise click.ClickException(f"cannot serve at port {port}: {options.reason(fault)}") from None
    return preview
