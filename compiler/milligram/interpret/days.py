"""From days counted on a step to dates.

Enters: a `Clock` (the day on which the count began, today, the days so far) and a time in days or months.
Leaves: the first and the last day on which that time can end, each None where it cannot be told.

    began 2026-01-31, after 1 to 2 weeks   ->   2026-02-07, 2026-02-14
    began 2026-01-31, every 1 month        ->   2026-02-28
    today 2026-11-22 and 2 h so far, after 6 h   ->   2026-11-22, 2026-11-23

A month ends on the day of the same number, or on the last day of a shorter month: 31 January and 1 month is 28 February
(29 in a leap year), and 2 months is 31 March, since every turn counts from the first day. All other times are exact: a
time of hours ends on one day or the next, for only the day of its beginning is known.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

Months = tuple[int, int]
"""Both ends of a range of whole months."""

Dates = tuple[date | None, date | None]
"""The first and the last day; None where it cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Where a count stands. ``began`` is day 0 where it is a whole number of days ago; ``elapsed`` is in days."""

    began: date | None = None
    today: date | None = None
    elapsed: Fraction | None = None

    @classmethod
    def of(cls, since: date | None, elapsed: Fraction | None, today: date | None) -> Clock:
        """The clock of a step that began on ``since``, or ``elapsed`` days before ``today``."""
        began = since
        if began is None and today is not None and elapsed is not None and elapsed.denominator == 1:
            began = moved(today, -int(elapsed))
        return cls(began=began, today=today, elapsed=elapsed)

    @classmethod
    def starting(cls, today: date | None) -> Clock:
        """The clock of what starts in this run."""
        return cls(began=today, today=today, elapsed=Fraction(0))

    def day(self, low: Fraction, high: Fraction) -> Dates:
        """When ``low`` to ``high`` days have gone by."""
        if self.began is not None:
            return moved(self.began, floor(low)), moved(self.began, ceil(high))
        if self.today is not None and self.elapsed is not None:
            return moved(self.today, floor(low - self.elapsed)), moved(self.today, ceil(high - self.elapsed))
        return None, None

    def measured(self, low: Fraction, high: Fraction, months: Months | None) -> Dates:
        """When to measure: whole months by the calendar where the first day is known, else by days."""
        if months is None or self.began is None:
            return self.day(low, high)
        return months_after(self.began, months[0]), months_after(self.began, months[1])

    def decided(self, low: Fraction, high: Fraction, months: Months | None) -> Dates:
        """When a ladder moves: not before the calendar's day, nor before the run itself moves, which counts days.

        A run takes 1 month as 30.4375 days: begun on 31 January it moves from 3 March, begun on 1 July from 1 August.
        The last day is the earlier of both ends, and never before the first.
        """
        if months is None or self.began is None:
            return self.day(low, high)
        first, last = moved(self.began, ceil(low)), moved(self.began, floor(high))
        least, most = months_after(self.began, months[0]), months_after(self.began, months[1])
        if first is None or last is None or least is None or most is None:
            return None, None
        first = max(first, least)
        return first, max(first, min(last, most))


def moved(day: date, days: int) -> date | None:
    """A day so many days later; None beyond the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def months_after(day: date, months: int) -> date | None:
    """The day of the same number so many months later, or the last of a shorter month; None beyond the year 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
