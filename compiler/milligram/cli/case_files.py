"""Cases written to a file, in place of nothing that anybody has written.

Enters: the text of cases, and where it goes. Leaves: a file that was not there, or was empty; or why not.

    milligram cases a.mg --out a.mg   ->   a.mg is the guideline that is read; the cases need a file of their own
"""

from __future__ import annotations

from collections.abc import Iterable
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
                raise click.UsageError(f"{shown} exists already and was not changed; say another file, or remove it")
        write_whole(out, content)
    except OSError as fault:
        raise click.ClickException(f"cannot write {shown}: {options.reason(fault)}") from None
    return True
