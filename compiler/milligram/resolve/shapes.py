"""The shape of rows: as many cells as there are columns.

Enters: the cells of a row and how many there should be. Leaves: whether they match (MG019 otherwise).
"""

from __future__ import annotations

from collections.abc import Sized

from milligram.diagnostics.registry import ROW_SHAPE
from milligram.resolve.context import Context
from milligram.source import Span


def right_width(ctx: Context, cells: Sized, wanted: int, span: Span, what: str, head: Span) -> bool:
    """Whether a row (or branch) has as many cells as ``wanted``; reported when not."""
    if len(cells) == wanted:
        return True
    ctx.report(
        ROW_SHAPE,
        f"this {what} has {_cells(len(cells))}, and {wanted} {'is' if wanted == 1 else 'are'} needed",
        span,
        labels=[(head, "the columns are named here")],
        help="separate cells with `|`; write `any` where every value fits",
    )
    return False


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} cells"
