"""Who is told what: the formulas of each side agree with the interpreter, patient by patient."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from milligram.compare.diff.advice import Key, Keys
from milligram.compare.diff.sayings import Listener
from milligram.compare.diff.told import Teller
from milligram.compare.matching import match_guidelines
from milligram.compare.product import Side, product_of
from milligram.interpret.values import Values
from milligram.ir import nodes as ir

from .cells import is_in
from .conftest import SOUND, compile_text, guideline_of, name_of, text_of
from .patients import random_patient

PATIENTS = 60


def _hears(left: ir.Guideline, right: ir.Guideline, seed: int) -> int:
    """Compares, for random patients of the left, what formulas say is said with what a run says, on both sides."""
    product = product_of(left, right, match_guidelines(left, right))
    prover = product.prover()
    keys = Keys(product, prover)
    listener = Listener(prover, keys)
    random, compared = Random(seed), 0
    sides: tuple[Side, Side] = product.left, product.right
    heard = [listener.of(side) for side in sides]
    for _ in range(PATIENTS):
        patient = random_patient(left, random)
        draft: dict[tuple[str, str], ir.PatientValue] = {("input", n): v for n, v in patient.values.items()}
        for name, state in patient.regimens.items():
            draft["step", name] = "unknown" if state.step is None else Fraction(state.step)
            if state.time is not None and state.step:
                draft["time", name] = state.time
        values, kept = Values(product.guideline, patient), dict[int, int | None]()
        if any(values.condition(rule.condition) for rule in product.guideline.impossible):
            continue
        for side, sayings in zip(sides, heard, strict=True):
            told = Teller(side, keys).told(side.patient(draft))
            expected: set[Key] = {entry.key for entry in told.entries if entry.key[0] != "report"}
            said = [(each.key, each.where) for each in sayings.said]
            said += [(("ask", name), where) for name, where in sayings.asked.items()]
            found: dict[Key, list[bool | None]] = {}
            for key, where in said:
                found.setdefault(key, []).append(is_in(prover, where, values, kept))
            for key, answers in found.items():
                if True in answers:
                    assert key in expected, (key, draft)
                elif None not in answers:
                    assert key not in expected, (key, draft)
            for key in expected:
                assert key in found, (key, draft)
            compared += len(found)
    return compared


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_formulas_say_what_runs_say(path: Path) -> None:
    assert _hears(guideline_of(path), compile_text(text_of(path)), 3) > 100
