"""What holds for every guideline: canonical text, unique names; and, unless kept as it was published, clean."""

from __future__ import annotations

from pathlib import Path

import pytest
from milligram.interpret import run_cases
from milligram.pipeline import check_path
from milligram.source import SourceFile
from milligram.syntax.format import format_source

GUIDELINES = Path(__file__).parents[2] / "guidelines"
EVERY = sorted(GUIDELINES.rglob("*.mg"))
SOUND = [path for path in EVERY if "as_published" not in path.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(GUIDELINES))


def test_there_are_guidelines_to_look_at() -> None:
    assert len(SOUND) >= 3
    assert len(EVERY) - len(SOUND) >= 2


@pytest.mark.parametrize("path", EVERY, ids=name_of)
def test_stands_in_the_canonical_form(path: Path) -> None:
    text = path.read_text("utf-8")
    assert format_source(SourceFile(path.name, text)).text == text


def test_names_are_unique() -> None:
    guidelines = [check_path(path).guideline for path in EVERY]
    names = [each.name for each in guidelines if each is not None]
    assert len(names) == len(EVERY)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_checks_clean_under_strict(path: Path) -> None:
    assert [f"{found.code.code}: {found.message}" for found in check_path(path).diagnostics] == []


@pytest.mark.parametrize("path", SOUND, ids=name_of)
def test_cases_pass_and_take_every_branch(path: Path) -> None:
    """Branches, and each condition of a `when` both true and false; that one is unknown need not have a case."""
    guideline = check_path(path).guideline
    assert guideline is not None
    run = run_cases(guideline)
    assert [(c.case.name, o.got) for c in run.cases for o in c.outcomes if not o.met] == []
    assert run.passed
    assert not [fault for case in run.cases for fault in case.result.faults]
    assert [(way.line, way.outcome) for way in run.coverage.missed if way.outcome != "unknown"] == []
