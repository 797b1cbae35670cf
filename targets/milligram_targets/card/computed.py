"""What the guideline's own formulas come to at each row of a table, exactly: nobody works them out at a bedside.

Enters: the IR's tables and formulas. Leaves: for each output of a table the formulas that rest on it alone, each with
its value in every row. A formula of anything else, or whose value does not end as a decimal, stays a formula.

    define first_dose: first_volume * 200 mg/mL            ->  34 mL · 6800 mg     (weight 40 to under 50 kg)
    table by weight gives first_volume: 34 mL, 42 mL, …        42 mL · 8400 mg     (weight 50 to under 60 kg)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.ir.arithmetic import applied, operands
from milligram.ir.walk import descend, names_read
from milligram.quantity import Undecided, Undefined, decimal_text, spelling

from milligram_targets.card.wording import Wording

_NO_PATIENT = (ir.InputNumber, ir.StateNumber, ir.YearsSince, ir.PointsOf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """A formula that rests on one output of a table alone; ``numbers`` are its value in each row, in ``unit``."""

    formula: ir.DefinedNumber
    output: str
    numbers: tuple[str, ...]
    unit: str


def computed(wording: Wording, table: ir.Table) -> tuple[Computed, ...]:
    """The formulas that rest on one output of a table, in the author's order. None of a table whose rows a reader must
    take in order, or where a row has no number."""
    found: list[Computed] = []
    resting = {name: name for name, _ in table.outputs}
    if table.first_that_applies:
        return ()
    rows = [_numbers(table, row) for row in table.rows]
    for named in wording.guideline.named:
        if not isinstance(named, ir.DefinedNumber) or named.notes.differs:
            continue
        read = set(names_read(named.value))
        outputs = {resting.get(name) for name in read}
        if len(outputs) != 1 or any(isinstance(node, _NO_PATIENT) for node in descend(named.value)):
            continue
        output = outputs.pop()
        values = [_value(named.value, row) for row in rows]
        texts = [_text(value) for value in values if value is not None]
        if output is None or len(texts) < len(rows) or "" in texts:
            continue
        resting[named.name] = output
        for row, value in zip(rows, values, strict=True):
            if value is not None:
                row[named.name] = value
        unit = wording.unit(spelling(named.value.measure.unit) or "")
        found.append(Computed(formula=named, output=output, numbers=tuple(texts), unit=unit))
    return tuple(found)


def names_computed(wording: Wording) -> frozenset[str]:
    """The formulas whose values stand in a table."""
    tables = [named for named in wording.guideline.named if isinstance(named, ir.Table)]
    return frozenset(one.formula.name for table in tables for one in computed(wording, table))


def _numbers(table: ir.Table, row: ir.TableRow) -> dict[str, Fraction]:
    """The outputs of a row that are numbers."""
    pairs = zip(table.outputs, row.values, strict=True)
    return {name: value.value for (name, _), value in pairs if isinstance(value, ir.Const)}


def _text(value: Fraction) -> str:
    """A value without its unit; empty where its decimal does not end."""
    number, exact = decimal_text(value)
    return number.replace("-", "−") if exact else ""


def _value(number: ir.AnyNumber, known: Mapping[str, Fraction]) -> Fraction | None:
    """A formula's exact value by the language's own rules; None where it has none, or none that is a fraction."""
    match number:
        case ir.Const(value=value):
            return value
        case ir.NamedNumber(name=name):
            return known.get(name)
        case ir.Operation() | ir.Power() | ir.Function() | ir.Scaled() | ir.RoundTo():
            values = [value for value in (_value(each, known) for each in operands(number)) if value is not None]
            if len(values) < len(operands(number)):
                return None
            try:
                found = applied(number, values)
            except (Undefined, Undecided):
                return None
            return found if isinstance(found, Fraction) else None
        case _:
            return None
