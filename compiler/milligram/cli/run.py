"""``milligram run``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milligram.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milligram.interpret import PatientProblem

MOST_BYTES = 4 * 1024 * 1024
"""A patient file larger than this is refused unread."""


@click.command("run")
@options.file_argument
@click.option("--patient", metavar="FILE.json|-", help="A JSON object of inputs; - reads standard input.")
@click.option(
    "--set", "assignments", metavar="NAME=VALUE", multiple=True, help='One input, such as serum_magnesium="1.7 mg/dL".'
)
@options.as_of_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output."
)
def command(file: Path, patient: str | None, assignments: tuple[str, ...], as_of: date | None, form: str) -> None:
    """Evaluate a guideline for one patient.

    A value is a number in the declared unit, text with a unit, true or false, a word of a choice, or null for unknown.
    What is not mentioned is unknown. A guideline with findings of severity error runs with a warning, and halts where
    it has no answer.
    """
    from milligram.interpret import PatientProblem, evaluate, read_assignment, read_patient, to_json
    from milligram.pipeline import check_path

    day = as_of or date.today()
    report = check_path(file, as_of=day)
    if report.guideline is None:
        options.show_findings(report, strict=False)
        sys.exit(1)
    guideline = report.guideline
    data = _patient_data(patient) if patient is not None else {}
    problems: list[PatientProblem] = []
    if not isinstance(data, dict):
        data = _refuse([PatientProblem(input=None, message="a patient is a JSON object of inputs and values")])
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
    else:
        if report.errors:
            click.echo(
                f"UNCHECKED: this guideline has {report.errors} error{'s' * (report.errors != 1)}; "
                f"see `milligram check {file}`. Do not use the answer for care.",
                err=True,
            )
        result = evaluate(guideline, reading.patient, as_of=day)
        if form == "json":
            import json

            click.echo(json.dumps({**to_json(result), "checked": not report.errors}, indent=2, ensure_ascii=True))
        else:
            from milligram.interpret.as_text import result_text

            click.echo(result_text(guideline, result, width=options.width()), nl=False)


def _patient_data(place: str) -> object:
    """The JSON of a patient, from a file or standard input; a fault of it ends the command with 1."""
    import json

    try:
        if place == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(place).open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise click.UsageError(f"cannot read {place}: {fault.strerror or fault}") from None
    if len(raw) > MOST_BYTES:
        raise click.ClickException(
            f"{place} is larger than {MOST_BYTES // 2**20} MiB; a patient is one small JSON object"
        )
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_float=_Decimal.read, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise click.ClickException(f"{place} is not UTF-8 text") from None
    except RecursionError:
        raise click.ClickException(f"{place} is nested too deep for a patient") from None
    except ValueError as fault:
        raise click.ClickException(f"{place} is not JSON of one patient: {fault}") from None


class _Decimal:
    """JSON numbers as the decimal they print as, not as the nearest double."""

    @staticmethod
    def read(text: str) -> object:
        from decimal import Decimal

        return Decimal(text)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys are each given once.

    Raises:
        ValueError: a key given twice, for which no answer would be the right one.
    """
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key!r} is given twice")
        found[key] = value
    return found


def _refuse(problems: Iterable[PatientProblem]) -> dict[str, object]:
    """Says every fault of the patient and ends the command with 1."""
    from milligram.diagnostics.display import visible

    for problem in problems:
        place = f"{problem.input}: " if problem.input else ""
        click.echo(visible(f"patient: {place}{problem.message}"), err=True)
        if problem.help:
            click.echo(visible(f"  = help: {problem.help}"), err=True)
    sys.exit(1)
