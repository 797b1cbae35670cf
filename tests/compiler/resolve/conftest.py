"""Short guidelines for the tests of `resolve`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from milligram.resolve import Resolved, resolve
from milligram.source import SourceFile
from milligram.syntax import parse

HEAD = 'guideline g\n  title "Example"\n  version 1.0.0\n'
TAIL = 'pathway\n  note "done"\n'

Resolve = Callable[[str], Resolved]


def resolved(text: str) -> Resolved:
    """A text that parses without a finding, resolved."""
    source = SourceFile("test.mg", text)
    parsed = parse(source)
    assert parsed.file is not None
    assert parsed.diagnostics == ()
    return resolve(parsed.file, source)


@pytest.fixture
def whole() -> Resolve:
    """Resolves a whole guideline."""
    return resolved


@pytest.fixture
def lines() -> Resolve:
    """Resolves declarations: a header stands before them, and a pathway after them where they have none."""

    def put(text: str) -> Resolved:
        return resolved(HEAD + text + ("" if "\npathway" in f"\n{text}" else TAIL))

    return put
