"""``milligram schedule``: the days of a treatment on the terminal and in a calendar."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from milligram.diagnostics.display import columns_of
from milligram.interpret.timeline import Event, Timeline
from milligram.pipeline import check_text
from milligram.pipeline.calendar_file import calendar_bytes

ROOT = Path(__file__).parents[3]
MAGNESIUM = str(ROOT / "guidelines" / "magnesium" / "neck_spasm.mg")
LADDER = str(ROOT / "guidelines" / "hypertension" / "step_ladder.mg")
KNOWN = {"age": 70, "serum_magnesium": 0.6, "creatinine_clearance": 95, "volume_depleted": False}

WARFARIN = """\
guideline warfarin_start
  title   "Warfarin; after, a \\\\clot"
  version 0.1.0
  status  active
  for     "adults"

substance warfarin formula C19H16O4
input inr "INR" number, plausible 0.5 to 20
input bleeding yes or no
input older "age over 75" yes or no
regimen w "Warfarin" of warfarin
  route oral
  step 1: 5 mg daily
  step 2 after 3 to 4 d when inr under 2: 7 mg daily
  then after 1 week when inr under 2: refer to "the anticoagulant clinic"
  back to step 1 after 3 months when inr over 4
  stop when bleeding because "it may be fatal"
monitor m "INR": inr
  at baseline
  after 3 to 4 d
  every 1 week
  every 1 d when older
  unspecified "more often" when older
pathway
  give w
  start m
