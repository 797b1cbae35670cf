"""What a formula comes to where its operands are known: one rule for the interpreter, the prover and the card."""

from __future__ import annotations

from fractions import Fraction

import pytest
from milligram.interpret.values import Values
from milligram.ir import nodes as ir
from milligram.ir.arithmetic import applied, operands
from milligram.quantity import Undefined
from milligram.quantity.exact import compare

from ..interpret.conftest import compile_text

FORMULAS = [
    ("7 + 2", "9"),
    ("7 - 2", "5"),
    ("7 * 2", "14"),
    ("7 / 2", "7/2"),
    ("7 ^ 2", "49"),
    ("4 ^ 0.5", "2"),
    ("min(7, 2, 5)", "2"),
    ("max(7, 2, 5)", "7"),
    ("abs(2 - 7)", "5"),
    ("floor(7 / 2)", "3"),
    ("sqrt(9)", "3"),
    ("exp(0)", "1"),
    ("ln(1)", "0"),
    ("log10(100)", "2"),
    ("7 / 2 rounded to 1", "4"),
    ("7 / 2 rounded down to 1", "3"),
    ("x in mg", "1500"),
]


def formula_of(text: str) -> tuple[ir.Guideline, ir.AnyNumber]:
    guideline = compile_text(f"input x in g, plausible 0 to 10\ndefine n: {text}\npathway\n  report n\n")
    (named,) = guideline.named
    assert isinstance(named, ir.DefinedNumber)
    return guideline, named.value


@pytest.mark.parametrize(("text", "value"), FORMULAS)
def test_a_formula_comes_to_what_its_operands_give_and_the_interpreter_says_so(text: str, value: str) -> None:
    guideline, number = formula_of(text)
    values = Values(guideline, ir.Patient(values={"x": Fraction(3, 2)}))
    assert isinstance(number, ir.Operation | ir.Power | ir.Function | ir.Scaled | ir.RoundTo)
    known = [values.number(operand) for operand in operands(number)]
    found = applied(number, [each[0] for each in known if each is not None])
    assert compare(found, Fraction(value)) == 0
    (whole,) = values.number(number) or ()
    assert compare(whole, found) == 0


@pytest.mark.parametrize("text", ["7 / (2 - 2)", "ln(0 * 7)", "sqrt(0 - 7)"])
def test_a_formula_without_a_value_is_undefined(text: str) -> None:
    guideline, number = formula_of(text)
    values = Values(guideline, ir.Patient(values={}))
    assert isinstance(number, ir.Operation | ir.Function)
    known = [(values.number(operand) or ())[0] for operand in operands(number)]
    with pytest.raises(Undefined):
        applied(number, known)
