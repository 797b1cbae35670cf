"""MG804 evidence from other patients without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from milligram.checks.context import Context
from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import POPULATION_DIFFERS
from milligram.syntax import nodes as ast

_DIFFERS = " differs"


def check(context: Context) -> Iterator[Diagnostic]:
    """Every ``population differs`` (or setting, or another field) that does not say why the source is used."""
    for source in context.file.declarations:
        if not isinstance(source, ast.Source):
            continue
        fields = {name.name: text for name, text in source.fields}
        for name, reason in source.fields:
            if not name.name.endswith(_DIFFERS) or reason.value.strip():
                continue
            field = name.name.removesuffix(_DIFFERS)
            described = fields.get(field)
            yield context.finding(
                POPULATION_DIFFERS,
                reason.span,
                f"the {field} differs, and it is not said why `{source.name.name}` is used all the same",
                labels=[(described.span, f"the {field} of the source")] if described is not None else (),
                help=f'say `{field} differs because "…"`',
            )
