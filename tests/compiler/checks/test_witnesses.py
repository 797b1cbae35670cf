"""Every patient that a finding shows can be pasted as a case, and the interpreter faults there for that patient."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic, Severity
from milligram.interpret import evaluate, read_patient
from milligram.pipeline import check_text

BAD = sorted((Path(__file__).parents[2] / "cases" / "bad").glob("MG1*.mg"))
AS_OF = date(2026, 11, 22)
SHOWN = {"MG101", "MG102", "MG103", "MG104", "MG111"}


def _found() -> list[tuple[str, str, Diagnostic]]:
    found = []
    for path in BAD:
        text = path.read_text(encoding="utf-8")
        for one in check_text(text, path.name, as_of=AS_OF).diagnostics:
            if one.code.code in SHOWN:
                found.append((f"{path.stem}:{one.source.line_of(one.span)}", text, one))
    return found


FOUND = _found()


def test_every_code_that_shows_a_patient_is_among_the_cases() -> None:
    assert {one.code.code for _, _, one in FOUND} == SHOWN


@pytest.mark.parametrize(("text", "finding"), [each[1:] for each in FOUND], ids=[each[0] for each in FOUND])
def test_the_patient_of_a_finding_shows_the_fault(text: str, finding: Diagnostic) -> None:
    assert finding.witness, "each of these is about a patient"
    given = ", ".join(f"{name} {value}" for name, value in finding.witness.items())
    whole = f'{text}case "who shows it"\n  {given}\n  expect no advise "nothing of this name"\n'
    report = check_text(whole, "pasted.mg", as_of=AS_OF)
    before = {one.code for one in check_text(text, "pasted.mg", as_of=AS_OF).diagnostics}
    others = [one for one in report.diagnostics if one.level is Severity.ERROR and one.code not in before]
    assert not others, [one.message for one in others]
    assert report.guideline is not None
    case = report.guideline.cases[0]
    faults = evaluate(report.guideline, case.patient, as_of=AS_OF).faults
    kind = "several" if finding.code.code in {"MG102", "MG103"} else "no "
    lines = {finding.source.line_of(place) for place in (finding.span, *(label.span for label in finding.labels))}
    assert [fault for fault in faults if fault.message.startswith(kind) and lines & set(fault.lines)], faults


@pytest.mark.parametrize(("text", "finding"), [each[1:] for each in FOUND], ids=[each[0] for each in FOUND])
def test_the_patient_of_a_finding_is_one_that_a_run_accepts(text: str, finding: Diagnostic) -> None:
    home = check_text(text, "g.mg", as_of=AS_OF).guideline
    assert home is not None
    assert read_patient(home, dict(finding.witness or {}), as_of=AS_OF).problems == ()
