"""What each word is, for its colour.

Enters: a `Known`. Leaves: `Token`s in the order of the text. Names are what they are declared as, and a unit is told
from a word of the language (`min` after a number), in lines that cannot be read too.

    define low: serum_magnesium under 0.70 mmol/L [r3]
    ->  keyword, named, input, keyword, number, unit, source
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from milligram.lsp.know import Kind, Known, Token, TokenKind
from milligram.lsp.know.uses import Index, index_of
from milligram.quantity import UnitError, parse_unit
from milligram.source import Span
from milligram.syntax import RESERVED
from milligram.syntax.build_common import UNITS_THAT_ARE_WORDS
from milligram.syntax.machine import pattern_of

_PIECE = re.compile(
    r'(?P<string>"(?:[^"\\\n]|\\[^\n])*"?)'
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<number>(?<![\w.])-?\d+(?:\.\d+)*(?:-\d\d-\d\d)?)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign><=|>=|[<>≤≥=+*/^-])"
)
_GAP = re.compile(r" *")
_UNIT = pattern_of("UNIT")
_BEFORE_A_UNIT = frozenset({"in", "as", "per"})

COLOURS: Mapping[Kind, TokenKind] = {
    "input": "input",
    "define": "named",
    "table": "named",
    "score": "named",
    "guideline": "named",
    "substance": "drug",
    "class": "drug",
    "regimen": "plan",
    "monitor": "plan",
    "part": "plan",
    "pathway": "plan",
    "choice": "choice",
    "source": "source",
    "code": "code",
    "text": "keyword",
}


def tokens(known: Known) -> tuple[Token, ...]:
    """The words in the order of the text."""
    return tuple(_tokens(known.source.text, index_of(known)))


def _tokens(text: str, index: Index) -> Iterator[Token]:
    uses = {use.span.start: use for use in index.uses}
    lost = [(block.span.start, block.span.end) for block in index.lost]
    grades = {start for start, _ in index.grades}
    grade_starts = sorted(grades)
    grade_ends = {span.start: span.end for span in index.grades}
    at = 0
    unit_may_follow = False
    while (piece := _PIECE.search(text, at)) is not None:
        start, end = piece.span()
        gap_end = _GAP.match(text, at)
        if unit_may_follow and gap_end is not None and (unit := _unit_at(text, gap_end.end(), index, lost)) is not None:
            yield Token(span=Span(gap_end.end(), unit), kind="unit")
            at, unit_may_follow = unit, False
            continue
        at = end
        word = piece.group()
        kind = piece.lastgroup
        unit_may_follow = kind == "number" or word in _BEFORE_A_UNIT
        if kind == "word":
            use = uses.get(start)
            if use is not None:
                yield Token(span=use.span, kind=COLOURS.get(use.kind, "named"), declares=use.declares)
                at = use.span.end
            elif word in RESERVED or _is_grade(start, grade_starts, grade_ends):
                yield Token(span=Span(start, end), kind="keyword")
        elif kind == "string":
            yield Token(span=Span(start, end), kind="string")
        elif kind == "comment":
            yield Token(span=Span(start, end), kind="comment")
        elif kind == "number":
            yield Token(span=Span(start, end), kind="number")
        else:
            yield Token(span=Span(start, end), kind="sign")


def _is_grade(start: int, starts: list[int], ends: Mapping[int, int]) -> bool:
    place = bisect_right(starts, start) - 1
    return place >= 0 and start < ends[starts[place]]


def _unit_at(text: str, start: int, index: Index, lost: list[tuple[int, int]]) -> int | None:
    """Where the unit that stands at an offset ends: by the tree, or by its looks where that could not be read."""
    if start in index.units:
        end = index.units[start]
        return end if "\n" not in text[start:end] else None
    place = bisect_right(lost, (start, len(text))) - 1
    if place < 0 or start >= lost[place][1]:
        return None
    found = _UNIT.match(text, start)
    if found is None or (found.group() in RESERVED and found.group() not in UNITS_THAT_ARE_WORDS):
        return None
    try:
        parse_unit(found.group())
    except UnitError:
        return None
    return found.end()
