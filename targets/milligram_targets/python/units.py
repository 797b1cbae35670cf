"""The spellings of units that a generated module reads, with their exact factors.

Enters: the measure of an input and the guideline's substances. Leaves: spelling to factor and offset into that measure.

    mmol/L of magnesium   ->   {"mg/dL": (2000/4861, 0), "mEq/L": (1/2, 0), "mmol/L": (1, 0), …}

The compiler reads any unit; a module reads these. For each part of the input's unit the usual units of its kind are
tried, and what converts (through the substance where it takes one) is kept, with and without ``of SUBSTANCE``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from milligram.quantity import (
    Measure,
    MeasureError,
    Substances,
    Unit,
    UnitError,
    conversion,
    parse_unit,
    spelling,
)
from milligram.quantity.unit import part_dimension

from milligram_targets.python.support.patients import unit_key

_MATTER = ("g", "mg", "ug", "ng", "pg", "mol", "mmol", "umol", "nmol", "pmol", "Eq", "mEq")
_MASS = ("kg", "g", "mg", "ug", "ng", "[lb_av]", "[oz_av]", "[stone_av]")
_KINDS: Mapping[tuple[tuple[str, int], ...], tuple[str, ...]] = {
    (("g", 1),): _MASS,
    (("m", 1),): ("m", "cm", "mm", "[in_i]", "[ft_i]"),
    (("m", 3),): ("L", "dL", "mL", "uL"),
    (("s", 1),): ("s", "min", "h", "d", "wk", "mo", "a"),
    (("K", 1),): ("Cel", "[degF]", "K"),
    (("g", 1), ("m", -1), ("s", -2)): ("mmHg", "kPa", "Pa", "cm[H2O]"),
}
_MOST = 400


def units_read(measure: Measure, substances: Substances) -> dict[str, tuple[Fraction, Fraction]]:
    """Every spelling that is read for a measure, with factor and offset into it."""
    found: dict[str, tuple[Fraction, Fraction]] = {}
    owners = [None, *_owners(measure, substances)]
    for unit in _candidates(measure.unit):
        for owner in owners:
            try:
                change = conversion(Measure(unit, owner), measure, substances)
            except (MeasureError, UnitError):
                continue
            for text in dict.fromkeys((spelling(unit), unit.code, unit.text)):
                key = unit_key(text if owner is None else f"{text} of {owner}")
                found.setdefault(key, (change.factor, change.offset))
    return found


def _owners(measure: Measure, substances: Substances) -> tuple[str, ...]:
    if measure.of is None:
        return ()
    return (measure.of, *substances.related(measure.of)) if measure.of in substances else (measure.of,)


def _candidates(unit: Unit) -> Iterator[Unit]:
    """The unit itself, then others with each of its parts replaced."""
    yield unit
    choices = [_alternatives(part, power, place == 0) for place, (part, power) in enumerate(unit.parts)]
    for count, parts in enumerate(product(*choices)):
        if count >= _MOST:
            return
        over = [_powered(part, power) for part, (_, power) in zip(parts, unit.parts, strict=True) if power > 0]
        under = [_powered(part, -power) for part, (_, power) in zip(parts, unit.parts, strict=True) if power < 0]
        text = (".".join(over) or "") + "".join(f"/{part}" for part in under)
        try:
            yield parse_unit(text)
        except UnitError:
            continue


def _powered(part: str, power: int) -> str:
    return part if power == 1 else f"{part}{power}"


def _alternatives(part: str, power: int, leads: bool) -> tuple[str, ...]:
    dimension = part_dimension(part)
    if dimension in (((("mol"), 1),), (("eq", 1),)):
        return tuple(dict.fromkeys((part, *_MATTER)))
    if dimension == (("g", 1),) and leads and abs(power) == 1:
        return tuple(dict.fromkeys((part, *_MASS, *_MATTER)))
    return tuple(dict.fromkeys((part, *_KINDS.get(dimension, ()))))
