"""Substances: molar masses from formulas, charges, and what a salt gives.

Enters: formulas and declarations as the author wrote them. Leaves: exact molar masses in g/mol, and a book of
substances that tells what giving one delivers.

    molar_mass("MgO")  ->  Fraction("40.304")
    book.delivers("magnesium_oxide")  ->  {"magnesium_oxide", "magnesium"}

The atomic weights are the conventional and abridged standard values (five digits) of the IUPAC Commission on Isotopic
Abundances and Atomic Weights, 2021, with the revisions of 2024. Elements without a standard atomic weight (technetium,
radium …) have no entry and no molar mass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from milligram.quantity.literal import printable
from milligram.quantity.unit import Unit

LONGEST = 120
DEEPEST = 8
MOST_ATOMS = 100_000

_WEIGHTS = """
H 1.008 He 4.0026 Li 6.94 Be 9.0122 B 10.81 C 12.011 N 14.007 O 15.999 F 18.998 Ne 20.180 Na 22.990 Mg 24.305
Al 26.982 Si 28.085 P 30.974 S 32.06 Cl 35.45 Ar 39.95 K 39.098 Ca 40.078 Sc 44.956 Ti 47.867 V 50.942 Cr 51.996
Mn 54.938 Fe 55.845 Co 58.933 Ni 58.693 Cu 63.546 Zn 65.38 Ga 69.723 Ge 72.630 As 74.922 Se 78.971 Br 79.904
Kr 83.798 Rb 85.468 Sr 87.62 Y 88.906 Zr 91.222 Nb 92.906 Mo 95.95 Ru 101.07 Rh 102.91 Pd 106.42 Ag 107.87
Cd 112.41 In 114.82 Sn 118.71 Sb 121.76 Te 127.60 I 126.90 Xe 131.29 Cs 132.91 Ba 137.33 La 138.91 Ce 140.12
Pr 140.91 Nd 144.24 Sm 150.36 Eu 151.96 Gd 157.25 Tb 158.93 Dy 162.50 Ho 164.93 Er 167.26 Tm 168.93 Yb 173.05
Lu 174.97 Hf 178.49 Ta 180.95 W 183.84 Re 186.21 Os 190.23 Ir 192.22 Pt 195.08 Au 196.97 Hg 200.59 Tl 204.38
Pb 207.2 Bi 208.98 Th 232.04 Pa 231.04 U 238.03
"""

ATOMIC_WEIGHTS: Mapping[str, str] = dict(zip(_WEIGHTS.split()[::2], _WEIGHTS.split()[1::2], strict=True))
"""Symbol to grams per mole, as the exact decimal that is published."""

_WITHOUT = """
Tc Pm Po At Rn Fr Ra Ac Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og
"""
_UNWEIGHED = frozenset(_WITHOUT.split())
_PIECE = re.compile(r"([A-Z][a-z]?)([0-9]*)|([(\[])|([)\]])([0-9]*)")
_CHARGED = re.compile(r".*?(\^?[0-9]*[+\-−⁺⁻]|[⁰¹²³⁴-⁹]*[⁺⁻])\s*")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉•∙⋅", "0123456789···")


class FormulaError(ValueError):
    """A chemical formula that cannot be read; ``message`` is one plain, printable sentence."""

    def __init__(self, message: str) -> None:
        self.message = printable(message)
        super().__init__(self.message)


def molar_mass(formula: str) -> Fraction:
    """Grams per mole of a formula: ``MgO``, ``Mg(C2H4NO2)2``, ``MgSO4·7H2O``. Raises `FormulaError`."""
    if len(formula) > LONGEST:
        raise FormulaError(f"a formula of {len(formula)} characters is longer than {LONGEST}")
    typed = formula.strip().translate(_LOWERED).replace(".", "·")
    if not typed:
        raise FormulaError("the formula is empty")
    if _CHARGED.fullmatch(typed):
        raise FormulaError(f'the charge is declared apart, as "charge 2", not in the formula "{formula}"')
    total = Fraction(0)
    for part in typed.split("·"):
        found = re.fullmatch(r"([0-9]*) ?(.*)", part.strip(), re.DOTALL)
        assert found is not None
        total += _count(found[1], formula) * _mass(found[2], formula)
    return total


def _mass(text: str, formula: str) -> Fraction:
    if not text:
        raise FormulaError(f'a part of the formula "{formula}" is missing')
    levels: list[tuple[str, Fraction]] = [("", Fraction(0))]
    at = 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None:
            raise FormulaError(f'"{text[at]}" cannot stand in the formula "{formula}"')
        at = found.end()
        symbol, number, opened, closed, times = found.groups()
        if opened:
            if len(levels) > DEEPEST:
                raise FormulaError(f"brackets in a formula nest deeper than {DEEPEST}")
            levels.append((opened, Fraction(0)))
            continue
        if closed:
            bracket, inside = levels.pop()
            if bracket + closed not in ("()", "[]"):
                raise FormulaError(f'the brackets in the formula "{formula}" do not match')
            if not inside:
                raise FormulaError(f'the brackets in the formula "{formula}" are empty')
            inside *= _count(times, formula)
        else:
            inside = _weight(symbol, formula) * _count(number, formula)
        levels[-1] = (levels[-1][0], levels[-1][1] + inside)
    if len(levels) > 1:
        raise FormulaError(f'a bracket in the formula "{formula}" is not closed')
    return levels[0][1]


def _weight(symbol: str, formula: str) -> Fraction:
    weight = ATOMIC_WEIGHTS.get(symbol)
    if weight is not None:
        return Fraction(weight)
    if symbol in _UNWEIGHED:
        raise FormulaError(f'"{symbol}" in the formula "{formula}" has no standard atomic weight')
    raise FormulaError(f'"{symbol}" in the formula "{formula}" is no element')


def _count(digits: str, formula: str) -> int:
    if digits == "":
        return 1
    if len(digits) > 6 or not 0 < int(digits) <= MOST_ATOMS or digits.startswith("0"):
        raise FormulaError(f'the count "{digits}" in the formula "{formula}" is not 1 to {MOST_ATOMS}')
    return int(digits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """What a guideline declares of a substance.

    ``molar_mass`` in g/mol; ``charge`` is the size of the ion's charge that equivalents count; ``gives`` are the moles
    of each other substance in one mole; ``in_unit`` is the arbitrary unit of a substance without a formula.
    """

    name: str
    formula: str | None = None
    molar_mass: Fraction | None = None
    charge: int | None = None
    gives: tuple[tuple[int, str], ...] = ()
    in_unit: Unit | None = None


class Substances(Mapping[str, Substance]):
    """The substances of a guideline by name. Names that are not declared deliver themselves only."""

    def __init__(self, substances: Iterable[Substance] = ()) -> None:
        self._by_name = {substance.name: substance for substance in substances}

    def __getitem__(self, name: str) -> Substance:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def delivers(self, name: str) -> frozenset[str]:
        """The substance itself and all it gives, directly or through others."""
        return frozenset(self._moles(name))

    def moles_of(self, element: str, per_mole_of: str) -> Fraction | None:
        """Moles of ``element`` in one mole of ``per_mole_of``; None where the one does not deliver the other."""
        return self._moles(per_mole_of).get(element)

    def related(self, name: str) -> tuple[str, ...]:
        """The other substances that deliver this one or that this one delivers, in the order of declaration."""
        own = self.delivers(name)
        return tuple(other for other in self if other != name and (other in own or name in self.delivers(other)))

    def _moles(self, name: str) -> dict[str, Fraction]:
        """Moles of everything that one mole delivers. A circle of declarations adds nothing (resolve reports it)."""
        moles = {name: Fraction(1)}
        self._collect(name, Fraction(1), (name,), moles)
        return moles

    def _collect(self, name: str, amount: Fraction, path: tuple[str, ...], moles: dict[str, Fraction]) -> None:
        substance = self._by_name.get(name)
        for count, given in substance.gives if substance else ():
            if given not in path:
                moles[given] = moles.get(given, Fraction(0)) + amount * count
                self._collect(given, amount * count, (*path, given), moles)
