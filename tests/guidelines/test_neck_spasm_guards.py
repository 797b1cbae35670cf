"""Each guard of the magnesium guideline is needed: without it the checker names the pitfall and shows a patient.

A guard is taken away in two ways: its `end` becomes `continue`, or the whole `decide` or `when` goes. The patient who
is shown is then run, and that very rule is what blocks the drug.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from milligram.diagnostics import Diagnostic, render_text
from milligram.interpret import evaluate
from milligram.pipeline import check_text

TEXT = (Path(__file__).parents[2] / "guidelines" / "magnesium" / "neck_spasm.mg").read_text(encoding="utf-8")
AS_OF = date(2026, 11, 22)

KIDNEYS = "Never supplement magnesium without checking renal function first"
VOLUME = "Correct volume depletion first"


class Finding(NamedTuple):
    """A code, the pitfall, the rule as the author wrote it, and who is shown: answers, or stretches of numbers."""

    code: str
    pitfall: str
    rule: str
    patient: dict[str, str | tuple[str, str]]


ADULT = {"age": ("18", "120"), "serum_magnesium": ("0.1", "0.69")}
UNKNOWN_CLEARANCE = Finding(
    "MG402",
    KIDNEYS,
    "never give magnesium when creatinine_clearance is unknown",
    {**ADULT, "volume_depleted": "no"},
)
CLEARANCE_UNDER_20 = Finding(
    "MG401",
    KIDNEYS,
    "never give magnesium when creatinine_clearance under 20 mL/min",
    {**ADULT, "creatinine_clearance": ("0", "19.9"), "volume_depleted": "no"},
)
VOLUME_DEPLETED = Finding(
    "MG401",
    VOLUME,
    "never give magnesium when volume_depleted",
    {**ADULT, "creatinine_clearance": ("60", "250"), "volume_depleted": "yes"},
)


def replaced(old: str, new: str) -> str:
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)


def without(first: str, behind: str) -> str:
    """The guideline without the lines from one to another."""
    start = TEXT.index(first)
    return TEXT[:start] + TEXT[TEXT.index(behind, start) :]


def is_there(words: str, wanted: str | tuple[str, str]) -> bool:
    """Whether a value is the answer wanted, or lies in the stretch."""
    if isinstance(wanted, str):
        return words == wanted
    low, high = map(Fraction, wanted)
    return low <= Fraction(words.split()[0]) <= high


WEAKENED = {
    "renal function unknown, and on": (
        replaced("order creatinine_clearance [r3]\n      end\n", "order creatinine_clearance [r3]\n      continue\n"),
        [UNKNOWN_CLEARANCE],
    ),
    "clearance under 20, and on": (
        replaced('hypermagnesaemia" [r3, r4]\n      end\n', 'hypermagnesaemia" [r3, r4]\n      continue\n'),
        [CLEARANCE_UNDER_20],
    ),
    "volume depleted, and on": (
        replaced('before magnesium" [r3, r4]\n    end\n', 'before magnesium" [r3, r4]\n    continue\n'),
        [VOLUME_DEPLETED],
    ),
    "renal function never asked": (
        without('  decide "Renal function"', "  when volume_depleted:\n"),
        [CLEARANCE_UNDER_20, UNKNOWN_CLEARANCE],
    ),
    "volume depletion never asked": (
        without("  when volume_depleted:\n", "  give replacement (conditional"),
        [VOLUME_DEPLETED],
    ),
}


def findings(text: str) -> tuple[Diagnostic, ...]:
    return check_text(text, "neck_spasm.mg", as_of=AS_OF).diagnostics


def test_the_guideline_as_it_stands_is_clean() -> None:
    """Else what is found below would not be for the guard that was taken away."""
    assert findings(TEXT) == ()


@pytest.mark.parametrize("name", WEAKENED)
def test_without_a_guard_the_pitfall_is_named_with_its_rule_and_a_patient(name: str) -> None:
    text, expected = WEAKENED[name]
    every = findings(text)
    assert len(every) == len(expected), render_text(every)
    for found, wanted in zip(every, expected, strict=True):
        rule = found.labels[0].span
        told = found.code.code, found.message.partition("“")[2].rstrip("”"), text[rule.start : rule.end]
        assert told == wanted[:3], render_text(every)
        assert found.witness is not None
        assert set(found.witness) == set(wanted.patient), "nothing is said of the patient that is not needed"
        for name, words in found.witness.items():
            assert is_there(words, wanted.patient[name]), (name, words)


@pytest.mark.parametrize("name", WEAKENED)
def test_the_patient_who_is_shown_comes_to_the_drug_and_that_rule_alone_blocks_it(name: str) -> None:
    text, _ = WEAKENED[name]
    for found in findings(text):
        given = ", ".join(f"{name} {value}" for name, value in (found.witness or {}).items())
        guideline = check_text(f'{text}\ncase "who is shown"\n  {given}\n  expect blocked magnesium\n').guideline
        assert guideline is not None
        result = evaluate(guideline, guideline.cases[-1].patient, as_of=AS_OF)
        rule = found.source.line_of(found.labels[0].span)
        assert result.applies is True
        assert rule in {block.line for block in result.blocked if block.status == "true"}
        assert not [block for block in result.blocked if block.status == "true" and block.line != rule]
        assert "give" not in {advice.kind for advice in result.advice}


@pytest.mark.parametrize("name", WEAKENED)
def test_the_offered_guards_put_it_right_one_by_one(name: str) -> None:
    text, expected = WEAKENED[name]
    for _ in expected:
        every = findings(text)
        if not every:
            break  # one guard may do for two rules: it halts while the clearance is unknown
        (edit,) = every[0].edits
        assert edit.span.start == edit.span.end == text.index("give replacement (conditional")
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    after = findings(text)
    assert after == (), render_text(after)


POTASSIUM = 'give 40 mmol of potassium once uncited because "a trial of the rule"\n'


@pytest.mark.parametrize(
    ("before", "indent", "found"),
    [
        ('refer to "clinical pharmacy, for the dose"', 6, []),
        ('advise "correct volume depletion before magnesium"', 4, []),
        ("give replacement (conditional, low)", 2, ["MG403"]),
    ],
)
def test_potassium_waits_for_magnesium_only_where_magnesium_may_be_given(
    before: str, indent: int, found: list[str]
) -> None:
    """Not under 60 mL/min and not while volume is low: there it would wait for ever."""
    text = replaced(" " * indent + before, " " * indent + POTASSIUM + " " * indent + before)
    assert [each.code.code for each in check_text(text, "neck_spasm.mg").diagnostics] == found
