"""Literals against the plausible bounds of the input they meet.

Enters: the subject of a comparison and a literal in the subject's unit. Leaves: MG110 for a literal beyond the bounds;
MG305 instead when it is far beyond, and a power of ten or another unit would bring it inside. Several values beyond one
bound are one finding, at the bound: there the one slip may be.

    creatinine (10 to 3000 umol/L) over 1.5 umol/L   ->   MG305: 1.5 mg/dL would be about 133 umol/L
    crcl (0 to 25 mL/min) under 30, 60, over 60      ->   MG110 at the 25: 30 and 60 mL/min are outside
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from milligram.diagnostics import Diagnostic, Label
from milligram.diagnostics.registry import MAGNITUDE, OUTSIDE_DOMAIN
from milligram.ir import nodes as ir
from milligram.quantity import Measure, MeasureError, conversion, decimal_text, display, parse_unit, plain
from milligram.resolve.context import Context, Outside
from milligram.resolve.quantities import words_of
from milligram.source import Span
from milligram.syntax import nodes as ast

FAR = 2
"""A literal less than this factor beyond a bound is no slip of magnitude, whatever a tenth of it would be."""

SIZES = Fraction(1000)
"""A unit more than this factor larger or smaller is another measurement: nobody writes an age in hours."""

POWERS = (-1, 1, -2, 2, -3, 3, -6, 6)
"""Powers of ten that a slipped point or prefix makes, the likelier first."""

_MATTER = "mmol/L umol/L nmol/L pmol/L mEq/L mg/dL mg/L g/L g/dL mcg/L mcg/dL mcg/mL ng/mL ng/dL pg/mL"
_BODIES = "kg g lb mg mcg cm m inch mm mmHg kPa cmH2O Cel [degF] K mL/min mL/s L/min L/h"
_OTHERS = "h min s d wk mo a % mmol/mol 10*9/L 10*6/L /mm3 /uL kcal kJ mmol umol mol mEq"
READINGS = tuple(parse_unit(text) for part in (_MATTER, _BODIES, _OTHERS) for text in part.split())
"""Units in which a value may have been meant."""
_YEAR = parse_unit("a")
"""Of times, the point slips before the unit does: 650 years is 65, and nobody meant days."""

MOST_NAMED = 5
"""So many values that one bound shuts out are named in a sentence."""

_DECLARED = "plausible bounds are declared here"


@dataclass(frozen=True, slots=True)
class _Behind:
    """The input behind a subject: value of the input = (value of the subject - offset) / factor."""

    given: ir.Input
    factor: Fraction
    offset: Fraction


def check_plausible(ctx: Context, subject: ir.AnyNumber, literal: ast.Quantity, value: Fraction) -> None:
    """Reports a literal that no plausible patient has; ``value`` is it in the subject's unit."""
    behind = _behind(ctx, subject)
    if behind is None:
        return
    judge(ctx, behind.given, literal, (value - behind.offset) / behind.factor, literal.span)


def judge(ctx: Context, given: ir.Input, literal: ast.Quantity, value: Fraction, span: Span) -> None:
    """The same for a value in the input's own unit."""
    if given.plausible is None or not isinstance(given.type, ir.NumberType):
        return
    low, high = given.plausible
    if low <= value <= high:
        return
    measure = given.type.measure
    where = ctx.scope.symbols[given.name].span
    words = words_of(literal)
    bounds = f"{plain(low)} to {_with_unit(high, measure)}"
    same = f"{plain(value)} {display(measure.unit, value)}".strip()
    meant = _meant(ctx, given.type, literal, value, low, high)
    ctx.outside[span] = Outside(given.name, value, words, is_low=value < low)
    if meant is None:
        own = literal.unit is None or parse_unit(literal.unit.unit) == measure.unit
        told = "" if own else f" ({same})"
        ctx.report(
            OUTSIDE_DOMAIN,
            f"{words}{told} is outside the plausible {bounds} of `{given.name}`",
            span,
            labels=[(where, _DECLARED)],
            help="correct the value, or widen the bounds if a patient can have it",
        )
        return
    ctx.report(
        MAGNITUDE,
        f"{words} is far outside the plausible {bounds} of `{given.name}`; {meant} would be inside",
        span,
        labels=[(where, _DECLARED)],
        help="correct the value or its unit, or widen the bounds if a patient can have it",
    )


# --- one bound, several values ----------------------------------------------------------------------------------------


def join_outside(ctx: Context, declared: Iterable[ast.Input]) -> None:
    """Makes one finding of those that one end of one input's bounds gives."""
    bounds = {each.name.name: each.plausible for each in declared if each.plausible is not None}
    groups: dict[tuple[str, bool], list[Diagnostic]] = {}
    for found in ctx.diagnostics:
        if found.code in (OUTSIDE_DOMAIN, MAGNITUDE) and found.span in ctx.outside:
            value = ctx.outside[found.span]
            groups.setdefault((value.given, value.is_low), []).append(found)
    for (name, is_low), group in groups.items():
        if len(group) > 1 and name in bounds:
            group.sort(key=lambda found: found.span)
            joined = _joined(ctx, group, bounds[name].low if is_low else bounds[name].high)
            ctx.diagnostics[:] = [found for found in ctx.diagnostics if found not in group]
            ctx.diagnostics.append(joined)


