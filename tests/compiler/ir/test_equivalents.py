"""A limit printed in another unit decides as the module does."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from milligram.ir.equivalents import Limit, comparison, measure_of, rounded, within
from milligram.quantity import Measure, parse_unit

SIGNS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "under": operator.lt,
    "at_most": operator.le,
    "over": operator.gt,
    "at_least": operator.ge,
}


def reads(limit: Limit, value: Fraction) -> bool:
    """What somebody who reads the card decides about a value."""
    return SIGNS[limit.sign](value, Fraction(limit.number))


def decides(limit: Fraction, upper: bool, included: bool, value: Fraction) -> bool:
    """What the module decides."""
    if value == limit:
        return included
    return (value < limit) is upper


@pytest.mark.parametrize(
    ("limit", "stated", "upper", "included", "printed"),
    [
        ("1.70135", "1.7", True, False, "at most 1.7"),
        ("1.4", "1.4", True, False, "under 1.4"),
        ("1.4", "1.3", True, False, "under 1.4"),
        ("1.6984", "1.7", True, False, "under 1.7"),
        ("19.6098", "19.6", False, False, "over 19.6"),
        ("19.5902", "19.6", False, False, "at least 19.6"),
        ("1.70135", "1.8", True, False, "under 1.70135"),
        ("20", "20.0", False, True, "at least 20.0"),
        ("483.648", "480", True, True, "at most 483.648"),
    ],
)
def test_the_words_that_decide_alike(limit: str, stated: str, upper: bool, included: bool, printed: str) -> None:
    """1.7 mg/dL is under 0.70 mmol/L (1.70135 mg/dL), so that the card says "at most 1.7", never "under 1.7"."""
    said = comparison(Fraction(limit), stated, upper=upper, included=included)
    assert f"{said.sign} {said.number}".replace("_", " ") == printed


@given(
    st.fractions(min_value=0, max_value=1000, max_denominator=10**6),
    st.integers(0, 3),
    st.integers(-3, 3),
    st.booleans(),
    st.booleans(),
)
def test_a_printed_limit_never_decides_otherwise(
    limit: Fraction, decimals: int, off: int, upper: bool, included: bool
) -> None:
    """For every value of the printed resolution near the limit, the card and the module agree."""
    step = Fraction(1, 10**decimals)
    stated = max(Fraction(0), (limit / step).__floor__() * step + off * step)
    printed = comparison(limit, f"{float(stated):.{decimals}f}", upper=upper, included=included)
    _, _, places = printed.number.partition(".")
    fine = Fraction(1, 10 ** len(places))
    near = (limit / fine).__floor__() * fine
    for at in range(-3, 5):
        value = near + at * fine
        assert reads(printed, value) is decides(limit, upper, included, value)


def test_an_endless_decimal_stands_on_its_inner_side() -> None:
    """A limit of one third has no last digit: the card prints the last value of six digits that is still under it."""
    assert comparison(Fraction(1, 3), "5", upper=True, included=False) == Limit("at_most", "0.333333")
    assert comparison(Fraction(1, 3), "5", upper=False, included=False) == Limit("at_least", "0.333334")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("483.648", ("484", False)),
        ("291.66", ("292", False)),
        ("484", ("484", True)),
        ("12.5", ("12.5", True)),
        ("0.69944", ("0.699", False)),
        ("0", ("0", True)),
    ],
)
def test_a_rounded_amount_says_so(value: str, printed: tuple[str, bool]) -> None:
    """Only an amount that is exact as printed stands without "about"."""
    assert rounded(Fraction(value)) == printed


@settings(deadline=None)
@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**7, max_denominator=10**6))
def test_a_maximum_is_never_rounded_up(limit: Fraction) -> None:
    """What is printed of a maximum lets in what the maximum lets in, at the digits that are printed, and no more."""
    said = within(limit)
    assert said.sign == "at_most"
    printed = Fraction(said.number)
    assert printed <= limit
    assert limit - printed < limit / 100


def test_units_as_written() -> None:
    """A unit with its substance and its time is read as one measure."""
    assert measure_of("mg of magnesium_oxide per day", None) == Measure(parse_unit("mg/d"), "magnesium_oxide")
    assert measure_of("mg/dL", "urea") == Measure(parse_unit("mg/dL"), "urea")
    assert measure_of("no unit at all", None) is None
