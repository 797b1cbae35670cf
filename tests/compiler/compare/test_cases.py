"""``milligram cases``: what is generated for every guideline, held by other means than those that generated it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from milligram.compare.cases import generate as cases
from milligram.compare.cases.generate import generate_cases
from milligram.compare.cases.goals import Survey
from milligram.compare.cases.observe import impossible as is_impossible
from milligram.compare.cases.observe import observe
from milligram.compare.cases.reasons import PROVED
from milligram.interpret import evaluate, run_cases
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram.source import SourceFile
from milligram.syntax.format import format_source

from .conftest import SOUND, compile_text, generated_for, guideline_of, name_of, text_of, with_cases
from .patients import random_patient

SMALL = """
    input clearance in mL/min, plausible 0 to 250
    input pain yes or no
    substance magnesium formula Mg
    pitfall "not in renal failure"
      never give magnesium when clearance under 20 mL/min
    pathway
      decide by clearance
        unknown:
          order clearance
          end
        under 30 mL/min:
          refer to "nephrology"
          end
        at least 30 mL/min:
          continue
      give 12 mmol of magnesium
      when pain:
        suggest "rest"
"""


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_parses_behind_the_guideline_in_canonical_form(path: Path) -> None:
    text = with_cases(text_of(path), generated_for(path))
    assert format_source(SourceFile("g.mg", text)).text == text


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_passes_behind_the_guideline_and_no_name_is_used_twice(path: Path) -> None:
    generated = generated_for(path)
    guideline = compile_text(with_cases(text_of(path), generated))
    run = run_cases(guideline)
    assert [case.case.name for case in run.cases if not case.passed] == []
    assert len(run.cases) == len(guideline_of(path).cases) + len(generated.cases)
    assert len({case.case.name for case in run.cases}) == len(run.cases)


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_what_is_written_checks_as_clean_as_the_guideline(path: Path) -> None:
    """No unit that is misread, no case that expects nothing, no value beyond what is plausible."""
    assert _findings(with_cases(text_of(path), generated_for(path))) == _findings(text_of(path)) == []


DOSES = """
    input weight in kg, plausible 20 to 200
    input level in mIU/L, plausible 0 to 100
    source r1 "Reference 1"
    substance vitamin_d, in [iU]
    substance eye_drops
    pathway
      decide by level
        unknown:
          order level [r1]
        under 10 mIU/L:
          give 4000 [iU] of vitamin_d daily [r1]
        10 to under 20 mIU/L:
          give 10 [iU]/kg of vitamin_d by weight daily at most 2000 [iU] [r1]
        20 to under 30 mIU/L:
          give 1 drop of eye_drops daily [r1]
        at least 30 mIU/L:
          give 2 to 3 drops of eye_drops daily [r1]
"""


def test_units_that_are_misread_stand_in_no_case() -> None:
    guideline = compile_text(DOSES)
    generated = generate_cases(guideline)
    for said in ("4000 [iU] of vitamin_d", "600 [iU] of vitamin_d", "1 drop of eye_drops", "2 to 3 drops of eye_drops"):
        assert f"expect give {said}\n" in generated.text
    assert _findings(with_cases(guideline.source.text, generated)) == _findings(guideline.source.text) == []


def test_a_case_expects_something_always() -> None:
    """Where nothing is said, what a condition comes to; a patient of whom only a root could be expected is in none."""
    text = """
        input qt in ms, plausible 200 to 700
        input heart_rate in /min, plausible 20 to 250
        source r1 "Reference 1"
        define fast: heart_rate over 100 /min [r1]
        define corrected: qt / sqrt(60 / (heart_rate in /min))
        pathway
          when fast and qt over 300 ms:
            report corrected
    """
    guideline = compile_text(text)
    generated = generate_cases(guideline)
    assert "expect fast no\n" in generated.text
    assert _findings(with_cases(guideline.source.text, generated)) == _findings(guideline.source.text) == []
    generated = generate_cases(compile_text(text.replace("fast and ", "")))
    left = {each.reason for each in generated.unreached}
    assert "what comes out has no exact decimal" in left
    assert generated.shown + len(generated.unreached) == generated.goals


def _findings(text: str) -> list[tuple[str, str]]:
    report = check_text(text, "g.mg", as_of=date(2026, 11, 22))
    return [(found.code.code, found.message) for found in report.diagnostics]


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_takes_every_branch_that_anybody_takes(path: Path) -> None:
    """Recounted by the interpreter's own list of ways, and by 400 random patients, from the generated cases alone."""
    generated = generated_for(path)
    guideline = compile_text(with_cases(text_of(path), generated))
    own = len(guideline_of(path).cases)
    missed = run_cases(replace(guideline, cases=guideline.cases[own:])).coverage.missed
    random = Random(7)
    for _ in range(400):
        trace = evaluate(guideline, random_patient(guideline, random)).trace
        for way in missed:
            assert not any(way.id in (entry.id, entry.branch) and way.outcome == entry.outcome for entry in trace), way


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_what_is_left_is_said_with_a_reason_and_hardly_ever_undecided(path: Path) -> None:
    generated = generated_for(path)
    assert generated.shown + len(generated.unreached) == generated.goals
    undecided = [each for each in generated.unreached if "not proved impossible" in each.reason]
    assert len(undecided) * 100 <= generated.goals


