"""Point 6 of "What a guideline means" in mid-treatment: where each regimen stands, and what is measured next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from milligram.interpret.as_text import result_text
from milligram.interpret.result import to_json
from milligram.ir import nodes as ir

Compile = Callable[[str], ir.Guideline]
Run = Callable[..., Any]

TODAY = date(2026, 11, 22)

LADDER = """
substance ramipril formula C23H32N2O5
input high yes or no
input cough yes or no
input tired yes or no
input potassium in mmol/L, plausible 1 to 10
regimen r "Ramipril" of ramipril
  step 1: 2.5 mg daily
  step 2 after 1 to 2 weeks when high: 5 mg daily
  step 3 after 4 weeks when high: 10 mg daily
  then after 4 weeks when high: refer to "a specialist"
  back to step 1 after 6 months when tired
  stop when cough
  hold while potassium over 6 mmol/L
pitfall "Potassium"
  never give ramipril when potassium over 5.5 mmol/L
"""
WELL = {"high": False, "cough": False, "tired": False, "potassium": 4}


def course(result: Any, name: str = "r") -> Any:
    (found,) = [each for each in result.courses if each.regimen == name]
    return found


def moves(found: Any) -> list[tuple[Any, ...]]:
    return [(each.kind, each.step, each.earliest, each.latest) for each in found.next]


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- courses ----------------------------------------------------------------------------------------------------------


def test_a_start_is_on_step_1_today_and_says_when_step_2_can_come(compiled: Compile, run: Run) -> None:
    found = course(run(compiled(LADDER + "pathway\n  give r\n"), WELL, TODAY))
    assert (found.action, found.from_step, found.to_step, found.since, found.time) == ("start", 0, 1, TODAY, 0)
    assert moves(found) == [("step up", 2, day("2026-11-29"), day("2026-12-06"))]
    assert found.next[0].when == "after 1 to 2 weeks, when high"
    assert (found.next[0].low, found.next[0].high) == (7, 14)


@pytest.mark.parametrize(
    ("state", "values", "expected"),
    [
        ({"step": 1, "time": 3}, {"high": True}, ("stay", 1, day("2026-11-19"), False)),
        ({"step": 1, "since": "2026-11-12"}, {"high": True}, ("step up", 2, TODAY, False)),
        ({"step": 1, "since": "2026-11-01"}, {"high": True}, ("step up", 2, TODAY, True)),
        ({"step": 3, "time": 200}, {"tired": True}, ("step down", 1, TODAY, False)),
        ({"step": 3, "time": 30}, {"high": True}, ("beyond", 3, day("2026-10-23"), False)),
        ({"step": 2, "time": 5}, {"cough": True}, ("stop", 0, None, False)),
        ({"step": 2, "time": 5}, {"potassium": 6.5}, ("stop", 0, None, False)),
    ],
)
def test_each_move_in_one_word(
    compiled: Compile, run: Run, state: dict[str, Any], values: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    found = course(run(compiled(LADDER + "pathway\n  give r\n"), {**WELL, **values, "r": state}, TODAY))
    assert (found.action, found.to_step, found.since, found.overdue) == expected


def test_a_move_that_waits_stays_and_says_for_what(compiled: Compile, run: Run) -> None:
    guideline = compiled(LADDER + "pathway\n  give r\n")
    found = course(run(guideline, {**WELL, "high": None, "r": {"step": 2, "time": 28}}, TODAY))
    assert (found.action, found.unknown) == ("stay", ("high",))
    assert [(move.kind, move.unknown) for move in found.next] == [("step down", ()), ("step up", ("high",))]
    # what comes later than now waits for nothing yet
    found = course(run(guideline, {**WELL, "high": None, "r": {"step": 2, "time": 27}}, TODAY))
    assert (found.action, found.unknown) == ("stay", ())


def test_a_stop_that_is_unknown_keeps_the_step_and_is_waited_for(compiled: Compile, run: Run) -> None:
    values = {**WELL, "cough": None, "high": True, "r": {"step": 1, "time": 10}}
    found = course(run(compiled(LADDER + "pathway\n  give r\n"), values, TODAY))
    assert (found.action, found.to_step, found.unknown) == ("stay", 1, ("cough",))


def test_a_hold_for_want_of_a_value_names_it_and_moves_nowhere(compiled: Compile, run: Run) -> None:
    values = {**WELL, "potassium": None, "high": True, "r": {"step": 1, "time": 10}}
    found = course(run(compiled(LADDER + "pathway\n  give r\n"), values, TODAY))
    assert (found.action, found.to_step, found.unknown, found.next) == ("hold", 1, ("potassium",), ())
    assert found.since == day("2026-11-12")


def test_a_rule_that_keeps_the_first_step_back(compiled: Compile, run: Run) -> None:
    found = course(run(compiled(LADDER + "pathway\n  give r\n"), {**WELL, "potassium": None}, TODAY))
    assert (found.action, found.from_step, found.to_step, found.unknown) == ("withhold", 0, 0, ("potassium",))


def test_a_run_that_halts_before_the_regimen_leaves_it_undecided(compiled: Compile, run: Run) -> None:
    text = LADDER + "input a yes or no\npathway\n  when a:\n    end\n  give r\n"
    guideline = compiled(text)
    state = {"r": {"step": 1, "since": "2026-11-12"}}
    found = course(run(guideline, {**WELL, **state}, TODAY))
    assert (found.action, found.to_step, found.unknown) == ("undecided", 1, ("a",))
    assert moves(found) == [("step up", 2, day("2026-11-19"), day("2026-11-26"))]
    assert course(run(guideline, {**WELL, **state, "a": True}, TODAY)).action == "unsaid"
    # not started, and not come to: there is nothing to say
    assert run(guideline, WELL, TODAY).courses == ()


def test_an_unknown_step_is_undecided_and_asked_for(compiled: Compile, run: Run) -> None:
    found = course(run(compiled(LADDER + "pathway\n  give r\n"), {**WELL, "r": None}, TODAY))
    assert (found.action, found.from_step, found.to_step, found.unknown) == ("undecided", None, None, ("r step",))


@pytest.mark.parametrize(("what", "action", "step"), [("stop r", "stop", 0), ("hold ramipril", "hold", 2)])
def test_a_pathway_that_stops_or_holds_it_or_its_drug(
    compiled: Compile, run: Run, what: str, action: str, step: int
) -> None:
    text = f"{LADDER}pathway\n  {what}\n  when high:\n    give r\n"
    found = course(run(compiled(text), {**WELL, "r": {"step": 2, "time": 1}}, TODAY))
    assert (found.action, found.to_step) == (action, step)


def test_what_lies_beyond_and_ends_the_regimen_leaves_no_step(compiled: Compile, run: Run) -> None:
    text = LADDER.replace('refer to "a specialist"', "stop r") + "pathway\n  give r\n"
    found = course(run(compiled(text), {**WELL, "high": True, "r": {"step": 3, "time": 30}}, TODAY))
    assert (found.action, found.to_step, found.next) == ("beyond", None, ())


def test_without_a_day_times_are_days_and_dates_are_absent(compiled: Compile, run: Run) -> None:
    guideline = compiled(LADDER + "pathway\n  give r\n")
    found = course(run(guideline, {**WELL, "r": {"step": 1, "time": 3}}))
    assert (found.since, found.time, found.next[0].low, found.next[0].earliest) == (None, 3, 7, None)
    # the day it began is enough for dates, though not for the time so far
    found = course(run(guideline, {**WELL, "r": {"step": 1, "since": "2026-11-12"}}))
    assert (found.since, found.time) == (day("2026-11-12"), None)
    assert moves(found) == [("step up", 2, day("2026-11-19"), day("2026-11-26"))]


def test_nothing_is_said_where_the_guideline_does_not_apply(compiled: Compile, run: Run) -> None:
    text = 'guideline g\n  title "G"\n  version 1.0.0\n  applies when not cough\n' + LADDER + "pathway\n  give r\n"
    for cough in (True, None):
        result = run(compiled(text), {**WELL, "cough": cough, "r": {"step": 1}}, TODAY)
        assert (result.courses, result.schedules) == ((), ())


@pytest.mark.parametrize("back", range(0, 400, 7))
def test_the_announced_day_is_the_first_on_which_a_run_moves(compiled: Compile, run: Run, back: int) -> None:
    """Run on the announced day the step is taken, and on the day before it is not: whole days, no month."""
    guideline = compiled(LADDER + "pathway\n  give r\n")
    since = date.fromordinal(TODAY.toordinal() - back)
    values = {**WELL, "high": True, "r": {"step": 2, "since": since.isoformat()}}
    first = course(run(guideline, {**values, "high": False}, since)).next[-1].earliest
    assert course(run(guideline, values, first)).action == "step up"
    assert course(run(guideline, values, date.fromordinal(first.toordinal() - 1))).action == "stay"


# --- schedules --------------------------------------------------------------------------------------------------------

MONITOR = """
input quick yes or no
monitor m: potassium
  at baseline
  after 1 to 2 weeks
  every 3 months
  every 6 months when quick
  unspecified "more often" when potassium over 5 mmol/L
