"""The table of unit atoms and prefixes: what each is in base units, exactly.

Enters: nothing. Leaves: `ATOMS` (UCUM code to factor and dimension), `PREFIXES`, and the spellings of the ward
(`SPELLINGS`), which name the same atoms.

    ATOMS["[lb_av]"]  ->  Atom("453.59237", "g")          ATOMS["mm[Hg]"] is the prefix m before "m[Hg]"

Values are those of The Unified Code for Units of Measure 2.2 (ucum-essence.xml); a test compares every row with the
published file. Deliberately apart from UCUM:

- ``eq`` and ``osm`` are dimensions of their own (UCUM has 1 eq = 1 mol, a two-fold error for Mg2+);
- ``U`` is the arbitrary unit of a drug such as insulin, not UCUM's enzyme unit (umol/min);
- each arbitrary unit ([iU], [CFU], [anti'Xa'U] …) is a dimension of its own;
- prefixes above kilo stand only where medicine uses them (MBq, M[iU]): ``Mg`` and ``ML`` are slips for mg and mL;
- units without a clinical use, and those of a logarithmic scale ([pH], B, Np), are not read.

A month is UCUM's ``mo`` = ``mo_j`` (30.4375 d) and a year ``a`` = ``a_j`` (365.25 d).
"""

from __future__ import annotations

from typing import NamedTuple


class Atom(NamedTuple):
    """One unit symbol: its size in base units, and those base units as ``g m2 s-2``.

    ``prefixes`` is "" (takes none), "small" (up to kilo) or "all". An ``offset`` other than zero makes it affine:
    kelvin = value * factor + offset.
    """

    factor: str
    base: str
    prefixes: str = ""
    offset: str = "0"


PREFIXES: dict[str, int] = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1,
    "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24,
}  # fmt: skip
"""Powers of ten."""

PI = "3.1415926535897932384626433832795028841971693993751058209749445923"
"""UCUM's value of pi, which its degree of arc is defined by."""

