"""What is misread or vague is found in what the guideline says, and nothing harmless is."""

from __future__ import annotations

import pytest
from milligram.checks.mg901_error_prone import WORDS
from milligram.diagnostics import Diagnostic

from .conftest import Find


def _advice(find: Find, text: str, code: str) -> list[Diagnostic]:
    found: list[Diagnostic] = find(f'source r1 "R"\npathway\n  advise "{text}" [r1]\n', code)
    return found


def _words(found: list[Diagnostic]) -> list[str]:
    return [one.source.slice(one.span) for one in found]


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_the_list_is_found_in_prose(find: Find, word: str) -> None:
    assert word in _words(_advice(find, f"give it {word} then", "MG901"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("give 10 U at once", ["10 U"]),
        ("give 10U at once", ["10U"]),
        ("give 5000 IU", ["5000 IU"]),
        ("give .5 mg", [".5 mg"]),
        ("give 1.0 mg, then 2.50 g", ["1.0 mg", "2.50 g"]),
        ("keep Mg >0.70 and K <= 5", [">", "<="]),
        ("QD or q.d.", ["QD", "q.d."]),
    ],
)
def test_doses_and_signs_that_are_misread(find: Find, text: str, found: list[str]) -> None:
    assert _words(_advice(find, text, "MG901")) == found


@pytest.mark.parametrize(
    "text",
    [
        "give 0.5 mg or 10 mg or 10.5 mg",
        "a level of 1.0 mmol/L, 2.0 mg/dL, 60.0 mL/min or 3.0 mg/mmol",
        "ALT over 40 U/L",
        "hs-CRP, SQUARE, MSc, HSV, ODD, Mrs, units, IUD, success",
        "write to care@example.org",
        "potassium -> magnesium => calcium <- sodium",
        "version 1.0 of 2.0",
        "AS, T3, SSRI, SC, HCl",
        "MgSO40",
    ],
)
def test_what_is_harmless_in_prose(find: Find, text: str) -> None:
    assert _words(_advice(find, text, "MG901")) == []


def test_doses_are_errors_and_words_warnings(find: Find) -> None:
    found = _advice(find, "1.0 mg MgSO4 and 5 U", "MG901")
    assert {find_one.source.slice(find_one.span): find_one.level.value for find_one in found} == {
        "1.0 mg": "error", "MgSO4": "warning", "5 U": "error",
    }  # fmt: skip


def test_a_dose_is_found_once_with_the_edit_that_mends_it(find: Find) -> None:
    text = """\
source r1 "R"
substance magnesium formula Mg
input weight in kg, plausible 1 to 200
pathway
  give 10.50 mg/kg of magnesium by weight at most 1.0 g [r1]
  give 5 µg/kg of magnesium by weight [r1]
"""
    found = find(text, "MG901")
    assert [(one.source.slice(one.span), one.edits[0].replacement) for one in found] == [
        ("10.50", "10.5"), ("1.0", "1"), ("µg", "mcg"),
    ]  # fmt: skip
    assert {one.level.value for one in found} == {"error"}


def test_a_laboratory_unit_is_no_dose(find: Find) -> None:
    assert find('input alt in U/L, plausible 0 to 5000\ninput tsh in mU/L\npathway\n  note "a"\n', "MG901") == []


def test_words_of_the_source_are_left_as_they_are(find: Find) -> None:
    text = """\
source r1 "Trial of MgSO4 QD"
  finding "with caution, <20 mL/min, 1.0 mg"
claim "MgSO4 QD with caution" supported by r1
notice "use >3 U with caution"
missing "the dose of MgSO4"
substance magnesium formula Mg
pathway
  unspecified "with caution, QD" [r1]
  give magnesium, dose unspecified "usual dose QD" [r1]
  note "see" differs from source "MgSO4 QD" because "spelt out"
"""
    assert find(text, "MG901", "MG902") == []


def test_what_a_case_expects_is_told_where_it_is_said(find: Find) -> None:
    text = """\
source r1 "R"
pathway
  advise "use with caution QD" [r1]
case "MgSO4 in the name is a reader's matter"
  expect advise "use with caution QD"
"""
    assert len(find(text, "MG901", "MG902")) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("use with caution", ["with caution"]),
        ("give reduced doses if clinically indicated", ["reduced doses", "if clinically indicated"]),
        ("Monitor closely and review soon", ["Monitor closely", "soon"]),
        ("adequate hydration in the elderly", ["adequate hydration", "the elderly"]),
        ("refer as soon as possible", ["as soon as possible"]),
    ],
)
def test_vague_terms(find: Find, text: str, found: list[str]) -> None:
    assert _words(_advice(find, text, "MG902")) == found


@pytest.mark.parametrize(
    "text",
    [
        "paracetamol as needed, or if required",
        "low-dose aspirin 75 mg",
        "call as soon as the result is known",
        "irregularly, infrequently, insufficiently",
        "people over 65 years",
        "a sooner visit; cautionary tale",
    ],
)
def test_what_is_not_vague(find: Find, text: str) -> None:
    assert _words(_advice(find, text, "MG902")) == []


def test_vague_terms_are_looked_for_in_every_statement_in_words(find: Find) -> None:
    text = """\
source r1 "R"
pathway
  suggest "regular monitoring" [r1]
  order "tests as appropriate" [r1]
  refer to "a specialist soon" [r1]
  note "titrate slowly"
"""
    assert len(find(text, "MG902")) == 4
