"""Pairs of guidelines with one fault between them, and near misses without any: the whole text is compared.

``between/<codes>_<form>/`` holds ``a.mg``, ``b.mg`` and ``expected.txt``, what `milligram conflicts` prints of them;
``near/`` holds the same two, mended. Each file alone has no findings. ``MILLIGRAM_ACCEPT=1`` writes the texts anew.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from milligram.diagnostics import render_text
from milligram.diagnostics.registry import BETWEEN
from milligram.pipeline import check_path
from milligram.pipeline.conflicting import compare_files

HERE = Path(__file__).parent / "between"
PAIRS = sorted(path for path in HERE.iterdir() if path.is_dir())
AS_OF = date(2026, 11, 22)
MOST_COLUMNS = 80


def _between(folder: Path) -> tuple[set[str], str]:
    found = compare_files([folder / "a.mg", folder / "b.mg"], as_of=AS_OF).findings
    text = render_text(found, width=MOST_COLUMNS).replace(f"{folder}{os.sep}", "")
    return {each.code.code for each in found}, text


@pytest.mark.parametrize("folder", PAIRS, ids=[path.name for path in PAIRS])
def test_a_pair_says_what_is_expected_and_shows_the_codes_that_it_is_named_after(folder: Path) -> None:
    codes, text = _between(folder)
    expected = folder / "expected.txt"
    if os.environ.get("MILLIGRAM_ACCEPT"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert codes == set(re.findall(r"MG\d{3}", folder.name))
    assert max(map(len, text.splitlines())) <= MOST_COLUMNS


@pytest.mark.parametrize("folder", PAIRS, ids=[path.name for path in PAIRS])
def test_a_near_miss_is_clean(folder: Path) -> None:
    codes, text = _between(folder / "near")
    assert not codes, text


@pytest.mark.parametrize("path", sorted(HERE.rglob("*.mg")), ids=lambda path: str(path.relative_to(HERE)))
def test_each_guideline_alone_is_clean(path: Path) -> None:
    """So the fault is between the two, and not in one of them."""
    found = check_path(path, as_of=AS_OF).diagnostics
    assert not found, render_text(found)


def test_every_code_between_guidelines_has_a_pair() -> None:
    assert {code for path in PAIRS for code in re.findall(r"MG\d{3}", path.name)} == BETWEEN
