"""What is said when Milligram itself is at fault."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Sequence

import click

from milligram.version import VERSION


def report(bug: BaseException, arguments: Sequence[str]) -> None:
    """Names the fault and the place in our code, and what to send; never the contents of a patient file."""
    frames = traceback.extract_tb(bug.__traceback__)
    ours = [frame for frame in frames if "milligram" in frame.filename]
    click.echo("milligram: this is a bug in Milligram, not in the guideline.", err=True)
    click.echo(f"  {type(bug).__name__}: {bug}"[:500], err=True)
    for frame in ours[-5:]:
        place = frame.filename.replace("\\", "/").rsplit("/milligram", 1)[-1]
        click.echo(f"    milligram{place}:{frame.lineno} in {frame.name}", err=True)
    click.echo(
        f"  please report it with these lines, the guideline, and the command: milligram {' '.join(arguments)}\n"
        f"  (milligram {VERSION}, Python {platform.python_version()}, {sys.platform})",
        err=True,
    )
