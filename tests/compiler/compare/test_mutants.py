"""The generated cases notice every comparison that is written wrongly.

Each end of each band is changed: included or not, and a little lower or higher. A case must fail, unless random
patients find no difference either: then the mutant says the same as the guideline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from milligram.compare.cases.thresholds import step_of
from milligram.interpret import Result, evaluate, run_cases
from milligram.ir import nodes as ir
from milligram.ir.atoms import linear

from .conftest import SOUND, compile_text, generated_for, name_of, text_of, with_cases
from .patients import bands_of, random_patient

PATIENTS = 60

SOME = ("neck_spasm", "curb65", "ckd_risk", "mcisaac", "levetiracetam_renal_dose", "insulin_correction")
"""The quick ones; the rest pass, too, in a minute each."""


def replaced(node: Any, old: ir.Node, new: ir.Node) -> Any:
    """A tree with one node, known by identity, replaced; what does not hold it stays the same object."""
    if node is old:
        return new
    if isinstance(node, tuple):
        items = tuple(replaced(item, old, new) for item in node)
        return node if all(a is b for a, b in zip(items, node, strict=True)) else items
    if isinstance(node, Mapping):
        values = {key: replaced(value, old, new) for key, value in node.items()}
        return node if all(values[key] is node[key] for key in values) else values
    if not isinstance(node, ir.Node):
        return node
    changed = {f.name: replaced(getattr(node, f.name), old, new) for f in fields(node)}
    changed = {name: value for name, value in changed.items() if value is not getattr(node, name)}
    return replace(node, **changed) if changed else node


def mutants_of(guideline: ir.Guideline) -> Iterator[tuple[str, ir.Guideline]]:
    """Every end of every band changed in three ways, in a copy of the guideline."""
    for band in bands_of(guideline):
        for side in ("low", "high"):
            bound = getattr(band, side)
            if bound is None or not isinstance(bound.value, ir.Const):
                continue
            subject, factor, offset = linear(guideline, band.subject)
            own = (bound.value.value - offset) / factor
            step = (step_of(guideline, subject, own, bound.value) or Fraction(1)) * factor
            less = replace(bound.value, value=bound.value.value - step)
            more = replace(bound.value, value=bound.value.value + step)
            for what, other in (
                ("included or not", replace(bound, included=not bound.included)),
                ("lower", replace(bound, value=less)),
                ("higher", replace(bound, value=more)),
            ):
                mutant = replace(band, **{side: other})
                words = guideline.source.slice(band.span)
                yield f"line {guideline.line(band)}: {words}, {side} {what}", whole(guideline, band, mutant)


def whole(guideline: ir.Guideline, old: ir.Node, new: ir.Node) -> ir.Guideline:
    changed = {
        name: replaced(getattr(guideline, name), old, new)
        for name in ("named", "pathways", "parts", "impossible", "regimens", "pitfalls", "cautions", "applies")
    }
    return replace(guideline, **changed)


def said(result: Result) -> object:
    """What a case can expect of an answer: not the condition until which something is held."""
    advice = sorted((each.kind, each.what or each.text, str(each.dose and each.dose.amount)) for each in result.advice)
    asks = sorted(ask.input for ask in result.asks)
    blocked = sorted({each.what for each in result.blocked})
    return result.applies, advice, asks, blocked, dict(result.reports), bool(result.faults)


@pytest.mark.parametrize("path", [path for path in SOUND if path.stem in SOME], ids=name_of)
def test_a_case_fails_for_every_comparison_that_is_written_wrongly(path: Path) -> None:
    guideline = compile_text(with_cases(text_of(path), generated_for(path)))
    own = len(guideline.cases) - len(generated_for(path).cases)
    guideline = replace(guideline, cases=guideline.cases[own:])
    random = Random(11)
    patients = [random_patient(guideline, random) for _ in range(PATIENTS)]
    before = [said(evaluate(guideline, patient)) for patient in patients]
    survivors, killed = [], 0
    for name, mutant in mutants_of(guideline):
        if not run_cases(mutant).passed:
            killed += 1
            continue
        for patient, expected in zip(patients, before, strict=True):
            if said(evaluate(mutant, patient)) != expected:
                survivors.append((name, patient))
                break
    assert survivors == []
    assert killed > 0
