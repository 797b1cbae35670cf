"""Stated equivalents: whether they hold, for which substance they would, and on which side of a threshold they fall.

Enters: a governing value and what its author says it equals, each with its measure. Leaves: MG302, MG303 or MG304 where
they differ; MG306 where the equivalent, taken as a patient's value, is decided otherwise than the threshold itself.

    12 mmol of magnesium (also 480 mg)   ->   MG303: 12 mmol is 292 mg; 480 mg agrees with magnesium_oxide (484 mg)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from milligram.diagnostics.registry import EQUIVALENT_ON_OTHER_SIDE, FALSE_EQUIVALENCE, SUBSTANCE_BASIS
from milligram.quantity import (
    Agreement,
    Literal,
    Measure,
    MeasureError,
    Reading,
    agree,
    conversion,
    decimal_text,
    display,
    readings,
)
from milligram.resolve.conflicts import Side, conflict
from milligram.resolve.context import Context
from milligram.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value as written: the number with its interval, its measure, the author's words and their place."""

    literal: Literal
    measure: Measure
    words: str
    span: Span


def check_equivalent(ctx: Context, first: Stated, second: Stated) -> None:
    """Reports that ``second`` is not what ``first`` is, if so."""
    try:
        found = agree(first.literal, first.measure, second.literal, second.measure, ctx.substances)
    except MeasureError as error:
        conflict(
            ctx,
            error,
            second.measure,
            first.measure,
            Side(second.words, second.span),
            Side(first.words, first.span),
            "equal to",
        )
        return
    if found.agrees:
        return
    others = readings(first.literal, first.measure, second.literal, second.measure, ctx.substances)
    if others:
        _other_basis(ctx, first, second, found, others)
        return
    is_, not_ = _told(found, found.measure.of or first.measure.of)
    back = conversion(second.measure, first.measure, ctx.substances)(second.literal.value)
    right = f"{is_.split()[0]} {second.words.partition(' ')[2]}".rstrip()
    ctx.report(
        FALSE_EQUIVALENCE,
        f"{first.words} is {is_}, not {not_}; {second.words} is {_amount(back, first.measure)}",
        second.span,
        labels=[(first.span, "the governing value")],
        help=f"write `{right}` if {first.words} is right, or correct {first.words}",
    )


def _other_basis(ctx: Context, first: Stated, second: Stated, found: Agreement, others: tuple[Reading, ...]) -> None:
    is_, not_ = _told(found, found.measure.of)
    told: list[str] = []
    repairs: list[str] = []
    for other in others:
        if other.side == "second":
            unit = _unit(other.agreement.measure, other.agreement.converted)
            told.append(f"{not_} agrees with {other.substance} ({_figure(other.agreement.converted)} {unit})")
            repairs.append(f"`{_amount(second.literal.value, second.measure)} of {other.substance}`")
        else:
            unit = _unit(other.agreement.measure, other.agreement.converted)
            told.append(
                f"it agrees if {first.words} is of {other.substance} ({_figure(other.agreement.converted)} {unit})"
            )
    ctx.report(
        SUBSTANCE_BASIS,
        f"{_named(first)} is {is_}, not {not_}; {'; or '.join(told)}",
        second.span,
        labels=[(first.span, "the governing value")],
        help=f"write {' or '.join(repairs)}, if that is what is meant"
        if repairs
        else "say of which substance each value is",
    )


def check_side(ctx: Context, first: Stated, second: Stated, subject: Measure, *, low: bool, included: bool) -> None:
    """MG306. ``low`` and ``included`` say which end of the band the threshold is, in the unit ``subject``."""
    try:
        if not agree(first.literal, first.measure, second.literal, second.measure, ctx.substances).agrees:
            return
        limit = conversion(first.measure, subject, ctx.substances)(first.literal.value)
        equivalent = conversion(second.measure, subject, ctx.substances)(second.literal.value)
    except MeasureError:
        return
    inside = equivalent > limit if low else equivalent < limit
    if equivalent == limit or inside == included:
        return
    words = _limit_words(low, included)
    verdict = f"is {words}" if inside else f"is not {words}"
    contrast = "is not" if inside else "is"
    ctx.report(
        EQUIVALENT_ON_OTHER_SIDE,
        f"{second.words} is {_near(equivalent, limit)} {display(subject.unit, equivalent)}, so that it {verdict} "
        f"{first.words}, while {first.words} itself {contrast}",
        second.span,
        labels=[(first.span, "the threshold that governs")],
        help=f"a value of {second.words} is decided by {first.words}; leave the equivalent out, or write more of its "
        "digits",
    )


def _limit_words(low: bool, included: bool) -> str:
    if low:
        return "at least" if included else "over"
    return "at most" if included else "under"


# --- figures ----------------------------------------------------------------------------------------------------------


def _told(found: Agreement, of: str | None) -> tuple[str, str]:
    """The true and the stated value in the unit of the second, apart from each other in their digits."""
    unit = _unit(found.measure, found.stated)
    tail = f" of {of}" if of else ""
    return f"{_near(found.converted, found.stated)} {unit}{tail}", f"{decimal_text(found.stated)[0]} {unit}"


def _named(stated: Stated) -> str:
    of = stated.measure.of
    return stated.words if of is None or f" of {of}" in stated.words else f"{stated.words} of {of}"


def _unit(measure: Measure, value: Fraction) -> str:
    return display(measure.unit, value)


def _amount(value: Fraction, measure: Measure) -> str:
    return f"{_figure(value)} {_unit(measure, value)}"


def _near(value: Fraction, other: Fraction) -> str:
    """The value in three digits, or in as many as set it apart from ``other``."""
    for digits in range(3, 13):
        text = _figure(value, digits)
        if Fraction(text) != other:
            return text
    return _figure(value, 13)


def _figure(value: Fraction, digits: int = 3) -> str:
    """The value to so many significant digits, halves away from zero: 291.66 is "292"."""
    if value == 0:
        return "0"
    size = abs(value)
    step = Fraction(1)
    while size / step >= 10**digits:
        step *= 10
    while size / step < 10 ** (digits - 1):
        step /= 10
    count = (size / step + Fraction(1, 2)).__floor__()
    return decimal_text((-1 if value < 0 else 1) * count * step, 40)[0]
