"""A text in coloured pieces, without any library.

Enters: text, right or wrong. Leaves: `Piece`s that cover it from end to end.

    "20 mL/min\\n"   ->   number "20", space " ", unit "mL/min", space "\\n"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from milligram.highlight.rules import Category, rules


class Piece(NamedTuple):
    """A stretch of text that is of one category; ``start`` counts code points."""

    start: int
    category: Category
    text: str


def pieces(text: str) -> Iterator[Piece]:
    """Every character, in order."""
    for match in _all_rules().finditer(text):
        assert match.lastgroup is not None  # the last rules cover every character
        first, marks = _groups()[match.lastgroup]
        if len(marks) == 1:
            yield Piece(match.start(), marks[0], match.group())
            continue
        for number, mark in enumerate(marks, first + 1):
            if match.group(number):
                yield Piece(match.start(number), mark, match.group(number))


@cache
def _all_rules() -> re.Pattern[str]:
    every = [f"(?P<{rule.name}>{rule.pattern})" for rule in rules()]
    return re.compile("|".join([*every, "(?P<line>\\n)"]), re.MULTILINE)


@cache
def _groups() -> dict[str, tuple[int, tuple[Category, ...]]]:
    """For each rule, the number of its group in the one pattern, and its marks."""
    numbers = _all_rules().groupindex
    marks: dict[str, tuple[Category, ...]] = {rule.name: rule.marks for rule in rules()}
    return {name: (numbers[name], marks.get(name, ("space",))) for name in numbers}
