"""The JSON Schemas of a module against what it takes and gives, judged by a standard validator."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from milligram.ir.nodes import Guideline
from milligram_targets.python import module_text

from tests.agreement import patients
from tests.built import guideline_at, module_text_at

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "guidelines", ROOT / "tests" / "cases" / "agreement")
PATHS = [path for folder in FOLDERS for path in sorted(folder.rglob("*.mg")) if "as_published" not in path.parts]
Load = Callable[[str], ModuleType]


def jsonable(data: dict[str, object]) -> dict[str, Any] | None:
    """The patient as JSON, if JSON has all of its values."""
    try:
        found: dict[str, Any] = json.loads(json.dumps(data, allow_nan=False))
    except (TypeError, ValueError):
        return None
    return found


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_is_accepted_and_answered_validates(path: Path, load: Load) -> None:
    """Every patient that `from_dict` takes, every patient written by `to_dict`, and every result."""
    guideline = guideline_at(path)
    module = load(module_text_at(path))
    for schema in module.JSON_SCHEMA.values():
        Draft202012Validator.check_schema(schema)
    patient, result = (Draft202012Validator(module.JSON_SCHEMA[name]) for name in ("patient", "result"))
    accepted = 0
    for data in patients.patients(guideline, 40, 5):
        given = jsonable(data)
        try:
            read = module.Patient.from_dict(data)
        except module.PatientError as error:
            refused = tuple(error.problems)
            if given is not None and patient.is_valid(given) and not all(map(beyond_a_schema, refused)):
                pytest.fail(f"the schema takes {given}, which is refused: {refused}")
            continue
        accepted += 1
        if given is not None:
            assert not [*patient.iter_errors(given)], given
        written = read.to_dict()
        assert not [*patient.iter_errors(json.loads(json.dumps(written)))], written
        if given is not None:  # a fraction of Python's may have no decimal in any unit
            assert module.Patient.from_dict(written) == read
        answer = module.evaluate(data, today=patients.TODAY)
        faults = [fault.message for fault in result.iter_errors(json.loads(answer.to_json()))]
        assert not faults, faults[0]
    assert accepted >= 5


def beyond_a_schema(problem: Any) -> bool:
    """What no schema can say: values that exclude each other, days that are to come, texts with a unit."""
    text = problem.value is not None and problem.value.startswith("“")
    state = problem.value in (None, "an object")
    return problem.input is None or text or state


GOOD: tuple[dict[str, object], ...] = (
    {},
    {"level": None, "tablets": None},
    {"level": 3.3, "weak": True, "age": 40},
    {"level": " 3.3 mmol/L of potassium ", "weak": " YES "},
    {"level": "3.3", "tablets": {"step": 1, "time": "2 weeks"}},
    {"tablets": {"step": "1", "since": "2026-11-01"}, "today": "2026-11-22"},
    {"tablets step": 1, "tablets time": 3},
)
BAD: tuple[dict[str, object], ...] = (
    {"level": True},
    {"level": 0.5},
    {"level": 11},
    {"level": [3]},
    {"level": "much"},
    {"age": 40.5},
    {"weak": "perhaps"},
    {"weak": 1},
    {"colour": 1},
    {"tablets": {"step": 9}},
    {"tablets": {"step": 1, "dose": 1}},
    {"tablets": {"step": 1, "time": -1}},
    {"tablets": 1},
    {"today": "tomorrow"},
    {"today": 20261122},
)


@pytest.fixture(scope="module")
def module(small: Guideline, load: Load) -> ModuleType:
    return load(module_text(small))


@pytest.mark.parametrize("data", GOOD, ids=str)
def test_the_schema_of_a_patient_takes_what_from_dict_takes(module: ModuleType, data: dict[str, object]) -> None:
    module.Patient.from_dict(data)
    assert not [*Draft202012Validator(module.JSON_SCHEMA["patient"]).iter_errors(data)]


@pytest.mark.parametrize("data", BAD, ids=str)
def test_the_schema_of_a_patient_refuses_what_from_dict_refuses(module: ModuleType, data: dict[str, object]) -> None:
    with pytest.raises(module.PatientError):
        module.Patient.from_dict(data)
    assert not Draft202012Validator(module.JSON_SCHEMA["patient"]).is_valid(data)


def test_the_schema_of_a_result_refuses_another_guidelines_and_a_lost_field(module: ModuleType) -> None:
    validator = Draft202012Validator(module.JSON_SCHEMA["result"])
    answer = module.evaluate({"age": 40, "level": 3, "weight": 70, "weak": True}).to_dict()
    assert validator.is_valid(answer)
    assert not validator.is_valid({**answer, "guideline": "another"})
    assert not validator.is_valid({**answer, "advice": [{**answer["advice"][0], "kind": "shout"}]})
    assert not validator.is_valid({name: value for name, value in answer.items() if name != "asks"})
    assert not validator.is_valid({**answer, "trace": [{**answer["trace"][0], "line": "8"}]})
