"""The KDIGO grid is the published one, cell by cell; what its limits leave open is shown with its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from milligram.interpret import Result, evaluate, read_patient
from milligram.interpret.result import Unstated
from milligram.ir.nodes import Guideline, Patient, PatientValue
from milligram.pipeline import CheckReport, check_path

KIDNEY = Path(__file__).parents[2] / "guidelines" / "kidney"
PUBLISHED = KIDNEY / "as_published" / "kdigo2012.mg"

GFR = {"G1": "95", "G2": "70", "G3a": "50", "G3b": "40", "G4": "20", "G5": "10"}
ACR = {"A1": "1", "A2": "10", "A3": "100"}
TIMES_A_YEAR: Mapping[str, tuple[str, str, str]] = {
    "G1": ("1", "1", "2"),
    "G2": ("1", "1", "2"),
    "G3a": ("1", "2", "3"),
    "G3b": ("2", "3", "3"),
    "G4": ("3", "3", "4+"),
    "G5": ("4+", "4+", "4+"),
}
"""KDIGO 2012, "frequency of monitoring (number of times per year)": A1, A2, A3 of each row, typed from the figure."""

WORDS = {"once_a_year": "1", "twice_a_year": "2", "three_times_a_year": "3", "four_or_more_a_year": "4+"}


@cache
def report(path: Path) -> CheckReport:
    return check_path(path)


def guideline(path: Path = KIDNEY / "ckd_risk.mg") -> Guideline:
    found = report(path).guideline
    assert found is not None
    return found


def run(path: Path = KIDNEY / "ckd_risk.mg", **values: str) -> Result:
    known: dict[str, PatientValue] = {name: Fraction(value) for name, value in values.items()}
    if path != PUBLISHED:
        known |= {"age": Fraction(60), "lasting": True}
    return evaluate(guideline(path), Patient(values=known))


def refers(result: Result) -> bool:
    return any(advice.kind == "refer" for advice in result.advice)


@pytest.mark.parametrize("gfr", GFR)
@pytest.mark.parametrize("acr", ACR)
def test_each_cell_of_the_grid_is_the_published_one(gfr: str, acr: str) -> None:
    """In the corrected guideline by words, in the transcription by the number."""
    expected = TIMES_A_YEAR[gfr][list(ACR).index(acr)]
    mended = run(egfr=GFR[gfr], acr=ACR[acr]).reports
    assert (mended["GFR_category"], mended["ACR_category"]) == (gfr, acr)
    assert WORDS[str(mended["visits"])] == expected
    printed = run(PUBLISHED, egfr=GFR[gfr], acr=ACR[acr]).reports["times_a_year"]
    assert ("4+" if isinstance(printed, Unstated) else str(printed)) == expected


def test_the_risk_never_falls_as_a_category_worsens() -> None:
    order = ["low", "moderate", "high", "very_high"]
    grid = [[order.index(str(run(egfr=e, acr=a).reports["risk"])) for a in ACR.values()] for e in GFR.values()]
    assert all(row == sorted(row) for row in grid)
    assert all(list(column) == sorted(column) for column in zip(*grid, strict=True))


def test_every_rate_has_one_category() -> None:
    found = [str(run(egfr=str(Fraction(tenth, 10)), acr="1").reports["GFR_category"]) for tenth in range(1, 1500, 3)]
    assert set(found) == set(GFR)
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("rate", ["29.5", "44.5", "59.5", "89.5"])
def test_a_rate_between_two_printed_bands_has_no_category_there(rate: str) -> None:
    holes = [each for each in report(PUBLISHED).diagnostics if each.code.code == "MG111"]
    assert f"{rate} mL/min/1.73 m2" in [each.witness["egfr"] for each in holes if each.witness]
    assert len(holes) == 4
    printed = run(PUBLISHED, egfr=rate, acr="10")
    assert printed.faults
    assert not run(egfr=rate, acr="10").faults


def test_the_two_units_of_the_ratio_are_not_equal() -> None:
    """300 mg/g is 33.9 mg/mmol: A2 by the one limit, A3 by the other."""
    found = [each for each in report(PUBLISHED).diagnostics if each.code.code == "MG306"]
    assert len(found) == 2
    for each in found:
        assert "300 mg per g of creatinine" in each.message
        assert "33.9 mg/mmol" in each.message.replace("\n", " ")


@pytest.mark.parametrize(
    ("ratio", "category"),
    [("26 mg/g", "A1"), ("30 mg/g", "A2"), ("265 mg/g", "A2"), ("266 mg/g", "A3"), ("30 mg/mmol", "A2")],
)
def test_a_ratio_in_mg_per_g_is_converted_exactly(ratio: str, category: str) -> None:
    """1 g of creatinine is 8.84 mmol, so that 30 mg/mmol is 265.2 mg/g."""
    reading = read_patient(guideline(), {"age": 60, "lasting": True, "egfr": 70, "acr": ratio})
    assert reading.patient is not None, reading.problems
    assert evaluate(guideline(), reading.patient).reports["ACR_category"] == category


@pytest.mark.parametrize(
    ("rate", "ratio", "referred"),
    [("29", "1", True), ("30", "1", False), ("95", "30", True), ("95", "29.9", False)],
)
def test_referral_starts_where_the_recommendation_says(rate: str, ratio: str, referred: bool) -> None:
    """At 30 mg/mmol, which is still A2: the category and the recommendation differ at that value."""
    assert refers(run(egfr=rate, acr=ratio)) is referred
    assert refers(run(PUBLISHED, egfr=rate, acr=ratio)) is referred


def test_the_transcription_has_these_findings_and_no_others_and_does_not_build() -> None:
    """A finding that is new or lost wants its reason here: the document is as it was printed."""
    found = Counter(each.code.code for each in report(PUBLISHED).diagnostics)
    assert found == {"MG111": 4, "MG306": 2}
    assert not report(PUBLISHED).clean_enough()
