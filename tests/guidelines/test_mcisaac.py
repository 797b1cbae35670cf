"""The McIsaac score manages everybody; its published table leaves out -1 and 5 points, and ages between its bands."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic
from milligram.interpret import Result, evaluate, read_patient
from milligram.ir.nodes import Guideline, Patient, PatientValue
from milligram.pipeline import check_path
from milligram.quantity import Number

FOLDER = Path(__file__).parents[2] / "guidelines" / "throat"
AGES = {3: 1, 14: 1, 15: 0, 44: 0, 45: -1, 90: -1}
CHANCES = {0: "2 to 3%", 1: "4 to 6%", 2: "10 to 12%", 3: "27 to 28%", 4: "38 to 63%"}


@cache
def guideline() -> Guideline:
    found = check_path(FOLDER / "mcisaac.mg").guideline
    assert found is not None
    return found


def run(values: Mapping[str, PatientValue]) -> Result:
    return evaluate(guideline(), Patient(values=values))


def texts(result: Result) -> set[str]:
    return {advice.text for advice in result.advice}


def gives(result: Result) -> list[Number | None]:
    return [advice.dose.amount for advice in result.advice if advice.kind == "give" and advice.dose is not None]


def people() -> list[tuple[dict[str, PatientValue], int]]:
    """Each combination of the four signs, at each limit of age, with the points it has."""
    found: list[tuple[dict[str, PatientValue], int]] = []
    for hot, dry, nodes, tonsils in itertools.product((False, True), repeat=4):
        for age, for_age in AGES.items():
            values: dict[str, PatientValue] = {
                "age": Fraction(age),
                "temperature": Fraction("38.1" if hot else "38"),
                "cough": not dry,
                "tender_nodes": nodes,
                "tonsils": tonsils,
            }
            found.append((values, sum((hot, dry, nodes, tonsils)) + for_age))
    return found


def test_96_people_have_the_points_the_chance_and_the_management_of_the_table() -> None:
    """A total of -1 counts as 0 and one of 5 as 4."""
    seen = set()
    for values, points in people():
        seen.add(points)
        result = run({**values, "unwell": False})
        row = min(max(points, 0), 4)
        assert result.reports["sore_throat"] == points, values
        assert result.reports["chance"] == CHANCES[row], values
        assert ("no culture and no antibiotic" in texts(result)) == (row <= 1), values
        assert ("throat_culture" in {advice.what for advice in result.advice}) == (row >= 2), values
        assert result.faults == ()
    assert seen == set(range(-1, 6))


@pytest.mark.parametrize(("weight", "dose"), [("26.9", 250), ("27", 250), ("27.1", 500), ("70", 500)])
def test_a_positive_culture_is_treated_by_weight(weight: str, dose: int) -> None:
    for values, points in people():
        result = run(
            {
                **values,
                "unwell": False,
                "throat_culture": "positive",
                "penicillin_allergy": False,
                "weight": Fraction(weight),
            }
        )
        assert gives(result) == ([Fraction(dose)] if points >= 2 else []), values


@pytest.mark.parametrize("allergy", [True, None])
def test_no_penicillin_while_an_allergy_is_known_or_unknown(allergy: bool | None) -> None:
    for values, _ in people():
        known: dict[str, PatientValue] = {
            **values,
            "throat_culture": "positive",
            "unwell": True,
            "weight": Fraction(70),
        }
        if allergy is not None:
            known["penicillin_allergy"] = allergy
        assert gives(run(known)) == []


# --- as published -----------------------------------------------------------------------------------------------------


@cache
def findings(document: str) -> tuple[Diagnostic, ...]:
    return tuple(check_path(FOLDER / "as_published" / f"{document}.mg").diagnostics)


def messages(document: str, code: str) -> list[str]:
    return [" ".join(each.message.split()) for each in findings(document) if each.code.code == code]


def replayed(document: str, found: Diagnostic) -> Result:
    """What the interpreter says of the patient whom a finding shows."""
    published = check_path(FOLDER / "as_published" / f"{document}.mg").guideline
    assert published is not None
    patient = read_patient(published, dict(found.witness or {})).patient
    assert patient is not None
    return evaluate(published, patient)


def test_the_published_table_leaves_out_scores_and_two_ages_and_nothing_else() -> None:
    codes = [each.code.code for each in findings("mcisaac_1998")]
    assert codes.count("MG111") == 2
    assert {code for code in codes if code != "MG111"} <= {"MG101", "MG104"}
    assert len(codes) > 2


def test_a_score_of_minus_1_or_5_has_no_management() -> None:
    """The management is given for 0 to 4; the points add up to -1 and to 5."""
    for found in findings("mcisaac_1998"):
        if found.code.code != "MG111":
            result = replayed("mcisaac_1998", found)
            assert result.faults
            assert result.reports["sore_throat"] in (-1, 5)


@pytest.mark.parametrize(("low", "high"), [(14, 15), (44, 45)])
def test_between_two_bands_of_age_there_are_no_points(low: int, high: int) -> None:
    (found,) = [each for each in findings("mcisaac_1998") if f"age over {low} to under {high} years" in each.message]
    assert found.code.code == "MG111"
    assert found.witness is not None
    assert low < float(found.witness["age"].removesuffix(" years")) < high


def test_60_lb_is_over_27_kg() -> None:
    """60 lb is 27.2 kg: `27 kg (60 lb)` gives a child of 60 lb either dose. It stands in both bands."""
    assert [each.code.code for each in findings("aha_2009")] == ["MG306", "MG306"]
    assert all("60 lb is 27.2 kg" in message for message in messages("aha_2009", "MG306"))
