"""A code, its page and what is claimed of it hold together."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from milligram.diagnostics import CHECKED, CODES, explain, render_text
from milligram.diagnostics.display import columns_of
from milligram.diagnostics.manual import PAGES, Example, examples
from milligram.diagnostics.registry import BETWEEN
from milligram.pipeline import check_path, check_text
from milligram.pipeline.conflicting import compare_files
from milligram.target import find_targets

FOUND_BY_BUILD = {"MG904", "MG905"}
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_pages_exist_exactly_for_the_codes_that_are_checked() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == CHECKED


@pytest.mark.parametrize("code", sorted(CHECKED))
def test_a_page_has_its_title_a_bad_and_a_good_example_and_a_reason(code: str) -> None:
    page = explain(CODES[code])
    lines = page.splitlines()
    assert lines[0] == f"# {code} {CODES[code].title}"
    assert 15 <= len(lines) <= (52 if code in BETWEEN else 42)
    assert max(map(columns_of, lines)) <= 120
    kinds = [kind for kind, _ in _FENCE.findall(page)]
    assert set(kinds) == {"mg bad", "mg good"}
    assert kinds.index("mg bad") < kinds.index("mg good")
    assert lines[-1].strip()
    assert "\nWhy it matters: " in page


@pytest.mark.parametrize("code", sorted(CHECKED))
def test_the_repaired_example_differs_from_the_faulty_one(code: str) -> None:
    examples = [example for _, example in _FENCE.findall(explain(CODES[code]))]
    assert all(example.strip() for example in examples)
    assert len(set(examples)) == len(examples)


@pytest.mark.parametrize("code", sorted(CHECKED))
def test_a_page_refers_to_registered_codes_only(code: str) -> None:
    assert set(re.findall(r"\bMG\d{3}\b", explain(CODES[code]))) <= set(CODES)


ALONE = [(code, each) for code in sorted(CHECKED - BETWEEN) for each in examples(CODES[code])]


def test_a_part_that_is_repaired_is_put_into_the_faulty_guideline() -> None:
    """What has the same name is replaced, the rest kept, what is new put behind it."""
    faulty, repaired = examples(CODES["MG304"])
    assert faulty.whole == faulty.shown
    assert repaired.shown.startswith("substance magnesium")
    assert repaired.whole.startswith("guideline low_magnesium\n")
    assert repaired.whole.count("input serum_magnesium in mEq/L of magnesium, ") == repaired.whole.count("input ") == 1
    assert repaired.whole.endswith("substance magnesium formula Mg, charge 2\n")


@pytest.mark.parametrize(("code", "example"), ALONE, ids=[f"{code}-{each.faulty}" for code, each in ALONE])
def test_a_faulty_example_has_the_fault_and_nothing_else_and_the_repaired_one_is_clean(
    code: str, example: Example, tmp_path: Path
) -> None:
    """So every code that `check` or `build` can find is found in a whole guideline, and its repair repairs it."""
    path = tmp_path / f"{code}.mg"
    path.write_text(example.whole, encoding="utf-8", errors="surrogateescape")
    report = check_path(path, as_of=date(2026, 11, 22))
    found = report.diagnostics
    if code in FOUND_BY_BUILD and report.guideline is not None:
        found += find_targets()["card"].emit(report.guideline, frozenset({"pdf"})).diagnostics
    assert {item.code.code for item in found} == ({code} if example.faulty else set()), render_text(found)


@pytest.mark.parametrize("code", sorted(BETWEEN))
def test_two_faulty_examples_have_the_fault_between_them_and_nothing_else_and_the_repaired_ones_are_clean(
    code: str, tmp_path: Path
) -> None:
    for example in examples(CODES[code]):
        paths = []
        for number, each in enumerate(re.split(r"(?m)^(?=guideline )", example.whole)[1:]):
            alone = check_text(each, f"{code}.mg", as_of=date(2026, 11, 22)).diagnostics
            assert alone == (), render_text(alone)
            paths.append(tmp_path / f"{example.faulty}_{number}.mg")
            paths[-1].write_text(each, encoding="utf-8")
        assert len(paths) == 2
        found = compare_files(paths).findings
        assert {item.code.code for item in found} == ({code} if example.faulty else set()), render_text(found)


def test_the_codes_that_no_reason_silences_are_listed_where_it_is_said() -> None:
    said = " ".join(explain(CODES["MG029"]).split()).split("Never silenced are ", 1)[1].split(". ", 1)[0]
    listed = {
        f"MG{number:03}"
        for first, last in re.findall(r"MG(\d{3})(?: to MG(\d{3}))?", said)
        for number in range(int(first), int(last or first) + 1)
    }
    silent = {code for code in CHECKED if not CODES[code].can_allow}
    assert "reading faults (MG0xx, but for MG000)" in said
    assert listed - {"MG000"} == {code for code in silent if not code.startswith("MG0")}
    assert {code for code in CHECKED if code.startswith("MG0")} - silent == {"MG000"}