_MEASURED: dict[str, Atom] = {
    # base units
    "m": Atom("1", "m", "small"),
    "g": Atom("1", "g", "small"),
    "s": Atom("1", "s", "small"),
    "K": Atom("1", "K", "small"),
    "cd": Atom("1", "cd", "small"),
    "rad": Atom("1", "rad", "small"),
    "mol": Atom("1", "mol", "small"),
    "eq": Atom("1", "eq", "small"),
    "osm": Atom("1", "osm", "small"),
    # numbers
    "10*": Atom("10", ""),
    "%": Atom("1/100", ""),
    "[ppth]": Atom("1/1000", ""),
    "[ppm]": Atom("1/1000000", ""),
    "[ppb]": Atom("1/1000000000", ""),
    # time
    "min": Atom("60", "s"),
    "h": Atom("3600", "s"),
    "d": Atom("86400", "s"),
    "wk": Atom("604800", "s"),
    "mo": Atom("2629800", "s"),
    "mo_j": Atom("2629800", "s"),
    "a": Atom("31557600", "s"),
    "a_j": Atom("31557600", "s"),
    # volume, mass, length, area
    "L": Atom("1/1000", "m3", "small"),
    "l": Atom("1/1000", "m3", "small"),
    "[drp]": Atom("1/20000000", "m3"),
    "[tsp_m]": Atom("5/1000000", "m3"),
    "[tbs_m]": Atom("15/1000000", "m3"),
    "[cup_m]": Atom("240/1000000", "m3"),
    "[foz_m]": Atom("30/1000000", "m3"),
    "[foz_us]": Atom("0.0000295735295625", "m3"),
    "[foz_br]": Atom("0.0000284130625", "m3"),
    "[pt_us]": Atom("0.000473176473", "m3"),
    "[pt_br]": Atom("0.00056826125", "m3"),
    "[gal_us]": Atom("0.003785411784", "m3"),
    "[gal_br]": Atom("0.00454609", "m3"),
    "[gr]": Atom("0.06479891", "g"),
    "[oz_av]": Atom("28.349523125", "g"),
    "[lb_av]": Atom("453.59237", "g"),
    "[stone_av]": Atom("6350.29318", "g"),
    "t": Atom("1000000", "g"),
    "[in_i]": Atom("0.0254", "m"),
    "[ft_i]": Atom("0.3048", "m"),
    "[yd_i]": Atom("0.9144", "m"),
    "[mi_i]": Atom("1609.344", "m"),
    "[sin_i]": Atom("0.00064516", "m2"),
    "[sft_i]": Atom("0.09290304", "m2"),
    "[Ch]": Atom("1/3000", "m"),
    "Ao": Atom("0.0000000001", "m"),
    "[diop]": Atom("1", "m-1"),
    "deg": Atom(f"{PI}/180", "rad"),
    # temperature
    "Cel": Atom("1", "K", "", "273.15"),
    "[degF]": Atom("5/9", "K", "", "45967/180"),
    # mechanics, pressure, energy
    "Hz": Atom("1", "s-1", "all"),
    "N": Atom("1000", "g m s-2", "small"),
    "dyn": Atom("1/100", "g m s-2", "small"),
    "Pa": Atom("1000", "g m-1 s-2", "all"),
    "bar": Atom("100000000", "g m-1 s-2", "small"),
    "atm": Atom("101325000", "g m-1 s-2"),
    "m[Hg]": Atom("133322000", "g m-1 s-2", "small"),
    "m[H2O]": Atom("9806650", "g m-1 s-2", "small"),
    "[psi]": Atom("8896443230521/1290320", "g m-1 s-2"),
    "J": Atom("1000", "g m2 s-2", "all"),
    "W": Atom("1000", "g m2 s-3", "all"),
    "cal": Atom("4184", "g m2 s-2", "small"),
    "[Cal]": Atom("4184000", "g m2 s-2"),
    "P": Atom("100", "g m-1 s-1", "small"),
    "St": Atom("1/10000", "m2 s-1", "small"),
    "[wood'U]": Atom("7999320000", "g m-4 s-1"),
    "[PRU]": Atom("133322000000", "g m-4 s-1"),
    "[MET]": Atom("3.5/60000000000", "m3 g-1 s-1"),
    # electricity and radiation
    "A": Atom("1", "C s-1", "small"),
    "V": Atom("1000", "g m2 s-2 C-1", "small"),
    "Ohm": Atom("1000", "g m2 s-1 C-2", "all"),
    "S": Atom("1/1000", "g-1 m-2 s C2", "small"),
    "Bq": Atom("1", "s-1", "all"),
    "Ci": Atom("37000000000", "s-1", "small"),
    "Gy": Atom("1", "m2 s-2", "small"),
    "Sv": Atom("1", "m2 s-2", "small"),
    "RAD": Atom("1/100", "m2 s-2", "small"),
    "REM": Atom("1/100", "m2 s-2", "small"),
    "lm": Atom("1", "cd rad2", "small"),
    "lx": Atom("1", "m-2 cd rad2", "small"),
    # amounts
    "kat": Atom("1", "mol s-1", "small"),
    "g%": Atom("10000", "g m-3", "small"),
    "[S]": Atom("1/10000000000000", "s"),
    # counts in a microscope's field are no pure number: a field has no stated size
    "[HPF]": Atom("1", "[HPF]"),
    "[LPF]": Atom("1", "[LPF]"),
}

_ARBITRARY = (
    "[arb'U] [USP'U] [GPL'U] [MPL'U] [APL'U] [beth'U] [anti'Xa'U] [todd'U] [dye'U] [bdsk'U] [tb'U] [CCID_50] "
    "[TCID_50] [EID_50] [PFU] [FFU] [CFU] [IR] [BAU] [AU] [PNU] [Lf] [D'ag'U] [FEU] [ELU] [EU] [Amb'a'1'U]"
)

ATOMS: dict[str, Atom] = {
    **_MEASURED,
    "U": Atom("1", "unit", "all"),
    "[iU]": Atom("1", "iu", "all"),
    **{code: Atom("1", code) for code in _ARBITRARY.split()},
}
"""UCUM code to atom. The base atoms: m g s K cd C rad mol eq osm unit iu, each arbitrary unit, each annotation."""

AMOUNTS = frozenset({"g", "mol", "eq", "unit", "iu"})
"""Base atoms that measure how much of a substance there is."""

