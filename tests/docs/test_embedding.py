"""The page on embedding: every example is run, in order, in one session, and prints what is shown."""

from __future__ import annotations

import doctest
import re
import sys
from pathlib import Path

import milligram
import pytest

from tests.docs.fences import blocks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "embedding.md").read_text("utf-8")
FENCES = [block.text for block in blocks(PAGE, "python")]


def test_every_example_prints_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``...`` in what is shown stands for any text, as doctest has it."""
    (tmp_path / "guidelines").symlink_to(ROOT / "guidelines")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "path", [*sys.path])
    test = doctest.DocTestParser().get_doctest("".join(FENCES), {}, "embedding.md", "embedding.md", 0)
    assert len(test.examples) > 30
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False).run(test, out=said.append)
    sys.modules.pop("magnesium_neck_spasm", None)
    assert not said, "".join(said)


def test_every_fence_is_an_example_and_shows_something() -> None:
    assert len(FENCES) == PAGE.count("```") // 2
    for fence in FENCES:
        assert fence.startswith(">>> ")
        assert any(line and not line.startswith((">>>", "...")) for line in fence.splitlines())


def test_every_public_name_is_on_the_page() -> None:
    named = set(re.findall(r"`?\b(?:milligram\.)?(\w+)", PAGE))
    assert set(milligram.__all__) - {"Severity", "Result"} <= named
    methods = [name for name in vars(milligram.Guideline) if not name.startswith("_")]
    assert set(methods) - {"id", "version", "status", "regimens", "sha256"} <= named
