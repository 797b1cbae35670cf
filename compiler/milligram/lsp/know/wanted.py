"""What kind of number a place takes, by what stands before it.

Enters: a `Place`. Leaves: what a name there must be to fit: a number that converts, a yes or no, or anything.

    creatinine_clearance under |        ->   numbers in mL/min
    first_bag / |                       ->   any number
    | in a column of doses              ->   numbers that convert into the unit of that column
"""

from __future__ import annotations

from dataclasses import dataclass

from milligram.ir import nodes as ir
from milligram.lsp.know import Known
from milligram.lsp.know.amounts import measure_named, substances_of
from milligram.lsp.know.place import Place, column_at
from milligram.lsp.know.typed import type_of
from milligram.quantity import Measure, MeasureError, conversion

_COMPARED = (("at", "least"), ("at", "most"), ("under",), ("over",), ("is",), ("is", "not"), ("to",), ("to", "under"))
_SIGNS = frozenset("+-*/^")
_STARTS = frozenset({"when", "and", "or", "not", ":", "(", ","})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value of one kind; of a number also what it is measured in, where that is known."""

    kind: type
    measure: Measure | None = None

    def takes(self, known: Known, name: str) -> bool:
        """Whether a name is such a value; one of which nothing is known may be."""
        found = type_of(known, name)
        if found is None or not isinstance(found, self.kind):
            return found is None
        if self.measure is None or not isinstance(found, ir.NumberType):
            return True
        try:
            conversion(found.measure, self.measure, substances_of(known))
        except MeasureError:
            return False
        return True


def wanted_at(known: Known, place: Place) -> Wanted | None:
    """What the words before a place ask for; None for anything."""
    before = place.before
    column = column_at(place)
    if column is not None:
        found = type_of(known, column.name)
        measure = found.measure if isinstance(found, ir.NumberType) else None
        return None if found is None else Wanted(type(found), measure)
    if place.last in _SIGNS or (place.head in ("step", "then") and place.last == ":"):
        return Wanted(ir.NumberType)
    for words in _COMPARED:
        if before[-len(words) :] == words:
            measure = _subject(known, place, before[: -len(words)])
            return None if measure is None else Wanted(ir.NumberType, measure)
    return None


def _subject(known: Known, place: Place, before: tuple[str, ...]) -> Measure | None:
    """What is compared: the one name of a number right before the comparison, or that of the column."""
    column = column_at(place, before)
    if column is not None:
        return measure_named(known, column.name)
    alone = len(before) == 1 or (len(before) > 1 and before[-2] in _STARTS)
    return measure_named(known, before[-1]) if alone else None
