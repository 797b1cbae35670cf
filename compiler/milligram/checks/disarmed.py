"""A ``never`` rule that can never be true protects nobody: what makes it so is an error, wherever else it would warn.

Enters: the findings so far. Leaves: the same, those of magnitude in a disarmed rule as errors.

    never give potassium when level over 50 mmol/L   (plausible 1 to 9)   ->   error[MG305]
"""

from __future__ import annotations

from dataclasses import replace

from milligram.checks.context import Context, places
from milligram.diagnostics import Diagnostic, Severity
from milligram.diagnostics.registry import MAGNITUDE
from milligram.prove.answers import Nobody
from milligram.prove.formula import Spent


def hardened(context: Context, found: list[Diagnostic]) -> list[Diagnostic]:
    """The findings, a magnitude in a ``never`` rule that nobody can meet as an error."""
    rules = [rule for pitfall in context.guideline.pitfalls for rule in pitfall.rules]

    def is_disarmed(one: Diagnostic) -> bool:
        inside = [rule for rule in rules if any(rule.span.start <= at.start < rule.span.end for at in places(one))]
        try:
            return any(
                isinstance(context.prover.ask(context.prover.meaning.true(rule.condition)), Nobody) for rule in inside
            )
        except Spent:
            return False

    return [
        replace(one, severity=Severity.ERROR, message=f"{one.message}: as it stands, the rule forbids nothing")
        if one.code is MAGNITUDE and is_disarmed(one)
        else one
        for one in found
    ]
