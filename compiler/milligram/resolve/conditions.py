"""Conditions: what is true, false or unknown.

Enters: `ast.Expr` where a condition is due. Leaves: `ir.AnyCondition`; None once a fault is reported.

    diuretics has loop, thiazide   ->   SetHas("diuretics", ("loop", "thiazide"))
"""

from __future__ import annotations

from typing import assert_never

from milligram.diagnostics import Edit
from milligram.diagnostics.registry import NOT_A_CONDITION, UNKNOWN_CHOICE, WRONG_TYPE
from milligram.ir import nodes as ir
from milligram.resolve.bands import band_of, equal_to
from milligram.resolve.context import Context, quoted
from milligram.resolve.expressions import number, spoken_type
from milligram.resolve.names import find, hyphenated, type_of, unknown
from milligram.resolve.scope import VALUES, nearest
from milligram.source import Span
from milligram.syntax import nodes as ast


def condition(ctx: Context, expr: ast.Expr) -> ir.AnyCondition | None:
    """The condition that an expression states."""
    match expr:
        case ast.Name():
            return _flag(ctx, expr)
        case ast.InBand():
            subject = _measured(ctx, expr.subject, "compared with a number")
            return None if subject is None else band_of(ctx, subject, expr.band, expr.span)
        case ast.Is():
            return _is(ctx, expr)
        case ast.Has():
            return _has(ctx, expr)
        case ast.IsKnown():
            return _known(ctx, expr)
        case ast.Not():
            operand = condition(ctx, expr.operand)
            return None if operand is None else ir.Not(span=expr.span, operand=operand)
        case ast.And():
            operands = _all(ctx, expr.operands)
            return None if operands is None else ir.All(span=expr.span, operands=operands)
        case ast.Or():
            operands = _all(ctx, expr.operands)
            return None if operands is None else ir.Any(span=expr.span, operands=operands)
        case ast.Group():
            return condition(ctx, expr.operand)
        case (
            ast.RegimenState()
            | ast.Quantity()
            | ast.Text()
            | ast.Arithmetic()
            | ast.Negative()
            | ast.Call()
            | ast.InUnit()
            | ast.AsUnit()
            | ast.Rounded()
            | ast.YearsSince()
        ):
            if (joined := hyphenated(ctx, expr.span)) is not None:
                unknown(ctx, ast.Ident(span=joined[0], name=ctx.source.slice(joined[0])), VALUES)
                return None
            ctx.report(
                NOT_A_CONDITION,
                f"`{ctx.words(expr.span)}` is a value, where something true or false is needed",
                expr.span,
                help="compare it, as in `… at least 3`",
            )
            return None
        case _:
            assert_never(expr)


def is_condition(ctx: Context, expr: ast.Expr) -> bool:
    """Whether an expression states a condition, judged by its form and by what its one name is."""
    match expr:
        case ast.InBand() | ast.Is() | ast.Has() | ast.IsKnown() | ast.Not() | ast.And() | ast.Or():
            return True
        case ast.Group():
            return is_condition(ctx, expr.operand)
        case ast.Name():
            symbol = ctx.scope.find(expr.name)
            if symbol is None or symbol.kind not in VALUES:
                return False
            return isinstance(type_of(ctx, expr), ir.FlagType)
        case _:
            return False


def _all(ctx: Context, operands: tuple[ast.Expr, ...]) -> tuple[ir.AnyCondition, ...] | None:
    """All operands, or None; every one is looked at, so that several faults are reported at once."""
    found = [condition(ctx, operand) for operand in operands]
    whole = tuple(operand for operand in found if operand is not None)
    return whole if len(whole) == len(operands) else None


def _flag(ctx: Context, name: ast.Name) -> ir.AnyCondition | None:
    kind = type_of(ctx, name)
    if kind is None:
        return None
    symbol = ctx.scope.symbols[name.name]
    if isinstance(kind, ir.FlagType):
        if symbol.kind == "input":
            return ir.Flag(span=name.span, name=name.name)
        return ir.NamedCondition(span=name.span, name=name.name)
    ctx.report(
        NOT_A_CONDITION,
        f"`{name.name}` is {spoken_type(kind)}, where something true or false is needed",
        name.span,
        labels=[(symbol.span, "declared here")],
        help=_compared(name.name, kind),
    )
    return None


