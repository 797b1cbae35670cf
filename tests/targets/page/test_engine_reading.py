"""The page takes and refuses what `read_patient` takes and refuses, with the same words."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from milligram.ir import nodes as ir
from milligram_targets.page.engine import script
from milligram_targets.page.engine.inputs import offered_units

from tests.agreement import patients
from tests.targets.page import engines

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
GUIDELINES = sorted(path for path in (ROOT / "guidelines").rglob("*.mg") if "as_published" not in path.parts)
COUNT = int(os.environ.get("MILLIGRAM_PATIENTS", "400"))
FIXTURES = sorted((ROOT / "tests" / "cases" / "agreement").glob("*.mg"))

_UNITS = """
123456789012/h 1234567890123/h 007/h
mg/dL mmol/L umol/L µmol/L μmol/l mEq/L g/L mg% mg/100mL mg/24h mL/min/1.73m² mL/min/{1.73_m2} 10^9/L
10*9/L x10^9/L 10⁹/L ×10^9/L 10**9/L K/uL lbs lb stone kg years yrs y months mo mo_j a_j wk weeks days d
D hr hours mmHg cmH2O kPa °C degC Celsius F °F % percent ug/mL mcg/mL mcmol/L U/L units/L IU/mL iu MG
Mg mgs cc mL ml L l dl mol eq osm mOsm/kg bpm /min breaths/min beats/minute {beats}/min puffs
tablet [iU]/L mmol/L/ / // . ( ) (mg mg) mg( {} {a}{b}/min [ ] mg/(kg.h) mg/kg/h kg.m/s2 m2 m^2 m²
m-2 m+2 m30 m31 m-30 m999 m1000 kg/m2 1/min 0/min 5/min /24h 11/2 12345678901234/h ((((((((((m)) unknwon/L
mmols litre Jahr <b> </script> mmoll/L mgg kgs pounds inches ft in cm m mm K °CC °C/L K/°C MBq Mmol daL
[lb_av] meq/L mosm/L mmHG ng/dL pmol/L fL 1e3mg g% [degF] ° degree sec ms h H constructor __proto__
"""
UNITS = (
    *_UNITS.split(),
    *("mL/min/1.73 m2", "cm H2O", "mm Hg", "° C", "degrees celsius", "mmol/L of magnesium", "mmol/L of glucose"),
    *("mmol/L of magnezium", "mg of x", "mmol/L per day", "mg/dL per unit of insulin", "{ }", "{a b}/min"),
    *(
        "5 2",
        "/24 h",
        "2 10*9/L",
        "keq .hr/IU",
        "mmol/ L",
        "mmol / L",
        "mmol per L",
        "per L",
        "mEq per litre",
        "'; DROP",
    ),
    *("\x00", "\u200b", "\u202e", "mg\u00a0/\u00a0dL", "mg\u2028", "mg" * 41),
)
_NUMBERS = """
1 0 -0 1.7 -3 +3 1,7 1,234 12,345.6 .5 5. 1e3 1E3 1e31 1e-31 1e30 1e99999 1e e5 1.2.3 0x10 NaN nan
inf Infinity -inf ١٢ １２ 1_000 --1 1- <1 ≥2 1/2 1'000 00012 000.7 1.70 60 1e999
"""
NUMBERS = (
    *_NUMBERS.split(),
    *("1 000", "1" * 39, "1" * 41, "0." + "3" * 38, "0." + "3" * 40, "", "  ", " 7 ", "\t7\n", "\u00a07"),
    *("\ufeff7", "7\x00", "about 3", "7 %", "120 / 80", "1 234,5"),
)
OTHERS: tuple[object, ...] = (
    *(None, True, False, 0, 1, -1, 2.5, 0.1, 1e-300, 5e-324, 1e-7, 123456789, 10**15),
    *([], ["a"], {}, {"a": 1}, [1], [None], [["x"]], "unknown", "null"),
    *("__proto__", "constructor", "toString", "hasOwnProperty", "x" * 300, "\ud800", "😀" * 50, "a\u202eb"),
    *("<img src=x onerror=alert(1)>", "yes", "YES", " Yes ", "no", "true", "FALSE", "y"),
    *("2026-11-22", "2026-02-29", "2024-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01"),
    *("2026-1-1", "2026-11-22T00:00", "20261122", " 2026-10-01 ", "２０２６-10-01"),
)
STATES: tuple[object, ...] = (
    *(None, {}, {"step": 1}, {"step": None}, {"step": 0}, {"step": 99}, {"step": -1}, {"step": 1.5}, {"step": "1"}),
    *({"step": " 2 "}, {"step": "x"}, {"step": True}, {"step": "٣"}, {"step": "99999"}, {"step": [1]}, [1], "1"),
    *({"step": 1, "time": "2 weeks"}, {"step": 1, "time": "-2 weeks"}, {"step": 1, "time": 3}, {"time": "1 year"}),
    *({"step": 1, "since": "2026-10-01"}, {"step": 1, "since": "2027-10-01"}, {"step": 0, "since": "2026-10-01"}),
    *({"step": 0, "time": 1}, {"step": 1, "time": 1, "since": "2026-10-01"}, {"step": 1, "day": 1}),
    *({"step": 1, "__proto__": 1}, {"step": 1, "time": "2 mg"}, {"step": 1, "time": None, "since": None}),
    *({"step": 1, "time": "1 wekk"}, {"step": 1, "time": "1" * 41}, {"step": 1, "since": 5}),
)


def _one_by_one(guideline: ir.Guideline, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Each key with every kind of value, then several at once."""
    states = [f"{name} {which}" for name in guideline.regimens for which in ("step", "time")]
    misspelt = [name[:-1] for name in guideline.inputs]
    keys = [*guideline.inputs, "today", *guideline.regimens, *states, *misspelt, "__proto__", "constructor", "", "nope"]
    for key in keys:
        yield from ({key: value} for value in (*OTHERS, *NUMBERS))
        yield from ({key: value} for value in STATES if key in guideline.regimens)
    for declared in guideline.inputs.values():
        yield from _of(declared, chance)
    for _ in range(300):
        yield {key: _any(key in guideline.regimens, chance) for key in chance.sample(keys, min(len(keys), 4))}


def _of(declared: ir.Input, chance: random.Random) -> Iterator[dict[str, Any]]:
    match declared.type:
        case ir.NumberType():
            for unit in UNITS:
                yield {declared.name: chance.choice(("1 ", "2", "0.5 ", "37 ", "1e2 ", "1.7\u00a0")) + unit}
                yield {declared.name: chance.choice(("1 ", "20", "65 ")) + unit}
        case ir.WordType(words=words) | ir.SetType(words=words):
            for word in words:
                for value in (word, f"{word}x", word.upper(), [word], [word, word], f"{word},{word}", [word, "zz"]):
                    yield {declared.name: value}
                yield {declared.name: word[:-1]}
                yield {declared.name: f" {word} "}
        case _:
            pass


def _any(is_regimen: bool, chance: random.Random) -> object:
    if chance.random() < 0.5:
        return chance.choice((*OTHERS, *NUMBERS))
    if is_regimen:
        return chance.choice(STATES)
    return f"{chance.choice(NUMBERS)}{chance.choice(('', ' '))}{chance.choice(UNITS)}"


@pytest.mark.parametrize("path", [*GUIDELINES, *FIXTURES], ids=lambda path: path.stem)
def test_what_is_taken_and_what_is_refused(path: Path) -> None:
    """Bad units, other units, too many digits, no numbers, wrong words, names that JavaScript knows: each patient is
    refused with the very sentences of the interpreter, or taken and answered alike."""
    guideline = engines.guideline_at(path)
    everybody = list(_one_by_one(guideline, random.Random(path.stem)))
    everybody = random.Random(path.stem).sample(everybody, min(len(everybody), COUNT))
    asked = [(raw, patients.TODAY if place % 3 else None) for place, raw in enumerate(everybody)]
    (found,) = engines.by_scripts([(script(guideline), asked)])
    differing = engines.disagreements(guideline, found.answers, asked)
    assert not differing, f"{len(differing)} of {len(asked)}, the first:\n{differing[0]}"
    refused = sum("problems" in answer for answer in found.answers)
    assert refused > len(asked) / 3
    assert refused < len(asked)


MEASURES = """
guideline measures
  title   "Measures of every kind"
  version 1.0.0

substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
substance glucose formula C6H12O6
substance insulin, in unit

input level in mmol/L of magnesium
input weight in kg
input fever in Cel
input drop in mmol/L of glucose per unit of insulin
input clearance in mL/min/{1.73_m2}
input cells in 10^9/L
input rate in mg/kg/h
input ratio number
input share in %
input ifcc in mmol/mol
input daily in units of insulin per day
input forms in tablets
input activity in IU/mL
input salt in mg of magnesium_oxide per day
input pressure in mmHg
input age in years whole
input times count
input tonicity in mOsm/kg

pathway
  report level, weight, fever, drop, clearance, cells, rate, ratio, share, ifcc, daily, forms, activity, salt, pressure
  report age, times, tonicity
"""
_FITTING = """
mg/dL mEq/L g/L mmol/L mg/dL/unit g/L/unit mmol/L/U mg mmol/day mEq/d g/d unit U/d unit/h °F K g lb mL/s L/h 10*6/mL
mcg/kg/min % ppm mol/mol tablet puff IU/L kPa months weeks osm/kg mmol/kg
"""


def test_units_of_substances_and_of_what_is_per_something() -> None:
    """Through molar mass, charge and what a salt gives; what is *per* may stand without; arbitrary units do not."""
    guideline = engines.guideline_of(MEASURES)
    chance = random.Random(8)
    of = (
        "",
        "",
        "",
        " of magnesium",
        " of glucose",
        " of magnesium_oxide",
        " per day",
        " per unit of insulin",
        " of lead",
    )
    units = [*_FITTING.split(), *chance.sample(UNITS, 25)]
    asked = [
        ({name: f"{chance.choice(('1', '2.5', '1e2'))} {unit}{whose}"}, None)
        for name in guideline.inputs
        for unit in units
        for whose in ("", chance.choice(of))
    ]
    (found,) = engines.by_scripts([(script(guideline), asked)])
    differing = engines.disagreements(guideline, found.answers, asked)
    assert not differing, f"{len(differing)} of {len(asked)}, the first:\n{differing[0]}"
    taken = [next(iter(raw)) for (raw, _), answer in zip(asked, found.answers, strict=True) if "problems" not in answer]
    assert {*taken} >= {"level", "weight", "fever", "drop", "daily", "salt", "pressure", "rate", "share", "tonicity"}


@pytest.mark.parametrize("raw", [None, [], "x", 5, True, [{}]])
def test_a_patient_is_an_object(raw: Any) -> None:
    guideline = engines.guideline_at(GUIDELINES[0])
    (found,) = engines.by_scripts([(script(guideline), [(raw, None)])])
    assert engines.disagreements(guideline, found.answers, [(raw, None)]) == []
    assert "problems" in found.answers[0]


def test_every_unit_that_a_form_offers_is_read() -> None:
    """The first is the input's own, in which a number stands as it is."""
    guidelines = [engines.guideline_at(path) for path in (*GUIDELINES, *FIXTURES)]
    batches = [(script(guideline), _in_offered_units(guideline)) for guideline in guidelines]
    for guideline, (_, asked), found in zip(guidelines, batches, engines.by_scripts(batches), strict=True):
        assert engines.disagreements(guideline, found.answers, asked) == []
        for answer in found.answers:
            told = [problem["message"] for problem in answer.get("problems", ())]
            assert all("plausible" in each or "whole number" in each for each in told), told


def _in_offered_units(guideline: ir.Guideline) -> list[engines.Asked]:
    """Each number in each unit that its field offers."""
    asked: list[engines.Asked] = []
    for declared in guideline.inputs.values():
        if isinstance(declared.type, ir.NumberType):
            units = offered_units(declared.type.measure, guideline.substances)
            assert units or declared.type.measure.unit.is_number
            asked += [({declared.name: f"1 {unit}"}, None) for unit in units]
            if units:
                asked += [({declared.name: f"70 {units[0]}"}, None), ({declared.name: 70}, None)]
    return asked
