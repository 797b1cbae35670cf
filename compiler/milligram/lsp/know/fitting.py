"""The words of the language that can truly follow: the grammar takes more of them than the types do.

Enters: the terminals that the grammar takes at a `Place`. Leaves: those that make sense behind the name before it.

    serum_magnesium |   ->   under, at least, is …, and no `has`, which tests a set
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.lsp.know import Known
from milligram.lsp.know.offers import GIVEN
from milligram.lsp.know.place import Place, words_of
from milligram.lsp.know.typed import type_of
from milligram.lsp.know.uses import Index

_BANDS = frozenset({"_UNDER", "_OVER", "AT"})
_MATHS = frozenset({"IN", "AS", "ROUNDED"})
_STATES = frozenset({"STEP", "TIME"})
_ANSWERS = frozenset({"YES", "NO"})
_NO_ADVICE = frozenset({"CONTINUE", "END", "FOLLOW", "REPORT"})
_OF_A_DOSE = frozenset({"AS", "AT", "BY", "DAILY", "EVERY", "FOR", "IN", "OF", "ONCE", "_OVER", "ROUNDED"})
_COMBINE = frozenset({"AND", "OR"})


def fitting(known: Known, index: Index, place: Place, takes: frozenset[str]) -> frozenset[str]:
    """Without the words that the name before the place has no use for."""
    if place.head == "expect":
        takes -= _NO_ADVICE
    last = place.last
    kind = index.kinds.get(last)
    if kind is None:
        subject = _column(place)
        return takes if subject is None else _cells(type_of(known, subject), takes)
    if kind != "regimen":
        takes -= _STATES
    if kind in GIVEN:
        return takes - _OF_A_DOSE if len(place.before) > 1 and place.before[-2] == "give" else takes
    if place.declaration == "case" and place.head != "expect":
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


def _column(place: Place) -> str | None:
    """What a branch of `decide by` is about, where one starts."""
    holder = words_of(place.above[-1]) if place.above else ()
    if place.before or len(holder) < 2 or holder[0] not in ("decide", "table") or "by" not in holder:
        return None
    after = holder[holder.index("by") + 1 :]
    return after[0] if after else None


def _cells(kind: ir.Type | None, takes: frozenset[str]) -> frozenset[str]:
    takes -= {"YEARS", "NOT"}
    match kind:
        case ir.NumberType():
            return takes - _ANSWERS
        case ir.FlagType():
            return takes - _BANDS
        case ir.WordType() | ir.SetType() | ir.TextType() | ir.DateType():
            return takes - _BANDS - _ANSWERS
        case _:
            return takes
