"""A code, its page and what is claimed of it hold together."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from milligram.diagnostics import CHECKED, CODES, explain, render_text
from milligram.diagnostics.display import columns_of
from milligram.diagnostics.manual import PAGES
from milligram.diagnostics.registry import BETWEEN
from milligram.pipeline import check_text
from milligram.pipeline.conflicting import compare_files
from milligram.source import SourceFile
from milligram.syntax import parse
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


_DECLARATIONS = [
    "guideline",
    "source",
    "substance",
    "class",
    "input",
    "impossible",
    "define",
    "table",
    "score",
    "regimen",
    "monitor",
    "pitfall",
    "claim",
    "notice",
    "missing",
    "effect",
    "caution",
    "pathway",
    "part",
    "case",
]
_PARENTS = {"issued": "guideline x", "review": "guideline x", "never": 'pitfall "x"'}


def _whole(example: str) -> str:
    """A part of a guideline under the line that it belongs under; statements belong under a pathway."""
    first = next(line for line in example.splitlines() if not line.startswith("#")).split()[0]
    if first in _DECLARATIONS:
        return example
    return f"{_PARENTS.get(first, 'pathway')}\n" + "".join(f"  {line}\n" for line in example.splitlines())


def _guidelines(example: str) -> list[str]:
    """An example of two guidelines is two texts."""
    return [each for each in re.split(r"(?m)^(?=guideline )", example) if each]


@pytest.mark.parametrize("code", sorted(CHECKED))
def test_the_repaired_examples_parse(code: str) -> None:
    for kind, example in _FENCE.findall(explain(CODES[code])):
        if kind == "mg good":
            for each in _guidelines(example):
                found = parse(SourceFile(f"{code}.mg", _whole(each))).diagnostics
                assert found == (), render_text(found)


_WHOLE = [
    (code, kind, example)
    for code in sorted(CHECKED)
    for kind, example in _FENCE.findall(explain(CODES[code]))
    if example.startswith("guideline") and code not in BETWEEN
]


@pytest.mark.parametrize(("code", "kind", "example"), _WHOLE, ids=[f"{code}-{kind[3:]}" for code, kind, _ in _WHOLE])
def test_a_whole_faulty_example_has_the_fault_and_nothing_else_and_the_repaired_one_is_clean(
    code: str, kind: str, example: str
) -> None:
    report = check_text(example, f"{code}.mg", as_of=date(2026, 11, 22))
    found = report.diagnostics
    if code in FOUND_BY_BUILD and report.guideline is not None:
        found += find_targets()["card"].emit(report.guideline, frozenset({"pdf"})).diagnostics
    assert {item.code.code for item in found} == ({code} if kind == "mg bad" else set()), render_text(found)


@pytest.mark.parametrize("code", sorted(BETWEEN))
def test_two_faulty_examples_have_the_fault_between_them_and_nothing_else_and_the_repaired_ones_are_clean(
    code: str, tmp_path: Path
) -> None:
    for kind, example in _FENCE.findall(explain(CODES[code])):
        paths = []
        for number, each in enumerate(_guidelines(example)):
            alone = check_text(each, f"{code}.mg", as_of=date(2026, 11, 22)).diagnostics
            assert alone == (), render_text(alone)
            paths.append(tmp_path / f"{kind[3:]}_{number}.mg")
            paths[-1].write_text(each, encoding="utf-8")
        assert len(paths) == 2
        found = compare_files(paths).findings
        assert {item.code.code for item in found} == ({code} if kind == "mg bad" else set()), render_text(found)


def test_most_pages_about_decisions_units_and_evidence_show_whole_guidelines() -> None:
    """Else the test above could pass by having nothing to check."""
    assert len(_WHOLE) >= 2 * 20
