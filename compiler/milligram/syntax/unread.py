"""What a declaration that could not be read would have brought, so that nothing else is said for want of it.

Enters: the text and lines of a chunk that was given up. Leaves: `Unread`.

    inptu age in years   ->   Unread(names={"age"}, words={"inptu", "age", "in", "years"}, starts={"input"})
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from milligram.diagnostics.model import Diagnostic
from milligram.source import Span
from milligram.syntax.expected import intended_word
from milligram.syntax.layout import Chunk
from milligram.syntax.nodes import Declaration, Ident
from milligram.syntax.places import DECLARATIONS, NAMED, owners
from milligram.syntax.tables import tables

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_FIRST_WORD = re.compile(r"[^\w\"\n]*([A-Za-z_][A-Za-z0-9_]*)")
"""With the bullet or the sign that somebody put before it."""
_WORDS_OF_A_NAME = re.compile(r"[\w-]+(?: +[\w-]+){0,4}")
MOST_WORDS = 6
"""So many words may one name have been meant to hold."""
ANY = "?"
"""In ``starts``: a line that may have been anything."""


class Rest(NamedTuple):
    """A declaration with stand-ins for its ``faulty`` lines, whose names are empty; ``headless`` with one for its first
    line. It has no meaning: it is looked at for what else is wrong in it."""

    node: Declaration
    faulty: tuple[Span, ...]
    headless: bool

    def touches(self, found: Diagnostic) -> bool:
        """Whether a finding is on a faulty line or its stand-in, or tells of one."""
        if found.span.start == found.span.end:
            return True
        places = (found.span, *(label.span for label in found.labels))
        return any(line.start <= at.end and at.start <= line.end for at in places for line in self.faulty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """``names`` would be declared by it, ``words`` stand in it, ``starts`` are the words its lines start with;
    ``rests`` are its lines that could be read."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()
    rests: tuple[Rest, ...] = ()
    nameless: frozenset[str] = frozenset()
    """The words that start declarations without a name: any name may be theirs."""

    def started(self, word: str) -> bool:
        """Whether a line that could not be read may have been such a line."""
        return word in self.starts or ANY in self.starts


def unread(text: str, chunks: Iterable[Chunk], rests: Iterable[Rest]) -> Unread:
    """Of all chunks that were given up together."""
    names: set[str] = set()
    words: set[str] = set()
    starts: set[str] = set()
    nameless: set[str] = set()
    for chunk in chunks:
        found = _WORD.findall(text, chunk.span.start, chunk.span.end)
        words.update(found, map("_".join, pairwise(found)))
        names.update(name.name for name in declared(text, chunk))
        head = _WORD.findall(text, chunk.lines[0].start, chunk.lines[0].end)
        if head[:1] == ["table"] and "gives" not in head:
            names.update(head)
        nameless.update(_without_name(text, chunk))
        for line in chunk.lines:
            starts.add(_start(text, line.start, line.end))
            names.update(_spellings(text, line.start, line.end))
    return Unread(
        names=frozenset(names),
        words=frozenset(words),
        starts=frozenset(starts - {""}),
        rests=tuple(rests),
        nameless=frozenset(nameless),
    )


def _without_name(text: str, chunk: Chunk) -> Iterable[str]:
    word = _start(text, chunk.lines[0].start, chunk.lines[0].end)
    after = text[chunk.lines[0].start : chunk.lines[0].end].partition(" ")[2].lstrip()
    return [word] if word in NAMED and not after[:1].isalpha() else []


def declared(text: str, chunk: Chunk) -> tuple[Ident, ...]:
    """The names in the text that the chunk would have declared."""
    start, end = chunk.lines[0].start, chunk.lines[0].end
    words = list(_WORD.finditer(text, start, end))
    first = _start(text, start, end)
    if first == "table":
        after = next((n for n, word in enumerate(words) if word.group() == "gives"), len(words))
        named = [word for word in words[after + 1 :] if word.group() not in ("first", "that", "applies")]
    else:
        named = words[1:2] if first in NAMED else []
    return tuple(Ident(span=Span(*word.span()), name=word.group()) for word in named)


def _start(text: str, start: int, end: int) -> str:
    """The word that a line starts with, or was probably meant to start with."""
    found = _FIRST_WORD.match(text, start, end)
    if found is None:
        return ""
    word = found.group(1)
    if word in DECLARATIONS or owners(word):
        return word
    return intended_word(word, (tables().start,)) or ("" if start and text[start - 1] != "\n" else ANY)


def _spellings(text: str, start: int, end: int) -> Iterable[str]:
    """Every name that the words after a declaration's first word may have been meant as: ``low mg`` as ``low_mg``."""
    word = _start(text, start, end)
    at_margin = start == 0 or text[start - 1] == "\n"
    if word not in NAMED and not (at_margin and word not in DECLARATIONS):
        return
    first = _FIRST_WORD.match(text, start, end)
    found = _WORDS_OF_A_NAME.match(text, first.end() + 1, end) if first else None
    parts = re.split(r"[\s-]+", found.group(), maxsplit=MOST_WORDS)[:MOST_WORDS] if found else []
    for count in range(1, len(parts) + 1):
        name = "_".join(parts[:count])
        yield name
        yield name.lower()
