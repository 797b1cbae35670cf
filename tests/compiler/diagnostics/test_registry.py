"""The registry agrees with the design's table, and `explain` claims nothing that is not checked."""

from __future__ import annotations

import subprocess
import sys

import pytest
from milligram.diagnostics import CHECKED, CODES, Severity, explain, find

WARNINGS = [
    "MG029",
    "MG106",
    "MG107",
    "MG109",
    "MG203",
    "MG305",
    "MG306",
    "MG308",
    "MG404",
    "MG405",
    "MG501",
    "MG504",
    "MG506",
    "MG508",
    "MG702",
    "MG704",
    "MG800",
    "MG802",
    "MG803",
    "MG804",
    "MG805",
    "MG806",
    "MG807",
    "MG901",
    "MG902",
    "MG903",
]
NEVER_SILENCED = [
    "MG101",
    "MG102",
    "MG103",
    "MG104",
    "MG111",
    "MG201",
    "MG202",
    "MG301",
    "MG304",
    "MG401",
    "MG402",
    "MG403",
    "MG406",
    "MG502",
]


def test_each_code_stands_under_its_own_number_in_order() -> None:
    assert all(number == code.code for number, code in CODES.items())
    assert list(CODES) == sorted(CODES)


def test_slugs_are_words_joined_by_hyphens_and_unique() -> None:
    slugs = [code.slug for code in CODES.values()]
    assert len(set(slugs)) == len(slugs)
    assert all(slug.replace("-", "").isalpha() and slug.islower() for slug in slugs)


def test_severities_are_those_of_the_table() -> None:
    assert [number for number, code in CODES.items() if code.severity is Severity.WARNING] == WARNINGS


def test_what_no_reason_can_silence() -> None:
    reading = [number for number in CODES if number.startswith("MG0") and number != "MG000"]
    refused = [number for number, code in CODES.items() if not code.can_allow]
    assert refused == sorted(reading + NEVER_SILENCED)


def test_only_registered_codes_are_claimed() -> None:
    assert set(CODES) >= CHECKED


@pytest.mark.parametrize("name", ["MG103", "mg103", " Mg103 ", "shared-boundary", "Shared Boundary"])
def test_a_code_is_found_by_number_and_by_name(name: str) -> None:
    assert find(name) is CODES["MG103"]


@pytest.mark.parametrize("name", ["", "MG999", "boundary", "103"])
def test_what_is_no_code_is_not_found(name: str) -> None:
    assert find(name) is None


def test_a_code_not_checked_says_what_it_will_find_and_that_it_is_not_looked_for() -> None:
    for number in set(CODES) - CHECKED:
        page = explain(CODES[number])
        assert CODES[number].finds in page
        assert "does not check it yet" in page


def test_a_clean_run_imports_no_renderer() -> None:
    """What is only needed to print findings is not paid for without one."""
    script = (
        "import sys, milligram.diagnostics as d; d.CODES; "
        "print([m for m in sys.modules if m == 'json' or m.startswith('milligram.diagnostics.as_')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
