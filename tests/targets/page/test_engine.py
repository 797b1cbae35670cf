"""The JavaScript of the page says what the interpreter says, in values, texts and the order of keys.

Patients stand on every threshold, beside it and between, unknown here and there, with regimens under way. More of them
for each guideline: ``MILLIGRAM_PATIENTS=20000 pytest tests/targets/page/test_engine.py``.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from milligram.pipeline.stages import read_guideline
from milligram.source import SourceFile
from milligram_targets.page.engine import script

from tests.targets import generated
from tests.targets.page import engines

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
COUNT = int(os.environ.get("MILLIGRAM_PATIENTS", "300"))
GUIDELINES = sorted(path for path in (ROOT / "guidelines").rglob("*.mg") if "as_published" not in path.parts)
AS_PUBLISHED = sorted(path for path in (ROOT / "guidelines").rglob("*.mg") if "as_published" in path.parts)
FIXTURES = sorted((ROOT / "tests" / "cases" / "agreement").glob("*.mg"))
SAMPLES = sorted((ROOT / "tests" / "compiler" / "syntax" / "samples").glob("*.mg"))
GOOD = sorted((ROOT / "tests" / "cases" / "good").glob("*.mg"))
BAD = sorted((ROOT / "tests" / "cases" / "bad").glob("*.mg"))


@cache
def _found(path: Path, count: int) -> tuple[list[Any], list[Any]]:
    """Patients of a guideline, and what its script answers."""
    guideline = engines.guideline_at(path)
    asked = engines.asked_of(guideline, count)
    (found,) = engines.by_scripts([(script(guideline), asked)])
    assert found.names == ["milligram"]
    return asked, found.answers


def _agrees(path: Path, count: int) -> None:
    asked, answers = _found(path, count)
    found = engines.disagreements(engines.guideline_at(path), answers, asked)
    assert not found, f"{len(found)} of {len(asked)} patients, the first:\n{found[0]}"


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_every_guideline_for_some_hundred_patients(path: Path) -> None:
    """300, or as many as one likes."""
    _agrees(path, COUNT)


@pytest.mark.parametrize("path", [*FIXTURES, *SAMPLES, *AS_PUBLISHED], ids=lambda path: path.stem)
def test_every_corner_of_the_language(path: Path) -> None:
    """Formulas, tables, scores counted jointly, ladders, dates, doses, faults, names that are words of programs."""
    _agrees(path, min(COUNT, 100))


def _all_agree(guidelines: list[Any], count: int) -> None:
    """Some patients of each of many guidelines, all by one run of node."""
    asked = [engines.asked_of(guideline, count) for guideline in guidelines]
    scripts = [script(guideline) for guideline in guidelines]
    answers = engines.by_scripts(list(zip(scripts, asked, strict=True)))
    found = [
        message
        for guideline, each, answer in zip(guidelines, asked, answers, strict=True)
        for message in engines.disagreements(guideline, answer.answers, each)
    ]
    assert not found, f"{len(found)} patients, the first:\n{found[0]}"


def test_every_good_case_of_the_checks() -> None:
    """Small guidelines, each with one corner of the language."""
    assert len(GOOD) > 200
    _all_agree([engines.guideline_at(path) for path in GOOD], 10)


def test_every_bad_case_of_the_checks() -> None:
    """What the checks find wrong can be run all the same, if it was read whole: a page would say what it says."""
    read = [read_guideline(SourceFile(str(path), path.read_text("utf-8"))).guideline for path in BAD]
    guidelines = [guideline for guideline in read if guideline is not None]
    assert len(guidelines) > 150
    _all_agree(guidelines, 5)


def test_made_up_guidelines() -> None:
    """Many decisions, inputs, pathways and parts, and texts that would be code or markup elsewhere."""
    _all_agree([generated.guideline(seed) for seed in range(12)], 10)


def test_the_patients_reach_every_kind_of_answer() -> None:
    """Agreement would mean little if every patient were refused or asked for the same."""
    reached: Counter[str] = Counter()
    for path in (*GUIDELINES, *FIXTURES):
        _, answers = _found(path, COUNT if path in GUIDELINES else min(COUNT, 100))
        for answer in answers:
            reached.update(key for key, value in answer.items() if value and isinstance(value, list | dict))
            reached.update(advice["kind"] for advice in answer.get("advice", ()))
            reached.update(step["what"] for step in answer.get("trace", ()))
            reached.update(f"course {course['action']}" for course in answer.get("courses", ()))
    kinds = {"give", "stop", "hold", "advise", "advise_against", "suggest", "order", "refer", "start", "note"}
    parts = {"asks", "blocked", "would_apply", "faults", "assumed", "reports", "problems", "schedules", "unspecified"}
    steps = {"when", "decide", "follow", "report", "step", "halted", "end"}
    courses = {"start", "stay", "step up", "step down", "beyond", "hold", "stop", "withhold", "undecided", "unsaid"}
    wanted = kinds | parts | steps | {f"course {action}" for action in courses}
    assert not wanted - {name for name, count in reached.items() if count >= 2}, reached


def test_the_same_guideline_gives_the_same_script() -> None:
    guideline = engines.guideline_at(GUIDELINES[0])
    assert script(guideline) == script(engines.guideline_of(guideline.source.text, guideline.source.path))


def test_a_script_has_room_in_a_page_of_400_kilobytes() -> None:
    """A flowchart takes 150 of them, the page itself some 60."""
    assert max(len(script(engines.guideline_at(path)).encode()) for path in GUIDELINES) <= 150_000
