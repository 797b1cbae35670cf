"""A quantity in the text: how much of what, and the same in other units.

Enters: a quantity of the tree with what stands around it. Leaves: its exact value with unit and substance, and lines
such as "1.4 mEq/L". A decimal that does not end is said to be about so much.

    0.70 mmol/L under `serum_magnesium`   ->   1.4 mEq/L, about 1.70135 mg/dL, 700 mcmol/L

The unit may stand elsewhere (`20 to under 30 mL/min`), and so may the substance: at the input, or at the regimen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from milligram.ir import nodes as ir
from milligram.ir.equivalents import measure_of
from milligram.lsp.know import Known
from milligram.lsp.know.typed import type_of
from milligram.lsp.know.uses import node_fields
from milligram.quantity import LiteralError, Measure, MeasureError, Substances, conversion, parse_literal, plain
from milligram.quantity.ucum import COMMON
from milligram.syntax import nodes as ast

Above: TypeAlias = tuple[ast.Node, ...]
"""The nodes around one, the nearest last."""

LEAST, MOST = Fraction(1, 10), Fraction(10_000)
"""An amount outside of these is no help to anybody."""
LONGEST_TIME = 1000
"""Nor is a time in so many of a unit, or in a part of one."""
_TYPICAL = tuple(unit for unit in COMMON if unit not in ("day", "days", "hours", "weeks", "months", "years", "units"))
_SALTS = ("mg", "g", "mcg", "mmol")


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in a measure."""

    value: Fraction
    measure: Measure

    @property
    def text(self) -> str:
        """``0.7 mmol/L of magnesium``."""
        return said(self.value, self.measure)


def said(value: Fraction, measure: Measure) -> str:
    """An amount in words, ``about`` where its decimal does not end."""
    return f"{plain(value)} {measure.text}"


def quantities(root: ast.Node) -> Iterator[tuple[ast.Quantity, Above]]:
    """Every quantity in a node, with what is around it; those of an `also` stand within the one that governs."""
    waiting: list[tuple[Any, Above]] = [(root, ())]
    while waiting:
        node, above = waiting.pop()
        if type(node) is tuple:
            waiting.extend((part, above) for part in reversed(node))
            continue
        if not isinstance(node, ast.Node):
            continue
        if isinstance(node, ast.Quantity):
            yield node, above
        around = (*above, node)
        kind: Any = type(node)
        for name in reversed(node_fields(kind)):
            value = getattr(node, name)
            if isinstance(value, ast.Node) or (type(value) is tuple and value):
                waiting.append((value, around))


def quantity_at(known: Known, offset: int) -> tuple[ast.Quantity, Above] | None:
    """The innermost quantity that an offset is on."""
    found = None
    for declaration in known.file.declarations if known.file else ():
        if declaration.span.start <= offset <= declaration.span.end:
            for quantity, above in quantities(declaration):
                if quantity.span.start <= offset <= quantity.span.end:
                    found = quantity, above
    return found


def amount_of(known: Known, quantity: ast.Quantity, above: Above) -> Amount | None:
    """The exact value of a quantity with its unit and substance; None for a pure number, and where a part is not
    known."""
    subject = subject_of(known, above)
    measure = _own_measure(quantity.unit) if quantity.unit else _shared_measure(quantity, above) or subject
    if measure is None or not measure.unit.parts:
        return None
    if measure.of is None:
        measure = replace(measure, of=(subject.of if subject else None) or _drug(quantity, above))
    if measure.per_of is None and subject is not None:
        measure = replace(measure, per_of=subject.per_of)
    try:
        return Amount(parse_literal(quantity.number).value, measure)
    except LiteralError:
        return None


def _own_measure(unit: ast.UnitPhrase) -> Measure | None:
    """The measure of a unit as written."""
    of, per = unit.of.name if unit.of else None, ""
    if unit.per is not None:
        per = f" per {unit.per.unit}" + (f" of {unit.per.of.name}" if unit.per.of else "")
    return measure_of(f"{unit.unit} of {of}{per}" if of else f"{unit.unit}{per}", None)


def _shared_measure(quantity: ast.Quantity, above: Above) -> Measure | None:
    """The unit that a number shares with the one behind it."""
    around = above[-1] if above else None
    match around:
        case ast.Band() | ast.After() | ast.Plausible() | ast.Every():
            other: object = around.high
        case ast.Dose():
            other = around.amount
        case _:
            other = None
    if isinstance(other, ast.Quantity) and other is not quantity and other.unit is not None:
        return _own_measure(other.unit)
    return None


