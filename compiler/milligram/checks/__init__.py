"""The checks: one file a code, run in the order of ``CHECKS``.

Enters: the syntax tree, the IR and the findings of earlier stages. Leaves: all findings, those silenced by ``allow``
taken out and an ``allow`` that silences nothing reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from milligram.checks import (
    mg101_gap,
    mg102_overlap,
    mg105_unreachable,
    mg106_masked,
    mg107_mergeable_rows,
    mg108_graph_fault,
    mg109_vacuous_condition,
    mg201_silent_unknown,
    mg203_useless_question,
    mg307_arithmetic_undefined,
    mg308_mixed_doses,
    mg401_invariant_broken,
    mg404_caution_without_action,
    mg405_pitfall_in_prose,
    mg406_contradiction,
    mg501_escalation_not_monotone,
    mg502_maximum_exceeded,
    mg503_no_exit,
    mg504_unused_headroom,
    mg505_measured_too_late,
    mg506_schedule_without_consequence,
    mg508_drug_without_dose,
    mg509_no_dose,
    mg800_uncited,
    mg802_review_overdue,
    mg803_strong_on_low,
    mg804_population_differs,
    mg805_estimate_off,
    mg806_effect_misread,
    mg807_unused_source,
    mg901_error_prone,
    mg902_vague,
    mg903_mixed_connectives,
)
from milligram.checks.allowed import without_allowed
from milligram.checks.context import Context
from milligram.checks.disarmed import hardened
from milligram.checks.spending import until_spent, with_rest
from milligram.diagnostics import CHECKED, Diagnostic
from milligram.diagnostics.registry import (
    ARITHMETIC_UNDEFINED,
    BETWEEN,
    DANGLING_SOURCE,
    NOT_DECIDED,
    OUTSIDE_DOMAIN,
    REVIEW_OVERDUE,
    UNCITED,
    UNUSED_SOURCE,
)
from milligram.interpret.depth import room_for
from milligram.ir.nodes import Guideline
from milligram.prove.budget import Budget
from milligram.source import SourceFile
from milligram.syntax.nodes import File

CHECKS = (
    mg101_gap.check,
    mg102_overlap.check,
    mg105_unreachable.check,
    mg106_masked.check,
    mg107_mergeable_rows.check,
    mg108_graph_fault.check,
    mg109_vacuous_condition.check,
    mg201_silent_unknown.check,
    mg203_useless_question.check,
    mg307_arithmetic_undefined.check,
    mg308_mixed_doses.check,
    mg401_invariant_broken.check,
    mg404_caution_without_action.check,
    mg405_pitfall_in_prose.check,
    mg406_contradiction.check,
    mg501_escalation_not_monotone.check,
    mg502_maximum_exceeded.check,
    mg503_no_exit.check,
    mg504_unused_headroom.check,
    mg505_measured_too_late.check,
    mg506_schedule_without_consequence.check,
    mg508_drug_without_dose.check,
    mg509_no_dose.check,
    mg800_uncited.check,
    mg802_review_overdue.check,
    mg803_strong_on_low.check,
    mg804_population_differs.check,
    mg805_estimate_off.check,
    mg806_effect_misread.check,
    mg807_unused_source.check,
    mg901_error_prone.check,
    mg902_vague.check,
    mg903_mixed_connectives.check,
)

_OF_THE_WHOLE = frozenset(
    code
    for code in CHECKED
    if code in {NOT_DECIDED.code, ARITHMETIC_UNDEFINED.code, UNCITED.code, UNUSED_SOURCE.code}
    or (code[2] in "1245" and code != OUTSIDE_DOMAIN.code)
)
"""What a guideline that lacks a construct for an earlier fault may have, or not, only for that."""


def run_checks(
    file: File,
    source: SourceFile,
    guideline: Guideline | None,
    earlier: tuple[Diagnostic, ...],
    *,
    as_of: date | None = None,
    budget: Budget | None = None,
    elsewhere: Mapping[tuple[Fraction, str], str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Every finding on a guideline, the earlier stages' included; one without a meaning has only those.

    What is not decided when ``budget`` is spent is MG000. ``elsewhere`` is as in `Context`.
    """
    budget = budget or Budget()
    found = list(earlier)
    judged = CHECKED - BETWEEN if as_of is not None else CHECKED - BETWEEN - {REVIEW_OVERDUE.code}
    if guideline is not None:
        context = Context(
            source=source,
            file=file,
            guideline=guideline,
            earlier=earlier,
            as_of=as_of,
            budget=budget,
            elsewhere=elsewhere or {},
        )
        with room_for(guideline):
            for check in CHECKS:
                found.extend(one for one in until_spent(check(context)) if not context.left_out.misleads(one))
            found = with_rest(context, hardened(context, found), budget)
        if context.is_incomplete or guideline.left_out or budget.reason is not None:
            judged -= _OF_THE_WHOLE
    if any(one.code is DANGLING_SOURCE for one in earlier):
        judged -= {UNUSED_SOURCE.code}
    return without_allowed(file, source, found, judged if guideline is not None else frozenset())
