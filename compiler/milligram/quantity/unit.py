"""One unit of measure: its exact size, its dimension, and how it multiplies and is written.

Enters: canonical parts (prefixed UCUM atoms with powers). Leaves: a `Unit`, its products, and its text.

    (mL/kg) * kg  ->  Unit("mL")          display(Unit("ug/d"))  ->  "mcg/day"
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from milligram.quantity.literal import printable
from milligram.quantity.ucum import ATOMS, FORMS, PREFIXES, Atom

HIGHEST_POWER = 30

Dimension = tuple[tuple[str, int], ...]
Parts = tuple[tuple[str, int], ...]


class UnitError(ValueError):
    """A unit that cannot be read, multiplied or converted: one sentence, and spellings that may be meant."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        self.message = printable(message)
        super().__init__(self.message)
        self.suggestions = suggestions

    def __reduce__(self) -> tuple[type[UnitError], tuple[str, tuple[str, ...]]]:
        return type(self), (self.message, self.suggestions)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: value in base units = value * factor + offset.

    Two units are equal when they mean the same: equal factor, offset and dimension, however they are spelt.
    ``parts`` are the prefixed atoms with their powers, in the author's order; products cancel among them.
    """

    text: str = field(compare=False)
    code: str = field(compare=False)
    factor: Fraction
    offset: Fraction
    dimension: Dimension
    parts: Parts = field(compare=False, repr=False)

    @property
    def is_affine(self) -> bool:
        """Whether zero of this unit is not zero of its dimension (°C, °F)."""
        return self.offset != 0

    @property
    def is_number(self) -> bool:
        """Whether it is a pure number of factor 1, such as 1 or {count}."""
        return not self.dimension and self.factor == 1

    def same_dimension(self, other: Unit) -> bool:
        """Whether values in the two can be compared without knowing a substance."""
        return self.dimension == other.dimension

    def ratio_to(self, other: Unit) -> Fraction:
        """How many of ``other`` one of this is. Raises `UnitError` for other dimensions and affine units."""
        if self.is_affine or other.is_affine:
            raise UnitError(f"{_quoted(self)} and {_quoted(other)} have no fixed ratio: their zeros differ")
        if not self.same_dimension(other):
            raise UnitError(f"{_quoted(self)} and {_quoted(other)} measure different things")
        return self.factor / other.factor

    def __mul__(self, other: Unit) -> Unit:
        return _combine(self, other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        return _combine(self, other, -1)

    def __pow__(self, power: int) -> Unit:
        if abs(power) > HIGHEST_POWER:
            raise UnitError(f"a power of {power} is beyond {HIGHEST_POWER}")
        _refuse_affine(self)
        if power == 1:
            return self
        return unit_of(tuple((part, n * power) for part, n in self.parts) if power else ())

    def inverse(self) -> Unit:
        """One divided by this unit."""
        return self**-1

    def root(self, degree: int) -> Unit:
        """The square root (degree 2) and so on, where every power divides. Raises `UnitError` where one does not."""
        _refuse_affine(self)
        if degree < 1 or any(n % degree for _, n in self.parts):
            raise UnitError(f"{_quoted(self)} has no root of degree {degree}")
        return unit_of(tuple((part, n // degree) for part, n in self.parts))


def convert(value: Fraction, src: Unit, dst: Unit) -> Fraction:
    """``value`` of ``src`` in ``dst``, exactly, affine units included. Raises `UnitError` for other dimensions."""
    if not src.same_dimension(dst):
        raise UnitError(f"{_quoted(src)} and {_quoted(dst)} measure different things")
    return (value * src.factor + src.offset - dst.offset) / dst.factor


# --- atoms ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _atom(part: str) -> tuple[Fraction, Fraction, Dimension] | None:
    """Factor, offset and dimension of a canonical part: a number, an annotation or a prefixed UCUM atom."""
    if part.isdigit():
        return Fraction(int(part)), Fraction(0), ()
    if part.startswith("{"):
        return Fraction(1), Fraction(0), ((part, 1),)
    split = split_prefix(part)
    if split is None:
        return None
    prefix, code = split
    atom = ATOMS[code]
    factor = _rational(atom.factor) * Fraction(10) ** PREFIXES.get(prefix, 0)
    return factor, _rational(atom.offset), _base(atom)


def split_prefix(part: str) -> tuple[str, str] | None:
    """A canonical part as prefix and UCUM atom; None where it is no such thing."""
    if part in ATOMS:
        return "", part
    for prefix, power in PREFIXES.items():
        atom = ATOMS.get(part[len(prefix) :]) if part.startswith(prefix) else None
        if atom is not None and (atom.prefixes == "all" or (atom.prefixes == "small" and power <= 3)):
            return prefix, part[len(prefix) :]
    return None


def part_dimension(part: str) -> Dimension:
    """The dimension of one canonical part of a unit."""
    known = _atom(part)
    return known[2] if known else ()


def _rational(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom or "1")


def _base(atom: Atom) -> Dimension:
    powers: dict[str, int] = {}
    for word in atom.base.split():
        found = re.fullmatch(r"(\[.*\]|[A-Za-z]+?)(-?\d+)?", word)
        if found is not None:
            powers[found[1]] = int(found[2] or 1)
    return tuple(sorted(powers.items()))


@lru_cache(maxsize=4096)
def unit_of(parts: Parts, text: str | None = None) -> Unit:
    """The unit of these parts; raises `UnitError` where an affine unit is not alone or a power is too high."""
    merged: dict[str, int] = {}
    for part, power in parts:
        merged[part] = merged.get(part, 0) + power
    kept = tuple((part, power) for part, power in merged.items() if power)
    factor, offset = Fraction(1), Fraction(0)
    dimension: dict[str, int] = {}
    for part, power in kept:
        if abs(power) > HIGHEST_POWER:
            raise UnitError(f'the power of "{part}" is beyond {HIGHEST_POWER}')
        known = _atom(part)
        assert known is not None, part
        if known[1]:
            if kept != ((part, 1),):
                raise UnitError(
                    f'"{_SPOKEN.get(part, part)}" cannot stand in a product; a difference is in "K"', ("K",)
                )
            offset = known[1]
        factor *= known[0] ** power
        for base, exponent in known[2]:
            dimension[base] = dimension.get(base, 0) + exponent * power
    dims = tuple(sorted((base, power) for base, power in dimension.items() if power))
    return Unit(text or _written(kept), _code(kept), factor, offset, dims, kept)


def _combine(left: Unit, right: Unit, sign: int) -> Unit:
    _refuse_affine(left)
    _refuse_affine(right)
    if not right.parts:
        return left
    return unit_of(left.parts + tuple((part, power * sign) for part, power in right.parts))


def _refuse_affine(unit: Unit) -> None:
    if unit.is_affine:
        raise UnitError(f'{_quoted(unit)} cannot stand in a product; a difference of temperatures is in "K"', ("K",))


def _quoted(unit: Unit) -> str:
    return f'"{unit.text}"' if unit.parts else "a pure number"


# --- writing --------------------------------------------------------------------------------------------------------

_SPOKEN = {
    "Cel": "°C", "[degF]": "°F", "[lb_av]": "lb", "[oz_av]": "oz", "[stone_av]": "stone", "[in_i]": "inch",
    "[ft_i]": "ft", "m[Hg]": "mHg", "m[H2O]": "mH2O", "U": "unit", "[iU]": "IU", "eq": "Eq", "osm": "Osm",
    "d": "day", "wk": "week", "mo": "month", "a": "year",
}  # fmt: skip
_PLURAL = {
    **{form: plural for plural, form in FORMS.items() if plural != form},
    "unit": "units", "day": "days", "week": "weeks", "month": "months", "year": "years", "inch": "inches",
    "international unit": "international units",
}  # fmt: skip
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _spoken(part: str) -> str:
    """A part as the ward types it: ``ug`` is ``mcg``, ``mm[Hg]`` is ``mmHg``, ``meq`` is ``mEq``."""
    split = split_prefix(part)
    if split is None:
        return part
    prefix, code = split
    word = _SPOKEN.get(code, code)
    if code == "U" and prefix:
        word = "U"
    if code == "[iU]" and not prefix:  # a bare IU is read as IV, or as 10
        word = code
    return ("mc" if prefix == "u" and code in ("g", "mol", "L") else prefix) + word


def _code(parts: Parts) -> str:
    """UCUM's code of the parts."""
    return _joined(
        _repeated(parts), lambda part, power: part if power == 1 and part != "10*" else f"{part}{power}", "."
    )


