"""Long labels in short lines.

Enters: a text. Leaves: its lines, of at most seven words and about 34 characters; nothing is dropped or
added.

    wrap("correct volume depletion before magnesium is given again to anyone")
    ->  ("correct volume depletion before", "magnesium is given again to anyone")
"""

from __future__ import annotations

import math

from milligram_targets.fonts.coverage import visible

MOST_WORDS = 7
MOST_CHARACTERS = 34
LONGEST_WORD = 60


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
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and len(longer) <= aim and len(longer.split()) <= words:
            lines[-1] = longer
        else:
            lines.append(piece)
    return tuple(lines)


def _pieces(words: list[str]) -> list[str]:
    """Words, cut where one is far too long, joined where a number and its unit belong together."""
    cut = [word[i : i + LONGEST_WORD] for word in words for i in range(0, len(word), LONGEST_WORD)]
    joined: list[str] = []
    for word in cut:
        before = joined[-1] if joined else ""
        number = before != "" and " " not in before and before[-1].isdigit()
        if number and not word[0].isdigit() and len(before) + len(word) < MOST_CHARACTERS // 2:
            joined[-1] = f"{before} {word}"
        else:
            joined.append(word)
    return joined
