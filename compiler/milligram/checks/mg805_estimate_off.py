"""MG805 estimate outside its interval, or off its centre.

A confidence interval is the estimate plus and minus a multiple of its standard error, on the log scale for ratios
(Cochrane Handbook for Systematic Reviews of Interventions, chapter 6). So the estimate is in the middle, but for
rounding; exact and likelihood intervals of few events lean to one side.

    RR 0.30 (95% CI 0.19 to 0.64)   ->   off the centre of 0.19 to 0.64, which is 0.349
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from milligram.checks.context import Context
from milligram.checks.estimates import Stated, stated
from milligram.diagnostics import Diagnostic, Edit
from milligram.diagnostics.registry import ESTIMATE_OFF
from milligram.quantity import Literal, decimal_text
from milligram.quantity.exact import round_digits, sqrt
from milligram.source import Span

LEAN = Fraction(1, 8)
"""How far from the centre, in half widths of the interval and beyond rounding, an estimate may lie.

On the log scale, the exact interval of a count of seven events (2.81 to 14.42) leans by 0.116 and that of ten by 0.09;
fewer are seldom quoted as a ratio. A lost sign or two digits that changed places mostly lean more.
"""

_LIMITS = re.compile(r"(?P<low>[-.\d]+)(?P<to>\s+to\s+)(?P<high>[-.\d]+)")


def check(context: Context) -> Iterator[Diagnostic]:
    """Every estimate that no unrounded values within the digits written could put where an estimate lies."""
    for each in stated(context.file):
        if each.node.measure.upper().startswith("NN"):
            continue  # a number needed to treat jumps from infinity to minus infinity inside its interval
        if each.low.low > each.high.high:
            yield _backwards(context, each)
        elif each.scale == "ratio" and min(each.value.high, each.low.high) < 0:
            negative = each.value if each.value.high < 0 else each.low
            yield context.finding(
                ESTIMATE_OFF,
                each.node.span,
                f"{each.node.measure} has {negative.text}, which is under 0, and a ratio never is",
                help="compare the numbers and the measure with the source: a difference is MD, SMD or RD",
            )
        elif each.value.high < each.low.low or each.value.low > each.high.high:
            yield context.finding(
                ESTIMATE_OFF,
                each.node.span,
                f"{each.node.measure} {each.value.text} lies outside its own interval, {each.interval}",
                help=_hint(each) or "compare the three numbers with the source",
            )
        elif each.scale is not None and _is_off(each):
            yield context.finding(
                ESTIMATE_OFF,
                each.node.span,
                f"{each.node.measure} {each.value.text} is off the centre of {each.interval}, which is {_centre(each)}",
                help=_hint(each)
                or "compare the three numbers with the source; where its interval leans (exact, credible), "
                '`allow MG805 because "…"`',
            )


def _backwards(context: Context, each: Stated) -> Diagnostic:
    span = each.node.span
    found = _LIMITS.search(context.source.slice(span))
    edits: tuple[Edit, ...] = ()
    hint = _hint(each)
    if hint is None and found is not None and each.high.low <= each.value.value <= each.low.high:
        place = Span(span.start + found.start(), span.start + found.end())
        swapped = f"{found['high']}{found['to']}{found['low']}"
        edits = (Edit(span=place, replacement=swapped, title=f"write {swapped}"),)
    return context.finding(
        ESTIMATE_OFF,
        span,
        f"the interval of {each.node.measure} {each.value.text} runs backwards, {each.interval}",
        help=hint or ("write the lower limit first" if edits else "compare the three numbers with the source"),
        edits=edits,
    )


def _is_off(each: Stated) -> bool:
    return not _is_central(each.scale == "ratio", each.value, each.low, each.high, LEAN)


def _is_central(by_logs: bool, value: Literal, low: Literal, high: Literal, lean: Fraction) -> bool:
    """Whether unrounded numbers within the digits put the value within ``lean`` half widths of the centre.

    With w = (1 + lean) / 2 that is ``w low + (1 - w) high <= value <= (1 - w) low + w high``. The nearest to each side
    are ends of the digits, and both sides can be met at once since low <= high. For ratios the same holds of the
    logarithms; raised to a whole power, no logarithm is needed.
    """
    weight = (1 + lean) / 2
    if not by_logs:
        least = weight * low.low + (1 - weight) * high.low
        most = (1 - weight) * low.high + weight * high.high
        return least <= value.high and value.low <= most
    whole = weight.denominator
    near, far = weight.numerator, weight.denominator - weight.numerator
    least = max(low.low, Fraction(0)) ** near * max(high.low, Fraction(0)) ** far
    most = low.high**far * high.high**near
    return least <= value.high**whole and max(value.low, Fraction(0)) ** whole <= most


def _centre(each: Stated) -> str:
    if each.scale == "difference":
        return decimal_text((each.low.value + each.high.value) / 2)[0]
    product = max(each.low.value, Fraction(0)) * each.high.value
    middle = round_digits(sqrt(product), 3) if product else Fraction(0)
    return f"{decimal_text(middle)[0]} on the log scale"


def _hint(each: Stated) -> str | None:
    """The slip that explains the numbers exactly, if there is one: a lost sign, or the other kind of measure."""
    value, low, high = each.value, each.low, each.high
    none = Fraction(0)
    if each.scale == "difference":
        for wrong, trial in (
            (value, (_negated(value), low, high)),
            (low, (value, _negated(low), high)),
            (high, (value, low, _negated(high))),
        ):
            if wrong.value and trial[1].value <= trial[2].value and _is_central(False, *trial, none):
                signed = wrong.text.removeprefix("-") if wrong.value < 0 else f"-{wrong.text}"
                return f"with {signed} the three numbers would fit: compare them with the source"
        if low.low > 0 and _is_central(True, value, low, high, none):
            return f"{value.text} is the centre on the log scale: if it is a ratio, write RR, OR or HR"
    if each.scale == "ratio" and low.value <= high.value and _is_central(False, value, low, high, none):
        return f"{value.text} is the centre on the plain scale: if it is a difference, write MD, SMD or RD"
    return None


def _negated(number: Literal) -> Literal:
    return Literal(number.text, -number.value, -number.high, -number.low)
