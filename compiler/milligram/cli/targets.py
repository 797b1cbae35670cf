"""``milligram targets``."""

from __future__ import annotations

import sys

import click

from milligram.cli import options


@click.command("targets")
def command() -> None:
    """List the targets that are installed, with their formats and the options of `build` that they heed.

    Exit code 1 when one of them cannot be loaded.
    """
    from milligram.diagnostics.display import wrap
    from milligram.target import TargetError, find_targets

    def row(name: str, text: str) -> None:
        for number, line in enumerate(wrap(text, options.width() - 12)):
            click.echo(f"{'' if number else name:<12}{line}")

    try:
        targets = find_targets()
    except TargetError as fault:
        raise click.ClickException(str(fault)) from None
    failed = False
    for name in targets:
        try:
            target = targets[name]
        except TargetError as fault:
            failed = True
            row(name, f"{fault}" + (f" ({type(fault.__cause__).__name__}: {fault.__cause__})" * bool(fault.__cause__)))
            continue
        row(name, target.summary)
        for form, summary in target.formats.items():
            row(f"  {form}", summary)
        if target.choices:
            said = (
                f"--{option.replace('_', '-')} {'|'.join(words)}".rstrip() for option, words in target.choices.items()
            )
            row("", ", ".join(said))
    sys.exit(1 if failed else 0)
