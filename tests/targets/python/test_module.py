"""The generated module as a file: complete in itself, typed, formatted, the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from milligram.ir.nodes import Guideline
from milligram.target import find_targets
from milligram_targets.python import emit, module_text

HERE = Path(__file__).parent
HEADER, NEXT = "# --- The guideline ", "# --- The way in "


def guideline_part(text: str) -> str:
    """What was written for the guideline, without the support that every module carries."""
    return text[text.index(HEADER) : text.index(NEXT)]


def test_the_small_guideline_reads_as_its_golden(small: Guideline) -> None:
    """Read the difference; accept it with MILLIGRAM_ACCEPT=1."""
    golden = HERE / "golden" / "small.py.txt"
    found = guideline_part(module_text(small))
    if os.environ.get("MILLIGRAM_ACCEPT"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


def test_the_target_is_found_and_writes_one_file(small: Guideline) -> None:
    emission = find_targets()["python"].emit(small, frozenset({"py"}))
    assert [file.suffix for file in emission.files] == [".py"]
    assert emission.files[0].content.decode("utf-8") == module_text(small)
    assert not emission.diagnostics


_CALLER = """
from datetime import date
from decimal import Decimal

from small import INPUTS, Advice, OnRegimen, Patient, Result, evaluate

patient = Patient(age=40, level="3.3 mmol/L", weight=Decimal("70.5"), weak=None, tablets=OnRegimen(step=1, time=5))
result: Result = evaluate(patient, today=date(2026, 11, 22))
first: Advice = result.advice[0]
amount = None if first.dose is None else first.dose.amount
unit: str | None = INPUTS["level"].unit
evaluate({"age": 40})
Patient(weak="perhaps")  # type: ignore[arg-type]
Patient(colour=1)  # type: ignore[call-arg]
""".strip()


def test_all_modules_and_a_caller_pass_mypy_strict(texts: dict[str, str], tmp_path: Path) -> None:
    """The caller's two mistakes are noticed: an ignored line without a fault would be one."""
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    (tmp_path / "caller.py").write_text(_CALLER, "utf-8")
    files = ["caller.py", *(f"{name}.py" for name in texts)]
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", *files]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize(
    "arguments", [["format", "--check", "--diff"], ["check", "--ignore", "SIM102,SIM114"]], ids=["format", "lint"]
)
def test_all_modules_are_as_ruff_would_have_them(texts: dict[str, str], tmp_path: Path, arguments: list[str]) -> None:
    """But for SIM102 and SIM114: a module nests and parts its questions as its guideline does."""
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def test_a_module_runs_alone_in_an_empty_folder(texts: dict[str, str], tmp_path: Path) -> None:
    """With `-I`: no site folder of the user, no environment, and nothing of Milligram imported."""
    (tmp_path / "neck_spasm.py").write_text(texts["neck_spasm"], "utf-8")
    script = (
        "import json, sys\n"
        "sys.path.insert(0, '.')\n"
        "import neck_spasm\n"
        "patient = {'age': 40, 'serum_magnesium': 0.6, 'creatinine_clearance': 95, 'volume_depleted': False}\n"
        "answer = neck_spasm.evaluate(patient).to_dict()\n"
        "assert not [name for name in sys.modules if name.startswith('milligram')]\n"
        "print(json.dumps([advice['text'] for advice in answer['advice']]))\n"
    )
    command = [sys.executable, "-I", "-S", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "give 12 mmol of magnesium as magnesium oxide (480 mg of magnesium oxide) at night" in done.stdout


def test_it_imports_the_standard_library_only(texts: dict[str, str]) -> None:
    import ast

    for text in texts.values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "__future__"}


def test_the_same_guideline_gives_the_same_bytes(small: Guideline) -> None:
    """In one process, and in others whose hashes of texts differ."""
    expected = emit(small, frozenset({"py"}))
    assert emit(small, frozenset({"py"})) == expected
    script = (
        "import sys; from milligram.pipeline import check_path; from milligram_targets.python import module_text;"
        "sys.stdout.buffer.write(module_text(check_path(sys.argv[1]).guideline).encode('utf-8'))"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", script, str(HERE / "small.mg")]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, capture_output=True, env=environment, check=True)
        assert done.stdout == expected.files[0].content


def test_only_what_a_guideline_uses_is_embedded(texts: dict[str, str]) -> None:
    assert "class Score(" in texts["scores"]
    assert "class Score(" not in texts["neck_spasm"]
    assert "class _Root(" in texts["formulas"]
    assert "class _Root(" not in texts["neck_spasm"]


def test_the_arithmetic_of_roots_is_the_compilers_own_text(texts: dict[str, str]) -> None:
    from milligram.quantity import exact

    source = Path(exact.__file__).read_text("utf-8")
    body = source[source.index("FIRST_BITS = 96") :].rstrip("\n")
    assert body in texts["formulas"]
