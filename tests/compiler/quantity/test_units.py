"""Spellings, products, conversions and refusals of units."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.quantity import ONE, Unit, UnitError, convert, display, parse_unit, spelling
from milligram.quantity.ucum import ATOMS as ATOM_TABLE
from milligram.quantity.ucum import PREFIXES, SPELLINGS

SAME = [
    ("mEq/L", "meq/L"),
    ("mcg", "ug"),
    ("\u00b5g", "ug"),
    ("\u03bcg", "ug"),
    ("mcmol/L", "umol/L"),
    ("IU", "[iU]"),
    ("mIU/L", "m[iU]/L"),
    ("international units", "[iU]"),
    ("units", "U"),
    ("unit/kg/h", "U/kg/h"),
    ("mL/min/1.73 m²", "mL/min/{1.73_m2}"),
    ("mL/min/1.73 m2", "mL/min/{1.73_m2}"),
    ("mL/min/1.73m2", "mL/min/{1.73_m2}"),
    ("mL/min per 1.73 m²", "mL/min/{1.73_m2}"),
    ("mL/min/(1.73 m²)", "mL/min/{1.73_m2}"),
    ("10^9/L", "10*9/L"),
    ("×10⁹/L", "10*9/L"),
    ("x10^9/L", "10*9/L"),
    ("10⁹/L", "10*9/L"),
    ("mmHg", "mm[Hg]"),
    ("mm Hg", "mm[Hg]"),
    ("cmH2O", "cm[H2O]"),
    ("kg/m²", "kg/m2"),
    ("kg/m^2", "kg/m2"),
    ("°C", "Cel"),
    ("℃", "Cel"),
    ("°F", "[degF]"),
    ("hr", "h"),
    ("hours", "h"),
    ("seconds", "s"),
    ("sec", "s"),
    ("days", "d"),
    ("weeks", "wk"),
    ("months", "mo"),
    ("years", "a"),
    ("mg per day", "mg/d"),
    ("per hour", "/h"),
    ("mg / kg", "mg/kg"),
    ("mg/24 h", "mg/(24.h)"),
    ("mg/24h", "mg/d"),
    ("lb", "[lb_av]"),
    ("inch", "[in_i]"),
    ("ft", "[ft_i]"),
    ("bpm", "/min"),
    ("breaths/min", "/min"),
    ("{breaths}/min", "/min"),
    ("beats per minute", "/min"),
    ("mmol/l", "mmol/L"),
    ("ml/dl", "mL/dL"),
    ("m\u00b7s", "m.s"),
    ("mL·kg⁻¹", "mL/kg"),
    ("puffs", "{puff}"),
    ("count", "1"),
]


@pytest.mark.parametrize(("typed", "code"), SAME)
def test_a_spelling_of_the_ward_is_the_unit_of_ucum(typed: str, code: str) -> None:
    assert parse_unit(typed) == parse_unit(code)
    assert parse_unit(typed).text == " ".join(typed.split())


APART = [
    ("eq", "mol"),
    ("osm", "mol"),
    ("unit", "[iU]"),
    ("unit", "umol/min"),
    ("unit", "1"),
    ("mL/min", "mL/min/{1.73_m2}"),
    ("ug/mL", "ug/mL{FEU}"),
    ("mg/g", "mg/g{creatinine}"),
    ("[CFU]/mL", "/mL"),
    ("puff", "tablet"),
    ("mg", "mL"),
    ("mg/d", "mg"),
]


@pytest.mark.parametrize(("left", "right"), APART)
def test_what_must_not_agree_has_another_dimension(left: str, right: str) -> None:
    assert not parse_unit(left).same_dimension(parse_unit(right))
    with pytest.raises(UnitError):
        convert(Fraction(1), parse_unit(left), parse_unit(right))


@pytest.mark.parametrize(
    ("value", "src", "dst", "expected"),
    [
        ("40", "lb", "kg", "18.1436948"),
        ("37", "°C", "°F", "98.6"),
        ("98.6", "°F", "Cel", "37"),
        ("-40", "°C", "°F", "-40"),
        ("310.15", "K", "°C", "37"),
        ("1", "mmHg", "Pa", "133.322"),
        ("1", "months", "days", "30.4375"),
        ("1", "year", "d", "365.25"),
        ("12", "months", "years", "1"),
        ("1", "kcal", "kJ", "4.184"),
        ("5", "mcg/kg/min", "mg/kg/h", "0.3"),
        ("1", "10^9/L", "10^3/uL", "1"),
        ("1", "%", "1", "0.01"),
        ("6", "ft", "cm", "182.88"),
    ],
)
def test_values_convert_exactly(value: str, src: str, dst: str, expected: str) -> None:
    assert convert(Fraction(value), parse_unit(src), parse_unit(dst)) == Fraction(expected)


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("MG", "mg"),
        ("Mg", "mg"),
        ("ML", "mL"),
        ("cc", "mL"),
        ("mg/DL", "mg/dL"),
        ("mmoll", "mmol"),
        ("MMHG", "mmHg"),
        ("C", "°C"),
        ("in", "inch"),
        ("gram/L", "g/L"),
        ("wekes", "weeks"),
        ("°C/h", "K"),
        ("u/kg", "unit/kg"),
    ],
)
def test_a_slip_is_refused_with_what_was_meant(typed: str, suggestion: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_unit(typed)
    assert suggestion in caught.value.suggestions
    for offered in caught.value.suggestions:
        parse_unit(offered)


@pytest.mark.parametrize("typed", ["keq .hr/IU", "keq ./ kg", "mgg .mgg"])
def test_what_a_suggestion_may_have_been_meant_as_is_not_asked(typed: str) -> None:
    """Two misspelt units that are near each other would ask each other without end."""
    with pytest.raises(UnitError, match=r"unknown unit|is missing"):
        parse_unit(typed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("mg/", "missing"),
        ("mg//L", "missing"),
        ("(mg", "not closed"),
        ("mg)", "bracket too many"),
        ("{}", "empty"),
        ("[in_i", "do not match"),
        ("m99", "power"),
        ("10*99", "power"),
        ("0", "number"),
        ("9" * 30, "number"),
        ("(" * 20 + "m" + ")" * 20, "nest"),
        ("m" * 81, "longer"),
        ("/".join(["m30"] * 1 + ["m-30"]), "power"),
        ("Cel2", "product"),
    ],
)
def test_a_broken_unit_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UnitError, match=words):
        parse_unit(text)


UNIT_LIKE = st.text(alphabet="mgLkulsdhEqIU[]{}().*/^-0123456789 µ²⁹×per°C%_'", max_size=30)


@given(st.text(max_size=100) | UNIT_LIKE)
def test_any_text_is_a_unit_or_a_unit_error(text: str) -> None:
    try:
        unit = parse_unit(text)
    except UnitError as fault:
        said = fault.message
    else:
        said = "read"
        assert unit.factor > 0
        assert parse_unit(unit.code) == unit
        assert parse_unit(spelling(unit)) == unit
        assert display(unit).isprintable()
    assert said
    assert said.isprintable()


ATOMS = "mg g kg ug mL L dL mmol umol mol meq min h d wk mo a m cm m2 unit [iU] 10*3 % mm[Hg] kcal {1.73_m2} K J"
ATOM = st.sampled_from([*ATOMS.split(" ")])


@st.composite
def units(draw: st.DrawFn) -> Unit:
    unit = ONE
    for text in draw(st.lists(ATOM, max_size=4)):
        unit = unit * parse_unit(text) if draw(st.booleans()) else unit / parse_unit(text)
    return unit


@given(units())
def test_code_and_spelling_read_back_as_the_same_unit(unit: Unit) -> None:
    assert parse_unit(unit.code) == unit
    assert parse_unit(spelling(unit)) == unit
    assert spelling(parse_unit(spelling(unit))) == spelling(unit)


@pytest.mark.parametrize("code", sorted(ATOM_TABLE))
def test_every_unit_of_the_table_is_spelt_as_it_is_read(code: str) -> None:
    for prefix, power in PREFIXES.items():
        kind = ATOM_TABLE[code].prefixes
        if kind == "all" or (kind == "small" and power <= 3):
            unit = parse_unit(prefix + code)
            assert parse_unit(spelling(unit)) == unit
            if prefix + code not in ATOM_TABLE:
                assert unit.factor == parse_unit(code).factor * Fraction(10) ** power
    assert parse_unit(spelling(parse_unit(code))) == parse_unit(code)
    assert parse_unit(parse_unit(code).code) == parse_unit(code)


def test_no_prefix_and_unit_spell_another_unit() -> None:
    prefixed = {p + code for code, atom in ATOM_TABLE.items() if atom.prefixes for p in PREFIXES}
    assert prefixed.isdisjoint({*ATOM_TABLE, *SPELLINGS})


@given(units(), units(), units())
def test_units_multiply_as_a_group(a: Unit, b: Unit, c: Unit) -> None:
    assert (a * b) * c == a * (b * c)
    assert a * b == b * a
    assert a / a == ONE
    assert (a / b) * b == a
    assert a.inverse() == ONE / a
    assert a**2 == a * a
    assert (a**2).root(2) == a


@given(st.fractions(), units(), st.integers(-6, 6), st.integers(-6, 6))
def test_conversions_compose_and_come_back(value: Fraction, unit: Unit, i: int, j: int) -> None:
    one, two = (parse_unit(f"10*{n}") if n else ONE for n in (i, j))
    b, c = unit * one, unit * two
    assert convert(convert(value, unit, b), b, c) == convert(value, unit, c)
    assert convert(convert(value, unit, c), c, unit) == value


@given(st.fractions())
def test_temperatures_come_back(value: Fraction) -> None:
    celsius, fahrenheit, kelvin = parse_unit("Cel"), parse_unit("[degF]"), parse_unit("K")
    there = convert(value, celsius, fahrenheit)
    assert convert(convert(there, fahrenheit, kelvin), kelvin, celsius) == value


@pytest.mark.parametrize(
    ("left", "right", "text"), [("mL/kg", "kg", "mL"), ("mg/kg", "kg", "mg"), ("mg/kg/d", "kg", "mg/day")]
)
def test_a_product_prints_what_is_left(left: str, right: str, text: str) -> None:
    assert (parse_unit(left) * parse_unit(right)).text == text


def test_a_quotient_prints_what_is_left() -> None:
    assert (parse_unit("mmol/L") / parse_unit("mmol/L/unit")).text == "unit"
    assert (parse_unit("ml/kg") / parse_unit("mL/kg")) == ONE


def test_an_affine_unit_does_not_multiply() -> None:
    builds: list[Callable[[Unit], Unit]] = [
        lambda unit: unit * ONE,
        lambda unit: ONE / unit,
        lambda unit: unit**2,
        lambda unit: unit.inverse(),
        lambda unit: unit.root(1),
    ]
    for build in builds:
        with pytest.raises(UnitError):
            build(parse_unit("°C"))
    with pytest.raises(UnitError):
        parse_unit("°C").ratio_to(parse_unit("K"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ug", "mcg"),
        ("umol/L", "mcmol/L"),
        ("10*9/L", "10^9/L"),
        ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ("kg/m2", "kg/m²"),
        ("Cel", "°C"),
        ("U", "units"),
        ("U/kg", "units/kg"),
        ("mmol/L/U", "mmol/L/unit"),
        ("[iU]/L", "international units/L"),
        ("mm[Hg]", "mmHg"),
        ("meq/L", "mEq/L"),
        ("mg/d", "mg/day"),
        ("wk", "weeks"),
        ("mg/(24.h)", "mg/24 h"),
        ("/min", "/min"),
        ("1", ""),
        ("mL·kg⁻¹", "mL/kg"),
        ("{puff}", "puffs"),
    ],
)
def test_units_are_shown_as_people_read_them(typed: str, shown: str) -> None:
    assert display(parse_unit(typed)) == shown


def test_one_of_a_unit_is_singular() -> None:
    assert display(parse_unit("wk"), Fraction(1)) == "week"
    assert display(parse_unit("U/kg"), Fraction(1)) == "unit/kg"
    assert display(parse_unit("wk"), Fraction(1, 2)) == "weeks"


def test_errors_and_units_survive_pickling() -> None:
    unit = parse_unit("mL/min/1.73 m²")
    assert pickle.loads(pickle.dumps(unit)).text == unit.text
    fault = pickle.loads(pickle.dumps(UnitError("sentence", ("mg",))))
    assert (fault.message, fault.suggestions) == ("sentence", ("mg",))
