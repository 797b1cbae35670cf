"""0.70 is not under 0.70: every threshold of every guideline, at it and beside it, in every form and unit of a number.

A value is judged here by exact rational arithmetic alone: it lies below a threshold, on it or above it, and the answer
is the interpreter's for a value that lies there. `evaluate` and `decide` have to give that answer for the number as an
int, a float, a Decimal, a Fraction, as text, and as text in each unit that the module says it takes.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from milligram.ir.nodes import Guideline, NumberType
from milligram.quantity import Measure, conversion, parse_unit
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse

from tests.agreement import agreeing, modules, patients

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


PATHS = sorted((ROOT / "guidelines").rglob("*.mg"))
MAGNESIUM = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"

HAIR = Fraction(1, 10**6)
Form = tuple[object, Fraction]
Data = Mapping[str, object]


# --- forms of a number ------------------------------------------------------------------------------------------------


def decimal_digits(value: Fraction) -> str | None:
    """The digits that write a value; None where they have no end or are very many."""
    places = next((n for n in range(31) if (value * 10**n).denominator == 1), None)
    if places is None:
        return None
    sign, digits = "-" if value < 0 else "", str(abs(int(value * 10**places))).rjust(places + 1, "0")
    text = f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
    return text if len(text) <= 40 else None


def last_digit(value: Fraction) -> Fraction:
    """One unit of the 15th digit."""
    return Fraction(10) ** ((math.floor(math.log10(abs(value))) if value else 0) - 14)


def cut_short(value: Fraction) -> Fraction:
    """The value to 15 digits."""
    unit = last_digit(value)
    return round(value / unit) * unit


def as_float(number: float) -> Form:
    """A float, and the exact value that it stands for."""
    return number, Fraction(repr(number))


def forms(value: Fraction) -> Iterator[Form]:
    """A value and those a hair beside it, in every type, each with what it is exactly."""
    unit = last_digit(value)
    for place in (value, value - unit, value + unit, value - HAIR, value + HAIR):
        yield place, place
        yield as_float(float(place))
        text = decimal_digits(place) or decimal_digits(cut_short(place))
        if text is not None:
            yield text, Fraction(text)
            yield Decimal(text), Fraction(text)
            yield f" {text} ", Fraction(text)
    for number in (math.nextafter(float(value), -math.inf), math.nextafter(float(value), math.inf)):
        yield as_float(number)
    for whole in {math.floor(value), math.ceil(value), math.floor(value) - 1, math.ceil(value) + 1}:
        yield whole, Fraction(whole)
        yield as_float(float(whole))


def forms_in(value: Fraction, factor: Fraction, offset: Fraction) -> Iterator[tuple[str, Fraction]]:
    """Digits in another unit of a value, and of the nearest beside it that 15 digits write."""
    own = (value - offset) / factor
    near = cut_short(own)
    for place in (own, near, near - last_digit(near), near + last_digit(near)):
        text = decimal_digits(place)
        if text is not None:
            yield text, Fraction(text) * factor + offset


# --- what has to come out ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Threshold:
    """One threshold of an input, in a patient for whom it matters; answers by the side on which a value lies."""

    guideline: Guideline
    patient: Data
    name: str
    value: Fraction
    sides: tuple[str, str, str]
    asked: dict[Fraction, str] = field(default_factory=dict)

    def exactly(self, value: Fraction) -> str:
        """The interpreter's answer for an exact value."""
        if value not in self.asked:
            self.asked[value] = _interpreted(self.guideline, self.patient, self.name, value)
        return self.asked[value]

    def at(self, value: Fraction) -> str:
        """The answer for who lies on that side of the threshold."""
        side = (value > self.value) - (value < self.value)
        return self.sides[side + 1] if abs(value - self.value) <= HAIR else self.exactly(value)


def _shape(answer: Mapping[str, Any]) -> str:
    return f"refused {answer['refused']}" if "refused" in answer else agreeing.skeleton(answer)


def _interpreted(guideline: Guideline, patient: Data, name: str, value: Fraction) -> str:
    return _shape(modules.by_interpreter(guideline, {**patient, name: value}, patients.TODAY))


def _mattering(guideline: Guideline, crowd: list[Data], name: str, value: Fraction, step: Fraction) -> list[Threshold]:
    """A patient for whom it matters whether he lies below a threshold or on it, and one on it or above it."""
    found: list[Threshold] = []
    told: dict[tuple[int, Fraction], str] = {}

    def ask(number: int, asked: Fraction) -> str:
        if (number, asked) not in told:
            told[number, asked] = _interpreted(guideline, crowd[number], name, asked)
        return told[number, asked]

    for one, other in ((value - step, value), (value, value + step)):
        for number, patient in enumerate(crowd):
            if ask(number, one) != ask(number, other):
                sides = ask(number, value - step), ask(number, value), ask(number, value + step)
                found.append(Threshold(guideline, patient, name, value, sides))
                break
    return found


