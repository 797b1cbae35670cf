"""From a text to a report, and from a report to files."""

from __future__ import annotations

from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from milligram.diagnostics import CODES, Diagnostic
from milligram.ir.nodes import Guideline
from milligram.pipeline import check_path, check_text, guideline_files
from milligram.pipeline.building import Selection, SelectionError, build, same_name, select
from milligram.pipeline.skeleton import Answers, SkeletonError, settle, skeleton
from milligram.source import NOWHERE
from milligram.target import AS_USUAL, Choices, Emission, File, Target, TargetError, find_targets

NOTE = """\
guideline small
  title   "Small"
  version 0.1.0
  status  draft
  for     "adults"

source r1 "Reference 1"

pathway
  note "drink" [r1]
"""


def small() -> Guideline:
    guideline = check_text(NOTE).guideline
    assert guideline is not None
    return guideline


def target(name: str, *suffixes: str, refused: bool = False) -> Target:
    """A target that writes its formats, or refuses."""

    def emit(guideline: Guideline, formats: frozenset[str], choices: Choices = AS_USUAL, /) -> Emission:
        if refused:
            fault = Diagnostic(code=CODES["MG000"], message="no room", source=guideline.source, span=NOWHERE)
            return Emission(diagnostics=(fault,))
        files = tuple(File(suffix=suffix, content=name.encode()) for suffix in suffixes if suffix[1:] in formats)
        return Emission(files=files)

    return Target(name=name, summary=name, formats={suffix[1:]: suffix for suffix in suffixes}, emit=emit)


A, B = target("a", ".x", ".y"), target("b", ".y", ".z")
BOTH = {"a": A, "b": B}


def wanted(selection: Selection) -> dict[str, set[str]]:
    return {chosen.name: set(formats) for chosen, formats in selection.wanted}


def test_a_report_holds_the_stages_and_counts_its_findings() -> None:
    report = check_text(NOTE)
    assert (report.errors, report.warnings, report.clean_enough(strict=True)) == (0, 0, True)
    assert report.guideline is not None
    assert report.file is not None
    uncited = check_text(NOTE.replace(" [r1]", ""))
    assert uncited.warnings >= 1
    assert uncited.clean_enough()
    assert not uncited.clean_enough(strict=True)
    assert not check_text("pathway\n  giv\n").clean_enough()


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ('note "drink"', True),  # MG800, a warning
        ('note "drink" [r9]', True),  # MG801: the note is there
        ('when pain:\n    note "drink" [r1]', False),
        ('notte "drink" [r1]', False),
    ],
)
def test_a_guideline_is_whole_if_no_construct_was_left_out(line: str, whole: bool) -> None:
    text = NOTE.replace('note "drink" [r1]', line)
    assert check_text(text).whole is whole


def test_a_text_without_a_meaning_is_not_whole() -> None:
    assert not check_text("").whole


def test_without_a_day_no_review_is_due() -> None:
    old = NOTE.replace('"adults"', '"adults"\n  review by 2001-01-01')
    assert not check_text(old).diagnostics
    assert [found.code.code for found in check_text(old, as_of=date(2026, 11, 22)).diagnostics] == ["MG802"]


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    report = check_path(tmp_path / "absent.mg")
    assert [found.code.code for found in report.diagnostics] == ["MG010"]
    assert not report.clean_enough()


