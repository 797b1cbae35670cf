"""What is said when Milligram itself is at fault."""

from __future__ import annotations

import platform
import shlex
import sys
import traceback
from collections.abc import Sequence

import click

from milligram.version import VERSION

PRIVATE = ("--patient", "--set")
"""Options whose values may be a patient's, which no report should hold."""


def report(bug: BaseException, arguments: Sequence[str]) -> None:
    """Names the fault and the place in our code, and what to send; never the values of a patient."""
    from milligram.diagnostics.display import visible

    cause = bug.__cause__ or bug
    frames = traceback.extract_tb(cause.__traceback__)
    ours = [frame for frame in frames if "milligram" in frame.filename]
    click.echo("milligram: this is a bug in Milligram, not in the guideline.", err=True)
    if cause is not bug:
        click.echo(f"  {visible(str(bug))}", err=True)
    click.echo(f"  {type(cause).__name__}: {visible(str(cause))[:500]}", err=True)
    for frame in ours[-5:]:
        place = frame.filename.replace("\\", "/").rsplit("/milligram", 1)[-1]
        click.echo(f"    milligram{place}:{frame.lineno} in {frame.name}", err=True)
    click.echo("  please report it with these lines, the guideline, and the command:", err=True)
    click.echo(f"    milligram {visible(' '.join(_without_patient(arguments)))}", err=True)
    click.echo(f"  (milligram {VERSION}, Python {platform.python_version()}, {sys.platform})", err=True)


def _without_patient(arguments: Sequence[str]) -> list[str]:
    """The command as it can be typed again, the patient's values left out."""
    said: list[str] = []
    hide = False
    for argument in arguments:
        option, equals, _ = argument.partition("=")
        if hide:
            said.append("…")
        elif option in PRIVATE and equals:
            said.append(f"{option}=…")
        else:
            said.append(shlex.quote(argument))
        hide = not hide and argument in PRIVATE
    return said
