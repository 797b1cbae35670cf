"""Ranges hold every value, and regions are exactly where an amount is above a limit: against the interpreter."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from textwrap import dedent

import pytest
from milligram.checks.dose_bounds import range_of, region_above
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram.quantity import Real

WHOLE = """\
guideline g
  title   "G"
  version 1.0.0
substance drug_x
input weight in kg, plausible 5 to 150
input height in cm, plausible 50 to 200
define half: 0.5 * weight
table by weight gives banded
  under 20 kg        | 250 mg
  20 to under 50 kg  | 20 mg/kg * weight
  at least 50 kg     | 750 mg
define cases:
  2 mg/kg * weight when weight under 40 kg
  100 mg when weight at least 40 kg
define surface: sqrt((weight in kg) * (height in cm) / 3600) as m2
define power_law: 5 * ((weight in kg) / 70) ^ 0.75 as mg
pathway
  give {dose}
"""
OF_WEIGHT = [
    "15 mg/kg of drug_x by weight",
    "15 mg/kg of drug_x by weight at most 1 g",
    "15 mg/kg of drug_x by weight rounded to 50 mg",
    "15 mg/kg of drug_x by weight rounded up to 250 mg at most 2 g",
    "15 mg/kg of drug_x by weight rounded down to 100 mg",
    "banded of drug_x",
    "cases of drug_x",
    "8 mg/kg of drug_x by half",
]
OF_MORE = ["100 mg/m2 of drug_x by surface", "power_law of drug_x", "10 mg/kg of drug_x by weight"]


def amount_of(dose: str) -> tuple[ir.Guideline, ir.AnyNumber]:
    report = check_text(dedent(WHOLE).format(dose=dose), "g.mg")
    assert report.guideline is not None, report.diagnostics
    give = report.guideline.pathways[0].body[0]
    assert isinstance(give, ir.Give)
    assert give.dose is not None
    return report.guideline, give.dose.amount


def value(guideline: ir.Guideline, amount: ir.AnyNumber, weight: Fraction, height: Fraction) -> Fraction | None:
    found = Values(guideline, ir.Patient(values={"weight": weight, "height": height})).number(amount)
    assert found is not None
    return found[0].enclose()[0] if isinstance(found[0], Real) else found[0]


@pytest.mark.parametrize("dose", OF_WEIGHT)
def test_region_is_where_the_interpreter_is_above_the_limit(dose: str) -> None:
    guideline, amount = amount_of(dose)
    random = Random(dose)
    for limit in (
        Fraction(1),
        Fraction(90),
        Fraction(250),
        Fraction(600),
        Fraction(749),
        Fraction(1000),
        Fraction(2500),
    ):
        region = region_above(amount, limit, guideline)
        assert region is not None
        ends = [cut.value for piece in region.within for cut in piece if cut.rank == 0]
        near = [end + step for end in ends for step in (Fraction(-1, 1000), Fraction(0), Fraction(1, 1000))]
        for weight in [*near, *(Fraction(random.randint(50, 1500), 10) for _ in range(60))]:
            if 5 <= weight <= 150:
                computed = value(guideline, amount, weight, Fraction(170))
                assert computed is not None
                assert region.within.holds(weight) == (computed > limit), (dose, limit, weight, computed)


@pytest.mark.parametrize("dose", [*OF_WEIGHT, *OF_MORE])
def test_range_holds_every_value(dose: str) -> None:
    guideline, amount = amount_of(dose)
    found = range_of(amount, guideline, {})
    assert found.low is not None
    assert found.high is not None
    random = Random(dose)
    seen = []
    for _ in range(100):
        weight, height = Fraction(random.randint(50, 1500), 10), Fraction(random.randint(500, 2000), 10)
        computed = value(guideline, amount, weight, height)
        assert computed is not None
        assert found.low <= computed <= found.high
        seen.append(computed)
    highest = value(guideline, amount, Fraction(150), Fraction(200))
    assert max(seen) <= found.high
    assert highest is not None
    assert found.high <= max([*seen, highest]) * Fraction(101, 100) or dose in ("banded of drug_x", "cases of drug_x")


def test_amount_of_two_inputs_has_no_region() -> None:
    guideline, amount = amount_of("100 mg/m2 of drug_x by surface")
    assert region_above(amount, Fraction(100), guideline) is None
