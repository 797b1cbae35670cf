"""``milligram run``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from milligram.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milligram.interpret import PatientProblem

MOST_BYTES = 4 * 1024 * 1024
"""A patient file larger than this is refused unread."""


def _assignments(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
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


@click.command("run")
@options.file_argument
@click.option("--patient", metavar="FILE.json|-", help="A JSON object of inputs; - reads standard input.")
@click.option(
    "--set",
    "assignments",
    metavar="NAME=VALUE",
    multiple=True,
    callback=_assignments,
    help='One input, such as serum_magnesium="1.7 mg/dL"; it goes before the file\'s.',
)
@options.as_of_option
@options.limits_options
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output."
)
def command(
    file: Path,
    patient: str | None,
    assignments: tuple[str, ...],
    as_of: date | None,
    budget: float,
    steps: int,
    form: str,
) -> None:
    """Evaluate a guideline for one patient.

    A value is a number in the declared unit, text with a unit, true or false, a word of a choice, or null for unknown.
    What is not mentioned is unknown. A guideline that could not be read whole (an error of syntax, of a name, of a
    unit) is refused with its findings: a rule may be missing. One with other findings of severity error runs with a
    warning, and halts with a fault where it has no answer.

    Exit code 1 when the guideline or the patient is refused, or when the answer holds a fault; such an answer is still
    printed.
    """
    from milligram.interpret import PatientProblem, evaluate, read_assignment, read_patient, to_json
    from milligram.pipeline import Limits, check_path

    day = as_of or date.today()
    report = check_path(file, as_of=day, limits=Limits(steps, budget))
    if report.guideline is None or not report.whole:
        options.show_findings(report, strict=False)
        if report.guideline is not None:
            click.echo(_not_whole(file), err=True)
        sys.exit(1)
    guideline = report.guideline
    data = _patient_data(patient) if patient is not None else {}
    problems: list[PatientProblem] = []
    for text in assignments:
        assigned = read_assignment(guideline, text)
        if isinstance(assigned, PatientProblem):
            problems.append(assigned)
        else:
            data[assigned[0]] = assigned[1]
    reading = read_patient(guideline, data, as_of=day)
    problems.extend(reading.problems)
    if reading.patient is None or problems:
        _refuse(problems)
    result = evaluate(guideline, reading.patient, as_of=day)
    if form == "json":
        import json

        if report.errors:
            click.echo(_banner(report.errors, file), err=True)
        click.echo(json.dumps({**to_json(result), "checked": not report.errors}, indent=2))
    else:
        from milligram.diagnostics.display import wrap
        from milligram.interpret.as_text import result_text

        if report.errors:
            click.echo("\n".join(wrap(_banner(report.errors, file), options.width())) + "\n")
        click.echo(result_text(guideline, result, width=options.width()), nl=False)
    if result.faults:
        sys.exit(1)


def _not_whole(file: Path) -> str:
    from milligram.diagnostics.display import wrap

    why = f"{options.shown(file)} was not run: what could not be read is missing from it, and may be a rule."
    return "\n".join(wrap(why, options.width()))


def _banner(errors: int, file: Path) -> str:
    return (
        f"UNCHECKED: this guideline has {errors} error{'s' * (errors != 1)} (milligram check {options.shown(file)}). "
        "Do not use the answer for care."
    )


def _patient_data(place: str) -> dict[str, object]:
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


def _refuse(problems: Iterable[PatientProblem]) -> NoReturn:
    """Says every fault of the patient and ends the command with 1."""
    from milligram.diagnostics.display import wrap

    for problem in problems:
        lines = wrap(f"patient: {problem.message}", options.width() - 2)
        if problem.help:
            first, *rest = wrap(problem.help, options.width() - 10)
            lines += [f"= help: {first}", *(f"        {line}" for line in rest)]
        click.echo("\n  ".join(lines), err=True)
    sys.exit(1)
