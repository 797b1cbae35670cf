"""Whatever is answered: a clear refusal, or a guideline that checks clean and whose cases pass and miss nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from milligram.compare.cases.coverage import coverage_of
from milligram.interpret import run_cases
from milligram.pipeline import check_text
from milligram.pipeline.skeleton import Answers, SkeletonError, placeholders, settle, skeleton
from milligram.source import SourceFile
from milligram.syntax import RESERVED
from milligram.syntax.format import format_source

TODAY = date(2026, 11, 22)
FIELDS = ("name", "title", "audience", "age", "measure", "unit", "thresholds", "plausible", "drug", "dose", "band")


def holds(answers: Answers) -> str:
    """The text, which is clean even of warnings, canonical, and whose cases pass and show all."""
    text = skeleton(answers, today=TODAY)
    report = check_text(text, as_of=TODAY)
    assert report.diagnostics == ()
    assert report.guideline is not None
    assert run_cases(report.guideline).passed
    assert coverage_of(report.guideline).missed == ()
    assert format_source(SourceFile("a.mg", text)).text == text
    return text


def answered(**said: str) -> Answers:
    answers = Answers()
    for field in FIELDS:
        if field in said:
            answers = settle(answers, field, said[field])
    return answers


def test_with_nothing_said_it_is_a_guideline_of_blood_pressure() -> None:
    text = holds(Answers(name="hypertension"))
    assert '  title      "Hypertension"\n' in text
    assert '    under 140 mmHg:\n      advise "write here what is advised: under 140 mmHg" [s1]\n' in text
    assert "  review by  2028-11-22\n" in text


def test_a_leap_day_has_a_review() -> None:
    assert "  review by  2030-02-28\n" in skeleton(Answers(), today=date(2028, 2, 29))


def test_every_band_and_boundary_has_a_case_and_the_drug_its_rule() -> None:
    text = holds(
        answered(
            name="potassium",
            measure="Serum potassium",
            unit="mmol/L",
            thresholds="5.5 3.5",
            plausible="1 to 10",
            drug="Potassium chloride",
            dose="12 mmol daily",
            band="1",
        )
    )
    assert "input serum_potassium" in text
    assert "plausible 1 to 10\n" in text
    assert "    under 3.5 mmol/L:\n      give 12 mmol of potassium_chloride daily [s1]\n" in text
    assert "  never give potassium_chloride when serum_potassium is unknown\n" in text
    for said in ("unknown", "just under 3.5", "exactly 3.5", "just under 5.5", "exactly 5.5", "just over 5.5"):
        assert f'case "Serum potassium {said}' in text


@pytest.mark.parametrize(
    "said",
    [
        {"age": "0"},
        {"age": "110"},
        {"age": "0", "measure": "Age", "unit": "years", "thresholds": "65", "plausible": "0 to 120"},
        {"measure": "Gestational age", "unit": "weeks", "thresholds": "37"},
        {"measure": "s1"},
        {"measure": "end"},
        {"measure": "lambda"},
        {"measure": "HbA₁c µ"},
        {"measure": "年齢", "unit": ""},
        {"measure": "Magnesium", "drug": "Magnesium", "dose": "500 mg once", "band": "1"},
        {"drug": "age", "dose": "500 mg at night", "band": "2"},
        {"drug": "Insulin glargine", "dose": "10 units daily", "band": "1"},
        {"unit": "", "thresholds": "7.35 7.45", "measure": "Arterial pH"},
        {"unit": "°C", "thresholds": "-1.5, 0; 38", "measure": "Temperature"},
        {"unit": "%", "thresholds": "92"},
        {"unit": "%", "thresholds": "100"},
        {"unit": "10^9/L", "thresholds": "0.5 1.0"},
        {"unit": "mL/min/1.73m2", "thresholds": "15 30 45 60 90"},
        {"thresholds": "0"},
        {"thresholds": "-3"},
        {"thresholds": "0.000001 999999999"},
        {"title": "“Low” potassium, ‘urgent’ – a draft"},
        {"name": "x" * 60},
        {"name": "s1"},
        {"name": "age"},
        {"name": "systolic_blood_pressure"},
    ],
)
def test_what_may_be_said(said: dict[str, str]) -> None:
    holds(answered(**said))


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("name", "Step", "is not a name"),
        ("name", "step", "a word of the language"),
        ("name", "lambda", "a word of Python"),
        ("name", "../a", "is not a name"),
        ("name", "a\nb", "is not a name"),
        ("title", "", "nothing was said"),
        ("title", 'a "quoted" word', "“ ” and ‘ ’ can"),
        ("title", "back\\slash", "backslash cannot stand in it"),
        ("title", "two\nlines", "one line of visible characters"),
        ("title", "turned \u202e round", "one line of visible characters"),
        ("title", "x" * 81, "80 at most"),
        ("title", "…", "has no letter"),
        ("age", "-1", "is not a number of whole years"),
        ("age", "18.5", "is not a number of whole years"),
        ("age", "111", "from 0 (any age) to 110"),
        ("age", "١٨", "is not a number of whole years"),
        ("unit", "mmoll/L", "did you mean mmol/L"),
        ("unit", "qd", "unknown unit"),
        ("unit", "1", "MG001"),
        ("unit", "mg\n", "one line of visible"),
        ("thresholds", "3,5", "a decimal point is wanted"),
        ("thresholds", "", "is not a number"),
        ("thresholds", "a", "“a” is not a number such as 140 or 3.5"),
        ("thresholds", "1e3", "is not a number"),
        ("thresholds", "5 5.0", "5 and 5.0 are one threshold"),
        ("thresholds", "5 5", "5 stands there twice"),
        ("thresholds", "1 2 3 4 5 6 7 8 9", "8 at most"),
        ("plausible", "0", "two numbers are wanted, such as 0 to 420"),
        ("plausible", "140 to 300", "140 is not under the threshold 140"),
        ("plausible", "0 to 140", "140 is not over the threshold 140"),
        ("drug", "MSO4", "write morphine sulfate"),
        ("dose", "500", "an amount with its unit is wanted"),
        ("dose", "24 mmol", "and how often: 500 mg once, daily, at night or 2 times daily"),
        ("dose", "5 mg weekly", "and how often: 500 mg once, daily, at night or 2 times daily"),
        ("measure", "Age", "asked for already, by the minimum age of 18 years"),
        ("measure", "Age of the patient in years", "asked for already, by the minimum age of 18 years"),
        ("dose", "500 mgg daily", "did you mean mg"),
        ("dose", "500 mg QD", "an amount with its unit is wanted"),
        ("band", "0", "is not a band from 1 to 2"),
        ("band", "3", "is not a band from 1 to 2"),
    ],
)
def test_what_cannot_be_taken_is_said(field: str, text: str, why: str) -> None:
    with pytest.raises(SkeletonError) as refused:
        settle(Answers(), field, text)
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "\u202e" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "dose"),
    [
        ("5 mg twice daily", "5 mg 2 times daily"),
        ("5 mg twice a day", "5 mg 2 times daily"),
        ("5 mg three times a day", "5 mg 3 times daily"),
        ("5 mg four times daily", "5 mg 4 times daily"),
        ("5 mg 3 times a day", "5 mg 3 times daily"),
        ("5 mg once daily", "5 mg daily"),
        ("5 mg once", "5 mg once"),
    ],
)
def test_how_often_is_put_in_the_words_of_the_language(typed: str, dose: str) -> None:
    answers = answered(drug="Warfarin", dose=typed, band="1")
    assert answers.dose == dose
    assert "2 times daily" not in dose or "give 5 mg of warfarin 2 times daily" in holds(answers)


def test_no_band_is_the_usual_one_for_a_drug() -> None:
    with pytest.raises(SkeletonError, match=r"1 \(under 140 mmHg\), 2 \(at least 140 mmHg\)"):
        skeleton(answered(drug="Warfarin", dose="5 mg daily"), today=TODAY)


def test_one_age_is_declared() -> None:
    with pytest.raises(SkeletonError, match="asked for already"):
        skeleton(Answers(measure="age", unit="years", thresholds=("65",)), today=TODAY)
    text = holds(answered(age="0", measure="age", unit="years", thresholds="65"))
    assert [line.split()[1] for line in text.splitlines() if line.startswith("input ")] == ["age"]


def test_the_placeholders_are_the_source_and_each_advice() -> None:
    text = skeleton(Answers(title="Author, title, journal, year"), today=TODAY)
    shown = [text.splitlines()[number - 1].strip() for number in placeholders(text)]
    assert shown == [
        'source s1 "Author, title, journal, year"',
        'advise "write here what is advised: under 140 mmHg" [s1]',
        'advise "write here what is advised: at least 140 mmHg" [s1]',
    ]


def test_a_dose_in_international_units_is_written_so_that_it_checks_clean() -> None:
    text = holds(answered(drug="Insulin", dose="10 [iU] daily", band="1"))
    assert "give 10 [iU] of insulin daily" in text
    assert "IU" not in text.replace("[iU]", "")


HOSTILE = st.sampled_from(
    [
        *sorted(RESERVED),
        '"',
        '"\n  never give x',
        "]",
        "[s1]",
        "# no",
        "because",
        "QD",
        "\\",
        "1.0",
        ".5",
        "x" * 300,
        "\x00",
    ]
)
WORDS = st.one_of(
    st.text(max_size=12),
    HOSTILE,
    st.text(alphabet="abc DEF012µ°%()/-,.'‘’“”:;[]{}<>=+*^#_", max_size=24),
    st.sampled_from(["Serum potassium", "Potassium chloride", "age", "pH", "Temperature", "morphine", "insulin"]),
)
NUMBERS = st.one_of(
    st.decimals(min_value=-1000, max_value=100000, places=2).map(str),
    st.integers(min_value=-9, max_value=999).map(str),
)
UNITS = st.sampled_from(
    [
        "",
        "mmol/L",
        "mg/dL",
        "mEq/L",
        "%",
        "°C",
        "mmHg",
        "kg/m2",
        "years",
        "weeks",
        "h",
        "/min",
        "beats/min",
        "bpm",
        "U/L",
    ]
)
DOSES = st.builds(
    lambda number, unit, often: f"{number} {unit} {often}",
    st.integers(min_value=0, max_value=2000),
    st.sampled_from(["mg", "g", "mmol", "mL", "mcg", "[iU]", "unit", "mg/kg", "mmHg", "min"]),
    st.sampled_from(["", "once", "daily", "at night", "2 times daily"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_answered_the_guideline_checks_clean_and_its_cases_pass(data: st.DataObject) -> None:
    said = {
        "name": st.one_of(WORDS, st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)),
        "title": WORDS,
        "audience": WORDS,
        "age": st.one_of(WORDS, st.integers(min_value=0, max_value=120).map(str)),
        "measure": WORDS,
        "unit": st.one_of(WORDS, UNITS, UNITS),
        "thresholds": st.lists(NUMBERS, min_size=1, max_size=4).map(" ".join),
        "plausible": st.tuples(NUMBERS, NUMBERS).map(" to ".join),
        "drug": WORDS,
        "dose": st.one_of(WORDS, DOSES, DOSES),
        "band": st.integers(min_value=0, max_value=5).map(str),
    }
    answers = Answers()
    for field in FIELDS:
        text = data.draw(said[field], label=field)
        with suppress(SkeletonError):
            answers = settle(answers, field, text)
    if answers.drug and answers.band is None:
        answers = settle(answers, "band", "1")
    holds(answers)