"""


def schedule(result: Any, name: str = "m") -> Any:
    (found,) = [each for each in result.schedules if each.monitor == name]
    return found


def due(found: Any) -> list[tuple[Any, ...]]:
    return [(each.text, each.holds, each.earliest, each.latest) for each in found.next]


def test_a_schedule_that_starts_with_its_regimen(compiled: Compile, run: Run) -> None:
    result = run(compiled(LADDER + MONITOR + "pathway\n  give r\n  start m\n"), WELL, TODAY)
    found = schedule(result)
    assert (found.started, found.regimen, found.since) == (True, "r", TODAY)
    assert due(found) == [
        ("at baseline", True, TODAY, TODAY),
        ("after 1 to 2 weeks", True, day("2026-11-29"), day("2026-12-06")),
        ("every 3 months", True, day("2027-02-22"), day("2027-02-22")),
        ("every 6 months", None, day("2027-05-22"), day("2027-05-22")),
        ("more often", False, None, None),
    ]
    assert [each.unknown for each in found.next] == [(), (), (), ("quick",), ()]


def test_in_mid_treatment_the_past_falls_away_and_turns_go_on_from_the_start_of_the_step(
    compiled: Compile, run: Run
) -> None:
    guideline = compiled(LADDER + MONITOR + "pathway\n  give r\n  start m\n")
    result = run(guideline, {**WELL, "quick": False, "r": {"step": 2, "since": "2026-01-31"}}, TODAY)
    assert due(schedule(result))[:-1] == [("every 3 months", True, day("2027-01-31"), day("2027-01-31"))]
    # on the day itself it is due that day
    result = run(guideline, {**WELL, "r": {"step": 2, "since": "2026-01-31"}}, day("2026-04-30"))
    assert due(schedule(result))[0] == ("every 3 months", True, day("2026-04-30"), day("2026-04-30"))
    # the last day of a range still counts, the day after does not
    for today, there in ((day("2026-02-14"), True), (day("2026-02-15"), False)):
        result = run(guideline, {**WELL, "r": {"step": 2, "since": "2026-01-31"}}, today)
        assert ("after 1 to 2 weeks" in [each.text for each in schedule(result).next]) is there


def test_a_step_up_begins_the_count_anew_and_measures_no_baseline(compiled: Compile, run: Run) -> None:
    guideline = compiled(LADDER + MONITOR + "pathway\n  give r\n  start m\n")
    result = run(guideline, {**WELL, "high": True, "r": {"step": 1, "since": "2026-11-12"}}, TODAY)
    assert course(result).action == "step up"
    assert due(schedule(result))[0] == ("after 1 to 2 weeks", True, day("2026-11-29"), day("2026-12-06"))


def test_a_schedule_goes_on_beside_the_regimen_that_it_serves_until_that_stops(compiled: Compile, run: Run) -> None:
    """Not started in this run: the pathway ends before it."""
    text = LADDER + MONITOR + "pathway\n  when tired:\n    end\n  give r\n  start m\n"
    guideline = compiled(text)
    running = {**WELL, "tired": True, "r": {"step": 2, "since": "2026-11-12"}}
    found = schedule(run(guideline, running, TODAY))
    assert (found.started, found.regimen, found.since) == (False, "r", day("2026-11-12"))
    assert run(guideline, {**running, "cough": True}, TODAY).schedules == ()
    assert run(guideline, {**WELL, "tired": True}, TODAY).schedules == ()


def test_a_schedule_without_a_regimen_counts_from_the_run(compiled: Compile, run: Run) -> None:
    text = "input pain yes or no\nmonitor m: pain\n  at baseline\n  every 6 h\n  after 2 weeks\npathway\n  start m\n"
    found = schedule(run(compiled(text), {}, TODAY))
    assert (found.regimen, found.since) == (None, TODAY)
    assert [(each.low, each.earliest, each.latest) for each in found.next] == [
        (0, TODAY, TODAY),
        (0.25, TODAY, day("2026-11-23")),
        (14, day("2026-12-06"), day("2026-12-06")),
    ]
    assert [each.earliest for each in schedule(run(compiled(text), {})).next] == [None, None, None]


def test_a_schedule_that_serves_two_regimens_counts_from_both(compiled: Compile, run: Run) -> None:
    second = """
