"""A computed number is hit exactly where the formula is linear or a quotient in the input that is solved for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from milligram.prove.intervals import Intervals
from milligram.prove.solving import solutions_near

POINTS = (Fraction(20), Fraction(100), Fraction(1500))
WITHIN = Intervals.between(Fraction(20), Fraction(1500))


@pytest.mark.parametrize(
    ("formula", "wanted", "solution"),
    [
        (lambda x: 3 * x + 7, Fraction(200), Fraction(193, 3)),
        (lambda x: 2 * x + 7, Fraction(200), Fraction("96.5")),
        (lambda x: 80 * 50 * Fraction("1.23") / x, Fraction(50), Fraction("98.4")),
        (lambda x: 5 * x / (x + 60), Fraction(4), Fraction(240)),
        (lambda x: 3 * x, Fraction(300), Fraction(100)),
    ],
)
def test_linear_formulas_and_quotients_are_solved(
    formula: Callable[[Fraction], Fraction], wanted: Fraction, solution: Fraction
) -> None:
    """A solution whose digits do not end cannot be said in a case, and is left out."""
    hits = [x for x in solutions_near(formula, WITHIN, POINTS, wanted) if formula(x) == wanted]
    assert set(hits) == {solution} - {Fraction(193, 3)}


def test_nothing_outside_the_bounds_is_offered() -> None:
    assert list(solutions_near(lambda x: 2 * x, WITHIN, POINTS, Fraction(10))) == []


def test_what_does_not_vary_or_has_no_value_is_given_up() -> None:
    assert list(solutions_near(lambda x: Fraction(1), WITHIN, POINTS, Fraction(1))) == []
    assert list(solutions_near(lambda x: None, WITHIN, POINTS, Fraction(1))) == []


def test_a_rounded_quotient_is_met() -> None:
    def rounded(x: Fraction) -> Fraction:
        return Fraction(round(80 * 50 * Fraction("1.23") / x))

    assert any(rounded(x) == 50 for x in solutions_near(rounded, WITHIN, POINTS, Fraction(50)))
