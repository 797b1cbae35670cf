"""`import milligram`: what a path is and what a text, what is refused and how that reads, and that no clock is read."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import milligram
import pytest
from click.testing import CliRunner
from milligram.cli.main import cli
from milligram.interpret import read_patient, to_json
from milligram.interpret.evaluate import evaluate
from milligram.pipeline import building

ROOT = Path(__file__).parents[2]
MAGNESIUM = ROOT / "guidelines" / "magnesium" / "neck_spasm.mg"

SMALL = """\
guideline small
  title   "Small"
  version 1.2.3
  status  active
  for     "adults"
  review by 2026-06-01

source r1 "One"
input age in years whole, plausible 0 to 120
input pain yes or no
input level in mmol/L, plausible 0 to 10

pathway
  when age at least 18 years and pain:
    suggest "rest" [r1]
  when level over 5 mmol/L:
    refer to "a specialist" [r1]

case "in pain"
  age 40 years, pain yes
  expect suggest "rest"
"""
GAP = SMALL.replace('  when level over 5 mmol/L:\n    refer to "a specialist" [r1]\n', (
    '  decide by level\n    under 5 mmol/L:\n      suggest "sleep" [r1]\n    over 5 mmol/L:\n      suggest "run" [r1]\n'
    "    unknown:\n      order level [r1]\n"
))  # fmt: skip
WARNED = SMALL.replace('suggest "rest" [r1]', 'suggest "rest"')


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.chdir(tmp_path)


# --- reading ----------------------------------------------------------------------------------------------------------


def test_a_path_is_a_pathlike_or_a_text_that_ends_in_mg() -> None:
    Path("small.mg").write_text(SMALL, "utf-8")
    Path("small.txt").write_text(SMALL, "utf-8")
    for source in ("small.mg", Path("small.mg"), Path("small.txt"), SMALL, f"{SMALL}# ends in .mg"):
        assert milligram.compile(source).id == "small"
    # a name that does not end in .mg is a text, and so is one of several lines
    for source in ("small.txt", f"{SMALL.rstrip()} [r1] # x\n.mg"):
        with pytest.raises(milligram.GuidelineError) as found:
            milligram.compile(source)
        assert "<text>" in str(found.value)


def test_a_text_is_read_as_a_file_of_these_bytes_is() -> None:
    """A byte-order mark and line ends of other systems; lines count alike."""
    Path("w.mg").write_bytes(b"\xef\xbb\xbf" + GAP.replace("\n", "\r\n").encode())
    by_path = milligram.compile("w.mg")
    by_text = milligram.compile("\ufeff" + GAP.replace("\n", "\r\n"))
    assert by_path.sha256 == by_text.sha256 == milligram.compile(GAP.replace("\n", "\r")).sha256
    assert [each.span for each in by_path.check()] == [each.span for each in by_text.check()] != []


def test_what_it_says_of_itself() -> None:
    found = milligram.compile(SMALL)
    assert (found.id, found.title, found.version, found.status) == ("small", "Small", "1.2.3", "active")
    assert found.inputs == ("age", "pain", "level")
    assert found.regimens == ()
    assert milligram.compile(MAGNESIUM).regimens == ("replacement",)
    assert repr(found) == "Guideline('small', version='1.2.3', status='active')"


@pytest.mark.parametrize("name", ["gone.mg", ".", "latin.mg"])
def test_a_file_that_cannot_be_read_is_a_guideline_error(name: str) -> None:
    Path("latin.mg").write_bytes(SMALL.replace("Small", "Sm\xe4ll").encode("latin-1"))
    with pytest.raises(milligram.GuidelineError) as found:
        milligram.compile(Path(name))
    (finding,) = found.value.diagnostics
    assert finding.code.code.startswith("MG0")
    assert name in str(found.value)


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        ("input pain yes or no", "input pain yes or maybe", {"MG001"}),
        ("and pain:", "and pian:", {"MG011"}),
        ("level over 5 mmol/L", "level over 5 mmHg", {"MG301"}),
        ("guideline small", "guideline", {"MG001"}),
    ],
)
def test_what_is_not_whole_is_refused_with_every_finding_as_the_command_prints_it(
    before: str, after: str, codes: set[str]
) -> None:
    text = SMALL.replace(before, after)
    Path("w.mg").write_text(text, "utf-8")
    with pytest.raises(milligram.GuidelineError) as found:
        milligram.compile("w.mg")
    assert codes <= {each.code.code for each in found.value.diagnostics}
    printed = CliRunner().invoke(cli, ["run", "w.mg"], prog_name="milligram").stderr
    first = str(found.value).split("\n\n")[0]
    assert first in printed
    assert any(each.level is milligram.Severity.ERROR for each in found.value.diagnostics)


def test_the_errors_are_exceptions_that_pickle() -> None:
    """They cross processes, and print the same there."""
    with pytest.raises(milligram.GuidelineError) as refused:
        milligram.compile("guideline")
    with pytest.raises(milligram.PatientError) as wrong:
        milligram.compile(SMALL).evaluate({"age": 700})
    for error in (refused.value, wrong.value):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


# --- checking ---------------------------------------------------------------------------------------------------------


def test_check_gives_the_findings_of_the_command() -> None:
    assert milligram.compile(MAGNESIUM).check() == ()
    (found,) = milligram.compile(GAP).check()
    assert (found.code.code, found.level) == ("MG104", milligram.Severity.ERROR)
    (found,) = milligram.compile(WARNED).check()
    assert (found.code.code, found.level) == ("MG800", milligram.Severity.WARNING)


def test_the_day_is_given_or_no_review_is_looked_at() -> None:
    guideline = milligram.compile(SMALL)
    assert guideline.check() == ()
    assert [each.code.code for each in guideline.check(as_of=date(2026, 6, 2))] == ["MG802"]
    assert guideline.check(as_of=date(2026, 6, 1)) == ()
    assert guideline.evaluate({}).review_overdue is None
    assert guideline.evaluate({}, as_of=date(2026, 6, 2)).review_overdue is True
    assert guideline.evaluate({"today": "2026-06-01"}, as_of=date(2026, 6, 2)).review_overdue is False


def test_what_the_steps_do_not_suffice_for_is_not_decided() -> None:
    assert "MG000" in {each.code.code for each in milligram.compile(MAGNESIUM).check(steps=5)}


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [5.1, Decimal("5.1"), Fraction(51, 10), "5.1", "5.1 mmol/L", "0.0051 mol/L"])
def test_a_value_means_the_decimal_it_prints_as(level: object) -> None:
    guideline = milligram.compile(SMALL)
    assert [each.kind for each in guideline.evaluate({"level": level}).advice] == ["refer"]
    assert guideline.evaluate({"level": "5.0"}).advice == ()


def test_the_result_is_the_interpreters_and_its_dict_that_of_the_command() -> None:
    guideline = milligram.compile(MAGNESIUM)
    data = {"age": 70, "serum_magnesium": 0.6, "replacement": {"step": 1, "since": "2026-11-01"}}
    day = date(2026, 11, 22)
    reading = read_patient(guideline.ir, data, as_of=day)
    assert reading.patient is not None
    expected = evaluate(guideline.ir, reading.patient, as_of=day)
    found = guideline.evaluate(data, as_of=day)
    assert isinstance(found, milligram.Result)
    assert found == expected
    assert found.to_dict() == to_json(expected)
    assert found.courses[0].to_step == 1


def test_a_patient_who_cannot_be_is_refused_with_everything_that_is_wrong() -> None:
    with pytest.raises(milligram.PatientError) as found:
        milligram.compile(SMALL).evaluate({"age": 700, "level": "5 mg", "paint": True})
    assert [each.input for each in found.value.problems] == ["age", "level", "paint"]
    assert str(found.value).splitlines()[0].startswith("age: ")
    assert 'did you mean "pain"?' in str(found.value)
    assert isinstance(found.value, ValueError)


def test_the_cases_are_run() -> None:
    assert milligram.compile(SMALL).test().passed
    assert not milligram.compile(SMALL.replace("age 40 years, pain yes", "age 40 years, pain no")).test().passed


# --- building ---------------------------------------------------------------------------------------------------------


def test_build_gives_the_bytes_that_the_command_writes() -> None:
    Path("small.mg").write_text(SMALL, "utf-8")
    command = ["build", "small.mg", "--target", "python,flowchart", "--format", "py,dot", "--out", "by_command"]
    assert CliRunner().invoke(cli, [*command, "--as-of", "2026-01-01"], prog_name="milligram").exit_code == 0
    guideline = milligram.compile("small.mg")
    found = guideline.build("python") | guideline.build("flowchart", formats=["dot"], out="by_api")
    assert found == {path.name: path.read_bytes() for path in Path("by_command/small").iterdir()}
    assert [path.name for path in Path("by_api/small").iterdir()] == ["small.dot"]
    assert Path("by_api/small/small.dot").read_bytes() == found["small.dot"]


def test_an_error_or_with_strict_a_warning_refuses_a_build_and_writes_nothing() -> None:
    with pytest.raises(milligram.GuidelineError) as found:
        milligram.compile(GAP).build("python", out="out")
    assert [each.code.code for each in found.value.diagnostics] == ["MG104"]
    assert milligram.compile(WARNED).build("python")
    with pytest.raises(milligram.GuidelineError, match=r"error\[MG800\]"):
        milligram.compile(WARNED).build("python", strict=True, out="out")
    with pytest.raises(milligram.GuidelineError, match="MG802"):
        milligram.compile(SMALL).build("python", strict=True, as_of=date(2027, 1, 1), out="out")
    assert not Path("out").exists()


@pytest.mark.parametrize(("target", "formats"), [("pyhton", []), ("python", ["svg"]), ("", [])])
def test_no_such_target_or_format_is_a_value_error(target: str, formats: list[str]) -> None:
    with pytest.raises(ValueError, match=r"no target|no format"):
        milligram.compile(SMALL).build(target, formats=formats)


def test_a_target_that_refuses_raises_its_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    (finding,) = milligram.compile(GAP).check()

    def refusing(*_: object) -> building.Emitted:
        return building.Emitted(files={}, diagnostics=(replace(finding, message="a line cannot fit"),))

    monkeypatch.setattr(building, "emit", refusing)
    with pytest.raises(milligram.GuidelineError, match="a line cannot fit"):
        milligram.compile(SMALL).build("card", out="out")
    assert not Path("out").exists()


# --- importing --------------------------------------------------------------------------------------------------------


def _imported(script: str) -> set[str]:
    """The modules of Milligram, and its libraries, that a script has imported at its end."""
    end = "\nimport sys; print(*(name for name in sys.modules), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script + end], capture_output=True, text=True, check=True)
    return {
        name for name in done.stdout.split() if name.split(".")[0] in ("milligram", "lark", "click", "z3", "networkx")
    }


def test_importing_milligram_imports_nothing_else() -> None:
    assert _imported("import milligram") == {"milligram"}


def test_asking_needs_neither_the_checks_nor_their_libraries() -> None:
    found = _imported(f"import milligram; milligram.compile({str(MAGNESIUM)!r}).evaluate({{'age': 40}})")
    assert "milligram.interpret" in found
    assert not found & {"click", "z3", "networkx", "milligram.checks", "milligram.prove", "milligram.cli"}


def test_the_public_names_are_there_and_no_others_are_made_up() -> None:
    for name in milligram.__all__:
        assert getattr(milligram, name).__name__ == name
    assert set(milligram.__all__) <= set(dir(milligram))
    with pytest.raises(AttributeError, match="no attribute 'complie'"):
        milligram.complie  # type: ignore[attr-defined] # noqa: B018


_CALLER = """
from datetime import date
import milligram

guideline: milligram.Guideline = milligram.compile("a.mg")
findings: tuple[milligram.Diagnostic, ...] = guideline.check(as_of=date(2026, 11, 22))
result: milligram.Result = guideline.evaluate({"age": 40})
files: dict[str, bytes] = guideline.build("python")
passed: bool = guideline.test().passed
milligram.compile(3)  # type: ignore[arg-type]
guideline.evaluate("age")  # type: ignore[arg-type]
guideline.build(target=None)  # type: ignore[arg-type]
"""


def test_a_caller_passes_mypy_strict_and_its_mistakes_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "caller.py").write_text(_CALLER, "utf-8")
    paths = [str(ROOT / "compiler"), str(ROOT / "targets")]
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent", "caller.py"]
    environment = {"MYPYPATH": ":".join(paths), "PATH": ""}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout[-2000:]
