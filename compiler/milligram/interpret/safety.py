"""The ``never`` rules that concern a drug, as they stand for one patient.

Enters: what is given. Leaves: the rules that are not known false, each with what is unknown behind it.

    never give magnesium when creatinine_clearance is unknown, clearance unknown
        ->  Objection("Never supplement magnesium without …", status="true", unknown=("creatinine_clearance",))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal as L

from milligram.interpret.result import Blocked
from milligram.interpret.unknowns import unknown_behind
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.drugs import rule_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why something is not given: the words of a pitfall or of a regimen's own rule, and where it stands."""

    words: str
    rule: ir.NeverRule | ir.Interruption
    status: L["true", "unknown"]
    unknown: tuple[str, ...]
    sources: tuple[str, ...] = ()

    @property
    def known_true(self) -> bool:
        """Whether it is true whatever becomes known: a rule that reads ``X is unknown`` is not, as X may turn out
        harmless."""
        return self.status == "true" and not self.unknown

    @property
    def why(self) -> str:
        """The words, and what is unknown behind them: a treatment held for want of a value must not read as if it
        were known."""
        missing = ", ".join(name.replace("_", " ") for name in self.unknown)
        return f"{self.words} (unknown: {missing})" if missing else self.words

    def blocked(self, guideline: ir.Guideline, what: str, regimen: str | None) -> Blocked:
        """The entry of the result."""
        line = guideline.line(self.rule)
        return Blocked(what=what, rule=self.words, line=line, status=self.status, unknown=self.unknown, regimen=regimen)


def objections(values: Values, given: Iterable[str], regimen: str | None = None) -> tuple[Objection, ...]:
    """The rules on any of ``given``, or on the regimen itself, that are true or unknown, in the order of writing."""
    return tuple(_objecting(values, tuple(given), regimen))


def _objecting(values: Values, names: tuple[str, ...], regimen: str | None) -> Iterator[Objection]:
    for pitfall in values.guideline.pitfalls:
        for rule in pitfall.rules:
            concerns = any(rule_matches(values.guideline, rule.target, name) for name in names)
            if not concerns and rule.target != regimen:
                continue
            answer = values.condition(rule.condition)
            if answer is not False:
                yield Objection(
                    words=pitfall.text,
                    rule=rule,
                    status="true" if answer else "unknown",
                    unknown=unknown_behind(values, rule.condition),
                    sources=tuple(dict.fromkeys((*rule.notes.sources, *pitfall.notes.sources))),
                )
