"""Points 5 and 6 of "Meaning, exactly": what blocks a give, doses, ladders, and what stops or holds a regimen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from milligram.interpret.as_text import result_text
from milligram.ir import nodes as ir

Compile = Callable[[str], ir.Guideline]
Run = Callable[..., Any]

DRUGS = """
substance magnesium formula Mg, charge 2
substance magnesium_oxide formula MgO, gives 1 magnesium
substance ramipril formula C23H32N2O5
substance losartan formula C22H23ClN6O
class ace_inhibitor of ramipril
class raas_blocker of ace_inhibitor, losartan
input a yes or no
input b yes or no
input low yes or no
input weight in kg, plausible 1 to 300
input level in mmol/L, plausible 0 to 10
"""

RULE = """
pitfall "Careful"
  never give {target} when {condition}
"""


def gives(result: Any) -> list[tuple[Any, ...]]:
    return [(a.what, a.dose.amount, a.dose.unit, a.dose.step) for a in result.advice if a.kind == "give"]


def kinds(result: Any) -> list[tuple[str, str]]:
    return [(advice.kind, advice.what or advice.text) for advice in result.advice]


def faults(result: Any) -> list[str]:
    return [fault.message.partition(" (")[0] for fault in result.faults]


def asked(result: Any) -> list[str]:
    return [ask.input for ask in result.asks]


# --- 5: never rules ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "given"),
    [
        ("magnesium", "magnesium_oxide"),
        ("magnesium_oxide", "magnesium_oxide"),
        ("raas_blocker", "ramipril"),
        ("ramipril", "raas_blocker"),
        ("ace_inhibitor", "raas_blocker"),
    ],
)
def test_a_rule_reaches_salts_classes_and_members(compiled: Compile, run: Run, target: str, given: str) -> None:
    text = DRUGS + RULE.format(target=target, condition="a") + f'pathway\n  give {given}\n  note "after"\n'
    guideline = compiled(text)
    assert [kind for kind, _ in kinds(run(guideline, {"a": False}))] == ["give", "note"]
    blocked = run(guideline, {"a": True})
    assert kinds(blocked) == []
    assert [(b.what, b.rule, b.status, b.unknown) for b in blocked.blocked] == [(given, "Careful", "true", ())]
    unknown = run(guideline, {})
    assert kinds(unknown) == []
    assert [(b.status, b.unknown) for b in unknown.blocked] == [("unknown", ("a",))]
    assert asked(unknown) == ["a"]


def test_a_rule_on_another_drug_blocks_nothing(compiled: Compile, run: Run) -> None:
    text = DRUGS + RULE.format(target="losartan", condition="a") + "pathway\n  give ramipril\n"
    assert kinds(run(compiled(text), {"a": True})) == [("give", "ramipril")]


def test_a_rule_true_because_a_value_is_unknown_asks_for_it(compiled: Compile, run: Run) -> None:
    text = DRUGS + RULE.format(target="ramipril", condition="level is unknown") + "pathway\n  give ramipril\n"
    result = run(compiled(text), {})
    assert [(b.status, b.unknown) for b in result.blocked] == [("true", ("level",))]
    assert asked(result) == ["level"]
    assert kinds(run(compiled(text), {"level": 4})) == [("give", "ramipril")]


def test_a_rule_that_holds_for_another_reason_too_asks_nothing(compiled: Compile, run: Run) -> None:
    text = DRUGS + RULE.format(target="ramipril", condition="a or level is unknown") + "pathway\n  give ramipril\n"
    assert asked(run(compiled(text), {"a": True})) == []
    assert asked(run(compiled(text), {"a": False})) == ["level"]
    assert asked(run(compiled(text), {})) == ["a", "level"]


def test_a_blocked_give_halts_its_pathway_only(compiled: Compile, run: Run) -> None:
    text = DRUGS + RULE.format(target="ramipril", condition="a")
    text += 'pathway first_one\n  give ramipril\n  note "no"\npathway second_one\n  note "yes"\n'
    assert kinds(run(compiled(text), {"a": True})) == [("note", "yes")]


# --- doses ------------------------------------------------------------------------------------------------------------


def test_a_dose_is_computed_rounded_and_capped_exactly(compiled: Compile, run: Run) -> None:
    text = DRUGS + "pathway\n  give 15 mg/kg of ramipril by weight at most 1 g rounded to 50 mg\n"
    guideline = compiled(text)
    assert gives(run(guideline, {"weight": 63})) == [("ramipril", 950, "mg", None)]
    assert gives(run(guideline, {"weight": 65})) == [("ramipril", 1000, "mg", None)]
    assert gives(run(guideline, {"weight": 300})) == [("ramipril", 1000, "mg", None)]


def test_an_unknown_dose_halts_and_asks(compiled: Compile, run: Run) -> None:
    text = DRUGS + 'pathway\n  give 15 mg/kg of ramipril by weight\n  note "after"\n'
    result = run(compiled(text), {})
    assert (kinds(result), asked(result)) == ([], ["weight"])
    assert "give 945 mg of ramipril" in [a.text for a in run(compiled(text), {"weight": 63}).advice]


@pytest.mark.parametrize(
    ("dose", "said"),
    [
        ("12 mmol of magnesium at night", "12 mmol of magnesium as magnesium oxide at night"),
        (
            "12 mmol of magnesium at night (also 480 mg of magnesium_oxide)",
            "12 mmol of magnesium as magnesium oxide (480 mg of magnesium oxide) at night",
        ),
        ("500 mg of magnesium_oxide daily", "500 mg of magnesium oxide daily"),
        ("500 mg daily", "500 mg of magnesium oxide daily"),
        ("500 mg (also 0.5 g) daily", "500 mg of magnesium oxide (0.5 g) daily"),
        ("500 mg in 100 mL over 60 min", "500 mg of magnesium oxide in 100 mL over 60 min"),
        (
            "15 mg/kg by weight at most 1 g in 100 mL over 60 min",
            "945 mg of magnesium oxide in 100 mL over 60 min",
        ),
        (
            "0.2 mmol/kg of magnesium by weight at most 20 mmol once",
            "12.6 mmol of magnesium as magnesium oxide once, if not yet given",
        ),
        ("500 mg once daily", "500 mg of magnesium oxide once daily"),
        ("1 mg/kg by weight rounded down to 10 mg at most 1 g once", "60 mg of magnesium oxide once, if not yet given"),
        ("15 mg/kg (also 0.015 g/kg) by weight once", "945 mg of magnesium oxide once, if not yet given"),
    ],
)
def test_a_dose_names_the_drug_given(compiled: Compile, run: Run, dose: str, said: str) -> None:
    """What is on the packet is always named, once where the dose counts that; equivalents are of what is written. What
    one dose is capped at and rounded to is in the amount already; said again, it would read as the most in all. A step
    is told at every visit of whoever is on it: of what is given once it says so."""
    text = DRUGS + f'regimen r "R" of magnesium_oxide\n  route oral\n  step 1: {dose}\npathway\n  give r\n'
    (advice,) = run(compiled(text), {"weight": 63}).advice
    assert advice.text == f"give {said}, oral (R, step 1)"


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        ("every 4 to 6 h", "every 4 to 6 h, at most 4 g per day"),
        ("every 6 h as needed", "every 6 h as needed, at most 4 g per day"),
        ("every 6 h", "every 6 h"),
        ("4 times daily", "4 times daily"),
    ],
)
def test_a_maximum_a_day_is_said_where_the_schedule_leaves_more_open(
    compiled: Compile, run: Run, schedule: str, said: str
) -> None:
    """1 g every 4 h is 6 g; the check is clean because the ladder says 4 g, so whoever gives it is told."""
    ladder = f"regimen r of magnesium_oxide\n  step 1: 1 g {schedule}\n  at most 4 g per day\n"
    text = f"{DRUGS}{ladder}pathway\n  give r\n"
    (advice,) = run(compiled(text), {"weight": 63}).advice
    assert advice.text == f"give 1 g of magnesium oxide {said} (r, step 1)"


def test_a_range_of_doses_has_both_ends(compiled: Compile, run: Run) -> None:
    dose = run(compiled(DRUGS + "pathway\n  give 400 to 500 mg of ramipril once\n"), {}).advice[0].dose
    assert (dose.low, dose.amount, dose.unit, dose.of, dose.frequency) == (400, 500, "mg", "ramipril", "once")


def test_a_dose_that_is_not_decided_is_not_given(compiled: Compile, run: Run) -> None:
    text = DRUGS + "define d first that applies:\n  5 mg when a\n  10 mg otherwise\npathway\n  give d of ramipril\n"
    result = run(compiled(text), {})
    assert (kinds(result), asked(result)) == ([], ["a"])
    assert gives(run(compiled(text), {"a": False})) == [("ramipril", 10, "mg", None)]


def test_a_caution_runs_after_the_give_of_what_it_is_on(compiled: Compile, run: Run) -> None:
    text = DRUGS + 'caution magnesium when a: note "watch"\npathway\n  give magnesium_oxide\n  note "after"\n'
    guideline = compiled(text)
    assert kinds(run(guideline, {"a": True})) == [("give", "magnesium_oxide"), ("note", "watch"), ("note", "after")]
    assert kinds(run(guideline, {"a": False})) == [("give", "magnesium_oxide"), ("note", "after")]
    assert asked(run(guideline, {})) == ["a"]


# --- 6: ladders -------------------------------------------------------------------------------------------------------

LADDER = (
    DRUGS
    + """
