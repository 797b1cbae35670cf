"""``milligram build`` and ``milligram targets``, with targets of the tests beside the real ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from milligram.cli.main import EXIT_BUG

from .conftest import CLEAN, FAULTY, WARNING, Process, Run

TARGET = """\
from milligram.target import Emission, File, Target

def emit(guideline, formats, choices):
    {body}

target = Target(name={name!r}, summary="a target of a test", formats={{"txt": "text"}}, emit=emit)
"""
GOOD = "return Emission(files=(File(suffix='.good.txt', content=guideline.name.encode()),))"


@pytest.fixture
def targets(tmp_path: Path) -> dict[str, str]:
    """A package that declares five targets, of which one works."""
    home = tmp_path / "packages"
    info = home / "tested-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tested\nVersion: 1.2\n")
    bodies = {
        "good": GOOD,
        "crash": "raise OSError(28, 'No space left on device')",
        "escape": "return Emission(files=(File(suffix='/../../evil.txt', content=b''),))",
    }
    for name, body in bodies.items():
        (home / f"tested_{name}.py").write_text(TARGET.format(name=name, body=body))
    (home / "tested_broken.py").write_text("import a_library_that_is_not_installed\n")
    (home / "tested_wrong.py").write_text("target = 'a text'\n")
    points = "".join(f"{name} = tested_{name}:target\n" for name in (*bodies, "broken", "wrong"))
    (info / "entry_points.txt").write_text(f"[milligram.targets]\n{points}")
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(home), os.environ.get("PYTHONPATH"))))}


def test_it_writes_the_files_of_the_named_targets_and_prints_them(milligram: Run) -> None:
    Path("a.mg").write_text(CLEAN)
    done = milligram("build", "a.mg", "--target", "flowchart", "--format", "dot, mmd", "--out", "out")
    home = "out/magnesium_neck_spasm/magnesium_neck_spasm"
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [f"{home}.dot", f"{home}.mmd"]
    assert done.stderr == "2 files from 1 of 1 guideline\n"
    assert sorted(str(path) for path in Path("out").rglob("*.*")) == [f"{home}.dot", f"{home}.mmd"]


def test_all_targets_write_every_promised_file(milligram: Run) -> None:
    Path("a.mg").write_text(CLEAN)
    done = milligram("build", "a.mg", "--out", "out")
    assert done.exit_code == 0, done.stderr
    names = {Path(line).name.removeprefix("magnesium_neck_spasm") for line in done.stdout.splitlines()}
    promised = {".py", ".dot", ".mmd", ".flowchart.svg", ".flowchart.pdf", ".flowchart.png", ".card.pdf"}
    assert promised <= names
    assert all(Path(line).stat().st_size for line in done.stdout.splitlines())


def test_a_faulty_guideline_writes_nothing_and_the_others_are_built(process: Process, targets: dict[str, str]) -> None:
    Path("a.mg").write_text(FAULTY)
    Path("b.mg").write_text(WARNING)
    done = process("build", ".", "--target", "good", "--out", "out", env=targets)
    assert done.returncode == 1
    assert "error[MG103]" in done.stderr
    assert "not built: a.mg\n" in done.stderr
    assert done.stdout == "out/warned/warned.good.txt\n"
    assert [path.name for path in Path("out").iterdir()] == ["warned"]


def test_with_strict_a_warning_refuses(process: Process, targets: dict[str, str]) -> None:
    Path("b.mg").write_text(WARNING)
    assert process("build", "b.mg", "--strict", "--target", "good", "--out", "out", env=targets).returncode == 1
    assert not Path("out").exists()


def test_two_guidelines_of_one_name_write_nothing(process: Process, targets: dict[str, str]) -> None:
    Path("a.mg").write_text(WARNING)
    Path("b.mg").write_text(WARNING)
    done = process("build", "a.mg", "b.mg", "--target", "good", "--out", "out", env=targets)
    assert done.returncode == 1
    assert "a.mg and b.mg are both guideline warned" in done.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--target", "pyton"], "no target 'pyton'; did you mean python?"),
        (["--target", "zzz"], "installed are card, flowchart, page, python"),
        (["--target", ","], "names nothing"),
        (["--target", ""], "names nothing"),
        (["--format", ","], "names nothing"),
        (["--target", "card", "--format", "dot"], "no format 'dot' in card; they write pdf, png, svg"),
        (["--target", "card", "--paper", "a3"], "--paper a3: card takes a6, a5, a4 or letter"),
        (["--paper", "A5"], "flowchart takes a4, a3 or letter; for card alone, say --target card"),
        (["--target", "python", "--grey"], "python does not use --grey"),
        (["--target", "flowchart", "--n-up", "a4"], "flowchart does not use --n-up"),
    ],
)
def test_a_target_or_format_that_is_not_there_is_wrong_usage(milligram: Run, arguments: list[str], said: str) -> None:
    Path("a.mg").write_text(WARNING)
    done = milligram("build", "a.mg", "--out", "out", *arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert not Path("out").exists()


@pytest.mark.parametrize("out", ["a.mg/out", "/proc/absent/out"])
def test_a_place_that_cannot_be_written_is_said(process: Process, targets: dict[str, str], out: str) -> None:
    Path("a.mg").write_text(WARNING)
    done = process("build", "a.mg", "--target", "good", "--out", out, env=targets)
    assert done.returncode == 1
    assert f"Error: cannot write below {out}: no" in done.stderr  # … such file or directory; not a directory


def test_a_target_that_is_not_asked_for_is_not_imported(process: Process, targets: dict[str, str]) -> None:
    Path("a.mg").write_text(WARNING)
    assert process("build", "a.mg", "--target", "good", "--out", "out", env=targets).returncode == 0


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("broken", "the target 'broken' cannot be loaded: tested_broken:target of tested 1.2"),
        ("wrong", "the target 'wrong' is no Target: tested_wrong:target of tested 1.2"),
        ("crash", "the target 'crash' failed on guideline warned"),
        ("escape", "the target 'escape' gave a file '/../../evil.txt' that cannot be written"),
    ],
)
def test_a_target_at_fault_is_a_bug_report_that_names_it_and_nothing_is_written(
    process: Process, targets: dict[str, str], target: str, said: str
) -> None:
    Path("a.mg").write_text(WARNING)
    done = process("build", "a.mg", "--target", f"good,{target}", "--out", "out", env=targets)
    assert done.returncode == EXIT_BUG
    assert said in done.stderr
    assert "this is a bug in Milligram" in done.stderr
    assert f"milligram build a.mg --target good,{target} --out out" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(Path("out").rglob("*"))


def test_two_packages_with_a_target_of_one_name_are_named(process: Process, targets: dict[str, str]) -> None:
    home = Path(targets["PYTHONPATH"].split(os.pathsep)[0])
    info = home / "other-3.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 3.0\n")
    (info / "entry_points.txt").write_text("[milligram.targets]\ngood = other_good:target\n")
    done = process("targets", env=targets)
    assert done.returncode == 1
    assert "two targets are called 'good'" in done.stderr
    assert "other_good:target of other 3.0" in done.stderr


def test_the_way_of_a_patient_is_drawn_for_one_guideline(milligram: Run, place: Path) -> None:
    Path("a.mg").write_text(CLEAN)
    Path("b.mg").write_text(CLEAN.replace("guideline ", "guideline other_", 1))
    Path("p.json").write_text("{}")
    command = ["--target", "flowchart", "--format", "svg", "--out", "out", "--highlight", "p.json"]
    assert milligram("build", "a.mg", *command).exit_code == 0
    done = milligram("build", "a.mg", "b.mg", *command)
    assert (done.exit_code, "--highlight is for one guideline; here are 2" in done.stderr) == (2, True)


def test_a_patient_who_cannot_be_read_has_no_way_and_nothing_is_written(milligram: Run, place: Path) -> None:
    Path("a.mg").write_text(CLEAN)
    Path("p.json").write_text('{"no_such_input": 3}')
    done = milligram("build", "a.mg", "--target", "flowchart", "--out", "out", "--highlight", "p.json")
    assert done.exit_code == 1
    assert "no_such_input" in done.stderr
    assert not Path("out").exists()


def test_targets_lists_every_target_and_format(milligram: Run) -> None:
    done = milligram("targets")
    assert done.exit_code == 0
    rows = [line.split()[0] for line in done.stdout.splitlines()]
    assert {"python", "py", "flowchart", "dot", "mmd", "svg", "pdf", "png", "card", "page", "html"} <= set(rows)
    assert "--paper a6|a5|a4|letter, --n-up a4|letter, --grey" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_targets_lists_the_rest_when_one_cannot_be_loaded(process: Process, targets: dict[str, str]) -> None:
    done = process("targets", env=targets)
    assert done.returncode == 1
    flat = " ".join(done.stdout.split())
    assert "good a target of a test txt text" in flat
    assert "the target 'broken' cannot be loaded: tested_broken:target of tested 1.2" in flat
    assert "a_library_that_is_not_installed" in flat
    assert "flowchart the pathways" in flat
