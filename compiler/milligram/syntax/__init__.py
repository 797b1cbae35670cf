"""The language's syntax: from the text of one guideline to its tree.

Enters: a `SourceFile`. Leaves: a `ParseResult`: the declarations that did parse, and findings at their places. The
parser is imported when it is first asked for: a file whose verdict is kept is read, not parsed.

    parse(SourceFile("a.mg", "class arb of losartan\\n")).file.declarations
        ->  (DrugClass(name=Ident("arb"), members=(Ident("losartan"),)),)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milligram.syntax.parser import ParseResult, parse
    from milligram.syntax.reading import read_source
    from milligram.syntax.unread import Rest, Unread

    RESERVED: frozenset[str]
    """Every word of the language, read from the grammar; no name may be one of them."""

__all__ = ["RESERVED", "ParseResult", "Rest", "Unread", "parse", "read_source"]

_LAZY = {"ParseResult": "parser", "parse": "parser", "read_source": "reading", "Rest": "unread", "Unread": "unread"}


def __getattr__(name: str) -> object:
    value: object
    if name == "RESERVED":
        from milligram.syntax.tables import reserved_words

        value = reserved_words()
    elif name in _LAZY:
        value = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