def test_guideline_files_are_in_order_and_a_file_is_itself(tmp_path: Path) -> None:
    for name in ("b.mg", "a/z.mg", "a/a.mg", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [str(path.relative_to(tmp_path)) for path in guideline_files([tmp_path, tmp_path / "c.txt"])]
    assert found == ["a/a.mg", "a/z.mg", "b.mg", "c.txt"]


def test_selecting_targets_and_formats() -> None:
    assert wanted(select(BOTH, ["all"], [])) == {"a": {"x", "y"}, "b": {"y", "z"}}
    assert wanted(select(BOTH, ["b", "b"], [])) == {"b": {"y", "z"}}
    assert wanted(select(BOTH, ["all"], ["y"])) == {"a": {"y"}, "b": {"y"}}
    assert wanted(select(BOTH, ["b", "all"], ["x"])) == {"a": {"x"}}


@pytest.mark.parametrize(
    ("names", "formats", "said"),
    [
        (["c"], [], "no target 'c'; installed are a, b"),
        ([], [], "no target is named"),
        (["a"], ["z"], "no format 'z' in a; they write x, y"),
        (["all", "c"], [], "no target 'c'"),
    ],
)
def test_what_cannot_be_selected_is_named(names: list[str], formats: list[str], said: str) -> None:
    with pytest.raises(SelectionError, match=said):
        select(BOTH, names, formats)


def test_choices_that_do_not_go_together_are_refused_by_the_target() -> None:
    """Each word is known; the target says why both are too much, and only when both are chosen."""

    def refusal(choices: Choices) -> str | None:
        return "a4 does not hold two of a4" if choices.paper == choices.n_up == "a4" else None

    sheets = {"paper": ("a4", "a6"), "n_up": ("a4",)}
    one = Target(name="a", summary="", formats={"x": ""}, emit=A.emit, choices=sheets, refusal=refusal)
    assert select({"a": one}, ["a"], [], Choices(paper="a6", n_up="a4")).choices.paper == "a6"
    with pytest.raises(SelectionError, match="does not hold two"):
        select({"a": one}, ["a"], [], Choices(paper="a4", n_up="a4"))


def test_building_writes_the_selected_files(tmp_path: Path) -> None:
    built = build(small(), select({"a": A}, ["all"], []), tmp_path / "new" / "out")
    home = tmp_path / "new" / "out" / "small"
    assert built.written == (home / "small.x", home / "small.y")
    assert (home / "small.x").read_bytes() == b"a"
    assert not built.refused


def test_a_target_that_refuses_writes_nothing_and_the_others_do(tmp_path: Path) -> None:
    no = target("no", ".x", refused=True)
    built = build(small(), select({"no": no, "b": B}, ["all"], []), tmp_path)
    assert [path.name for path in built.written] == ["small.y", "small.z"]
    assert built.refused
    assert [found.message for found in built.diagnostics] == ["no room"]


def test_two_targets_with_one_file_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r"'b' gave a file '.y'"):
        build(small(), select(BOTH, ["all"], []), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", ["", "x", "/x", "./x", ".x/../../y", ".x\n", ".x\0", "." + "x" * 70, "..", ".x y"])
def test_a_suffix_is_never_a_path(tmp_path: Path, suffix: str) -> None:
    def emit(guideline: Guideline, formats: frozenset[str], choices: Choices = AS_USUAL, /) -> Emission:
        return Emission(files=(File(suffix=suffix, content=b""),))

    bad = Target(name="bad", summary="", formats={"x": ""}, emit=emit)
    with pytest.raises(TargetError, match="cannot be written"):
        build(small(), select({"bad": bad}, ["all"], []), tmp_path)
    assert not list(tmp_path.iterdir())


def test_files_of_guidelines_with_one_name_clash() -> None:
    one, two = Path("one.mg"), Path("two.mg")
    assert same_name([(one, small()), (two, small())]) == ("small", one, two)
    assert same_name([(one, small())]) is None


def test_naming_targets_loads_none_and_asking_for_one_loads_that_one(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    real = EntryPoint.load

    def load(point: EntryPoint) -> object:
        loaded.append(point.name)
        return real(point)

    monkeypatch.setattr(EntryPoint, "load", load)
    found = find_targets()
    assert list(found) == sorted(found)
    assert {"python", "flowchart", "card"} <= set(found)
    assert len(found) == len(list(found))
    assert "zzz" not in found
    with pytest.raises(KeyError):
        found["zzz"]
    assert loaded == []
    assert [chosen.name for chosen, _ in select(found, ["card"], []).wanted] == ["card"]
    assert found["card"] is found["card"]
    assert loaded == ["card"]


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)])
def test_the_skeleton_is_clean_on_any_day(today: date) -> None:
    report = check_text(skeleton(Answers(name="small"), today=today), as_of=today)
    assert report.clean_enough(strict=True), report.diagnostics
    assert f"issued     {today}" in report.source.text
    assert f"review by  {today.year + 2}" in report.source.text


def test_the_skeleton_refuses_what_is_no_name() -> None:
    for name in ("", "A", "a-b", "min", "class", "lambda", "x" * 61, "a\n"):
        with pytest.raises(SkeletonError):
            settle(Answers(), "name", name)
