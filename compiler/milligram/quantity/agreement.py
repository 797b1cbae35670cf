"""Whether two stated values are the same quantity, within the digits they are written with.

Enters: two literals with their measures. Leaves: an `Agreement` with both intervals in the second's measure, and the
other `readings` (a salt of the element, the element of a salt) under which the two would agree.

    agree("12" mmol of magnesium, "480" mg)     ->  false: 279.5 to 303.8 mg against 475 to 485 mg
    readings(the same)                          ->  480 mg of magnesium_oxide
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal as Choice

from milligram.quantity.literal import Literal
from milligram.quantity.measure import Measure, MeasureError, conversion
from milligram.quantity.substances import Substances


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two stated values in the measure of the second.

    ``converted`` is the first value, ``converted_low`` to ``converted_high`` its interval; ``stated`` and its interval
    are the second's. They agree when the intervals, ends included, meet.
    """

    agrees: bool
    measure: Measure
    converted: Fraction
    converted_low: Fraction
    converted_high: Fraction
    stated: Fraction
    stated_low: Fraction
    stated_high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read the two so that they agree: the ``side`` whose substance would be ``substance``."""

    side: Choice["first", "second"]
    substance: str
    agreement: Agreement


def agree(a: Literal, ma: Measure, b: Literal, mb: Measure, substances: Substances) -> Agreement:
    """Whether ``a`` and ``b`` state the same. Raises `MeasureError` where the first does not convert to the second."""
    convert = conversion(ma, mb, substances)
    low, high = convert(a.low), convert(a.high)
    return Agreement(
        agrees=low <= b.high and b.low <= high,
        measure=replace(mb, of=mb.of or ma.of, per_of=mb.per_of or ma.per_of),
        converted=convert(a.value),
        converted_low=low,
        converted_high=high,
        stated=b.value,
        stated_low=b.low,
        stated_high=b.high,
    )


def readings(a: Literal, ma: Measure, b: Literal, mb: Measure, substances: Substances) -> tuple[Reading, ...]:
    """Other readings under which the two agree: first of the second value's substance, then of the first's.

    Tried are the substances that deliver the stated one or that it delivers.
    """
    found: list[Reading] = []
    first, second = ma.of or mb.of, mb.of or ma.of
    if first is None or second is None:
        return ()
    ma, mb = replace(ma, of=first), replace(mb, of=second)
    tries: list[tuple[Choice["first", "second"], str, Measure, Measure]] = []
    tries += [("second", name, ma, replace(mb, of=name)) for name in substances.related(second)]
    tries += [("first", name, replace(ma, of=name), mb) for name in substances.related(first)]
    for side, name, read_a, read_b in tries:
        try:
            agreement = agree(a, read_a, b, read_b, substances)
        except MeasureError:
            continue
        if agreement.agrees:
            found.append(Reading(side=side, substance=name, agreement=agreement))
    return tuple(found)
