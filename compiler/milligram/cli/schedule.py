"""``milligram schedule``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from milligram.cli import kept, options
from milligram.cli.patient_data import assignments_of, banner, not_whole, patient_data, refuse

if TYPE_CHECKING:
    from milligram.interpret import PatientProblem, Result
    from milligram.ir.nodes import Guideline


@click.command("schedule")
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
    "--start",
    required=True,
    callback=options.day,
    metavar="DATE",
    help="The day of the run, such as 2026-11-22; it is `today`.",
)
@click.option("--until", callback=options.day, metavar="DATE", help="The last day.  [default: one year after --start]")
@click.option(
    "--ics", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.ics", help="Write a calendar as well."
)
@options.limits_options
def command(
    file: Path,
    patient: str | None,
    assignments: tuple[str, ...],
    start: date,
    until: date | None,
    ics: Path | None,
    budget: float,
    steps: int,
) -> None:
    """Print what is given, measured and decided when, for one patient.

    It runs the guideline on the day of --start, in mid-treatment where the patient's data says on which step the
    patient is: {"replacement": {"step": 1, "since": "2026-11-10"}}. What comes later assumes that the patient stays
    on the step. --ics writes an event of whole days for each of these; it says nothing about the patient, so give
    each patient a calendar of their own.

    Exit code 1 when the guideline or the patient is refused, when the guideline does not apply or may not, or when it
    schedules nothing.
    """
    from milligram.interpret import PatientProblem, evaluate, read_assignment, read_patient
    from milligram.interpret.timeline import TooManyEvents, timeline
    from milligram.pipeline import Limits, check_path

    last = _last_day(start, until)
    if ics is not None:
        from milligram.pipeline.calendar_file import is_calendar

        kept.never_over(ics, (file, Path(patient or file)))
        kept.only_over_ours(ics, is_calendar, "calendar of `milligram schedule`")
    report = check_path(file, as_of=start, limits=Limits(steps, budget))
    if report.guideline is None or not report.whole:
        options.show_findings(report, strict=False)
        if report.guideline is not None:
            click.echo(not_whole(file), err=True)
        sys.exit(1)
    guideline = report.guideline
    data = patient_data(patient) if patient is not None else {}
    problems: list[PatientProblem] = []
    for text in assignments:
        assigned = read_assignment(guideline, text)
        if isinstance(assigned, PatientProblem):
            problems.append(assigned)
        else:
            data[assigned[0]] = assigned[1]
    reading = read_patient(guideline, data, as_of=start)
    problems.extend(reading.problems)
    if reading.patient is None or problems:
        refuse(problems)
    if reading.patient.values.get("today", start) != start:
        _fail(f"the patient's `today` is {reading.patient.values['today']}, and --start is {start}")
    result = evaluate(guideline, reading.patient, as_of=start)
    if report.errors:
        click.echo(_wrapped(banner(report.errors, file)), err=True)
    _must_schedule(guideline, result)
    try:
        found = timeline(guideline, result, start, last)
    except TooManyEvents as fault:
        _fail(f"{fault}; an earlier --until makes them fewer")
    from milligram.interpret.timeline_text import timeline_text

    click.echo(timeline_text(guideline, result, found, width=options.width()), nl=False)
    if ics is not None:
        from milligram.pipeline.calendar_file import calendar_bytes
        from milligram.pipeline.writing import write_whole

        try:
            write_whole(ics, calendar_bytes(guideline, found))
        except OSError as fault:
            raise click.ClickException(f"cannot write {options.shown(ics)}: {options.reason(fault)}") from None
        count = len(found.events)
        click.echo(f"{count} event{'s' * (count != 1)} written to {options.shown(ics)}", err=True)
    if result.faults:
        sys.exit(1)


def _last_day(start: date, until: date | None) -> date:
    from milligram.interpret.days import months_after

    last = until or months_after(start, 12) or date.max
    if last < start:
        raise click.UsageError(f"--until {last} is before --start {start}")
    return last


def _must_schedule(guideline: Guideline, result: Result) -> None:
    """Ends the command where there is nothing to put on a timeline, and says why."""
    from milligram.ir.print import title_of

    for fault in result.faults:
        click.echo(_wrapped(f"fault: {fault.message} (line {', '.join(map(str, fault.lines))})"), err=True)
    asks = "".join(f"\n  {line}" for ask in result.asks for line in _wrapped(ask.question).splitlines())
    if result.applies is False:
        _fail("the guideline does not apply to this patient")
    if result.applies is None:
        _fail("whether the guideline applies to this patient is unknown", asks)
    unknown = [course.regimen for course in result.courses if course.from_step is None]
    if unknown:
        titles = ", ".join(title_of(guideline, name) for name in unknown)
        _fail(f"the step that the patient is on is unknown: {titles}", asks)
    if result.courses or result.schedules:
        return
    if not guideline.regimens and not guideline.monitors:
        _fail("this guideline has no regimen and no schedule of measurements")
    _fail("for this patient the guideline starts no regimen and no schedule of measurements", asks)


def _fail(message: str, more: str = "") -> NoReturn:
    """Says why there is no schedule, and ends the command with 1."""
    raise click.ClickException(_wrapped(message) + more)


def _wrapped(text: str) -> str:
    from milligram.diagnostics.display import wrap

    return "\n".join(wrap(text, options.width() - 8))
