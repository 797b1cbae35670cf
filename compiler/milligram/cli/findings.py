"""Findings on standard output, in the formats that every command with findings has."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from milligram.cli import options

if TYPE_CHECKING:
    from milligram.diagnostics import Diagnostic

F = TypeVar("F", bound=Callable[..., Any])

format_option: Callable[[F], F] = click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True, help="Output."
)


def show(
    found: Sequence[Diagnostic], form: str, *, files: int, clean: str, more: Mapping[str, object] | None = None
) -> None:
    """Prints findings as text, JSON or SARIF. ``clean`` is what the text says where there are none; ``more`` is what
    the JSON tells besides ``files``."""
    match form:
        case "json":
            from milligram.diagnostics import render_json

            click.echo(render_json(found, files=files, more=more), nl=False)
        case "sarif":
            from milligram.diagnostics import render_sarif
            from milligram.version import VERSION

            click.echo(render_sarif(found, version=VERSION), nl=False)
        case _ if found:
            from milligram.diagnostics import render_text

            click.echo(render_text(found, width=options.width(), colour=options.colour(sys.stdout)), nl=False)
        case _:
            click.echo(clean)
