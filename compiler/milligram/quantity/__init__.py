"""Exact quantities: numbers as written, units of measure, substances, and real functions.

Enters: the author's digits, units and substances. Leaves: rationals, never floats.

    parse_literal("40").value * parse_unit("lb").ratio_to(parse_unit("kg"))  ->  Fraction(45359237, 2500000)
"""

from milligram.quantity.exact import Number, Real, Undecided, Undefined, round_to
from milligram.quantity.literal import Literal, LiteralError, decimal_text, number_of, parse_literal, plain
from milligram.quantity.units import ONE, Unit, UnitError, convert, display, parse_unit, spelling

__all__ = [
    "ONE",
    "Literal",
    "LiteralError",
    "Number",
    "Real",
    "Undecided",
    "Undefined",
    "Unit",
    "UnitError",
    "convert",
    "decimal_text",
    "display",
    "number_of",
    "parse_literal",
    "parse_unit",
    "plain",
    "round_to",
    "spelling",
]
