"""Dates: months by the calendar, all else exact, and a ladder never announced before the run itself would move."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.interpret.days import Clock, months_after, moved
from milligram.quantity import parse_unit

MONTH = parse_unit("mo").ratio_to(parse_unit("d"))
ANY_DAY = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(9999, 12, 1), 1, None),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, expected: date | None
) -> None:
    assert months_after(day, months) == expected


@given(ANY_DAY, st.integers(1, 240))
def test_a_day_so_many_months_later_lies_in_that_month_and_is_no_later_day(day: date, months: int) -> None:
    found = months_after(day, months)
    assert found is not None
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(ANY_DAY, st.integers(1, 60), st.integers(0, 12))
def test_a_ladder_in_months_is_announced_for_a_day_on_which_the_run_moves_and_the_month_is_over(
    began: date, months: int, more: int
) -> None:
    clock = Clock.of(began, None, began)
    low, high = MONTH * months, MONTH * (months + more)
    first, last = clock.decided(low, high, (months, months + more))
    assert first is not None
    assert last is not None
    assert (first - began).days >= low
    calendar = months_after(began, months)
    assert calendar is not None
    assert first >= calendar
    assert first - calendar <= timedelta(days=3)
    if more:
        assert (last - began).days <= high
        assert first <= last


@given(ANY_DAY, st.integers(0, 4000))
def test_whole_days_are_exact(began: date, days: int) -> None:
    clock = Clock.starting(began)
    assert clock.day(Fraction(days), Fraction(days)) == (began + timedelta(days=days),) * 2


def test_hours_end_on_one_day_or_the_next_as_only_the_day_of_the_start_is_known() -> None:
    monday = date(2026, 11, 23)
    six, day_and_half = Fraction(1, 4), Fraction(3, 2)
    assert Clock.starting(monday).day(six, six) == (monday, monday + timedelta(days=1))
    # 2 h on the step so far: 6 h end in 4 h
    assert Clock.of(None, Fraction(1, 12), monday).day(six, six) == (monday, monday + timedelta(days=1))
    assert Clock.of(None, Fraction(1, 2), monday).day(day_and_half, day_and_half) == (monday + timedelta(days=1),) * 2


def test_without_a_day_there_is_no_date() -> None:
    assert Clock.of(None, Fraction(3), None).day(Fraction(7), Fraction(14)) == (None, None)
    assert Clock.of(None, None, date(2026, 11, 22)).day(Fraction(7), Fraction(14)) == (None, None)
    assert Clock.of(date(2026, 11, 22), None, None).day(Fraction(7), Fraction(14)) == (
        date(2026, 11, 29),
        date(2026, 12, 6),
    )


def test_days_beyond_the_years_that_a_date_can_hold_are_no_dates() -> None:
    assert moved(date(9999, 12, 31), 1) is None
    assert moved(date(1, 1, 1), -1) is None
    assert Clock.starting(date(2026, 1, 1)).day(Fraction(10**12), Fraction(10**12)) == (None, None)
    late = Clock.starting(date(9999, 7, 2))
    assert late.decided(MONTH * 6, MONTH * 6, (6, 6)) == (None, None)
