"""Exact quantities: numbers as written, units of measure, substances, and real functions.

Enters: the author's digits, units and substances. Leaves: rationals, never floats.

    parse_literal("40").value * parse_unit("lb").ratio_to(parse_unit("kg"))  ->  Fraction(45359237, 2500000)
"""

from milligram.quantity.agreement import Agreement, Reading, agree, readings
from milligram.quantity.exact import Number, Real, Undecided, Undefined, round_to
from milligram.quantity.literal import (
    Literal,
    LiteralError,
    check_length,
    decimal_text,
    ending_decimal,
    number_of,
    parse_literal,
    plain,
)
from milligram.quantity.measure import (
    NUMBER,
    Conversion,
    Measure,
    MeasureError,
    conversion,
    measure_div,
    measure_mul,
    measure_pow,
)
from milligram.quantity.substances import ATOMIC_WEIGHTS, FormulaError, Substance, Substances, molar_mass
from milligram.quantity.units import ONE, Unit, UnitError, convert, display, parse_unit, spelling

__all__ = [
    "ATOMIC_WEIGHTS", "NUMBER", "ONE", "Agreement", "Conversion", "FormulaError", "Literal", "LiteralError",
    "Measure", "MeasureError", "Number", "Reading", "Real", "Substance", "Substances", "Undecided", "Undefined",
    "Unit", "UnitError", "agree", "check_length", "conversion", "convert", "decimal_text", "display",
    "ending_decimal", "measure_div", "measure_mul", "measure_pow", "molar_mass", "number_of", "parse_literal",
    "parse_unit", "plain", "readings", "round_to", "spelling",
]  # fmt: skip
