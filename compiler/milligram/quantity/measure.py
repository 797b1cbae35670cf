"""Units that belong to a substance, and what may be converted into what.

Enters: two measures (a unit, and whose it is) and the substances of a guideline. Leaves: the exact conversion, or a
`MeasureError` whose kind tells which declaration is missing.

    conversion(mEq/L of magnesium, mmol/L of magnesium)  ->  Conversion(factor=1/2, offset=0)

Mass, amount and equivalents convert for a known substance only: through its molar mass, its charge, and what a salt
gives. Arbitrary units convert into nothing. A ratio of two amounts (mmol/mol) is no percentage: the haemoglobin A1c
of 48 mmol/mol is not 4.8 %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, NamedTuple

from milligram.quantity.substances import Substances
from milligram.quantity.ucum import ARBITRARY
from milligram.quantity.unit import ONE, Dimension, Unit, UnitError, display, part_dimension, unit_of

Kind = Literal[
    "dimension",
    "needs_substance",
    "needs_charge",
    "needs_mass",
    "different_substance",
    "arbitrary_unit",
    "annotation",
    "affine",
]

_MATTER = {"g": "mass", "mol": "amount", "eq": "equivalents", "unit": "units", "iu": "international units"}
_TIMES = ("h", "d", "wk", "mo", "a")
_BODY = ("kg", "[lb_av]", "[stone_av]")
"""What a body is weighed in, and no dose."""


class MeasureError(ValueError):
    """Two measures that do not convert or combine; ``kind`` tells why, the message says it in one sentence."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit and whose it is: ``mmol/L`` of glucose, per unit of insulin."""

    unit: Unit
    of: str | None = None
    per_of: str | None = None

    @property
    def text(self) -> str:
        """The measure for people: "mmol/L of glucose per unit of insulin", "units of insulin per day"."""
        parts = self.unit.parts
        tail = ""
        if self.per_of is not None:
            matter = [part for part, power in parts if power == -1 and _matter_of(part)]
            if matter:
                below = unit_of(((matter[-1], 1),))
                parts = tuple(item for item in parts if item != (matter[-1], -1))
                tail = f" per {display(below, Fraction(1))} of {self.per_of}"
            else:
                tail = f" per {self.per_of}"
        elif self.of is not None and len(parts) > 1 and parts[-1][1] == -1 and parts[-1][0] in _TIMES:
            tail = f" per {display(unit_of(((parts[-1][0], 1),)), Fraction(1))}"
            parts = parts[:-1]
        shown = display(unit_of(parts)) or "1"
        return shown + (f" of {self.of}" if self.of else "") + tail


NUMBER = Measure(ONE)
"""The measure of a pure number."""


class Conversion(NamedTuple):
    """value in the new measure = value * factor + offset; the factor is above zero."""

    factor: Fraction
    offset: Fraction

    def __call__(self, value: Fraction) -> Fraction:
        """The value converted."""
        return value * self.factor + self.offset


class _Matter(NamedTuple):
    """The kind of matter over and under the stroke of a unit (mass, amount …), and what else its dimension holds."""

    over: str | None
    under: str | None
    rest: Dimension


def conversion(src: Measure, dst: Measure, substances: Substances) -> Conversion:
    """How a value of ``src`` becomes one of ``dst``. Raises `MeasureError`.

    A substance that one side leaves out is taken from the other.
    """
    of_src, of_dst = src.of or dst.of, dst.of or src.of
    per_src, per_dst = src.per_of or dst.per_of, dst.per_of or src.per_of
    src, dst = replace(src, of=of_src, per_of=per_src), replace(dst, of=of_dst, per_of=per_dst)
    a, b = _matter(src.unit), _matter(dst.unit)
    same = of_src == of_dst and per_src == per_dst
    if src.unit.same_dimension(dst.unit) and same and _is_share(a) == _is_share(b):
        return _plain(src.unit, dst.unit)
    if a is None or b is None or a.rest != b.rest or _strokes(a) != _strokes(b):
        raise _apart(src, dst)
    if src.unit.is_affine or dst.unit.is_affine:
        raise MeasureError("affine", f'"{src.text}" and "{dst.text}" have no fixed ratio: their zeros differ')
    over = _between(a.over, of_src, b.over, of_dst, substances, src, dst)
    under = _between(a.under, per_src, b.under, per_dst, substances, src, dst)
    return Conversion(src.unit.factor * over / under / dst.unit.factor, Fraction(0))


