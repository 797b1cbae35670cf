"""What the cases of a guideline show of it, and what they miss.

Enters: a guideline with its cases. Leaves: `CoverageReport`: per kind of goal how many are shown of how many can be,
each that is missed, and each that nobody can show with the reason.

    26 cases   ->   branches 84 of 87; thresholds 25 of 43, missed: creatinine clearance just over 20 mL/min, line 150

A case whose patient the guideline has no answer for shows nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from milligram.compare.cases.goals import KINDS, Goal, GoalKind, Survey
from milligram.compare.cases.observe import observe
from milligram.compare.cases.proofs import Proofs
from milligram.compare.cases.reasons import PROVED, Unreached, ruled_out
from milligram.ir import nodes as ir
from milligram.prove.answers import Nobody
from milligram.prove.budget import Budget
from milligram.prove.formula import Spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many goals of a kind are shown, of how many that somebody may show."""

    kind: GoalKind
    shown: int
    of: int

    @property
    def percent(self) -> int:
        """In whole percent, cut: 100 only where nothing is missed."""
        return 100 if not self.of else self.shown * 100 // self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageReport:
    """What cases show. ``missed`` and ``nobody`` are in the order of the source."""

    shares: tuple[Share, ...]
    missed: tuple[Goal, ...]
    nobody: tuple[Unreached, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missed."""
        return not self.missed


def coverage_of(guideline: ir.Guideline, budget: Budget | None = None) -> CoverageReport:
    """What the guideline's own cases show of it. Goals ruled out within ``budget`` count neither way."""
    survey = Survey(guideline)
    shown = 0
    for case in guideline.cases:
        seen = observe(survey, case.patient)
        if seen.sound:
            shown |= seen.shows
    reasons = ruled_out(survey)
    open_ones = [goal for goal in survey.goals_in(survey.all & ~shown) if goal.index not in reasons]
    if open_ones:
        with suppress(Spent):
            proofs = Proofs(survey, budget)
            for goal in open_ones:
                if isinstance(proofs.ask(goal), Nobody):
                    reasons[goal.index] = PROVED
    missed = [goal for goal in survey.goals_in(survey.all & ~shown) if goal.index not in reasons]
    nobody = [
        Unreached(goal=goal, reason=reasons[goal.index])
        for goal in survey.goals_in(survey.all & ~shown)
        if goal.index in reasons
    ]
    return CoverageReport(
        shares=tuple(_share(survey, kind, shown, missed) for kind in KINDS),
        missed=tuple(sorted(missed, key=lambda goal: (goal.line, goal.index))),
        nobody=tuple(sorted(nobody, key=lambda each: (each.goal.line, each.goal.index))),
    )


def _share(survey: Survey, kind: GoalKind, shown: int, missed: list[Goal]) -> Share:
    held = (survey.of_kind(kind) & shown).bit_count()
    return Share(kind=kind, shown=held, of=held + sum(goal.kind == kind for goal in missed))
