"""Courses and schedules of the generated module and of the interpreter, for patients who are treated for days or years,
from every day of the calendar."""

from __future__ import annotations

import ast
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from milligram.interpret.course import Action
from milligram.ir import nodes as ir
from milligram_targets.python import module_text

from tests.agreement import modules, patients

HERE = Path(__file__).parent
TREATMENT = HERE.parents[1] / "tests" / "cases" / "agreement" / "treatment.mg"


DAYS = [0, 1, 2, 3, 5, 7, 13, 14, 15, 28, 29, 30, 31, 59, 61, 62, 90, 91, 92, 181, 183, 365, 366, 367, 730, 731, 5000]
TODAYS = [date(2026, 11, 22), date(2024, 2, 29), date(2025, 3, 31), date(1, 1, 2), date(9999, 12, 30), date(2028, 3, 1)]


def _treated(guideline: ir.Guideline, count: int) -> Iterator[tuple[dict[str, object], date | None]]:
    """Patients on any step since any time, and the day of their run, if it is known."""
    chance = random.Random(4)
    for data in patients.patients(guideline, count, 4):
        today = chance.choice([*TODAYS, None])
        data.pop("today", None)
        for name, regimen in guideline.regimens.items():
            if chance.random() < 0.6:
                state: dict[str, object] = {"step": chance.randrange(1, len(regimen.steps) + 1)}
                days = chance.choice(DAYS)
                if chance.random() < 0.6 and (today or date(2026, 1, 31)).toordinal() > days:
                    state["since"] = ((today or date(2026, 1, 31)) - timedelta(days=days)).isoformat()
                elif chance.random() < 0.9:
                    state["time"] = f"{days * chance.choice((1, 24))} h"
                data[name] = state
        if chance.random() < 0.4:
            data |= {"bleeding": False, "older": True, "inr": chance.choice((1.5, 3, 3.5, 4.5)), "weight": 70}
        yield data, today


def test_900_treated_patients_are_told_the_same_and_reach_every_answer() -> None:
    guideline = modules.guideline_at(TREATMENT)
    assert modules.report_at(TREATMENT).whole
    module = modules.load(guideline)
    reached: Counter[object] = Counter()
    for data, today in _treated(guideline, 900):
        expected = modules.by_interpreter(guideline, data, today)
        found = modules.by_module(module, data, today)
        assert json.dumps(expected) == json.dumps(found), (data, today)
        for course in expected.get("courses", ()):
            reached[course["action"]] += 1
            reached["overdue"] += course["overdue"]
            reached["no step"] += course["action"] == "beyond" and course["to_step"] is None
            for move in course["next"]:
                reached[move["kind"], "dated" if move["earliest"] else "not dated"] += 1
                reached["move waits"] += bool(move["unknown"])
        for schedule in expected.get("schedules", ()):
            reached["started" if schedule["started"] else "goes on"] += 1
            reached["from the run" if schedule["regimen"] is None else "from a step"] += 1
            for each in schedule["next"]:
                reached["holds", each["holds"], each["text"].split()[0]] += 1
                reached["measured", "dated" if each["earliest"] else "not dated"] += 1
                reached["two days"] += each["earliest"] != each["latest"]
    wanted: set[object] = {*get_args(Action), "overdue", "no step", "move waits", "started", "goes on", "two days"}
    wanted |= {"from the run", "from a step", ("measured", "dated"), ("measured", "not dated")}
    wanted |= {(kind, dated) for kind in ("step up", "step down", "beyond") for dated in ("dated", "not dated")}
    wanted |= {("holds", True, word) for word in ("at", "after", "every", "more")}
    wanted |= {("holds", None, word) for word in ("at", "after", "every", "more")}
    wanted |= {("holds", False, word) for word in ("every", "more")}
    assert not [each for each in wanted if reached[each] < 5], reached


def test_a_fault_in_a_schedule_or_a_ladders_time_is_noticed() -> None:
    """Each by itself, in the module of the guideline above."""
    guideline = modules.guideline_at(TREATMENT)
    text = module_text(guideline)
    alterations = {
        "months=(3, 3)": "months=(2, 2)",
        "months=(1, 2)": "months=(1, 3)",
        "months=(6, 6)": "months=None",
        "after=(5, 7)": "after=(5, 8)",
        'kind="baseline"': 'kind="unspecified"',
        'serves=("thinner",)': "serves=()",
        'serves=("salt",)': 'serves=("salt", "thinner")',
        'ended_by=("salt",)': "ended_by=()",
        "later=True": "later=False",
    }
    for before, after in alterations.items():
        assert before in text, before
        module = modules.load(guideline, ast.parse(text.replace(before, after, 1)))
        assert any(
            json.dumps(modules.by_interpreter(guideline, data, today))
            != json.dumps(modules.by_module(module, data, today))
            for data, today in _treated(guideline, 900)
        ), after
