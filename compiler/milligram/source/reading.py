"""From the bytes of a file to a `SourceFile`, whatever the bytes are.

Enters: a path, or bytes. Leaves: a `SourceFile` with ``\\n`` line ends and no byte-order mark; a byte that
is not UTF-8 stays in its place as one lone surrogate, so that the fault can be shown where it is. A file that
cannot be opened gives an `Unreadable` that says why.

    decode("a.mg", b"\\xef\\xbb\\xbfinput age\\r\\n").text  ->  "input age\\n"
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from milligram.source.text import SourceFile, Span

MAX_BYTES = 4_000_000
"""No more than this is read: a hundred times the longest guideline that a person keeps in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that could not be read, and the reason in a few words: ``no such file or directory``."""

    path: str
    reason: str
    too_large: bool = False


def read(path: str | os.PathLike[str], *, limit: int = MAX_BYTES) -> SourceFile | Unreadable:
    """The text of a file; never raises for anything that the file system or the bytes can do."""
    name = os.fspath(path)
    try:
        with open(name, "rb") as stream:  # noqa: PTH123 - a path with a NUL must fail as a value here
            data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Unreadable(path=name, reason=reason.lower())
    if len(data) > limit:
        return Unreadable(path=name, reason=f"larger than {limit:,} bytes", too_large=True)
    return decode(name, data)


def decode(path: str, data: bytes) -> SourceFile:
    """Bytes as text: UTF-8, the byte-order mark dropped, every kind of line end as ``\\n``."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    return SourceFile(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def undecodable(source: SourceFile) -> Span | None:
    """The first run of bytes that are not UTF-8, or None."""
    if source.text.isascii():
        return None
    bad = [offset for offset, char in enumerate(source.text) if "\ud800" <= char <= "\udfff"]
    if not bad:
        return None
    end = bad[0] + 1
    while end < len(source.text) and "\ud800" <= source.text[end] <= "\udfff":
        end += 1
    return Span(bad[0], end)
