"""The syntax tree as stable, indented text, for ``milligram dump --stage ast``."""

from __future__ import annotations

from milligram.source.outline import Outline
from milligram.syntax.nodes import File, Notes


def dump_ast(file: File) -> str:
    """The whole tree; the same file gives the same text."""
    return Outline(silent=("span", "comments"), empty=lambda value: value == Notes()).text(file)
