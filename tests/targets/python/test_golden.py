"""Three modules as they are written, byte for byte, for a reviewer: the difference is what a change does to all.

Read the difference; accept it with MILLIGRAM_ACCEPT=1.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.built import guideline_at, module_text_at

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).parent / "golden"
GUIDELINES = {
    "magnesium_neck_spasm": ROOT / "guidelines" / "magnesium" / "neck_spasm.mg",
    "curb_65": ROOT / "guidelines" / "pneumonia" / "curb65.mg",
    "insulin_correction": ROOT / "guidelines" / "diabetes" / "insulin_correction.mg",
}


@pytest.mark.parametrize("name", GUIDELINES)
def test_the_module_is_its_golden_byte_for_byte(name: str) -> None:
    assert guideline_at(GUIDELINES[name]).name == name
    found = module_text_at(GUIDELINES[name])
    golden = GOLDEN / f"{name}.py"
    if os.environ.get("MILLIGRAM_ACCEPT"):
        golden.write_bytes(found.encode("utf-8"))
    accepted = golden.read_bytes().decode("utf-8")
    for number, (ours, theirs) in enumerate(zip(found.split("\n"), accepted.split("\n"), strict=False), 1):
        assert ours == theirs, f"{golden.name}:{number}"
    assert found == accepted


@pytest.mark.parametrize("name", GUIDELINES)
def test_a_reader_meets_the_guideline_first(name: str) -> None:
    """Its part opens within the first 200 lines, before anything that is the same for every guideline."""
    lines = (GOLDEN / f"{name}.py").read_text("utf-8").split("\n")
    places = {line.strip("# -"): number for number, line in enumerate(lines) if line.startswith("# --- ")}
    assert places["The guideline"] < 200
    assert places["The guideline"] < places["The way in"] < places["The same for every guideline"]


@pytest.mark.parametrize("name", GUIDELINES)
def test_what_a_reader_reads_has_short_functions_with_the_authors_lines(name: str) -> None:
    """Each function of the guideline's part says what it is, and all but the whole's own name a line of the text."""
    import ast

    text = (GOLDEN / f"{name}.py").read_text("utf-8")
    part = text[text.index("# --- The guideline --") : text.index("# --- The way in --")]
    functions = [node for node in ast.parse(part).body if isinstance(node, ast.FunctionDef)]
    assert len(functions) >= 5
    for node in functions:
        said = ast.get_docstring(node) or ""
        assert said, node.name
        named = "(line" in said.replace("\n", " ") or node.name in ("applies", "impossible")
        assert named or node.name.startswith("rules_on_"), (node.name, said)