ARBITRARY = frozenset({"unit", "iu", *_ARBITRARY.split()})
"""Base atoms that no molar mass leads to."""

SPELLINGS: dict[str, str] = {
    "Eq": "eq", "Osm": "osm", "IU": "[iU]", "[IU]": "[iU]", "unit": "U", "units": "U",
    "sec": "s", "second": "s", "seconds": "s", "minute": "min", "minutes": "min", "hr": "h", "hour": "h",
    "hours": "h", "day": "d", "days": "d", "week": "wk", "weeks": "wk", "month": "mo", "months": "mo",
    "year": "a", "years": "a", "yr": "a", "lb": "[lb_av]", "lbs": "[lb_av]", "oz": "[oz_av]", "stone": "[stone_av]",
    "inch": "[in_i]", "inches": "[in_i]", "ft": "[ft_i]", "foot": "[ft_i]", "feet": "[ft_i]", "mHg": "m[Hg]",
    "mH2O": "m[H2O]", "°C": "Cel", "°F": "[degF]", "percent": "%",
    "degree": "deg", "degrees": "deg", "°": "deg",
}  # fmt: skip
"""A ward's spelling to the atom it names; the prefixes go before it as before the atom itself."""

PREFIXED_SPELLINGS = ("Eq", "Osm", "IU", "[IU]", "mHg", "mH2O")
"""The spellings that a prefix may stand before: ``mEq``, ``mmHg``, but no ``mday``."""

_UNCOUNTED = """
breath breaths beat beats heartbeat heartbeats pulse pulses cell cells count counts event events copy copies
dose doses episode episodes score points number #
"""

UNCOUNTED = frozenset(_UNCOUNTED.split())
"""Annotations that only say what is counted: ``{breaths}/min`` is ``/min``."""

_FORMS = "tablet capsule puff drop spray patch sachet ampoule vial lozenge pessary suppository"

FORMS: dict[str, str] = {
    **{form: form for form in _FORMS.split()},
    **{form + ("es" if form.endswith("ch") else "s"): form for form in _FORMS.split() if not form.endswith("y")},
    "pessaries": "pessary", "suppositories": "suppository",
}  # fmt: skip
"""Forms that a dose is counted in, each a dimension of its own: two puffs are no tablets."""

_COMMON = """
mg g kg mcg ng pg mL L dL mcL mmol mol mcmol nmol pmol mEq mg/dL mg/L g/L g/dL mcg/L mcg/mL ng/mL pg/mL mmol/L
mol/L mcmol/L nmol/L pmol/L mEq/L mmHg cmH2O kPa % unit units units/kg IU IU/L mIU/L unit/L min h d s day days
hour hours week weeks month months year years kg/m2 m2 cm m mm mL/min mL/h mL/kg mg/kg mcg/kg/min mg/kg/day
mL/min/1.73_m2 10^9/L 10^12/L 10^6/L Cel °C °F [in_i] [lb_av] lb inch /min mOsm/kg kcal kJ mSv MBq mV ms Hz fL
"""

COMMON = tuple(_COMMON.split())
"""What a misspelt unit is compared with."""

MEANT: dict[str, str] = {
    "cc": "mL", "gm": "g", "gms": "g", "gram": "g", "grams": "g", "kilogram": "kg", "kilograms": "kg", "kgs": "kg",
    "milligram": "mg", "milligrams": "mg", "mgs": "mg", "microgram": "mcg", "micrograms": "mcg", "litre": "L",
    "litres": "L", "liter": "L", "liters": "L", "millilitre": "mL", "milliliter": "mL", "mins": "min",
    "secs": "s", "hrs": "h", "yrs": "years", "y": "years", "wks": "weeks", "mos": "months", "in": "inch",
    "pound": "lb", "pounds": "lb", "C": "°C", "F": "°F", "Mg": "mg", "Gm": "g", "ML": "mL", "iu": "IU", "u": "unit",
    "degC": "°C", "degF": "°F", "celsius": "°C", "MEq": "mEq", "Mmol": "mmol", "gr": "g", "mole": "mol", "moles": "mol",
    "msec": "ms", "mth": "months", "D": "d", "H": "h",
}  # fmt: skip
"""Spellings that are refused, and what was meant."""
