"""Why no patient shows a goal.

Enters: a survey and a goal. Leaves: a short reason, where one can be told from the declarations alone.

    replacement step just under 0       ->  "replacement step is never under 0"
    never give potassium when …         ->  "nothing here gives potassium"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from milligram.compare.cases.goals import Goal, Survey
from milligram.compare.cases.thresholds import Threshold
from milligram.ir import nodes as ir
from milligram.ir.cells import subject_bounds
from milligram.ir.drugs import rule_matches
from milligram.ir.print import number_text, title_of
from milligram.ir.walk import all_statements
from milligram.quantity import decimal_text

PROVED = "proved: no patient comes to it so"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """A goal that no patient shows, and why."""

    goal: Goal
    reason: str


def ruled_out(survey: Survey) -> dict[int, str]:
    """The goals that the declarations alone rule out, by their index, each with the reason."""
    found: dict[int, str] = {}
    for goal, reason in (*_sides(survey), *_rules(survey)):
        found.setdefault(goal.index, reason)
    return found


def _sides(survey: Survey) -> Iterator[tuple[Goal, str]]:
    """Sides of thresholds on which nothing lies."""
    for threshold in survey.thresholds:
        if threshold.value is None:
            continue
        low, high = bounds_of(survey.guideline, threshold.subject)
        title = number_text(threshold.subject, survey.guideline)
        if low is not None:
            if threshold.value <= low:
                yield (
                    survey.by_key["side", threshold.index, "under"],
                    f"{title} is never under {_digits(threshold, low)}",
                )
            if threshold.value < low:
                yield survey.by_key["side", threshold.index, "at"], f"{title} is never under {_digits(threshold, low)}"
        if high is not None:
            if threshold.value >= high:
                yield (
                    survey.by_key["side", threshold.index, "over"],
                    f"{title} is never over {_digits(threshold, high)}",
                )
            if threshold.value > high:
                yield survey.by_key["side", threshold.index, "at"], f"{title} is never over {_digits(threshold, high)}"


def bounds_of(guideline: ir.Guideline, subject: ir.AnyNumber) -> tuple[Fraction | None, Fraction | None]:
    """The least and greatest value that a subject is declared to have; a score's are the sums of its points."""
    home = guideline.named_by_name.get(subject.name) if isinstance(subject, ir.NamedNumber) else None
    if isinstance(home, ir.Score):
        points = [line.points.value for line in home.lines if isinstance(line.points, ir.Const)]
        if len(points) < len(home.lines):
            return None, None
        always = sum((p for p, line in zip(points, home.lines, strict=True) if line.condition is None), Fraction(0))
        may = [p for p, line in zip(points, home.lines, strict=True) if line.condition is not None]
        return always + sum(p for p in may if p < 0), always + sum(p for p in may if p > 0)
    low, high, _ = subject_bounds(guideline, subject)
    return low, high


def _digits(threshold: Threshold, value: Fraction) -> str:
    unit = threshold.subject.measure.unit
    return decimal_text(value)[0] + ("" if unit.is_number else f" {unit.text}")


def _rules(survey: Survey) -> Iterator[tuple[Goal, str]]:
    """Rules on what nothing gives."""
    guideline = survey.guideline
    given = {each.what for each in all_statements(guideline) if isinstance(each, ir.Give)}
    given |= {name for name in guideline.regimens if name in given}
    never = {rule.id: rule for pitfall in guideline.pitfalls for rule in pitfall.rules}
    for root in survey.roots:
        rule = never.get(root.id) if root.kind == "never" and root.id is not None else None
        if rule is None or any(rule_matches(guideline, rule.target, what) for what in given):
            continue
        reason = f"nothing here gives {title_of(guideline, rule.target)}"
        for goal in survey.goals_of(root):
            yield goal, reason
