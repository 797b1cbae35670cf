"""The page on compiled modules: every example is run, in order, against the module itself, and prints what is shown."""

from __future__ import annotations

import doctest
import sys
from pathlib import Path

import pytest
from milligram.pipeline import check_path
from milligram_targets.python import module_text

from tests.docs.fences import blocks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "modules.md").read_text("utf-8")
FENCES = [block.text for block in blocks(PAGE, "python")]
NAME = "magnesium_neck_spasm"


def test_every_example_prints_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guideline = check_path(ROOT / "guidelines" / "magnesium" / "neck_spasm.mg").guideline
    assert guideline is not None
    (tmp_path / f"{NAME}.py").write_text(module_text(guideline), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, NAME, raising=False)
    test = doctest.DocTestParser().get_doctest("".join(FENCES), {}, "modules.md", "modules.md", 0)
    assert len(test.examples) > 20
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    sys.modules.pop(NAME, None)
    assert not said, "".join(said)


def test_every_fence_is_an_example() -> None:
    assert len(FENCES) == PAGE.count("```") // 2
    assert all(fence.startswith(">>> ") for fence in FENCES)


def test_the_import_goal_on_the_page_is_that_of_the_benchmark() -> None:
    benchmark = (ROOT / "benchmarks" / "imports.py").read_text("utf-8")
    assert "GOAL = 25.0" in benchmark
    assert "less than 25 ms" in PAGE
