"""Patients of the benchmark, as plain dicts: a mix as a ward has it to be timed, and one that stands on every limit.

Enters: how many, and a seed. Leaves: dicts of ints, floats, bools and frozensets in the guideline's own units, the
state of the ladder made by the function that is given; the same for the same seed.

    ward(3, RegimenState)  ->  {"age": 56, "neck_spasm": True, "creatinine_clearance": 84, …}, …

The ward: 60 % fully known and not on treatment; 25 % not on treatment, each input but the age unknown with a chance of
one in four; 15 % in mid-treatment, one in three of them with an unknown now and then. Two in three have spasm, one in
five a low level (half of those on treatment), one in five a clearance under 60 mL/min; one in twenty is volume
depleted; three in a hundred of those not on treatment are children.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

Patient = dict[str, Any]

SETS = {
    "diuretics": ("loop", "thiazide"),
    "other_medicines": ("proton_pump_inhibitor", "aminoglycoside", "tacrolimus", "ciclosporin"),
    "bowel_conditions": ("short_bowel", "malabsorption", "high_output_stoma"),
    "chronic_diseases": ("diabetes", "inflammatory_bowel_disease"),
}
HAVING = {"diuretics": 0.15, "other_medicines": 0.2, "bowel_conditions": 0.03, "chronic_diseases": 0.15}
LIMITS = {
    "age": (0, 17, 18, 19, 120),
    "creatinine_clearance": (0, 19.999999, 20, 20.000001, 29.999999, 30, 30.000001, 59.999999, 60, 60.000001, 95, 250),
    "serum_magnesium": (0.1, 0.6994, 0.699999999999999, 0.7, 0.700000000000001, 0.85, 6),
    "serum_potassium": (1, 3.4, 3.499999999, 3.5, 3.500000001, 4, 10),
    "serum_calcium": (0.5, 2.3, 5),
}
TODAY = date(2026, 11, 22)
DAYS = (0, 6, 6.9, 7, 8, 13, 14, 14.1, 15, 60)


# --- the ward ---------------------------------------------------------------------------------------------------------


def ward(count: int, state: Callable[..., Any], seed: int = 4) -> list[Patient]:
    """The mix that is timed, shuffled."""
    chance = random.Random(seed)
    made = [_fully_known(chance) for _ in range(count * 60 // 100)]
    made += [_without(_fully_known(chance), 0.25, chance) for _ in range(count * 25 // 100)]
    made += [_treated(chance, state) for _ in range(count - len(made))]
    chance.shuffle(made)
    return made


def _fully_known(chance: random.Random) -> Patient:
    age = chance.randrange(5, 18) if chance.random() < 0.03 else chance.randrange(18, 95)
    low = chance.random() < 0.2
    failing = chance.random() < 0.2
    clearance: float = chance.randrange(8, 60) if failing else chance.randrange(60, 130)
    known: Patient = {
        "age": age,
        "neck_spasm": chance.random() < 2 / 3,
        "creatinine_clearance": clearance if chance.random() < 0.5 else clearance + chance.randrange(10) / 10,
        "serum_magnesium": chance.randrange(40, 70) / 100 if low else chance.randrange(70, 110) / 100,
        "serum_potassium": chance.randrange(28, 52) / 10,
        "serum_calcium": chance.randrange(200, 265) / 100,
        "volume_depleted": chance.random() < 0.05,
        "diarrhoea": chance.random() < 0.1,
    }
    for name, words in SETS.items():
        if chance.random() < HAVING[name]:
            known[name] = frozenset(chance.sample(words, 2 if chance.random() < 0.1 else 1))
        else:
            known[name] = frozenset()
    known["alcohol_use_disorder"] = chance.random() < 0.08
    return known


def _without(patient: Patient, share: float, chance: random.Random) -> Patient:
    """Some inputs unknown, half of them missing and half None; the age is known."""
    left: Patient = {}
    for name, value in patient.items():
        if name in ("age", "replacement") or chance.random() >= share:
            left[name] = value
        elif chance.random() < 0.5:
            left[name] = None
    return left


def _treated(chance: random.Random, state: Callable[..., Any]) -> Patient:
    """On step 1 or 2; the level comes back to normal in half of them."""
    patient = _fully_known(chance)
    patient["age"] = chance.randrange(18, 95)
    patient["serum_magnesium"] = (
        chance.randrange(50, 70) / 100 if chance.random() < 0.5 else chance.randrange(70, 95) / 100
    )
    patient["replacement"] = state(step=chance.choice((1, 1, 2)), time=chance.randrange(0, 35))
    return _without(patient, 0.15, chance) if chance.random() < 1 / 3 else patient


# --- on every limit ---------------------------------------------------------------------------------------------------


def limits(count: int, state: Callable[..., Any], seed: int = 1) -> Iterator[Patient]:
    """Patients on the limits and beside them, with few or many unknowns, at every step or at an unknown one.

    Two in five come as far as the doses, if nothing that they need is unknown.
    """
    chance = random.Random(seed)
    for _ in range(count):
        patient: Patient = {name: chance.choice(values) for name, values in LIMITS.items()}
        if chance.random() < 0.8:
            patient["age"] = chance.choice((18, 40, 90))
        for name in ("neck_spasm", "volume_depleted", "diarrhoea", "alcohol_use_disorder"):
            patient[name] = chance.random() < 0.4
        for name, words in SETS.items():
            patient[name] = frozenset(chance.sample(words, chance.choice((0, 0, 0, 0, 1, len(words)))))
        if chance.random() < 0.4:
            patient |= {"age": 40, "creatinine_clearance": chance.choice((60, 60.000001, 95)), "volume_depleted": False}
            patient["serum_magnesium"] = chance.choice((0.1, 0.6994, 0.699999999999999, 0.7))
        patient = _without(patient, chance.choice((0, 0.05, 0.15, 0.4, 0.8)), chance)
        if chance.random() < 0.03:
            patient["age"] = None
        kind = chance.random()
        if kind < 0.1:
            patient["replacement"] = None
        elif kind < 0.2:
            patient["replacement"] = state(step=None)
        elif kind < 0.3:
            patient["replacement"] = state(step=0)
        elif kind < 0.75:
            patient["replacement"] = _begun(patient, state, chance)
        yield patient


def _begun(patient: Patient, state: Callable[..., Any], chance: random.Random) -> Any:
    """On step 1 or 2, for some days, or since a day; with both today's date and none."""
    step, kind = chance.choice((1, 2)), chance.random()
    if kind < 0.2:
        return state(step=step)
    if kind < 0.8:
        return state(step=step, time=chance.choice(DAYS))
    if kind < 0.95:
        patient["today"] = TODAY
    return state(step=step, since=TODAY - timedelta(days=int(chance.choice(DAYS))))
