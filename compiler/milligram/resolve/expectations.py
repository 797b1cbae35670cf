"""What a case expects.

Enters: `ast.Expectation`. Leaves: `ir.Expectation`; None once a fault is reported.

    expect give 24 mmol of magnesium   ->   ExpectAdvice(kind="give", what="magnesium", amount=24 mmol)
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from milligram.diagnostics.registry import MISPLACED, MISSING_UNIT, WRONG_TYPE
from milligram.ir import nodes as ir
from milligram.quantity import Measure
from milligram.resolve.conditions import texts_of, words_among
from milligram.resolve.conflicts import Side
from milligram.resolve.context import Context
from milligram.resolve.doses import substance_of
from milligram.resolve.expressions import spoken_type
from milligram.resolve.names import drug_of, given_of, name_of, type_of
from milligram.resolve.quantities import constant, constant_in, exact, sharing, words_of
from milligram.source import Span
from milligram.syntax import nodes as ast


def expectation_of(ctx: Context, expected: ast.Expectation) -> ir.Expectation | None:
    """One ``expect`` line."""
    match expected:
        case ast.ExpectStatement():
            return _advice(ctx, expected)
        case ast.ExpectValue():
            if expected.name.name == "dose":
                return _dose(ctx, expected)
            return _value(ctx, expected)
        case ast.ExpectOutcome(kind="outside"):
            return ir.ExpectOutcome(span=expected.span, kind="outside")
        case ast.ExpectOutcome():
            if expected.target is None:
                return None
            asks = expected.kind == "ask"
            what = name_of(ctx, expected.target, "input") if asks else given_of(ctx, expected.target)
            return None if what is None else ir.ExpectOutcome(span=expected.span, kind=expected.kind, what=what)
        case _:
            assert_never(expected)


# --- advice -----------------------------------------------------------------------------------------------------------


def _advice(ctx: Context, expected: ast.ExpectStatement) -> ir.ExpectAdvice | None:
    statement = expected.statement
    made = ir.ExpectAdvice(span=expected.span, negated=expected.negated, kind="give")
    match statement:
        case ast.Give():
            return _give(ctx, statement, made)
        case ast.Stop():
            return _what(made, "stop", given_of(ctx, statement.target))
        case ast.Hold():
            return _what(made, "hold", given_of(ctx, statement.target))
        case ast.AdviseAgainst():
            return _what(made, "advise_against", given_of(ctx, statement.target))
        case ast.Advise():
            return replace(made, kind="advise", text=statement.text.value)
        case ast.Suggest():
            if isinstance(statement.what, ast.Text):
                return replace(made, kind="suggest", text=statement.what.value)
            return _what(made, "suggest", given_of(ctx, statement.what))
        case ast.Order():
            if isinstance(statement.what, ast.Text):
                return replace(made, kind="order", text=statement.what.value)
            return _what(made, "order", name_of(ctx, statement.what, "input"))
        case ast.Refer():
            return replace(made, kind="refer", text=statement.to.value)
        case ast.Start():
            return _what(made, "start", name_of(ctx, statement.monitor, "monitor"))
        case ast.Note():
            return replace(made, kind="note", text=statement.text.value)
        case ast.Unspecified():
            return replace(made, kind="unspecified", text=statement.text.value)
        case ast.Report() | ast.Follow() | ast.Continue() | ast.End() | ast.When() | ast.Decide():
            ctx.report(
                MISPLACED,
                f"`{ctx.words(statement.span)}` is no advice, so that it cannot be expected",
                statement.span,
                help="expect what it leads to; a reported value is expected by its name, as in `expect risk high`",
            )
            return None
        case _:
            assert_never(statement)


def _what(made: ir.ExpectAdvice, kind: str, what: str | None) -> ir.ExpectAdvice | None:
    return None if what is None else replace(made, kind=kind, what=what)


def _give(ctx: Context, give: ast.Give, made: ir.ExpectAdvice) -> ir.ExpectAdvice | None:
    if give.target is not None:
        words = give.unspecified_dose.value if give.unspecified_dose else None
        made = replace(made, text=words)
        return _what(made, "give", given_of(ctx, give.target))
    dose = give.dose
    if dose is None:
        return None
    named = substance_of(dose)
    what = drug_of(ctx, named) if named is not None else None
    if named is not None and what is None:
        return None
    if not isinstance(dose.amount, ast.Quantity) or not (dose.low is None or isinstance(dose.low, ast.Quantity)):
        ctx.report(
            WRONG_TYPE,
            f"`{ctx.words(dose.amount.span)}` is no amount, and a case expects one that is written out",
            dose.amount.span,
            help="write the number, as in `expect give 8400 mg of acetylcysteine`",
        )
        return None
    if dose.by or dose.volume or dose.over or dose.schedule or dose.duration or dose.doses or dose.rounding:
        ctx.report(
            MISPLACED,
            f"only the amount of a dose is compared, so that `{ctx.words(dose.span)}` would promise too much",
            dose.span,
            help=f"write `expect give {words_of(dose.amount)}` alone",
        )
        return None
    if dose.amount.unit is None:
        _unitless(ctx, dose.amount)
        return None
    amount = constant(ctx, dose.amount)
    low = constant(ctx, sharing(dose.low, dose.amount)) if dose.low is not None else None
    if amount is None or (dose.low is not None and low is None):
        return None
    return replace(made, kind="give", what=what, low=_of(low, what), amount=_of(amount, what))


def _of(amount: ir.Const | None, what: str | None) -> ir.Const | None:
    """The amount of the drug that the dose names."""
    if amount is None or amount.measure.of is not None:
        return amount
    return replace(amount, measure=replace(amount.measure, of=what))


def _unitless(ctx: Context, amount: ast.Quantity) -> None:
    ctx.report(
        MISSING_UNIT,
        f"`{amount.number}` has no unit, where a dose needs one",
        amount.span,
        help="write the unit after the number, as in `5 mg`",
    )


def _dose(ctx: Context, expected: ast.ExpectValue) -> ir.ExpectDose | None:
    band = expected.value
    ends = _closed(band)
    if ends is not None:
        least, most = ends
        if most.unit is None:
            _unitless(ctx, most)
            return None
        high = constant(ctx, most)
        low = None if least == most else constant(ctx, least)
        return None if high is None else ir.ExpectDose(span=expected.span, low=low, amount=high)
    ctx.report(
        WRONG_TYPE,
        f"`{ctx.words(expected.value.span)}` is no dose",
        expected.value.span,
        help="write an amount, as in `expect dose 8400 mg`",
    )
    return None


def _closed(band: ast.Node) -> tuple[ast.Quantity, ast.Quantity] | None:
    """Both ends of a range of literals that includes them, the unit shared; a single value is both."""
    if not isinstance(band, ast.Band) or not (band.low_included and band.high_included):
        return None
    if not isinstance(band.low, ast.Quantity) or not isinstance(band.high, ast.Quantity):
        return None
    return sharing(band.low, band.high), band.high


# --- values -----------------------------------------------------------------------------------------------------------


def _value(ctx: Context, expected: ast.ExpectValue) -> ir.ExpectValue | None:
    kind = type_of(ctx, expected.name)
    if kind is None:
        return None
    name, value = expected.name.name, expected.value
    made = ir.ExpectValue(span=expected.span, name=name)
    if isinstance(value, ast.Name) and value.name == "unknown":
        return replace(made, word="unknown")
    match kind:
        case ir.NumberType(measure=measure):
            return _number(ctx, expected, made, measure)
        case ir.FlagType():
            if isinstance(value, ast.Name) and value.name in ("yes", "no"):
                return replace(made, word=value.name)
        case ir.WordType(words=words):
            if not isinstance(value, ast.Band):
                chosen = words_among(ctx, (value,), words, name)
                return None if chosen is None else replace(made, word=chosen[0])
        case ir.TextType():
            if not isinstance(value, ast.Band):
                texts = texts_of(ctx, (value,), name)
                return None if texts is None else replace(made, word=texts[0])
        case ir.SetType() | ir.DateType():
            pass
        case _:
            assert_never(kind)
    _wrong(ctx, expected, spoken_type(kind))
    return None


def _number(ctx: Context, expected: ast.ExpectValue, made: ir.ExpectValue, measure: Measure) -> ir.ExpectValue | None:
    band = expected.value
    if not isinstance(band, ast.Band):
        _wrong(ctx, expected, "a number")
        return None
    ends = _closed(band)
    if ends is None:
        ctx.report(
            WRONG_TYPE,
            f"`{ctx.words(_place(band, expected))}` is no value or closed range",
            _place(band, expected),
            help=f"write `expect {expected.name.name} 3` or `expect {expected.name.name} 3 to 5`",
        )
        return None
    least = _const(ctx, ends[0], expected, measure)
    most = least if ends[0] == ends[1] else _const(ctx, ends[1], expected, measure)
    if least is None or most is None:
        return None
    return replace(made, low=least, high=most)


def _const(ctx: Context, quantity: ast.Quantity, expected: ast.ExpectValue, measure: Measure) -> ir.Const | None:
    """A value in the unit of what it is expected of; a bare number counts in it."""
    if quantity.unit is None:
        found = exact(ctx, quantity.number, quantity.span)
        if found is None:
            return None
        return ir.Const(span=quantity.span, measure=measure, value=found.value, written=quantity.number)
    symbol = ctx.scope.symbols[expected.name.name]
    side = Side(expected.name.name, expected.name.span, symbol.span)
    return constant_in(ctx, quantity, measure, side, "a value of")


def _place(band: ast.Node, expected: ast.ExpectValue) -> Span:
    return band.span if band.span != (0, 0) else expected.span


def _wrong(ctx: Context, expected: ast.ExpectValue, what: str) -> None:
    place = _place(expected.value, expected)
    ctx.report(
        WRONG_TYPE,
        f"`{expected.name.name}` is {what} and is never `{ctx.words(place)}`",
        place,
        labels=[(ctx.scope.symbols[expected.name.name].span, "declared here")],
        help="expect a value of its own kind",
    )
