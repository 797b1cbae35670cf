"""``milligram``: the commands by name, each imported only when it is called.

Exit codes: 0 done, 1 the guideline or the patient is at fault, or the output cannot be written, 2 wrong usage, 3 two
versions could not be compared (``diff``), 70 a bug of Milligram's own, 130 stopped by Ctrl-C. A reader that closes the
pipe (``milligram check … | head -1``) ends the command quietly, with 141 as shells count it.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from importlib import import_module

import click

from milligram.version import VERSION

COMMANDS = {
    "check": "Prove guidelines complete and consistent, or show who breaks them.",
    "build": "Write modules, flowcharts and pocket cards.",
    "run": "Evaluate a guideline for one patient, or for a file of them.",
    "schedule": "Print what is given, measured and decided when, for one patient.",
    "test": "Run the cases written in a guideline.",
    "cases": "Write cases that reach every branch and boundary.",
    "conflicts": "Show what guidelines say against one another, and to whom.",
    "diff": "Say for which patients the advice of two versions differs.",
    "fmt": "Print guidelines in their one canonical form.",
    "explain": "Show the page of a finding's code.",
    "dump": "Show a stage of the compiler: ast, ir or graph.",
    "targets": "List what can be built.",
    "watch": "Check, test and build again at every save.",
    "lsp": "Serve an editor by the Language Server Protocol.",
    "new": "Write a small guideline that checks clean.",
}

EXIT_UNWRITTEN = 1
EXIT_BUG = 70
EXIT_STOPPED = 130
EXIT_PIPE = 141

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""Why a system takes no more of what is written."""


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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names; one that is nearly right is suggested."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from milligram.diagnostics.spelling import closest

            near = closest(name, COMMANDS)
            hint = f"did you mean {near}?" if near else f"there are {', '.join(COMMANDS)}"
            raise click.UsageError(f"no command {name!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=CommandsByName,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Milligram checks the logic of a guideline, not its medicine. Exit codes: 0 done, "
    "1 findings or a fault in the input, 2 wrong usage, 3 versions not compared (diff), 70 a bug of Milligram.",
)
@click.version_option(VERSION, prog_name="milligram")
def cli() -> None:
    """Milligram: clinical guidelines, checked and compiled.

    A guideline is one .mg file. A directory means every .mg file below it.
    """


def main() -> None:
    """The entry point. A bug of ours says so, with what to send, instead of a bare traceback."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal cannot show, such as ≥ on one that knows only ASCII, is written by its number.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _outcome()
        sys.stdout.flush()
    except OSError as fault:
        code = _unwritten(fault)
    sys.exit(code)


def _open_what_is_closed() -> None:
    """Joins to nowhere what was closed before we began, so that no file of ours takes its number and its output."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, "r" if name == "stdin" else "w", encoding="utf-8"))


def _unwritten(fault: OSError) -> int:
    """The exit code where the output could not be written; says why, unless its reader is gone."""
    gone = fault.errno == errno.EPIPE
    if not gone:
        from milligram.cli.options import reason

        with suppress(OSError):  # standard error may be as full
            click.echo(f"Error: cannot write the output: {reason(fault)}", err=True)
    # What is still in the buffers goes nowhere; Python would complain of that on its way out.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
    return EXIT_PIPE if gone else EXIT_UNWRITTEN


def _outcome() -> int:
    """Runs the command and gives the exit code.

    `click.Command.main` would do this too, but gives 1 for Ctrl-C and for a closed pipe; it is left the completion of
    shells.
    """
    try:
        if "_MILLIGRAM_COMPLETE" in os.environ:
            cli.main(prog_name="milligram")
        with cli.make_context("milligram", sys.argv[1:]) as context:
            cli.invoke(context)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nstopped", err=True)
        return EXIT_STOPPED
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except BaseException as bug:  # a panic of a library written in Rust is no `Exception`
        if isinstance(bug, OSError) and bug.filename is None and bug.errno in (errno.EPIPE, *NO_ROOM):
            return _unwritten(bug)
        from milligram.cli.bug import report

        report(bug, sys.argv[1:])
        return EXIT_BUG
    return 0