regimen r "The ladder" of magnesium_oxide
  route oral
  step 1: 12 mmol of magnesium daily
  step 2 after 1 to 2 weeks when low: 24 mmol of magnesium daily
  then after 2 weeks when low: refer to "a specialist"
  back to step 1 after 4 weeks when a
  stop when b
pitfall "Careful"
  never give magnesium when level under 1 mmol/L
pathway
  give r
  note "after"
"""
)
FINE = {"low": True, "a": False, "b": False, "level": 5}


def at(step: Any, time: Any = None, **other: Any) -> dict[str, Any]:
    state = {"step": step} if time is None else {"step": step, "time": time}
    return {**FINE, "r": state, **other}


@pytest.mark.parametrize(
    ("data", "step", "overdue"),
    [
        (FINE, 1, False),
        (at(0), 1, False),
        (at(1, "6 d"), 1, False),
        (at(1, "1 week"), 2, False),
        (at(1, "2 weeks"), 2, False),
        (at(1, "15 d"), 2, True),
        (at(1, "2 weeks", low=False), 1, False),
        (at(2, "3 weeks"), 2, False),
        (at(2, "4 weeks", a=True, low=False), 1, False),
    ],
)
def test_a_ladder_moves_at_most_one_step_when_time_and_condition_say_so(
    compiled: Compile, run: Run, data: dict[str, Any], step: Any, overdue: bool
) -> None:
    result = run(compiled(LADDER), data)
    assert gives(result) == [("r", 12 * step, "mmol", step)]
    assert ("overdue" in result.advice[0].text) is overdue
    assert kinds(result)[-1] == ("note", "after")


def test_a_regimen_the_patient_does_not_mention_is_assumed_not_started(compiled: Compile, run: Run) -> None:
    assert run(compiled(LADDER), FINE).assumed == ("r: not started",)
    assert run(compiled(LADDER), at(0)).assumed == ()


def test_what_is_assumed_does_not_hang_on_the_way_a_run_takes(compiled: Compile, run: Run) -> None:
    """Of two patients who get the same advice, none is told more of what was assumed."""
    guideline = compiled(LADDER.replace("pathway\n  give r\n", "pathway\n  when a:\n    give r\n"))
    assert run(guideline, FINE).assumed == ("r: not started",)


def test_an_unknown_step_halts_and_asks(compiled: Compile, run: Run) -> None:
    result = run(compiled(LADDER), {**FINE, "r": None})
    assert (kinds(result), asked(result)) == ([], ["r step"])


def test_an_unknown_time_stays_and_asks(compiled: Compile, run: Run) -> None:
    result = run(compiled(LADDER), at(1))
    assert gives(result) == [("r", 12, "mmol", 1)]
    assert asked(result) == ["r time"]
    assert [(w.condition, w.unknown) for w in result.would_apply] == [("after 1 to 2 weeks, when low", ("r time",))]


def test_an_unknown_condition_stays_and_asks(compiled: Compile, run: Run) -> None:
    data = at(1, "2 weeks")
    del data["low"]
    result = run(compiled(LADDER), data)
    assert gives(result) == [("r", 12, "mmol", 1)]
    assert asked(result) == ["low"]


def test_since_counts_to_today_and_asks_for_it(compiled: Compile, run: Run) -> None:
    data = {**FINE, "r": {"step": 1, "since": "2026-11-08"}}
    assert gives(run(compiled(LADDER), data, date(2026, 11, 15)))[0][3] == 2
    assert gives(run(compiled(LADDER), data, date(2026, 11, 14)))[0][3] == 1
    unknown = run(compiled(LADDER), data)
    assert (gives(unknown)[0][3], asked(unknown)) == (1, ["today"])


def test_beyond_the_last_step_statements_are_added(compiled: Compile, run: Run) -> None:
    result = run(compiled(LADDER), at(2, "2 weeks"))
    assert kinds(result) == [("give", "r"), ("refer", "a specialist"), ("note", "after")]


def test_the_last_step_goes_on_while_what_lies_beyond_it_is_done(compiled: Compile, run: Run) -> None:
    """Said as “give” beside a referral, it would read as a dose to be added."""
    guideline = compiled(LADDER)
    beyond = run(guideline, at(2, "3 weeks"))
    dose = "24 mmol of magnesium as magnesium oxide daily, oral"
    said = f"go on with {dose}, meanwhile (The ladder, step 2)"
    assert beyond.advice[0].text == said
    assert beyond.advice[0].kind == "give"
    assert said in [step.outcome for step in beyond.trace]
    shown = " ".join(result_text(guideline, beyond).split())
    assert f"GO ON with {dose}, meanwhile (The ladder, step 2)" in shown
    assert "GIVE" not in shown
    for waits in (at(2, "1 week"), at(2, "3 weeks", low=False), at(1, "1 week"), at(2, "3 weeks", low=None)):
        assert run(guideline, waits).advice[0].text.startswith(f"give {dose} (The ladder, step 2")


def test_what_is_given_beyond_the_last_step_is_new(compiled: Compile, run: Run) -> None:
    text = LADDER.replace('refer to "a specialist"', "give 5 mmol of magnesium")
    first, second, *_ = run(compiled(text), at(2, "3 weeks")).advice
    assert first.text.startswith("go on with 24 mmol of magnesium")
    assert second.text.startswith("give 5 mmol of magnesium")
    assert "meanwhile" not in second.text


def test_beyond_the_last_step_a_stop_comes_alone(compiled: Compile, run: Run) -> None:
    guideline = compiled(LADDER.replace('refer to "a specialist"', "stop magnesium"))
    assert kinds(run(guideline, at(2, "2 weeks"))) == [("stop", "magnesium"), ("note", "after")]


def test_back_and_on_at_once_is_a_fault(compiled: Compile, run: Run) -> None:
    result = run(compiled(LADDER), at(2, "4 weeks", a=True))
    assert faults(result) == ["several moves of The ladder are due at once"]
    assert kinds(result) == []


# --- what stops or holds ----------------------------------------------------------------------------------------------


def test_a_stop_that_is_true_stops_and_gives_nothing_more(compiled: Compile, run: Run) -> None:
    result = run(compiled(LADDER), at(1, "2 weeks", b=True))
    assert kinds(result) == [("stop", "r")]
    assert result.advice[0].because == "b"
    assert [blocked.what for blocked in result.blocked] == ["r"]


def test_a_stop_that_is_true_is_not_read_before_the_start(compiled: Compile, run: Run) -> None:
    assert gives(run(compiled(LADDER), {**FINE, "b": True})) == [("r", 12, "mmol", 1)]


def test_a_stop_that_is_unknown_keeps_the_step_and_asks(compiled: Compile, run: Run) -> None:
    data = at(1, "2 weeks")
    del data["b"]
    result = run(compiled(LADDER), data)
    assert gives(result) == [("r", 12, "mmol", 1)]
    assert asked(result) == ["b"]
    assert [(w.text, w.condition) for w in result.would_apply] == [("stop The ladder", "b")]


def test_a_rule_that_is_true_stops_a_running_regimen_even_if_no_pathway_gives_it(compiled: Compile, run: Run) -> None:
    guideline = compiled(LADDER.replace("pathway\n  give r\n", "pathway\n  when a:\n    give r\n"))
    result = run(guideline, at(1, "1 d", level=0.5))
    assert kinds(result) == [("stop", "r"), ("note", "after")]
    assert result.advice[0].because == "Careful"


def test_a_rule_that_is_unknown_holds_a_running_regimen_and_asks(compiled: Compile, run: Run) -> None:
    data = at(1, "2 weeks")
    del data["level"]
    result = run(compiled(LADDER), data)
    assert kinds(result) == [("hold", "r")]
    assert asked(result) == ["level"]


def test_a_hold_that_is_true_holds(compiled: Compile, run: Run) -> None:
    guideline = compiled(LADDER.replace("stop when b", "hold while b"))
    result = run(guideline, at(1, "2 weeks", b=True))
    assert kinds(result) == [("hold", "r")]


def test_a_rule_that_is_true_at_an_unknown_step_would_stop(compiled: Compile, run: Run) -> None:
    result = run(compiled(LADDER), {**FINE, "level": 0.5, "r": None})
    assert [(w.text, w.condition, w.unknown) for w in result.would_apply] == [
        ("stop The ladder", "The ladder step at least 1", ("r step",))
    ]


SEVERAL = (
    DRUGS
    + """
