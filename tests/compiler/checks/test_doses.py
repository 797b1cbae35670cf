"""What a dose comes to in a time: salts, schedules, infusions, courses, against sums done by hand."""

from __future__ import annotations

from fractions import Fraction
from textwrap import dedent

import pytest
from milligram.checks.doses import amount_over, gives, most_of, per_day, period_of
from milligram.ir import nodes as ir
from milligram.pipeline import check_text
from milligram.quantity import Measure, parse_unit

WHOLE = """\
guideline g
  title   "G"
  version 1.0.0
substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
substance magnesium_glycinate formula Mg(C2H4NO2)2, gives 1 magnesium
substance insulin, in unit
regimen r of magnesium_oxide
  step 1: {dose}
pathway
  give r
"""
OXIDE = Fraction("40.304")
MG = Measure(parse_unit("mg"), "magnesium_oxide")
MMOL = Measure(parse_unit("mmol"), "magnesium")


def the_give(dose: str, regimen_of: str = "magnesium_oxide") -> tuple[ir.Guideline, ir.Give]:
    report = check_text(dedent(WHOLE).format(dose=dose).replace("r of magnesium_oxide", f"r of {regimen_of}"), "g.mg")
    assert report.guideline is not None, report.diagnostics
    (give,) = gives(report.guideline.regimens["r"].steps[0].body)
    return report.guideline, give


def comes_to(
    dose: str, into: Measure, days: str | None, *, slowest: bool = False, of: str = "magnesium_oxide"
) -> object:
    guideline, give = the_give(dose, of)
    assert give.dose is not None
    assert isinstance(give.dose.amount, ir.Const)
    within = None if days is None else Fraction(days)
    return amount_over(guideline, give, give.dose.amount.value, into, within, slowest=slowest)


def test_salt_is_converted_to_what_is_counted() -> None:
    assert comes_to("12 mmol of magnesium daily", MG, "1") == 12 * OXIDE
    assert comes_to("403.04 mg of magnesium_oxide daily", MMOL, "1") == 10


def test_another_salt_of_the_same_element_is_not_counted_by_a_maximum_of_the_first() -> None:
    assert comes_to("100 mg daily", MG, "1", of="magnesium_glycinate") is None
    assert comes_to("1 mmol daily", MMOL, "1", of="magnesium_glycinate") == 1


def test_element_that_is_given_is_none_of_its_salt() -> None:
    assert comes_to("1 mmol daily", MG, "1", of="magnesium") is None


@pytest.mark.parametrize(
    ("often", "fastest", "slowest"),
    [
        ("daily", 1, 1),
        ("at night", 1, 1),
        ("once", 1, 1),
        ("4 times daily", 4, 4),
        ("every 4 to 6 h", 6, 4),
        ("every 5 h", 5, 5),
        ("every 36 h", 1, 1),
        ("every 7 d", 1, 1),
        ("4 times daily as needed", 4, 1),
        ("every 4 h for 3 doses", 3, 3),
        ("every 4 h for 8 h", 2, 2),
        ("", 1, 1),
    ],
)
def test_doses_of_one_day(often: str, fastest: int, slowest: int) -> None:
    dose = f"100 mg of magnesium_oxide {often}".strip()
    assert comes_to(dose, MG, "1") == 100 * fastest
    assert comes_to(dose, MG, "1", slowest=True) == 100 * slowest


@pytest.mark.parametrize(("often", "times"), [("daily", 7), ("2 times daily", 14), ("every 7 d", 1), ("every 2 d", 4)])
def test_doses_of_a_week(often: str, times: int) -> None:
    assert comes_to(f"10 mg of magnesium_oxide {often}", MG, "7") == 10 * times


def test_single_dose_does_not_count_how_often() -> None:
    assert comes_to("100 mg of magnesium_oxide 4 times daily", MG, None) == 100


def test_average_of_a_day_spreads_a_weekly_dose() -> None:
    guideline, give = the_give("70 mg of magnesium_oxide every 7 d")
    assert per_day(guideline, give, Fraction(70), MG) == 10


def test_infusion_runs_for_as_long_as_it_says() -> None:
    unit = Measure(parse_unit("mg"), "magnesium_oxide")
    assert comes_to("10 mg/h", unit, "1") == 240
    assert comes_to("10 mg/h for 6 h", unit, "1") == 60


def test_maximum_tells_what_it_counts_and_over_what_time() -> None:
    assert period_of(Measure(parse_unit("mg/d"), "x")) == (Measure(parse_unit("mg"), "x"), Fraction(1))
    assert period_of(Measure(parse_unit("mg/wk"))) == (Measure(parse_unit("mg")), Fraction(7))
    assert period_of(Measure(parse_unit("g"))) == (Measure(parse_unit("g")), None)


def test_branches_of_a_decision_are_not_added_and_two_whens_are() -> None:
    text = """\
        guideline g
          title   "G"
          version 1.0.0
        substance magnesium formula Mg, charge 2
        input a yes or no
        pathway
          decide "which"
            a:
              give 3 mmol of magnesium daily
            not a:
              give 5 mmol of magnesium daily
          when a:
            give 7 mmol of magnesium daily
          when not a:
            give 11 mmol of magnesium daily
        """
    guideline = check_text(dedent(text), "g.mg").guideline
    assert guideline is not None

    def value(give: ir.Give) -> Fraction | None:
        assert give.dose is not None
        assert isinstance(give.dose.amount, ir.Const)
        return give.dose.amount.value

    assert most_of(guideline, guideline.pathways[0].body, value) == 5 + 7 + 11
