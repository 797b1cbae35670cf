"""Literals and units: what a number with its unit means, and what it is in another unit.

Enters: `ast.Quantity` and `ast.UnitPhrase`. Leaves: `Measure` and `Const`, converted once and exactly.

    1.7 mg/dL, for a subject in mmol/L of magnesium   ->   Const(34000/48610 mmol/L, written "1.7" "mg/dL")

Whatever does not convert is reported here, so that its callers only pass on that there is nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from milligram.diagnostics import Edit
from milligram.diagnostics.registry import (
    DIMENSION_CONFLICT,
    IMPOSSIBLE_NUMBER,
    LITERAL_TOO_LARGE,
    MISSING_UNIT,
    UNKNOWN_UNIT,
)
from milligram.ir import nodes as ir
from milligram.quantity import (
    NUMBER,
    Conversion,
    Literal,
    LiteralError,
    Measure,
    MeasureError,
    Unit,
    UnitError,
    conversion,
    parse_literal,
    parse_unit,
)
from milligram.resolve.conflicts import Side, conflict, side_of
from milligram.resolve.context import Context, in_backticks
from milligram.resolve.equivalents import Stated, check_equivalent
from milligram.resolve.names import name_of
from milligram.source import Span
from milligram.syntax import nodes as ast

DAYS = Measure(parse_unit("d"))
YEARS = Measure(parse_unit("a"))
MONTHS = parse_unit("mo")

_ELSEWHERE = {
    "y/o": "years",
    "yo": "years",
    "yr": "years",
    "yrs": "years",
    "celsius": "°C",
    "fahrenheit": "°F",
    "micromol/litre": "umol/L",
    "micromol/liter": "umol/L",
    "micromol/l": "umol/L",
    "millimol/litre": "mmol/L",
    "millimol/l": "mmol/L",
    "mcmol/litre": "umol/L",
    "litre": "L",
    "litres": "L",
    "liter": "L",
}
"""What units are called elsewhere, too far from their spelling here to be guessed."""
_WITHOUT = frozenset({"inr", "ratio", "score", "index", "point", "points"})
"""Words for a bare number that stand where its unit would."""
_UNKNOWN = re.compile(r"^unknown unit (`[^`]*`)( in `[^`]*`)?$")


def is_pure(measure: Measure) -> bool:
    """Whether values of this measure are plain numbers."""
    return measure.unit.is_number and measure.of is None and measure.per_of is None


def exact(ctx: Context, text: str, span: Span) -> Literal | None:
    """The number as written, with the interval its digits stand for."""
    try:
        return parse_literal(text)
    except LiteralError as error:
        ctx.report(LITERAL_TOO_LARGE, in_backticks(error.message), span)
        return None


def whole(ctx: Context, text: str, span: Span, what: str, least: int = 1) -> int | None:
    """A whole number of at least ``least``, as in ``3 times daily``; ``what`` names it in the message."""
    found = exact(ctx, text, span)
    if found is None:
        return None
    if found.value.denominator != 1 or found.value < least:
        ctx.report(
            IMPOSSIBLE_NUMBER,
            f"{what} is {text}, where a whole number of at least {least} is needed",
            span,
        )
        return None
    return int(found.value)


# --- units ------------------------------------------------------------------------------------------------------------


def unit_of(ctx: Context, text: str, span: Span) -> Unit | None:
    """The unit that a text spells."""
    try:
        return parse_unit(text)
    except UnitError as error:
        close = error.suggestions[0] if error.suggestions and text.lower() not in _WITHOUT else None
        close = _ELSEWHERE.get(text.lower(), close)
        # of a phrase, the unit alone is replaced
        unit = Span(span.start, span.start + len(text)) if ctx.source.slice(span).startswith(text) else None
        edits = [Edit(span=unit, replacement=close, title=f"write `{close}`")] if close and unit else []
        told = _UNKNOWN.sub(r"\1\2 is neither UCUM nor a clinical spelling", in_backticks(error.message))
        ctx.report(
            UNKNOWN_UNIT,
            told,
            unit or span,
            help=_without(ctx, text, span)
            if text.lower() in _WITHOUT
            else f"did you mean `{close}`?"
            if close
            else "write the unit in UCUM, or as the ward spells it: mg/dL, mEq/L",
            edits=edits,
        )
        return None


def _without(ctx: Context, text: str, span: Span) -> str:
    """The repair where a word for a bare number stands for a unit."""
    if ctx.source.text[: span.start].endswith(" in "):
        return f"write `number` for `in {text}`: it has no unit"
    return f"leave `{text}` out: it has no unit"


def measure_of(ctx: Context, phrase: ast.UnitPhrase) -> Measure | None:
    """``mmol/L of glucose per unit of insulin`` as a measure."""
    unit = unit_of(ctx, phrase.unit, phrase.span)
    of = name_of(ctx, phrase.of, "substance", "drug", "class") if phrase.of is not None else None
    if unit is None or (phrase.of is not None and of is None):
        return None
    if phrase.per is None:
        return Measure(unit, of)
    below = measure_of(ctx, phrase.per)
    if below is None:
        return None
    try:
        return Measure(unit / below.unit, of, below.of)
    except UnitError as error:
        ctx.report(UNKNOWN_UNIT, in_backticks(error.message), phrase.span)
        return None


def unit_words(phrase: ast.UnitPhrase | None, *, but_of: str | None = None) -> str:
    """The unit as the author wrote it; a substance named ``but_of`` is left out."""
    if phrase is None:
        return ""
    of = f" of {phrase.of.name}" if phrase.of is not None and phrase.of.name != but_of else ""
    per = f" per {unit_words(phrase.per)}" if phrase.per is not None else ""
    return f"{phrase.unit}{of}{per}"


def words_of(quantity: ast.Quantity) -> str:
    """The quantity as the author wrote it, without its equivalents: ``0.70 mmol/L``."""
    return f"{quantity.number} {unit_words(quantity.unit)}".rstrip()


def sharing(first: ast.Quantity, last: ast.Quantity) -> ast.Quantity:
    """``20`` of ``20 to under 30 mL/min``: the unit on the last number holds for both."""
    return replace(first, unit=last.unit) if first.unit is None else first


# --- literals ---------------------------------------------------------------------------------------------------------


def constant(ctx: Context, quantity: ast.Quantity) -> ir.Const | None:
    """A literal in its own unit; a pure number where it has none."""
    found = exact(ctx, quantity.number, quantity.span)
    measure = NUMBER if quantity.unit is None else measure_of(ctx, quantity.unit)
    if found is None or measure is None:
        return None
    check_also(ctx, quantity, measure, quantity.also)
    return _const(quantity, measure, found.value)


def constant_in(
    ctx: Context, quantity: ast.Quantity, measure: Measure, other: Side, verb: str = "compared with"
) -> ir.Const | None:
    """A literal converted exactly into a measure; ``other`` is what it meets there, for messages."""
    found = exact(ctx, quantity.number, quantity.span)
    if found is None:
        return None
    if quantity.unit is None:
        if is_pure(measure) or (found.value == 0 and not measure.unit.is_affine):
            return _const(quantity, measure, found.value)
        _bare(ctx, quantity, measure, other, verb)
        return None
    own = measure_of(ctx, quantity.unit)
    if own is None:
        return None
    basis = own if own.of is not None else replace(own, of=measure.of)
    # a side that does not convert is reported first; its equivalents are another matter
    change = change_of(ctx, own, measure, Side(words_of(quantity), quantity.span), other, verb)
    if change is None:
        return None
    check_also(ctx, quantity, basis, quantity.also)
    return _const(quantity, measure, change(found.value))


def change_of(ctx: Context, src: Measure, dst: Measure, left: Side, right: Side, verb: str) -> Conversion | None:
    """The conversion from one measure into another; reported at ``left`` when there is none."""
    try:
        return conversion(src, dst, ctx.substances)
    except MeasureError as error:
        conflict(ctx, error, src, dst, left, right, verb)
        return None


def _const(quantity: ast.Quantity, measure: Measure, value: Fraction) -> ir.Const:
    return ir.Const(
        span=quantity.span,
        measure=measure,
        value=value,
        written=quantity.number,
        written_unit=unit_words(quantity.unit, but_of=measure.of) or None,
        also=also_of(quantity.also),
    )


def also_of(equivalents: tuple[ast.Quantity, ...]) -> tuple[tuple[str, str], ...]:
    """Stated equivalents as (number, unit) in the author's words."""
    return tuple((each.number, unit_words(each.unit)) for each in equivalents)


