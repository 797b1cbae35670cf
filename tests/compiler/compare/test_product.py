"""Two guidelines as one question: what is the same is one formula, and a run of both is the two runs side by side."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from milligram.compare.matching import match_guidelines
from milligram.compare.product import Product, product_of
from milligram.interpret import evaluate
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.walk import all_statements
from milligram.prove.answers import Found, Nobody

from .conftest import SOUND, compile_text, guideline_of, name_of, text_of
from .patients import random_patient

CLEARANCE = """
    input clearance in mL/min, plausible 0 to 250
    input pain yes or no
    substance magnesium formula Mg
    pathway
      decide by clearance
        unknown:
          order clearance
          end
        under 30 mL/min:
          refer to "nephrology"
          end
        at least 30 mL/min:
          continue
      give 12 mmol of magnesium
      when pain:
        suggest "rest"
"""


def product(left: ir.Guideline, right: ir.Guideline) -> Product:
    return product_of(left, right, match_guidelines(left, right))


def arrivals(joined: Product) -> list[tuple[object, object]]:
    """Who comes to each statement of the left, and to the same of the right: two versions with equal statements."""
    paths, shift = joined.prover().paths, joined.right.names.shift
    left = [statement.id for statement in all_statements(joined.left.guideline)]
    right = [statement.id + shift for statement in all_statements(joined.right.guideline)]
    return [(paths.arriving.get(a), paths.arriving.get(b)) for a, b in zip(left, right, strict=True)]


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_a_guideline_beside_itself_is_the_same_formulas(path: Path) -> None:
    pairs = arrivals(product(guideline_of(path), compile_text(text_of(path))))
    assert pairs
    assert all(one is other for one, other in pairs)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("clearance", "renal_clearance"),
        ("30 mL/min", "0.5 mL/s"),
        ("clearance in mL/min, plausible 0 to 250", "clearance in mL/s, plausible 0 to 4"),
        ("pain", "sore"),
        ("magnesium", "mg_ion"),
        ("when pain:", "when not not pain:"),
    ],
)
def test_another_name_or_unit_is_the_same_formulas(before: str, after: str) -> None:
    assert before in CLEARANCE
    pairs = arrivals(product(compile_text(CLEARANCE), compile_text(CLEARANCE.replace(before, after))))
    assert pairs
    assert all(one is other for one, other in pairs)


def test_another_threshold_is_another_formula() -> None:
    pairs = arrivals(product(compile_text(CLEARANCE), compile_text(CLEARANCE.replace("30 mL/min", "25 mL/min"))))
    assert sum(one is not other for one, other in pairs) > 3


def test_what_one_side_gives_no_rule_of_the_other_holds_back() -> None:
    ruled = CLEARANCE + '    pitfall "x"\n      never give magnesium when pain\n'
    joined = product(compile_text(CLEARANCE), compile_text(ruled))
    prover, shift = joined.prover(), joined.right.names.shift
    give = next(node for node in all_statements(joined.left.guideline) if isinstance(node, ir.Give))
    kept = next(node for node in all_statements(joined.right.guideline) if isinstance(node, ir.Give))
    assert prover.paths.through(give) is prover.space.true
    there = {node.id: node for node in all_statements(joined.guideline)}[kept.id + shift]
    assert prover.paths.through(there) is not prover.space.true


def test_a_patient_is_told_to_each_side_in_its_own_names_and_units() -> None:
    other = CLEARANCE.replace("clearance in mL/min, plausible 0 to 250", "clearance in mL/s, plausible 0 to 3")
    joined = product(compile_text(CLEARANCE), compile_text(other))
    left, right = joined.patients({("input", "clearance"): Fraction(90), ("input", "pain"): True})
    assert left.values == {"clearance": Fraction(90), "pain": True}
    assert right.values == {"clearance": Fraction(3, 2), "pain": True}
    assert joined.guideline.inputs["clearance"].plausible == (Fraction(0), Fraction(180))


CHOICE = """
    input sex one of female = 0, male = 1
    score s
      add sex
    pathway
      when sex is male:
        advise "a"
      when s at least 1:
        advise "b"
      when sex is female:
        advise "c"
"""


def test_an_answer_that_one_side_does_not_list_is_unknown_to_it() -> None:
    wider = CHOICE.replace("one of female = 0, male = 1", "one of female = 0, male = 1, other = 2")
    joined = product(compile_text(CHOICE), compile_text(wider))
    left, right = joined.patients({("input", "sex"): "other"})
    assert left.values == {}
    assert right.values == {"sex": "other"}
    prover = joined.prover()
    other = prover.meaning.true(ir.WordIs(subject=ir.InputWord(name="sex"), words=("other",)))
    a, b, c = (prover.paths.arriving[body.id] for when in joined.left.pathways[0].body for body in when.body)  # type: ignore[union-attr]
    for told in (a, b, c):
        assert isinstance(prover.ask_all([told, other]), Nobody)
    assert isinstance(
        prover.ask_all([prover.paths.arriving[joined.right.pathways[0].body[1].body[0].id], other]),  # type: ignore[union-attr]
        Found,
    )


LADDER = """
    input low yes or no
    substance magnesium formula Mg
    regimen r of magnesium
      route oral
      step 1: 12 mmol of magnesium at night
      step 2 after 1 week when low: 24 mmol of magnesium daily
    pathway
      give r
"""


def test_the_step_of_a_regimen_is_the_same_for_both() -> None:
    longer = LADDER.replace(
        "    pathway", "      step 3 after 2 weeks when low: 36 mmol of magnesium daily\n    pathway"
    )
    joined = product(compile_text(LADDER), compile_text(longer))
    prover = joined.prover()
    steps = joined.guideline.regimens["2 r"].steps
    mine = joined.guideline.regimens["r"].steps
    assert prover.paths.entering(mine[0]) is prover.paths.entering(steps[0])
    assert prover.paths.entering(mine[1]) is not prover.paths.entering(steps[1])
    assert isinstance(prover.ask(prover.paths.ladders.at_step(joined.guideline.regimens["2 r"], 3)), Nobody)
    left, right = joined.patients({("step", "r"): Fraction(2), ("time", "r"): Fraction(10)})
    assert left.regimens == right.regimens == {"r": ir.RegimenState(step=2, time=Fraction(10))}


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_a_run_of_the_product_is_both_runs(path: Path) -> None:
    """Statement by statement, for random patients; the right has its rules and drugs under other names."""
    guideline = guideline_of(path)
    joined = product(guideline, compile_text(text_of(path)))
    shift, random = joined.right.names.shift, Random(6)
    compared = 0
    for _ in range(40):
        patient = random_patient(guideline, random)
        values = Values(guideline, patient)
        if guideline.applies is not None and values.condition(guideline.applies) is not True:
            continue
        alone = [(step.id, step.branch, step.outcome) for step in evaluate(guideline, patient).trace]
        both = replace(patient, regimens={**patient.regimens, **{f"2 {n}": s for n, s in patient.regimens.items()}})
        steps = evaluate(joined.guideline, both).trace
        mine = [(s.id, s.branch, s.outcome) for s in steps if s.id is not None and s.id < shift]
        theirs = [s.id - shift for s in steps if s.id is not None and s.id >= shift]
        assert [(i, b) for i, b, _ in mine] == [(i, b) for i, b, _ in alone]
        assert theirs == [i for i, _, _ in alone]
        compared += 1
    assert compared > 5
