"""MG308: which doses of one drug do not go together, and which do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic, Severity
from milligram.pipeline import check_text

Find = Callable[..., list[Diagnostic]]

ROOT = Path(__file__).parents[3]
GUIDELINES = sorted(ROOT.glob("guidelines/**/*.mg"))
TWO = """
    source r1 "Reference 1"
    substance drug{declared}
    substance other, gives 1 drug
    class either of drug, other
    input weight in kg, plausible 20 to 200
    input ill yes or no
    pathway
      when ill:
        give {first} [r1]
      when not ill:
        give {second} [r1]
"""


def mixed(find: Find, first: str, second: str, declared: str = "") -> list[Diagnostic]:
    return find(TWO.format(declared=declared, first=first, second=second), "MG308")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("5 units of drug", "5 mg of drug"),
        ("5 mg of drug", "5 mL of drug"),
        ("5 units/h of drug", "5 mL of drug"),
        ("5 mcg/kg/min of drug by weight", "10 mL/h of drug"),
        ("5 mmol of drug", "5 [iU] of drug"),
        ("5 MBq of drug", "5 mg of drug"),
        ("5 mg of drug in 50 mL", "5 mL of drug"),
        ("5 mg of either", "5 mL of either"),
    ],
)
def test_kinds_that_do_not_convert_are_one_warning_at_the_second(find: Find, first: str, second: str) -> None:
    (found,) = mixed(find, first, second)
    assert found.level is Severity.WARNING
    assert found.source.slice(found.span) == f"give {second} [r1]"
    assert [found.source.slice(label.span) for label in found.labels] == [f"give {first} [r1]"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("5 mg of drug", "5 g/h of drug"),
        ("5 mg of drug", "2 mmol of drug"),
        ("5 mg of drug in 50 mL", "10 mg of drug in 100 mL"),
        ("5 mg/kg of drug by weight", "500 mg of drug"),
        ("5 mg of drug", "2 tablets of drug"),
        ("5 mg of drug", "2 puffs of drug"),
        ("3 drops of drug", "5 mL of drug"),
        ("5 units of drug", "5 [iU] of drug"),
        ("5 mL of drug", "5 mL/h of drug"),
        ("5 mL of drug", "5 mg of other"),
    ],
)
def test_one_kind_forms_and_two_drugs_go_together(find: Find, first: str, second: str) -> None:
    assert mixed(find, first, second) == []


@pytest.mark.parametrize("dose", ["5 mg of drug", "5 mL/h of drug", "5 mmol of drug"])
def test_what_is_declared_in_units_is_given_in_units_alone(find: Find, dose: str) -> None:
    """Even where no other dose is in units: the declaration says how the drug is counted."""
    first, *others = mixed(find, dose, dose, ", in unit")
    assert first.level is Severity.ERROR
    assert "drug is declared in units and given in" in first.message
    assert not others
    assert len(first.labels) == 2
    assert mixed(find, "5 units of drug", "2 tablets of drug", ", in unit") == []


def test_a_volume_is_told_how_a_volume_is_written(find: Find) -> None:
    (found,) = mixed(find, "5 mg of drug", "5 mL of drug")
    assert found.help == "write this dose in mg; the volume may follow it, as in `in 10 mL`"


def test_the_kind_of_most_doses_is_the_usual_one(find: Find) -> None:
    text = TWO.format(declared="", first="5 mL of drug", second="5 mg of drug") + "      give 6 mg of drug [r1]\n"
    (found,) = find(text, "MG308")
    assert found.source.slice(found.span) == "give 5 mL of drug [r1]"
    assert found.message == "drug is given in mg elsewhere and in mL here: neither converts into the other"


def test_it_can_be_allowed_with_a_reason(find: Find) -> None:
    reason = ' allow MG308 because "a suspension of 1 mg per mL for children"'
    assert mixed(find, "5 mg of drug", f"5 mL of drug [r1]{reason}") == []


@pytest.mark.parametrize("path", GUIDELINES, ids=[path.stem for path in GUIDELINES])
def test_no_guideline_here_mixes_doses(path: Path) -> None:
    """No false alarm, in what is published as in what is mended."""
    text = path.read_text("utf-8")
    found = [one for one in check_text(text, path.name).diagnostics if one.code.code == "MG308"]
    assert found == []