def _plain(src: Unit, dst: Unit) -> Conversion:
    return Conversion(src.factor / dst.factor, (src.offset - dst.offset) / dst.factor)


def _matter_of(part: str) -> str | None:
    """The kind of matter that a part counts, if it does."""
    found = part_dimension(part)
    return found[0][0] if len(found) == 1 and found[0][1] == 1 and found[0][0] in _MATTER else None


def _matter(unit: Unit) -> _Matter | None:
    """None where a unit holds more matter than one over and one under the stroke (kg2, mg.kg)."""
    over: list[str] = []
    under: list[str] = []
    rest: dict[str, int] = dict(unit.dimension)
    for part, power in unit.parts:
        kind = _matter_of(part)
        if kind is None:
            continue
        rest[kind] = rest.get(kind, 0) - power
        if power not in (1, -1):
            return None
        (over if power == 1 else under).append(kind)
    if len(over) > 1 or len(under) > 1:
        return None
    kept = tuple(sorted((base, power) for base, power in rest.items() if power))
    return _Matter(over[0] if over else None, under[0] if under else None, kept)


def _strokes(matter: _Matter) -> tuple[bool, bool]:
    """Whether there is matter over and under the stroke."""
    return matter.over is not None, matter.under is not None


def _is_share(matter: _Matter | None) -> bool:
    """Whether it is an amount per amount (mmol/mol), which no percentage stands for."""
    return matter is not None and matter.over == matter.under == "mol"


def _apart(src: Measure, dst: Measure) -> MeasureError:
    """Why two measures of other dimensions do not meet."""
    both = f'"{src.text}" and "{dst.text}"'
    left, right = dict(src.unit.dimension), dict(dst.unit.dimension)
    differ = {base for base in {*left, *right} if left.get(base, 0) != right.get(base, 0)}
    if differ and all(base.startswith("{") for base in differ):
        named = ", ".join(sorted(base[1:-1].replace("_", " ") for base in differ))
        return MeasureError("annotation", f'{both} differ in "{named}"')
    if differ & ARBITRARY and differ <= ARBITRARY | set(_MATTER):
        return MeasureError("arbitrary_unit", f"{both} do not convert: an arbitrary unit is no mass and no amount")
    return MeasureError("dimension", f"{both} measure different things")


def _between(
    kind: str | None, of: str | None, to_kind: str | None, to: str | None, book: Substances, src: Measure, dst: Measure
) -> Fraction:
    """Base units of ``to_kind`` of ``to`` in one base unit of ``kind`` of ``of``."""
    if kind == to_kind and of == to:
        return Fraction(1)
    if kind is None or to_kind is None:
        if kind is None and to_kind is None:
            raise MeasureError("different_substance", f'"{src.text}" and "{dst.text}" are of different substances')
        raise _apart(src, dst)
    if {kind, to_kind} & ARBITRARY:
        if kind == to_kind:
            raise MeasureError("different_substance", f'"{src.text}" and "{dst.text}" are of different substances')
        message = f'"{src.text}" and "{dst.text}" do not convert: an arbitrary unit is no mass and no amount'
        raise MeasureError("arbitrary_unit", message)
    if of is None or to is None:
        message = (
            f"`{src.unit.text}` and `{dst.unit.text}` convert for a known substance only "
            f"({_MATTER[kind]} to {_MATTER[to_kind]})"
        )
        raise MeasureError("needs_substance", message)
    delivered = _delivered(of, to, book)
    if delivered is None:
        raise MeasureError("different_substance", f'"{of}" and "{to}" are different substances')
    return _moles(kind, of, book) * delivered / _moles(to_kind, to, book)


