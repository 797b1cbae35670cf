"""Arguments and options that several commands share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from milligram.pipeline import guideline_files

if TYPE_CHECKING:
    from milligram.pipeline import CheckReport

F = TypeVar("F", bound=Callable[..., Any])

PATH = click.Path(exists=True, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

NARROWEST, WIDEST = 40, 100


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A date such as 2026-11-22; anything else is wrong usage."""
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date such as 2026-11-22") from None


paths_argument: Callable[[F], F] = click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
file_argument: Callable[[F], F] = click.argument("file", metavar="FILE", type=FILE)
strict_option: Callable[[F], F] = click.option("--strict", is_flag=True, help="Let warnings count as errors.")
as_of_option: Callable[[F], F] = click.option(
    "--as-of",
    callback=day,
    metavar="DATE",
    help="The day, such as 2026-11-22, for review dates and `today`. [default: this day]",
)


STEPS, SECONDS = 20_000_000, 60.0
"""What proofs may take of each file, unless it is said."""


def limits_options(command: F) -> F:
    """``--budget`` and ``--steps``, which the command gets as ``budget`` and ``steps``."""
    by_time = click.option(
        "--budget",
        type=click.FloatRange(min=0, min_open=True),
        default=SECONDS,
        show_default=True,
        metavar="SECONDS",
        help="Time for the proofs of each file.",
    )
    by_steps = click.option(
        "--steps",
        type=click.IntRange(min=1),
        default=STEPS,
        show_default=True,
        metavar="N",
        help="Steps for the proofs of each file; what they leave is MG000.",
    )
    return by_time(by_steps(command))


def files_below(paths: Sequence[Path]) -> list[Path]:
    """Every guideline the paths mean, each once; a usage error where there is none.

    A folder that cannot be read is said: its guidelines would be passed over.
    """
    try:
        found = {os.path.realpath(path): path for path in reversed(list(guideline_files(paths)))}
    except OSError as fault:
        raise click.ClickException(f"cannot read {shown(fault.filename)}: {reason(fault)}") from None
    if not found:
        raise click.UsageError(f"no .mg file below {', '.join(map(shown, paths))}")
    return list(reversed(found.values()))


def shown(path: Path | str | bytes | None) -> str:
    """A path as it can be printed: what is not shown, such as an ESC or a byte that is not UTF-8, by its number."""
    from milligram.diagnostics.display import visible

    return visible(os.fsdecode(path or "?"))


def reason(fault: OSError) -> str:
    """Why the system refused, in lower case: ``permission denied``."""
    return (fault.strerror or str(fault)).lower()


def width() -> int:
    """The width to write for: that of ``COLUMNS`` or of the terminal, from 40 to 100; 80 where there is none."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def colour(stream: Any) -> bool:
    """Whether to colour: only on a terminal that can, and never with ``NO_COLOR``."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show_findings(report: CheckReport, *, strict: bool) -> None:
    """Prints a report's findings as text, to standard error."""
    import sys

    from milligram.diagnostics import render_text
    from milligram.diagnostics import strict as as_errors

    found = as_errors(report.diagnostics) if strict else report.diagnostics
    if found:
        click.echo(render_text(found, width=width(), colour=colour(sys.stderr)), err=True, nl=False)
