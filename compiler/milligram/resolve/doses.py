"""Doses: how much of what, how often, at most how much.

Enters: `ast.Dose`. Leaves: `ir.Dose`, whose amount is final: the weight is multiplied in, the result is rounded, and a
maximum for one dose is applied last, so that rounding never lifts a dose above it.

    15 mg/kg by weight rounded to 50 mg at most 1 g   ->   min(RoundTo(15 mg/kg * weight, 50 mg), 1000 mg)
"""

from __future__ import annotations

from dataclasses import replace

from milligram.diagnostics.registry import (
    BACKWARDS_RANGE,
    DIMENSION_CONFLICT,
    IMPOSSIBLE_NUMBER,
    MISSING_PART,
    MISSING_UNIT,
    UNKNOWN_NAME,
)
from milligram.ir import nodes as ir
from milligram.quantity import Measure, MeasureError, UnitError, conversion, measure_mul, parse_unit
from milligram.resolve.alignment import aligned
from milligram.resolve.conflicts import Side, conflict, side_of
from milligram.resolve.context import Context
from milligram.resolve.expressions import number, rounded
from milligram.resolve.givable import can_be_given, not_given
from milligram.resolve.names import drug_of
from milligram.resolve.quantities import (
    also_of,
    change_of,
    check_also,
    constant,
    days_of,
    is_pure,
    of_kind,
    sharing,
    whole,
    words_of,
)
from milligram.source import Span
from milligram.syntax import nodes as ast

_VOLUME = Measure(parse_unit("mL"))
_TIME = Measure(parse_unit("min"))
_DAY = parse_unit("d")


def substance_of(dose: ast.Dose) -> ast.Ident | None:
    """The substance that a dose names: ``500 mg of X``, ``COMPUTED of X``."""
    if dose.of is not None:
        return dose.of
    if isinstance(dose.amount, ast.Quantity) and dose.amount.unit is not None:
        return dose.amount.unit.of
    return None


def dose_of(ctx: Context, dose: ast.Dose, default: str | None = None) -> ir.Dose | None:
    """A dose; ``default`` is the regimen's drug, which it counts when it names none."""
    named = substance_of(dose)
    of = default if named is None else drug_of(ctx, named)
    default = default if of is None else of
    amount, basis = _amount(ctx, dose, dose.amount, default)
    low = None
    if dose.low is not None:
        lower = dose.low
        if isinstance(lower, ast.Quantity) and isinstance(dose.amount, ast.Quantity):
            lower = sharing(lower, dose.amount)
        low, low_basis = _amount(ctx, dose, lower, default)
        basis = f"{low_basis.split()[0]} to {basis}" if basis and low_basis else basis
    limits = _limits(ctx, dose, amount, default)
    schedule = tuple(s for s in (_schedule(ctx, every) for every in dose.schedule) if s is not None)
    volume = _volume(ctx, dose)
    over = _time(ctx, dose.over, "the time of an infusion")
    duration = _time(ctx, dose.duration, "the length of a course")
    doses = whole(ctx, dose.doses, dose.span, "the number of doses") if dose.doses is not None else None
    if amount is None or (dose.low is not None and low is None) or (named is not None and of is None):
        return None
    if low is not None and _backwards(ctx, dose, low, amount):
        return None
    if limits is None or not _per_dose(ctx, dose, amount) or not _same_drug(ctx, amount, of, named):
        return None
    return ir.Dose(
        span=dose.span,
        amount=_capped(amount, limits),
        low=None if low is None else _capped(low, limits),
        of=of,
        by=dose.by.name if dose.by is not None else None,
        basis=basis,
        volume=volume,
        over=over,
        schedule=schedule,
        duration=duration,
        doses=doses,
        limits=limits,
        rounding=_rounding_words(dose.rounding),
        also=also_of(_also(dose)),
    )


# --- amount -----------------------------------------------------------------------------------------------------------


def _amount(
    ctx: Context, dose: ast.Dose, amount: ast.Expr, default: str | None
) -> tuple[ir.AnyNumber | None, str | None]:
    """The amount before its maximum, and its literal where it is computed from one; nothing for what is no dose."""
    found, basis = _worked_out(ctx, dose, amount, default)
    if found is None or can_be_given(found.measure):
        return found, basis
    if amount is dose.amount or not (isinstance(dose.low, ast.Quantity) and dose.low.unit is None):
        # `12 to 14 years` has one unit, which is told at its place
        not_given(ctx, found, amount.span)
    return None, None


