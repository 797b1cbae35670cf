"""The four steps of NG136: who starts with what, what each step adds, who may not; and what its limits leave out."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic
from milligram.interpret import Result, evaluate
from milligram.ir.nodes import Guideline, Patient, PatientValue, RegimenState
from milligram.pipeline import CheckReport, check_path

HYPERTENSION = Path(__file__).parents[2] / "guidelines" / "hypertension"
LADDER = HYPERTENSION / "step_ladder.mg"
PUBLISHED = HYPERTENSION / "as_published" / "ng136.mg"

RAAS = {"raas_blocker", "arb"}

STAGE_2: dict[str, PatientValue] = {
    "age": Fraction(50),
    "sex": "male",
    "type_1_diabetes": False,
    "type_2_diabetes": False,
    "black_origin": False,
    "heart_failure": False,
    "risk_factor": False,
    "clinic_systolic": Fraction(165),
    "clinic_diastolic": Fraction(95),
    "average_systolic": Fraction(155),
    "average_diastolic": Fraction(90),
    "angio_oedema": "not_ever",
    "ace_not_tolerated": False,
    "ccb_suitable": True,
    "taken_already": frozenset(),
    "potassium": Fraction(4),
    "egfr": Fraction(90),
}


@cache
def report(path: Path) -> CheckReport:
    return check_path(path)


def guideline(path: Path = LADDER) -> Guideline:
    found = report(path).guideline
    assert found is not None
    return found


def run(*, step: int | None = 0, weeks: int = 4, without: str = "", **other: PatientValue) -> Result:
    values = {name: value for name, value in {**STAGE_2, **other}.items() if name not in without.split()}
    state = RegimenState(step=step, time=Fraction(weeks * 7) if step else None)
    return evaluate(guideline(), Patient(values=values, regimens={"ladder": state}))


def given(result: Result) -> set[str]:
    """The classes and drugs that the answer gives."""
    return {advice.drug or advice.what or "" for advice in result.advice if advice.kind == "give"}


def texts(result: Result, kind: str) -> list[str]:
    return [advice.text for advice in result.advice if advice.kind == kind]


@pytest.mark.parametrize(("age", "diabetes", "black"), list(product((40, 54, 55, 80), (False, True), (False, True))))
def test_the_first_drug(age: int, diabetes: bool, black: bool) -> None:
    """Recommendations 1.4.30, 1.4.32 and 1.4.35, told once more in Python."""
    answer = run(age=Fraction(age), type_2_diabetes=diabetes, black_origin=black)
    raas = diabetes or (age < 55 and not black)
    assert given(answer) == ({"arb" if black else "raas_blocker"} if raas else {"calcium_channel_blocker"})


@pytest.mark.parametrize("step", [1, 2, 3])
def test_each_step_adds_a_drug_and_keeps_the_others(step: int) -> None:
    before, after = (
        given(run(step=step, clinic_systolic=Fraction(139), clinic_diastolic=Fraction(89))),
        given(run(step=step)),
    )
    assert before < after
    assert len(after - before) == 1


def test_nothing_moves_before_four_weeks_or_on_target() -> None:
    for step in (1, 2, 3):
        stay = given(run(step=step, weeks=3))
        assert stay == given(run(step=step, clinic_systolic=Fraction(139), clinic_diastolic=Fraction(89)))


@pytest.mark.parametrize(
    ("age", "systolic", "diastolic", "moves"),
    [(79, 139, 89, False), (79, 140, 89, True), (79, 139, 90, True), (80, 149, 89, False), (80, 150, 89, True)],
)
def test_the_target_by_age(age: int, systolic: int, diastolic: int, moves: bool) -> None:
    answer = run(step=1, age=Fraction(age), clinic_systolic=Fraction(systolic), clinic_diastolic=Fraction(diastolic))
    assert (len(given(answer)) == 2) is moves


@pytest.mark.parametrize(("potassium", "spironolactone"), [("4.4", True), ("4.5", True), ("4.51", False), ("6", False)])
def test_the_fourth_drug_goes_by_the_potassium(potassium: str, spironolactone: bool) -> None:
    answer = run(step=3, potassium=Fraction(potassium))
    assert ("spironolactone" in given(answer)) is spironolactone
    assert ("an alpha-blocker or a beta-blocker" in texts(answer, "suggest")) is not spironolactone


def test_an_unknown_potassium_is_ordered_and_no_fourth_drug_given() -> None:
    answer = run(step=3, without="potassium")
    assert "potassium" in [advice.what for advice in answer.advice if advice.kind == "order"]
    assert "spironolactone" not in given(answer)


def test_beyond_the_fourth_step_a_specialist() -> None:
    assert "a specialist in hypertension" in texts(run(step=4), "refer")


@pytest.mark.parametrize("state", ["planning", "pregnant", "breastfeeding"])
@pytest.mark.parametrize("step", [0, 1, 3])
def test_no_raas_blocker_around_pregnancy(state: str, step: int) -> None:
    answer = run(step=step, sex="female", childbearing=state)
    assert not given(answer)
    assert [advice.what for advice in answer.advice if advice.kind == "advise_against"] == ["raas_blocker"]
    assert any(advice.kind == "stop" for advice in answer.advice) is (step > 0)


def test_a_woman_is_asked_before_anything_is_given_and_a_man_is_not() -> None:
    assert [ask.input for ask in run(sex="female").asks] == ["childbearing"]
    assert not given(run(sex="female"))
    assert given(run(sex="male"))


@pytest.mark.parametrize(("forbids", "said"), [("angio_oedema", "past"), ("ace_not_tolerated", True)])
def test_no_ace_inhibitor_where_it_is_not_borne(forbids: str, said: PatientValue) -> None:
    known: dict[str, PatientValue] = {forbids: said}
    assert given(evaluate(guideline(), Patient(values={**STAGE_2, **known}))) == {"arb"}
    assert not given(run(without=forbids))


@pytest.mark.parametrize("step", [0, 1, 3])
@pytest.mark.parametrize("already", [frozenset(), frozenset({"ace"})])
def test_angio_oedema_now_is_an_emergency_and_no_reason_for_another_drug(step: int, already: frozenset[str]) -> None:
    answer = run(step=step, angio_oedema="now", taken_already=already)
    assert not given(answer)
    assert "emergency care, now: angio-oedema can close the airway" in texts(answer, "refer")
    assert not any(text.startswith("go on with") for text in texts(answer, "advise"))
    assert any(advice.kind == "stop" for advice in answer.advice) is (step > 0 and not already)


def test_an_emergency_of_the_pressure_does_not_wait_for_angio_oedema() -> None:
    answer = run(without="angio_oedema", clinic_systolic=Fraction(190), emergency_signs=True)
    assert "same-day specialist assessment" in texts(answer, "refer")


@pytest.mark.parametrize("already", ["ace", "sartan"])
@pytest.mark.parametrize(("step", "others"), [(0, set()), (1, {"calcium_channel_blocker"})])
def test_never_both(already: str, step: int, others: set[str]) -> None:
    """One from another prescriber stands in place of the guideline's own, at every step; the other drugs are given."""
    answer = run(step=step, taken_already=frozenset({already}))
    assert given(answer) == others
    assert any(text.startswith("go on with the ACE inhibitor or ARB") for text in texts(answer, "advise"))
    assert not answer.blocked