def _compared(name: str, kind: ir.Type) -> str:
    match kind:
        case ir.NumberType():
            return f"compare it, as in `{name} at least …`"
        case ir.WordType(words=words):
            return f"compare it, as in `{name} is {words[0] if words else '…'}`"
        case ir.SetType(words=words):
            return f"test it, as in `{name} has {words[0] if words else '…'}`"
        case ir.DateType():
            return f"compare `years since {name}`"
        case ir.TextType() | ir.FlagType():
            return f"compare it, as in `{name} is known`"
        case _:
            assert_never(kind)


def _measured(ctx: Context, expr: ast.Expr, how: str) -> ir.AnyNumber | None:
    """The number on the left of a comparison; a choice is refused even when it has points."""
    if isinstance(expr, ast.Name):
        kind = type_of(ctx, expr)
        if kind is None:
            return None
        if not isinstance(kind, ir.NumberType):
            ctx.report(
                WRONG_TYPE,
                f"`{expr.name}` is {spoken_type(kind)} and cannot be {how}",
                expr.span,
                labels=[(ctx.scope.symbols[expr.name].span, "declared here")],
                help=_compared(expr.name, kind) if not isinstance(kind, ir.FlagType) else f"write `{expr.name}` alone",
            )
            return None
    return number(ctx, expr)


# --- is ---------------------------------------------------------------------------------------------------------------


def _is(ctx: Context, expr: ast.Is) -> ir.AnyCondition | None:
    subject = expr.subject
    while isinstance(subject, ast.Group):
        subject = subject.operand
    if not isinstance(subject, ast.Name):
        found = number(ctx, subject)
        return None if found is None else any_equal(ctx, found, expr)
    kind = type_of(ctx, subject)
    match kind:
        case None:
            return None
        case ir.NumberType():
            found = number(ctx, subject)
            return None if found is None else any_equal(ctx, found, expr)
        case ir.WordType(words=words):
            named = _word(ctx, subject)
            chosen = words_among(ctx, expr.values, words, subject.name)
            return None if chosen is None else ir.WordIs(span=expr.span, subject=named, words=chosen)
        case ir.TextType():
            texts = texts_of(ctx, expr.values, subject.name)
            return None if texts is None else ir.WordIs(span=expr.span, subject=_word(ctx, subject), words=texts)
        case ir.FlagType():
            return _is_yes(ctx, subject, expr)
        case ir.SetType(words=words):
            values = Span(expr.values[0].span.start, expr.values[-1].span.end)
            put = f"{subject.name} has {ctx.words(values)}"
            _refuse(ctx, subject, kind, expr, "is", f"write `{put}`", put if expr.subject is subject else None)
            return None
        case ir.DateType():
            _refuse(ctx, subject, kind, expr, "is", f"compare `years since {subject.name}` instead")
            return None
        case _:
            assert_never(kind)


def any_equal(ctx: Context, subject: ir.AnyNumber, expr: ast.Is) -> ir.AnyCondition | None:
    """``subject is 2, 3``."""
    found = [equal_to(ctx, subject, value) for value in expr.values]
    whole = tuple(band for band in found if band is not None)
    if len(whole) != len(found):
        return None
    return whole[0] if len(whole) == 1 else ir.Any(span=expr.span, operands=whole)


def _word(ctx: Context, name: ast.Name) -> ir.AnyWord:
    if ctx.scope.symbols[name.name].kind == "input":
        return ir.InputWord(span=name.span, name=name.name)
    return ir.NamedWord(span=name.span, name=name.name)


def words_among(ctx: Context, values: tuple[ast.Node, ...], words: tuple[str, ...], of: str) -> tuple[str, ...] | None:
    """The words written, each once, all of which ``of`` can be; None once a fault is reported."""
    chosen: dict[str, None] = {}
    fine = True
    for value in values:
        if isinstance(value, (ast.Name, ast.Ident)) and value.name in words:
            chosen[value.name] = None
            continue
        fine = False
        written = ctx.words(value.span)
        close = nearest(written, words)
        ctx.report(
            UNKNOWN_CHOICE,
            f"`{of}` is never {quoted(written)}",
            value.span,
            labels=[(ctx.scope.symbols[of].span, "its choices are declared here")],
            help=f"did you mean `{close}`?" if close else f"it is one of {', '.join(f'`{word}`' for word in words)}",
            edits=[Edit(span=value.span, replacement=close, title=f"write `{close}`")] if close else [],
        )
    return tuple(chosen) if fine else None