def _bare(ctx: Context, quantity: ast.Quantity, measure: Measure, other: Side, verb: str) -> None:
    unit = measure.text
    shown = replace(measure, of=None).text if measure.per_of is None else unit
    ctx.report(
        DIMENSION_CONFLICT,
        f"`{quantity.number}` has no unit and is {verb} {other.quoted}, which is in {unit}",
        quantity.span,
        labels=other.labels,
        help=f"write the unit: `{quantity.number} {shown}`, if that is what is meant",
        edits=[
            Edit(
                span=quantity.span,
                replacement=f"{quantity.number} {shown}",
                title=f"write `{quantity.number} {shown}`",
            )
        ]
        if not quantity.also
        else [],
    )


def stated(ctx: Context, quantity: ast.Quantity, measure: Measure) -> Stated:
    """A literal whose unit was read, for comparing it with others."""
    literal = parse_literal(quantity.number)
    span = quantity.span
    if quantity.also:
        # only the number and its unit, without the bracket of equivalents
        before = ctx.source.text[span.start : quantity.also[0].span.start].removesuffix("also ").rstrip("( ")
        span = Span(span.start, span.start + len(before))
    return Stated(literal=literal, measure=measure, words=words_of(quantity), span=span)


def check_also(
    ctx: Context, quantity: ast.Quantity, measure: Measure, also: tuple[ast.Quantity, ...], *, given: bool = False
) -> None:
    """Whether each stated equivalent holds; ``measure`` is that of the governing quantity.

    What is ``given`` is measured out as it is written. A threshold was rounded when it was printed in its other unit:
    which patients that moves, MG306 tells.
    """
    governs = stated(ctx, quantity, measure)
    if given:
        governs = replace(governs, literal=governs.literal.exactly())
    for each in also:
        if exact(ctx, each.number, each.span) is None:
            continue
        if each.unit is None and not is_pure(measure):
            _unitless(ctx, each, quantity)
            continue
        own = NUMBER if each.unit is None else measure_of(ctx, each.unit)
        if own is not None:
            check_equivalent(ctx, governs, stated(ctx, each, own))


