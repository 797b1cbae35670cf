"""Doses, regimens, monitors, cases and what they expect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from milligram.ir import nodes as ir
from milligram.resolve import Resolved

Resolve = Callable[[str], Resolved]

DRUG = "substance aspirin formula C9H8O4\ninput weight in kg, plausible 1 to 300\n"
REST = "input pain yes or no\ninput size one of low, high\ninput drugs any of loop, thiazide\ninput born date\n"


def guideline(found: Resolved) -> ir.Guideline:
    assert found.diagnostics == ()
    assert found.guideline is not None
    return found.guideline


def dose(found: Resolved) -> ir.Dose:
    (give,) = guideline(found).pathways[0].body
    assert isinstance(give, ir.Give)
    assert give.dose is not None
    return give.dose


def test_a_dose_by_weight_is_rounded_and_then_capped(lines: Resolve) -> None:
    text = "give 15 mg/kg of aspirin by weight rounded to 50 mg at most 1 g every 4 to 6 h as needed for 3 d"
    found = dose(lines(f"{DRUG}pathway\n  {text}\n"))
    assert isinstance(found.amount, ir.Function)
    amount, limit = found.amount.arguments
    assert isinstance(amount, ir.RoundTo)
    assert (amount.step, amount.measure.unit.text) == (Fraction(50), "mg")
    assert isinstance(amount.operand, ir.Operation)
    assert isinstance(limit, ir.Const)
    assert (limit.value, limit.written, limit.written_unit) == (Fraction(1000), "1", "g")
    assert (found.basis, found.by, found.rounding, found.of) == ("15 mg/kg", "weight", "to 50 mg", "aspirin")
    assert [(s.kind, s.text) for s in found.schedule] == [("every", "every 4 to 6 h"), ("as_needed", "as needed")]
    assert (found.schedule[0].low, found.schedule[0].high) == (Fraction(1, 6), Fraction(1, 4))


def test_a_maximum_over_a_day_is_kept_apart_from_the_amount(lines: Resolve) -> None:
    found = dose(lines(f"{DRUG}pathway\n  give 500 mg of aspirin 4 times daily at most 4 g/d\n"))
    assert isinstance(found.amount, ir.Const)
    assert [(c.written, c.written_unit) for c in found.limits] == [("4", "g/d")]


def test_a_weight_in_pounds_is_scaled_into_the_doses_kilograms(lines: Resolve) -> None:
    text = "substance aspirin formula C9H8O4\ninput weight in lb\npathway\n  give 10 mg/kg of aspirin by weight\n"
    found = dose(lines(text)).amount
    assert isinstance(found, ir.Operation)
    assert isinstance(found.right, ir.Scaled)
    assert found.right.factor == Fraction("0.45359237")
    assert found.measure.unit.code == "mg"


def test_a_range_shares_its_unit(lines: Resolve) -> None:
    found = dose(lines(f"{DRUG}pathway\n  give 400 to 500 mg of aspirin daily\n"))
    assert isinstance(found.low, ir.Const)
    assert (found.low.value, found.low.measure.unit.text) == (Fraction(400), "mg")


def test_a_computed_dose_is_a_named_number(lines: Resolve) -> None:
    formula = "min(0.9 mg/kg * weight, 90 mg) rounded down to 0.1 mg"
    found = dose(lines(f"{DRUG}define amount: {formula}\npathway\n  give amount of aspirin\n"))
    assert isinstance(found.amount, ir.NamedNumber)
    assert (found.of, found.basis) == ("aspirin", None)


def test_a_regimen_keeps_its_drug_its_times_and_its_limits(lines: Resolve) -> None:
    text = (
        "substance magnesium formula Mg, charge 2\nsubstance oxide formula MgO, gives 1 magnesium\n"
        + REST
        + 'source r1 "t"\n'
        'regimen plan "Plan" of oxide\n  route oral\n  step 1: 12 mmol of magnesium at night [r1]\n'
        '  step 2 after 1 to 2 weeks when pain: 600 mg daily\n  then after 2 weeks: refer to "x"\n'
        "  back to step 1 after 12 months when not pain\n  hold while size is high\n  stop when pain\n"
        "  at most 1500 mg per day\n"
    )
    found = guideline(lines(text)).regimens["plan"]
    first, second = found.steps
    (give,) = first.body
    assert isinstance(give, ir.Give)
    assert give.dose is not None
    assert (give.what, give.dose.of, give.notes.sources) == ("oxide", "magnesium", ("r1",))
    assert second.after == ir.Interval(low=Fraction(7), high=Fraction(14), text="1 to 2 weeks")
    (other,) = second.body
    assert isinstance(other, ir.Give)
    assert other.dose is not None
    assert other.dose.of == "oxide"
    assert other.dose.amount.measure.of == "oxide"
    assert found.back[0].number == 1
    assert [i.kind for i in found.interruptions] == ["hold", "stop"]
    limit = found.limits[0].limit
    assert (limit.measure.of, limit.value, limit.written_unit) == ("oxide", Fraction(1500), "mg per day")


def test_a_faulty_step_takes_the_whole_ladder_out_and_says_so_once(lines: Resolve) -> None:
    steps = "  step 1: 5 mg daily\n  step 2 after 2 kg: 6 mg daily\n"
    found = lines(f"{DRUG}{REST}regimen plan of aspirin\n{steps}pathway\n  give plan\n")
    assert [d.code.code for d in found.diagnostics] == ["MG301"]
    assert found.faulty == {"plan"}


def test_a_monitor_says_when_in_days_and_in_words(lines: Resolve) -> None:
    often = 'unspecified "more often" when pain'
    text = f"{REST}monitor m: pain, size\n  at baseline\n  after 1 to 2 weeks\n  every 3 months when pain\n  {often}\n"
    found = guideline(lines(text)).monitors["m"].lines
    assert [line.text for line in found] == ["at baseline", "after 1 to 2 weeks", "every 3 months", "more often"]
    assert found[2].every == Fraction("91.3125")


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("1 month", (1, 1)),
        ("1 to 2 months", (1, 2)),
        ("6 months to 1 year", (6, 12)),
        ("2 years", (24, 24)),
        ("12 mo", (12, 12)),
        ("1.5 months", None),
        ("0.5 years", (6, 6)),
        ("4 to 6 weeks", None),
        ("2 weeks to 1 month", None),
        ("90 d", None),
        ("48 h", None),
    ],
)
def test_whole_months_and_years_are_kept_for_the_calendar(
    lines: Resolve, written: str, months: tuple[int, int] | None
) -> None:
    found = guideline(lines(f"{REST}monitor m: pain\n  after {written}\n")).monitors["m"].lines[0].after
    assert found is not None
    assert found.months == months
    if " to " not in written:
        (line,) = guideline(lines(f"{REST}monitor m: pain\n  every {written}\n")).monitors["m"].lines
        assert line.every_months == (None if months is None else months[0])
        assert line.every == found.low


def test_a_case_holds_exact_values_in_declared_units(lines: Resolve) -> None:
    text = (
        f"{DRUG}{REST}regimen plan of aspirin\n  step 1: 5 mg daily\n"
        'case "x"\n  weight 100 lb, pain no, size high, drugs loop, thiazide, born 1980-02-29\n'
        "  plan step 1, plan time 2 weeks\n  expect no give plan\n"
        'case "y"\n  weight 70, pain unknown\n  plan step unknown\n  expect ask pain\n  expect outside\n'
    )
    first, second = guideline(lines(text)).cases
    assert first.patient.values == {
        "weight": Fraction("45.359237"),
        "pain": False,
        "size": "high",
        "drugs": frozenset({"loop", "thiazide"}),
        "born": date(1980, 2, 29),
    }
    assert first.patient.regimens == {"plan": ir.RegimenState(step=1, time=Fraction(14))}
    assert second.patient.values == {"weight": Fraction(70)}
    assert second.patient.regimens == {"plan": ir.RegimenState(step=None)}
    assert [type(e).__name__ for e in second.expectations] == ["ExpectOutcome", "ExpectOutcome"]


def test_a_value_per_unit_may_leave_out_what_it_is_per(lines: Resolve) -> None:
    text = (
        "substance glucose formula C6H12O6\nsubstance insulin, in unit\n"
        "input fall in mmol/L of glucose per unit of insulin, plausible 0.01 to 20\n"
        'case "x"\n  fall 18.0156 mg/dL\n  expect outside\n'
    )
    (case,) = guideline(lines(text)).cases
    assert case.patient.values == {"fall": 1}


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ("expect follow size", "MG020"),
        ("expect give 5", "MG026"),
        ("expect give 5 mg of aspirin daily", "MG020"),
        ("expect weight 3 to under 5 kg", "MG014"),
        ("expect weight 5 cm", "MG301"),
        ("expect size 3", "MG014"),
        ("expect size hihg", "MG018"),
        ("expect dose high", "MG014"),
        ("expect ask aspirin", "MG014"),
        ("expect blocked aspirine", "MG011"),
    ],
)
def test_an_expectation_without_a_meaning_is_told(lines: Resolve, expected: str, code: str) -> None:
    found = lines(f'{DRUG}{REST}case "x"\n  pain yes\n  {expected}\n')
    assert [d.code.code for d in found.diagnostics] == [code]


def test_expectations_carry_amounts_of_their_drug_and_values_in_their_unit(lines: Resolve) -> None:
    expected = "  expect give 1 to 2 g of aspirin\n  expect weight 3 to 5 lb\n  expect size high\n"
    (case,) = guideline(lines(f'{DRUG}{REST}case "x"\n  pain yes\n{expected}')).cases
    give, weight, size = case.expectations
    assert isinstance(give, ir.ExpectAdvice)
    assert give.amount is not None
    assert give.low is not None
    assert (give.what, give.amount.measure.of) == ("aspirin", "aspirin")
    assert (give.low.value, give.low.measure.unit.text) == (Fraction(1), "g")
    assert isinstance(weight, ir.ExpectValue)
    assert weight.high is not None
    assert weight.high.value == 5 * Fraction("0.45359237")
    assert size == ir.ExpectValue(name="size", word="high")
