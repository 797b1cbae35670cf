"""A dose that says how it is taken is told how the language writes that."""

from __future__ import annotations

import pytest
from milligram.pipeline import check_text

TEXT = """\
guideline g
  title   "G"
  version 1.0.0
source r1 "Reference 1"
substance drug
input weight in kg, plausible 20 to 200
{more}pathway
  give {dose} [r1]
"""


@pytest.mark.parametrize(
    ("dose", "route"),
    [
        ("5 mg of drug by mouth", "oral"),
        ("5 mg of drug daily by mouth", "oral"),
        ("5 to 10 mg of drug by mouth", "oral"),
        ("5 mg of drug by inhalation", "inhaled"),
    ],
)
def test_by_mouth_is_told_as_a_route_once(dose: str, route: str) -> None:
    (found,) = check_text(TEXT.format(more="", dose=dose), "g.mg").diagnostics
    assert found.code.code == "MG011"
    assert "cannot stand in a dose" in found.message
    assert found.help == f"leave it out, and write a line `route {route}` in the regimen"


def test_an_input_of_that_name_is_what_the_dose_is_multiplied_by() -> None:
    text = TEXT.format(more="input mouth in kg, plausible 1 to 2\n", dose="5 mg/kg of drug by mouth")
    assert not [one for one in check_text(text, "g.mg").diagnostics if one.code.code == "MG011"]
