"""What tests of every folder share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

Work = Callable[[Callable[[], object]], int]


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
