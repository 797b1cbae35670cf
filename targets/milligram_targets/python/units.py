"""The spellings of units that a generated module reads, with their exact factors.

Enters: the measure of an input and the guideline's substances. Leaves: spelling to factor and offset into that measure.

    mmol/L of magnesium   ->   {"mg/dL": (2000/4861, 0), "mEq/L": (1/2, 0), "mmol/L": (1, 0), …}

The compiler reads any unit; a module reads these. For each part of the input's unit the usual units of its kind are
tried, and what converts (through the substance where it takes one) by a factor that people meet is kept. The
module also reads ``of SUBSTANCE`` behind a unit where the input is of that substance.
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
from milligram.quantity.unit import part_dimension, unit_of

from milligram_targets.python.support.accepted import unit_key

_MATTER = ("g", "mg", "ug", "ng", "pg", "mol", "mmol", "umol", "nmol", "pmol", "Eq", "mEq")
_MASS = ("kg", "g", "mg", "ug", "ng", "[lb_av]", "[oz_av]", "[stone_av]")
_TIMES = ("s", "min", "h", "d", "wk", "mo", "a")
_KINDS: Mapping[tuple[tuple[str, int], ...], tuple[str, ...]] = {
    (("g", 1),): _MASS,
    (("m", 1),): ("m", "cm", "mm", "[in_i]", "[ft_i]"),
    (("m", 3),): ("L", "dL", "mL"),
    (("K", 1),): ("Cel", "[degF]", "K"),
    (("g", 1), ("m", -1), ("s", -2)): ("mmHg", "kPa", "Pa", "cm[H2O]"),
}
_COUNTED = frozenset({"g", "mol", "eq", "unit", "iu"})
_MOST = 400
_LEAST = Fraction(1, 10**9)


def units_read(measure: Measure, substances: Substances) -> dict[str, tuple[Fraction, Fraction]]:
    """Every spelling that is read for a measure, with factor and offset into it."""
    found: dict[str, tuple[Fraction, Fraction]] = {}
    above = _before_per(measure)
    wanted = [(unit, measure) for unit in _candidates(measure.unit)]
    wanted += [(unit, above) for unit in _candidates(above.unit)] if above is not None else []
    for unit, into in wanted:
        try:
            change = conversion(Measure(unit, into.of, into.per_of), into, substances)
        except (MeasureError, UnitError):
            continue
        if not _LEAST <= change.factor <= 1 / _LEAST:
            continue
        for text in dict.fromkeys((spelling(unit), unit.code, unit.text)):
            found.setdefault(unit_key(text), (change.factor, change.offset))
    return found


def _before_per(measure: Measure) -> Measure | None:
    """The measure without its *per*, in which a value may stand as well: g, for g per unit of insulin."""
    parts = [part for part, power in measure.unit.parts if power == -1]
    if measure.per_of is not None:
        parts = [part for part in parts if any(base in _COUNTED for base, _ in part_dimension(part))]
    elif measure.of is None or not measure.unit.parts or measure.unit.parts[-1][0] not in _TIMES[2:]:
        return None
    if not parts:
        return None
    return Measure(measure.unit * unit_of(((parts[-1], 1),)), measure.of)


def _candidates(unit: Unit) -> Iterator[Unit]:
    """The unit itself, then others with each of its parts replaced."""
    yield unit
    yield parse_unit("%")
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
    if dimension == (("s", 1),):
        return tuple(dict.fromkeys((part, *(_TIMES if leads else _TIMES[:4]))))
    return tuple(dict.fromkeys((part, *_KINDS.get(dimension, ()))))