"""

START = date(2026, 11, 22)

Run = Callable[..., Any]


def patient(**values: object) -> str:
    Path("patient.json").write_text(json.dumps({**KNOWN, **values}), "utf-8")
    return "patient.json"


def events(place: str | Path = "out.ics") -> list[Any]:
    return list(Calendar.from_ical(Path(place).read_bytes()).walk("VEVENT"))


def test_the_days_of_a_treatment_that_starts(milligram: Run) -> None:
    done = milligram("schedule", MAGNESIUM, "--patient", patient(), "--start", "2026-11-22")
    assert done.exit_code == 0
    said = " ".join(done.stdout.split())
    assert "replacement: starts with step 1" in said
    assert "Sun 2026-11-22 GIVE 12 mmol of magnesium as magnesium oxide" in said
    assert "at baseline" in said
    assert "Sun 2026-11-29 MEASURE serum magnesium, serum potassium" in said
    assert "to 2026-12-06 creatinine clearance after 1 to 2 weeks decides replacement: step 2" in said
    assert "Sun 2026-11-29 DECIDE replacement step 2: give 24 mmol" in said
    assert "then after 1 to 2 weeks when low magnesium: refer to a specialist" in said
    assert "Mon 2027-02-22 MEASURE" in said
    assert "(not now) again on 2027-05-22, 2027-08-22, 2027-11-22" in said
    assert "No day can be named MEASURE" in said
    assert "(unknown: diarrhoea, bowel conditions, diuretics, other medicines)" in said


def test_it_goes_on_from_the_step_the_patient_is_on(milligram: Run) -> None:
    place = patient(serum_magnesium=None, replacement={"step": 1, "since": "2026-11-10"})
    done = milligram("schedule", MAGNESIUM, "--patient", place, "--start", "2026-11-22")
    said = " ".join(done.stdout.split())
    assert "stays on step 1 since Tue 2026-11-10, 12 days so far; waits for serum magnesium" in said
    assert "at baseline" not in said
    assert "Tue 2026-11-17 DECIDE" in said
    assert "waits now for serum magnesium" in said
    # past its upper bound it is said to be late, and the ladder moves
    place = patient(replacement={"step": 1, "since": "2026-11-01"})
    done = milligram("schedule", MAGNESIUM, "--patient", place, "--start", "2026-11-22")
    assert "up from step 1 to step 2, later than planned" in " ".join(done.stdout.split())


@pytest.mark.parametrize("columns", [40, 80, 100])
def test_no_line_is_wider_than_the_terminal(milligram: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = milligram("schedule", MAGNESIUM, "--patient", patient(), "--start", "2026-11-22")
    assert max(columns_of(line) for line in done.stdout.splitlines()) <= columns


def test_until_is_the_last_day(milligram: Run) -> None:
    arguments = ("schedule", MAGNESIUM, "--patient", patient(), "--start", "2026-11-22", "--until")
    assert "2026-11-29" in milligram(*arguments, "2026-11-29").stdout
    short = milligram(*arguments, "2026-11-28").stdout
    assert "2026-11-22" in short
    assert "2026-11-29" not in short
    assert "DECIDE" not in short


def test_a_part_is_named_by_its_title_and_several_drugs_are_given(milligram: Run) -> None:
    values = {
        "age": 50, "sex": "male", "type_1_diabetes": False, "type_2_diabetes": False, "black_origin": False,
        "heart_failure": False, "risk_factor": False, "clinic_systolic": 150, "clinic_diastolic": 85,
        "average_systolic": 152, "average_diastolic": 84, "taken_already": [], "potassium": 4.2, "egfr": 80,
        "angio_oedema": "not_ever", "ace_not_tolerated": False, "ccb_suitable": True,
        "ladder": {"step": 1, "since": "2026-10-01"},
    }  # fmt: skip
    Path("p.json").write_text(json.dumps(values), "utf-8")
    said = " ".join(milligram("schedule", LADDER, "--patient", "p.json", "--start", "2026-11-22").stdout.split())
    assert "Blood-pressure ladder: up from step 1 to step 2" in said
    assert said.count("GIVE") == 2
    assert "step 3: ACE inhibitor or ARB; or later Calcium-channel blocker; give thiazide-like diuretic" in said


# --- the calendar -----------------------------------------------------------------------------------------------------


def test_the_calendar_has_an_event_of_whole_days_for_each_measurement_and_decision(milligram: Run) -> None:
    done = milligram("schedule", MAGNESIUM, "--patient", patient(), "--start", "2026-11-22", "--ics", "out.ics")
    assert done.exit_code == 0
    assert done.stderr == "8 events written to out.ics\n"
    found = [(str(e["summary"]).partition(":")[0], e.decoded("dtstart"), e.decoded("dtend")) for e in events()]
    day = date.fromisoformat
    assert found == [
        ("Give", day("2026-11-22"), day("2026-11-23")),
        ("Measure", day("2026-11-22"), day("2026-11-23")),
        ("Measure", day("2026-11-29"), day("2026-12-07")),
        ("Decide", day("2026-11-29"), day("2026-12-07")),
        ("Measure", day("2027-02-22"), day("2027-02-23")),
        ("Measure", day("2027-05-22"), day("2027-05-23")),
        ("Measure", day("2027-08-22"), day("2027-08-23")),
        ("Measure", day("2027-11-22"), day("2027-11-23")),
    ]
    for event in events():
        assert not isinstance(event.decoded("dtstart"), datetime)
        assert event.decoded("dtstamp").date() == day("2026-11-22")
        assert "This guideline is a draft: do not use it for care." in str(event["description"])
    decision = events()[3]
    assert str(decision["summary"]).startswith("Decide: replacement step 2: give 24 mmol of magnesium")
    assert "after 1 to 2 weeks, when low magnesium" in str(decision["description"])


def test_the_same_input_gives_the_same_bytes_and_every_event_a_name_of_its_own(milligram: Run) -> None:
    for name in ("a.ics", "b.ics"):
        milligram("schedule", MAGNESIUM, "--patient", patient(), "--start", "2026-11-22", "--ics", name)
    assert Path("a.ics").read_bytes() == Path("b.ics").read_bytes()
    names = [str(event["uid"]) for event in events("a.ics")]
    assert len(set(names)) == len(names)
    # a day later everything is on other days; an event on the same day keeps its name
    milligram("schedule", MAGNESIUM, "--patient", patient(), "--start", "2026-11-23", "--ics", "c.ics")
    assert not {str(event["uid"]) for event in events("c.ics")} & set(names)
    # in mid-treatment most events are on the days on which they were yesterday
    Path("w.mg").write_text(WARFARIN, "utf-8")
    Path("p.json").write_text(json.dumps({"inr": 3, "bleeding": False, "w": {"step": 1, "since": "2026-11-22"}}))
    for start in ("2026-11-24", "2026-11-25"):
        milligram("schedule", "w.mg", "--patient", "p.json", "--start", start, "--ics", f"{start}.ics")
    first, second = ({str(e["uid"]) for e in events(f"2026-11-{day}.ics")} for day in (24, 25))
    assert len(first & second) > 50


def test_what_is_past_and_still_open_is_on_the_first_day(milligram: Run) -> None:
    """A dose that is taken since, and a decision whose time is over; a window that still runs keeps its days."""
    place = patient(serum_magnesium=None, replacement={"step": 1, "since": "2026-11-01"})
    done = milligram("schedule", MAGNESIUM, "--patient", place, "--start", "2026-11-22", "--ics", "out.ics")
    assert "its time is over, and it is still open" in " ".join(done.stdout.split())
    give, decide = (next(e for e in events() if str(e["summary"]).startswith(verb)) for verb in ("Give", "Decide"))
    for event in (give, decide):
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (START, START + timedelta(days=1))
    place = patient(serum_magnesium=None, replacement={"step": 1, "since": "2026-11-10"})
    milligram("schedule", MAGNESIUM, "--patient", place, "--start", "2026-11-22", "--ics", "out.ics")
    decide = next(e for e in events() if str(e["summary"]).startswith("Decide"))
    assert (decide.decoded("dtstart"), decide.decoded("dtend")) == (date(2026, 11, 17), date(2026, 11, 25))


def test_nothing_about_the_patient_is_in_the_calendar_but_what_is_to_be_done(milligram: Run) -> None:
    milligram("schedule", MAGNESIUM, "--patient", patient(age=71), "--start", "2026-11-22", "--ics", "a.ics")
    milligram("schedule", MAGNESIUM, "--patient", patient(age=72), "--start", "2026-11-22", "--ics", "b.ics")
    assert Path("a.ics").read_bytes() == Path("b.ics").read_bytes()


def test_hostile_words_stay_text() -> None:
    """Words that would end their event and begin an alarm, were they not escaped and their controls shown.

    The reader refuses such labels in a file; they are put in behind it.
    """
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\n;A=B,C:\\n\x00\u202ed" + "é" * 80
    guideline = check_text(WARFARIN).guideline
    assert guideline is not None
    event = Event(kind="measure", first=START, last=START, what=hostile, details=(hostile,), line=1, key=hostile)
    found = Timeline(start=START, until=START, events=(event,), undated=())
    raw = calendar_bytes(replace(guideline, title=hostile, version=hostile), found)
    lines = raw.split(b"\r\n")
    assert [line for line in lines if line.startswith((b"BEGIN:", b"END:"))] == [
        b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR"
    ]  # fmt: skip
    assert all(len(line) <= 75 for line in lines)
    (read,) = Calendar.from_ical(raw).walk("VEVENT")
    shown = "x END:VEVENT BEGIN:VALARM ;A=B,C:\\n<U+0000><U+202E>d" + "é" * 80
    assert str(read["summary"]) == f"Measure: {shown}"
    assert str(read["description"]).splitlines()[0] == shown


def test_a_title_with_signs_of_the_format_comes_back_as_written(milligram: Run) -> None:
    Path("w.mg").write_text(WARFARIN, "utf-8")
    milligram("schedule", "w.mg", "--set", "inr=1", "--set", "bleeding=no", "--start", "2026-11-22", "--ics", "o.ics")
    calendar: Any = Calendar.from_ical(Path("o.ics").read_bytes())
    assert str(calendar["x-wr-calname"]) == r"Warfarin; after, a \clot"
    assert "do not use it for care" not in str(events("o.ics")[0]["description"])


def test_a_calendar_is_replaced_whole_and_keeps_its_permissions(milligram: Run) -> None:
    options = ("schedule", MAGNESIUM, "--patient", patient(), "--ics", "out.ics", "--start")
    assert milligram(*options, "2026-10-01").exit_code == 0
    Path("out.ics").chmod(0o600)
    assert milligram(*options, "2026-11-22").exit_code == 0
    assert events()[0]["dtstart"].dt == date(2026, 11, 22)
    assert stat.S_IMODE(Path("out.ics").stat().st_mode) == 0o600
    assert len(events()) == 8
    assert sorted(path.name for path in Path().iterdir()) == ["out.ics", "patient.json"]


def test_a_calendar_that_cannot_be_written_is_said(milligram: Run) -> None:
    done = milligram("schedule", MAGNESIUM, "--patient", patient(), "--start", "2026-11-22", "--ics", "no/out.ics")
    assert done.exit_code == 1
    assert done.stderr == "Error: cannot write no/out.ics: no such file or directory\n"


def test_a_weekly_measurement_is_on_the_terminal_once_and_in_the_calendar_every_week(milligram: Run) -> None:
    Path("w.mg").write_text(WARFARIN, "utf-8")
    values = ("--set", "inr=3", "--set", "bleeding=no", "--set", "older=no")
    done = milligram("schedule", "w.mg", *values, "--start", "2026-11-22", "--ics", "o.ics")
    assert done.stdout.count("every 1 week") == 1
    assert "again on 2026-12-06, 2026-12-13, 2026-12-20 and 48" in " ".join(done.stdout.split())
    weekly = [e.decoded("dtstart") for e in events("o.ics") if str(e["description"]).startswith("every 1 week")]
    first = date(2026, 11, 29)
    assert weekly == [first + timedelta(weeks=turn) for turn in range(52)]


# --- what cannot be scheduled -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guideline", "values", "message"),
    [
        (MAGNESIUM, ["age=12"], "Error: the guideline does not apply to this patient"),
        (
            MAGNESIUM,
            [],
            "Error: whether the guideline applies to this patient is unknown\n  What is the age, in years?",
        ),
        (
            MAGNESIUM,
            ["age=70", "replacement step=unknown"],
            "Error: the step that the patient is on is unknown: replacement",
        ),
        (MAGNESIUM, ["age=70", "replacement step=7"], "patient: replacement step: 7 is no step of it\n  = help: "),
        (
            MAGNESIUM,
            ["age=40", "neck_spasm=no", "serum_magnesium=0.9"],
            "Error: for this patient the guideline starts no regimen and no schedule of\nmeasurements",
        ),
        (MAGNESIUM, ["age=70", "today=2026-01-01"], "Error: the patient's `today` is 2026-01-01, and --start is"),
    ],
)
def test_what_cannot_be_scheduled_is_said_and_nothing_is_written(
    milligram: Run, guideline: str, values: list[str], message: str
) -> None:
    settings = [part for value in values for part in ("--set", value)]
    done = milligram("schedule", guideline, *settings, "--start", "2026-11-22", "--ics", "out.ics")
    assert done.exit_code == 1
    assert done.stderr.startswith(message), done.stderr
    assert done.stdout == ""
    assert not Path("out.ics").exists()


def test_a_guideline_without_regimens_and_monitors_says_so(milligram: Run) -> None:
    Path("g.mg").write_text('guideline g\n  title "G"\n  version 1.0.0\n  for "all"\npathway\n  note "n"\n', "utf-8")
    done = milligram("schedule", "g.mg", "--start", "2026-11-22")
    assert done.exit_code == 1
    assert "this guideline has no regimen and no schedule of measurements" in " ".join(done.stderr.split())


def test_too_many_days_are_refused(milligram: Run) -> None:
    Path("w.mg").write_text(WARFARIN, "utf-8")
    values = ("--set", "inr=3", "--set", "bleeding=no", "--set", "older=yes")
    done = milligram("schedule", "w.mg", *values, "--start", "2026-11-22", "--until", "2126-11-22")
    assert done.exit_code == 1
    assert "there are more than 5000 days up to 2126-11-22" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    "options",
    [[], ["--start", "22.11.2026"], ["--start", "2026-11-22", "--until", "2026-11-21"], ["--start", "2026-02-30"]],
)
def test_wrong_usage_is_2(milligram: Run, options: list[str]) -> None:
    assert milligram("schedule", MAGNESIUM, *options).exit_code == 2


def test_a_guideline_not_read_whole_is_refused_and_one_with_errors_has_its_banner(milligram: Run) -> None:
    Path("w.mg").write_text(WARFARIN.replace("input bleeding yes or no", "input bleeding yes or maybe"), "utf-8")
    done = milligram("schedule", "w.mg", "--set", "inr=3", "--start", "2026-11-22")
    assert done.exit_code == 1
    assert "error[MG001]" in done.stderr
    Path("w.mg").write_text(WARFARIN.replace("  step 2 after 3 to 4 d when inr under 2", "  step 2 when inr under 99"))
    done = milligram("schedule", "w.mg", "--set", "inr=3", "--set", "bleeding=no", "--start", "2026-11-22")
    assert "UNCHECKED: this guideline has" in done.stderr


def test_the_last_day_that_a_date_can_hold_is_no_fault(milligram: Run) -> None:
    Path("w.mg").write_text(WARFARIN, "utf-8")
    values = ("--set", "inr=3", "--set", "bleeding=no", "--set", "older=no")
    for start in ("9999-12-30", "0001-01-01"):
        done = milligram("schedule", "w.mg", *values, "--start", start, "--ics", "o.ics")
        assert done.exit_code == 0, done.output


def test_the_calendar_library_is_imported_for_a_calendar_only() -> None:
    script = (
        "import sys; from milligram.cli.main import cli\n"
        "cli(['schedule', sys.argv[1], '--set', 'age=70', '--set', 'serum_magnesium=0.6', '--set',"
        " 'creatinine_clearance=95', '--set', 'volume_depleted=no', '--start', '2026-11-22'], standalone_mode=False)\n"
        "assert 'icalendar' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script, MAGNESIUM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_bytes_come_from_the_events_alone() -> None:
    """The public functions, without the command: nothing of the clock is in the file."""
    from milligram.interpret import evaluate, read_patient
    from milligram.interpret.timeline import timeline

    guideline = check_text(WARFARIN).guideline
    assert guideline is not None
    start = date(2026, 11, 22)
    reading = read_patient(guideline, {"inr": 3, "bleeding": False}, as_of=start)
    assert reading.patient is not None
    found = timeline(guideline, evaluate(guideline, reading.patient, as_of=start), start, date(2027, 1, 1))
    content = calendar_bytes(guideline, found)
    assert content == calendar_bytes(guideline, found)
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Milligram//schedule//EN\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")


HALTING = WARFARIN.replace("pathway\n", "pathway\n  when older:\n    end\n")
"""It asks before it comes to the regimen."""


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        (WARFARIN, {"inr": 3}, "Warfarin: starts with step 1"),
        (
            WARFARIN,
            {"inr": 3, "w": {"step": 1, "time": 1}},
            "Warfarin: stays on step 1 since Sat 2026-11-21, 1 day so far",
        ),
        (WARFARIN, {"inr": 3, "w": {"step": 1, "time": "12 h"}}, "Warfarin: stays on step 1, 12 h so far"),
        (WARFARIN, {"inr": 1.5, "w": {"step": 1, "time": 3}}, "Warfarin: up from step 1 to step 2"),
        (WARFARIN, {"inr": 1.5, "w": {"step": 1, "time": 5}}, "Warfarin: up from step 1 to step 2, later than planned"),
        (WARFARIN, {"inr": 5, "w": {"step": 2, "time": 100}}, "Warfarin: down from step 2 to step 1"),
        (WARFARIN, {"inr": 1.5, "w": {"step": 2, "time": 7}}, "Warfarin: beyond its last step, 2"),
        (
            WARFARIN.replace('refer to "the anticoagulant clinic"', "stop w"),
            {"inr": 1.5, "w": {"step": 2, "time": 7}},
            "Warfarin: beyond its last step, 2, which is ended or paused",
        ),
        (WARFARIN, {"inr": 3, "bleeding": True, "w": {"step": 2, "time": 7}}, "Warfarin: stops, at step 2"),
        (
            WARFARIN.replace("stop when bleeding", "hold while bleeding"),
            {"inr": 3, "bleeding": True, "w": {"step": 2, "time": 7}},
            "Warfarin: on hold, at step 2 since Sun 2026-11-15, 7 days so far",
        ),
        (
            WARFARIN.replace("monitor m", 'pitfall "P"\n  never give warfarin when older\nmonitor m'),
            {"inr": 3, "older": True},
            "Warfarin: kept back by a rule",
        ),
        (
            HALTING,
            {"inr": 3, "w": {"step": 1, "time": 1}, "older": None},
            "Warfarin: undecided, at step 1 since Sat 2026-11-21, 1 day so far; waits for age over 75",
        ),
        (
            HALTING,
            {"inr": 3, "w": {"step": 1, "time": 1}, "older": True},
            "Warfarin: at step 1 since Sat 2026-11-21, 1 day so far; the guideline says nothing of it for this patient",
        ),
        (
            WARFARIN,
            {"inr": 1.5, "w": {"step": 1}},
            "Warfarin: stays on step 1; waits for the time on this step of Warfarin",
        ),
    ],
)
def test_where_a_regimen_stands_in_a_sentence(milligram: Run, text: str, values: dict[str, object], said: str) -> None:
    Path("w.mg").write_text(text, "utf-8")
    Path("p.json").write_text(json.dumps({"bleeding": False, "older": False, **values}), "utf-8")
    done = milligram("schedule", "w.mg", "--patient", "p.json", "--start", "2026-11-22")
    assert done.exit_code == 0, done.output
    paragraphs = [" ".join(each.split()) for each in done.stdout.split("\n\n")]
    assert said in paragraphs


def test_a_calendar_never_takes_the_place_of_what_is_read(milligram: Run) -> None:
    Path("m.mg").write_bytes(Path(MAGNESIUM).read_bytes())
    place = patient()
    for name in ("m.mg", place):
        before = Path(name).read_bytes()
        done = milligram("schedule", "m.mg", "--patient", place, "--start", "2026-11-22", "--ics", name)
        assert done.exit_code == 2
        assert f"{name} is a file that is read" in done.stderr
        assert Path(name).read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"old", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Another//EN\r\n", b"\xff\xfe" * 300]
)
def test_a_calendar_replaces_no_file_that_we_did_not_write(milligram: Run, content: bytes) -> None:
    Path("out.ics").write_bytes(content)
    done = milligram("schedule", MAGNESIUM, "--patient", patient(), "--start", "2026-11-22", "--ics", "out.ics")
    assert done.exit_code == 2
    said = "out.ics exists already and is no calendar of `milligram schedule`; it was not changed: say another file, or"
    assert said in " ".join(done.stderr.split())
    assert Path("out.ics").read_bytes() == content
    Path("empty.ics").touch()
    done = milligram("schedule", MAGNESIUM, "--patient", patient(), "--start", "2026-11-22", "--ics", "empty.ics")
    assert (done.exit_code, len(events("empty.ics"))) == (0, 8)


# --- hours ------------------------------------------------------------------------------------------------------------

HOURS = """\
guideline h
  title   "Hours"
  version 0.1.0
  status  active
source s "S"
input glucose in mmol/L, plausible 1 to 60
input ecg yes or no
monitor g "Glucose": glucose
  after 15 min
  after 6 h
  after 1 d
pathway
  start g [s]
  decide "ECG changes?"
    ecg:
      refer to "critical care" [s]
    not ecg:
      continue
"""


def test_a_title_bears_a_time_that_its_day_does_not(milligram: Run, tmp_path: Path) -> None:
    """Two measurements of one day are told apart in a calendar that shows titles; and the answer is not all there."""
    source, out = tmp_path / "h.mg", tmp_path / "h.ics"
    source.write_text(HOURS)
    done = milligram("schedule", str(source), "--start", "2026-11-22", "--ics", str(out))
    titles = [str(event["summary"]) for event in Calendar.from_ical(out.read_bytes()).walk("VEVENT")]
    assert titles == ["Measure: glucose, after 15 min", "Measure: glucose, after 6 h", "Measure: glucose"]
    assert "Not complete: it stops until what is asked below is answered." in done.stdout.splitlines()
