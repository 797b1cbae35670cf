"""From days counted on a step to dates."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from milligram_targets.python.support.reading import Reader


class Dates(NamedTuple):
    """The first and the last day; None where it cannot be told."""

    first: date | None
    last: date | None


class Clock(NamedTuple):
    """Where a count stands.

    ``began`` is day 0, where that is a whole number of days ago; ``elapsed`` in days.
    """

    began: date | None
    today: date | None
    elapsed: Fraction | None

    def day(self, low: Fraction, high: Fraction) -> Dates:
        """When ``low`` to ``high`` days have gone by."""
        if self.began is not None:
            first, last = low.__floor__(), high.__ceil__()
            return Dates(moved(self.began, first), moved(self.began, last))
        if self.today is not None and self.elapsed is not None:
            first, last = (
                (low - self.elapsed).__floor__(),
                (high - self.elapsed).__ceil__(),
            )
            return Dates(moved(self.today, first), moved(self.today, last))
        return Dates(None, None)

    def measured(
        self, low: Fraction, high: Fraction, months: tuple[int, int] | None
    ) -> Dates:
        """When to measure: whole months by the calendar, all else by days."""
        if months is None or self.began is None:
            return self.day(low, high)
        least, most = months
        return Dates(months_after(self.began, least), months_after(self.began, most))

    def decided(
        self, low: Fraction, high: Fraction, months: tuple[int, int] | None
    ) -> Dates:
        """When a ladder moves.

        Not before the calendar's day, nor before the run itself moves, which takes a
        month as 30.4375 days.
        """
        if months is None or self.began is None:
            return self.day(low, high)
        first, last = (
            moved(self.began, low.__ceil__()),
            moved(self.began, high.__floor__()),
        )
        least, most = self.measured(low, high, months)
        if first is None or last is None or least is None or most is None:
            return Dates(None, None)
        first = max(first, least)
        return Dates(first, max(first, min(last, most)))


def clock(p: Reader, regimen: str | None) -> Clock:
    """The clock of the step of a regimen; None: of what starts in this run."""
    today = p.input_("today")
    day = today if isinstance(today, date) else None
    if regimen is None:
        return Clock(day, day, Fraction(0))
    began, elapsed = p.state_(regimen).since, p.state_number_(regimen, "time")
    if began is None and day is not None and elapsed is not None:
        began = moved(day, -int(elapsed)) if elapsed.denominator == 1 else None
    return Clock(began, day, elapsed)


def moved(day: date, days: int) -> date | None:
    """A day so many days later; None beyond the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def months_after(day: date, months: int) -> date | None:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    for number in (day.day, 30, 29):
        try:
            return date(year, month + 1, min(number, day.day))
        except ValueError:
            continue
    return date(year, month + 1, 28)
