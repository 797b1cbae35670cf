"""``milligram run``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milligram.cli import options
from milligram.cli.patient_data import assignments_of, banner, not_whole, patient_data, refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milligram.interpret import PatientProblem
    from milligram.ir.nodes import Guideline


@click.command("run")
@options.file_argument
@click.option("--patient", metavar="FILE.json|-", help="A JSON object of inputs; - reads standard input.")
@click.option(
    "--set",
    "assignments",
    metavar="NAME=VALUE",
    multiple=True,
    callback=assignments_of,
    help='One input, such as serum_magnesium="1.7 mg/dL"; it goes before the file\'s.',
)
@click.option(
    "--patients",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="IN.csv|jsonl|parquet",
    help="Many patients: one a row, a column an input, such as serum_magnesium[mg/dL].",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.csv|jsonl|parquet",
    help="Where their answers go; rows in error are listed in OUT.errors.csv.",
)
@click.option(
    "--map", "maps", metavar="COLUMN=INPUT", multiple=True, callback=assignments_of, help="Reads a column as an input."
)
@click.option("--keep", metavar="COLUMN", multiple=True, help="Puts a column into the answers as it is.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="Processes for many patients. [default: one a processor]"
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first row in error, and write nothing.")
@options.as_of_option
@options.limits_options
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output."
)
@click.pass_context
def command(
    context: click.Context,
    file: Path,
    patient: str | None,
    assignments: tuple[str, ...],
    patients: Path | None,
    out: Path | None,
    maps: tuple[str, ...],
    keep: tuple[str, ...],
    jobs: int | None,
    fail_fast: bool,
    as_of: date | None,
    budget: float,
    steps: int,
    form: str,
) -> None:
    """Evaluate a guideline for one patient, or for every row of a file.

    A value is a number in the declared unit, text with a unit, true or false, a word of a choice, or null for unknown.
    What is not mentioned is unknown. A guideline that could not be read whole (an error of syntax, of a name, of a
    unit) is refused with its findings: a rule may be missing. One with other findings of severity error runs with a
    warning, and halts with a fault where it has no answer.

    Exit code 1 when the guideline or the patient is refused, or when the answer holds a fault; such an answer is still
    printed. With --format json a refusal is an object as well, in which `refused` is guideline or patient.

    With --patients a column whose name is no input, and no regimen's step or time (replacement_step,
    replacement_time[weeks]), is named with --map or --keep. Empty cells are unknown; sets are written loop;thiazide.
    OUT has a row for each row: what is kept, where the run went, advice, questions, reports. Exit code 1 when some row
    is in error, or its answer holds a fault.
    """
    _check_usage(context, patients, out)
    day = as_of or date.today()
    if patients is not None and out is not None:
        from milligram.cli.patients import run_all

        def check() -> Guideline:
            guideline, errors = _checked(file, day, steps, budget, form)
            if errors:
                click.echo(banner(errors, file), err=True)
            return guideline

        sys.exit(run_all(check, file, patients, out, maps=maps, keep=keep, as_of=day, jobs=jobs, fail_fast=fail_fast))
    from milligram.interpret import PatientProblem, evaluate, read_assignment, read_patient, to_json

    guideline, errors = _checked(file, day, steps, budget, form)
    try:
        data = patient_data(patient) if patient is not None else {}
    except click.UsageError:
        raise
    except click.ClickException as fault:
        if form == "json":
            _refusal([PatientProblem(input=None, message=fault.message)])
        raise
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
        if form == "json":
            _refusal(problems)
        refuse(problems)
    result = evaluate(guideline, reading.patient, as_of=day)
    if form == "json":
        import json

        if errors:
            click.echo(banner(errors, file), err=True)
        click.echo(json.dumps({**to_json(result), "checked": not errors}, indent=2))
    else:
        from milligram.diagnostics.display import wrap
        from milligram.interpret.as_text import result_text

        if errors:
            click.echo("\n".join(wrap(banner(errors, file), options.width())) + "\n")
        click.echo(result_text(guideline, result, width=options.width()), nl=False)
    if result.faults:
        sys.exit(1)


def _refusal(problems: Sequence[PatientProblem]) -> None:
    """Says as JSON, too, why a patient is refused: a program reads an object whatever comes out."""
    import json

    told = [{"input": each.input, "message": each.message, "help": each.help} for each in problems]
    click.echo(json.dumps({"refused": "patient", "problems": told}, indent=2))


def _checked(file: Path, day: date, steps: int, budget: float, form: str) -> tuple[Guideline, int]:
    """The guideline, and how many errors it has; one that could not be read whole ends the command with 1."""
    from milligram.pipeline import Limits, check_path

    report = check_path(file, as_of=day, limits=Limits(steps, budget))
    if report.guideline is None or not report.whole:
        if form == "json":
            from milligram.diagnostics import render_json

            click.echo(render_json(report.diagnostics, files=1, more={"refused": "guideline"}), nl=False)
        options.show_findings(report, strict=False)
        if report.guideline is not None:
            click.echo(not_whole(file), err=True)
        sys.exit(1)
    return report.guideline, report.errors


ONE = ("patient", "assignments", "form")
MANY = ("out", "maps", "keep", "jobs", "fail_fast")


def _check_usage(context: click.Context, patients: Path | None, out: Path | None) -> None:
    """One patient or many: options of the other kind are wrong usage, never passed over."""
    wrong = ONE if patients is not None else MANY
    for parameter in context.command.params:
        given = context.get_parameter_source(parameter.name or "") is click.core.ParameterSource.COMMANDLINE
        if parameter.name in wrong and given:
            with_or_without = "together with" if patients is not None else "without"
            raise click.UsageError(f"{parameter.opts[0]} makes no sense {with_or_without} --patients")
    if patients is not None and out is None:
        raise click.UsageError("--patients needs --out, a file for the answers")
