"""Literals and formulas: converted once, exactly, into the unit of what they meet."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from milligram.ir import nodes as ir
from milligram.resolve import Resolved

MAGNESIUM = "substance magnesium formula Mg, charge 2\n"
LEVEL = "input level in mmol/L of magnesium, plausible 0.1 to 6\n"

Resolve = Callable[[str], Resolved]


def named(found: Resolved, name: str) -> ir.Named:
    assert found.guideline is not None
    assert found.diagnostics == ()
    return found.guideline.named_by_name[name]


def band(found: Resolved, name: str = "low") -> ir.Band:
    home = named(found, name)
    assert isinstance(home, ir.DefinedCondition)
    assert isinstance(home.condition, ir.Band)
    return home.condition


def number(found: Resolved, name: str = "x") -> ir.AnyNumber:
    home = named(found, name)
    assert isinstance(home, ir.DefinedNumber)
    return home.value


def const(value: ir.AnyNumber) -> ir.Const:
    assert isinstance(value, ir.Const)
    return value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.70 mmol/L", Fraction(7, 10)),
        ("1.4 mEq/L", Fraction(7, 10)),
        ("1.7 mg/dL", Fraction(17, 1) / Fraction("24.305")),
        ("1.7 mg/dL of magnesium", Fraction(17, 1) / Fraction("24.305")),
        ("700 mcmol/L", Fraction(7, 10)),
        ("0 mg/dL", Fraction(0)),
    ],
)
def test_a_threshold_is_converted_exactly_and_keeps_the_authors_digits(
    lines: Resolve, written: str, value: Fraction
) -> None:
    text = f"{MAGNESIUM}input level in mmol/L of magnesium\ndefine low: level under {written}\n"
    high = band(lines(text)).high
    assert high is not None
    assert const(high.value).value == value
    assert const(high.value).written == written.split()[0]
    assert const(high.value).written_unit == written.split()[1]
    assert not high.included


def test_a_literal_of_another_substance_than_the_subject_keeps_it_in_its_unit(lines: Resolve) -> None:
    text = (
        "substance nitrogen formula N\nsubstance urea formula CO(NH2)2, gives 2 nitrogen\n"
        "input level in mmol/L of urea\ndefine low: level under 14.007 mg/dL of nitrogen\n"
    )
    high = band(lines(text)).high
    assert high is not None
    # 14.007 mg/dL of nitrogen are 10 mmol/L of nitrogen, and urea holds two
    assert const(high.value).value == 5
    assert const(high.value).written_unit == "mg/dL of nitrogen"


def test_the_unit_on_the_last_number_of_a_band_holds_for_both(lines: Resolve) -> None:
    found = band(lines("input t in h\ndefine low: t 30 to under 90 min\n"))
    assert found.low is not None
    assert found.high is not None
    assert const(found.low.value).value == Fraction(1, 2)
    assert const(found.high.value).value == Fraction(3, 2)
    assert (found.low.included, found.high.included) == (True, False)


def test_a_bare_zero_takes_any_unit_but_that_of_a_temperature(lines: Resolve) -> None:
    assert lines("input w in kg\ndefine low: w over 0\n").diagnostics == ()
    (finding,) = lines("input t in Cel\ndefine low: t over 0\n").diagnostics
    assert finding.code.code == "MG301"
    assert finding.edits[0].replacement == "0 °C"


def test_degrees_convert_with_their_zero(lines: Resolve) -> None:
    high = band(lines("input t in Cel\ndefine low: t under 100.4 °F\n")).high
    assert high is not None
    assert const(high.value).value == 38


def test_a_sum_converts_its_right_side_into_the_unit_of_its_left(lines: Resolve) -> None:
    found = number(lines("input a in g\ninput b in lb\ndefine x: a + b\n"))
    assert isinstance(found, ir.Operation)
    assert found.measure.unit.text == "g"
    assert isinstance(found.right, ir.Scaled)
    assert found.right.factor == Fraction("453.59237")
    assert found.right.operand == ir.InputNumber(name="b", measure=found.right.operand.measure)


def test_a_literal_in_a_sum_is_converted_not_scaled(lines: Resolve) -> None:
    found = number(lines("input a in g\ndefine x: a + 2 kg\n"))
    assert isinstance(found, ir.Operation)
    assert const(found.right).value == 2000
    assert (const(found.right).written, const(found.right).written_unit) == ("2", "kg")


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("3 mL/kg * weight", "mL"),
        ("weight * 3 mL/kg", "mL"),
        ("3 mL/kg * stones", "mL"),
        ("height * height", "cm2"),
        ("weight / (height ^ 2)", "kg/cm2"),
        ("sqrt(height * height)", "cm"),
        ("tablet / weight", "mg/kg"),
        ("max(tablet, 2 g)", "mg"),
        ("floor(tablet)", "mg"),
        ("tablet / 4 h", "mg/h"),
        ("(tablet in g) + 1", "1"),
        ("2 * (tablet in g) as mg/kg", "mg/kg"),
        ("ln(tablet in mg)", "1"),
        ("- tablet", "mg"),
    ],
)
def test_units_combine_and_cancel(lines: Resolve, formula: str, unit: str) -> None:
    text = f"input weight in kg\ninput stones in lb\ninput height in cm\ninput tablet in mg\ndefine x: {formula}\n"
    assert number(lines(text)).measure.unit.code == unit


def test_a_product_with_a_weight_in_another_unit_is_scaled_so_that_it_cancels(lines: Resolve) -> None:
    found = number(lines("input stones in lb\ndefine x: 3 mL/kg * stones\n"))
    assert isinstance(found, ir.Operation)
    assert isinstance(found.right, ir.Scaled)
    assert found.right.factor == Fraction("0.45359237")


def test_a_comparison_of_two_formulas_converts_the_right_side(lines: Resolve) -> None:
    high = band(lines("input a in g\ninput b in kg\ndefine low: a under b * 2\n")).high
    assert high is not None
    assert isinstance(high.value, ir.Scaled)
    assert high.value.factor == 1000


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("w + h", "`h`, which is in cm, cannot be added to `w`, which is in kg"),
        ("w + 3", "`3` has no unit and is added to `w`, which is in kg"),
        ("max(w, 2 cm)", "`2 cm`"),
        ("ln(w)", "`w` is in kg, where the number that `ln` takes is a plain number"),
        ("w ^ 0.5", "`w` is in kg, where the base of such a power is a plain number"),
        ("2 ^ w", "where an exponent is a plain number"),
        ("sqrt(w)", "has no root of degree 2"),
        ("t * 2", "temperatures in degrees have no sum and no ratio"),
        ("t - t", "temperatures in degrees have no sum and no ratio"),
        ("w as cm", "`w` is in kg, where what takes `as cm` is a plain number"),
        ("n in kg", "`n` is a plain number"),
        ("w rounded to 1 cm", "`1 cm` cannot be used to round `w`"),
    ],
)
def test_what_does_not_go_together_is_a_dimension_conflict(lines: Resolve, formula: str, words: str) -> None:
    text = f"input w in kg\ninput h in cm\ninput t in Cel\ninput n number\ndefine x: {formula}\n"
    (finding,) = lines(text).diagnostics
    assert finding.code.code == "MG301"
    assert words in finding.message


def test_one_conflict_is_told_once_though_its_name_is_used_again(lines: Resolve) -> None:
    found = lines("input w in kg\ninput h in cm\ndefine x: w + h\ndefine y: x + 1\ndefine z: y over 3\n")
    assert [d.code.code for d in found.diagnostics] == ["MG301"]
    assert found.faulty == {"x", "y", "z"}


def test_equivalents_are_told_apart_by_substance_and_by_side(lines: Resolve) -> None:
    oxide = f"{MAGNESIUM}substance magnesium_oxide formula MgO, gives 1 magnesium\n{LEVEL}"

    def codes(quantity: str) -> list[str]:
        return [d.code.code for d in lines(f"{oxide}define low: level under {quantity}\n").diagnostics]

    assert codes("0.70 mmol/L (also 1.4 mEq/L)") == []
    assert codes("0.70 mmol/L (also 1.3 mEq/L)") == ["MG302"]
    assert codes("0.70 mmol/L (also 1.7 mg/dL)") == ["MG306"]
    assert codes("0.70 mmol/L (also 1.71 mg/dL)") == []
    assert codes("0.70 mmol/L (also 1.73 mg/dL)") == ["MG302"]
    assert codes("0.70 mmol/L (also 2.8 mg/dL)") == ["MG303"]
    assert codes("0.70 mmol/L (also 2.8 mg/dL of magnesium_oxide)") == ["MG306"]
    assert codes("0.70 mmol/L (also 1.4)") == ["MG026"]


@pytest.mark.parametrize(
    ("comparison", "told"),
    [
        ("under 10 (also 9.99 mol/m3)", True),
        ("under 10 (also 10.01 mol/m3)", False),
        ("at most 10 (also 10.01 mol/m3)", True),
        ("at most 10 (also 9.99 mol/m3)", False),
        ("over 10 (also 10.01 mol/m3)", True),
        ("over 10 (also 9.99 mol/m3)", False),
        ("at least 10 (also 9.99 mol/m3)", True),
        ("at least 10 (also 10.01 mol/m3)", False),
        ("at least 10 (also 10 mol/m3)", False),
    ],
)
def test_an_equivalent_on_the_other_side_is_told_for_either_end_of_a_band(
    lines: Resolve, comparison: str, told: bool
) -> None:
    text = f"input level in mmol/L\ndefine low: level {comparison.replace('10 (', '10 mmol/L (', 1)}\n"
    assert [d.code.code for d in lines(text).diagnostics] == (["MG306"] if told else [])


@pytest.mark.parametrize(
    ("literal", "code", "words"),
    [
        ("260 mL/min", "MG110", "260 mL/min is outside the plausible 1 to 250 mL/min"),
        ("0.9 mL/min", "MG110", "0.9 mL/min"),
        ("2000 mL/min", "MG305", "200 mL/min would be inside"),
        ("0.2 mL/min", "MG305", "0.2 mL/s or 2 mL/min would be inside"),
        ("20 L/min", "MG305", "0.2 L/min would be inside"),
    ],
)
def test_a_literal_beyond_the_plausible_bounds(lines: Resolve, literal: str, code: str, words: str) -> None:
    text = f"input gfr in mL/min, plausible 1 to 250\ndefine low: gfr under {literal}\n"
    (finding,) = lines(text).diagnostics
    assert finding.code.code == code
    assert words in finding.message


def test_the_number_taken_out_of_an_input_is_held_against_its_bounds_too(lines: Resolve) -> None:
    text = "input weight in kg, plausible 1 to 300\ndefine low: weight in g under 700\n"
    (finding,) = lines(text).diagnostics
    assert finding.code.code == "MG110"


def test_a_value_at_a_plausible_bound_is_inside(lines: Resolve) -> None:
    assert lines("input gfr in mL/min, plausible 1 to 250\ndefine low: gfr 1 to 250 mL/min\n").diagnostics == ()