def _unitless(ctx: Context, each: ast.Quantity, quantity: ast.Quantity) -> None:
    ctx.report(
        MISSING_UNIT,
        f"`{each.number}` has no unit, where an equivalent of {words_of(quantity)} needs one",
        each.span,
        labels=[(quantity.span, "the governing value")],
        help="write the unit after the number",
    )


# --- times ------------------------------------------------------------------------------------------------------------


def days_of(ctx: Context, quantity: ast.Quantity, what: str) -> Fraction | None:
    """A time above zero, in days; ``what`` names it in the message ("the interval")."""
    if quantity.unit is None:
        ctx.report(
            MISSING_UNIT,
            f"`{quantity.number}` has no unit, where {what} needs one",
            quantity.span,
            help="write a time, such as `2 weeks` or `4 h`",
        )
        return None
    found = constant(ctx, quantity)
    if found is None:
        return None
    change = of_kind(ctx, found, DAYS, "time", what, "2 weeks")
    if change is None:
        return None
    if found.value <= 0:
        ctx.report(
            IMPOSSIBLE_NUMBER, f"{what} is {words_of(quantity)}, where more than nothing is needed", quantity.span
        )
        return None
    return change(found.value)


def months_of(quantity: ast.Quantity) -> int | None:
    """The months of ``3 months`` or ``2 years``, which are counted by the calendar; None for every other time.

    For a quantity that `days_of` has accepted.
    """
    if quantity.unit is None:
        return None
    each = parse_unit(quantity.unit.unit).ratio_to(MONTHS)
    months = parse_literal(quantity.number).value * each
    return int(months) if each in (1, 12) and months.denominator == 1 else None


def of_kind(
    ctx: Context, found: ir.AnyNumber, sample: Measure, kind: str, what: str, example: str
) -> Conversion | None:
    """The conversion into ``sample``; MG301 where ``what`` needs a number of that ``kind`` (time, volume)."""
    try:
        return conversion(found.measure, sample, ctx.substances)
    except MeasureError:
        side = side_of(ctx, found)
        ctx.report(
            DIMENSION_CONFLICT,
            f"{side.quoted} is no {kind}, where {what} needs one",
            found.span,
            labels=side.labels,
            help=f"write a {kind}, such as `{example}`",
        )
        return None
