"""Molar masses from formulas, and what a salt delivers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.quantity import ATOMIC_WEIGHTS, FormulaError, Substance, Substances, molar_mass

PUBLISHED = [
    # PubChem's molecular weights, to the digits given there
    ("C6H12O6", "180.16"),
    ("C4H7N3O", "113.12"),
    ("CO(NH2)2", "60.056"),
    ("NaCl", "58.44"),
    ("KCl", "74.55"),
    ("CaCO3", "100.09"),
    ("C27H46O", "386.7"),
    ("C8H9NO2", "151.16"),
    ("FeSO4.7H2O", "278.02"),
    ("MgSO4·7H2O", "246.48"),
    ("Li2CO3", "73.9"),
    ("MgCl2·6H2O", "203.30"),
]


@pytest.mark.parametrize(("formula", "published"), PUBLISHED)
def test_molar_masses_are_the_published_ones(formula: str, published: str) -> None:
    """Within two units of the last published digit: the weights were revised since some were computed."""
    places = len(published.partition(".")[2])
    assert abs(molar_mass(formula) - Fraction(published)) <= Fraction(2, 10**places)


def test_molar_masses_are_exact_sums() -> None:
    assert molar_mass("MgO") == Fraction("40.304")
    assert molar_mass("Mg(C2H4NO2)2") == Fraction("24.305") + 4 * Fraction("12.011") + 8 * Fraction("1.008") + (
        2 * Fraction("14.007") + 4 * Fraction("15.999")
    )
    assert molar_mass("K3[Fe(CN)6]") == 3 * Fraction("39.098") + Fraction("55.845") + 6 * Fraction("26.018")
    assert molar_mass("MgCl₂") == molar_mass("MgCl2")
    assert molar_mass("CaSO4·0.5H2O".replace("0.5", "")) == molar_mass("CaSO4.H2O")


def test_all_84_elements_with_a_standard_weight_are_there() -> None:
    assert len(ATOMIC_WEIGHTS) == 84
    assert {"Tc", "Pm", "Ra"}.isdisjoint(ATOMIC_WEIGHTS)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("Mg2+", "charge is declared apart"),
        ("Ca²⁺", "charge is declared apart"),
        ("Mg++", "charge is declared apart"),
        ("Cl-", "charge is declared apart"),
        ("Xx2", '"Xx"'),
        ("mgO", '"m"'),
        ("Tc", "no standard atomic weight"),
        ("", "empty"),
        ("Mg(", "not closed"),
        ("Mg)", "do not match"),
        ("[Fe)", "do not match"),
        ("()", "empty"),
        ("Mg0", "count"),
        ("Mg9999999", "count"),
        ("MgSO4.", "missing"),
        ("(" * 20 + "H" + ")" * 20, "nest"),
        ("H" * 121, "longer"),
        ("Mg O", "cannot stand"),
    ],
)
def test_a_formula_that_cannot_be_read_says_why(formula: str, words: str) -> None:
    with pytest.raises(FormulaError, match=words):
        molar_mass(formula)


@given(st.text(max_size=130) | st.text(alphabet="MgOHCNa()[]0123456789.·+-² ", max_size=40))
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    try:
        mass = molar_mass(text)
    except FormulaError:
        return
    assert mass > 0


BOOK = Substances(
    [
        Substance(name="nitrogen", formula="N", molar_mass=molar_mass("N")),
        Substance(name="urea", formula="CO(NH2)2", molar_mass=molar_mass("CO(NH2)2"), gives=((2, "nitrogen"),)),
        Substance(name="compound", gives=((3, "urea"), (1, "nitrogen"))),
        Substance(name="left", gives=((1, "right"),)),
        Substance(name="right", gives=((1, "left"),)),
    ]
)


def test_a_salt_delivers_through_what_it_gives() -> None:
    assert BOOK.delivers("compound") == {"compound", "urea", "nitrogen"}
    assert BOOK.delivers("nitrogen") == {"nitrogen"}
    assert BOOK.delivers("undeclared") == {"undeclared"}
    assert BOOK.moles_of("nitrogen", "compound") == 7
    assert BOOK.moles_of("compound", "nitrogen") is None
    assert BOOK.related("nitrogen") == ("urea", "compound")


def test_a_circle_of_salts_ends() -> None:
    assert BOOK.delivers("left") == {"left", "right"}
