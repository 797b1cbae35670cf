"""Numbers as written: their values, the intervals of their digits, and their text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from milligram.quantity import (
    LiteralError,
    Number,
    Undecided,
    check_length,
    decimal_text,
    exact,
    number_of,
    parse_literal,
    plain,
)


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("480", "480", "475", "485"),
        ("0.70", "0.7", "0.695", "0.705"),
        ("0.7", "0.7", "0.65", "0.75"),
        ("1500", "1500", "1450", "1550"),
        ("12", "12", "11.5", "12.5"),
        ("0", "0", "-0.5", "0.5"),
        ("0.0", "0", "-0.05", "0.05"),
        ("10.0", "10", "9.95", "10.05"),
        ("-0.18", "-0.18", "-0.185", "-0.175"),
        ("-480", "-480", "-485", "-475"),
        ("1e3", "1000", "500", "1500"),
        ("1.50e2", "150", "149.5", "150.5"),
        ("2e-3", "0.002", "0.0015", "0.0025"),
    ],
)
def test_the_interval_is_half_a_unit_of_the_last_digit(text: str, value: str, low: str, high: str) -> None:
    literal = parse_literal(text)
    assert (literal.text, literal.value) == (text, Fraction(value))
    assert (literal.low, literal.high) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,500", 'write "1.500" or "1500"'),
        ("1,234,567", 'write "1234567"'),
        ("1 500", 'write "1500"'),
        ("0,5", 'write "0.5"'),
        (".5", 'write "0.5"'),
        ("5.", 'write "5"'),
        ("+5", 'write "5"'),
        ("1e31", "exponent"),
        ("1e99999999999999999999", "exponent"),
        ("1" * 41, "41 characters"),
        ("", "missing"),
        ("١٢", "not a number"),
        ("nan", "not a number"),
        ("1_000", "groups"),
        ("12\n", "not a number"),
    ],
)
def test_what_is_no_number_is_refused_with_the_repair(text: str, words: str) -> None:
    with pytest.raises(LiteralError, match=words):
        parse_literal(text)


@given(st.text(max_size=60) | st.from_regex(r"[-+]?[0-9., eE+-]{0,45}"))
def test_any_text_is_a_literal_or_a_literal_error(text: str) -> None:
    try:
        literal = parse_literal(text)
    except LiteralError as fault:
        said = fault.message
    else:
        said = "read"
        assert literal.low <= literal.value <= literal.high
    assert said
    assert said.isprintable()


def test_a_float_means_the_decimal_it_prints() -> None:
    assert number_of(0.1) == Fraction(1, 10)
    assert number_of(1e-7) == Fraction(1, 10**7)
    assert number_of(1e22) == 10**22


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_number_text_and_decimal_mean_the_same(value: Decimal) -> None:
    assert number_of(value) == number_of(f"{value:f}") == Fraction(value)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_float_is_exactly_its_shortest_decimal(value: float) -> None:
    assert number_of(value) == Fraction(Decimal(repr(value)))


@pytest.mark.parametrize("value", [True, False, float("nan"), float("inf"), Decimal("NaN"), "NaN", 10**500, "1e400"])
def test_what_is_no_number_is_no_value(value: bool | float | Decimal | str) -> None:
    with pytest.raises(LiteralError):
        number_of(value)


def test_a_decimal_with_a_hostile_exponent_is_refused_before_it_grows() -> None:
    with pytest.raises(LiteralError):
        number_of(Decimal("1e999999"))


@pytest.mark.parametrize(
    ("value", "text", "exact"),
    [
        (Fraction(1, 8), "0.125", True),
        (Fraction(12), "12", True),
        (Fraction(-7, 10), "-0.7", True),
        (Fraction(0), "0", True),
        (Fraction(1, 3), "0.333333", False),
        (Fraction(-2, 3), "-0.666667", False),
        (Fraction(20000005, 3), "6666670", False),
        (Fraction(1, 3 * 10**9), "0.000000000333333", False),
        (Fraction(999999999, 1000000007), "1", False),
        (Fraction(1, 10**20), "0.00000000000000000001", True),
        (Fraction(32) * 10**5999, "3.2e6000", True),
        (Fraction(-(10**6000), 3), "-3.33333e5999", False),
        (Fraction(1, 10**6000), "1e-6000", True),
        (Fraction(9999999) * 10**5999, "1e6006", False),
    ],
)
def test_a_value_prints_whole_or_says_that_it_is_rounded(value: Fraction, text: str, exact: bool) -> None:
    assert decimal_text(value) == (text, exact)
    assert plain(value) == (text if exact else f"about {text}")


def test_halves_of_the_last_digit_print_away_from_zero() -> None:
    assert decimal_text(Fraction("0.12345650000000001"), 6) == ("0.123457", False)
    assert decimal_text(Fraction("-0.1234565000000000"), 6)[0] == "-0.1234565"
    assert decimal_text(Fraction(1, 10**16) + Fraction("1.5"), 1) == ("2", False)


@given(st.fractions())
@example(Fraction(10**40 + 1, 3))
def test_printed_text_reads_back_within_its_digits(value: Fraction) -> None:
    text, exact = decimal_text(value)
    read = Fraction(text)
    assert (read == value) == exact
    assert abs(read - value) <= abs(value) * Fraction(1, 10**5)


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (Fraction(10**4000 - 1), True),
        (Fraction(-(10**4000)), False),
        (Fraction(1, 10**4000), True),
        (Fraction(1, 10**4001), False),
        (Fraction(10**4000 - 1, 7), True),
        (Fraction(1, 7 * 10**4000), False),
        (Fraction(1, 2**4000), True),
        (Fraction(1, 2**4001), False),
        (exact.sqrt(Fraction(2)), True),
        (exact.exp(Fraction(9000)), True),
        (exact.exp(Fraction(9900)), False),
        (-exact.exp(Fraction(9900)), False),
        (exact.power(Fraction(10), Fraction(9000)), False),
    ],
)
def test_a_number_of_more_than_4000_digits_is_not_written(value: Number, fits: bool) -> None:
    if fits:
        check_length(value)
    else:
        with pytest.raises(Undecided):
            check_length(value)
