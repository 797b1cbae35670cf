"""Author's text in docstrings, and names for Python.

Enters: any text. Leaves: text that is safe and stable in a docstring; identifiers that clash with nothing.

    prose('a "quoted" text')   ->   "a 'quoted' text"
    Names({"list"}).take("list")   ->   "list_"
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
COLUMNS = 82
"""What six quotes leave of a line of 88."""


def prose(text: str) -> str:
    """The text on one line, without what would end a docstring, turn text around or not be seen.

    The exact text stands in the code as a constant; a docstring only shows it.
    """
    one_line = " ".join(text.replace('"', "'").replace("\\", "/").split())
    return "".join(char if char.isprintable() else "·" for char in one_line)


def docstring(first: str, *paragraphs: str, indent: int = 4) -> str:
    """A docstring: a first line, then wrapped paragraphs, each behind an empty line."""
    room = COLUMNS - indent
    parts = [_wrapped(prose(first), room)]
    parts += ["\n".join(_wrapped(prose(line), room) for line in paragraph.split("\n")) for paragraph in paragraphs]
    whole = "\n\n".join(part for part in parts if part)
    return whole if whole.endswith((".", ")", ":")) else whole + "."


def _wrapped(text: str, room: int) -> str:
    return "\n".join(textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False))


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