def test_few_and_named_in_the_words_of_the_ward() -> None:
    generated = generated_for(next(path for path in SOUND if path.stem == "neck_spasm"))
    names = [case.splitlines()[0] for case in generated.cases]
    for name in (
        "serum magnesium exactly 0.70 mmol/L",
        "creatinine clearance just under 20 mL/min",
        "creatinine clearance unknown",
    ):
        assert f'case "{name}"' in names
    assert len(names) <= 45
    assert all(len(case.splitlines()) <= 20 for case in generated.cases)


def test_only_the_inputs_that_matter_and_both_sides_of_each_threshold() -> None:
    generated = generate_cases(compile_text(SMALL))
    text = generated.text
    for value in ("29.9", "30", "30.1"):
        assert f"clearance {value} mL/min" in text
    under = next(case for case in generated.cases if "clearance just under 30" in case)
    assert under.splitlines()[1:] == ["  clearance 29.9 mL/min", '  expect refer to "nephrology"']


def test_what_nobody_reaches_is_proved() -> None:
    """Under 20 mL/min nobody gets to the give: the decision refers them before."""
    unreached = {each.goal.text: each.reason for each in generate_cases(compile_text(SMALL)).unreached}
    assert unreached["clearance under 20 mL/min"] == PROVED
    assert unreached["clearance exactly 20 mL/min"] == PROVED
    assert "clearance exactly 30 mL/min" not in unreached


def test_what_must_not_come_out_is_expected_too() -> None:
    """At a threshold whose other side only adds advice, the case denies the advice."""
    text = """
        input potassium in mmol/L, plausible 1 to 10
        pathway
          advise "look again tomorrow"
          when potassium under 3.5 mmol/L:
            note "low"
    """
    cases = generate_cases(compile_text(text)).cases
    exactly = next(case for case in cases if "exactly 3.5 mmol/L" in case)
    assert exactly.splitlines()[1:] == [
        "  potassium 3.5 mmol/L",
        '  expect advise "look again tomorrow"',
        '  expect no note "low"',
    ]


def test_a_computed_number_is_hit_exactly_where_round_values_allow_it() -> None:
    text = """
        input age in years whole, plausible 18 to 120
        input weight in kg, plausible 30 to 200
        input creatinine in mg/dL, plausible 0.2 to 15
        define clearance: (140 - age in years) * weight in kg / (72 * creatinine in mg/dL) as mL/min
        pathway
          decide by clearance
            under 30 mL/min:
              refer to "nephrology"
            at least 30 mL/min:
              suggest "the usual dose"
    """
    generated = generate_cases(compile_text(text))
    assert any('case "clearance exactly 30 mL/min"' in case for case in generated.cases)
    assert not generated.unreached


def test_a_threshold_in_another_unit_is_given_as_the_author_wrote_it() -> None:
    """1.7 mg/dL is 0.699… mmol/L, a number that no decimal writes."""
    text = """
        substance magnesium formula Mg
        input level in mmol/L of magnesium, plausible 0.1 to 6
        pathway
          when level under 1.7 mg/dL:
            note "low"
          when level at least 1.7 mg/dL:
            note "not low"
    """
    cases = generate_cases(compile_text(text)).cases
    assert any("  level 1.7 mg/dL\n" in case and 'expect note "not low"' in case for case in cases)


