"""What is offered for a finding leaves a text that can be read, and does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from milligram.diagnostics import Severity
from milligram.interpret.cases import run_cases
from milligram.lsp.actions import Action, actions
from milligram.lsp.analysis import read
from milligram.lsp.findings import Shown
from milligram.lsp.know import Known
from milligram.lsp.repairs import applied
from milligram.pipeline import CheckReport, check_source
from milligram.source import SourceFile, Span
from milligram.syntax import parse

BAD = sorted((Path(__file__).parents[2] / "cases" / "bad").glob("*.mg"))
GAP = """\
guideline g
  title "G"
  version 1.0.0
  status draft
  for "tests"
source r "R"
input level "Level" in mmol/L, plausible 0 to 10
pathway
  decide "Level" by level  # here
    unknown:
      order level [r]
      end
    under 5 mmol/L:
      advise "rest" [r]
    6 mmol/L to 8 mmol/L:
      advise "rise"
    over 8 mmol/L:
      advise "rise"
"""


def checked(text: str) -> CheckReport:
    return check_source(SourceFile("a.mg", text))


def offered(text: str) -> list[Action]:
    """Everything that is offered anywhere in a text."""
    report = checked(text)
    reading = read(report.source)
    known = Known(source=report.source, file=reading.file, guideline=reading.guideline)
    shown = [Shown(finding=found, state="proved") for found in report.diagnostics]
    return list(actions(known, shown, Span(0, len(text))))


def faults(text: str) -> int:
    return sum(found.level is Severity.ERROR for found in parse(SourceFile("a.mg", text)).diagnostics)


@pytest.mark.parametrize("part", range(8))
def test_each_action_leaves_a_text_that_can_be_read(part: int) -> None:
    """Over every bad case: what could be read can be read after it, and a repair adds no fault of reading."""
    tried = 0
    for path in BAD[part::8]:
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        if len(text) > 20_000:
            continue
        before = faults(text)
        for action in offered(text):
            tried += 1
            assert faults(applied(text, action.edits)) <= before, (path.name, action.title)
    assert tried > 5


def test_the_patient_of_a_gap_becomes_a_case_that_fails_until_it_is_written() -> None:
    (action,) = [each for each in offered(GAP) if each.kind == "case" and each.finding.finding.code.code == "MG101"][:1]
    text = applied(GAP, action.edits)
    guideline = checked(text).guideline
    assert guideline is not None
    (case,) = run_cases(guideline).cases
    assert not case.passed
    assert action.then is not None
    assert text[action.then.start : action.then.end].startswith('unspecified "to be written')
    witness = action.finding.finding.witness
    assert witness is not None
    assert all(f"  {name} {value}\n" in text for name, value in witness.items())


def test_a_second_case_of_one_patient_has_another_name() -> None:
    first = next(each for each in offered(GAP) if each.kind == "case")
    text = applied(GAP, first.edits)
    second = next(each for each in offered(text) if each.kind == "case")
    names = [line for line in applied(text, second.edits).splitlines() if line.startswith("case")]
    assert len(names) == len(set(names)) == 2


def test_what_is_allowed_is_not_found_any_more() -> None:
    uncited = [each for each in offered(GAP) if each.kind == "allow" and each.finding.finding.code.code == "MG800"]
    assert len(uncited) == 2
    for action in uncited:
        text = applied(GAP, action.edits)
        codes = [found.code.code for found in checked(text).diagnostics]
        assert codes.count("MG800") == 1
        assert "MG029" not in codes
        assert action.then is not None
        assert text[action.then.start : action.then.end] == "…"


def test_what_is_never_safe_is_never_offered_to_be_allowed() -> None:
    assert not [each for each in offered(GAP) if each.kind == "allow" and not each.finding.finding.code.can_allow]
    assert any(not each.finding.finding.code.can_allow for each in offered(GAP))


def test_an_allow_stands_before_the_comment_of_its_line_or_beneath_it() -> None:
    text = GAP.replace('      advise "rise"\n    over', '      advise "rise"  # why not\n    over')
    for action in offered(text):
        if action.kind == "allow":
            assert not faults(applied(text, action.edits))
            assert "# why not\n" in applied(text, action.edits)


def test_a_finding_of_an_earlier_text_is_not_made_a_case() -> None:
    report = checked(GAP)
    known = Known(source=report.source, file=report.file, guideline=report.guideline)
    shown = [Shown(finding=found, state="earlier") for found in report.diagnostics]
    assert not [each for each in actions(known, shown, Span(0, len(GAP))) if each.kind == "case"]


def test_only_findings_at_the_place_are_mended() -> None:
    report = checked(GAP)
    known = Known(source=report.source, file=report.file, guideline=report.guideline)
    shown = [Shown(finding=found, state="proved") for found in report.diagnostics]
    assert not list(actions(known, shown, Span(0, 0)))
