"""Author's text in docstrings, and names for Python.

Enters: any text. Leaves: the same text, broken into the lines of a docstring; identifiers that clash with nothing.
`milligram_targets.python.layout` escapes what a string literal must.

    docstring('say  "no"')         ->   'say "no".'
    Names({"list"}).take("list")   ->   "list_"
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from milligram_targets.python.layout import docstring_source, width

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_PROMPT = ">>>"
COLUMNS = 82
"""What six quotes leave of a line of 88."""


def one_line(text: str) -> str:
    """The text with one space between words; a space that does not break is part of its word."""
    return " ".join(word for word in _SPACE.split(text) if word)


def docstring(first: str, *paragraphs: str, indent: int = 4) -> str:
    """A docstring: a first line, then wrapped paragraphs, each behind an empty line."""
    room = COLUMNS - indent
    parts = [_wrapped(first, room)]
    parts += ["\n".join(_wrapped(line, room) for line in paragraph.split("\n")) for paragraph in paragraphs]
    whole = "\n\n".join(part for part in parts if part)
    return whole if whole.endswith((".", ")", ":")) else whole + "."


def _wrapped(text: str, room: int) -> str:
    """Lines that hold whole words and, as written in the file, as many as have room.

    Only the usage of a module's own docstring is for doctest: no line of an author's opens as a prompt.
    """
    text = one_line(text)
    lines: list[str] = []
    for word in (f"Text: {text}" if text.startswith(_PROMPT) else text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (width(docstring_source(longer)) <= room or word.startswith(_PROMPT)):
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def slug(text: str, longest: int = 32) -> str:
    """A name from words: lower case, cut at a word."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    name = ""
    for word in words:
        if name and len(name) + len(word) + 1 > longest:
            break
        name = f"{name}_{word}" if name else word
    name = name[:longest]
    return name if name[:1].isalpha() else f"at_{name}" if name else "choice"


class Names:
    """Hands out identifiers, each once; ``reserved`` are never given."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self.taken = set(reserved)

    def take(self, name: str) -> str:
        """The name, with as many ``_`` behind it as it takes; Python keeps those that start with one for itself.

        Raises:
            ValueError: no identifier of the language (a bug of the compiler).
        """
        if not _IDENTIFIER.fullmatch(name):
            raise ValueError(f"{name!r} is no name of the language")
        if name.startswith("_"):
            name = f"name{name}"
        while name in self.taken:
            name += "_"
        self.taken.add(name)
        return name
