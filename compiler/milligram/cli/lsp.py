"""``milligram lsp``."""

from __future__ import annotations

import os
import sys

import click


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output; so it does anyway.")
def command(stdio: bool) -> None:
    """Serve an editor by the Language Server Protocol.

    An editor starts this by itself and speaks to it over standard input and output: findings as the guideline is
    typed, repairs, names, units, cases and drawings. Faults of its own go to standard error.
    """
    from milligram.lsp.start import serve

    if sys.stdin.isatty():
        click.echo("waiting for an editor to speak the Language Server Protocol; Ctrl-C ends this", err=True)
    code = serve()
    sys.stderr.flush()
    os._exit(code)  # a thread may still wait for words of the editor, and Python would wait for it