regimen r "The ladder"
  step 1:
    decide
      a:
        give ramipril
      not a:
        give losartan
  step 2 after 4 weeks when low:
    give ramipril
    give losartan
pitfall "Careful"
  never give ramipril when b
pathway
  give r
"""
)


def test_a_step_of_statements_gives_what_its_patient_gets(compiled: Compile, run: Run) -> None:
    guideline = compiled(SEVERAL)
    assert kinds(run(guideline, {"a": True, "b": False})) == [("give", "ramipril")]
    two = run(guideline, {"a": True, "b": False, "low": True, "r": {"step": 1, "time": 28}})
    assert gives(two) == [("ramipril", None, None, 2), ("losartan", None, None, 2)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"a": True, "b": True}, "stop"),
        ({"a": True}, "hold"),
        ({"b": True}, "hold"),
        ({"a": False, "b": True, "low": False}, "give"),
    ],
)
def test_only_the_drugs_of_the_current_step_stop_or_hold_it(
    compiled: Compile, run: Run, data: dict[str, Any], expected: Any
) -> None:
    result = run(compiled(SEVERAL), {**data, "r": {"step": 1, "time": "1 week"}})
    assert [kind for kind, _ in kinds(result)] == [expected]


def test_the_give_of_a_step_carries_the_notes_of_both(compiled: Compile, run: Run) -> None:
    sources = 'source s1 "One"\nsource s2 "Two"\n'
    text = LADDER.replace("24 mmol of magnesium daily", "24 mmol of magnesium daily [s1]")
    text = text.replace("  give r\n", '  give r (strong, low) because "it is low" [s2]\n')
    advice = run(compiled(sources + text), at(1, "2 weeks")).advice[0]
    assert (advice.grade, advice.because, advice.sources) == ("strong, low", "it is low", ("s1", "s2"))
