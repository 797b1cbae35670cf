"""Every patient that a finding shows is a case as it stands: it parses, resolves and adds no finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
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


NUMBERS = "input a number, plausible 1 to 100\ninput b number, plausible 1 to 100\n"


def _witness_of(text: str) -> dict[str, str] | None:
    head = 'guideline g\n  title   "G"\n  version 1.0.0\n'
    (found,) = check_text(f"{head}{text}", "g.mg", as_of=AS_OF).diagnostics
    assert found.code.code == "MG104"
    return None if found.witness is None else dict(found.witness)


@pytest.mark.parametrize("condition", ["7 * a + 3 * b", "a / b", "9 * a - 7 * b"])
def test_where_the_digits_of_one_solution_do_not_end_another_is_shown(condition: str) -> None:
    body = '    under 11:\n      note "a"\n    over 11:\n      note "b"\n'
    witness = _witness_of(f"{NUMBERS}define q: {condition}\npathway\n  decide by q\n{body}")
    assert witness is not None
    a, b = (Fraction(witness[name]) for name in "ab")
    assert eval(condition, {"a": a, "b": b}) == 11


def test_also_where_two_inputs_decide() -> None:
    """No single number is known to be wanted here."""
    rows = "".join(
        f'    {q} and a {a}:\n      note "{n}"\n'
        for n, (q, a) in enumerate(
            [("q under 11", "under 50"), ("q over 11", "under 50"), ("q at least 0", "at least 50")]
        )
    )
    witness = _witness_of(f'{NUMBERS}define q: 7 * a + 3 * b\npathway\n  decide "q"\n{rows}')
    assert witness is not None
    assert 7 * Fraction(witness["a"]) + 3 * Fraction(witness["b"]) == 11


def test_no_patient_is_shown_where_no_chart_could_hold_the_number() -> None:
    body = '    under 10:\n      note "a"\n    over 10:\n      note "b"\n'
    text = f"input a number, plausible 1 to 100\ndefine q: 3 * a\npathway\n  decide by q\n{body}"
    assert _witness_of(text) is None


def test_years_since_a_date_stay_within_a_lifetime() -> None:
    (path,) = (path for path in BAD if path.stem == "MG101_years")
    shown = [one.witness for one in check_text(path.read_text(encoding="utf-8"), "g.mg", as_of=AS_OF).diagnostics]
    years = [date.fromisoformat(one["today"]).year - date.fromisoformat(one["born"]).year for one in shown if one]
    assert years
    assert all(65 <= number <= 90 for number in years)
