"""Long labels in short lines.

Enters: a text. Leaves: its lines, of at most seven words and about 34 characters; nothing is dropped or
added.

    wrap("correct volume depletion before magnesium is given again to anyone")
    ->  ("correct volume depletion before", "magnesium is given again to anyone")
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from milligram_targets.fonts.coverage import visible

MOST_WORDS = 7
MOST_CHARACTERS = 34
LONGEST_WORD = 60
_REFERENCE = re.compile(r"\[\d+[,\]]")
_OPEN_REFERENCES = re.compile(r"\[\d+(, \d+)*,$")


@lru_cache(maxsize=4096)
def wrap(text: str, *, words: int = MOST_WORDS, characters: int = MOST_CHARACTERS) -> tuple[str, ...]:
    """The lines of a text, as equal in length as can be; a number stays with the word that follows it.

    A word of more than sixty characters is cut, because no page would hold it.
    """
    pieces = _pieces(visible(text).split())
    if not pieces:
        return ()
    total = sum(len(piece) + 1 for piece in pieces)
    count = max(1, math.ceil(total / characters))
    aim = min(characters, max(math.ceil(total / count) + 2, max(len(piece) for piece in pieces)))
    lines = _filled(pieces, aim, words)
    while len(lines) > count and aim < characters:
        aim += 1
        wider = _filled(pieces, aim, words)
        if len(wider) < len(lines):
            lines = wider
    return tuple(lines)


def _filled(pieces: list[str], aim: int, words: int) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and len(longer) <= aim and len(longer.split()) <= words:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _pieces(words: list[str]) -> list[str]:
    """Words, cut where one is far too long, joined where a number and its unit, a step and its number or a list of
    references belong together."""
    cut = [word[i : i + LONGEST_WORD] for word in words for i in range(0, len(word), LONGEST_WORD)]
    joined: list[str] = []
    for word in cut:
        before = joined[-1] if joined else ""
        last = before.rsplit(" ", 1)[-1]
        short = len(before) + len(word) < MOST_CHARACTERS // 2
        number = before != "" and " " not in before and before[-1].isdigit() and not word[0].isdigit()
        counted = last in ("step", "is") and word[0].isdigit()
        cited = _OPEN_REFERENCES.search(before) is not None or (before != "" and _REFERENCE.match(word) is not None)
        if (short and (number or counted)) or (cited and len(before) + len(word) < MOST_CHARACTERS * 2 // 3):
            joined[-1] = f"{before} {word}"
        else:
            joined.append(word)
    return joined
