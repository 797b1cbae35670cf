"""Random patients who stand where a guideline decides: on its thresholds, beside them, between them, unknown.

Enters: a guideline and a seed. Leaves: patients as JSON-shaped data, the same for the same seed; every target is run on
them beside the interpreter.

    patients(guideline, 3, seed=1)   ->   {"age": 64, "creatinine_clearance": "30.0001", "replacement": {"step": 1}}, …
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from milligram.ir import nodes as ir
from milligram.ir.atoms import linear
from milligram.ir.walk import descend
from milligram.quantity import Measure, MeasureError, UnitError, conversion, decimal_text, parse_unit

TODAY = date(2026, 11, 22)
OTHER_UNITS = (
    "mg/dL", "mmol/L", "umol/L", "mEq/L", "g/L", "mg/L", "mcg/mL", "kg", "g", "lb", "cm", "m", "inch", "years",
    "months", "weeks", "days", "h", "min", "mL/min", "mL/s", "mmHg", "kPa", "°C", "°F", "/min",
    "L", "mL", "mg", "mcg", "%",
)  # fmt: skip

Data = dict[str, object]


def patients(guideline: ir.Guideline, count: int, seed: int) -> Iterator[Data]:
    """So many patients; the same seed gives the same ones."""
    chance = random.Random(f"{guideline.name} {seed}")
    places = thresholds(guideline)
    for _ in range(count):
        yield _patient(guideline, places, chance)


def nearly_known(guideline: ir.Guideline, count: int, seed: int) -> Iterator[Data]:
    """Patients of whom all is known and most is denied, each once as a whole and once without each of the values: where
    one unknown value decides alone. Chance seldom comes there."""
    chance = random.Random(f"{guideline.name} known {seed}")
    places = thresholds(guideline)
    for number in range(count):
        data: Data = as_data(guideline.cases[number % len(guideline.cases)].patient) if guideline.cases else {}
        for declared in guideline.inputs.values():
            match declared.type:
                case ir.FlagType() if chance.random() < 0.85:
                    data.setdefault(declared.name, False)
                case ir.SetType() if chance.random() < 0.85:
                    data.setdefault(declared.name, [])
                case _:
                    data.setdefault(declared.name, _value(guideline, declared, places[declared.name], chance))
        for regimen in guideline.regimens.values():
            if chance.random() < 0.7:
                data[regimen.name] = _state(regimen, chance)
        yield data
        for name in (*data,):
            yield {key: value for key, value in data.items() if key != name}


def thresholds(guideline: ir.Guideline) -> Mapping[str, tuple[Fraction, ...]]:
    """The values that each numeric input is compared with, in its own unit, and its plausible bounds."""
    found: dict[str, set[Fraction]] = {name: set() for name in guideline.inputs}
    for declared in guideline.inputs.values():
        found[declared.name].update(declared.plausible or ())
    for node in _nodes(guideline):
        if not isinstance(node, ir.Band):
            continue
        subject, factor, offset = linear(guideline, node.subject)
        if isinstance(subject, ir.InputNumber):
            for bound in (node.low, node.high):
                if bound is not None and isinstance(bound.value, ir.Const):
                    found[subject.name].add((bound.value.value - offset) / factor)
    return {name: tuple(sorted(values)) for name, values in found.items()}


def _nodes(guideline: ir.Guideline) -> Iterator[ir.Node]:
    roots: list[ir.Node] = [*guideline.named, *guideline.pathways, *guideline.parts.values(), *guideline.pitfalls]
    roots += [*guideline.regimens.values(), *guideline.cautions, *guideline.impossible, *guideline.monitors.values()]
    roots += [guideline.applies] if guideline.applies is not None else []
    for root in roots:
        yield from descend(root)


def _patient(guideline: ir.Guideline, places: Mapping[str, tuple[Fraction, ...]], chance: random.Random) -> Data:
    if guideline.cases and chance.random() < 0.5:
        return _varied(guideline, places, chance)
    data: Data = {}
    unknown = chance.choice((0.02, 0.08, 0.2, 0.5))
    for declared in guideline.inputs.values():
        if chance.random() >= unknown:
            data[declared.name] = _value(guideline, declared, places[declared.name], chance)
        elif chance.random() < 0.3:
            data[declared.name] = None
    for regimen in guideline.regimens.values():
        kind = chance.random()
        if kind < 0.6:
            data[regimen.name] = _state(regimen, chance)
        elif kind < 0.65:
            data[regimen.name] = None
    if chance.random() < 0.1:
        data["today"] = (TODAY + timedelta(days=chance.choice((0, 1, 400, 1200)))).isoformat()
    return data


def _varied(guideline: ir.Guideline, places: Mapping[str, tuple[Fraction, ...]], chance: random.Random) -> Data:
    """The patient of one of the guideline's cases, who comes far, with some values changed and some added."""
    data = as_data(chance.choice(guideline.cases).patient)
    changed = chance.sample(sorted(guideline.inputs), min(len(guideline.inputs), chance.choice((0, 1, 1, 2))))
    for declared in guideline.inputs.values():
        if declared.name in changed or (declared.name not in data and chance.random() < 0.5):
            data[declared.name] = _value(guideline, declared, places[declared.name], chance)
    for regimen in guideline.regimens.values():
        if regimen.name not in data and chance.random() < 0.3:
            data[regimen.name] = _state(regimen, chance)
    return data


def as_data(patient: ir.Patient) -> Data:
    """The patient of a case as JSON-shaped data."""
    data: Data = {name: _plain(value) for name, value in patient.values.items()}
    for name, state in patient.regimens.items():
        data[name] = {"step": state.step} | ({} if state.time is None else {"time": state.time})
    return data


