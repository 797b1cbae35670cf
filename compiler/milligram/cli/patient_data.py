"""One patient on the command line: from a file, standard input, or ``NAME=VALUE``.

Enters: what the user wrote. Leaves: a mapping for `milligram.interpret.read_patient`, or a message and the exit code.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from milligram.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milligram.interpret import PatientProblem

MOST_BYTES = 4 * 1024 * 1024
"""A patient file larger than this is refused unread."""


def assignments_of(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The assignments as they are; one without ``=``, or a name assigned twice, is wrong usage."""
    from milligram.diagnostics.display import visible

    seen: set[str] = set()
    for text in values:
        name, equals, _ = text.partition("=")
        if not equals:
            raise click.BadParameter(f'{visible(text)!r} has no "="; write NAME=VALUE')
        if name.strip() in seen:
            raise click.BadParameter(f"{visible(name)} is set twice")
        seen.add(name.strip())
    return values


def not_whole(file: Path) -> str:
    """Why a guideline with errors of reading is not run."""
    from milligram.diagnostics.display import wrap

    why = f"{options.shown(file)} was not run: what could not be read is missing from it, and may be a rule."
    return "\n".join(wrap(why, options.width()))


def banner(errors: int, file: Path) -> str:
    """What stands above the answer of a guideline with errors."""
    return (
        f"UNCHECKED: this guideline has {errors} error{'s' * (errors != 1)} (milligram check {options.shown(file)}). "
        "Do not use the answer for care."
    )


def patient_data(place: str) -> dict[str, object]:
    """The JSON of a patient, from a file or standard input; a fault of it ends the command with 1."""
    import json
    from decimal import Decimal

    name = "standard input" if place == "-" else options.shown(place)
    try:
        if place == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(place).open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as fault:
        why = options.reason(fault) if isinstance(fault, OSError) else str(fault)
        raise click.UsageError(f"cannot read {name}: {why}") from None
    if len(raw) > MOST_BYTES:
        raise click.ClickException(f"{name} is larger than {MOST_BYTES // 2**20} MiB; a patient is one small object")
    try:
        # A number is the decimal that is written, not the nearest double; so is one of five thousand digits.
        data = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError:
        raise click.ClickException(f"{name} is not UTF-8 text") from None
    except RecursionError:
        raise click.ClickException(f"{name} is nested too deep for a patient") from None
    except _Refused as fault:
        raise click.ClickException(f"{name}: {fault}") from None
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        raise click.ClickException(f"{name} is not JSON: {fault.msg.lower()} ({place})") from None
    if not isinstance(data, dict):
        raise click.ClickException(f"{name} is not a patient, which is a JSON object of inputs and values")
    return data


class _Refused(ValueError):
    """JSON that is well formed, and yet no patient."""


def _whole(digits: str) -> int:
    """A whole number. Raises `_Refused` for more digits than any measurement has."""
    if len(digits) > 100:
        raise _Refused(f"the number {digits[:12]}… has {len(digits)} digits")
    return int(digits)


def _no_number(name: str) -> object:
    raise _Refused(f"{name} is not a number; null is unknown")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys are each given once.

    Raises:
        _Refused: a key given twice, for which no answer would be the right one.
    """
    from milligram.diagnostics.display import visible

    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Refused(f'"{visible(key[:80])}" is given twice')
        found[key] = value
    return found


def refuse(problems: Iterable[PatientProblem]) -> NoReturn:
    """Says every fault of the patient and ends the command with 1."""
    from milligram.diagnostics.display import wrap

    for problem in problems:
        lines = wrap(f"patient: {problem.message}", options.width() - 2)
        if problem.help:
            first, *rest = wrap(problem.help, options.width() - 10)
            lines += [f"= help: {first}", *(f"        {line}" for line in rest)]
        click.echo("\n  ".join(lines), err=True)
    sys.exit(1)