def test_nothing_is_given_before_it_is_known_what_is_taken_already() -> None:
    answer = run(without="taken_already")
    assert not given(answer)
    assert [ask.input for ask in answer.asks] == ["taken_already"]


def finding(code: str) -> Diagnostic:
    (found,) = [each for each in report(PUBLISHED).diagnostics if each.code.code == code]
    return found


@pytest.mark.parametrize(
    ("code", "words", "value", "patient"),
    [
        ("MG103", "140 to 180 mmHg", "clinic_systolic", "180 mmHg"),
        ("MG111", "over 149 to under 150 mmHg", "average_systolic", "149.5 mmHg"),
        ("MG104", "age exactly 80 years", "age", "80 years"),
    ],
)
def test_what_the_printed_limits_leave_open(code: str, words: str, value: str, patient: str) -> None:
    """180 in two bands, an average of 149.5 in none, and the 80-year-old between "under 80" and "over 80"."""
    found = finding(code)
    assert words in " ".join(found.message.split())
    assert found.witness is not None
    assert found.witness[value] == patient


@pytest.mark.parametrize(
    ("clinic", "average", "open_there"),
    [(155, 145, False), (165, 155, False), (165, 145, True), (155, 155, True), (139, 155, False)],
)
def test_a_clinic_value_and_an_average_in_two_stages(clinic: int, average: int, open_there: bool) -> None:
    """A stage is printed as both in its range; the corrected guideline goes by the average alone."""
    assert "clinic systolic" in finding("MG101").message
    values: dict[str, PatientValue] = {
        "age": Fraction(70),
        "clinic_systolic": Fraction(clinic),
        "average_systolic": Fraction(average),
        "type_2_diabetes": False,
        "black_origin": False,
        "risk_factor": True,
    }
    printed = evaluate(guideline(PUBLISHED), Patient(values=values))
    assert bool(printed.faults) is open_there
    answer = run(
        age=Fraction(70),
        clinic_systolic=Fraction(clinic),
        average_systolic=Fraction(average),
        average_diastolic=Fraction(80),
        risk_factor=True,
    )
    assert given(answer) == {"calcium_channel_blocker"}


