"""Comparisons of a number with one or two limits."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from milligram.quantity.exact import Number, Undecided, compare

from milligram_targets.python.support.conditions import Truth
from milligram_targets.python.support.reading import Search, agreed, faulty

if TYPE_CHECKING:
    from milligram_targets.python.support.quantities import Numbers, Quantity


class Bound:
    """One end of a band."""

    def __init__(self, limit: Quantity, included: bool) -> None:
        self.limit, self.included = limit, included


class Band(Truth):
    """A number lies between two ends; a missing end is open."""

    def __init__(
        self, subject: Quantity, low: Bound | None = None, high: Bound | None = None
    ) -> None:
        super().__init__()
        self.subject, self.low, self.high = subject, low, high
        self.line: int | None = None

    def _find(self) -> bool | None:
        try:
            return self._compared()
        except Undecided as error:
            raise faulty(error, self.line) from error

    def _compared(self) -> bool | None:
        subject = self._subject()
        answer: bool | None = True
        for bound, side in ((self.low, 1), (self.high, -1)):
            if bound is None:
                continue
            inner = self._on_side(subject, bound, side)
            if inner is False:
                return False
            answer = None if inner is None else answer
        if answer is None and subject is not None and len(subject) > 1:
            return self._each_within(subject)
        return answer

    def _subject(self) -> Numbers | None:
        """The subject's values: an assigned cell where one stands for it."""
        reader = self.subject.source
        if reader is not None and reader.assigned_:
            subject, factor, offset = self.subject.linear()
            cell = reader.assigned_.get(("value", subject.key()))
            if isinstance(cell, Fraction):
                return (cell * factor + offset,)
        return self.subject.possible()

    def _on_side(self, subject: Numbers | None, bound: Bound, side: int) -> bool | None:
        reader = self.subject.source or bound.limit.source
        if reader is not None and reader.assigned_:
            pair = ("pair", self.subject.key(), bound.limit.key())
            sign = reader.assigned_.get(pair)
            if isinstance(sign, int):
                return sign == side or (sign == 0 and bound.included)
        limits = None if subject is None else bound.limit.possible()
        if subject is None or limits is None:
            return None
        # both are in ascending order: their ends decide
        hardest, easiest = (subject[0], limits[-1]), (subject[-1], limits[0])
        if side < 0:
            hardest, easiest = (subject[-1], limits[0]), (subject[0], limits[-1])
        wanted = (0, side) if bound.included else (side,)
        if compare(*hardest) in wanted:
            return True
        return None if compare(*easiest) in wanted else False

    def _each_within(self, subject: Numbers) -> bool | None:
        """Each value against both ends at once: 2 and 5 are both outside 3 to 4."""
        lows = (None,) if self.low is None else self.low.limit.possible()
        highs = (None,) if self.high is None else self.high.limit.possible()
        if lows is None or highs is None:
            return None
        return agreed(
            _beyond(value, low, self.low, 1) and _beyond(value, high, self.high, -1)
            for value in subject
            for low in lows
            for high in highs
        )

    def _ask(self, search: Search, value: bool | None) -> None:
        self.subject.ask(search)
        for bound in (self.low, self.high):
            if bound is not None:
                bound.limit.ask(search)


def _beyond(
    value: Number, limit: Number | None, bound: Bound | None, side: int
) -> bool:
    if limit is None or bound is None:
        return True
    sign = compare(value, limit)
    return sign == side or (sign == 0 and bound.included)


def compared(line: int, band: Truth) -> Truth:
    """A comparison, with the guideline's line for faults in it."""
    if isinstance(band, Band):
        band.line = line
    return band
