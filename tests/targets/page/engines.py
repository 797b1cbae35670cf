"""The script of a page, run by node, beside the interpreter.

Enters: a guideline and patients. Leaves: what the script answers, what the interpreter answers, and how they differ.

Numbers that JSON cannot hold exactly are given to both as text. An integer beyond 2**53 counts as the number that
JavaScript reads for it, one beyond all numbers of JavaScript as text.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from milligram.interpret import evaluate, read_patient, to_json
from milligram.ir.nodes import Guideline
from milligram.pipeline.stages import read_guideline
from milligram.quantity import decimal_text
from milligram.source import SourceFile

from tests.agreement import patients

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
EXACT = 2**53

Asked = tuple[Mapping[str, object], date | None]
Answer = Any


def plain(value: object) -> object:
    """A value as JSON holds it: a fraction as the text of a decimal near it, for both."""
    match value:
        case Fraction():
            return decimal_text(value, 12)[0]
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Answers:
    """What one script answers, as lines of JSON, and the names that it defines for the whole page."""

    names: list[str]
    lines: list[str]

    @property
    def answers(self) -> list[Answer]:
        """The answers as values."""
        return [as_read(json.loads(line)) for line in self.lines]


def by_scripts(batches: Sequence[tuple[str, Sequence[Asked]]], timeout: float = 900) -> list[Answers]:
    """What each script answers for its patients, all by one run of node.

    Without node the test is skipped, but not where CI is true: there, it is installed.
    """
    if shutil.which("node") is None:
        why = "there is no node on this machine (Debian: apt-get install nodejs)"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)
    with tempfile.TemporaryDirectory() as folder:
        given = []
        for index, (text, asked) in enumerate(batches):
            path = Path(folder) / f"engine_{index}.js"
            path.write_text(text, encoding="utf-8")
            patients_ = [{"raw": raw, "today": None if today is None else today.isoformat()} for raw, today in asked]
            given.append({"script": str(path), "asked": patients_})
        done = subprocess.run(
            ["node", str(HERE / "answering.js")],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    lines = iter(done.stdout.splitlines())
    return [Answers(names=json.loads(next(lines)), lines=[next(lines) for _ in asked]) for _, asked in batches]


def by_interpreter(guideline: Guideline, asked: Sequence[Asked]) -> list[Answer]:
    """What the interpreter answers for each patient, with the numbers of the trace."""
    return [as_read(_interpreted(guideline, raw, today)) for raw, today in asked]


def _interpreted(guideline: Guideline, raw: Mapping[str, object], today: date | None) -> Answer:
    reading = read_patient(guideline, raw, as_of=today)
    if reading.patient is None:
        return {"problems": [{"input": p.input, "message": p.message, "help": p.help} for p in reading.problems]}
    result = evaluate(guideline, reading.patient, as_of=today)
    answer: dict[str, Any] = to_json(result)
    for entry, step in zip(answer["trace"], result.trace, strict=True):
        entry.update(id=step.id, branch=step.branch)
    return answer


def as_read(value: Answer) -> Answer:
    """A JSON value as JavaScript reads it."""
    match value:
        case dict():
            return {key: as_read(each) for key, each in value.items()}
        case list():
            return [as_read(each) for each in value]
        case int() if abs(value) >= EXACT:
            return float(value) if abs(value) <= sys.float_info.max else str(value)
        case _:
            return value


def disagreements(guideline: Guideline, found: Sequence[Answer], asked: Sequence[Asked]) -> list[str]:
    """A message for each patient on whom script and interpreter differ, in values or in the order of keys."""
    expected = by_interpreter(guideline, asked)
    assert len(found) == len(expected)
    return [
        f"{guideline.name}, today {today}\n{json.dumps(raw)}\n{_differing(mine, theirs)}"
        for (raw, today), mine, theirs in zip(asked, found, expected, strict=True)
        if json.dumps(mine) != json.dumps(theirs)
    ]


def asked_of(guideline: Guideline, count: int, seed: int = 1) -> list[Asked]:
    """So many random patients on every threshold and beside it, a fifth of them nearly known, mostly with the day."""
    fully = list(islice(patients.nearly_known(guideline, count, seed), count // 5))
    everybody = [*patients.patients(guideline, count - len(fully), seed), *fully]
    days = (patients.TODAY, patients.TODAY, None)
    return [({key: plain(each) for key, each in raw.items()}, days[n % 3]) for n, raw in enumerate(everybody)]


@cache
def guideline_at(path: Path) -> Guideline:
    """The guideline of a file, read once."""
    return guideline_of(path.read_text("utf-8"), str(path))


def guideline_of(text: str, path: str = "made.mg") -> Guideline:
    """The guideline of a text."""
    report = read_guideline(SourceFile(path, text))
    assert report.guideline is not None, [found.message for found in report.diagnostics]
    return report.guideline


def _differing(mine: Answer, theirs: Answer) -> str:
    keys = [key for key in (*theirs, *mine) if theirs.get(key) != mine.get(key)] or ["the order of the keys"]
    return "\n".join(
        f"  {key}\n    interpreter: {theirs.get(key)}\n    script:      {mine.get(key)}" for key in dict.fromkeys(keys)
    )
