"""A name under another name."""

from __future__ import annotations

from milligram.diagnostics import Edit
from milligram.lsp.know import Known, Refused
from milligram.source import Span


def renamable(known: Known, offset: int) -> Span | Refused:
    """The name at an offset that can be changed."""
    return Refused(why="no name that can be changed stands here")


def rename(known: Known, offset: int, name: str) -> tuple[Edit, ...] | Refused:
    """The edits that give the name at an offset another one."""
    return Refused(why="no name that can be changed stands here")
