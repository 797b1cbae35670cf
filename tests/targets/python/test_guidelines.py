"""Every guideline of the repository as a module: built, imported, run on all of its cases; and typed."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from milligram.interpret import evaluate, run_cases, to_json
from milligram.ir.nodes import Patient

from tests.built import guideline_at, module_text_at

ROOT = Path(__file__).parents[3]
PATHS = [path for path in sorted((ROOT / "guidelines").rglob("*.mg")) if "as_published" not in path.parts]
MAGNESIUM = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"
CONSTRUCTS = sorted((ROOT / "tests" / "cases" / "agreement").glob("*.mg"))
"""Guidelines that use what those of the repository do not."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the module of every guideline."""
    folder = tmp_path_factory.mktemp("built")
    for path in (*PATHS, *CONSTRUCTS):
        (folder / f"{path.stem}.py").write_text(module_text_at(path), "utf-8")
    return folder


def imported(built: Path, name: str) -> ModuleType:
    """A module from its file, as another program imports it."""
    spec = importlib.util.spec_from_file_location(f"built_{name}", built / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def data_of(patient: Patient) -> dict[str, object]:
    """A case's patient as a caller gives it."""
    data: dict[str, object] = dict(patient.values)
    for name, state in patient.regimens.items():
        parts = {"step": state.step, "time": state.time, "since": state.since}
        data[name] = {part: value for part, value in parts.items() if value is not None} or None
    return data


def test_the_guidelines_are_those_of_the_folder() -> None:
    assert len(PATHS) >= 9


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_is_run_on_all_its_cases(path: Path, built: Path) -> None:
    """The interpreter finds every expectation met, and the module answers each case as the interpreter does."""
    guideline = guideline_at(path)
    module = imported(built, path.stem)
    results = run_cases(guideline).cases
    assert len(results) >= 5
    for result in results:
        assert result.passed, result.case.name
        patient = result.case.patient
        expected = to_json(evaluate(guideline, patient, as_of=date(2026, 11, 22)))
        assert module.evaluate(data_of(patient), today=date(2026, 11, 22)).to_dict() == expected, result.case.name


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_says_what_it_is(path: Path, built: Path) -> None:
    guideline = guideline_at(path)
    module = imported(built, path.stem)
    assert (module.GUIDELINE.id, module.GUIDELINE.version) == (guideline.name, guideline.version)
    assert (module.GUIDELINE.status, module.GUIDELINE.review_by) == (guideline.status, guideline.review_by)
    assert module.GUIDELINE.sha256 == guideline.source.digest
    assert list(module.INPUTS) == list(guideline.inputs)
    for name, declared in guideline.inputs.items():
        found = module.INPUTS[name]
        assert (found.label, found.loinc, found.snomed) == (declared.title, declared.loinc, declared.snomed)
        assert found.plausible == declared.plausible
    assert vars(module.Patient()).keys() >= {*guideline.inputs, *guideline.regimens}
    assert module.evaluate(module.Patient()).to_dict() == module.evaluate({}).to_dict()


def _supporting(module: Path) -> set[str]:
    """The classes and functions of a module that are the same for every guideline that needs them."""
    _, _, support = module.read_text("utf-8").partition("# --- The same for every guideline")
    found = set(re.findall(r"^(?:class|def) (\w+)", support, re.MULTILINE))
    assert found
    return found


@pytest.mark.skipif(shutil.which("node") is None, reason="pyright runs on node; without it, it would download one")
def test_modules_of_every_construct_pass_pyright_strict(built: Path) -> None:
    """And a module with a fault in its types does not.

    All support code and each construct stand in the modules of `CONSTRUCTS` and of the magnesium guideline; what
    another guideline adds is more of the same. `test_module.py` has mypy read every module; with MILLIGRAM_SLOW=1 in
    the environment pyright does so too.
    """
    paths = [*PATHS, *CONSTRUCTS] if os.environ.get("MILLIGRAM_SLOW") else [MAGNESIUM, *CONSTRUCTS]
    read = [f"{path.stem}.py" for path in paths]
    named = {path.stem: _supporting(built / f"{path.stem}.py") for path in (*PATHS, *CONSTRUCTS)}
    assert set().union(*named.values()) == set().union(*(named[path.stem] for path in paths))
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11", "include": [*read, "wrong.py"]}
    (built / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    wrong = built / "wrong.py"
    wrong.write_text("from neck_spasm import evaluate\nline: str = evaluate({}).advice[0].line\n", "utf-8")
    try:
        command = [sys.executable, "-m", "pyright", "--outputjson"]
        done = subprocess.run(command, cwd=built, capture_output=True, text=True, check=False)
    finally:
        wrong.unlink()
    found: Mapping[str, Any] = json.loads(done.stdout)
    errors = [each for each in found["generalDiagnostics"] if not each["file"].endswith("wrong.py")]
    assert not errors, [f"{each['file']}: {each['message']}" for each in errors[:5]]
    assert len(found["generalDiagnostics"]) == 1
    assert found["summary"]["filesAnalyzed"] == len(read) + 1
