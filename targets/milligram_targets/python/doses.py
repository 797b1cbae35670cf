"""A dose of the IR as a `Dose` of the generated module, with what is computed in its words.

Enters: a give with a dose. Leaves: the call that makes the dose.

    150 mg/kg by weight of acetylcysteine   ->   Dose(amount=…, unit="mg", words=("give ", Amount(…)), …)
"""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.ir.print import dose_text, number_text
from milligram.quantity import display, spelling

from milligram_targets.python import build
from milligram_targets.python.expressions import Expressions

_MARK = "\ue000"
"""Stands in a text for what is computed; private, so that no author's text is taken for it."""

_VOLUME = "\ue001"
"""Stands in a text for the volume."""


def dose_of(expressions: Expressions, give: ir.Give) -> ast.expr:
    """``Dose(…)`` of a give that has a dose."""
    dose = give.dose
    assert dose is not None
    frequency = " ".join(schedule.text for schedule in dose.schedule)
    low = None if dose.low is None else _named(expressions, dose.low, "least")
    amount = _named(expressions, dose.amount, "amount")
    words = _words(expressions, give, dose, amount, low)
    return build.call(
        "Dose",
        amount=amount,
        low=low,
        unit=build.constant(spelling(dose.amount.measure.unit)),
        of=build.constant(dose.of or give.what),
        frequency=build.text_or_none(frequency or None),
        words=build.tuple_of(words) if words else None,
    )


def _named(expressions: Expressions, number: ir.AnyNumber, wanted: str) -> ast.expr:
    """The number; a formula gets a local name, since the data and the words of the dose both use it."""
    value = expressions.number(number, named=True)
    return expressions.named_term(wanted, value) if isinstance(value, ast.BinOp | ast.Call) else value


def _words(
    expressions: Expressions, give: ir.Give, dose: ir.Dose, amount: ast.expr, low: ast.expr | None
) -> list[ast.expr]:
    """The statement in words around its computed amounts; nothing where all is literal."""
    guideline = expressions.context.guideline
    computed = [number for number in (dose.low, dose.amount, dose.volume) if number is not None]
    if all(isinstance(number, ir.Const) for number in computed):
        return []
    parts: list[ast.expr] = [build.constant("give ")]
    if dose.low is not None and low is not None:
        parts += [*_amount(dose.low, low, None, with_unit=False), build.constant(" to ")]
    parts += _amount(dose.amount, amount, None, with_unit=True)
    volume = dose.volume
    marked = dose if volume is None else replace(dose, volume=_marked(volume))
    rest = dose_text(marked, guideline, _MARK, given=give.what).removeprefix(_MARK)
    before, _, behind = rest.partition(_VOLUME)
    parts.append(build.constant(before))
    if volume is not None:
        value = expressions.number(volume, named=True)
        parts += _amount(volume, value, number_text(volume, guideline), with_unit=True)
    parts.append(build.constant(behind))
    return [part for part in parts if not (isinstance(part, ast.Constant) and part.value == "")]


def _marked(volume: ir.AnyNumber) -> ir.Const:
    """A literal whose text is the mark of the volume."""
    return ir.Const(measure=volume.measure, value=Fraction(0), written=_VOLUME, written_unit=None)


def _amount(number: ir.AnyNumber, value: ast.expr, written: str | None, *, with_unit: bool) -> list[ast.expr]:
    if isinstance(number, ir.Const):
        unit = f" {number.written_unit}" if with_unit and number.written_unit else ""
        return [build.constant(f"{number.written}{unit}")]
    many = display(number.measure.unit) if with_unit else ""
    one = display(number.measure.unit, Fraction(1)) if with_unit else ""
    unit_of_one = build.constant(one) if one != many else None
    unit_of_many = build.constant(many) if many else None
    return [
        build.call("Amount", value, unit=unit_of_many, unit_of_one=unit_of_one, written=build.text_or_none(written))
    ]