def _joined(ctx: Context, group: list[Diagnostic], bound: ast.Quantity) -> Diagnostic:
    """One finding: at the value where it is one value, written several times, else at the bound."""
    outside = {found.span: ctx.outside[found.span] for found in group}
    values = sorted({each.value for each in outside.values()})
    first = group[0]
    if len(values) == 1:
        again = tuple(Label(span=found.span, text="also here") for found in group[1:])
        return replace(first, labels=(*first.labels, *again))
    given = ctx.inputs[outside[first.span].given]
    assert given.plausible is not None
    assert isinstance(given.type, ir.NumberType)
    far = all(found.code is MAGNITUDE for found in group)
    words = _listed(list(dict.fromkeys(outside[found.span].words for found in group)))
    low, high = given.plausible
    end, most = ("lower", values[0]) if outside[first.span].is_low else ("raise", values[-1])
    return replace(
        first,
        code=MAGNITUDE if far else OUTSIDE_DOMAIN,
        message=f"{words} are {'far ' if far else ''}outside the plausible {plain(low)} to "
        f"{_with_unit(high, given.type.measure)} of `{given.name}`",
        span=bound.span,
        labels=tuple(Label(span=found.span, text="outside") for found in group),
        help=f"{end} the bound past {_with_unit(most, given.type.measure)} if a patient can have these values, or "
        "correct the values",
    )


def _listed(words: list[str]) -> str:
    """``30, 60 and 90 mL/min``: the unit once where it is the same; the middle of many left out."""
    pairs = [each.partition(" ") for each in words]
    unit = pairs[0][2]
    if all(pair[2] == unit for pair in pairs):
        words = [pair[0] for pair in pairs]
    else:
        unit = ""
    if len(words) > MOST_NAMED:
        words = [*words[: MOST_NAMED - 1], f"{len(words) - MOST_NAMED + 1} more values"]
    return f"{', '.join(words[:-1])} and {words[-1]} {unit}".rstrip()


def _behind(ctx: Context, subject: ir.AnyNumber) -> _Behind | None:
    match subject:
        case ir.InputNumber(name=name) if name in ctx.inputs:
            return _Behind(ctx.inputs[name], Fraction(1), Fraction(0))
        case ir.Scaled(operand=ir.InputNumber(name=name), factor=factor, offset=offset) if name in ctx.inputs:
            return _Behind(ctx.inputs[name], factor, offset)
        case _:
            return None


def _with_unit(value: Fraction, measure: Measure) -> str:
    return f"{plain(value)} {measure.unit.text if measure.unit.parts else ''}".strip()


def _meant(
    ctx: Context, kind: ir.NumberType, literal: ast.Quantity, value: Fraction, low: Fraction, high: Fraction
) -> str | None:
    """What the author may have meant: the same digits in another unit, or the point elsewhere."""
    far = value >= high * FAR if value > high else value <= low / FAR
    if not far or value <= 0:
        return None
    written = Fraction(literal.number) if not literal.number.startswith("-") else Fraction(0)
    unit = _reread(ctx, kind.measure, written, low, high) if kind.kind == "quantity" else None
    ten = next((n for n in POWERS if low <= value * Fraction(10) ** n <= high), None)
    choices: list[str] = []
    if unit is not None and (ten is None or not _YEAR.same_dimension(kind.measure.unit)):
        choices.append(f"{literal.number} {unit}")
    if ten is not None:
        moved = decimal_text(written * Fraction(10) ** ten)[0]
        choices.append(f"{moved} {literal.unit.unit if literal.unit else ''}".strip())
    return " or ".join(choices) or None


def _reread(ctx: Context, measure: Measure, written: Fraction, low: Fraction, high: Fraction) -> str | None:
    """The first other unit, in the order of `READINGS`, in which the written number is plausible.

    Units that differ by a hundred and more are left to the point; g/dL for g/L is the commoner slip.
    """
    for unit in READINGS:
        try:
            change = conversion(Measure(unit, measure.of, measure.per_of), measure, ctx.substances)
        except MeasureError:
            continue
        if change.offset == 0 and (_is_far_power_of_ten(change.factor) or not 1 / SIZES <= change.factor <= SIZES):
            continue
        if low <= change(written) <= high:
            return display(unit, written)
    return None


def _is_far_power_of_ten(factor: Fraction) -> bool:
    size = factor if factor >= 1 else 1 / factor
    return (
        size != 10
        and size.denominator == 1
        and set(str(size.numerator)) <= {"0", "1"}
        and str(size.numerator).count("1") == 1
    )
