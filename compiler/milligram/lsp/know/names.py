"""Where a name is declared, and where it is used.

Enters: a `Known` and an offset. Leaves: spans.

    low_magnesium in `when low_magnesium:`   ->   the name in `define low_magnesium: …`

A word of a choice is declared at its input; one of a table's or define's values, wherever it is given as a value.
"""

from __future__ import annotations

from milligram.lsp.know import Known
from milligram.lsp.know.uses import Index, Use, index_of
from milligram.source import Span
from milligram.syntax import nodes as ast


def definition(known: Known, offset: int) -> tuple[Span, ...]:
    """Where the name at an offset is declared."""
    index = index_of(known)
    use = index.at(offset)
    return () if use is None else tuple(each.span for each in _declarations(index, use))


def references(known: Known, offset: int, *, declaration: bool) -> tuple[Span, ...]:
    """Every use of the name at an offset, in order; with ``declaration`` also where it is declared."""
    index = index_of(known)
    use = index.at(offset)
    if use is None or use.kind in ("code", "text"):
        return ()
    declared = set(_declarations(index, use))
    return tuple(each.span for each in index.same(use) if declaration or each not in declared)


def _declarations(index: Index, use: Use) -> list[Use]:
    same = list(index.same(use))
    declared = [each for each in same if each.declares]
    if declared or use.kind != "choice" or use.owner is None:
        return declared
    home = index.homes.get(use.owner)
    values = _values(home, use.owner) if home is not None else []
    places = {value.span.start for value in values}
    return [each for each in same if each.span.start in places]


def _values(home: ast.Declaration, owner: str) -> list[ast.Node]:
    """The values that a table or a define by cases gives to a name."""
    match home:
        case ast.Table():
            column = [name.name for name in home.gives].index(owner)
            return [row.values[column] for row in home.rows if column < len(row.values)]
        case ast.Define():
            return [case.value for case in home.cases]
        case _:
            return []