def texts_of(ctx: Context, values: tuple[ast.Node, ...], of: str) -> tuple[str, ...] | None:
    """The texts written; None once a fault is reported."""
    found: list[str] = []
    for value in values:
        if isinstance(value, ast.Text):
            found.append(value.value)
            continue
        ctx.report(
            WRONG_TYPE,
            f"`{of}` is text and cannot be `{ctx.words(value.span)}`",
            value.span,
            labels=[(ctx.scope.symbols[of].span, "declared here")],
            help="write the text in double quotes",
            edits=[Edit(span=value.span, replacement=f'"{ctx.words(value.span)}"', title="write it in quotes")],
        )
    return tuple(found) if len(found) == len(values) else None


def _is_yes(ctx: Context, subject: ast.Name, expr: ast.Is) -> ir.AnyCondition | None:
    flag = condition(ctx, subject)
    if flag is None:
        return None
    chosen = {value.name if isinstance(value, ast.Name) else "" for value in expr.values}
    if chosen <= {"yes", "no"}:
        yes = flag if "yes" in chosen else ir.Not(span=expr.span, operand=flag)
        return yes if len(chosen) == 1 else ir.Any(span=expr.span, operands=(flag, ir.Not(operand=flag)))
    meant = SPOKEN_FLAGS.get(next(iter(chosen)).lower()) if len(chosen) == 1 else None
    put = None if meant is None else f"{'' if meant else 'not '}{subject.name}"
    repair = f"write `{put}`" if put else f"write `{subject.name}` or `not {subject.name}`"
    _refuse(ctx, subject, ir.FlagType(), expr, "is", repair, put)
    return None


SPOKEN_FLAGS = {"true": True, "present": True, "positive": True, "y": True} | {
    "false": False,
    "absent": False,
    "negative": False,
    "n": False,
}
"""What is said for yes and no elsewhere."""


def _refuse(
    ctx: Context, subject: ast.Name, kind: ir.Type, expr: ast.Expr, how: str, repair: str, put: str | None = None
) -> None:
    """``put`` is what the whole test is replaced by, where that is sure."""
    ctx.report(
        WRONG_TYPE,
        f"`{subject.name}` is {spoken_type(kind)} and cannot be tested with `{how}`",
        expr.span,
        labels=[(ctx.scope.symbols[subject.name].span, "declared here")],
        help=repair,
        edits=[Edit(span=expr.span, replacement=put, title=f"write `{put}`")] if put else [],
    )


# --- has, known -------------------------------------------------------------------------------------------------------


def _has(ctx: Context, expr: ast.Has) -> ir.AnyCondition | None:
    kind = type_of(ctx, expr.subject)
    if kind is None:
        return None
    if not isinstance(kind, ir.SetType):
        put = None
        if isinstance(kind, ir.WordType):
            values = Span(expr.values[0].span.start, expr.values[-1].span.end)
            put = f"{expr.subject.name} is {ctx.words(values)}"
        repair = f"write `{put}`" if put else "`has` tests an `any of` input; write `is` for one value"
        _refuse(ctx, expr.subject, kind, expr, "has", repair, put)
        return None
    words = words_among(ctx, expr.values, kind.words, expr.subject.name)
    return None if words is None else ir.SetHas(span=expr.span, name=expr.subject.name, words=words)


def _known(ctx: Context, expr: ast.IsKnown) -> ir.AnyCondition | None:
    subject = expr.subject
    while isinstance(subject, ast.Group):
        subject = subject.operand
    match subject:
        case ast.Name():
            if type_of(ctx, subject) is None:
                return None
            return ir.Known(span=expr.span, of=subject.name, known=expr.known)
        case ast.RegimenState():
            if find(ctx, subject.regimen, frozenset({"regimen"})) is None:
                return None
            return ir.Known(span=expr.span, of=subject.regimen.name, known=expr.known, state=subject.which)
        case _:
            ctx.report(
                WRONG_TYPE,
                f"`{ctx.words(subject.span)}` is no name, and only a name is known or unknown",
                subject.span,
                help="define it first, then ask whether the define is known",
            )
            return None
