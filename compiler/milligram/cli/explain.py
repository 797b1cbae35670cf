"""``milligram explain``."""

from __future__ import annotations

import click


@click.command("explain")
@click.argument("code", metavar="CODE")
def command(code: str) -> None:
    """Show what a code means, a bad example and its repair.

    CODE is a number such as MG103, or a name such as shared-boundary.
    """
    from difflib import get_close_matches

    from milligram.diagnostics import CODES, explain, find

    known = find(code)
    if known is None:
        near = get_close_matches(code.upper(), CODES, 1) or get_close_matches(
            code.lower(), [entry.slug for entry in CODES.values()], 1
        )
        raise click.UsageError(f"no code {code!r}" + (f"; did you mean {near[0]}?" if near else ""))
    click.echo(explain(known))
