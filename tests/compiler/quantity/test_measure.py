"""What converts into what, for which substance; and what does not, with the kind that tells why."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from milligram.quantity import (
    NUMBER,
    Measure,
    MeasureError,
    Substance,
    Substances,
    agree,
    conversion,
    measure_div,
    measure_mul,
    measure_pow,
    molar_mass,
    parse_literal,
    parse_unit,
    readings,
)


def _known(name: str, formula: str, charge: int | None = None, gives: tuple[tuple[int, str], ...] = ()) -> Substance:
    return Substance(name=name, formula=formula, molar_mass=molar_mass(formula), charge=charge, gives=gives)


BOOK = Substances(
    [
        _known("magnesium", "Mg", 2),
        _known("magnesium_oxide", "MgO", gives=((1, "magnesium"),)),
        _known("magnesium_citrate", "Mg3(C6H5O7)2", gives=((3, "magnesium"),)),
        _known("glucose", "C6H12O6"),
        _known("nitrogen", "N"),
        _known("urea", "CO(NH2)2", gives=((2, "nitrogen"),)),
        _known("creatinine", "C4H7N3O"),
        Substance(name="insulin", in_unit=parse_unit("unit")),
        Substance(name="albumin"),
    ]
)


def m(unit: str, of: str | None = None, per_of: str | None = None) -> Measure:
    return Measure(parse_unit(unit), of, per_of)


Side = tuple[str, str | None, str | None]


@pytest.mark.parametrize(
    ("value", "src", "dst", "expected"),
    [
        ("1.3", m("mEq/L", "magnesium"), m("mmol/L"), "0.65"),
        ("0.70", m("mmol/L", "magnesium"), m("mEq/L"), "1.4"),
        ("12", m("mmol", "magnesium"), m("mg"), "291.66"),
        ("12", m("mmol", "magnesium"), m("mg", "magnesium_oxide"), "483.648"),
        ("483.648", m("mg", "magnesium_oxide"), m("mmol", "magnesium"), "12"),
        ("1", m("mmol", "magnesium_citrate"), m("mmol", "magnesium"), "3"),
        ("1", m("mEq", "magnesium"), m("mg"), "12.1525"),
        ("28.014", m("mg/dL", "nitrogen"), m("mmol/L", "urea"), "10"),
        ("40", m("lb"), m("kg"), "18.1436948"),
        ("37", m("°C"), m("°F"), "98.6"),
        ("1", m("mmol/kg/d", "magnesium"), m("mg/kg/d"), "24.305"),
        ("1", m("mg/mmol", "albumin", "creatinine"), m("mg/g"), str(Fraction(1000) / Fraction("113.12"))),
        ("180.156", m("mg/dL/unit", "glucose", "insulin"), m("mmol/L/unit"), "10"),
        ("50", m("%"), m("g/g"), "0.5"),
        ("1", m("unit/d", "insulin"), m("unit/h"), "1/24"),
    ],
)
def test_values_convert_through_their_substance(value: str, src: Measure, dst: Measure, expected: str) -> None:
    assert conversion(src, dst, BOOK)(Fraction(value)) == Fraction(expected)
    assert conversion(dst, src, BOOK)(Fraction(expected)) == Fraction(value)


def test_a_level_of_exactly_1_7_is_under_0_70() -> None:
    level = conversion(m("mg/dL"), m("mmol/L", "magnesium"), BOOK)(Fraction("1.7"))
    assert level == Fraction(17, 1) / Fraction("24.305")
    assert Fraction("0.6994") < level < Fraction("0.6995")


@pytest.mark.parametrize(
    ("src", "dst", "kind"),
    [
        (m("mg"), m("mL"), "dimension"),
        (m("mg"), m("mg/d"), "dimension"),
        (m("mmol/mol"), m("%"), "dimension"),
        (m("mL/min"), m("mL/min/{1.73_m2}"), "annotation"),
        (m("mg"), m("mmol"), "needs_substance"),
        (m("mEq"), m("mmol"), "needs_substance"),
        (m("mEq", "glucose"), m("mmol"), "needs_charge"),
        (m("mg", "albumin"), m("mmol"), "needs_mass"),
        (m("mg", "undeclared"), m("mmol"), "needs_mass"),
        (m("mg", "glucose"), m("mg", "urea"), "different_substance"),
        (m("mmol/L", "glucose"), m("mmol/L", "urea"), "different_substance"),
        (m("mL", "glucose"), m("mL", "urea"), "different_substance"),
        (m("mg", "magnesium_oxide"), m("mg", "magnesium_citrate"), "different_substance"),
        (m("mmol/L/unit", "glucose", "insulin"), m("mmol/L/unit", "glucose", "other"), "different_substance"),
        (m("unit", "insulin"), m("mg"), "arbitrary_unit"),
        (m("unit"), m("IU"), "arbitrary_unit"),
        (m("[CFU]/mL"), m("/mL"), "arbitrary_unit"),
    ],
)
def test_what_does_not_convert_says_why(src: Measure, dst: Measure, kind: str) -> None:
    for one, other in ((src, dst), (dst, src)):
        with pytest.raises(MeasureError) as caught:
            conversion(one, other, BOOK)
        assert caught.value.kind == kind
        assert caught.value.message


MAGNESIUM = st.builds(
    Measure,
    st.sampled_from([parse_unit(text) for text in ("mg", "g", "mcg", "mmol", "mol", "mEq", "kg")]),
    st.sampled_from(["magnesium", "magnesium_oxide", "magnesium_citrate"]),
)


@given(MAGNESIUM, MAGNESIUM, MAGNESIUM, st.fractions())
def test_conversions_compose(a: Measure, b: Measure, c: Measure, value: Fraction) -> None:
    try:
        first, second, direct = conversion(a, b, BOOK), conversion(b, c, BOOK), conversion(a, c, BOOK)
    except MeasureError as fault:
        assume(fault.kind not in ("different_substance", "needs_charge"))
        raise
    assert second(first(value)) == direct(value)
    assert conversion(b, a, BOOK)(first(value)) == value
    assert direct.factor > 0


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (m("mmol/L", "magnesium"), "mmol/L of magnesium"),
        (m("mmol/L/unit", "glucose", "insulin"), "mmol/L of glucose per unit of insulin"),
        (m("g/unit", None, "insulin"), "g per unit of insulin"),
        (m("unit/d", "insulin"), "units of insulin per day"),
        (m("mL/min"), "mL/min"),
    ],
)
def test_a_measure_reads_as_people_say_it(measure: Measure, text: str) -> None:
    assert measure.text == text


@pytest.mark.parametrize(
    ("top", "bottom", "expected"),
    [
        (m("mmol/L", "glucose"), m("mmol/L/unit", "glucose", "insulin"), m("unit", "insulin")),
        (m("mmol/L", "glucose"), m("mmol/L/unit", None, "insulin"), m("unit", "insulin")),
        (m("mmol/L", "glucose"), m("mmol/L", "glucose"), NUMBER),
        (m("mmol/L", "glucose"), m("mmol/L"), NUMBER),
        (m("mg", "glucose"), m("kg"), m("mg/kg", "glucose")),
        (m("mg", "glucose"), m("mg/kg", "glucose"), m("kg")),
        (m("mg", "glucose"), m("h"), m("mg/h", "glucose")),
        (m("unit/d", "insulin"), m("unit/d"), NUMBER),
        (NUMBER, m("unit/d", "insulin"), m("d/unit", None, "insulin")),
        (m("mg", "albumin"), m("mmol", "creatinine"), m("mg/mmol", "albumin", "creatinine")),
    ],
)
def test_a_quotient_carries_whose_it_is(top: Measure, bottom: Measure, expected: Measure) -> None:
    assert measure_div(top, bottom) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (m("mg/kg", "glucose"), m("kg"), m("mg", "glucose")),
        (m("mL/kg"), m("kg"), m("mL")),
        (m("mmol/L/unit", "glucose", "insulin"), m("unit", "insulin"), m("mmol/L", "glucose")),
        (m("mmol/L/unit", "glucose", "insulin"), m("unit"), m("mmol/L", "glucose")),
        (m("mmol/L", "glucose"), NUMBER, m("mmol/L", "glucose")),
    ],
)
def test_a_product_carries_whose_it_is(left: Measure, right: Measure, expected: Measure) -> None:
    assert measure_mul(left, right) == expected
    assert measure_mul(right, left) == expected


def test_two_substances_are_not_carried() -> None:
    with pytest.raises(MeasureError) as caught:
        measure_mul(m("mmol/L", "glucose"), m("mmol/L", "urea"))
    assert caught.value.kind == "different_substance"
    with pytest.raises(MeasureError):
        measure_pow(m("mmol/L", "glucose"), 2)
    assert measure_pow(m("mmol/L", "glucose"), -1) == m("L/mmol", None, "glucose")
    assert measure_pow(m("cm"), 2) == m("cm2")


def test_an_affine_measure_does_not_multiply() -> None:
    for build in (measure_mul, measure_div):
        for left, right in ((m("°C"), m("kg")), (m("kg"), m("°C"))):
            with pytest.raises(MeasureError) as caught:
                build(left, right)
            assert caught.value.kind == "affine"


def test_0_70_mmol_and_1_7_mg_agree_within_their_digits() -> None:
    found = agree(parse_literal("0.70"), m("mmol/L", "magnesium"), parse_literal("1.7"), m("mg/dL"), BOOK)
    assert found.agrees
    assert found.converted == Fraction("1.70135")
    assert (found.stated_low, found.stated_high) == (Fraction("1.65"), Fraction("1.75"))


def test_1_3_mEq_and_0_70_mmol_do_not_agree() -> None:
    found = agree(parse_literal("1.3"), m("mEq/L", "magnesium"), parse_literal("0.70"), m("mmol/L"), BOOK)
    assert not found.agrees
    assert (found.converted_low, found.converted, found.converted_high) == tuple(
        map(Fraction, ("0.625", "0.65", "0.675"))
    )


def test_what_governs_exactly_has_no_digits_to_spare() -> None:
    governing, stated = parse_literal("1"), (m("g", "magnesium_oxide"), parse_literal("36"), m("mmol", "magnesium"))
    assert agree(governing, *stated, BOOK).agrees  # 0.5 to 1.5 g
    assert not agree(governing.exactly(), *stated, BOOK).agrees  # 1 g is 24.8 mmol


def test_480_mg_for_12_mmol_is_the_mass_of_the_oxide() -> None:
    stated = parse_literal("12"), m("mmol", "magnesium"), parse_literal("480"), m("mg")
    assert not agree(*stated, BOOK).agrees
    (reading,) = readings(*stated, BOOK)
    assert (reading.side, reading.substance) == ("second", "magnesium_oxide")
    assert reading.agreement.converted == Fraction("483.648")


def test_a_stated_salt_may_have_been_meant_as_its_element() -> None:
    stated = parse_literal("12"), m("mmol", "magnesium"), parse_literal("292"), m("mg", "magnesium_oxide")
    assert not agree(*stated, BOOK).agrees
    assert [(r.side, r.substance) for r in readings(*stated, BOOK)] == [("second", "magnesium")]


def test_without_a_substance_there_is_no_other_reading() -> None:
    assert readings(parse_literal("1"), m("mg"), parse_literal("2"), m("mg"), BOOK) == ()