substance amlodipine formula C20H25ClN2O5
regimen s of amlodipine
  step 1: 5 mg daily
  step 2 after 4 weeks when potassium over 5 mmol/L: 10 mg daily
"""
    guideline = compiled(LADDER + second + MONITOR + "pathway\n  give r\n  give s\n  start m\n")
    result = run(guideline, {**WELL, "r": {"step": 1, "since": "2026-11-20"}}, TODAY)
    assert [(each.regimen, each.since) for each in result.schedules] == [("r", day("2026-11-20")), ("s", TODAY)]


def test_a_condition_that_is_false_and_cannot_change_by_the_day_is_left_out(compiled: Compile, run: Run) -> None:
    guideline = compiled(LADDER + MONITOR + "pathway\n  give r\n  start m\n")
    texts = [each.text for each in schedule(run(guideline, {**WELL, "quick": False}, TODAY)).next]
    assert texts == ["at baseline", "after 1 to 2 weeks", "every 3 months", "more often"]


def test_the_json_has_every_field_and_dates_as_text(compiled: Compile, run: Run) -> None:
    text = "input pain yes or no\ninput old yes or no\nmonitor m: pain\n  every 36 h when old\npathway\n  start m\n"
    found: Any = to_json(run(compiled(text), {}, TODAY))
    assert found["schedules"] == [
        {
            "monitor": "m",
            "started": True,
            "regimen": None,
            "since": "2026-11-22",
            "next": [
                {
                    "inputs": ["pain"],
                    "text": "every 36 h",
                    "if": "old",
                    "holds": None,
                    "unknown": ["old"],
                    "after_days": [1.5, 1.5],
                    "earliest": "2026-11-23",
                    "latest": "2026-11-24",
                    "line": 9,
                }
            ],
        }
    ]
    found = to_json(run(compiled(LADDER + "pathway\n  give r\n"), WELL, TODAY))
    assert found["courses"] == [
        {
            "regimen": "r",
            "action": "start",
            "from_step": 0,
            "to_step": 1,
            "since": "2026-11-22",
            "days": 0,
            "overdue": False,
            "next": [
                {
                    "kind": "step up",
                    "step": 2,
                    "text": "Ramipril step 2: give 5 mg of ramipril daily",
                    "when": "after 1 to 2 weeks, when high",
                    "after_days": [7, 14],
                    "earliest": "2026-11-29",
                    "latest": "2026-12-06",
                    "unknown": [],
                    "line": 14,
                }
            ],
            "unknown": [],
            "line": 23,
        }
    ]


@pytest.mark.parametrize("began", ["2026-01-31", "2024-02-29", "2026-07-01", "2025-12-15", "2026-08-31"])
def test_a_move_in_months_is_made_on_the_announced_day(compiled: Compile, run: Run, began: str) -> None:
    """The run counts days, the calendar months: what is announced comes true by both."""
    guideline = compiled(LADDER + "pathway\n  give r\n")
    values = {**WELL, "r": {"step": 3, "since": began}}
    (back, _) = course(run(guideline, values, day(began))).next
    assert back.kind == "step down"
    assert course(run(guideline, {**values, "tired": True}, back.earliest)).action == "step down"
    much_earlier = date.fromordinal(back.earliest.toordinal() - 4)
    assert course(run(guideline, {**values, "tired": True}, much_earlier)).action == "stay"


def test_the_text_of_a_run_says_the_course_and_the_moves_to_come(compiled: Compile, run: Run) -> None:
    guideline = compiled(LADDER + "pathway\n  give r\n")
    state = {"step": 3, "since": "2026-10-01"}
    text = result_text(guideline, run(guideline, {**WELL, "high": None, "r": state}, TODAY))
    assert "\n".join(text.split("\n\n")[2].splitlines()) == (
        "Course\n"
        "  COURSE    Ramipril: stays on step 3 since Thu 2026-10-01, 52 days so far;\n"
        "            waits for high\n"
        "            - next: back to step 1, after 6 months, when tired (from 2027-04-02)\n"
        "            - next: beyond the last step, after 4 weeks, when high (from\n"
        "              2026-10-29)"
    )
    # without a regimen there is no such part
    plain = compiled('pathway\n  note "n"\n')
    assert "Course" not in result_text(plain, run(plain, {}, TODAY))
