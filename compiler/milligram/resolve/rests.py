"""What else is wrong in a declaration of which a line could not be read: it has no meaning, but its names have.

Enters: the declarations that the parser gave up, with stand-ins for their faulty lines. Leaves: findings on the others.

    when age undr 3 years:     (told by the parser, who gives up the pathway)
    when weigth over 90 kg:    ->   MG011, no input is named `weigth`

Only what is wrong by itself is told: that something is missing, twice, or out of order may come of the line that could
not be read.
"""

from __future__ import annotations

from milligram.diagnostics import Diagnostic
from milligram.diagnostics.registry import (
    BACKWARDS_RANGE,
    BAD_DATE,
    DANGLING_SOURCE,
    DIMENSION_CONFLICT,
    IMPOSSIBLE_NUMBER,
    MISSING_UNIT,
    NOT_A_CONDITION,
    OUTSIDE_DOMAIN,
    UNKNOWN_CHOICE,
    UNKNOWN_NAME,
    UNKNOWN_UNIT,
    WRONG_TYPE,
)
from milligram.resolve.cases import case_of
from milligram.resolve.conditions import condition
from milligram.resolve.context import Context
from milligram.resolve.named import elaborate
from milligram.resolve.prose import caution_of, pitfall_of
from milligram.resolve.regimens import monitor_of, regimen_of
from milligram.resolve.statements import body_of
from milligram.syntax import Rest
from milligram.syntax import nodes as ast

_OF_NAMES = frozenset({DANGLING_SOURCE, NOT_A_CONDITION, UNKNOWN_CHOICE, UNKNOWN_NAME, UNKNOWN_UNIT, WRONG_TYPE})
_BY_ITSELF = _OF_NAMES | {
    BACKWARDS_RANGE,
    BAD_DATE,
    DIMENSION_CONFLICT,
    IMPOSSIBLE_NUMBER,
    MISSING_UNIT,
    OUTSIDE_DOMAIN,
}


def look_at_rests(ctx: Context, rests: tuple[Rest, ...], steps: dict[str, int]) -> None:
    """Collects what is wrong in these for itself; ``steps`` are the lengths of the regimens that have a meaning."""
    for rest in rests:
        before, numbered = len(ctx.diagnostics), ctx.last_id
        _look(ctx, rest.node, steps)
        sure = _OF_NAMES if rest.headless and not isinstance(rest.node, ast.Pathway | ast.Part) else _BY_ITSELF
        kept = [at for at, one in _new(ctx, before) if one.code in sure and not rest.touches(one)]
        places = {**{at: at for at in range(before)}, **{at: before + place for place, at in enumerate(kept)}}
        ctx.unknown = {key: places[at] for key, at in ctx.unknown.items() if at in places}
        ctx.diagnostics[before:] = [ctx.diagnostics[at] for at in kept]
        ctx.last_id = numbered


def _new(ctx: Context, before: int) -> list[tuple[int, Diagnostic]]:
    return [(at, ctx.diagnostics[at]) for at in range(before, len(ctx.diagnostics))]


def _look(ctx: Context, node: ast.Declaration, steps: dict[str, int]) -> None:
    match node:
        case ast.Pathway() | ast.Part():
            body_of(ctx, node.body)
        case ast.Define() | ast.Table() | ast.Score():
            elaborate(ctx, node)
        case ast.Regimen():
            regimen_of(ctx, node)
        case ast.Monitor():
            monitor_of(ctx, node)
        case ast.Pitfall():
            pitfall_of(ctx, node)
        case ast.Caution():
            caution_of(ctx, node)
        case ast.Case():
            case_of(ctx, node, steps)
        case ast.Header(applies_when=expr) if expr is not None:
            condition(ctx, expr)
        case _:
            pass
