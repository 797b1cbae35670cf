"""The decision tables of other checkers' test suites, re-created: the same gaps and overlaps, or a reason written down.

Each file under ``cases/`` says at its top where the table is from and what its own suite publishes, in that suite's
numbers of rules:

    #! from: kie-dmn-validation, OverlapsMsgTest, improveHF.dmn, FIRST
    #! gaps: 0
    #! overlaps: 1+3, 2+3
    #! found: MG102, MG102

``found`` is what we say of its gaps and overlaps. ``not asked`` and ``skipped`` stand where the suite expects nothing.
Further lines: ``masked`` and ``subsumed`` (``1 by 2``), ``contracted``, ``duplicate``, ``misleading``, ``error``;
``rows`` gives the peer's numbers where the rows are in another order here; ``also`` names findings of other kinds;
``difference`` says why we answer otherwise.

Three things are held together: what is published, what `tables` counts on the file's own text without the compiler,
and what the checker finds, in the table and in the same rows as a decision.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from datetime import date
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from milligram.diagnostics import CHECKED, Diagnostic, render_text
from milligram.interpret import evaluate, read_patient, to_json
from milligram.pipeline import CheckReport, check_text

HERE = Path(__file__).parent


def _beside(name: str) -> ModuleType:
    """A module of this folder; tests are no package."""
    spec = importlib.util.spec_from_file_location(f"peers_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tables = _beside("tables")

PATHS = sorted((HERE / "cases").glob("*.mg"))
BY_NAME = "kie_symbol"
"""The one table with a limit that is a name: it cannot be counted cell by cell."""
COUNTED = [path for path in PATHS if path.stem != BY_NAME]
AS_OF = date(2026, 11, 22)

GAPS = {"MG101", "MG104", "MG111"}
OVERLAPS = {"MG102", "MG103"}
SUGGESTED = {"MG106", "MG107", "MG109", "MG203"}
"""What is said of rows that are not wrong, but of no use."""

each_case = pytest.mark.parametrize("path", COUNTED, ids=[path.stem for path in COUNTED])
each_form = pytest.mark.parametrize("form", ["table", "decide"])


def _case(path: Path, form: str = "table") -> Any:
    return tables.read_case(_text(path, form))


def _text(path: Path, form: str) -> str:
    text = path.read_text(encoding="utf-8")
    return tables.as_decide(text) if form == "decide" else text


def _report(path: Path, form: str) -> CheckReport:
    return check_text(_text(path, form), path.name, as_of=AS_OF)


def _with(path: Path, key: str) -> bool:
    return _case(path).header.get(key, "not asked") not in ("not asked", "skipped")


def _asked(key: str) -> pytest.MarkDecorator:
    chosen = [path for path in COUNTED if _with(path, key)]
    return pytest.mark.parametrize("path", chosen, ids=[path.stem for path in chosen])


def _groups(words: str) -> list[frozenset[int]]:
    return [] if words == "none" else [frozenset(map(int, word.split("+"))) for word in words.split(", ")]


def _pairs(words: str) -> list[tuple[int, int]]:
    """``2 by 1, 4 by 3`` as pairs of the peer's numbers."""
    return [(int(one), int(two)) for one, two in re.findall(r"(\d+) \w+ (\d+)", words)]


def _lines(found: Diagnostic) -> list[int]:
    """The lines that a finding is about, its own first."""
    return [found.source.position(span.start)[0] for span in (found.span, *(label.span for label in found.labels))]


# --- what is published, and what is counted on the text ---


def test_there_are_enough_tables_and_each_says_where_it_is_from() -> None:
    origins = {",".join(_header(path)["from"].split(",")[:3]) for path in PATHS}
    assert len([origin for origin in origins if origin.startswith("kie-dmn-validation")]) >= 40
    assert len([origin for origin in origins if origin.startswith("dmn-check")]) >= 5
    assert {key for path in PATHS for key in _header(path)} == {
        *("from", "gaps", "overlaps", "found", "masked", "subsumed", "contracted", "duplicate", "misleading", "error"),
        *("also", "rows", "difference"),
    }