@pytest.mark.parametrize("average", ["134.9", "135", "149", "149.5", "150"])
def test_every_average_has_a_stage(average: str) -> None:
    answer = run(age=Fraction(70), average_systolic=Fraction(average), average_diastolic=Fraction(80), risk_factor=True)
    assert bool(given(answer)) is (Fraction(average) >= 135)
    assert ("discuss drug treatment; the person may choose none" in texts(answer, "advise")) is (
        135 <= Fraction(average) < 150
    )


@pytest.mark.parametrize(("age", "treated"), [(79, False), (80, True), (81, True)])
def test_stage_1_at_80_is_treated_as_over_80(age: int, treated: bool) -> None:
    answer = run(age=Fraction(age), average_systolic=Fraction(145), clinic_systolic=Fraction(155))
    assert bool(given(answer)) is treated


def test_random_patients_get_no_fault_and_no_unsafe_drug() -> None:
    chance = random.Random(20261122)
    numbers = {
        "age": (18, 39, 54, 55, 59, 60, 79, 80, 95),
        "clinic_systolic": (120, 140, 150, 151, 179, 180),
        "clinic_diastolic": (70, 89, 90, 119, 120),
        "average_systolic": (130, 135, "149.5", 150),
        "average_diastolic": (80, 85, "94.5", 95),
        "potassium": (3, "4.5", "4.6", 6),
        "egfr": (20, "59.9", 60),
    }
    words = {
        "sex": ("male", "female"),
        "childbearing": ("neither", "planning", "pregnant", "breastfeeding"),
        "angio_oedema": ("not_ever", "not_ever", "not_ever", "past", "now"),
    }
    flags = ["type_2_diabetes", "black_origin", "heart_failure", "risk_factor", "emergency_signs"]
    flags += ["ace_not_tolerated"]
    seen: set[str] = set()
    for _ in range(1_500):
        values: dict[str, PatientValue] = {"type_1_diabetes": False}
        values |= {name: Fraction(chance.choice(of)) for name, of in numbers.items() if chance.random() < 0.9}
        values |= {name: chance.choice(of) for name, of in words.items() if chance.random() < 0.9}
        values |= {name: chance.random() < 0.2 for name in flags if chance.random() < 0.95}
        already: frozenset[str] = chance.choice((frozenset(), frozenset(), frozenset({"ace"}), frozenset({"sartan"})))
        values["taken_already"] = already
        if chance.random() < 0.95:
            values["ccb_suitable"] = chance.random() < 0.8
        if values.get("sex") == "male":
            values.pop("childbearing", None)
        step = chance.choice((0, 0, 1, 2, 3, 4, None))
        state = RegimenState(step=step, time=Fraction(chance.choice((7, 27, 28, 90))) if step else None)
        answer = evaluate(guideline(), Patient(values=values, regimens={"ladder": state}))
        assert not answer.faults
        drugs = given(answer)
        seen |= drugs
        if drugs & RAAS:
            assert len(drugs & RAAS) == 1
            assert values.get("sex") == "male" or values.get("childbearing") == "neither"
            assert "ace" not in already
            assert values["angio_oedema"] in ("not_ever", "past")
        if "raas_blocker" in drugs:
            assert values["angio_oedema"] == "not_ever"
            assert not already
        if "calcium_channel_blocker" in drugs:
            assert values["ccb_suitable"] is True
        if "spironolactone" in drugs:
            potassium = values["potassium"]
            assert isinstance(potassium, Fraction)
            assert potassium <= Fraction("4.5")
    assert seen == {"raas_blocker", "arb", "calcium_channel_blocker", "thiazide_like", "spironolactone"}


def test_the_transcription_has_these_findings_and_no_others_and_does_not_build() -> None:
    """A finding that is new or lost wants its reason here: the document is as it was printed."""
    found = Counter(each.code.code for each in report(PUBLISHED).diagnostics)
    assert found == {"MG101": 1, "MG103": 1, "MG104": 1, "MG111": 1, "MG902": 1}
    assert not report(PUBLISHED).clean_enough()
