"""Findings on small guidelines from text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from textwrap import dedent

import pytest
from milligram.diagnostics import Diagnostic
from milligram.pipeline import check_text

AS_OF = date(2026, 11, 22)
HEAD = """\
guideline g
  title   "G"
  version 1.0.0
"""

Find = Callable[..., list[Diagnostic]]


def find_in(text: str, *codes: str) -> list[Diagnostic]:
    """The findings on a guideline with a plain header; with codes, only those, and nothing about sources."""
    whole = HEAD + dedent(text)
    found = check_text(whole, "g.mg", as_of=AS_OF).diagnostics
    if codes:
        return [one for one in found if one.code.code in codes]
    return [one for one in found if one.code.code != "MG800"]


@pytest.fixture(scope="session")
def find() -> Find:
    return find_in