class Sweep:
    """All forms of all thresholds of one guideline."""

    def __init__(self, guideline: Guideline, crowd: list[Data]) -> None:
        self.guideline, self.crowd = guideline, crowd
        self.module = modules.load(guideline)
        self.told: dict[tuple[object, ...], str] = {}
        self.shapes: dict[object, str] = {}
        self.tried, self.decided = 0, 0
        self.wrong: list[str] = []
        self.without: list[tuple[str, Fraction]] = []

    def run(self) -> None:
        """Tries everything."""
        for name, values in patients.thresholds(self.guideline).items():
            kind = self.guideline.inputs[name].type
            if not isinstance(kind, NumberType):
                continue
            whole = kind.whole or kind.kind == "count"
            for value in values:
                if not whole or value.denominator == 1:
                    step = Fraction(1) if whole else HAIR / 1000
                    found = _mattering(self.guideline, self.crowd, name, value, step)
                    if not found:
                        self.without.append((name, value))
                    for number, threshold in enumerate(found):
                        self.sweep(threshold, kind, units=not number)

    def sweep(self, threshold: Threshold, kind: NumberType, *, units: bool) -> None:
        """All forms of one threshold."""
        whole = kind.whole or kind.kind == "count"
        several: Iterator[Form] = forms(threshold.value)
        if units:
            several = itertools.chain(several, self.in_units(threshold, kind))
        for form, exact in several:
            if not whole:
                self.one(threshold, form, exact)
            elif exact.denominator == 1 or not isinstance(form, int):
                self.one(threshold, form, exact, expected=threshold.exactly(exact))

    def in_units(self, threshold: Threshold, kind: NumberType) -> Iterator[Form]:
        """The forms with a unit; the module's factor has to be the compiler's."""
        units = self.module.INPUTS[threshold.name].units or {}
        for (factor, offset), several in itertools.groupby(sorted(units, key=units.__getitem__), units.__getitem__):
            spellings = list(several)
            for place, (text, exact) in enumerate(forms_in(threshold.value, factor, offset)):
                for unit in spellings if not place else spellings[:1]:
                    yield f"{text} {unit}", exact
        own = kind.measure
        if not own.unit.is_number:
            change = conversion(Measure(parse_unit(own.unit.text), own.of, own.per_of), own, self.guideline.substances)
            assert change(Fraction(1)) == 1
            yield f"{decimal_digits(cut_short(threshold.value))} {own.unit.text}", cut_short(threshold.value)

    def one(self, threshold: Threshold, form: object, exact: Fraction, expected: str | None = None) -> None:
        """One form, by `evaluate`; an int or a float by `decide` too."""
        if expected is None:
            expected = threshold.at(exact)
        found = self.evaluated({**threshold.patient, threshold.name: form})
        self.tried += 1
        if found != expected and found != threshold.exactly(exact):
            self.wrong.append(f"evaluate: {threshold.name} {form!r}, which is {exact} (limit {threshold.value})")
        if type(form) in (int, float) and "refused" not in found[:7]:
            self.decide(threshold, form, exact, found)

    def evaluated(self, data: Data) -> str:
        """What `evaluate` says; an answer that many share is read once."""
        try:
            result = self.module.evaluate(data, today=patients.TODAY)
        except self.module.PatientError as error:
            return f"refused {sorted({problem.input or '' for problem in error.problems})}"
        shared = result.answered
        if shared.run is None:
            return _shape(result.to_dict())
        if shared not in self.shapes:
            self.shapes[shared] = _shape(result.to_dict())
        return self.shapes[shared]

    def decide(self, threshold: Threshold, form: object, exact: Fraction, expected: str) -> None:
        """The outcome for plain values: it has to be that of nobody who is told something else."""
        module = self.module
        p = module.read(threshold.patient, patients.TODAY)
        values = {**module.plain_values(p, module.CUTS), threshold.name: form}
        number, numbers = module.decide(values, values.get("today") or patients.TODAY)
        if number >= 0:
            self.decided += 1
            if self.told.setdefault((number, *map(str, numbers)), expected) != expected:
                self.wrong.append(f"decide: {threshold.name} {form!r}, which is {exact} (limit {threshold.value})")


def _crowd(guideline: Guideline, count: int) -> list[Data]:
    """Patients of the cases, and some more."""
    known: list[Data] = [patients.as_data(case.patient) for case in guideline.cases]
    return [*known[:15], *patients.patients(guideline, count, 6)]


