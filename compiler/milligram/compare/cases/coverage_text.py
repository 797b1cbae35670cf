"""What cases show and miss, for a terminal.

Enters: a `CoverageReport`. Leaves: a percentage for each kind, then what is missed, by line.

      thresholds   58 %  (25 of 43)
      …
      neck_spasm.mg:150  Renal function: creatinine clearance just over 20 mL/min
"""

from __future__ import annotations

from collections.abc import Iterator

from milligram.compare.cases.coverage import CoverageReport
from milligram.compare.cases.goals import GoalKind, told_together
from milligram.diagnostics.display import visible, wrap

NAMES: dict[GoalKind, str] = {
    "branch": "branches",
    "condition": "conditions",
    "threshold": "thresholds",
    "unknown": "unknown values",
    "never": "never rules",
}

_MISSED: dict[GoalKind, str] = {
    "branch": "never come to",
    "condition": "never decided the whole condition by itself",
    "threshold": "never tried",
    "unknown": "never tried",
    "never": "never shown",
}

_MORE = (
    "More branches are counted here than those of `decide` and `when`: what is asked too, and each outcome of `applies "
    "when`, of definitions, scores, rows and steps."
)


def coverage_text(
    path: str, report: CoverageReport, *, whole: bool = True, ways: int | None = None, width: int = 80
) -> str:
    """The percentages, then each kind with what no case shows; ``path`` stands before each line's number.

    ``whole``: every line of the guideline was read; where not, nothing is said of what could come to a place. ``ways``
    is how many branches were said before, those of ``decide`` and ``when`` alone.
    """
    lines = []
    for share in report.shares:
        if share.of:
            lines.append(f"  {NAMES[share.kind]:<15}{share.percent:>4} %  ({share.shown} of {share.of})")
    for share in report.shares:
        missed = [goal for goal in report.missed if goal.kind == share.kind]
        if missed:
            lines += ["", f"  {NAMES[share.kind]} {_MISSED[share.kind]}"]
            for line, words in told_together(missed):
                lines.extend(_entry(f"{path}:{line}", words, width))
    if report.nobody:
        count = len(report.nobody)
        text = f"{count} more {'is' if count == 1 else 'are'} not counted, for no patient can come to {_them(count)}"
        lines += _note(f"{text}." if whole else f"{text} in what could be read.", width)
    if not whole:
        lines += _note("What could not be read is not counted either.", width)
    if ways is not None and any(share.kind == "branch" and share.shown < share.of > ways for share in report.shares):
        lines += _note(_MORE, width)
    return "".join(f"{line}\n" for line in lines)


def _note(text: str, width: int) -> list[str]:
    return ["", *(f"  {line}" for line in wrap(text, width - 2))]


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _entry(place: str, words: str, width: int) -> Iterator[str]:
    first, *rest = wrap(f"{place}  {visible(words)}", width - 4)
    yield f"    {first}"
    for line in rest:
        yield f"      {line}"
