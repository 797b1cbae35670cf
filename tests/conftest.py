"""What tests of every folder share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tests import built

Work = Callable[[Callable[[], object]], int]


@pytest.fixture(scope="session", autouse=True)
def share_what_is_built(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One folder for the processes of one run: pytest-xdist gives each a folder in that of the run."""
    own = tmp_path_factory.getbasetemp()
    built.share((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "built")


@pytest.fixture
def work() -> Work:
    """Counts the calls that a function makes, ours and the interpreter's own.

    A measure of work that is the same on every machine and under every load, where seconds are not.
    """

    def count(function: Callable[[], object]) -> int:
        calls = 0

        def profile(frame: FrameType, event: str, argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(profile)
        try:
            function()
        finally:
            sys.setprofile(before)
        return calls

    return count
