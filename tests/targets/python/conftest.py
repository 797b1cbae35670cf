"""Generated modules for the tests of the Python target."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from milligram.ir.nodes import Guideline

from tests.built import guideline_at, module_text_at

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "guidelines", ROOT / "tests" / "cases" / "agreement", Path(__file__).parent)


@pytest.fixture(scope="session")
def small() -> Guideline:
    return guideline_at(Path(__file__).parent / "small.mg")


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The module of every guideline, of every kind of construct."""
    paths = sorted(path for folder in FOLDERS for path in folder.rglob("*.mg"))
    found = {path.stem: module_text_at(path) for path in paths}
    assert len(found) >= 12
    return found


@pytest.fixture(scope="session")
def load() -> Callable[[str], ModuleType]:
    """A module from its text."""

    def loaded(text: str) -> ModuleType:
        import sys

        module = ModuleType("generated_guideline")
        sys.modules[module.__name__] = module  # dataclasses look their module up
        exec(compile(text, "<generated>", "exec"), module.__dict__)
        del sys.modules[module.__name__]
        return module

    return loaded
