"""``milligram``: the commands by name, each imported only when it is called.

Exit codes: 0 done, 1 the guideline or the patient is at fault, 2 wrong usage, 70 a bug of Milligram's own.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from milligram.version import VERSION

COMMANDS = {
    "check": "Find gaps, overlaps, unit conflicts and the rest.",
    "build": "Write modules, flowcharts and pocket cards.",
    "run": "Evaluate a guideline for one patient.",
    "test": "Run the cases written in a guideline.",
    "fmt": "Print guidelines in their one canonical form.",
    "explain": "Show the page of a finding's code.",
    "dump": "Show a stage of the compiler: ast, ir or graph.",
    "targets": "List what can be built.",
    "new": "Write a small guideline that checks clean.",
}

EXIT_BUG = 70


class CommandsByName(click.Group):
    """A group whose commands live in ``milligram.cli.<name>`` and are imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of an author's day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"milligram.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"milligram.cli.{cmd_name}.command is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=CommandsByName,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Milligram checks the logic of a guideline, not its medicine. Exit codes: 0 done, "
    "1 findings or a fault in the input, 2 wrong usage, 70 a bug of Milligram.",
)
@click.version_option(VERSION, prog_name="milligram")
def cli() -> None:
    """Milligram: clinical guidelines, checked and compiled.

    A guideline is one .mg file. A directory means every .mg file below it.
    """


def main() -> None:
    """The entry point. A bug of ours says so, with what to send, instead of a bare traceback."""
    try:
        cli(prog_name="milligram")
    except Exception as bug:
        from milligram.cli.bug import report

        report(bug, sys.argv[1:])
        sys.exit(EXIT_BUG)