def _worked_out(
    ctx: Context, dose: ast.Dose, amount: ast.Expr, default: str | None
) -> tuple[ir.AnyNumber | None, str | None]:
    if not isinstance(amount, ast.Quantity):
        found = number(ctx, amount)
        if found is not None and is_pure(found.measure):
            _unitless(ctx, ctx.words(amount.span), amount.span, side_of(ctx, found))
            found = None
        if found is not None and dose.by is not None:
            found = _by(ctx, dose.by, found)
        return _rounded(ctx, dose, found), None
    if amount.unit is None:
        _unitless(ctx, amount.number, amount.span, None)
        return None, None
    literal = constant(ctx, amount)
    if literal is None:
        return None, None
    if literal.value <= 0:
        ctx.report(IMPOSSIBLE_NUMBER, f"{words_of(amount)} is no dose", amount.span)
        return None, None
    if literal.measure.of is None and default is not None:
        literal = replace(literal, measure=replace(literal.measure, of=default))
    if amount is dose.amount:
        check_also(ctx, amount, literal.measure, dose.also, given=True)
    if dose.by is None:
        if _is_per_body(literal.measure):
            ctx.report(
                MISSING_PART,
                f"{words_of(amount)} depends on the body, and the dose does not say by which input",
                amount.span,
                help="write `by` and the name of the input, as in `15 mg/kg by weight`",
            )
            return None, None
        computed = _rounded(ctx, dose, literal)
        return computed, words_of(amount) if computed is not literal else None
    found = _by(ctx, dose.by, literal)
    return _rounded(ctx, dose, found), words_of(amount)


def _unitless(ctx: Context, words: str, span: Span, side: Side | None) -> None:
    ctx.report(
        MISSING_UNIT,
        f"`{words}` has no unit, where a dose needs one",
        span,
        labels=side.labels if side else [],
        help="write the unit after the number, as in `5 mg`",
    )


def _is_per_body(measure: Measure) -> bool:
    """Whether a unit is a dose for a kilogram or a square metre."""
    return any(power < 0 and part in ("kg", "[lb_av]", "m") for part, power in measure.unit.parts)


_ROUTES = {"mouth": "oral", "inhalation": "inhaled", "nebuliser": "nebulised", "nebulizer": "nebulised"}
"""How a drug is taken, where a dose names what it is multiplied by."""


def _by(ctx: Context, by: ast.Ident, amount: ir.AnyNumber) -> ir.AnyNumber | None:
    """The amount multiplied by what it is given for each of."""
    if by.name in _ROUTES and ctx.scope.find(by.name) is None:
        ctx.report(
            UNKNOWN_NAME,
            f"`by {by.name}` cannot stand in a dose",
            by.span,
            help=f"leave it out, and write a line `route {_ROUTES[by.name]}` in the regimen",
        )
        return None
    weight = number(ctx, ast.Name(name=by.name, span=by.span))
    if weight is None:
        return None
    factor = aligned(amount, weight, divides=False)
    try:
        measure = measure_mul(amount.measure, factor.measure)
    except (MeasureError, UnitError):
        measure = None
    if measure is None or len(measure.unit.parts) >= len(amount.measure.unit.parts):
        ctx.report(
            DIMENSION_CONFLICT,
            f"{ctx.words(amount.span)} is not an amount for each {weight.measure.text or '1'} of `{by.name}`",
            amount.span,
            labels=[(by.span, f"this is in {weight.measure.text}"), *side_of(ctx, weight).labels],
            help=f"write the dose per unit of `{by.name}`, as in `15 mg/kg by weight`, or leave `by {by.name}` out",
        )
        return None
    return ir.Operation(span=amount.span, measure=measure, op="*", left=amount, right=factor)


def _rounded(ctx: Context, dose: ast.Dose, amount: ir.AnyNumber | None) -> ir.AnyNumber | None:
    if amount is None or dose.rounding is None:
        return amount
    return rounded(ctx, amount, dose.rounding, amount.span)


def _rounding_words(rounding: ast.Rounding | None) -> str | None:
    if rounding is None:
        return None
    mode = "" if rounding.mode == "nearest" else f"{rounding.mode} "
    return f"{mode}to {words_of(rounding.to)}"


def _also(dose: ast.Dose) -> tuple[ast.Quantity, ...]:
    own = dose.amount.also if isinstance(dose.amount, ast.Quantity) else ()
    return (*own, *dose.also)


def _backwards(ctx: Context, dose: ast.Dose, low: ir.AnyNumber, high: ir.AnyNumber) -> bool:
    if not isinstance(dose.low, ast.Quantity) or not isinstance(dose.amount, ast.Quantity):
        return False
    low, high = _literal(low), _literal(high)
    change = change_of(ctx, low.measure, high.measure, side_of(ctx, low), side_of(ctx, high), "a dose beside")
    if change is None:
        return True
    if change(low.value) <= high.value:
        return False
    ctx.report(
        BACKWARDS_RANGE,
        f"the range of doses starts at {low.written} and ends below it, at {high.written}",
        low.span.to(high.span),
        help="write the lower dose first",
    )
    return True


def _literal(amount: ir.AnyNumber) -> ir.Const:
    """The quantity that was written, before it was rounded and multiplied by what it is given for each of."""
    match amount:
        case ir.Const():
            return amount
        case ir.RoundTo():
            return _literal(amount.operand)
        case ir.Operation():
            return _literal(amount.left)
        case _:
            raise AssertionError(amount)


# --- maxima -----------------------------------------------------------------------------------------------------------


