"""A name under another name.

Enters: a `Known`, an offset, and the name that is wanted. Leaves: one edit for each use, the cases included; or why it
cannot be.

    rename low_magnesium to deficiency   ->   an edit each in `define`, `when`, `regimen` …
    rename low_magnesium to step         ->   Refused: `step` is a word of the language
"""

from __future__ import annotations

import re

from milligram.diagnostics import Edit
from milligram.lsp.know import Known, Refused
from milligram.lsp.know.lost import inside_words
from milligram.lsp.know.uses import Index, Use, index_of
from milligram.source import Span
from milligram.syntax import RESERVED

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LONGEST = 80
TODAY = "today"
"""The input that `years since` counts to; it is found by this name."""
NONE = "none"
"""What a case says of a set that is known to be empty."""
_GRADES = frozenset({"strong", "conditional", "high", "moderate", "low", "very"})


def renamable(known: Known, offset: int) -> Span | Refused:
    """The name at an offset that can be changed."""
    found = _use(known, offset)
    return found if isinstance(found, Refused) else found.span


def rename(known: Known, offset: int, name: str) -> tuple[Edit, ...] | Refused:
    """The edits that give the name at an offset another one."""
    use = _use(known, offset)
    if isinstance(use, Refused):
        return use
    if name == use.name:
        return ()
    index = index_of(known)
    refused = _unfit(name) or _taken(index, use, name) or _as_grade(known, index, use, name)
    if refused is not None:
        return refused
    title = f"rename `{use.name}` to `{name}`"
    return tuple(Edit(span=each.span, replacement=name, title=title) for each in index.same(use))


def _use(known: Known, offset: int) -> Use | Refused:
    index = index_of(known)
    use = index.at(offset)
    if use is None:
        word = _word(known, offset)
        if word in RESERVED:
            return Refused(why=f"`{word}` is a word of the language, and keeps its name")
        if word:
            return Refused(why=f"`{word}` is declared nowhere, so that it cannot be renamed")
        return Refused(why="no name stands here")
    if use.kind == "code":
        return Refused(why=f"`{use.name}` is a code of a finding, and keeps its name")
    if use.kind == "text":
        return Refused(why=f"`{use.name}` is a word of the language here, and keeps its name")
    if use.name == TODAY and use.kind == "input":
        return Refused(why="`years since` counts to the input named `today`, which keeps its name")
    if use.kind == "choice" and index.lost:
        line = known.source.line_of(index.lost[0].span)
        return Refused(why=f"line {line} or what is under it cannot be read, and may use `{use.name}`; mend it first")
    return use


def _word(known: Known, offset: int) -> str:
    text = known.source.text
    if inside_words(text, offset):
        return ""
    start = text.rfind("\n", 0, offset) + 1
    for found in _NAME.finditer(text, start, min(len(text), offset + LONGEST)):
        if found.start() <= offset <= found.end():
            return found.group()
        if found.start() > offset:
            break
    return ""


def _unfit(name: str) -> Refused | None:
    """Why a text is no name at all."""
    if not _NAME.fullmatch(name):
        return Refused(why="a name is letters, digits and `_` without accents or spaces, and starts with a letter")
    if len(name) > LONGEST:
        return Refused(why=f"a name of {len(name)} characters is longer than {LONGEST}")
    if name in RESERVED:
        return Refused(why=f"`{name}` is a word of the language, and cannot be a name")
    return None


def _taken(index: Index, use: Use, name: str) -> Refused | None:
    """Why a name cannot be this one's: another has it, or it would be read as something else."""
    if use.kind == "guideline":
        return None
    if use.kind == "choice":
        if name in index.words.get(use.owner or "", ()):
            return Refused(why=f"`{use.owner}` has a choice `{name}` already")
        if name == NONE:
            return Refused(why="`none` is what a case says of a set with nothing in it")
        if name in index.kinds:
            return Refused(why=f"`{name}` is {_spoken(index.kinds[name])} already")
        return None
    if name in index.kinds:
        return Refused(why=f"`{name}` is {_spoken(index.kinds[name])} already")
    owner = next((owner for owner, words in index.words.items() if name in words), None)
    if owner is not None:
        return Refused(why=f"`{name}` is a choice of `{owner}` already")
    if name == TODAY:
        return Refused(why="`today` is the date that `years since` counts to")
    return None


def _as_grade(known: Known, index: Index, use: Use, name: str) -> Refused | None:
    """Whether the name would stand in brackets, where a word of grades is read as one: `(low)`."""
    text = known.source.text
    for each in index.same(use) if name in _GRADES else ():
        if text[: each.span.start].rstrip(" ").endswith("(") and text[each.span.end :].lstrip(" ")[:1] in (",", ")"):
            line = known.source.line_of(each.span)
            return Refused(why=f"in line {line} `({name})` would be read as a grade")
    return None


def _spoken(kind: str) -> str:
    word = "output of a table" if kind == "table" else kind
    return ("an " if word[0] in "aeiou" else "a ") + word