def _written(parts: Parts) -> str:
    """How an author would type the parts; `parse_unit` reads it back."""

    def one(part: str, power: int) -> str:
        if part == "10*":
            return f"10^{power}"
        return _spoken(part) + ("" if power == 1 else str(power))

    return _joined(_repeated(parts), one, ".")


def _repeated(parts: Parts) -> Parts:
    """Annotations cannot bear a power in UCUM: each is written as often as it counts."""
    spread: list[tuple[str, int]] = []
    for part, power in parts:
        sign = 1 if power > 0 else -1
        spread.extend([(part, sign)] * abs(power) if part.startswith("{") else [(part, power)])
    return tuple(spread)


def _joined(parts: Parts, one: Callable[[str, int], str], dot: str) -> str:
    def shown(part: str, power: int) -> str:
        return str(int(part) ** power) if part.isdigit() else one(part, power)

    over = [shown(part, power) for part, power in parts if power > 0 or part == "10*"]
    under = [shown(part, -power) for part, power in parts if power < 0 and part != "10*"]
    return (dot.join(over) + "".join("/" + item for item in under)) or "1"


def spelling(unit: Unit) -> str:
    """How an author would type the unit, in one canonical way; `parse_unit` reads it back as an equal unit."""
    return _written(unit.parts)


def display(unit: Unit, value: Fraction | None = None) -> str:
    """The unit for people: ``mcg``, ``10^9/L``, ``mL/min/1.73 m²``, ``°C``, ``units``; "" for a pure number.

    Words stand in the plural over the stroke, unless ``value`` is one: 1 week, 2 weeks, 1 unit/kg, 2 units/kg.
    """
    if not unit.parts:
        return ""
    plural = value is None or abs(value) != 1

    def one(part: str, power: int) -> str:
        if part == "10*":
            return f"10^{power}"
        word = "international unit" if part == "[iU]" else _spoken(part)
        if part.startswith("{"):
            word = part[1:-1].replace("_m2", " m²").replace("_", " ")
        return word + ("" if power == 1 else str(power).translate(_RAISED))

    shown: list[str] = []
    for text in _joined(unit.parts, one, "·").split("/"):
        # the number in mg/24/h belongs to the hour: mg/24 h
        if shown and len(shown) > 1 and shown[-1].isdigit():
            shown[-1] += " " + text
        else:
            shown.append(text)
    if plural:
        shown[0] = "·".join(_PLURAL.get(word, word) for word in shown[0].split("·"))
    return "/".join(["" if shown[0] == "1" and len(shown) > 1 else shown[0], *shown[1:]])


ONE = unit_of(())
"""The unit of a pure number."""