def _plain(value: ir.PatientValue) -> object:
    match value:
        case frozenset():
            return sorted(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _value(guideline: ir.Guideline, declared: ir.Input, places: tuple[Fraction, ...], chance: random.Random) -> object:
    match declared.type:
        case ir.FlagType():
            return chance.choice((True, False, True, False, "yes", "no"))
        case ir.WordType(words=words):
            return chance.choice(words)
        case ir.SetType(words=words):
            return chance.sample(words, chance.choice((0, 0, 1, 1, min(2, len(words)), len(words))))
        case ir.DateType():
            days = chance.choice((0, 1, 30, 365, 366, 6574, 6575, 23741, 23742, 23743, chance.randrange(40_000)))
            leap = chance.random() < 0.1
            return "1964-02-29" if leap else (TODAY - timedelta(days=days)).isoformat()
        case ir.NumberType() as kind:
            return _number(guideline, kind, _within(declared, _near(places, chance), chance), chance)
        case _:
            return None


def _within(declared: ir.Input, exact: Fraction, chance: random.Random) -> Fraction:
    """The value, seldom outside what is plausible, and whole where it has to be."""
    kind = declared.type
    whole = isinstance(kind, ir.NumberType) and (kind.whole or kind.kind == "count")
    value = Fraction(exact.__floor__() + chance.choice((0, 0, 1))) if whole else exact
    if declared.plausible is None or chance.random() < 0.01:
        return value
    low, high = declared.plausible
    return max(low, min(value, high))


def _number(guideline: ir.Guideline, kind: ir.NumberType, exact: Fraction, chance: random.Random) -> object:
    """The value as JSON, or a caller, may write it."""
    if kind.whole or kind.kind == "count":
        return str(int(exact)) if chance.random() < 0.1 else int(exact)
    if chance.random() < 0.2:
        text = _elsewhere(guideline, kind.measure, exact, chance)
        if text is not None:
            return text
    written = decimal_text(exact, 8)[0]
    match chance.randrange(4):
        case 0:
            return written
        case 1:
            return float(written)
        case 2 if exact.denominator == 1:
            return int(exact)
        case _:
            return exact


def _near(places: tuple[Fraction, ...], chance: random.Random) -> Fraction:
    """On a threshold, a hair or a step beside it, between two, or anywhere."""
    if not places:
        return Fraction(chance.randrange(0, 2000), 10)
    at = chance.randrange(len(places))
    here, there = places[at], places[min(at + 1, len(places) - 1)]
    match chance.randrange(6):
        case 0:
            return here
        case 1:
            return here + chance.choice((1, -1)) * Fraction(1, 10 ** chance.choice((1, 3, 6)))
        case 2:
            return (here + there) / 2
        case 3:
            return here + chance.choice((1, -1))
        case _:
            low, high = places[0], places[-1]
            return low + (high - low) * Fraction(chance.randrange(1001), 1000)


def _elsewhere(guideline: ir.Guideline, measure: Measure, exact: Fraction, chance: random.Random) -> str | None:
    """The value as text in another unit, as near as four decimals come."""
    for unit in chance.sample(OTHER_UNITS, 12):
        try:
            change = conversion(Measure(parse_unit(unit), measure.of, measure.per_of), measure, guideline.substances)
        except (MeasureError, UnitError):
            continue
        own = (exact - change.offset) / change.factor
        if Fraction(1, 1000) < abs(own) < 10**6:
            rounded = Fraction(round(own * 10_000), 10_000)
            return f"{decimal_text(rounded, 12)[0]} {unit}"
    return None


def _state(regimen: ir.Regimen, chance: random.Random) -> Data | None:
    step = chance.choice((None, 0, *range(1, len(regimen.steps) + 1), *range(1, len(regimen.steps) + 1)))
    state: Data = {"step": step}
    if step == 0 or chance.random() < 0.15:
        return state
    rules: list[ir.Step | ir.Beyond | ir.BackTo] = [*regimen.steps, *regimen.beyond, *regimen.back]
    ends = [end for rule in rules if rule.after is not None for end in (rule.after.low, rule.after.high)]
    days = chance.choice((*ends, Fraction(0), Fraction(1000))) + chance.choice((0, 0, Fraction(1, 2), -1, 1))
    days = max(days, Fraction(0))
    match chance.randrange(4):
        case 0:
            state["since"] = (TODAY - timedelta(days=int(days))).isoformat()
        case 1:
            state["time"] = f"{decimal_text(days / 7, 8)[0]} weeks"
        case 2:
            state["time"] = f"{decimal_text(days * 24, 8)[0]} h"
        case _:
            state["time"] = days
    return state


def as_case(guideline: ir.Guideline, data: Mapping[str, object]) -> str:
    """A patient as a `case` to paste, for a message about a disagreement."""
    parts: list[str] = []
    for name, value in data.items():
        declared = guideline.inputs.get(name)
        if value is None:
            continue
        if isinstance(value, dict):
            parts += [f"{name} {key} {_words(item)}" for key, item in value.items() if item is not None]
        elif declared is not None and isinstance(declared.type, ir.NumberType) and not isinstance(value, str):
            unit = "" if declared.type.measure.unit.is_number else f" {declared.type.measure.text}"
            parts.append(f"{name} {_words(value)}{unit}")
        else:
            parts.append(f"{name} {_words(value)}")
    return 'case "disagreement"\n  ' + ", ".join(parts)


def _words(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(str, value)) or "none"
        case Fraction():
            return decimal_text(value, 12)[0]
        case _:
            return str(value)
