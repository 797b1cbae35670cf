"""Grey words beside the text: a limit or a dose in a second unit.

Enters: a `Known` and the part of the text that is shown. Leaves: `Hint`s, where a second unit helps: an amount per
volume in the other system's unit, a dose of a salt as what it gives, a temperature. None where the author states an
equivalent already, and none in cases.

    low: glucose under 3.9 mmol/L   about 70.3 mg/dL
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from milligram.ir.equivalents import measure_of, rounded
from milligram.lsp.know import Hint, Known
from milligram.lsp.know.amounts import Above, Amount, amount_of, quantities, substances_of
from milligram.lsp.markup import plain as shown
from milligram.quantity import Measure, MeasureError, Substances, conversion, decimal_text, plain
from milligram.source import Span
from milligram.syntax import nodes as ast

MOST_DIGITS = 4
"""So many digits are shown where they are exact; otherwise three."""
_CASES = (ast.Case, ast.Source, ast.Header)


def hints(known: Known, span: Span) -> tuple[Hint, ...]:
    """What is shown beside the text within a span."""
    found: list[Hint] = []
    for declaration in known.file.declarations if known.file else ():
        is_shown = declaration.span.start <= span.end and span.start <= declaration.span.end
        if is_shown and not isinstance(declaration, _CASES):
            found += _of(known, declaration)
    return tuple(hint for hint in found if span.start <= hint.at <= span.end)


def _of(known: Known, declaration: ast.Declaration) -> Iterator[Hint]:
    substances = substances_of(known)
    for quantity, above in quantities(declaration):
        if not _is_told(quantity, above):
            continue
        amount = amount_of(known, quantity, above)
        second = None if amount is None else second_unit(amount.measure, substances)
        if amount is None or second is None:
            continue
        value = _in(amount, second, substances)
        if value is None:
            continue
        ends = [value]
        low = _low_end(known, quantity, above)
        if low is not None and (first := _in(low, second, substances)) is not None:
            ends.insert(0, first)
        yield _hint(quantity, ends, second, amount)


def _is_told(quantity: ast.Quantity, above: Above) -> bool:
    """Whether a second unit beside a quantity tells the reader something."""
    around = above[-1] if above else None
    if quantity.unit is None or quantity.also or isinstance(around, ast.Quantity):
        return False
    if isinstance(around, ast.Dose) and (around.also or quantity is not around.amount):
        return False
    return not isinstance(around, ast.Rounding | ast.Plausible | ast.After | ast.Every)


def _low_end(known: Known, quantity: ast.Quantity, above: Above) -> Amount | None:
    """The lower end of a band or dose whose upper end a quantity is."""
    around = above[-1] if above else None
    low: object = None
    if isinstance(around, ast.Band) and around.high is quantity:
        low = around.low
    if isinstance(around, ast.Dose) and around.amount is quantity:
        low = around.low
    if isinstance(low, ast.Quantity) and low is not quantity and low.unit is None:
        return amount_of(known, low, above)
    return None


def second_unit(measure: Measure, substances: Substances) -> Measure | None:
    """The unit that a reader of the other system thinks in, or None."""
    codes = [(part, power) for part, power in measure.unit.parts]
    if codes == [("Cel", 1)] or codes == [("[degF]", 1)]:
        return measure_of("°F" if codes[0][0] == "Cel" else "°C", None)
    if measure.of is None or measure.of not in substances or measure.per_of is not None:
        return None
    dimension = dict(measure.unit.dimension)
    is_level = dimension.get("m") == -3 and len(dimension) == 2
    is_dose = sum(abs(power) for base, power in measure.unit.dimension if base != "s") == 1
    unit, of = "", measure.of
    if is_level:
        unit = "mg/dL" if dimension.get("mol") or dimension.get("eq") else "mmol/L" if dimension.get("g") else ""
    elif is_dose:
        gives = substances[measure.of].gives
        tail = " per day" if "s" in dimension else ""
        if dimension.get("g") and gives:
            unit, of = f"mg{tail}", gives[0][1]
        elif dimension.get("mol") or dimension.get("eq"):
            unit = f"mg{tail}"
    found = measure_of(unit, None) if unit else None
    return None if found is None else replace(found, of=of)


def _in(amount: Amount, second: Measure, substances: Substances) -> Fraction | None:
    try:
        return conversion(amount.measure, second, substances)(amount.value)
    except MeasureError:
        return None


def _hint(quantity: ast.Quantity, ends: list[Fraction], second: Measure, amount: Amount) -> Hint:
    told = [_short(value) for value in ends]
    exact = all(is_exact for _, is_exact in told)
    unit = second.text if second.of != amount.measure.of else replace(second, of=None).text
    numbers = " to ".join(text for text, _ in told)
    exactly = " to ".join(plain(value) for value in ends)
    return Hint(
        at=quantity.span.end,
        text=f"{'=' if exact else 'about'} {numbers} {unit}",
        markdown=shown(f"{amount.text} is {exactly} {second.text}") if len(ends) == 1 else "",
    )


def _short(value: Fraction) -> tuple[str, bool]:
    """A value in few digits, and whether it is that exactly."""
    text, is_exact = decimal_text(value)
    return (text, True) if is_exact and len(text.strip("-0.").replace(".", "")) <= MOST_DIGITS else rounded(value)
