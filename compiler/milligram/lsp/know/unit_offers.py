"""The units that fit a place: those that convert into the unit of what the number is compared with.

Enters: a `Place` where the grammar takes a unit. Leaves: `Offer`s, the declared unit first.

    serum_magnesium under 0.70 |   ->   mmol/L, mEq/L, mg/dL, …          after 2 |   ->   days, weeks, months, …
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from milligram.ir.equivalents import measure_of
from milligram.lsp.know import Known
from milligram.lsp.know.amounts import measure_named, substances_of
from milligram.lsp.know.offers import Offer
from milligram.lsp.know.place import Place, column_at
from milligram.lsp.know.uses import index_of
from milligram.quantity import Measure, MeasureError, conversion
from milligram.quantity.ucum import COMMON
from milligram.syntax.machine import pattern_of

TIMES = ("min", "h", "days", "weeks", "months", "years")
DOSES = ("mg", "g", "mcg", "mL", "mmol", "mEq", "units", "IU", "mg/kg", "mL/kg", "units/kg", "mcg/kg/min", "tablets")
_OF_TIME = frozenset({"after", "every", "for", "valid", "over", "time"})
_NUMBER = frozenset("-0123456789")
_WRITTEN = pattern_of("UNIT")
_READABLE = tuple(unit for unit in COMMON if not unit.startswith("[") and _WRITTEN.fullmatch(unit))
"""The usual units that the grammar can read: cmH2O is `cm[H2O]` there."""


def unit_offers(known: Known, place: Place) -> Iterator[Offer]:
    """The units that fit, the likeliest first."""
    if place.last in ("in", "as", "per") or not place.before:
        yield from _offers(dict.fromkeys((*_used(known), *_READABLE)), "")
        return
    measure, why = _wanted(known, place)
    if measure is not None:
        own = measure.unit.text
        yield Offer(own, "unit", why)
        yield from _offers(_convertible(known, measure, own), "converts exactly", rank=1)
    elif _behind_a_time(place):
        yield from _offers(dict.fromkeys((*TIMES, *_alike(known, TIMES))), "a time")
    elif place.head in ("give", "step", "at", "expect"):
        yield from _offers(dict.fromkeys((*_alike(known, DOSES), *DOSES)), "of a dose")
    else:
        yield from _offers(dict.fromkeys((*_used(known), *_READABLE)), "")


def _alike(known: Known, units: tuple[str, ...]) -> list[str]:
    """The author's own units that measure the same as one of these."""
    dimensions = {found.unit.dimension for unit in units if (found := _measure(unit)) is not None}
    return [unit for unit in _used(known) if (found := _measure(unit)) and found.unit.dimension in dimensions]


def _offers(units: Iterable[str], detail: str, rank: int = 0) -> Iterator[Offer]:
    for number, unit in enumerate(units):
        yield Offer(unit, "unit", detail, rank=min(rank + number, 9))


@lru_cache(maxsize=512)
def _measure(unit: str) -> Measure | None:
    return measure_of(unit, None)


def _convertible(known: Known, measure: Measure, own: str) -> Iterator[str]:
    """The author's units first."""
    substances = substances_of(known)
    seen = {measure.unit}
    for unit in (*_used(known), *_READABLE):
        other = _measure(unit)
        if unit == own or other is None or other.unit in seen:
            continue
        try:
            conversion(measure, other, substances)
        except MeasureError:
            continue
        seen.add(other.unit)
        yield unit


def _used(known: Known) -> list[str]:
    text = known.source.text
    return list(dict.fromkeys(text[start:end] for start, end in index_of(known).units.items()))


def _wanted(known: Known, place: Place) -> tuple[Measure | None, str]:
    """The measure of what the number before the place is compared with, and how that is known."""
    before = place.before
    if _behind_a_time(place):
        return None, ""
    if before.count("(") > before.count(")") and "also" in before:
        return _stated(known, place), "as stated first"
    if "plausible" in before and place.head == "input":
        at = before.index("in") + 1 if "in" in before else len(before)
        return (_measure(before[at]) if at < len(before) else None), "the unit of the input"
    for word in reversed(before):
        if word in ("when", "and", "or", ":", "*", "/", "^") or (place.declaration == "case" and word == ","):
            break
        found = measure_named(known, word)
        if found is not None and found.unit.parts:
            return found, f"as `{word}` is declared"
    cell = max((at + 1 for at, word in enumerate(before) if word in ("|", ",")), default=0)
    column = column_at(place, before[:cell])
    found = None if column is None else measure_named(known, column.name)
    if column is not None and found is not None and found.unit.parts:
        return found, f"as `{column.name}` is declared"
    return None, ""


def _stated(known: Known, place: Place) -> Measure | None:
    """The unit before an `(also`, of the substance that is compared."""
    before = place.before[: place.before.index("also")]
    own = next((found for word in reversed(before) if (found := _measure(word)) and found.unit.parts), None)
    named = next((found for word in reversed(before) if (found := measure_named(known, word))), None)
    of = before[len(before) - before[::-1].index("of")] if "of" in before[:-1] else None
    if own is None:
        return named
    return Measure(own.unit, of or (named.of if named else None))


def _behind_a_time(place: Place) -> bool:
    """Whether the number is one of days or hours: behind `after`, `every`, `for` …"""
    for word in reversed(place.before):
        if word == "to" or word[0] in _NUMBER:
            continue
        return word in _OF_TIME and not (word == "over" and place.head != "step" and place.head != "give")
    return False
