"""The words of the language that can truly follow: the grammar takes more of them than the types do.

Enters: the terminals that the grammar takes at a `Place`. Leaves: those that make sense behind the name before it.

    serum_magnesium |   ->   under, at least, is …, and no `has`, which tests a set
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.lsp.know import Known
from milligram.lsp.know.offers import GIVEN
from milligram.lsp.know.place import Place, column_at
from milligram.lsp.know.typed import type_of
from milligram.lsp.know.uses import Index

FUNCTIONS = frozenset({"MIN", "MAX", "ABS", "SQRT", "LN", "LOG10", "EXP", "FLOOR"})
_BANDS = frozenset({"_UNDER", "_OVER", "AT"})
_MATHS = frozenset({"IN", "AS", "ROUNDED"})
_STATES = frozenset({"STEP", "TIME"})
_ANSWERS = frozenset({"YES", "NO"})
_NO_ADVICE = frozenset({"CONTINUE", "END", "FOLLOW", "REPORT"})
_OF_A_DOSE = frozenset({"AS", "AT", "BY", "DAILY", "EVERY", "FOR", "IN", "OF", "ONCE", "_OVER", "ROUNDED"})
_COMBINE = frozenset({"AND", "OR"})
_TIMES = frozenset({"min", "h", "d", "day", "days", "week", "weeks", "month", "months", "year", "years"})


def fitting(known: Known, index: Index, place: Place, takes: frozenset[str]) -> frozenset[str]:
    """Without the words that the name before the place has no use for."""
    if place.head == "expect":
        takes -= _NO_ADVICE
    last = place.last
    kind = index.kinds.get(last)
    if kind is None:
        column = column_at(place)
        if column is not None:
            return _cells(type_of(known, column.name), takes, given=column.given)
        column = column_at(place, place.before[:-1])
        if column is not None and last in index.words.get(column.name, ()):
            return takes - _BANDS - _MATHS - {"IS", "HAS"}
        if last == "is" and len(place.before) > 1 and not isinstance(type_of(known, place.before[-2]), ir.FlagType):
            return takes - _ANSWERS
        return takes - {"OF", "PER"} if last in _TIMES else takes
    if kind != "regimen":
        takes -= _STATES
    if kind in GIVEN:
        return takes - _OF_A_DOSE if len(place.before) > 1 and place.before[-2] == "give" else takes
    if place.declaration == "case":
        return takes if isinstance(type_of(known, last), ir.FlagType) else takes - _ANSWERS
    match type_of(known, last):
        case ir.NumberType():
            return takes - {"HAS"} - _COMBINE if _is_subject(place) else takes - {"HAS"}
        case ir.FlagType():
            return takes - _BANDS - _MATHS - {"HAS"}
        case ir.SetType():
            return takes - _BANDS - _MATHS
        case ir.WordType() | ir.TextType() | ir.DateType():
            return takes - _BANDS - _MATHS - {"HAS"}
        case _:
            return takes


def _is_subject(place: Place) -> bool:
    """Whether a number stands where only a comparison makes a condition of it."""
    return len(place.before) > 1 and place.before[-2] in ("when", "and", "or", "not")


def _cells(kind: ir.Type | None, takes: frozenset[str], *, given: bool) -> frozenset[str]:
    """The words that a cell of a column can start with; the columns behind ``gives`` are ``given``."""
    takes -= {"NOT"}
    if given:
        takes -= _BANDS | {"ANY"}
    match kind:
        case ir.NumberType():
            return takes - _ANSWERS if given else takes - _ANSWERS - FUNCTIONS - {"YEARS"}
        case ir.FlagType():
            return takes - _BANDS - FUNCTIONS - {"YEARS"}
        case ir.WordType() | ir.SetType() | ir.TextType() | ir.DateType():
            return takes - _BANDS - _ANSWERS - FUNCTIONS - {"YEARS"}
        case _:
            return takes - {"YEARS"}
