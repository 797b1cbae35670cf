"""A typical value is in the set, round, and near the middle where there is one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.prove.domains import Numbers, Sets, Words
from milligram.prove.intervals import Intervals
from milligram.prove.typical import typical


@pytest.mark.parametrize(
    ("low", "high", "step", "wanted"),
    [
        (20, 30, None, Fraction(25)),
        (60, 250, None, Fraction(150)),
        (Fraction("0.1"), Fraction("0.7"), None, Fraction("0.4")),
        (Fraction("0.69"), Fraction("0.70"), None, Fraction("0.695")),
        (0, 120, Fraction(1), Fraction(50)),
        (65, 69, Fraction(1), Fraction(67)),
        (3, 3, Fraction(1), Fraction(3)),
        (0, 10**30, Fraction(1), None),
        (0, None, None, Fraction("0.5")),
        (None, None, None, Fraction(0)),
    ],
)
def test_round_numbers_from_the_middle(
    low: Fraction | None, high: Fraction | None, step: Fraction | None, wanted: Fraction | None
) -> None:
    value = typical(Numbers(within=Intervals(), step=step).replaced(Intervals.between(low, high)))
    assert isinstance(value, Fraction)
    assert wanted is None or value == wanted


@pytest.mark.parametrize(
    ("low", "high", "step", "plausible", "wanted"),
    [
        (60, 250, None, (0, 250), Fraction(90)),
        (0, 20, None, (0, 250), Fraction(10)),
        (20, 30, None, (0, 250), Fraction(25)),
        (18, 120, Fraction(1), (0, 120), Fraction(50)),
        (65, 120, Fraction(1), (0, 120), Fraction(75)),
        (0, 17, Fraction(1), (0, 120), Fraction(10)),
        (150, 300, None, (40, 300), Fraction(180)),
        (40, 300, None, (40, 300), Fraction(130)),
        (55, 300, None, (0, 300), Fraction(100)),
        (25, 45, None, (25, 45), Fraction(35)),
        (Fraction("0.7"), 6, None, (Fraction("0.1"), 6), Fraction("1.5")),
        (60, None, None, (0, None), Fraction(90)),
    ],
)
def test_up_to_what_is_plausible_a_value_near_its_threshold(
    low: Fraction,
    high: Fraction | None,
    step: Fraction | None,
    plausible: tuple[Fraction, Fraction | None],
    wanted: Fraction,
) -> None:
    numbers = Numbers(within=Intervals(), step=step)
    part, whole = (numbers.replaced(Intervals.between(*each)) for each in ((low, high), plausible))
    assert typical(part, whole) == wanted


@given(
    st.fractions(-1000, 1000),
    st.fractions(0, 1000),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, 1, 5]),
    st.booleans(),
)
def test_it_is_in_the_set(
    low: Fraction, width: Fraction, first: bool, last: bool, step: int | None, below_maximum: bool
) -> None:
    within = Intervals.between(low, low + width, low_included=first, high_included=last)
    domain = Numbers(within=within, step=None if step is None else Fraction(step)).replaced(within)
    plausible = Numbers(within=Intervals.between(low, low + width), step=domain.step)
    value = typical(domain, plausible if below_maximum else None)
    if not domain:
        assert value is None
    else:
        assert isinstance(value, Fraction)
        assert within.holds(value)
        assert step is None or value % step == 0


def test_words_and_sets() -> None:
    assert typical(Words(words=frozenset({"b", "a"}))) == "a"
    assert typical(Words(words=frozenset())) is None
    assert typical(Sets(sets=frozenset({frozenset(), frozenset({"a"}), frozenset({"a", "b"})}))) == {"a"}
    assert typical(Sets(sets=frozenset({frozenset[str]()}))) == frozenset()