def test_missing_adds_only_what_the_cases_do_not_show() -> None:
    path = next(path for path in SOUND if path.stem == "neck_spasm")
    guideline = guideline_of(path)
    some = generate_cases(guideline, missing=True)
    assert 0 < len(some.cases) < len(generated_for(path).cases) + len(guideline.cases)
    whole = compile_text(with_cases(text_of(path), some))
    assert generate_cases(whole, missing=True).cases == ()


def test_a_limit_keeps_those_that_show_most_and_says_what_it_left_out() -> None:
    guideline = compile_text(SMALL)
    whole, some = generate_cases(guideline), generate_cases(guideline, most=2)
    assert (len(some.cases), some.left_out) == (2, len(whole.cases) - 2)
    assert any(each.reason == "left out by the limit on cases" for each in some.unreached)


def test_is_the_same_every_time() -> None:
    path = next(path for path in SOUND if path.stem == "curb65")
    assert generate_cases(compile_text(text_of(path))).text == generated_for(path).text


def test_a_large_guideline_ends_and_says_what_was_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty conditions on twelve flags and one level: more than a search of a hundred patients tries."""
    most = 100
    monkeypatch.setattr(cases, "MOST_RUNS", most)
    flags = [f"f{number}" for number in range(12)]
    lines = [f"input {flag} yes or no" for flag in flags]
    lines += ["input x in mmol/L, plausible 0 to 1000", "pathway"]
    for number in range(1, 40):
        lines += [f"  when x at least {number} mmol/L and {flags[number % 12]}:", f'    note "n{number}"']
    generated = generate_cases(compile_text("\n".join(lines) + "\n"))
    assert generated.tried <= most + 400
    assert generated.shown + len(generated.unreached) == generated.goals
    assert generated.cases


def test_a_guideline_with_a_fault_has_cases_for_those_whom_it_answers() -> None:
    text = """
        input x in mmol/L, plausible 0 to 10
        pathway
          decide by x
            under 3 mmol/L:
              note "low"
            over 3 mmol/L:
              note "high"
    """
    generated = generate_cases(compile_text(text))
    reasons = {each.goal.text: each.reason for each in generated.unreached}
    assert reasons["x exactly 3 mmol/L"] == "only for patients for whom the guideline has a fault"
    assert all("x 3 mmol/L" not in case for case in generated.cases)


def test_states_of_ladders_are_given_in_the_units_of_their_steps() -> None:
    text = """
        substance magnesium formula Mg
        input low yes or no
        regimen bags of magnesium
          step 1: 1 mmol of magnesium
          step 2 after 4 h when low: 2 mmol of magnesium
        pathway
          when bags step at least 1:
            note "running"
          give bags
    """
    generated = generate_cases(compile_text(text))
    for time in ("3 h", "4 h", "5 h"):
        assert f"bags step 1, bags time {time}\n" in generated.text
    assert "bags step unknown" in generated.text


def test_a_patient_who_is_impossible_is_in_no_case() -> None:
    text = """
        input sex one of male, female
        input pregnant yes or no
        impossible when sex is male and pregnant
        pathway
          when pregnant:
            note "pregnant"
          when sex is male:
            note "male"
    """
    guideline = compile_text(text)
    generated = generate_cases(guideline)
    assert all("sex male" not in case or "pregnant yes" not in case for case in generated.cases)
    assert isinstance(guideline.impossible[0], ir.Impossible)


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_what_is_called_impossible_is_shown_by_no_random_patient(path: Path) -> None:
    guideline = guideline_of(path)
    survey = Survey(guideline)
    ruled_out = {each.goal.key for each in generated_for(path).unreached if "not proved" not in each.reason}
    random = Random(23)
    for _ in range(300):
        patient = random_patient(guideline, random)
        seen = observe(survey, patient)
        if seen.sound and not is_impossible(survey, patient):
            assert not [goal for goal in survey.goals_in(seen.shows) if goal.key in ruled_out]
