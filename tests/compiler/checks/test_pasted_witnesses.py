"""Every patient that a finding shows, of whatever code, is a case as it stands: it parses, resolves and adds no finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic, render_text
from milligram.interpret import read_patient
from milligram.pipeline import check_text

BAD = sorted((Path(__file__).parents[2] / "cases" / "bad").glob("*.mg"))
AS_OF = date(2026, 11, 22)


def _codes(diagnostics: tuple[Diagnostic, ...]) -> Counter[str]:
    return Counter(one.code.code for one in diagnostics)


def _pasted(text: str, found: list[Diagnostic]) -> Iterator[str]:
    yield text
    for number, one in enumerate(found):
        given = ", ".join(f"{name} {value}" for name, value in (one.witness or {}).items())
        yield f'case "patient {number}"\n  {given}\n  expect no advise "nothing of this name"\n' if given else ""


@pytest.mark.parametrize("path", BAD, ids=[path.stem for path in BAD])
def test_the_patients_of_all_findings_can_be_pasted_as_cases(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    report = check_text(text, path.name, as_of=AS_OF)
    shown = [one for one in report.diagnostics if one.witness]
    if not shown:
        return
    pasted = check_text("".join(_pasted(text, shown)), path.name, as_of=AS_OF)
    new = _codes(pasted.diagnostics) - _codes(report.diagnostics)
    assert not new, render_text(pasted.diagnostics)
    assert report.guideline is not None
    for one in shown:
        assert read_patient(report.guideline, dict(one.witness or {}), as_of=AS_OF).problems == ()
        assert "about" not in " ".join((one.witness or {}).values())


def test_many_findings_show_a_patient() -> None:
    shown = {
        one.code.code
        for path in BAD
        for one in check_text(path.read_text(encoding="utf-8"), path.name, as_of=AS_OF).diagnostics
        if one.witness
    }
    assert len(shown) >= 10
