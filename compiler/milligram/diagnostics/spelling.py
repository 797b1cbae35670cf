"""The known word that a misspelt one was meant to be.

Enters: a word and the words known in its place. Leaves: those a slip or two away, the nearest first.

    close("unknwon", ["unknown", "known"])   ->   ["unknown"]

Slips are counted as the optimal string alignment distance: a letter too many, too few, another, or two swapped
(F. J. Damerau, A technique for computer detection and correction of spelling errors, 1964). A word that differs only in
capitals, or in hyphens for underscores, is nearest of all. A longer word may hold more slips, and never so many that a
different drug or salt would be put in the place of the author's.
"""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 60
"""Longer words are not compared."""


def close(word: str, known: Iterable[str]) -> list[str]:
    """The known words near ``word``, the nearest first, of equals those that start alike."""
    if len(word) > LONGEST:
        return []
    plain = _plain(word)
    found = []
    for place, other in enumerate(known):
        if abs(len(other) - len(word)) <= 4 and (slips := _slips(plain, _plain(other))) <= _most(plain, _plain(other)):
            found.append((slips, -_same_start(plain, _plain(other)), place, other))
    return [other for *_, other in sorted(found)]


def closest(word: str, known: Iterable[str]) -> str | None:
    """The nearest of them, when one is near."""
    found = close(word, known)
    return found[0] if found else None


def _plain(word: str) -> str:
    return word.lower().replace("-", "_")


def _most(word: str, other: str) -> int:
    """How many slips a word of its length may hold."""
    length = len(word)
    if length <= 2:
        return 1 if sorted(word) == sorted(other) or (length == 2 and other.startswith(word)) else 0
    return 1 if length <= 5 else 2 if length <= 8 else 3


def _same_start(word: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))


def _slips(word: str, other: str) -> int:
    """Optimal string alignment distance, three rows at a time."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(word, 1):
        two_before, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == word[i - 2]:
                least = min(least, two_before[j - 2] + 1)
            row.append(least)
    return row[-1]
