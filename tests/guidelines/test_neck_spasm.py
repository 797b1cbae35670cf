"""The corrected magnesium guideline has the answers that it was ordered for.

That it is clean, canonical and passes its cases is in `test_every_guideline`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from milligram.interpret import Result, evaluate, read_patient
from milligram.ir.nodes import Guideline, Patient, PatientValue, RegimenState
from milligram.pipeline import check_path

NECK_SPASM = Path(__file__).parents[2] / "guidelines" / "magnesium" / "neck_spasm.mg"

ORDERED: Mapping[str, PatientValue] = {
    "age": Fraction(40),
    "neck_spasm": True,
    "volume_depleted": False,
    "diarrhoea": False,
    "serum_potassium": Fraction(4),
}
"""What is known of the patient in every answer that was ordered; each adds a level and a clearance to it."""

ALTERNATIVES = {
    "physical therapy and stretching exercises",
    "an NSAID for pain and inflammation",
    "a muscle relaxant (cyclobenzaprine or tizanidine) for acute spasm",
    "heat therapy",
    "correction of postural or ergonomic factors",
}


@cache
def guideline() -> Guideline:
    found = check_path(NECK_SPASM).guideline
    assert found is not None
    return found


def run(*, level: str | None = None, clearance: str | None = None, **other: PatientValue | None) -> Result:
    """The answer for the ordered patient with a level in mmol/L and a clearance in mL/min; None is unknown."""
    values = dict(ORDERED)
    for name, value in (("serum_magnesium", level), ("creatinine_clearance", clearance)):
        if value is not None:
            values[name] = Fraction(value)
    values.update({name: value for name, value in other.items() if value is not None})
    for name in [name for name, value in other.items() if value is None]:
        values.pop(name, None)
    return evaluate(guideline(), Patient(values=values))


def kinds(result: Result) -> set[str]:
    return {advice.kind for advice in result.advice}


def gives(result: Result) -> list[tuple[Fraction, str | None, str | None, int | None]]:
    """Amount, unit, substance and step of each dose in the answer."""
    found = []
    for advice in result.advice:
        if advice.kind == "give":
            assert advice.dose is not None
            assert isinstance(advice.dose.amount, Fraction)
            found.append((advice.dose.amount, advice.dose.unit, advice.dose.of, advice.dose.step))
    return found


STEP_1 = [(Fraction(12), "mmol", "magnesium", 1)]
STEP_2 = [(Fraction(24), "mmol", "magnesium", 2)]


def test_normal_level_advises_against_magnesium_and_suggests_every_alternative() -> None:
    result = run(level="0.85", clearance="95")
    against = [advice for advice in result.advice if advice.kind == "advise_against"]
    assert [advice.what for advice in against] == ["magnesium"]
    assert against[0].because == "no benefit over placebo for muscle cramps"
    assert {advice.text for advice in result.advice if advice.kind == "suggest"} == ALTERNATIVES
    assert not gives(result)


def test_low_level_with_unknown_clearance_orders_it_and_gives_nothing() -> None:
    result = run(level="0.60")
    assert [advice.what for advice in result.advice if advice.kind == "order"] == ["creatinine_clearance"]
    assert not gives(result)


def test_low_level_with_failing_kidneys_advises_against_and_says_why() -> None:
    result = run(level="0.60", clearance="15")
    against = [advice for advice in result.advice if advice.kind == "advise_against"]
    assert [(advice.what, advice.because) for advice in against] == [("magnesium", "life-threatening hypermagnesaemia")]
    assert not gives(result)


def test_low_level_with_healthy_kidneys_gives_step_1_though_nothing_else_is_known() -> None:
    result = run(level="0.60", clearance="95")
    assert gives(result) == STEP_1
    assert not kinds(result) & {"advise_against", "hold", "stop"}
    assert not result.blocked


@pytest.mark.parametrize(("level", "low"), [("0.6994", True), ("0.69999999999999", True), ("0.70", False)])
def test_threshold_is_exact(level: str, low: bool) -> None:
    result = run(level=level, clearance="95")
    assert gives(result) == (STEP_1 if low else [])
    assert ("advise_against" in kinds(result)) is not low


def test_level_in_mg_per_dl_as_a_caller_writes_it() -> None:
    """1.7 mg/dL is 0.6994 mmol/L, and low; 1.702 mg/dL is not."""
    for text, low in (("1.7 mg/dL", True), ("1.702 mg/dL", False), ("0.6994", True), ("0.70 mmol/L", False)):
        data = {
            "age": 40,
            "neck_spasm": True,
            "volume_depleted": False,
            "diarrhoea": False,
            "serum_potassium": 4.0,
            "serum_magnesium": text,
            "creatinine_clearance": 95,
        }
        reading = read_patient(guideline(), data)
        assert reading.patient is not None, reading.problems
        assert gives(evaluate(guideline(), reading.patient)) == (STEP_1 if low else [])


@pytest.mark.parametrize("clearance", ["0", "19.999", "20", "29.999", "30", "45", "59.999"])
def test_no_clearance_under_60_gives_a_dose(clearance: str) -> None:
    assert not gives(run(level="0.60", clearance=clearance))


@pytest.mark.parametrize("clearance", ["60", "60.001", "250"])
def test_clearance_of_60_or_more_gives_the_dose(clearance: str) -> None:
    assert gives(run(level="0.60", clearance=clearance)) == STEP_1


@pytest.mark.parametrize(
    ("clearance", "said"),
    [("20", "extreme caution"), ("29.999", "extreme caution"), ("30", "reduced doses with close monitoring")],
)
def test_every_band_between_20_and_60_says_what_the_source_leaves_open(clearance: str, said: str) -> None:
    result = run(level="0.60", clearance=clearance)
    assert [advice.text for advice in result.advice if advice.kind == "unspecified"] == [said]
    assert "refer" in kinds(result)


@pytest.mark.parametrize("volume_depleted", [True, None])
def test_volume_depletion_or_not_knowing_of_it_gives_nothing(volume_depleted: bool | None) -> None:
    result = run(level="0.60", clearance="95", volume_depleted=volume_depleted)
    assert not gives(result)
    if volume_depleted is None:
        assert "volume_depleted" in [ask.input for ask in result.asks]
    else:
        assert "correct volume depletion before magnesium" in [advice.text for advice in result.advice]


@pytest.mark.parametrize(
    ("step", "days", "level", "expected"),
    [
        (1, 6, "0.60", STEP_1),
        (1, 7, "0.60", STEP_2),
        (1, 14, "0.60", STEP_2),
        (1, 14, "0.70", STEP_1),
        (2, 14, "0.60", STEP_2),
        (2, 84, "0.80", STEP_2),
    ],
)
def test_ladder_moves_by_time_and_level(
    step: int, days: int, level: str, expected: list[tuple[Fraction, str, str, int]]
) -> None:
    values = {**ORDERED, "serum_magnesium": Fraction(level), "creatinine_clearance": Fraction(95)}
    state = RegimenState(step=step, time=Fraction(days))
    result = evaluate(guideline(), Patient(values=values, regimens={"replacement": state}))
    assert gives(result) == expected
    referred = step == 2 and level == "0.60"
    assert ("refer" in kinds(result)) is referred


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"creatinine_clearance": Fraction(15)}, "stop"),
        ({"creatinine_clearance": Fraction(25)}, "hold"),
        ({"creatinine_clearance": None}, "hold"),
        ({"volume_depleted": True}, "stop"),
        ({"volume_depleted": None}, "hold"),
    ],
)
def test_running_magnesium_is_interrupted(changed: Mapping[str, PatientValue | None], kind: str) -> None:
    values = {**ORDERED, "serum_magnesium": Fraction("0.60"), "creatinine_clearance": Fraction(95), **changed}
    known = {name: value for name, value in values.items() if value is not None}
    running = {"replacement": RegimenState(step=1, time=Fraction(7))}
    result = evaluate(guideline(), Patient(values=known, regimens=running))
    assert kind in kinds(result)
    assert not gives(result)


def test_grid_gives_only_where_every_rule_is_known_false() -> None:
    """A net under the single answers: levels, clearances, volume and spasm, each also unknown."""
    given = 0
    for level in (None, "0.1", "0.699", "0.70", "1.01", "6"):
        for clearance in (None, "0", "19.9", "20", "30", "59.9", "60", "250"):
            for depleted in (None, True, False):
                for spasm in (None, True, False):
                    result = run(level=level, clearance=clearance, volume_depleted=depleted, neck_spasm=spasm)
                    assert not result.faults
                    if gives(result):
                        given += 1
                        assert (level in ("0.1", "0.699"), clearance in ("60", "250"), depleted) == (True, True, False)
                    else:
                        assert result.advice or result.asks or level in ("0.70", "1.01", "6", None)
    assert given == 2 * 2 * 3


def random_patient(chance: random.Random) -> Patient:
    """Values on and around every threshold, each often unknown; magnesium not started, running, or not known to be."""

    def maybe(*values: PatientValue) -> PatientValue | None:
        return chance.choice(values) if chance.random() < 0.75 else None

    def number(*texts: str) -> PatientValue | None:
        return maybe(*(Fraction(text) for text in texts))

    values = {
        "age": number("17", "18", "40", "120"),
        "neck_spasm": maybe(True, False),
        "creatinine_clearance": number("0", "19.99", "20", "29.99", "30", "59.99", "60", "95"),
        "serum_magnesium": number("0.39", "0.40", "0.6994", "0.70", "1", "1.01"),
        "serum_potassium": number("3.49", "3.5"),
        "serum_calcium": number("2.2"),
        "volume_depleted": maybe(True, False, False, False),
        "diarrhoea": maybe(True, False),
        "diuretics": maybe(frozenset(), frozenset({"loop"})),
        "other_medicines": maybe(frozenset(), frozenset({"tacrolimus"})),
        "bowel_conditions": maybe(frozenset(), frozenset({"malabsorption"})),
        "alcohol_use_disorder": maybe(True, False),
        "chronic_diseases": maybe(frozenset(), frozenset({"diabetes"})),
    }
    step = chance.choice((0, 0, 1, 1, 2, None))
    time = chance.choice((None, Fraction(6), Fraction(7), Fraction(14), Fraction(90))) if step != 0 else None
    known = {name: value for name, value in values.items() if value is not None}
    return Patient(values=known, regimens={"replacement": RegimenState(step=step, time=time)})


def test_random_patients_get_no_fault_no_contradiction_and_no_unsafe_dose() -> None:
    chance = random.Random(20261122)
    given = 0
    for _ in range(1_500):
        patient = random_patient(chance)
        result = evaluate(guideline(), patient)
        assert not result.faults
        if gives(result):
            given += 1
            known = patient.values
            clearance = known["creatinine_clearance"]
            assert isinstance(clearance, Fraction)
            assert clearance >= 60
            assert known["volume_depleted"] is False
            assert known["age"] != 17
            assert not kinds(result) & {"advise_against", "stop", "hold"}
            assert len(gives(result)) == 1
        told = bool(result.advice or result.asks) or any(each.what == "end" for each in result.trace)
        assert told or result.applies is False
    assert given > 20
