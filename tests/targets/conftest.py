"""What the tests of several targets share."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _beside(name: str) -> ModuleType:
    """A module of this folder; tests are no package."""
    known = f"targets_{name}"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[known] = module
        spec.loader.exec_module(module)
    return sys.modules[known]


@pytest.fixture(scope="session")
def generated() -> ModuleType:
    """`generated.py`: makes guidelines up from a seed."""
    return _beside("generated")


@pytest.fixture(scope="session")
def reading() -> ModuleType:
    """`reading.py`: reads back what a PDF shows."""
    return _beside("reading")
