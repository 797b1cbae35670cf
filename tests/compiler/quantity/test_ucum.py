"""Our unit table against UCUM's own publication (ucum-essence.xml and its table of examples, shipped by ucumvert).

The definitions are evaluated here by a reader of their own; nothing of ours takes part in what is expected.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from milligram.quantity import UnitError, parse_unit
from milligram.quantity.ucum import ARBITRARY, ATOMS, PREFIXES

Size = tuple[Fraction, dict[str, int]]

APART = {"mol", "eq", "osm", "U", "[iU]", "[IU]", "[HPF]", "[LPF]"}
"""What UCUM defines as a number or as moles, and Milligram keeps apart (enzyme units are written umol/min)."""

SYNONYMS = {"10^", "[IU]"}
"""Codes of UCUM that are read as another spelling of an atom."""

DECLINED = {
    "scales that are no multiple": "Np B B[SPL] B[V] B[mV] B[uV] B[10.nV] B[W] B[kW] bit_s [pH] %[slope] [p'diop] "
    "[hp'_X] [hp'_C] [hp'_M] [hp'_Q] [m/s2/Hz^(1/2)]",
    "homoeopathic, and tests long gone": "[hp_X] [hp_C] [hp_M] [hp_Q] [kp_X] [kp_C] [kp_M] [kp_Q] [smgy'U] [ka'U] "
    "[knk'U] [mclg'U] [hnsf'U]",
    "constants of physics": "[pi] [c] [h] [k] [eps_0] [mu_0] [e] [m_e] [m_p] [G] [g] [ly] u eV AU pc gf [lbf_av]",
    "one letter that a ward means otherwise": "C F H T G R B b",
    "physics without patients": "sr Wb ar gon ' '' Ky Gal erg Bi Mx Oe Gb sb Lmb ph tex [den] st att mho circ sph "
    "[car_m] [car_Au] [smoot] [HP] [mesh_i] bit By Bd [NTU] [FNU] [pptr] [degR] [degRe] [in_i'H2O] [in_i'Hg]",
    "calendars beside the Julian year": "a_t a_g mo_s mo_g",
    "heats beside the calorie": "cal_[15] cal_[20] cal_m cal_IT cal_th [Btu_39] [Btu_59] [Btu_60] [Btu_m] [Btu_IT] "
    "[Btu_th] [Btu]",
    "surveyors' and printers' lengths": "[fth_i] [nmi_i] [kn_i] [syd_i] [cin_i] [cft_i] [cyd_i] [bf_i] [cr_i] [mil_i] "
    "[cml_i] [hd_i] [ft_us] [yd_us] [in_us] [rd_us] [ch_us] [lk_us] [rch_us] [rlk_us] [fth_us] [fur_us] [mi_us] "
    "[acr_us] [srd_us] [smi_us] [sct] [twp] [mil_us] [in_br] [ft_br] [rd_br] [ch_br] [lk_br] [fth_br] [pc_br] [yd_br] "
    "[mi_br] [nmi_br] [kn_br] [acr_br] [lne] [pnt] [pca] [pnt_pr] [pca_pr] [pied] [pouce] [ligne] [didot] [cicero]",
    "measures of trade": "[bbl_us] [qt_us] [gil_us] [fdr_us] [min_us] [crd_us] [bu_us] [gal_wi] [pk_us] [dqt_us] "
    "[dpt_us] [tbs_us] [tsp_us] [cup_us] [pk_br] [bu_br] [qt_br] [gil_br] [fdr_br] [min_br] [dr_av] [scwt_av] "
    "[lcwt_av] [ston_av] [lton_av] [pwt_tr] [oz_tr] [lb_tr] [sc_ap] [dr_ap] [oz_ap] [lb_ap] [oz_m]",
}


def _vendored(name: str) -> Path:
    """A file of the package, found without importing it (the import pulls in pint)."""
    spec = find_spec("ucumvert")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "vendor" / name


@cache
def _essence() -> dict[str, ET.Element]:
    root = ET.parse(_vendored("ucum-essence.xml")).getroot()
    found = {}
    for element in root:
        if element.tag.endswith(("}unit", "}base-unit")):
            found[element.attrib["Code"]] = element
    return found


@cache
def _prefixes() -> dict[str, Fraction]:
    root = ET.parse(_vendored("ucum-essence.xml")).getroot()
    space = root.tag.partition("}")[0] + "}"
    values = {e.attrib["Code"]: e.find(f"{space}value") for e in root.iter(f"{space}prefix")}
    return {code: Fraction(value.attrib["value"]) for code, value in values.items() if value is not None}


def _value(code: str) -> ET.Element:
    (value,) = (child for child in _essence()[code] if child.tag.endswith("}value"))
    return value


@cache
def _size(code: str) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
    """The published size of one unit code in base units."""
    if code in APART or _essence()[code].get("isArbitrary") == "yes" or _essence()[code].tag.endswith("}base-unit"):
        return Fraction(1), ((code, 1),)
    value = _value(code)
    function = next((child for child in value if child.tag.endswith("}function")), None)
    if function is not None:
        factor, dimension = _evaluate(function.attrib["Unit"])
        return factor * Fraction(function.attrib["value"]), tuple(sorted(dimension.items()))
    factor, dimension = _evaluate(value.attrib["Unit"])
    return factor * Fraction(value.attrib["value"]), tuple(sorted(dimension.items()))


def _evaluate(text: str) -> Size:
    """A UCUM expression by the published definitions; annotations count as one."""
    tokens = re.findall(r"\{[^}]*\}|[./()]|(?:\[[^\]]*\]|[^./(){}\[\]])+", text)
    size, rest = _term(tokens)
    assert not rest, text
    return size


def _term(tokens: list[str]) -> tuple[Size, list[str]]:
    factor, dimension, sign = Fraction(1), dict[str, int](), 1
    while tokens and tokens[0] != ")":
        token, tokens = tokens[0], tokens[1:]
        if token in "./":
            sign = 1 if token == "." else -1
            continue
        if token == "(":
            (part, inside), tokens = _term(tokens)
            tokens = tokens[1:]
        else:
            part, inside = _component(token)
        factor *= part**sign
        for base, power in inside.items():
            dimension[base] = dimension.get(base, 0) + power * sign
    return (factor, {base: power for base, power in dimension.items() if power}), tokens


def _component(token: str) -> Size:
    if token.startswith("{"):
        return Fraction(1), {}
    if token.isdigit():
        return Fraction(int(token)), {}
    found = re.fullmatch(r"(.*?[^0-9+-])([+-]?\d+)?", token)
    assert found, token
    symbol, power = found[1], int(found[2] or 1)
    size = _prefixed(symbol)
    return size[0] ** power, {base: exponent * power for base, exponent in size[1]}


def _prefixed(symbol: str) -> tuple[Fraction, tuple[tuple[str, int], ...]]:
    if symbol in _essence():
        return _size(symbol)
    for prefix, value in _prefixes().items():
        code = symbol[len(prefix) :]
        if symbol.startswith(prefix) and code in _essence():
            assert _essence()[code].get("isMetric", "yes") == "yes"
            factor, dimension = _size(code)
            return value * factor, dimension
    raise KeyError(symbol)


OURS = {"U": "unit", "[iU]": "iu", "[IU]": "iu"}


def _same_dimension(text: str, dimension: dict[str, int]) -> bool:
    ours = {base: power for base, power in parse_unit(text).dimension if not base.startswith("{")}
    theirs: dict[str, int] = {}
    for base, power in dimension.items():
        theirs[OURS.get(base, base)] = power
    return ours == theirs


def test_every_prefix_has_the_published_value() -> None:
    binary = {"Ki", "Mi", "Gi", "Ti"}
    assert {code: Fraction(10) ** power for code, power in PREFIXES.items()} == {
        code: value for code, value in _prefixes().items() if code not in binary
    }


@pytest.mark.parametrize("code", sorted(set(ATOMS) - {"m", "g", "s", "K", "cd", "rad", "10*"}))
def test_every_atom_has_the_published_factor_and_dimension(code: str) -> None:
    unit = parse_unit(code)
    factor, dimension = _size(code)
    assert unit.factor == factor
    assert _same_dimension(code, dict(dimension))


@pytest.mark.parametrize("code", sorted(ATOMS))
def test_a_unit_takes_no_prefix_that_ucum_does_not_allow(code: str) -> None:
    if ATOMS[code].prefixes:
        assert _essence()[code].attrib.get("isMetric", "yes") == "yes"


def test_temperatures_have_the_defined_zeros() -> None:
    assert parse_unit("Cel").offset == Fraction("273.15")
    assert parse_unit("[degF]").offset == Fraction("459.67") * 5 / 9


def test_each_unit_of_ucum_is_read_or_declined_by_name() -> None:
    declined = {code for codes in DECLINED.values() for code in codes.split()}
    assert set(_essence()) - set(ATOMS) - SYNONYMS == declined
    for code in declined:
        with pytest.raises(UnitError):
            parse_unit(code)


def test_no_arbitrary_unit_is_a_number() -> None:
    arbitrary = {code for code, unit in _essence().items() if unit.get("isArbitrary") == "yes"}
    for code in arbitrary & set(ATOMS):
        assert {base for base, _ in parse_unit(code).dimension} <= ARBITRARY


EXAMPLES = [line.split("\t")[1] for line in _vendored("ucum_examples.tsv").read_text("utf-8").splitlines()[1:]]

REFUSED = {"Ms": "prefixes above kilo are kept from time", "Torr": "in the examples, but not defined by UCUM"}
"""Examples that are refused although their units are known, with the reason."""


def test_the_official_examples_are_read_as_published() -> None:
    """Each example of UCUM's table is read to the published factor, or holds a unit declined above."""
    declined = {code for codes in DECLINED.values() for code in codes.split()}
    read = 0
    for text in EXAMPLES:
        try:
            unit = parse_unit(text)
        except UnitError:
            assert _holds(text, declined) or text in REFUSED, text
            continue
        factor, dimension = _evaluate(text)
        assert unit.factor == factor, text
        assert _same_dimension(text, dimension), text
        read += 1
    assert (read, len(EXAMPLES)) == (822, 848)


def _holds(text: str, codes: set[str]) -> bool:
    symbols = re.findall(r"(?:\[[^\]]*\]|[^./(){}\[\]0-9])+", re.sub(r"\{[^}]*\}", "", text))
    return any(
        symbol.rstrip("+-") in codes or any(symbol[len(p) :] in codes for p in PREFIXES if symbol.startswith(p))
        for symbol in symbols
    )