def _limits(
    ctx: Context, dose: ast.Dose, amount: ir.AnyNumber | None, default: str | None
) -> tuple[ir.Const, ...] | None:
    """Every ``at most`` as written; None when one does not go with the amount."""
    if dose.at_most is None:
        return ()
    limit = constant(ctx, dose.at_most)
    if limit is None or amount is None:
        return None
    if limit.measure.of is None:
        limit = replace(limit, measure=replace(limit.measure, of=amount.measure.of or default))
    try:
        change = conversion(limit.measure, amount.measure, ctx.substances)
        return (replace(limit, measure=amount.measure, value=change(limit.value)),)
    except MeasureError as error:
        if _is_rate_of(ctx, limit.measure, amount.measure):
            return (limit,)
        left = Side(words_of(dose.at_most), dose.at_most.span)
        conflict(ctx, error, limit.measure, amount.measure, left, side_of(ctx, amount), "the maximum of")
        return None


def bounds(ctx: Context, limit: Measure, amount: Measure) -> bool:
    """Whether a maximum in ``limit`` can bound doses in ``amount``: one dose, or what is given in a day."""
    try:
        conversion(limit, amount, ctx.substances)
    except MeasureError:
        return _is_rate_of(ctx, limit, amount)
    return True


def _is_rate_of(ctx: Context, limit: Measure, amount: Measure) -> bool:
    """Whether a maximum counts the amount over a time, as in 4 g per day."""
    try:
        conversion(limit, replace(amount, unit=amount.unit / _DAY), ctx.substances)
    except (MeasureError, UnitError):
        return False
    return True


def _capped(amount: ir.AnyNumber, limits: tuple[ir.Const, ...]) -> ir.AnyNumber:
    """The amount, no more than a maximum for one dose; a maximum over time is the checks' affair."""
    for limit in limits:
        if limit.measure == amount.measure:
            amount = ir.Function(span=amount.span, measure=amount.measure, name="min", arguments=(amount, limit))
    return amount


def _per_dose(ctx: Context, dose: ast.Dose, amount: ir.AnyNumber) -> bool:
    """MG301 for an amount per time that is also given so many times in a time."""
    repeated = [e for e in dose.schedule if e.kind in ("daily", "times_daily", "at_night", "every")]
    if ("s", -1) not in amount.measure.unit.dimension or not repeated:
        return True
    ctx.report(
        DIMENSION_CONFLICT,
        f"`{ctx.words(amount.span)}` is an amount over time and cannot be one dose of `{ctx.words(repeated[0].span)}`",
        amount.span,
        labels=[(repeated[0].span, "how often one dose is given")],
        help="write the amount of one dose, or leave out how often it is given",
    )
    return False


def _same_drug(ctx: Context, amount: ir.AnyNumber, of: str | None, named: ast.Ident | None) -> bool:
    """MG301 for a computed amount of one substance given as another."""
    if named is None or of is None or amount.measure.of in (None, of):
        return True
    try:
        conversion(amount.measure, replace(amount.measure, of=of), ctx.substances)
    except MeasureError as error:
        right = Side(named.name, named.span)
        conflict(ctx, error, amount.measure, replace(amount.measure, of=of), side_of(ctx, amount), right, "given as")
        return False
    return True


# --- time and volume --------------------------------------------------------------------------------------------------


def _volume(ctx: Context, dose: ast.Dose) -> ir.AnyNumber | None:
    if dose.volume is None:
        return None
    found = number(ctx, dose.volume)
    if found is None:
        return None
    fits = of_kind(ctx, found, _VOLUME, "volume", "the fluid of a dose", "100 mL")
    return None if fits is None else found


def _time(ctx: Context, quantity: ast.Quantity | None, what: str) -> ir.Const | None:
    """A time in the author's own unit."""
    if quantity is None:
        return None
    return constant(ctx, quantity) if days_of(ctx, replace(quantity, also=()), what) is not None else None


def _schedule(ctx: Context, every: ast.Every) -> ir.Schedule | None:
    match every.kind:
        case "once" | "daily":
            return ir.Schedule(span=every.span, kind=every.kind, text=every.kind)
        case "at_night":
            return ir.Schedule(span=every.span, kind=every.kind, text="at night")
        case "as_needed":
            return ir.Schedule(span=every.span, kind=every.kind, text="as needed")
        case "times_daily":
            times = whole(ctx, every.times or "", every.span, "the number of times daily")
            text = f"{every.times} times daily"
            return None if times is None else ir.Schedule(span=every.span, kind=every.kind, text=text, times=times)
        case "every":
            return _every(ctx, every)


def _every(ctx: Context, every: ast.Every) -> ir.Schedule | None:
    last = every.high or every.low
    first = every.low or every.high
    if first is None or last is None:
        return None
    first = sharing(first, last)
    high = days_of(ctx, last, "the interval between doses")
    low = high if first is last else days_of(ctx, first, "the interval between doses")
    if low is None or high is None:
        return None
    if low > high:
        ctx.report(
            BACKWARDS_RANGE,
            f"`{ctx.words(every.span)}` has its first time above its second",
            every.span,
            help="write the shorter time first",
        )
        return None
    text = f"every {words_of(last)}" if first is last else f"every {first.number} to {words_of(last)}"
    return ir.Schedule(span=every.span, kind="every", text=text, low=low, high=high)
