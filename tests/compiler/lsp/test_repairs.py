"""Each way to mend a finding mends it, and breaks nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from milligram.lsp.know import Known
from milligram.lsp.repairs import Repair, applied, repairs
from milligram.pipeline import CheckReport, check_source
from milligram.source import SourceFile

BAD = Path(__file__).parents[2] / "cases" / "bad"
CODES = ("MG101", "MG103", "MG104", "MG111", "MG302", "MG303")
CASES = [path for code in CODES for path in sorted(BAD.glob(f"{code}*.mg"))]


def checked(text: str) -> CheckReport:
    return check_source(SourceFile("a.mg", text))


def codes(report: CheckReport) -> Counter[str]:
    return Counter(found.code.code for found in report.diagnostics)


def offered(report: CheckReport) -> list[tuple[str, Repair]]:
    known = Known(source=report.source, file=report.file, guideline=report.guideline)
    return [(found.code.code, repair) for found in report.diagnostics for repair in repairs(known, found)]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_mended_is_not_found_again_and_nothing_else_is(path: Path) -> None:
    report = checked(path.read_text(encoding="utf-8"))
    before = codes(report)
    for code, repair in offered(report):
        after = codes(checked(applied(report.source.text, repair.edits)))
        assert after[code] == before[code] - 1, repair.title
        assert after <= before, repair.title


@pytest.mark.parametrize(
    ("bands", "titles"),
    [
        (
            ("under 20 mL/min", "20 to 30 mL/min", "30 to 60 mL/min", "over 60 mL/min"),
            ["Write `20 to under 30 mL/min`", "Write `over 30 to 60 mL/min`"],
        ),
        (
            ("under 30 mL/min", "over 30 mL/min"),
            ["Write `at most 30 mL/min`", "Write `at least 30 mL/min`"],
        ),
        (
            ("at most 29 mL/min", "30 to 60 mL/min", "over 60 mL/min"),
            ["Write `under 30 mL/min`"],
        ),
        (
            ("< 30 mL/min", "30 to 60 mL/min"),
            ["Add a branch `over 60 mL/min:`"],
        ),
    ],
)
def test_the_ways_to_mend_bands_are_told_as_they_are_written(bands: tuple[str, ...], titles: list[str]) -> None:
    head = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\n\nsource r "R"\n'
    rows = "".join(f'    {band}:\n      note "n{number}" [r]\n' for number, band in enumerate(bands))
    text = f"{head}input k in mL/min, plausible 0 to 250\npathway\n  decide by k\n    unknown:\n      end\n{rows}"
    assert [repair.title for _, repair in offered(checked(text))] == titles


def test_a_branch_that_is_added_is_to_be_written() -> None:
    path = next(path for path in CASES if path.stem == "MG101")
    report = checked(path.read_text(encoding="utf-8"))
    ((_, repair),) = offered(report)
    assert repair.then is not None
    text = applied(report.source.text, repair.edits)
    words = text[repair.then.start : repair.then.end]
    assert words == 'unspecified "to be written: what is done for these patients"'
