"""The algebra of exact intervals agrees with asking each set whether it holds a number."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from milligram.prove.intervals import EVERYTHING, NOTHING, Interval, Intervals, above, below

_ENDS = st.one_of(st.none(), st.integers(-4, 4).map(lambda n: Fraction(n, 2)))
_SAMPLES = [Fraction(n, 4) for n in range(-12, 13)]


@st.composite
def intervals(draw: st.DrawFn) -> Intervals:
    found = NOTHING
    for _ in range(draw(st.integers(0, 3))):
        low, high = draw(_ENDS), draw(_ENDS)
        found = found | Intervals.between(
            low, high, low_included=draw(st.booleans()), high_included=draw(st.booleans())
        )
    return found


def _held(values: Intervals) -> set[Fraction]:
    return {value for value in _SAMPLES if values.holds(value)}


@given(intervals(), intervals())
def test_the_operations_are_those_of_sets(left: Intervals, right: Intervals) -> None:
    assert _held(left & right) == _held(left) & _held(right)
    assert _held(left | right) == _held(left) | _held(right)
    assert _held(left - right) == _held(left) - _held(right)
    assert _held(~left) == set(_SAMPLES) - _held(left)


@given(intervals(), intervals())
def test_equal_sets_are_equal_values(left: Intervals, right: Intervals) -> None:
    assert (left == right) == (not (left - right) and not (right - left))
    assert ~~left == left
    assert left | ~left == EVERYTHING
    assert left & ~left == NOTHING


@given(intervals())
def test_pieces_are_in_order_and_do_not_touch(values: Intervals) -> None:
    for piece, after in zip(values.pieces, values.pieces[1:], strict=False):
        assert piece.low < piece.high < after.low < after.high


def test_an_end_is_in_or_out_as_it_says() -> None:
    assert Intervals.between(20, 30) & Intervals.between(30, 60) == Intervals.points([Fraction(30)])
    assert not Intervals.between(20, 30, high_included=False) & Intervals.between(30, 60)
    assert not Intervals.between(30, 20)
    assert not Intervals.between(30, 30, low_included=False)


def test_points_and_widths() -> None:
    point = Interval(below(Fraction(3)), above(Fraction(3)))
    assert point.is_point
    assert point.width == 0
    assert EVERYTHING.pieces[0].width is None
    assert Intervals.between(1, 3, low_included=False).pieces[0].width == 2
