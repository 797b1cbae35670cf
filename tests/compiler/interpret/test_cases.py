"""Cases: what is met, what came instead, and which ways the cases take."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from milligram.interpret import CaseResult, run_cases
from milligram.ir import nodes as ir

Compile = Callable[[str], ir.Guideline]

TEXT = """
substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
class supplement of magnesium_oxide
input age in years whole, plausible 0 to 120
input a yes or no
input b yes or no
input level in mmol/L, plausible 0 to 10
score s
  2 when a
  1 when b
define f: level / 3
table by age gives group
  under 40 years    | young
  at least 40 years | old
regimen r of magnesium_oxide
  step 1: 12 mmol of magnesium daily
pitfall "Careful"
  never give magnesium when level is unknown
pathway
  report s, group
  decide by age
    under 18 years:
      note "child"
    at least 18 years:
      give r
      when a:
        give 400 to 500 mg of magnesium_oxide once
"""


def case(compiled: Compile, patient: str, *expected: str, header: str = "") -> CaseResult:
    lines = "".join(f"  expect {line}\n" for line in expected)
    text = header + TEXT + f'case "c"\n  {patient}\n{lines}'
    return run_cases(compiled(text)).cases[0]


GROWN = "age 50 years, a yes, b no, level 3 mmol/L"


@pytest.mark.parametrize(
    "expected",
    [
        "give r",
        "give magnesium",
        "give magnesium_oxide",
        "give supplement",
        "give 12 mmol of magnesium",
        "give 24 mEq of magnesium",
        "give 400 to 500 mg of magnesium_oxide",
        "dose 12 mmol",
        "dose 400 to 500 mg",
        'no note "child"',
        "no advise against magnesium",
        "s 2",
        "group old",
        "f 1 mmol/L",
    ],
)
def test_expectations_that_are_met(compiled: Compile, expected: str) -> None:
    result = case(compiled, GROWN, expected)
    assert result.passed, result.outcomes


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("give 13 mmol of magnesium", "give 12 mmol of magnesium as magnesium oxide daily"),
        ("give 500 mg of magnesium_oxide", "give 400 to 500 mg"),
        ("dose 500 mg", "give 12 mmol"),
        ("no give r", "give 12 mmol of magnesium as magnesium oxide daily"),
        ('note "child"', "no note"),
        ("s 1 to 2", "2"),
        ("group young", "old"),
        ("ask level", "asks nothing"),
        ("blocked r", "give 12 mmol"),
        ("outside", "it applies"),
    ],
)
def test_expectations_that_are_not_met_say_what_came(compiled: Compile, expected: str, got: str) -> None:
    result = case(compiled, GROWN, expected)
    assert not result.passed
    assert got in result.outcomes[0].got


def test_blocked_gives_and_questions_are_expected_by_name(compiled: Compile) -> None:
    result = case(
        compiled, "age 50 years", "blocked r", "blocked magnesium_oxide", "ask level", "no give r", "s 0 to 3"
    )
    assert result.passed, result.outcomes
    failed = case(compiled, "age 50 years", "give r")
    assert failed.outcomes[0].got.startswith("no give (blocked: Careful; asks level")


def test_outside_the_domain(compiled: Compile) -> None:
    header = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  applies when age at least 18 years\n'
    assert case(compiled, "age 17 years", "outside", header=header).passed
    assert not case(compiled, "age 18 years", "outside", header=header).passed


def test_a_case_about_an_impossible_patient_fails(compiled: Compile) -> None:
    text = TEXT + 'impossible when a and b\ncase "c"\n  age 3 years, a yes, b yes\n  expect note "child"\n'
    result = run_cases(compiled(text)).cases[0]
    assert [outcome.met for outcome in result.outcomes] == [True]
    assert (result.passed, result.impossible) == (False, "no patient is like this: a and b")


def test_coverage_names_the_ways_that_no_case_takes(compiled: Compile) -> None:
    text = TEXT + f'case "c"\n  {GROWN}\n  expect give r\n'
    coverage = run_cases(compiled(text)).coverage
    assert [(way.text, way.outcome) for way in coverage.reached] == [
        ("decide by age", "at least 18 years"),
        ("when a", "true"),
    ]
    assert [(way.text, way.outcome) for way in coverage.missed] == [
        ("decide by age", "under 18 years"),
        ("when a", "false"),
        ("when a", "unknown"),
    ]
    assert coverage.share == (2, 5)
