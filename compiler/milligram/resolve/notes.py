"""What may follow any statement, row or line: grade, reason, sources, departures, allowances.

Enters: `ast.Notes`. Leaves: `ir.Notes`, whose sources all exist (MG801 otherwise).

    (strong) because "harm" [r3]   ->   Notes(strength="strong", because="harm", sources=("r3",))
"""

from __future__ import annotations

from milligram.ir import nodes as ir
from milligram.resolve.context import Context
from milligram.resolve.names import find
from milligram.resolve.scope import Kind
from milligram.syntax import nodes as ast

_SOURCE: frozenset[Kind] = frozenset({"source"})
_NOTHING = ast.Notes()


def notes_of(ctx: Context, notes: ast.Notes) -> ir.Notes:
    """The notes with their sources looked up; a source that does not exist is reported and left out."""
    if notes == _NOTHING:
        return ir.NO_NOTES
    return ir.Notes(
        span=notes.span,
        strength=notes.grade.strength if notes.grade else None,
        certainty=notes.grade.certainty if notes.grade else None,
        because=notes.because.value if notes.because else None,
        sources=sources_of(ctx, notes.sources),
        uncited=notes.uncited.value if notes.uncited else None,
        differs=tuple(
            ir.Difference(span=d.span, source_says=d.source_says.value, because=d.because.value) for d in notes.differs
        ),
        allows=tuple(ir.Allowance(span=a.span, code=a.code.name, because=a.because.value) for a in notes.allows),
    )


def sources_of(ctx: Context, names: tuple[ast.Ident, ...]) -> tuple[str, ...]:
    """The names of sources that exist, each once."""
    found: dict[str, None] = {}
    for name in names:
        symbol = find(ctx, name, _SOURCE)
        if symbol is not None:
            found[symbol.name] = None
    return tuple(found)
