"""MG508 drug without a dose."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import DRUG_WITHOUT_DOSE
from milligram.ir import nodes as ir
from milligram.ir.print import title_of
from milligram.ir.walk import all_statements


def check(context: Context) -> Iterator[Diagnostic]:
    """Every ``give`` of a substance that states no dose. A class is a choice of drug, and a regimen has its doses in
    its steps."""
    guideline = context.guideline
    for statement in all_statements(guideline):
        if not isinstance(statement, ir.Give) or statement.dose is not None or statement.what in guideline.regimens:
            continue
        drug = guideline.drugs.get(statement.what)
        if statement.unspecified_dose is None and (drug is None or drug.is_class):
            continue
        words = f": the source says only “{statement.unspecified_dose}”" if statement.unspecified_dose else ""
        yield context.finding(
            DRUG_WITHOUT_DOSE,
            context.head(statement.span),
            f"{title_of(guideline, statement.what)} is given without a dose{words}",
            help='state the dose, or a regimen that has it; `allow MG508 because "…"` where none is meant',
        )
