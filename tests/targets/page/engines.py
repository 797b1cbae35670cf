"""The script of a page, run by node, beside the interpreter.

Enters: a guideline and patients. Leaves: what the script answers, what the interpreter answers, and how they differ.

Numbers that JSON cannot hold exactly are given to both as text. An integer beyond 2**53 counts as the number that
JavaScript reads for it.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

from milligram.interpret import evaluate, read_patient, to_json
from milligram.ir.nodes import Guideline
from milligram.quantity import decimal_text

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
EXACT = 2**53

Asked = tuple[Mapping[str, object], date | None]
Answer = Any


def _agreement(name: str) -> ModuleType:
    """A module of ``tests/agreement``; tests are no package."""
    key = f"agreement_{name}"
    if key not in sys.modules:
        spec = importlib.util.spec_from_file_location(key, ROOT / "tests" / "agreement" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[key] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[key]


agreeing = _agreement("agreeing")
patients, modules = agreeing.patients, agreeing.modules


def plain(value: object) -> object:
    """A value as JSON holds it: a fraction as the text of a decimal near it, for both."""
    match value:
        case Fraction():
            return decimal_text(value, 12)[0]
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case _:
            return value


def by_script(text: str, asked: Sequence[Asked], timeout: float = 300) -> list[Answer]:
    """What a script answers for each patient."""
    batch = [{"raw": raw, "today": None if today is None else today.isoformat()} for raw, today in asked]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "engine.js"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["node", str(HERE / "answering.js"), str(path)],
            input=json.dumps(batch),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return [as_read(json.loads(line)) for line in done.stdout.splitlines()]


def by_interpreter(guideline: Guideline, asked: Iterable[Asked]) -> list[Answer]:
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
            return float(value)
        case _:
            return value


def disagreements(guideline: Guideline, text: str, asked: Sequence[Asked]) -> list[str]:
    """A message for each patient on whom script and interpreter differ, in values or in the order of keys."""
    found = by_script(text, asked)
    expected = by_interpreter(guideline, asked)
    assert len(found) == len(expected)
    return [
        f"{guideline.name}, today {today}\n{json.dumps(raw)}\n{_differing(mine, theirs)}"
        for (raw, today), mine, theirs in zip(asked, found, expected, strict=True)
        if json.dumps(mine) != json.dumps(theirs)
    ]


def _differing(mine: Answer, theirs: Answer) -> str:
    keys = [key for key in (*theirs, *mine) if theirs.get(key) != mine.get(key)] or ["the order of the keys"]
    return "\n".join(
        f"  {key}\n    interpreter: {theirs.get(key)}\n    script:      {mine.get(key)}" for key in dict.fromkeys(keys)
    )
