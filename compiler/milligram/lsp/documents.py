"""The texts that are open in the editor, whatever the disk says.

Enters: the text when it is opened, then its changes. Leaves: a `SourceFile` for each version of it.

    open "input age", change 0:6–0:9 to "weight"   ->   SourceFile("a.mg", "input weight")

The text is kept as the editor has it, since its changes count in it; the compiler gets it with ``\\n`` line ends, which
moves no line and no column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import unquote, urlsplit

from lsprotocol import types

from milligram.lsp.positions import Encoding, Places
from milligram.source import SourceFile

_DRIVE = re.compile(r"/[A-Za-z]:(?:/|$)")


class Document:
    """One open text at one version."""

    def __init__(self, uri: str, version: int | None, text: str, encoding: Encoding) -> None:
        self.uri = uri
        self.version = version
        self.text = text
        self.encoding: Encoding = encoding

    def changed(self, version: int | None, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Document:
        """The text after changes, each of which counts in the text that the one before it left."""
        text = self.text
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                span = Places(text, self.encoding).span(change.range)
                text = text[: span.start] + change.text + text[span.end :]
            else:
                text = change.text
        return Document(self.uri, version, text, self.encoding)

    @cached_property
    def source(self) -> SourceFile:
        """What the compiler reads."""
        return SourceFile(path_of(self.uri), self.text.replace("\r\n", "\n").replace("\r", "\n"))

    @cached_property
    def places(self) -> Places:
        """The places of the compiler's text, which are those of the editor's."""
        return Places(self.source.text, self.encoding)


def path_of(uri: str) -> str:
    """The path of a file, to be shown; of a text that is no file, such as ``untitled:Untitled-1``, its name."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return uri
    path = unquote(parts.path)
    if parts.scheme != "file":
        return path or uri
    if _DRIVE.match(path):
        return path[1:]
    return f"//{parts.netloc}{path}" if parts.netloc else path