# --- every guideline --------------------------------------------------------------------------------------------------


@cache
def _swept(path: Path) -> Sweep:
    """The sweep of a guideline, made once."""
    guideline = modules.guideline_at(path)
    sweep = Sweep(guideline, _crowd(guideline, 15))
    sweep.run()
    return sweep


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_threshold_is_kept_in_every_form_and_unit(path: Path) -> None:
    guideline, sweep = modules.guideline_at(path), _swept(path)
    assert not sweep.wrong, (len(sweep.wrong), sweep.wrong[:5])
    assert sweep.tried or not any(patients.thresholds(guideline).values())


def test_nearly_every_threshold_of_the_corrected_guidelines_matters_to_somebody() -> None:
    """Else the sweep would prove little."""
    sweep = _swept(MAGNESIUM)
    assert not sweep.without
    assert sweep.tried > 1_000
    assert sweep.decided > 100


# --- thresholds that floats find hard ---------------------------------------------------------------------------------

LIMITS = {
    "x": ("number", ["0.1", "0.3", "0.70", "1.1", "2.675", "1000000000", "0.000001", "-0.1", "-273.15", "0"]),
    "mass": ("in kg", ["1 lb", "0.1 kg", "7 oz", "100 g"]),
    "heat": ("in °C, plausible 30 to 45", ["100 °F", "38 °C", "101.3 °F"]),
    "age": ("in years, plausible 0 to 120", ["1 weeks", "18 years", "6 months", "100 days"]),
    "salt": ("in mmol/L of magnesium, plausible 0.1 to 6", ["1.7 mg/dL", "0.70 mmol/L", "1.3 mEq/L"]),
}
SHAPES = ("under {}", "at most {}", "over {}", "at least {}")


def _hard() -> Guideline:
    """A pathway for each comparison with each limit, so that the answer tells each by itself."""
    lines = ["guideline hard", '  title "Hard"', "  version 1.0.0", "substance magnesium formula Mg, charge 2"]
    lines += [f"input {name} {kind}" for name, (kind, _) in LIMITS.items()]
    for name, (_, limits) in LIMITS.items():
        for place, (limit, shape) in enumerate(itertools.product(limits, SHAPES)):
            test = f"{name} {shape.format(limit)}"
            lines += [f"pathway {name}_{place}", f"  when {test}:", f'    note "{test}"']
    source = SourceFile("hard.mg", "\n".join(lines) + "\n")
    parsed = parse(source)
    assert parsed.file is not None
    resolved = resolve(parsed.file, source)
    assert not parsed.diagnostics
    assert not resolved.diagnostics
    assert resolved.guideline is not None
    return resolved.guideline


def test_thirds_negatives_pounds_degrees_and_billions_are_kept_in_every_form() -> None:
    guideline = _hard()
    sweep = Sweep(guideline, [dict.fromkeys(LIMITS, None)])
    sweep.run()
    assert not sweep.wrong, (len(sweep.wrong), sweep.wrong[:5])
    assert not sweep.without
    assert sweep.tried > 2_000
    limits = [value for values in patients.thresholds(guideline).values() for value in values]
    assert any(decimal_digits(value) is None for value in limits)  # such as 100 °F in °C
    assert any(value < 0 for value in limits)


@pytest.mark.parametrize(
    ("level", "low"),
    [
        (0.70, False), (Decimal("0.70"), False), (Decimal("0.7000000000000000"), False),
        (Fraction(7, 10), False), ("0.70", False), ("0.70 mmol/L", False), ("700 umol/L", False),
        ("1.40 mEq/L", False), ("0.69999999999999999999", True), (Decimal("0.69999999999999999999"), True),
        (math.nextafter(0.7, 0), True), (math.nextafter(0.7, 1), False), (Fraction(7, 10) - Fraction(1, 10**30), True),
        (1, False), (0.1 * 7, False), (0.3 + 0.4, False), ("1.7 mg/dL", True), ("1.39999999999999 mEq/L", True),
    ],
)  # fmt: skip
def test_0_70_is_not_under_0_70(level: object, low: bool) -> None:
    """Each by hand; 1.7 mg/dL is 0.6994 mmol/L."""
    guideline = modules.guideline_at(MAGNESIUM)
    module = modules.load(guideline)
    data = {"age": 40, "serum_magnesium": level, "creatinine_clearance": 95, "volume_depleted": False}
    steps = module.evaluate(data, today=patients.TODAY).trace
    reason = next(step.outcome for step in steps if step.text.startswith("Is there a reason"))
    assert reason.startswith("low magnesium") is low