def _header(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#!")]
    return dict(line.removeprefix("#! ").split(": ", 1) for line in lines)


@_asked("gaps")
def test_the_published_number_of_gaps_is_counted_on_the_re_created_table(path: Path) -> None:
    case = _case(path)
    assert tables.swept_gaps(case) == int(case.header["gaps"])


@_asked("overlaps")
def test_the_published_overlaps_are_counted_on_the_re_created_table(path: Path) -> None:
    case = _case(path)
    assert sorted(map(sorted, tables.swept_overlaps(case))) == sorted(map(sorted, _groups(case.header["overlaps"])))


@_asked("masked")
def test_a_rule_published_as_masked_lies_within_the_one_that_masks_it(path: Path) -> None:
    case = _case(path)
    assert _within(case, _pairs(case.header["masked"]))


@_asked("subsumed")
def test_a_rule_published_as_subsumed_lies_within_one_that_answers_alike(path: Path) -> None:
    case = _case(path)
    pairs = _pairs(case.header["subsumed"])
    assert _within(case, pairs)
    assert all(tables.one_band(case, pair) for pair in pairs)


def _within(case: Any, pairs: list[tuple[int, int]]) -> bool:
    rows = {row.number: row for row in case.rows}
    return all(
        all(small <= large for small, large in zip(rows[one].takes, rows[two].takes, strict=True)) for one, two in pairs
    )


@_asked("duplicate")
def test_rules_published_as_one_written_twice_take_the_same_cells(path: Path) -> None:
    case = _case(path)
    rows = {row.number: row.takes for row in case.rows}
    assert all(len({rows[number] for number in group}) == 1 for group in _groups(case.header["duplicate"]))


@_asked("contracted")
def test_rules_published_as_contractible_make_one_band(path: Path) -> None:
    case = _case(path)
    assert all(tables.one_band(case, group) for group in _groups(case.header["contracted"]))


# --- what the interpreter does ---


@each_form
@each_case
def test_the_interpreter_stops_in_just_the_cells_that_are_missing_or_doubled(path: Path, form: str) -> None:
    """A fault where no row holds, or several that answer differently; an answer everywhere else."""
    case, guideline = _case(path, form), _report(path, form).guideline
    assert guideline is not None
    wrong: list[dict[str, object]] = []
    for cell in case.cells():
        patient = {name: _given(places[at]) for name, places, at in zip(case.columns, case.places, cell, strict=True)}
        reading = read_patient(guideline, patient)
        assert reading.patient is not None, reading.problems
        result = to_json(evaluate(guideline, reading.patient))
        answers = {row.answer for row in case.at(cell)}
        if bool(result["faults"]) == (len(answers) == 1 or (case.first and bool(answers))):
            wrong.append(patient)
    assert wrong == []


def _given(place: object) -> object:
    """A place as JSON for a patient: a flag, a word, or the digits of a number, which all end here."""
    if not isinstance(place, Fraction):
        return {"yes": True, "no": False}.get(str(place), place)
    with localcontext() as context:
        context.prec = 60
        context.traps[Inexact] = True
        return str(Decimal(place.numerator) / Decimal(place.denominator))


# --- what the checker finds ---


@each_form
@each_case
def test_the_checker_finds_gaps_where_there_are_some(path: Path, form: str) -> None:
    """Each finding shows a patient whom no row takes; where numbers are one column, each region has its own."""
    case, report = _case(path, form), _report(path, form)
    regions = tables.gap_regions(case)
    found = [d for d in report.diagnostics if d.code.code in GAPS]
    assert bool(found) == bool(regions), render_text(report.diagnostics)
    for finding in found:
        assert finding.witness is not None
        shown = set(case.cells_of(finding.witness))
        assert any(shown <= region for region in regions), render_text([finding])
    if len(case.columns) == 1:
        assert len(found) == len(regions), render_text(found)


@each_form
@each_case
def test_the_checker_finds_the_same_rows_overlapping(path: Path, form: str) -> None:
    """Each pair that answers differently somewhere is named by a finding, with a patient whom both take; no other."""
    case, report = _case(path, form), _report(path, form)
    found = [d for d in report.diagnostics if d.code.code in OVERLAPS]
    wanted = tables.overlapping(case)
    named = {pair for d in found for pair in combinations(sorted(set(_lines(d))), 2)}
    assert wanted <= named, render_text(found)
    for finding in found:
        assert finding.witness is not None
        for cell in case.cells_of(finding.witness):
            here = {row.line for row in case.at(cell)}
            assert any(set(pair) <= here & set(_lines(finding)) for pair in wanted), render_text([finding])


@each_form
@each_case
def test_the_checker_finds_as_many_as_are_written_down(path: Path, form: str) -> None:
    found = sorted(d.code.code for d in _report(path, form).diagnostics if d.code.code in GAPS | OVERLAPS)
    assert ", ".join(found) == _case(path).header["found"].replace("none", "")


@each_form
@each_case
def test_the_checker_finds_nothing_else(path: Path, form: str) -> None:
    report = _report(path, form)
    also = _case(path).header.get("also", "")
    others = [d for d in report.diagnostics if d.code.code not in GAPS | OVERLAPS | SUGGESTED]
    assert ", ".join(d.code.code for d in others) == also, render_text(others)


@pytest.mark.skipif("MG106" not in CHECKED, reason="masked rows are not looked for yet")
@each_form
@each_case
def test_the_checker_finds_the_masked_rows(path: Path, form: str) -> None:
    case, report = _case(path, form), _report(path, form)
    lines = {row.line: row.number for row in case.rows}
    found = {lines[_lines(d)[0]] for d in report.diagnostics if d.code.code == "MG106"}
    assert found == tables.masked(case), render_text(report.diagnostics)
    if case.first:
        assert {one for one, _ in _pairs(case.header.get("masked", ""))} <= found


@pytest.mark.skipif("MG107" not in CHECKED, reason="mergeable rows are not looked for yet")
@each_form
@each_case
def test_the_checker_finds_the_rows_that_can_be_one(path: Path, form: str) -> None:
    """What is published as contractible or subsumed is named; nothing is named that would not make one band."""
    case, report = _case(path, form), _report(path, form)
    numbers = {row.line: row.number for row in case.rows}
    found = [
        frozenset(numbers[line] for line in _lines(d) if line in numbers)
        for d in report.diagnostics
        if d.code.code == "MG107"
    ]
    assert all(tables.one_band(case, group) for group in found), render_text(report.diagnostics)
    published = _groups(case.header.get("contracted", "none"))
    published += [frozenset(pair) for pair in _pairs(case.header.get("subsumed", ""))]
    assert all(any(group <= named for named in found) for group in published), render_text(report.diagnostics)


@each_form
def test_a_limit_that_is_a_name_is_report(form: str) -> None:
    """The peer gives up on it. The last row takes every value that the first does not."""
    report = _report(HERE / "cases" / f"{BY_NAME}.mg", form)
    assert report.diagnostics == (), render_text(report.diagnostics)


def test_the_table_that_cannot_be_counted_is_the_only_one() -> None:
    with pytest.raises(ValueError, match="at least threshold"):
        _case(HERE / "cases" / f"{BY_NAME}.mg")


# --- what is written down ---


def test_the_readme_names_every_case_that_differs() -> None:
    text = (HERE / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:kie|dmn_check)_\w+)`", text))
    assert {path.stem for path in PATHS if "difference" in _header(path)} <= named
    assert named <= {path.stem for path in PATHS}
