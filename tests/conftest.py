"""What tests of every folder share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from tests import built

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Work = Callable[[Callable[[], object]], int]


@pytest.fixture(scope="session", autouse=True)
def share_what_is_built(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One folder for the processes of one run: pytest-xdist gives each a folder in that of the run."""
    own = tmp_path_factory.getbasetemp()
    built.share((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "built")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests of a process: two cannot be driven side by side. Without it the tests are skipped,
    but not where CI is true: there, it is installed."""
    found = shutil.which("chromium")
    if found is None:
        why = "there is no chromium on this machine (Debian: apt-get install chromium)"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


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
