"""The oracle finds what is there and nothing else, and the checker agrees with it on a sample of mutants."""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType

import pytest
from milligram.interpret import evaluate
from milligram.ir.nodes import Guideline
from milligram.resolve import resolve
from milligram.source import SourceFile
from milligram.syntax import parse

HERE = Path(__file__).parent
GUIDELINES = sorted(p for p in (HERE.parents[1] / "guidelines").rglob("*.mg") if "as_published" not in p.parts)


def _beside(name: str) -> ModuleType:
    """A module of this folder, which is a package only when the score runs; tests are none."""
    package = "mutation_under_test"
    if package not in sys.modules:
        made = module_from_spec(ModuleSpec(package, None, is_package=True))
        made.__path__ = [str(HERE)]
        sys.modules[package] = made
    return importlib.import_module(f"{package}.{name}")


lazy = _beside("lazy")
labels = _beside("labels")
judging = _beside("judging")
operators_of_text = _beside("operators_of_text")
oracle = _beside("oracle")
score = _beside("score")

HEAD = """\
guideline kidney
  title   "Kidney"
  version 0.1.0
  status  draft
source s1 "Local protocol"
substance magnesium formula Mg, charge 2
input clearance in mL/min, plausible 0 to 250
input level in mmol/L, plausible 0 to 10
input depleted yes or no
"""


def _read(text: str) -> tuple[Guideline, object]:
    source = SourceFile("kidney.mg", text)
    parsed = parse(source)
    assert parsed.file is not None
    assert not parsed.diagnostics, parsed.diagnostics
    guideline = resolve(parsed.file, source).guideline
    assert guideline is not None
    return guideline, parsed.file


def _found(body: str) -> set[frozenset[str]]:
    guideline, file = _read(HEAD + body)
    walker = oracle.Oracle(guideline)
    return set(labels.labels(walker, walker.walk(), file).present)


DECIDE = """\
pathway
  decide by clearance
    unknown:
      order clearance [s1]
      end
    {}:
      advise "one" [s1]
    {}:
      advise "two" [s1]
    {}:
      advise "three" [s1]
  when depleted or level over 5 mmol/L:
    note "other"
"""

RULED = """\
pitfall "Check the kidneys" [s1]
  never give magnesium when clearance {}
pathway
{}
  when depleted or level over 5 mmol/L:
    note "other"
  give 12 mmol of magnesium [s1]
"""


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        (("under 20 mL/min", "20 to under 30 mL/min", "at least 30 mL/min"), set()),
        (("under 20 mL/min", "20 to 30 mL/min", "at least 30 mL/min"), {"MG103"}),
        (("under 20 mL/min", "20 to under 30 mL/min", "over 30 mL/min"), {"MG104"}),
        (("under 20 mL/min", "20 to 29 mL/min", "at least 30 mL/min"), {"MG111"}),
        (("under 20 mL/min", "20 to under 30 mL/min", "at least 35 mL/min"), {"MG101"}),
        (("under 20 mL/min", "15 to under 30 mL/min", "at least 30 mL/min"), {"MG102"}),
        (("under 20 mL/min", "20 to under 300 mL/min", "at least 300 mL/min"), {"MG105", "MG110"}),
    ],
)
def test_the_oracle_tells_gaps_and_overlaps_by_their_width(bands: tuple[str, ...], expected: set[str]) -> None:
    assert {min(codes) for codes in _found(DECIDE.format(*bands))} == expected


@pytest.mark.parametrize(
    ("rule", "guard", "expected"),
    [
        ("is unknown", "  when clearance is unknown:\n    order clearance [s1]\n    end", set()),
        ("is unknown", "", {"MG402"}),
        ("under 20 mL/min", "  when clearance under 20 mL/min:\n    end", set()),
        ("under 20 mL/min", "  when clearance under 10 mL/min:\n    end", {"MG401"}),
        ("under 20 mL/min", "  when clearance is known and clearance under 20 mL/min:\n    end", {"MG202"}),
        (
            "under 20 mL/min",
            "  when clearance under 20 mL/min:\n    end\n  advise against magnesium [s1]",
            {"MG406"},
        ),
    ],
)
def test_the_oracle_judges_a_give_before_the_run_keeps_it_back(rule: str, guard: str, expected: set[str]) -> None:
    assert {min(codes) for codes in _found(RULED.format(rule, guard))} == expected


def test_the_oracle_hears_a_silent_unknown() -> None:
    bands = ("under 20 mL/min", "20 to under 30 mL/min", "at least 30 mL/min")
    spoken = DECIDE.format(*bands)
    silent = spoken.replace("      order clearance [s1]\n", "")
    assert {min(codes) for codes in _found(silent)} == {"MG201"}
    assert not _found(silent.replace("      end\n", '      end because "nothing to do"\n', 1))


def test_the_oracle_tells_a_row_that_is_masked_from_one_that_holds_for_nobody() -> None:
    table = """\
table by clearance gives grade first that applies
  under 20 mL/min   | low   [s1]
  under {} mL/min  | low   [s1]
  at least 20 mL/min | high [s1]
pathway
  report grade
  when depleted or level over 5 mmol/L:
    note "other"
"""
    assert {min(codes) for codes in _found(table.format("15"))} == {"MG106"}
    assert {min(codes) for codes in _found(table.format("0"))} == {"MG105"}


@pytest.mark.parametrize("path", GUIDELINES, ids=lambda path: path.stem)
def test_the_oracle_s_patients_come_out_without_a_fault(path: Path) -> None:
    """Those it believes to end well in a clean guideline do so when the interpreter runs them."""
    source = SourceFile(str(path), path.read_text(encoding="utf-8"))
    parsed = parse(source)
    assert parsed.file is not None
    guideline = resolve(parsed.file, source).guideline
    assert guideline is not None
    walker = oracle.Oracle(guideline)
    seen = walker.walk()
    assert seen.finals
    for history in seen.finals:
        result = evaluate(guideline, lazy.patient_of(history), as_of=lazy.TODAY)
        assert result.applies
        assert not result.faults, labels.shown(history)


def test_what_changes_only_words_is_labelled_as_if_everybody_had_been_run() -> None:
    """The short way of `judging` for such operators finds what the walk finds."""
    tried = set()
    for mutant in score.mutants("curb65"):
        if mutant.operator not in operators_of_text.WORDS or mutant.operator in tried:
            continue
        tried.add(mutant.operator)
        report = judging.check_text(mutant.text, mutant.path)
        assert report.guideline is not None
        _, walked, gave_up = judging._labelled(report.guideline, report.file)
        short = judging._labels_before(mutant.path).copy()
        labels.label_written(report.file, short)
        assert not gave_up
        assert set(walked.present) == set(short.present), mutant.operator
        assert walked.open == short.open, mutant.operator
    assert len(tried) > 5


def test_the_checker_agrees_with_the_oracle_on_a_sample(capsys: pytest.CaptureFixture[str]) -> None:
    """``make mutation`` does the same with all of them."""
    missed = score.main(["--guideline", "throat", "--sample", "25", "--jobs", "1", "--claimed"])
    assert not missed, capsys.readouterr().out
