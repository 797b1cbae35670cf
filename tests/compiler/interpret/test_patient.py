"""Patients from untrusted data: every value or a problem that names it, never an exception."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from milligram.interpret import PatientProblem, evaluate, read_assignment, read_patient, to_json
from milligram.ir import nodes as ir

Compile = Callable[[str], ir.Guideline]

TEXT = """
substance magnesium formula Mg, charge 2
substance glucose formula C6H12O6
substance insulin, in unit
input level in mmol/L of magnesium, plausible 0.1 to 6
input age in years whole, plausible 0 to 120
input temperature in Cel, plausible 25 to 45
input falls count
input rate in /h, plausible 0 to 100
input cells in 10*9/L, plausible 0 to 100
input inr number, plausible 0.5 to 20
input sensitivity in mmol/L of glucose per unit of insulin, plausible 0.1 to 20
input total in unit of insulin per day, plausible 1 to 300
input pregnant yes or no
input sex one of male, female
input drugs any of loop, thiazide
input onset date
impossible when sex is male and pregnant because "men are not pregnant"
regimen r of magnesium
  step 1: 12 mmol of magnesium daily
  step 2 after 1 week: 24 mmol of magnesium daily
pathway
  report level, age, inr
  give r
"""


@pytest.fixture(scope="module")
def guideline(compiled: Compile) -> ir.Guideline:
    return compiled(TEXT)


def one(guideline: ir.Guideline, name: str, value: object) -> Any:
    """The value that is read, or the text of its one problem."""
    reading = read_patient(guideline, {name: value})
    if reading.patient is None:
        (problem,) = reading.problems
        assert problem.input == name
        return problem.message + (f" | {problem.help}" if problem.help else "")
    return reading.patient.values.get(name)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("level", 0.7, Fraction(7, 10)),
        ("level", 1, Fraction(1)),
        ("level", "0.85", Fraction(85, 100)),
        ("level", "0.85 mmol/L", Fraction(85, 100)),
        ("level", "1.7 mg/dL", Fraction(17, 24305) * 1000),
        ("level", "1.7 mg/dL of magnesium", Fraction(17, 24305) * 1000),
        ("level", "1.4mEq/L", Fraction(7, 10)),
        ("age", "480 months", Fraction(40)),
        ("age", 40.0, Fraction(40)),
        ("temperature", "98.6 °F", Fraction(37)),
        ("inr", 2.5, Fraction(5, 2)),
        ("rate", "48 /24h", Fraction(2)),
        ("rate", "2/h", Fraction(2)),
        ("cells", "5 10*9/L", Fraction(5)),
        ("cells", "5 10^9/L", Fraction(5)),
        ("sensitivity", 2, Fraction(2)),
        ("sensitivity", "2 mmol/L", Fraction(2)),
        ("sensitivity", "2 mmol/L of glucose per unit of insulin", Fraction(2)),
        ("total", "40 unit", Fraction(40)),
        ("falls", 3, Fraction(3)),
        ("pregnant", True, True),
        ("pregnant", "No", False),
        ("sex", "female", "female"),
        ("drugs", ["loop", "loop"], frozenset({"loop"})),
        ("drugs", [], frozenset()),
        ("drugs", "loop, thiazide", frozenset({"loop", "thiazide"})),
        ("onset", "2026-10-01", date(2026, 10, 1)),
        ("level", None, None),
        ("sex", None, None),
    ],
)
def test_values_are_read_exactly(guideline: ir.Guideline, name: str, value: object, expected: object) -> None:
    assert one(guideline, name, value) == expected


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("level", True, "level: true is not a number | it accepts a number in mmol/L of magnesium from 0.1 to 6"),
        ("level", float("nan"), "not a number"),
        ("level", float("inf"), "not a number"),
        ("level", 10**1000, "more than 400 digits"),
        ("level", "1,7 mg/dL", "write"),
        ("level", "low", "“low” is not a number"),
        ("level", "1.7 mg/dl of sodium", "no substance of the guideline"),
        ("level", "1.7 bananas", "bananas"),
        ("level", "1.7 kg", "measure different things"),
        ("level", [0.7], "a list is not a number"),
        ("level", {"value": 0.7}, "an object is not a number"),
        ("level", 0.05, "0.05 is outside what is plausible, 0.1 to 6 mmol/L"),
        ("level", "60 mg/dL", "60 mg/dL (about 24.6863 mmol/L of magnesium) is outside what is plausible"),
        ("age", 40.5, "40.5 is no whole number"),
        ("falls", 1.5, "no whole number"),
        ("falls", "1 2", "“1 2” is two numbers where one is expected"),
        ("inr", 1e308, "a number of 309 digits is outside what is plausible"),
        ("inr", "5 2", "“5 2” is two numbers where one is expected"),
        ("inr", "11/2", "“11/2” is two numbers where one is expected"),
        ("inr", "11 / 2", "“11 / 2” is two numbers where one is expected"),
        ("inr", "5-6", 'unknown unit "-6"'),
        ("level", "5 2.mmol/L", "two numbers"),
        ("level", "11/2.mmol/L", "two numbers"),
        ("level", "5 2", "two numbers"),
        ("falls", -1, "-1 is less than none"),
        ("pregnant", 1, "1 is neither yes nor no"),
        ("pregnant", "perhaps", "neither yes nor no"),
        ("sex", "femal", "did you mean “female”?"),
        ("sex", True, "true is not one of its words"),
        ("drugs", ["loop", 3], "3 is not one of its words"),
        ("drugs", 3, "no list of words"),
        ("onset", "2026-13-01", "is no date"),
        ("onset", "20261001", "is no date"),
        ("r", 1, "no state of a regimen"),
        ("r", {"step": 3}, "it accepts 0 (not started) to 2"),
        ("r", {"step": True}, "true is no step"),
        ("r", {"step": 1, "time": "2 mg"}, "measure different things"),
        ("r", {"step": 1, "time": -1}, "before the start"),
        ("r", {"step": 1, "time": "1 2 weeks"}, "two numbers"),
        ("r", {"step": 1, "since": "soon"}, "is no date"),
        ("r", {"step": 1, "since": "2026-10-01", "time": 3}, "say the same thing"),
        ("r", {"stage": 1}, "“stage” is no part of a regimen's state"),
        ("r", {"step": 0, "time": 3}, "no time on a step"),
    ],
)
def test_anything_else_is_a_problem_that_names_the_input(
    guideline: ir.Guideline, name: str, value: object, words: str
) -> None:
    assert words in one(guideline, name, value)


@pytest.mark.parametrize(
    ("data", "state"),
    [
        ({"r": {"step": 1, "time": "2 weeks"}}, ir.RegimenState(step=1, time=Fraction(14))),
        ({"r": {"step": 1, "time": 3}}, ir.RegimenState(step=1, time=Fraction(3))),
        ({"r": {"step": 1, "since": "2026-10-01"}}, ir.RegimenState(step=1, since=date(2026, 10, 1))),
        ({"r": None}, ir.RegimenState(step=None)),
        ({"r": {"step": None}}, ir.RegimenState(step=None)),
        ({"r": {}}, ir.RegimenState(step=None)),
        ({"r step": "2", "r time": "1 week"}, ir.RegimenState(step=2, time=Fraction(7))),
    ],
)
def test_the_state_of_a_regimen(guideline: ir.Guideline, data: dict[str, object], state: ir.RegimenState) -> None:
    reading = read_patient(guideline, data)
    assert reading.patient is not None
    assert reading.patient.regimens == {"r": state}


def test_all_problems_come_at_once_with_the_name_that_was_meant(guideline: ir.Guideline) -> None:
    reading = read_patient(guideline, {"agge": 3, "level": "x", "sex": 5, "zzz": 1})
    assert [problem.input for problem in reading.problems] == ["agge", "level", "sex", "zzz"]
    assert reading.problems[0].help == 'did you mean "age"?'
    assert reading.problems[3].help is None


def test_a_regimen_cannot_have_started_after_today(guideline: ir.Guideline) -> None:
    data = {"r": {"step": 1, "since": "2026-10-01"}}
    assert read_patient(guideline, data, as_of=date(2026, 10, 1)).patient is not None
    assert read_patient(guideline, data, as_of=date(2026, 9, 30)).patient is None


def test_an_impossible_patient_is_refused_in_the_words_of_the_rule(guideline: ir.Guideline) -> None:
    reading = read_patient(guideline, {"sex": "male", "pregnant": True})
    assert [problem.message for problem in reading.problems] == [
        "no patient is like this: sex is male and pregnant (impossible, line 23): men are not pregnant"
    ]
    assert read_patient(guideline, {"pregnant": True}).patient is not None


@pytest.mark.parametrize("data", [None, [], "age", 3, True])
def test_a_patient_is_an_object(guideline: ir.Guideline, data: object) -> None:
    reading = read_patient(guideline, data)
    assert reading.patient is None
    assert "object of inputs" in reading.problems[0].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("level=1.7 mg/dL", ("level", "1.7 mg/dL")),
        (" pregnant = yes ", ("pregnant", "yes")),
        ("level=unknown", ("level", None)),
        ("r step=1", ("r step", "1")),
    ],
)
def test_assignments_are_a_key_and_a_value(guideline: ir.Guideline, text: str, expected: object) -> None:
    assert read_assignment(guideline, text) == expected


@pytest.mark.parametrize("text", ["level", "=3", "", "levle=3"])
def test_what_is_no_assignment_is_a_problem(guideline: ir.Guideline, text: str) -> None:
    assert isinstance(read_assignment(guideline, text), PatientProblem)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.from_regex(r"-?[0-9]{1,3}(\.[0-9]{1,3})? ?(mg/dL|mmol/L|%|\[in_i\]|weeks|of|per)?( of \w+)?", fullmatch=True)
    | st.dates().map(str)
    | st.sampled_from(["yes", "no", "male", "loop", "unknown", "1e999", "9" * 500, "1 " + "(" * 90, "٣", "1 mg\0"])
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["step", "time", "since"]) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
KEYS = ["level", "age", "temperature", "falls", "inr", "sensitivity", "total", "pregnant", "sex", "drugs", "onset", "r"]


@settings(max_examples=400, deadline=None)
@given(
    data=st.dictionaries(st.sampled_from([*KEYS, "today", "r step", "r time"]) | st.text(max_size=4), JSON, max_size=5)
)
def test_any_json_gives_a_result_or_problems(guideline: ir.Guideline, data: dict[str, object]) -> None:
    reading = read_patient(guideline, data)
    assert (reading.patient is None) == bool(reading.problems)
    if reading.patient is not None:
        to_json(evaluate(guideline, reading.patient))
    for problem in reading.problems:
        assert problem.message.isprintable()
        assert len(problem.message) < 400
