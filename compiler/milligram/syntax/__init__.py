"""The language's syntax: from the text of one guideline to its tree.

Enters: a `SourceFile`. Leaves: a `ParseResult`: the declarations that did parse, and findings at their places.

    parse(SourceFile("a.mg", "class arb of losartan\\n")).file.declarations
        ->  (DrugClass(name=Ident("arb"), members=(Ident("losartan"),)),)
"""

from __future__ import annotations

from milligram.syntax.parser import ParseResult, parse
from milligram.syntax.reading import read_source
from milligram.syntax.tables import reserved_words

RESERVED: frozenset[str] = reserved_words()
"""Every word of the language, read from the grammar; no name may be one of them."""

__all__ = ["RESERVED", "ParseResult", "parse", "read_source"]
