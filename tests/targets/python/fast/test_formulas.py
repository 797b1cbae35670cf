"""Floats stand in for exact numbers only with a bound on what they are off; whole steps are exact."""

from __future__ import annotations

import random
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from milligram_targets.python.fast import formulas
from milligram_targets.python.fast.bands import between, shifted
from milligram_targets.python.fast.formulas import Figure

Known = dict[str, tuple[object, Fraction]]
"""Variables: what a caller gives, and what it says exactly."""


def _variable(chance: random.Random, known: Known) -> tuple[Figure, Fraction]:
    name = f"x{len(known)}"
    low = Fraction(chance.choice((0, 1, 10, -20)))
    high = low + chance.choice((1, 50, 3000))
    if chance.random() < 0.3:
        whole = chance.randint(int(low), int(high))
        known[name] = whole, Fraction(whole)
        return Figure(text=name, low=low, high=high, needs=(name,), step=Fraction(1)), Fraction(whole)
    given = chance.choice((float(low), float(high), chance.uniform(float(low), float(high)), 5e-324 + float(low)))
    exact = Fraction(repr(given))
    if chance.random() < 0.3:  # a decimal of more digits than a float has, which the float is nearest to
        exact += (exact * Fraction(1, 2**55)) * chance.choice((-1, 1))
        exact = min(max(exact, low), high)
        given = float(exact)
    known[name] = given, exact
    return formulas.measured(name, low, high), exact


def _formula(chance: random.Random, known: Known, depth: int) -> tuple[Figure, Fraction] | None:
    """A figure and its exact value; None where it may have none."""
    if depth == 0 or chance.random() < 0.15:
        if chance.random() < 0.3:
            value = Fraction(chance.choice((72, 3, -7, 1)), chance.choice((1, 10, 7, 20)))
            return formulas.constant(value), value
        return _variable(chance, known)
    left, right = _formula(chance, known, depth - 1), _formula(chance, known, depth - 1)
    if left is None or right is None:
        return None
    (one, a), (other, b) = left, right
    match chance.choice(("+", "-", "*", "/", "^", "min", "max", "abs")):
        case "+":
            return formulas.added(one, other), a + b
        case "-":
            return formulas.added(one, other, sign=-1), a - b
        case "*":
            return formulas.multiplied(one, other), a * b
        case "/":
            quotient = formulas.divided(one, other)
            return None if quotient is None else (quotient, a / b)
        case "^":
            return formulas.whole_power(one, 3), a**3
        case "abs":
            size = formulas.of_function("abs", [one])
            return None if size is None else (size, abs(a))
        case name:
            extreme = formulas.of_function(name, [one, other])
            return None if extreme is None else (extreme, min(a, b) if name == "min" else max(a, b))


def test_no_float_is_further_off_than_its_bound_and_steps_are_exact() -> None:
    """12,000 formulas at random, on decimals, on what no float stands for, and on numbers next to nothing."""
    chance = random.Random(4)
    floats = steps = 0
    for _ in range(12_000):
        known: Known = {}
        made = _formula(chance, known, 3)
        if made is None or not formulas.is_manageable(made[0]):
            continue
        figure, exact = made
        found = eval(
            figure.text, {"min": min, "max": max, "abs": abs}, {name: each for name, (each, _) in known.items()}
        )
        assert figure.low <= exact <= figure.high, figure
        if figure.step is not None:
            steps += 1
            assert found * figure.step == exact, figure
        else:
            floats += 1
            assert abs(Fraction(found) - exact) <= figure.error, (figure, known)
    assert floats > 3_000
    assert steps > 500


X = formulas.measured("x", Fraction(0), Fraction(120))
NEXT = formulas.added(X, formulas.constant(Fraction(1)))
POWERS = {
    "0.15 ^ (x / 11)": (
        formulas.constant(Fraction("0.15")),
        formulas.multiplied(X, formulas.constant(Fraction(1, 11))),
    ),
    "0.993 ^ x": (formulas.constant(Fraction("0.993")), X),
    "(x + 1) ^ -1.154": (NEXT, formulas.constant(Fraction("-1.154"))),
    "(x + 1) ^ 0.5": (NEXT, formulas.constant(Fraction("0.5"))),
}


def _decimal_power(name: str, x: Decimal) -> Decimal:
    match name:
        case "0.15 ^ (x / 11)":
            return Decimal("0.15") ** (x / 11)
        case "0.993 ^ x":
            return Decimal("0.993") ** x
        case "(x + 1) ^ -1.154":
            return (x + 1) ** Decimal("-1.154")
        case _:
            return (x + 1) ** Decimal("0.5")


@pytest.mark.parametrize("name", POWERS)
def test_powers_are_held_to_their_bound_by_60_digits(name: str) -> None:
    chance = random.Random(5)
    found = formulas.raised(*POWERS[name])
    assert found is not None
    assert found.real
    for _ in range(300):
        x = round(chance.uniform(0, 120), chance.choice((0, 1, 15)))
        with localcontext() as context:
            context.prec = 60
            exact = Fraction(_decimal_power(name, Decimal(repr(x))))
        assert abs(Fraction(eval(found.text, {"x": x})) - exact) <= found.error


def test_a_divisor_that_may_be_zero_is_left_alone() -> None:
    figure = formulas.measured("x", Fraction(0), Fraction(10))
    assert formulas.divided(formulas.constant(Fraction(1)), figure) is None
    assert formulas.raised(figure, formulas.constant(Fraction(1, 2))) is None


def test_a_band_on_a_float_leaves_a_gap_on_both_sides_of_its_limit() -> None:
    """Who is nearer to the limit than the bound is neither within nor outside."""
    error = Fraction(1, 10**9)
    within, outside = shifted("x", error, (Fraction(30), True), None)
    for x, expected in ((30 + 2e-9, "within"), (30 - 2e-9, "outside"), (30.0, ""), (30 + 5e-10, ""), (30 - 5e-10, "")):
        told = ("within" if eval(within) else "") + ("outside" if eval(outside) else "")
        assert told == expected, x
    assert not eval(within, {"x": float("nan")})
    assert not eval(outside, {"x": float("nan")})
    assert between("x", (Fraction(1, 3), True), (Fraction(2), False)) == "Fraction(1, 3) <= x < 2"


def test_steps_of_points_are_those_of_which_all_are_multiples() -> None:
    assert formulas.common([Fraction(1, 2), Fraction(3), Fraction(3, 4)]) == Fraction(1, 4)
    both = formulas.added(formulas.constant(Fraction(1, 2)), formulas.constant(Fraction(3, 4)))
    assert both.step is not None
    assert eval(both.text) * both.step == Fraction(5, 4)


def test_what_is_too_large_or_too_long_is_left_alone() -> None:
    assert not formulas.is_manageable(formulas.constant(Fraction(10**13)))
    assert not formulas.is_manageable(Figure(text="x" * 1000, low=Fraction(0), high=Fraction(1)))
