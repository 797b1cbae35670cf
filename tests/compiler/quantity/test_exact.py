"""Computable reals against Python's decimal module, and the laws that rounding and comparing keep."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from milligram.quantity import exact
from milligram.quantity.exact import (
    Number,
    Real,
    Undecided,
    Undefined,
    absolute,
    compare,
    divide,
    exp,
    floor,
    ln,
    log10,
    maximum,
    minimum,
    power,
    round_digits,
    round_to,
    sqrt,
)

F = Fraction
DIGITS = 60

POSITIVE = st.fractions(min_value=F(1, 10**6), max_value=10**6, max_denominator=10**6)
SMALL = st.fractions(min_value=-40, max_value=40, max_denominator=1000)


def _decimal(compute: Callable[[Callable[[Fraction], Decimal]], Decimal]) -> Fraction:
    """A value by the decimal module, to some 90 digits."""
    with localcontext() as context:
        context.prec = 100
        return Fraction(compute(lambda value: Decimal(value.numerator) / Decimal(value.denominator)))


def _encloses(found: Number, expected: Fraction) -> None:
    if isinstance(found, Fraction):
        assert abs(found - expected) <= F(1, 10**DIGITS) * max(F(1), abs(expected))
        return
    low, high = found.enclose(DIGITS)
    # the decimal's own last digits are not to be trusted
    slack = F(1, 10**85) * max(F(1), abs(expected))
    assert low - slack <= expected <= high + slack
    assert high - low <= F(1, 10**DIGITS)


@given(POSITIVE)
def test_ln_sqrt_and_log10_enclose_the_true_value(value: Fraction) -> None:
    _encloses(ln(value), _decimal(lambda d: d(value).ln()))
    _encloses(sqrt(value), _decimal(lambda d: d(value).sqrt()))
    _encloses(log10(value), _decimal(lambda d: d(value).log10()))


@given(SMALL)
def test_exp_encloses_the_true_value(value: Fraction) -> None:
    _encloses(exp(value), _decimal(lambda d: d(value).exp()))


@given(POSITIVE, st.fractions(min_value=-3, max_value=3, max_denominator=1000))
def test_power_encloses_the_true_value(base: Fraction, exponent: Fraction) -> None:
    _encloses(power(base, exponent), _decimal(lambda d: d(base) ** d(exponent)))


@given(POSITIVE, POSITIVE)
def test_arithmetic_of_reals_encloses_the_true_value(a: Fraction, b: Fraction) -> None:
    x, y = ln(a + 1), sqrt(b)
    _encloses(x + y, _decimal(lambda d: d(a + 1).ln() + d(b).sqrt()))
    _encloses(x - y, _decimal(lambda d: d(a + 1).ln() - d(b).sqrt()))
    _encloses(x * y, _decimal(lambda d: d(a + 1).ln() * d(b).sqrt()))
    _encloses(divide(x, y), _decimal(lambda d: d(a + 1).ln() / d(b).sqrt()))
    _encloses(divide(y, x), _decimal(lambda d: d(b).sqrt() / d(a + 1).ln()))
    _encloses(sqrt(ln(a + 2)), _decimal(lambda d: d(a + 2).ln().sqrt()))
    _encloses(exp(-y / 100), _decimal(lambda d: (-d(b).sqrt() / 100).exp()))
    _encloses(power(ln(a + 2), F(7, 10)), _decimal(lambda d: d(a + 2).ln() ** Decimal("0.7")))


@pytest.mark.parametrize(
    "value", [F(1, 10**30), F(10**30 + 1), F(10**40), F(2, 3), F(4, 3), F(1, 2), F(10**15 + 1, 10**15)]
)
def test_very_large_very_small_and_nearly_one(value: Fraction) -> None:
    _encloses(ln(value), _decimal(lambda d: d(value).ln()))
    _encloses(power(value, F(-1209, 1000)) * power(value, F(1, 1)), _decimal(lambda d: d(value) ** Decimal("-0.209")))


def test_exp_of_large_numbers_of_both_signs() -> None:
    _encloses(exp(F(-500)), _decimal(lambda d: Decimal(-500).exp()))
    _encloses(divide(exp(F(500)), F(10**217)), _decimal(lambda d: Decimal(500).exp() / Decimal(10) ** 217))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (sqrt(F(4)), F(2)),
        (sqrt(F(9, 16)), F(3, 4)),
        (sqrt(F(0)), F(0)),
        (power(F(8), F(2, 3)), F(4)),
        (power(F(8, 27), F(-2, 3)), F(9, 4)),
        (power(F(-2), F(3)), F(-8)),
        (power(F(0), F(0)), F(1)),
        (power(F(7), F(0)), F(1)),
        (ln(F(1)), F(0)),
        (exp(F(0)), F(1)),
        (log10(F(1000)), F(3)),
        (log10(F(1, 100)), F(-2)),
        (log10(F(1)), F(0)),
        (log10(sqrt(F(10))), F(1, 2)),
        (sqrt(F(2)) * sqrt(F(8)), F(4)),
        (sqrt(F(2)) * sqrt(F(3)) * sqrt(F(6)), F(6)),
        (power(sqrt(F(2)), F(4)), F(4)),
        (power(ln(F(3)), F(2)) - ln(F(3)) * ln(F(3)), F(0)),
        (divide(sqrt(F(8)), sqrt(F(2))), F(2)),
        (exp(ln(F(5))), F(5)),
        (ln(exp(F(5, 3))), F(5, 3)),
        (exp(2 * ln(F(3))), F(9)),
        (exp(F(2)) * exp(F(-2)), F(1)),
        (sqrt(F(2)) - sqrt(F(2)), F(0)),
        (3 * ln(F(2)) - ln(F(2)) * 3, F(0)),
        (sqrt(F(2)) * 0, F(0)),
        (divide(ln(F(7)), ln(F(7))), F(1)),
    ],
)
def test_a_rational_result_is_exactly_that(found: Number, expected: Fraction) -> None:
    assert found == expected


def test_equal_roots_written_differently_compare_equal() -> None:
    assert compare(2 * sqrt(F(2)), sqrt(F(8))) == 0
    assert compare(-2 * sqrt(F(2)), -sqrt(F(8))) == 0
    assert compare(sqrt(F(8)), 3 * sqrt(F(2))) == -1
    assert compare(-sqrt(F(8)), -3 * sqrt(F(2))) == 1


@pytest.mark.parametrize(
    "compute",
    [
        lambda: sqrt(F(-1)),
        lambda: sqrt(-sqrt(F(2))),
        lambda: ln(F(0)),
        lambda: ln(F(-1)),
        lambda: log10(F(0)),
        lambda: ln(ln(F(1, 2))),
        lambda: divide(F(1), F(0)),
        lambda: divide(sqrt(F(2)), F(0)),
        lambda: divide(F(1), sqrt(F(2)) - sqrt(F(2))),
        lambda: power(F(0), F(-1)),
        lambda: power(F(-8), F(1, 3)),
        lambda: power(F(-8), sqrt(F(2))),
        lambda: round_to(F(1), F(0)),
        lambda: round_to(F(1), F(-1)),
    ],
)
def test_what_has_no_value_is_undefined(compute: Callable[[], Number]) -> None:
    with pytest.raises(Undefined):
        compute()


def test_what_two_thousand_digits_do_not_tell_is_undecided() -> None:
    with pytest.raises(Undecided):
        compare(ln(F(2)) + ln(F(3)), ln(F(6)))
    with pytest.raises(Undecided):
        round_to(ln(F(2)) + ln(F(3)) - ln(F(6)), F(1), "down")


@pytest.mark.parametrize("compute", [lambda: exp(F(10**9)), lambda: power(F(10**9), F(10**9)), lambda: exp(exp(F(50)))])
def test_a_number_too_large_is_refused_at_once(compute: Callable[[], Number]) -> None:
    with pytest.raises(Undecided):
        compute()


@pytest.mark.parametrize(
    ("value", "step", "nearest", "up", "down"),
    [
        ("2.5", "1", "3", "3", "2"),
        ("-2.5", "1", "-3", "-2", "-3"),
        ("0.5", "1", "1", "1", "0"),
        ("-0.5", "1", "-1", "0", "-1"),
        ("2.4", "1", "2", "3", "2"),
        ("125", "50", "150", "150", "100"),
        ("0.25", "0.1", "0.3", "0.3", "0.2"),
        ("150", "50", "150", "150", "150"),
    ],
)
def test_halves_round_away_from_zero(value: str, step: str, nearest: str, up: str, down: str) -> None:
    rational, by = F(value), F(step)
    assert round_to(rational, by) == F(nearest)
    assert round_to(rational, by, "up") == F(up)
    assert round_to(rational, by, "down") == F(down)


@given(st.fractions(), st.fractions(min_value=F(1, 1000), max_value=1000))
def test_rounding_moves_by_at_most_half_a_step_and_is_odd(value: Fraction, step: Fraction) -> None:
    rounded = round_to(value, step)
    assert abs(rounded - value) <= step / 2
    assert (rounded / step).denominator == 1
    assert round_to(-value, step) == -rounded
    assert round_to(value, step, "down") <= value <= round_to(value, step, "up")
    assert round_to(-value, step, "up") == -round_to(value, step, "down")
    assert round_to(rounded, step) == rounded


@given(POSITIVE, st.sampled_from([F(1), F(1, 10), F(1, 1000), F(50)]))
def test_a_real_rounds_as_its_decimal_does(value: Fraction, step: Fraction) -> None:
    expected = _decimal(lambda d: d(value).ln())
    if value != 1:
        assert round_to(ln(value), step) == round_to(expected, step)
        assert round_to(ln(value), step, "up") == round_to(expected, step, "up")
        assert floor(ln(value)) == expected.__floor__()


def test_significant_digits() -> None:
    assert round_digits(1000 * sqrt(F(2)), 5) == F("1414.2")
    assert round_digits(-sqrt(F(2)), 3) == F("-1.41")
    assert round_digits(F(999_999), 3) == 1_000_000
    assert round_digits(F(0), 3) == 0


@st.composite
def reals(draw: st.DrawFn) -> Number:
    value = draw(POSITIVE)
    made = [sqrt(value), ln(value), log10(value), power(value, F(3, 7)), -sqrt(value), value]
    return draw(st.sampled_from(made))


@given(reals(), reals(), reals())
@settings(deadline=None)
def test_comparing_is_antisymmetric_and_transitive(a: Number, b: Number, c: Number) -> None:
    assert compare(a, b) == -compare(b, a)
    assert compare(a, a) == 0
    if compare(a, b) <= 0 and compare(b, c) <= 0:
        assert compare(a, c) <= 0
    assert compare(minimum(a, b, c), maximum(a, b, c)) <= 0
    assert compare(absolute(a), a) >= 0


@given(POSITIVE, POSITIVE)
def test_comparing_real_with_rational_agrees_with_the_decimal(a: Fraction, b: Fraction) -> None:
    root = _decimal(lambda d: d(a).sqrt())
    if a != b * b:
        assert compare(sqrt(a), b) == (root > b) - (root < b)


def test_enclosures_narrow_within_each_other() -> None:
    value = ln(F(3)) * sqrt(F(5))
    assert isinstance(value, Real)
    for digits in (5, 20, 80, 300):
        low, high = value.enclose(digits)
        finer_low, finer_high = value.enclose(2 * digits)
        assert low <= finer_low <= finer_high <= high or (finer_low <= high and low <= finer_high)
        assert high - low <= F(1, 10**digits)


def test_the_file_stands_alone(tmp_path: Path) -> None:
    """Its text, copied away from the package, runs without it."""
    copy = tmp_path / "alone.py"
    copy.write_text(
        Path(exact.__file__).read_text("utf-8") + "\nprint(round_to(sqrt(Fraction(2)), Fraction(1, 100)))\n"
    )
    run = subprocess.run([sys.executable, "-I", str(copy)], capture_output=True, text=True, check=True)
    assert run.stdout == "141/100\n"


@pytest.mark.parametrize("power", [0, 1, 2, 15, 308, 4299, 4300, 6000])
def test_the_first_digit_of_a_number_is_placed_without_writing_it(power: int) -> None:
    """Python writes no integer of more than 4300 digits."""
    size = Fraction(10**power)
    assert [exact.leading_power(each) for each in (size, size * 10 - 1, 1 / size)] == [power, power, -power]
    assert exact.log10(size) == power
