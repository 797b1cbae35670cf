"""``milligram new``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milligram.cli import options

if TYPE_CHECKING:
    from milligram.pipeline.skeleton import Answers


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to be asked, and the option that answers it beforehand."""

    field: str
    words: str
    option: str


QUESTIONS = (
    Question("name", "Name of the guideline and its file (lower-case letters, digits, _)", "NAME"),
    Question("title", "Title", "--title"),
    Question("audience", "For whom", "--for"),
    Question("age", "Minimum age in years (0: any)", "--min-age"),
    Question("measure", "The first measured value", "--measure"),
    Question("unit", "Its unit (- for none)", "--unit"),
    Question("thresholds", "The thresholds that divide it, with blanks between them", "--thresholds"),
    Question("plausible", "Its lowest and highest plausible value", "--plausible"),
    Question("drug", "A drug that is given (- for none)", "--drug"),
    Question("dose", "Its dose, such as 500 mg daily", "--dose"),
    Question("band", "The band in which it is given", "--band"),
)


@click.command("new")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--title", metavar="TEXT", help="The title.")
@click.option("--for", "audience", metavar="TEXT", help="For whom it is.")
@click.option("--min-age", "age", metavar="YEARS", help="The minimum age; 0 is any.")
@click.option("--measure", metavar="TEXT", help="The first measured value, such as “Serum potassium”.")
@click.option("--unit", metavar="UNIT", help="Its unit; - for none. A measure wants it.")
@click.option("--thresholds", metavar="NUMBERS", help="What divides it, such as “3.5 5.5”. A measure wants it.")
@click.option("--plausible", metavar="“LOW HIGH”", help="Its lowest and highest plausible value.")
@click.option("--drug", metavar="TEXT", help="A drug that is given; - for none.")
@click.option("--dose", metavar="TEXT", help="Its dose, such as “500 mg daily”. A drug wants it.")
@click.option("--band", metavar="N", help="The band in which it is given, the lowest being 1. A drug wants it.")
@click.option("--yes", is_flag=True, help="Ask nothing; without --measure, it is blood pressure.")
def command(name: str | None, yes: bool, **said: str | None) -> None:
    """Write NAME.mg, a small guideline that checks clean, to start from.

    NAME is lower-case letters, digits and underscores; a folder may stand before it. Without NAME, on a terminal, a
    few questions are asked. What is written has a case for each band and each boundary.
    """
    from datetime import date

    from milligram.pipeline.skeleton import Answers, SkeletonError, placeholders, skeleton
    from milligram.pipeline.writing import write_whole

    given = {field: text for field, text in said.items() if text is not None}
    asking = name is None and not yes and sys.stdin.isatty() and sys.stdout.isatty()
    if name is None and not asking:
        raise click.UsageError("NAME is missing, and nothing can be asked here")
    folder = Path()
    if name is not None:
        path = Path(name if name.endswith(".mg") else f"{name}.mg")
        folder, given["name"] = path.parent, path.stem
    if not asking:
        _refuse_a_part(given)
    answers = Answers()
    for question in QUESTIONS:
        answers = _answered(answers, question, given, asking=asking)
    try:
        text = skeleton(answers, today=date.today())
    except SkeletonError as fault:
        raise click.UsageError(str(fault)) from None
    path = folder / f"{answers.name}.mg"
    shown = options.shown(path)
    if os.path.lexists(path):
        raise click.ClickException(f"{shown} exists already; it was not changed")
    try:
        if not path.parent.is_dir():
            raise click.ClickException(f"there is no folder {options.shown(path.parent)}")
        write_whole(path, text.encode("utf-8"))
    except OSError as fault:
        raise click.ClickException(f"cannot write {shown}: {options.reason(fault)}") from None
    click.echo(f"wrote {shown}; next: milligram check {shown}")
    for line in _to_write(placeholders(text)):
        click.echo(line)


def _refuse_a_part(given: Mapping[str, str]) -> None:
    """Refuse a measure of which a part was left out: what is usual of a blood pressure holds for nothing else.

    Raises:
        click.UsageError: a part is missing; it is named.
    """
    wanted = {"measure": "--measure", "unit": "--unit (- for none)", "thresholds": "--thresholds, such as “3.5 5.5”"}
    first = next((f"--{field}" for field in ("measure", "unit") if field in given), None)
    missing = [words for field, words in wanted.items() if field not in given]
    if first and missing:
        raise click.UsageError(f"{first} wants its {' and its '.join(missing)}")


def _to_write(lines: tuple[int, ...]) -> list[str]:
    """What tells the author which lines are yet to be written."""
    from milligram.diagnostics.display import wrap

    *most, last = map(str, lines)
    named = f"lines {', '.join(most)} and {last}" if most else f"line {last}"
    return wrap(f"replace the placeholders in {named}, and in the cases", options.width())


def _answered(answers: Answers, question: Question, given: Mapping[str, str], *, asking: bool) -> Answers:
    """The answers with that to one question: as said in the command, else asked, else as usual."""
    from milligram.pipeline.skeleton import SkeletonError, numbered, settle

    if question.field in ("dose", "band") and not answers.drug:
        if question.field in given:
            raise click.UsageError(f"{question.option} is for a drug: say --drug too")
        return answers
    if question.field in given:
        try:
            return settle(answers, question.field, _meant(given[question.field], question))
        except SkeletonError as fault:
            raise click.UsageError(f"{question.option}: {fault}") from None
    if not asking:
        if question.field == "dose":
            raise click.UsageError("--drug wants its --dose, such as “500 mg daily”")
        if question.field == "band":
            raise click.UsageError(f"--drug wants its --band: {numbered(answers)}")
        return answers
    return _asked(answers, question)


def _asked(answers: Answers, question: Question) -> Answers:
    """The answers with that to one question, which is put again until it can be taken."""
    from milligram.pipeline.skeleton import SkeletonError, settle

    usual = _usual(answers, question.field)
    if question.field == "band":
        for number, band in enumerate(answers.bands, 1):
            click.echo(f"  {number}  {band}")
    while True:
        text = click.prompt(question.words, default=usual or "", show_default=bool(usual))
        if usual is None and not text.strip():
            click.echo("  nothing is usual here: an answer is wanted")
            continue
        try:
            answered = settle(answers, question.field, _meant(text, question))
        except SkeletonError as fault:
            for line in _wrapped(str(fault)):
                click.echo(line)
            continue
        if question.field == "name" and os.path.lexists(f"{answered.name}.mg"):
            click.echo(f"  {answered.name}.mg exists already")
            continue
        return answered


def _meant(text: str, question: Question) -> str:
    """``-`` says that there is none."""
    return "" if question.field in ("unit", "drug") and text.strip() == "-" else text


def _usual(answers: Answers, field: str) -> str | None:
    """What is taken where nothing is typed; None where something must be."""
    match field:
        case "title":
            return answers.name.replace("_", " ").strip().capitalize()
        case "audience":
            return answers.audience
        case "age":
            return str(answers.age)
        case "plausible":
            return " to ".join(answers.bounds)
        case "drug":
            return "-"
    return None


def _wrapped(text: str) -> list[str]:
    from milligram.diagnostics.display import wrap

    return [f"  {line}" for line in wrap(text, options.width() - 2)]
