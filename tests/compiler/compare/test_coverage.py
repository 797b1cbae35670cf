"""What cases show and miss, counted by hand on small guidelines."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from milligram.compare.cases.coverage import CoverageReport, coverage_of
from milligram.compare.cases.coverage_text import coverage_text

from .conftest import SOUND, compile_text, generated_for, name_of, text_of, with_cases

POTASSIUM = """
    input potassium in mmol/L, plausible 1 to 10
    pathway
      when potassium under 3.5 mmol/L:
        note "low"
"""

BOTH = """
    input a yes or no
    input b yes or no
    pathway
      when a and b:
        note "both"
"""


def report(text: str, *cases: str) -> CoverageReport:
    """The coverage of a guideline with cases, each given as ``patient; expectation``."""
    blocks = []
    for number, case in enumerate(cases):
        patient, expected = case.split("; ")
        blocks.append(f'case "{number}"\n  {patient}\n  expect {expected}\n')
    return coverage_of(compile_text("\n".join([dedent(text), *blocks])))


def missed(found: CoverageReport, kind: str) -> list[str]:
    return [goal.text for goal in found.missed if goal.kind == kind]


def shares(found: CoverageReport) -> dict[str, tuple[int, int]]:
    return {share.kind: (share.shown, share.of) for share in found.shares if share.of}


def test_no_case_shows_nothing() -> None:
    found = report(POTASSIUM)
    assert shares(found) == {"branch": (0, 3), "threshold": (0, 3)}
    assert not found.complete


def test_each_side_of_a_threshold_counts_by_itself() -> None:
    found = report(POTASSIUM, 'potassium 3.4 mmol/L; note "low"')
    assert missed(found, "threshold") == ["potassium exactly 3.5 mmol/L", "potassium just over 3.5 mmol/L"]
    assert missed(found, "branch") == ["potassium under 3.5 mmol/L: no", "potassium unknown"]


def test_a_value_far_from_a_threshold_does_not_try_it() -> None:
    found = report(POTASSIUM, 'potassium 2 mmol/L; note "low"')
    assert "potassium just under 3.5 mmol/L" in missed(found, "threshold")
    assert shares(found)["branch"] == (1, 3)


def test_a_condition_counts_where_it_decides_by_itself() -> None:
    """Both yes, and a yes with b no: a has not been seen to keep the note back."""
    yes, only_a, only_b = (
        'a yes, b yes; note "both"',
        'a yes, b no; no note "both"',
        'a no, b yes; no note "both"',
    )
    assert missed(report(BOTH, yes, only_a), "condition") == ["a: no"]
    assert missed(report(BOTH, yes, only_a, only_b), "condition") == []


def test_two_that_are_both_no_show_neither() -> None:
    found = report(BOTH, 'a no, b no; no note "both"')
    assert sorted(missed(found, "condition")) == ["a: no", "a: yes", "b: no", "b: yes"]


def test_a_threshold_that_is_not_read_is_not_tried() -> None:
    """Behind `pain no and`, the level is never looked at."""
    text = """
        input pain yes or no
        input level in mmol/L, plausible 0 to 10
        pathway
          when pain and level under 3 mmol/L:
            note "n"
    """
    found = report(text, 'pain no, level 3 mmol/L; no note "n"')
    assert "level exactly 3 mmol/L" in missed(found, "threshold")
    found = report(text, 'pain yes, level 3 mmol/L; no note "n"')
    assert "level exactly 3 mmol/L" not in missed(found, "threshold")


def test_a_rule_must_be_shown_to_keep_the_drug_back() -> None:
    text = """
        substance magnesium formula Mg
        input bleeding yes or no
        pitfall "not when bleeding"
          never give magnesium when bleeding
        pathway
          give 1 mmol of magnesium
    """
    given = "bleeding no; give 1 mmol of magnesium"
    assert missed(report(text, given), "never") == ["bleeding", "bleeding unknown"]
    blocked = "bleeding yes; blocked magnesium"
    assert missed(report(text, given, blocked), "never") == ["bleeding unknown"]


def test_what_nobody_can_show_is_not_counted() -> None:
    """The decision sends everybody under 30 away, so that the rule under 20 is never true at the give."""
    text = """
        substance magnesium formula Mg
        input clearance in mL/min, plausible 0 to 250
        pitfall "kidneys"
          never give magnesium when clearance under 20 mL/min
        pathway
          decide by clearance
            unknown:
              end
            under 30 mL/min:
              end
            at least 30 mL/min:
              give 1 mmol of magnesium
    """
    found = report(text)
    nobody = {each.goal.text for each in found.nobody}
    assert {"clearance under 20 mL/min", "clearance unknown"} <= nobody
    assert [goal.text for goal in found.missed if goal.kind == "never"] == ["clearance under 20 mL/min: no"]


def test_a_patient_without_an_answer_shows_nothing() -> None:
    text = """
        input x in mmol/L, plausible 0 to 10
        pathway
          decide by x
            under 3 mmol/L:
              note "low"
            over 3 mmol/L:
              note "high"
    """
    found = report(text, 'x 3 mmol/L; no note "low"')
    assert all(share.shown == 0 for share in found.shares)


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_generated_cases_leave_nothing_that_can_be_shown(path: Path) -> None:
    generated = generated_for(path)
    found = coverage_of(compile_text(with_cases(text_of(path), generated)))
    undecided = {each.goal.key for each in generated.unreached if "proved:" not in each.reason}
    assert len(found.missed) <= len(undecided)


def test_the_text_fits_the_width_and_names_file_and_line() -> None:
    found = report(POTASSIUM, 'potassium 3.4 mmol/L; note "low"')
    text = coverage_text("a/path/to/g.mg", found, width=60)
    assert max(map(len, text.splitlines())) <= 60
    assert "  branches         33 %  (1 of 3)\n" in text
    assert "a/path/to/g.mg:9 when potassium 3.5 mmol/L: exactly or" in text


def test_a_percentage_is_100_only_where_nothing_is_missed() -> None:
    from milligram.compare.cases.coverage import Share

    assert Share(kind="branch", shown=999, of=1000).percent == 99
    assert Share(kind="branch", shown=1000, of=1000).percent == 100
