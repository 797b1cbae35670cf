"""A name in a few words, beside a suggestion.

Enters: a name. Leaves: what it is declared as: ``input, mmol/L of magnesium``.
"""

from __future__ import annotations

from typing import assert_never

from milligram.diagnostics.display import visible
from milligram.ir import nodes as ir
from milligram.lsp.know import Known
from milligram.lsp.know.typed import type_of
from milligram.lsp.know.uses import Index
from milligram.syntax import nodes as ast

LONGEST = 60


def detail_of(known: Known, index: Index, name: str) -> str:
    """What a name is, in at most one short line."""
    kind = index.kinds[name]
    told = visible(_told(known, index, name))
    shown = told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…"
    word = "table's output" if kind == "table" else kind
    return f"{word}, {shown}" if shown else word


def _told(known: Known, index: Index, name: str) -> str:
    home = index.homes.get(name)
    if isinstance(home, ast.Source):
        return home.title.value
    kind = type_of(known, name)
    if kind is not None:
        return type_text(kind)
    label = getattr(home, "label", None)
    return label.value if isinstance(label, ast.Text) else ""


def type_text(kind: ir.Type) -> str:
    """``mmol/L of magnesium``, ``yes or no``, ``one of male, female``."""
    match kind:
        case ir.NumberType(measure=measure, kind="quantity"):
            return measure.text
        case ir.NumberType(kind=plain):
            return plain
        case ir.FlagType():
            return "yes or no"
        case ir.DateType():
            return "a date"
        case ir.WordType(words=words):
            return f"one of {', '.join(words)}"
        case ir.SetType(words=words):
            return f"any of {', '.join(words)}"
        case ir.TextType():
            return "text"
        case _:
            assert_never(kind)
