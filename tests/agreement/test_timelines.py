"""Guidelines with regimens or monitors, for random patients: the timeline fits the terminal, its calendar is read back
whole, and its days are those of the result."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from milligram.diagnostics.display import columns_of
from milligram.interpret import evaluate, read_patient
from milligram.interpret.timeline import timeline
from milligram.interpret.timeline_text import timeline_text
from milligram.pipeline.calendar_file import calendar_bytes

from tests.agreement import modules, patients

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


NAMES = (
    "guidelines/magnesium/neck_spasm.mg",
    "guidelines/hypertension/step_ladder.mg",
    "guidelines/diabetes/insulin_correction.mg",
    "guidelines/poisoning/acetylcysteine.mg",
    "guidelines/kidney/ckd_risk.mg",
    "tests/cases/agreement/treatment.mg",
    "tests/cases/agreement/ladders.mg",
    "tests/cases/agreement/names.mg",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_timeline_of_any_patient_can_be_printed_and_imported(name: str) -> None:
    guideline = modules.guideline_at(ROOT / name)
    start = patients.TODAY
    until = start + timedelta(days=200)
    drawn = 0
    for data in patients.patients(guideline, 60, 9):
        data.pop("today", None)
        reading = read_patient(guideline, data, as_of=start)
        if reading.patient is None:
            continue
        result = evaluate(guideline, reading.patient, as_of=start)
        found = timeline(guideline, result, start, until)
        drawn += bool(found.events)
        text = timeline_text(guideline, result, found, width=80)
        assert max(columns_of(line) for line in text.splitlines()) <= 80
        events = Calendar.from_ical(calendar_bytes(guideline, found)).walk("VEVENT")
        assert len(events) == len(found.events)
        assert len({str(event["uid"]) for event in events}) == len(events)
        for event in events:
            first, behind = event.decoded("dtstart"), event.decoded("dtend")
            assert type(first) is type(behind) is date
            assert first < behind
            assert first <= until
        moves = {move.line for course in result.courses for move in course.next if move.earliest is None}
        assert moves >= {event.line for event in found.undated if event.kind in ("decide", "change")}
        days = {each.earliest for schedule in result.schedules for each in schedule.next if each.earliest is not None}
        printed = {event.first for event in found.events if event.kind == "measure"}
        assert {day for day in days if day <= until} <= printed
    assert drawn >= 5, drawn