def _delivered(of: str, to: str, book: Substances) -> Fraction | None:
    """Moles of ``to`` that stand for one mole of ``of``, from salt to element or back."""
    forward = book.moles_of(to, of)
    if forward is not None:
        return forward
    back = book.moles_of(of, to)
    return None if back is None else 1 / back


def _moles(kind: str, of: str, book: Substances) -> Fraction:
    """Moles in one base unit (g, mol, eq) of a substance."""
    if kind == "mol":
        return Fraction(1)
    substance = book.get(of)
    if kind == "g":
        if substance is None or substance.molar_mass is None:
            raise MeasureError("needs_mass", f'"{of}" has no formula, so that its mass tells no amount')
        return 1 / substance.molar_mass
    if substance is None or not substance.charge:
        raise MeasureError("needs_charge", f'"{of}" has no charge, so that its equivalents tell no amount')
    return Fraction(1, abs(substance.charge))


# --- arithmetic -----------------------------------------------------------------------------------------------------


def measure_mul(left: Measure, right: Measure) -> Measure:
    """The measure of a product. Raises `MeasureError` where two substances would have to be carried."""
    return _product(left, right, right.unit)


def measure_div(left: Measure, right: Measure) -> Measure:
    """The measure of a quotient: glucose over glucose is a number, glucose over insulin is per insulin."""
    try:
        turned = right.unit.inverse()
    except UnitError as fault:
        raise MeasureError("affine", fault.message) from None
    return _product(left, Measure(turned, right.per_of, right.of), turned)


def measure_pow(base: Measure, power: int) -> Measure:
    """The measure of a whole power. Raises `MeasureError` for the square of a substance's amount."""
    if power == 0:
        return NUMBER
    if power not in (1, -1) and (base.of or base.per_of):
        raise MeasureError("different_substance", f'"{base.text}" to the power {power} is of no single substance')
    try:
        unit = base.unit**power
    except UnitError as fault:
        raise MeasureError("affine" if base.unit.is_affine else "dimension", fault.message) from None
    return Measure(unit, base.of, base.per_of) if power > 0 else Measure(unit, base.per_of, base.of)


def _product(left: Measure, right: Measure, right_unit: Unit) -> Measure:
    try:
        unit = left.unit * right_unit
    except UnitError as fault:
        affine = left.unit.is_affine or right_unit.is_affine
        raise MeasureError("affine" if affine else "dimension", fault.message) from None
    left, right = _named_alike(left, right)
    over = [name for name in (left.of, right.of) if name]
    under = [name for name in (left.per_of, right.per_of) if name]
    for name in tuple(over):
        if name in under:
            over.remove(name)
            under.remove(name)
    if len(over) > 1 or len(under) > 1:
        message = f'"{left.text}" and "{right.text}" combine into no quantity of one substance'
        raise MeasureError("different_substance", message)
    return Measure(unit, over[0] if over else None, under[0] if under else None)


def _named_alike(left: Measure, right: Measure) -> tuple[Measure, Measure]:
    """What cancels is of one substance: where one side leaves its name out, it takes the other's.

    5 mmol/L of glucose over 2 mmol/L/unit is of glucose twice. A body's weight (kg) takes no name.
    """
    a, b = _nameable(left.unit), _nameable(right.unit)
    if a[0] & b[1] and bool(left.of) != bool(right.per_of):
        name = left.of or right.per_of
        left, right = replace(left, of=name), replace(right, per_of=name)
    if a[1] & b[0] and bool(left.per_of) != bool(right.of):
        name = left.per_of or right.of
        left, right = replace(left, per_of=name), replace(right, of=name)
    return left, right


def _nameable(unit: Unit) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds of matter over and under the stroke that may be a substance's."""
    kinds = [(_matter_of(part), power) for part, power in unit.parts if part not in _BODY]
    over = frozenset(kind for kind, power in kinds if kind and power > 0)
    return over, frozenset(kind for kind, power in kinds if kind and power < 0)
