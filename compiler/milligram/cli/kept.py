"""What is written to a file takes the place of nothing that is read, and of nothing that somebody else wrote.

Enters: a file to be written. Leaves: nothing, or the refusal as wrong usage, with the repair.

    milligram cases a.mg --out a.mg                            ->   a.mg is a file that is read; …
    milligram run … --patients a.csv.errors.csv --out a.csv    ->   a.csv.errors.csv is a file that is read; …
    milligram schedule … --ics letter.odt                      ->   letter.odt exists already and is no calendar of …

A file of ours may be replaced by a newer one of its kind; cases never, since somebody may have confirmed them by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import click

from milligram.cli import options


def never_over(out: Path, read: Iterable[Path]) -> None:
    """Refuses, as wrong usage, to write to a file that is read, by whatever name or link it is called."""
    for path in read:
        try:
            same = out.samefile(path)
        except OSError:  # one of them is not there
            continue
        if same:
            raise click.UsageError(f"{options.shown(out)} is a file that is read; say another to write to")


def only_over_ours(out: Path, is_ours: Callable[[Path], bool], kind: str) -> None:
    """Refuses, as wrong usage, to replace a file that is there, unless it is empty or ``is_ours``.

    ``kind`` says what one of ours is: ``calendar of `milligram schedule```.
    """
    shown = options.shown(out)
    try:
        if not out.exists():
            return
        if not out.is_file():
            raise click.UsageError(f"{shown} is no file; nothing was written")
        ours = out.stat().st_size == 0 or is_ours(out)
    except OSError as fault:
        raise click.ClickException(f"cannot write {shown}: {options.reason(fault)}") from None
    if not ours:
        raise click.UsageError(f"{shown} exists already and is no {kind}; it was not changed: {REPAIR}")


def write_cases(out: Path, text: str) -> bool:
    """Writes cases, whole or not at all; False where they stand there already.

    What is there with other words is never replaced: its cases may be confirmed by now, or guard a repair. That is
    wrong usage, said with the reason.
    """
    from milligram.pipeline.writing import write_whole

    content, shown = text.encode(), options.shown(out)
    try:
        if out.exists():
            if not out.is_file():
                raise click.UsageError(f"{shown} is no file; nothing was written")
            there = out.read_bytes()
            if there == content:
                return False
            if there:
                raise click.UsageError(f"{shown} exists already and was not changed; {REPAIR}")
        write_whole(out, content)
    except OSError as fault:
        raise click.ClickException(f"cannot write {shown}: {options.reason(fault)}") from None
    return True


REPAIR = "say another file, or remove it"
