"""The result as JSON: exact numbers, the keys of the contract, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.interpret.result import number_json, number_text, to_json
from milligram.ir import nodes as ir
from milligram.quantity import exact

Compile = Callable[[str], ir.Guideline]
Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(12), 12),
        (Fraction(7, 10), 0.7),
        (Fraction(-1, 8), -0.125),
        (Fraction(875, 3), "875/3"),
        (Fraction(10**30), 10**30),
        (Fraction(10**308), 10**308),
        (Fraction(10**309), "1" + "0" * 309),
        (Fraction(-(10**309)), "-1" + "0" * 309),
        (Fraction("0.12345678901234567890123"), "0.12345678901234567890123"),
        (Fraction(1, 10**400), "0." + "0" * 399 + "1"),
        (exact.sqrt(Fraction(2)), "1.41421356237309…"),
        (-exact.sqrt(Fraction(2)), "-1.4142135623730…"),
    ],
)
def test_a_number_is_never_rounded_silently(value: exact.Number, expected: object) -> None:
    if isinstance(expected, str) and expected.startswith("-1.41"):
        assert str(number_json(value)).startswith("-1.414213562373")
    else:
        assert number_json(value) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_a_decimal_comes_back_as_itself(value: Any) -> None:
    written = json.dumps(number_json(Fraction(value)))
    assert Fraction(written.strip('"')) == Fraction(value)
    assert Fraction(number_text(Fraction(value))) == Fraction(value)


def test_the_keys_and_the_dates(compiled: Compile, run: Run) -> None:
    text = 'guideline g\n  title "G"\n  version 1.2.0\n  status active\n  review by 2026-11-22\npathway\n  note "n"\n'
    guideline = compiled(text)
    found = to_json(run(guideline, {}, date(2026, 11, 22)))
    assert " ".join(found) == (
        "guideline version applies advice reports asks blocked assumed would_apply courses schedules faults trace "
        "status review_by review_overdue cautions"
    )
    assert found["advice"] == [
        {
            "kind": "note",
            "what": None,
            "text": "n",
            "dose": None,
            "grade": None,
            "because": None,
            "sources": [],
            "line": 7,
        }
    ]
    assert (found["status"], found["review_by"], found["review_overdue"]) == ("active", "2026-11-22", False)
    assert run(guideline, {}, date(2026, 11, 23)).review_overdue is True
    assert run(guideline, {}).review_overdue is None


def test_reports_in_json(compiled: Compile, run: Run) -> None:
    text = """
input a yes or no
input m any of loop, thiazide
input born date
input w one of u, v
score s
  1.5 when a
table by w gives t, k
  u | "one" | unspecified "not stated"
  v | "two" | 3
pathway
  report a, m, born, w, s, t, k
"""
    guideline = compiled(text)
    unknown = to_json(run(guideline, {}))["reports"]
    assert unknown == {
        "a": None,
        "m": None,
        "born": None,
        "w": None,
        "s": {"low": 0, "high": 1.5},
        "t": {"one_of": ["one", "two"]},
        "k": None,
    }
    data = {"a": True, "m": ["thiazide", "loop"], "born": "2000-01-31", "w": "u"}
    assert to_json(run(guideline, data))["reports"] == {
        "a": True,
        "m": ["loop", "thiazide"],
        "born": "2000-01-31",
        "w": "u",
        "s": 1.5,
        "t": "one",
        "k": {"unspecified": "not stated"},
    }


def test_the_trace_tells_the_path_with_its_values(compiled: Compile, run: Run) -> None:
    text = 'input x in kg\npathway\n  decide "q" by x\n    under 5 kg:\n      note "n"\n    at least 5 kg:\n      end\n'
    trace = to_json(run(compiled(text), {"x": 4}))["trace"]
    assert trace == [
        {"line": 8, "what": "decide", "text": "q", "outcome": "under 5 kg", "values": {"x": 4}},
        {"line": 10, "what": "note", "text": "n", "outcome": "n", "values": {}},
    ]
