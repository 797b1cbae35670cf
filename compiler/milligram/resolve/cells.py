"""Cells: what a column of a table or of a decision is tested against.

Enters: a subject and a cell. Leaves: the condition that the cell states of the subject.

    gfr | "g1, g2"   ->   WordIs(gfr, ("g1", "g2"))          age | "under 55 years"   ->   Band(age, high=55)
"""

from __future__ import annotations

from typing import assert_never

from milligram.diagnostics import Edit
from milligram.diagnostics.registry import WRONG_TYPE
from milligram.diagnostics.spelling import closest
from milligram.ir import nodes as ir
from milligram.resolve.bands import band_of, equal_to
from milligram.resolve.conditions import condition, is_condition, texts_of, words_among
from milligram.resolve.context import Context, quoted
from milligram.resolve.expressions import number, spoken_type
from milligram.resolve.names import type_of
from milligram.source import Span
from milligram.syntax import nodes as ast


def subject_of(ctx: Context, expr: ast.Expr) -> ir.Subject | None:
    """What a column is about: a number, a word, a set, or something true or false."""
    inner = expr
    while isinstance(inner, ast.Group):
        inner = inner.operand
    if not isinstance(inner, ast.Name):
        if is_condition(ctx, inner):
            ctx.report(
                WRONG_TYPE,
                f"`{ctx.words(expr.span)}` is a condition, where a name or a formula is needed after `by`",
                expr.span,
                help="define it first, then write `by` and its name; or drop `by` and write conditions as branches",
            )
            return None
        return number(ctx, inner)
    kind = type_of(ctx, inner)
    is_input = kind is not None and ctx.scope.symbols[inner.name].kind == "input"
    match kind:
        case None:
            return None
        case ir.NumberType():
            return number(ctx, inner)
        case ir.FlagType():
            found = condition(ctx, inner)
            return found if isinstance(found, ir.Flag | ir.NamedCondition) else None
        case ir.WordType() | ir.TextType():
            word = ir.InputWord if is_input else ir.NamedWord
            return word(span=inner.span, name=inner.name)
        case ir.SetType():
            return ir.SetSubject(span=inner.span, name=inner.name)
        case ir.DateType():
            ctx.report(
                WRONG_TYPE,
                f"`{inner.name}` is a date, which has no bands",
                inner.span,
                labels=[(ctx.scope.symbols[inner.name].span, "declared here")],
                help=f"decide by `years since {inner.name}`",
            )
            return None
        case _:
            assert_never(kind)


def cell_condition(ctx: Context, subject: ir.Subject, cell: ast.Cell) -> ir.AnyCondition | None:
    """What a cell states of its column's subject; None once a fault is reported."""
    if any(isinstance(alternative, ast.AnyValue) for alternative in cell.alternatives):
        return ir.Always(span=cell.span, value=True)
    match subject:
        case ir.InputWord() | ir.NamedWord():
            return _word(ctx, subject, cell)
        case ir.SetSubject():
            return _set(ctx, subject, cell)
        case ir.Flag() | ir.NamedCondition():
            return _flag(ctx, subject, cell)
        case _:
            return _number(ctx, subject, cell)


def _word(ctx: Context, subject: ir.AnyWord, cell: ast.Cell) -> ir.AnyCondition | None:
    kind = type_of(ctx, ast.Name(name=subject.name, span=subject.span))
    if kind is None or not _no_bands(ctx, subject.name, kind, cell):
        return None
    if isinstance(kind, ir.WordType):
        words = words_among(ctx, cell.alternatives, kind.words, subject.name)
    else:
        words = texts_of(ctx, cell.alternatives, subject.name)
    return None if words is None else ir.WordIs(span=cell.span, subject=subject, words=words)


def _set(ctx: Context, subject: ir.SetSubject, cell: ast.Cell) -> ir.AnyCondition | None:
    kind = type_of(ctx, ast.Name(name=subject.name, span=subject.span))
    if not isinstance(kind, ir.SetType) or not _no_bands(ctx, subject.name, kind, cell):
        return None
    words = words_among(ctx, cell.alternatives, kind.words, subject.name)
    return None if words is None else ir.SetHas(span=cell.span, name=subject.name, words=words)


def _flag(ctx: Context, subject: ir.Flag | ir.NamedCondition, cell: ast.Cell) -> ir.AnyCondition | None:
    if not _no_bands(ctx, subject.name, ir.FlagType(), cell):
        return None
    words = words_among(ctx, cell.alternatives, ("yes", "no"), subject.name)
    if words is None:
        return None
    if len(words) == 2:
        return ir.Always(span=cell.span, value=True)
    return subject if words == ("yes",) else ir.Not(span=cell.span, operand=subject)


def _number(ctx: Context, subject: ir.AnyNumber, cell: ast.Cell) -> ir.AnyCondition | None:
    found: list[ir.AnyCondition | None] = []
    for alternative in cell.alternatives:
        match alternative:
            case ast.Band():
                found.append(band_of(ctx, subject, alternative, _span(alternative, cell)))
            case ast.Name():
                found.append(_limit(ctx, subject, alternative))
            case ast.Text():
                found.append(None)
                _no_number(ctx, subject, alternative.span)
            case ast.AnyValue():
                found.append(ir.Always(span=alternative.span, value=True))
            case _:
                assert_never(alternative)
    whole = tuple(test for test in found if test is not None)
    if len(whole) != len(found):
        return None
    return whole[0] if len(whole) == 1 else ir.Any(span=cell.span, operands=whole)


def _limit(ctx: Context, subject: ir.AnyNumber, name: ast.Name) -> ir.AnyCondition | None:
    """A name in a cell of numbers: the value of a numeric define, else a fault."""
    symbol = ctx.scope.symbols.get(name.name)
    if symbol is not None and isinstance(type_of(ctx, name), ir.NumberType):
        return equal_to(ctx, subject, name)
    if symbol is None or name.name not in ctx.poisoned:
        _no_number(ctx, subject, name.span)
    return None


def _no_number(ctx: Context, subject: ir.AnyNumber, span: Span) -> None:
    words = ctx.words(span)
    close = "otherwise" if words in ("else", "default") else closest(words, ("unknown", "otherwise", "any"))
    ctx.report(
        WRONG_TYPE,
        f"`{ctx.words(subject.span)}` is a number and cannot be {quoted(words)}",
        span,
        labels=[(subject.span, "the column of numbers")],
        help=f"did you mean `{close}`?" if close else "write a band, such as `under 20` or `20 to under 30`",
        edits=[Edit(span=span, replacement=close, title=f"write `{close}`")] if close else [],
    )


def _no_bands(ctx: Context, name: str, kind: ir.Type, cell: ast.Cell) -> bool:
    """Whether a cell of a column of words holds no band; reported when it does."""
    for alternative in cell.alternatives:
        if isinstance(alternative, ast.Band):
            words = kind.words if isinstance(kind, ir.WordType | ir.SetType) else ("yes", "no")
            what = (
                f"write one of {', '.join(words)}" if not isinstance(kind, ir.TextType) else "write the text in quotes"
            )
            ctx.report(
                WRONG_TYPE,
                f"`{name}` is {spoken_type(kind)} and has no band `{ctx.words(_span(alternative, cell))}`",
                _span(alternative, cell),
                labels=[(ctx.scope.symbols[name].span, "declared here")],
                help=what,
            )
            return False
    return True


def _span(node: ast.Node, cell: ast.Cell) -> Span:
    return node.span if node.span != (0, 0) else cell.span
