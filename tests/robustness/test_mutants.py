"""Any bytes, and guidelines that were changed at random: every stage and every target, and never an exception.

By hand for longer: ``MILLIGRAM_MUTANTS=20000 pytest tests/robustness/test_mutants.py``.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from milligram.diagnostics import render_json, render_sarif, render_text
from milligram.pipeline import CheckReport, check_path
from milligram.syntax import RESERVED

MUTANTS = int(os.environ.get("MILLIGRAM_MUTANTS", "40"))
BOUNDED = settings(
    deadline=None, max_examples=MUTANTS, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

Exercise = Callable[..., CheckReport]
Mutate = Callable[[random.Random], Callable[[str, int], str]]


@given(data=st.data())
@settings(BOUNDED)
def test_a_guideline_with_some_changes(
    data: st.DataObject, exercise: Exercise, mutator: Mutate, texts: tuple[str, ...]
) -> None:
    """Names, units, numbers, kinds, lines and declarations change; what still has a meaning is run and built."""
    seed = data.draw(st.integers(0, 2**32))
    chance = random.Random(seed)
    text = mutator(chance)(chance.choice(texts), data.draw(st.integers(1, 5)))
    exercise(text, seed, patients=1)


@given(text=st.text(max_size=300))
@settings(BOUNDED)
def test_any_text(text: str, exercise: Exercise) -> None:
    exercise(text, patients=1)


@given(words=st.lists(st.sampled_from([*sorted(RESERVED), "a", "b", "5", "mg", '"x"', ":", ",", "\n", "\n  "])))
@settings(BOUNDED)
def test_any_words_of_the_language(words: list[str], exercise: Exercise) -> None:
    """After a header, so that what is read has a meaning."""
    exercise('guideline g\n  title "G"\n' + " ".join(words), patients=1)


@given(contents=st.binary(max_size=300))
@settings(BOUNDED)
def test_any_bytes_in_a_file(contents: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.mg"
    path.write_bytes(contents)
    report = check_path(path)
    render_text(report.diagnostics)
    render_json(report.diagnostics, files=1)
    render_sarif(report.diagnostics, version="1")
    assert report.diagnostics, "no bytes are a guideline by chance"


def test_guidelines_and_examples_as_they_stand(exercise: Exercise, texts: tuple[str, ...]) -> None:
    """Nothing fails before anything is changed, in every tenth of them (all are mutated elsewhere); one is drawn."""
    for number, text in enumerate(texts[::10]):
        exercise(text, number, draw=number == 0, patients=1)


def test_a_folder_or_an_absent_file_is_a_finding(tmp_path: Path) -> None:
    assert [found.code.code for found in check_path(tmp_path).diagnostics] == ["MG010"]
    assert [found.code.code for found in check_path(tmp_path / "absent.mg").diagnostics] == ["MG010"]
