"""Findings about doses and times on the magnesium guideline with one slip each, and every patient of a finding run."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic
from milligram.interpret import evaluate
from milligram.pipeline import check_text

ROOT = Path(__file__).parents[3]
MAGNESIUM = (ROOT / "guidelines" / "magnesium" / "neck_spasm.mg").read_text(encoding="utf-8")
AS_OF = date(2026, 11, 22)
FAMILY = {f"MG50{number}" for number in range(1, 8)}

STEP_2 = "24 mmol of magnesium at night (also 970 mg of magnesium_oxide)"
THEN = '  then after 1 to 2 weeks when low_magnesium: refer to "a specialist, for continuing loss"'


def changed(old: str, new: str) -> str:
    assert MAGNESIUM.count(old) == 1, old
    return MAGNESIUM.replace(old, new)


def found_in(text: str) -> list[Diagnostic]:
    return [one for one in check_text(text, "g.mg", as_of=AS_OF).diagnostics if one.code.code in FAMILY]


SLIPS = {
    "a quarter of the second dose": ("MG501", STEP_2, "6 mmol of magnesium at night"),
    "the second dose as milligrams of the oxide": ("MG501", STEP_2, "480 mg of magnesium_oxide at night"),
    "ten times the second dose": ("MG502", STEP_2, "240 mmol of magnesium at night"),
    "half of the maximum": (
        "MG502",
        "at most 1500 mg of magnesium_oxide per day",
        "at most 750 mg of magnesium_oxide per day",
    ),
    "the maximum of the element": (
        "MG502",
        "at most 1500 mg of magnesium_oxide per day",
        "at most 500 mg of magnesium per day",
    ),
    "ten times the maximum": (
        "MG504",
        "at most 1500 mg of magnesium_oxide per day",
        "at most 15000 mg of magnesium_oxide per day",
    ),
    "only the old leave the last step": (
        "MG503",
        THEN,
        THEN.replace("low_magnesium", "low_magnesium and age over 64 years"),
    ),
    "four weeks to the next level": (
        "MG505",
        '  after 1 to 2 weeks [r3] differs from source "2-3 weeks" because "the dose is set then"',
        "  after 4 weeks [r3]",
    ),
    "a level only at the start": (
        "MG505",
        '  after 1 to 2 weeks [r3] differs from source "2-3 weeks" because "the dose is set then"\n',
        "",
    ),
    "a decision on the third day": ("MG505", "step 2 after 1 to 2 weeks when", "step 2 after 3 d when"),
    "a level that is valid for two days": (
        "MG507",
        "of magnesium, plausible 0.1 to 6, loinc",
        "of magnesium, plausible 0.1 to 6, valid 2 d, loinc",
    ),
}


def test_guideline_without_a_slip_has_none_of_them() -> None:
    assert found_in(MAGNESIUM) == []


@pytest.mark.parametrize("slip", [name for name in SLIPS if SLIPS[name][0] != "MG507"])
def test_slip_is_found_once_and_as_what_it_is(slip: str) -> None:
    """A last step so low that nothing comes near the maximum is told as that, too."""
    code, old, new = SLIPS[slip]
    also = ["MG504"] if code == "MG501" else []
    assert [one.code.code for one in found_in(changed(old, new))] == [code, *also]


def test_level_decided_on_within_the_window_of_its_measurement_is_never_stale() -> None:
    """Both fall into 1 to 2 weeks: whoever keeps to the schedule decides on the level of that day."""
    assert found_in(changed(*SLIPS["a level that is valid for two days"][1:])) == []


def test_level_is_stale_when_the_decision_may_wait_longer() -> None:
    text = changed(*SLIPS["a level that is valid for two days"][1:])
    text = text.replace("step 2 after 1 to 2 weeks when", "step 2 after 1 to 4 weeks when")
    assert [one.code.code for one in found_in(text)] == ["MG507"]


BAD = sorted((ROOT / "tests" / "cases" / "bad").glob("MG50[1-7]*.mg"))
SHOWN = {"MG502", "MG503", "MG505", "MG507"}


def _shown() -> list[tuple[str, str, Diagnostic]]:
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in BAD]
    texts += [(slip, changed(old, new)) for slip, (_, old, new) in SLIPS.items()]
    return [(name, text, one) for name, text in texts for one in found_in(text) if one.code.code in SHOWN]


FOUND = _shown()


def test_every_code_about_patients_is_among_them() -> None:
    assert {one.code.code for _, _, one in FOUND} == SHOWN


@pytest.mark.parametrize(("text", "finding"), [each[1:] for each in FOUND], ids=[each[0] for each in FOUND])
def test_patient_of_a_finding_is_a_case_whose_run_shows_it(text: str, finding: Diagnostic) -> None:
    """The dose comes out; nothing but the last step does; or the decision is made on that day."""
    assert finding.witness
    given = ", ".join(f"{name} {value}" for name, value in finding.witness.items())
    report = check_text(f'{text}\ncase "who shows it"\n  {given}\n  expect no advise "x"\n', "pasted.mg", as_of=AS_OF)
    assert report.guideline is not None
    assert not [one.message for one in report.diagnostics if one.code.code.startswith(("MG0", "MG3"))]
    patient = report.guideline.cases[-1].patient
    result = evaluate(report.guideline, patient, as_of=AS_OF)
    assert result.applies is True
    gives = [advice for advice in result.advice if advice.kind == "give"]
    kinds = {advice.kind for advice in result.advice}
    moves = [entry.outcome for entry in result.trace if entry.what == "step"]
    match finding.code.code:
        case "MG502":
            assert gives
        case "MG503" if "again" not in finding.message:
            (name,) = patient.regimens
            last = len(report.guideline.regimens[name].steps)
            assert patient.regimens[name].step == last
            assert gives
            assert not kinds & {"refer", "stop", "hold"}
            assert moves == [f"step {last}"]
        case "MG503":
            assert moves
            assert " to step " in moves[0]
        case _:
            state = next(iter(patient.regimens.values()))
            assert state.time is not None
            assert state.time > Fraction(0)
            assert any(" to step " in move for move in moves) or kinds & {"refer", "order"}


def test_maximum_is_told_from_the_weight_on_at_which_it_is_exceeded() -> None:
    text = (ROOT / "tests" / "cases" / "bad" / "MG502_weight.mg").read_text(encoding="utf-8")
    (finding,) = found_in(text)
    assert "weight over about 66.67 kg" in finding.message  # 4 * 15 mg/kg * 66.67 kg is 4000 mg
    assert finding.witness is not None
    weight = Fraction(finding.witness["weight"].removesuffix(" kg"))
    assert Fraction(200, 3) < weight < 100, "an ordinary patient"


def test_ladder_that_gives_less_because_the_value_came_down_is_no_finding() -> None:
    text = (ROOT / "tests" / "cases" / "good" / "MG501_news.mg").read_text(encoding="utf-8")
    assert "step 1: 1 g 4 times daily" in text
    assert "when not pain: 500 mg 4 times daily" in text
    assert found_in(text) == []