def subject_of(known: Known, above: Above) -> Measure | None:
    """The measure of what a quantity is compared with, or is a value of."""
    for place in range(len(above) - 1, -1, -1):
        node, inner = above[place], above[place + 1 :]
        match node:
            case ast.InBand(subject=subject):
                return _measure(known, subject)
            case ast.Is(subject=subject):
                return _measure(known, subject)
            case ast.Given(name=name) | ast.ExpectValue(name=name):
                return measure_named(known, name.name)
            case ast.Input(name=name) if not any(isinstance(each, ast.UnitPhrase) for each in inner):
                return measure_named(known, name.name)
            case ast.Decide() | ast.Table():
                column = _column(node, inner)
                return None if column is None else _measure(known, column)
            case ast.When() | ast.Dose() | ast.Arithmetic() | ast.Call() | ast.Regimen():
                return None
            case _:
                pass
    return None


def _column(node: ast.Decide | ast.Table, inner: Above) -> ast.Expr | None:
    """What the cell that a quantity stands in is a cell of."""
    cell = next((each for each in inner if isinstance(each, ast.Cell)), None)
    for holder in inner:
        cells = holder.cells if isinstance(holder, ast.Row) else None
        if isinstance(holder, ast.Branch) and type(holder.test) is tuple:
            cells = holder.test
        for place, each in enumerate(cells or ()):
            if each is cell and place < len(node.by):
                return node.by[place]
    return None


def _measure(known: Known, subject: ast.Node) -> Measure | None:
    while isinstance(subject, ast.Group):
        subject = subject.operand
    return measure_named(known, subject.name) if isinstance(subject, ast.Name) else None


def measure_named(known: Known, name: str) -> Measure | None:
    """The measure of an input or named number."""
    kind = type_of(known, name)
    return kind.measure if isinstance(kind, ir.NumberType) else None


def _drug(quantity: ast.Quantity, above: Above) -> str | None:
    """The drug of the dose or regimen whose amount or limit a quantity is; the fluid and the hours are not of it."""
    for node in reversed(above):
        match node:
            case ast.Dose(volume=volume, over=over, duration=duration):
                beside = (part for part in (volume, over, duration) if part is not None)
                if any(each is quantity for part in beside for each, _ in quantities(part)):
                    return None
                own = node.amount.unit if isinstance(node.amount, ast.Quantity) else None
                of = node.of or (own.of if own else None)
                if of is not None:
                    return of.name
            case ast.Regimen(of=ast.Ident(name=name)):
                return name
            case ast.After() | ast.Every() | ast.InBand() | ast.MonitorLine():
                return None
            case _:
                pass
    return None


# --- in other units ---------------------------------------------------------------------------------------------------


def substances_of(known: Known) -> Substances:
    """The substances of this text, or of the last one that had any."""
    for guideline in (known.guideline, known.earlier):
        if guideline is not None and len(guideline.substances):
            return guideline.substances
    return Substances()


def others(amount: Amount, substances: Substances) -> list[Amount]:
    """The same in every other unit that a ward uses, exactly; of a dose also as each salt, and as what a salt gives."""
    found: list[Amount] = []
    if not amount.value and not amount.measure.unit.is_affine:
        return found  # nothing is nothing in every unit
    seen = {(amount.measure.unit, amount.measure.of)}
    for measure in _candidates(amount.measure, substances):
        if (measure.unit, measure.of) in seen:
            continue
        try:
            value = conversion(amount.measure, measure, substances)(amount.value)
        except MeasureError:
            continue
        seen.add((measure.unit, measure.of))
        if _is_helpful(value, measure):
            found.append(Amount(value, measure))
    return found


def _is_helpful(value: Fraction, measure: Measure) -> bool:
    if measure.unit.is_affine or value == 0:
        return True
    if measure.unit.dimension == (("s", 1),):
        return 1 <= value <= LONGEST_TIME and (value * 100).denominator == 1
    least = 1 if measure.unit.text == "g" else LEAST
    return least <= abs(value) < MOST


def _candidates(measure: Measure, substances: Substances) -> Iterator[Measure]:
    for unit in _TYPICAL:
        if (common := _common(unit)) is not None:
            yield replace(common, of=measure.of, per_of=measure.per_of)
    if measure.of is None or any(base == "m" for base, _ in measure.unit.dimension):
        return  # what is in a litre of blood is no salt
    tail = " per day" if dict(measure.unit.dimension).get("s") else ""
    for name in (measure.of, *substances.related(measure.of)):
        for unit in _SALTS:
            if (common := _common(unit + tail)) is not None:
                yield replace(common, of=name, per_of=measure.per_of)


@lru_cache(maxsize=256)
def _common(unit: str) -> Measure | None:
    return measure_of(unit, None)
