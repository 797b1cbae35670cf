"""``milligram cases``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from milligram.cli import kept, options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from milligram.compare.cases.generate import Generated
    from milligram.compare.cases.goals import Goal
    from milligram.compare.cases.reasons import Unreached


@click.command("cases")
@options.file_argument
@click.option("--missing", is_flag=True, help="Only for what the cases written in the guideline do not show.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="N cases at most: those that show most.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help="Write them to a new file, whole or not at all."
)
@options.limits_options
def command(file: Path, missing: bool, limit: int | None, out: Path | None, budget: float, steps: int) -> None:
    """Write cases that reach every branch and every boundary of a guideline.

    Each case is a patient and what the guideline says of it now: every branch, each threshold from just under, exactly
    and just over, each value unknown, each condition deciding by itself. They are few, and fit to be pasted behind the
    guideline once a clinician has confirmed them. What no patient can reach stands at the end, with the reason.
    """
    from milligram.compare.cases.generate import generate_cases
    from milligram.pipeline import Limits, check_path

    if out is not None:
        kept.never_over(out, (file,))
    limits = Limits(steps, budget)
    report = check_path(file, cached=False, limits=limits)
    if report.guideline is None or not report.whole:
        options.show_findings(report, strict=False)
        sys.exit(1)
    if report.errors:
        place = options.shown(file)
        click.echo(
            f"{place} has {report.errors} error{'s' * (report.errors != 1)} (milligram check {place}): "
            "the cases say what it says with them",
            err=True,
        )
    generated = generate_cases(report.guideline, missing=missing, most=limit, budget=limits.budget())
    text = "\n".join(_lines(generated, report.guideline.title, missing=missing))
    if out is None:
        click.echo(text)
        return
    done = "wrote" if kept.write_cases(out, f"{text}\n") else "no change to"
    count = len(generated.cases)
    click.echo(f"{done} {options.shown(out)}: {count} case{'s' * (count != 1)}")


def _lines(generated: Generated, title: str, *, missing: bool) -> Iterator[str]:
    """The cases between the comments that say what they are and what they leave open."""
    count = len(generated.cases)
    if not count:
        whose = "The cases of the guideline" if missing else "No case"
        yield from _comment(f"{whose} reach {_reached(generated)}; nothing can be added.")
    else:
        yield from _comment(
            f"{count} case{'s' * (count != 1)} for “{title}”: what the guideline says now, not what is right. "
            "A clinician confirms each one, or mends the guideline; then it can stand behind it."
        )
        together = " with those that it has" if missing else ""
        yield from _comment(f"Together{together} they reach {_reached(generated)}.")
        yield ""
        yield generated.text.rstrip("\n")
    if generated.left_out:
        yield ""
        yield from _comment(f"{generated.left_out} more cases were left out by the limit.")
    if generated.unreached:
        yield ""
        yield from _comment("Not reached, by line:")
        for words in _unreached(generated.unreached):
            yield from _comment(words, hanging=True)


def _reached(generated: Generated) -> str:
    return f"{generated.shown} of {generated.goals} branches, boundaries, conditions and unknown values"


def _unreached(unreached: Sequence[Unreached]) -> Iterator[str]:
    """One line for each place and reason; several things that one reason rules out are counted."""
    groups: dict[tuple[int, str, str], list[Goal]] = {}
    for each in sorted(unreached, key=lambda each: (each.goal.line, each.goal.index)):
        groups.setdefault((each.goal.line, each.goal.title, each.reason), []).append(each.goal)
    for (line, title, reason), goals in groups.items():
        from milligram.compare.cases.goals import told_together

        told = list(told_together(goals))
        words = told[0][1] if len(told) == 1 else f"{title}: {len(goals)} of its outcomes and boundaries"
        yield f"line {line}, {words} ({reason})"


def _comment(text: str, *, hanging: bool = False) -> Iterator[str]:
    from milligram.diagnostics.display import visible, wrap

    first, *rest = wrap(visible(text), options.width() - 6)
    yield f"# {'  ' * hanging}{first}"
    for line in rest:
        yield f"# {'    ' * hanging}{line}"
