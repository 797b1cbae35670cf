"""What a tool gets of a finding is enough: the patient makes a case, and the edits, by their places, mend the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from milligram.pipeline import check_text

from .conftest import FAULTY, Run

MIXED = """\
guideline mixed
  title   "Mixed"
  version 0.1.0
  status  draft

source r1 "Reference 1"
input pain yes or no
input fever yes or no
input cough yes or no
input rash yes or no
input age in years, plausible 120 to 0

pathway
  when pain and fever or cough and age over 65 years or rash:
    suggest "rest, µ" [r1]
"""
"""Its bounds are swapped (MG023, two edits), and its condition is mixed (MG903, two edits)."""


def _mended(text: str, edits: list[tuple[int, int, int, int, str]]) -> str:
    """The text with edits made that are given by line and column from 1: start, end, new text."""
    starts = [0]
    for whole in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(whole))
    for line, column, to_line, to_column, new in sorted(edits, reverse=True):
        before = text[: starts[line - 1] + column - 1]
        text = before + new + text[starts[to_line - 1] + to_column - 1 :]
    return text


def _of_json(output: str) -> dict[str, list[tuple[int, int, int, int, str]]]:
    found: dict[str, list[tuple[int, int, int, int, str]]] = {}
    for one in json.loads(output)["diagnostics"]:
        for edit in one["edits"]:
            start, end = edit["span"]["start"], edit["span"]["end"]
            place = (start["line"], start["column"], end["line"], end["column"], edit["replacement"])
            found.setdefault(one["code"], []).append(place)
    return found


def _of_sarif(output: str) -> dict[str, list[tuple[int, int, int, int, str]]]:
    found: dict[str, list[tuple[int, int, int, int, str]]] = {}
    for one in json.loads(output)["runs"][0]["results"]:
        (fix,) = one["fixes"]
        (change,) = fix["artifactChanges"]
        for each in change["replacements"]:
            region: dict[str, Any] = each["deletedRegion"]
            place = (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"])
            found.setdefault(one["ruleId"], []).append((*place, each["insertedContent"]["text"]))
    return found


@pytest.mark.parametrize("cached", [False, True])
def test_edits_in_json_and_in_sarif_are_the_same_and_mend_the_text(milligram: Run, cached: bool) -> None:
    Path("a.mg").write_text(MIXED)
    if cached:
        milligram("check", "a.mg")
    edits = _of_json(milligram("check", "--format", "json", "a.mg").stdout)
    assert edits == _of_sarif(milligram("check", "--format", "sarif", "a.mg").stdout)
    assert {code: len(each) for code, each in edits.items()} == {"MG023": 2, "MG903": 2}
    mended = _mended(MIXED, [edit for each in edits.values() for edit in each])
    assert "plausible 0 to 120" in mended
    assert "when (pain and fever) or (cough and age over 65 years) or rash:" in mended
    assert check_text(mended, "a.mg").diagnostics == ()


def test_the_patient_in_json_makes_a_case_that_comes_to_the_fault(milligram: Run) -> None:
    Path("a.mg").write_text(FAULTY)
    (found,) = json.loads(milligram("check", "--format", "json", "a.mg").stdout)["diagnostics"]
    given = ", ".join(f"{name} {value}" for name, value in found["witness"].items())
    assert given == "clearance 30 mL/min"
    Path("b.mg").write_text(f'{FAULTY}\ncase "who shows it"\n  {given}\n  expect give magnesium\n')
    told = milligram("test", "b.mg")
    assert told.exit_code == 1
    assert "who shows it" in told.stdout
    result = json.loads(milligram("check", "--format", "sarif", "a.mg").stdout)["runs"][0]["results"][0]
    assert result["properties"]["witness"] == found["witness"]
