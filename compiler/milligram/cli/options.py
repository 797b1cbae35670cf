"""Arguments and options that several commands share."""

from __future__ import annotations

import shutil
import sys
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


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date such as 2026-11-22") from None


paths_argument: Callable[[F], F] = click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=PATH)
file_argument: Callable[[F], F] = click.argument("file", metavar="FILE", type=FILE)
strict_option: Callable[[F], F] = click.option("--strict", is_flag=True, help="Let warnings count as errors.")
as_of_option: Callable[[F], F] = click.option(
    "--as-of",
    callback=_day,
    metavar="DATE",
    help="The day, such as 2026-11-22, for review dates and `today`. [default: this day]",
)


def files_below(paths: Sequence[Path]) -> list[Path]:
    """Every guideline the paths mean; a usage error where there is none."""
    found = list(dict.fromkeys(guideline_files(paths)))
    if not found:
        raise click.UsageError(f"no .mg file below {', '.join(str(path) for path in paths)}")
    return found


def width() -> int:
    """The width to write for: the terminal's up to 100 columns, 80 where there is none."""
    return min(shutil.get_terminal_size((80, 24)).columns, 100) if sys.stdout.isatty() else 80


def colour(stream: Any) -> bool:
    """Whether to colour: only on a terminal, and never with ``NO_COLOR``."""
    import os

    return bool(stream.isatty()) and "NO_COLOR" not in os.environ


def show_findings(report: CheckReport, *, strict: bool, err: bool = True) -> None:
    """Prints a report's findings as text."""
    from milligram.diagnostics import render_text
    from milligram.diagnostics import strict as as_errors

    found = as_errors(report.diagnostics) if strict else report.diagnostics
    if found:
        stream = sys.stderr if err else sys.stdout
        click.echo(render_text(found, width=width(), colour=colour(stream)), err=err, nl=False)
