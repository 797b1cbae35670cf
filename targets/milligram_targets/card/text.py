"""Texts of a card, cut into runs that a line may break between.

Enters: a plain text, its bold lead and its references. Leaves: runs, each ``{"t": text}`` with ``"k": True``
where it must stay whole, ``"s": True`` where it is bold, ``"r": "[3,4]"`` where references hang on it.

    "give 12 mmol at night" [3]  ->  "give " | "12 mmol" (whole) | " at " | "night [3]" (whole)
"""

from __future__ import annotations

import re

from milligram_targets.card.model import UNCITED
from milligram_targets.fonts.coverage import printable

Run = dict[str, str | bool]

LONGEST_WHOLE = 26
"""Characters that may be kept on one line; a longer text may break, so that it is never cut off."""

UNHYPHENED = "\u200b"
"""Where a line may break and nothing is printed: the zero-width space."""

_BREAK_EVERY = 10
_PARTS = re.compile(r"[^/._-]*[/._-]+|[^/._-]+")
_NUMBERED = re.compile(r"\d+[.;:]")


def plain(text: str) -> str:
    """The text in one line, with nothing in it that the page could not print or that would hide or reorder
    it."""
    return " ".join(printable(text).split())


def soft(text: str, limit: int = LONGEST_WHOLE) -> str:
    """The text, where every word longer than ``limit`` may break: after a hyphen that prints only there; in a DOI, an
    address or another name with digits in it, of which a hyphen might be part, without one."""
    return " ".join(_cut(word, limit) if len(word) > limit else word for word in text.split(" "))


def reference(refs: tuple[int, ...]) -> str:
    """References as they are printed: ``[3,4]``; ``[–]`` for advice that cites nothing."""
    return "[" + ",".join("–" if n == UNCITED else str(n) for n in refs) + "]"


def runs(text: str, *, lead: str = "", refs: tuple[int, ...] = (), limit: int = LONGEST_WHOLE) -> list[Run]:
    """Runs of a lead in bold, a text, and the references, which never stand at the start of a line."""
    result: list[Run] = []
    if lead:
        result.extend({**run, "s": True} for run in _split(plain(lead), limit))
        if text:
            result.append({"t": " "})
    result.extend(_split(plain(text), limit))
    if refs:
        _hang(result, reference(refs), limit)
    return result


def _split(text: str, limit: int) -> list[Run]:
    """A number keeps the word or the unit that follows it; a word with a slash (a unit) stays whole."""
    found: list[Run] = []
    loose: list[str] = []
    words = text.split(" ") if text else []
    at = 0
    while at < len(words):
        word = words[at]
        count = _belonging(words, at)
        whole = " ".join(words[at : at + count])
        if len(whole) > limit or (count == 1 and "/" not in word):
            count, whole = 1, word if "/" in word and len(word) <= limit else ""
        at += count
        space = " " if at < len(words) else ""
        if whole:
            if loose:
                found.append({"t": "".join(loose)})
                loose = []
            found.append({"t": whole, "k": True})
            loose.append(space)
        else:
            loose.append(soft(word, limit) + space)
    if any(loose):
        found.append({"t": "".join(loose)})
    return found


def _belonging(words: list[str], at: int) -> int:
    """How many words from a place on make a number with its unit: ``60``, ``mL/min/1.73``, ``m²``; or a word with the
    number that tells which, at the end of a sentence: ``Reference``, ``3.``"""
    end = at + 1
    if end < len(words) and not _has_digit(words[at]) and _NUMBERED.fullmatch(words[end]):
        return 2
    if _has_digit(words[at]) and end < len(words) and (_is_unit(words[end]) or not _has_digit(words[end])):
        end += 1
    if words[end - 1].endswith("/1.73") and end < len(words) and words[end].startswith("m²"):
        end += 1
    return end - at


def _is_unit(word: str) -> bool:
    """Whether a word with a digit is a unit: ``mL/min/1.73``, ``10^9/L``."""
    return word.startswith("10^") or ("/" in word and not word[:1].isdigit())


def _has_digit(word: str) -> bool:
    return any(c.isdigit() for c in word)


def _hang(result: list[Run], refs: str, limit: int) -> None:
    """Put the references on the last word, so that both stand on one line."""
    if not result:
        result.append({"t": refs, "k": True})
        return
    last = result[-1]
    text = str(last["t"])
    if last.get("k"):
        last["r"] = refs
        return
    head, space, word = text.rpartition(" ")
    if len(word) + len(refs) > limit:
        result.append({"t": "", "k": True, "r": refs})
        return
    result.pop()
    bold: Run = {"s": True} if last.get("s") else {}
    if head or space:
        result.append({"t": head + space, **bold})
    result.append({"t": word, "k": True, "r": refs, **bold})


def _cut(word: str, limit: int) -> str:
    piece = max(2, min(_BREAK_EVERY, limit - 1))
    if not _is_address(word):
        return "\u00ad".join(word[i : i + piece] for i in range(0, len(word), piece))
    parts = _PARTS.findall(word)
    return UNHYPHENED.join(part[i : i + piece] for part in parts for i in range(0, len(part), piece))


def _is_address(word: str) -> bool:
    """Whether a word is a DOI, an address or an identifier, to be copied letter by letter."""
    return "/" in word or "_" in word or "@" in word or _has_digit(word)
