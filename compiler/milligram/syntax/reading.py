"""A guideline's file, read for the parser.

Enters: a path. Leaves: a `SourceFile`, or the one finding that says why there is none. Bytes that are not UTF-8 stay
in the text as lone surrogates; the parser shows where.

    read_source("absent.mg")   ->   Diagnostic MG010: the file cannot be read: no such file or directory
"""

from __future__ import annotations

import os

from milligram.diagnostics.model import Diagnostic
from milligram.diagnostics.registry import FILE_TOO_LARGE, UNREADABLE_FILE
from milligram.source import NOWHERE, SourceFile
from milligram.source.reading import Unreadable, read

MAX_BYTES = 2 * 1024 * 1024
"""No guideline that a person can review is longer."""


def read_source(path: str | os.PathLike[str]) -> SourceFile | Diagnostic:
    """The file's text, with ``\\n`` line ends and without a byte-order mark; never raises for what a path can be."""
    found = read(path, limit=MAX_BYTES)
    if isinstance(found, SourceFile):
        return found
    return _unreadable(found)


def _unreadable(found: Unreadable) -> Diagnostic:
    source = SourceFile(found.path, "")
    if found.too_large:
        return too_large(source)
    return Diagnostic(
        code=UNREADABLE_FILE,
        message=f"the file cannot be read: {found.reason}",
        source=source,
        span=NOWHERE,
    )


def too_large(source: SourceFile) -> Diagnostic:
    """The finding on a text of more than `MAX_BYTES`."""
    return Diagnostic(
        code=FILE_TOO_LARGE,
        message=f"the file is larger than {MAX_BYTES // (1024 * 1024)} MiB, which is the most for one guideline",
        source=source,
        span=NOWHERE,
        help="keep one guideline a file",
    )
