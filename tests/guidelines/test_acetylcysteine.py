"""The treatment line in words decides as the formula does, and the bags are those of the printed table."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from functools import cache
from math import ceil, floor
from pathlib import Path

import pytest
from milligram.interpret import Result, evaluate
from milligram.ir.nodes import DefinedNumber, Guideline, Patient, PatientValue, RegimenState
from milligram.pipeline import CheckReport, check_path

POISONING = Path(__file__).parents[2] / "guidelines" / "poisoning"
ACETYLCYSTEINE = POISONING / "acetylcysteine.mg"
PUBLISHED = POISONING / "as_published" / "product_information.mg"
POINT = re.compile(r"([\d.]+)(?: mg/L)? at (\d+) h")

BAGS = (("first", 150, 200, 1), ("second", 50, 500, 4), ("third", 100, 1000, 16))
"""Of each bag: mg per kg, mL of fluid, hours."""


@cache
def report(path: Path) -> CheckReport:
    return check_path(path)


def guideline(path: Path = ACETYLCYSTEINE) -> Guideline:
    found = report(path).guideline
    assert found is not None
    return found


def points() -> list[tuple[str, str]]:
    """The levels that the words of the line name, each with its hours."""
    line = guideline().named_by_name["treatment_line"]
    assert isinstance(line, DefinedNumber)
    assert line.notes.because is not None
    return POINT.findall(line.notes.because)


def treated(level: Fraction, hours: Fraction) -> bool:
    values = {"age": Fraction(40), "weight": Fraction(70), "sample_time": hours, "paracetamol_level": level}
    result = evaluate(guideline(), Patient(values={**values, "staggered": False}))
    kinds = {advice.kind for advice in result.advice}
    assert len(kinds & {"give", "advise_against"}) == 1
    return "give" in kinds


def bag(weight: Fraction, step: int = 0, **other: PatientValue) -> Result:
    """The answer for a staggered overdose, when the bag of the step has run; 0 is before the first."""
    known: dict[str, PatientValue] = {"age": Fraction(40), "weight": weight, "staggered": True, **other}
    time = None if step == 0 else Fraction((1, 4, 16)[step - 1], 24)
    return evaluate(guideline(), Patient(values=known, regimens={"infusion": RegimenState(step=step, time=time)}))


def given(result: Result) -> Fraction:
    (dose,) = [advice.dose for advice in result.advice if advice.kind == "give"]
    assert dose is not None
    assert dose.unit == "mg"
    assert isinstance(dose.amount, Fraction)
    return dose.amount


def middle(weight: Fraction) -> int:
    """The weight that the printed table reckons with: the middle of the band of 10 kg, and 110 kg at most."""
    return 110 if weight >= 110 else floor(weight / 10) * 10 + 5


def test_the_words_name_the_line_from_end_to_end() -> None:
    assert [hours for _, hours in points()] == ["4", "6", "8", "10", "12", "15"]


@pytest.mark.parametrize(("level", "hours"), points())
def test_a_level_in_the_words_is_treated_and_a_tenth_below_is_not(level: str, hours: str) -> None:
    assert treated(Fraction(level), Fraction(hours))
    assert not treated(Fraction(level) - Fraction("0.1"), Fraction(hours))


@pytest.mark.parametrize("weight", [40, "49.9", 50, "59.9", 60, 75, "79.9", 80, 95, 100, "109.9", 110, 150, 300])
def test_the_volumes_follow_from_the_middle_of_the_band(weight: int | str) -> None:
    """As the product information says of its table: the dose for the middle, rounded up to a whole millilitre of
    200 mg; and the rates that it prints are those volumes and their fluid over their hours."""
    kilograms = Fraction(weight)
    answer = bag(kilograms)
    for name, per_kg, fluid, hours in BAGS:
        volume = ceil(Fraction(per_kg * middle(kilograms), 200))
        assert answer.reports[f"{name}_bag_concentrate"] == volume
        assert answer.reports[f"{name}_bag_rate"] == floor(Fraction(volume + fluid, hours) + Fraction(1, 2))


def test_each_bag_is_its_volume_at_200_mg_per_ml() -> None:
    for tenths in range(400, 1300, 7):
        weight = Fraction(tenths, 10)
        for step, (_, per_kg, _, _) in enumerate(BAGS):
            answer = bag(weight, step, bag_reaction=False)
            assert given(answer) == ceil(Fraction(per_kg * middle(weight), 200)) * 200


def test_no_weight_gets_much_more_or_less_than_its_dose_per_kilogram() -> None:
    """A band of 10 kg costs at most an eighth at its ends, and a millilitre: 136 to 170 mg/kg for 150."""
    doses = [given(bag(Fraction(tenths, 10))) / min(Fraction(tenths, 10), Fraction(110)) for tenths in range(400, 1300)]
    assert max(doses) == 170
    assert 136 < min(doses) < 137


@pytest.mark.parametrize("weight", ["49.5", "59.5", "69.5", "79.5", "89.5", "99.5", "109.5"])
def test_a_weight_between_two_printed_bands_has_no_dose_there(weight: str) -> None:
    holes = [each for each in report(PUBLISHED).diagnostics if each.code.code == "MG111"]
    assert f"{weight} kg" in [each.witness["weight"] for each in holes if each.witness]
    assert len(holes) == 7
    patient = Patient(values={"weight": Fraction(weight), "staggered": True})
    printed = evaluate(guideline(PUBLISHED), patient)
    assert printed.faults
    assert not [advice for advice in printed.advice if advice.kind == "give"]
    assert given(bag(Fraction(weight))) > 0


def test_the_transcription_gives_what_the_corrected_guideline_gives_inside_the_bands() -> None:
    for weight in (40, 49, 55, 64, 70, 88, 95, 109, 110, 200):
        patient = Patient(values={"weight": Fraction(weight), "staggered": True})
        assert given(evaluate(guideline(PUBLISHED), patient)) == given(bag(Fraction(weight)))


@pytest.mark.parametrize("reaction", [True, None])
def test_no_further_bag_while_a_reaction_lasts_or_nobody_knows(reaction: bool | None) -> None:
    known = {} if reaction is None else {"bag_reaction": reaction}
    for step in (1, 2):
        answer = bag(Fraction(70), step, **known)
        assert not [advice for advice in answer.advice if advice.kind == "give"]
        if reaction is None:
            assert [ask.input for ask in answer.asks] == ["bag_reaction"]
        else:
            assert [advice.what for advice in answer.advice if advice.kind == "hold"] == ["infusion"]


def test_the_first_bag_does_not_wait_for_a_reaction() -> None:
    assert given(bag(Fraction(70))) == 11400


def test_a_reaction_holds_the_bag_whatever_the_step_is_said_to_be() -> None:
    """Whoever tells of a reaction and leaves the step out, or does not know it, is not told to start the first bag."""
    known: dict[str, PatientValue] = {"age": Fraction(40), "weight": Fraction(70), "bag_reaction": True}
    states: tuple[dict[str, RegimenState], ...] = (
        {},
        *({"infusion": RegimenState(step=step, time=None)} for step in (None, 0, 1, 2, 3)),
    )
    for regimens in states:
        for staggered in (True, False):
            answer = evaluate(guideline(), Patient(values={**known, "staggered": staggered}, regimens=regimens))
            assert [advice.what for advice in answer.advice if advice.kind == "hold"] == ["infusion"]
            assert not [advice for advice in answer.advice if advice.kind == "give"]


def test_the_transcription_has_these_findings_and_no_others_and_does_not_build() -> None:
    """A finding that is new or lost wants its reason here: the document is as it was printed."""
    found = Counter(each.code.code for each in report(PUBLISHED).diagnostics)
    assert found == {"MG111": 7}
    assert not report(PUBLISHED).clean_enough()
