"""How old a value may be at a decision, against a schedule that is walked day by day."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Literal

import pytest
from milligram.checks.schedules import oldest
from milligram.ir import nodes as ir

STEP = Fraction(1, 4)


def line(kind: Literal["baseline", "after", "every"], low: int = 0, high: int = 0) -> ir.MonitorLine:
    after = ir.Interval(low=Fraction(low), high=Fraction(high), text="") if kind == "after" else None
    return ir.MonitorLine(kind=kind, after=after, every=Fraction(low) if kind == "every" else None, text="")


def walked(lines: list[ir.MonitorLine], low: int, high: int) -> Fraction:
    """The greatest age on any quarter of a day of the window, each measurement made as late as it may be."""
    worst = Fraction(0)
    for quarter in range(low * 4, high * 4 + 1):
        day = quarter * STEP
        last = Fraction(0)
        for each in lines:
            if each.after is not None and each.after.low <= day:
                last = max(last, min(each.after.high, day))
            if each.every is not None:
                last = max(last, (day // each.every) * each.every)
        worst = max(worst, day - last)
    return worst


@pytest.mark.parametrize("seed", range(60))
def test_oldest_is_what_the_days_show(seed: int) -> None:
    """Within a quarter of a day, by which a walk falls short of a moment just before a measurement."""
    random = Random(seed)
    lines = [line("baseline")]
    for _ in range(random.randint(0, 3)):
        if random.random() < 0.6:
            first = random.randint(1, 20)
            lines.append(line("after", first, first + random.randint(0, 10)))
        else:
            lines.append(line("every", random.randint(2, 15)))
    low = random.randint(1, 25)
    high = low + random.randint(0, 15)
    valid = Fraction(random.randint(1, 20))
    found = oldest(lines, Fraction(low), Fraction(high), valid)
    days = walked(lines, low, high)
    if found is None:
        assert days <= valid
    else:
        assert found.age > valid
        assert low <= found.day <= high
        assert days <= found.age <= days + STEP


def test_measured_within_the_window_of_the_decision_is_fresh() -> None:
    assert oldest([line("after", 7, 14)], Fraction(7), Fraction(14), Fraction(3)) is None


def test_one_early_measurement_grows_old() -> None:
    found = oldest([line("after", 3, 5)], Fraction(14), Fraction(14), Fraction(7))
    assert found is not None
    assert (found.age, found.day) == (Fraction(9), Fraction(14))
