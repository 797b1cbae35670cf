"""Source text and places in it.

Enters: the text of one ``.mg`` file. Leaves: `SourceFile`, which turns an offset into a line and a column,
and `Span`, a half-open range of offsets (code points) in one file.

    SourceFile("a.mg", "input age\\n").position(6)  ->  Position(line=1, column=7)
"""

from milligram.source.reading import MAX_BYTES, Unreadable, decode, read, undecodable
from milligram.source.text import NOWHERE, Position, SourceFile, Span

__all__ = [
    "MAX_BYTES",
    "NOWHERE",
    "Position",
    "SourceFile",
    "Span",
    "Unreadable",
    "decode",
    "read",
    "undecodable",
]
