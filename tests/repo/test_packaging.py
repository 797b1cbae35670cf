"""The dependencies are bounded and pinned, and a wheel holds all that an installation needs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from milligram.diagnostics import CHECKED
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = [Requirement(line) for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]]
PINS = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.name)
def test_a_dependency_is_bounded_on_both_sides_and_its_pin_is_within(requirement: Requirement) -> None:
    assert sorted(bound.operator for bound in requirement.specifier) == ["<", ">="]
    assert requirement.specifier.contains(PINS[canonicalize_name(requirement.name)])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout by the build backend itself, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    script = "import sys, hatchling.build as build; print(build.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def test_the_wheel_holds_the_grammar_the_pages_and_every_data_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "milligram/_grammar/milligram.lark" in names
    assert {f"milligram/diagnostics/pages/{code}.md" for code in CHECKED} <= names
    for source, package in (("compiler", "milligram"), ("targets", "milligram_targets")):
        for path in (ROOT / source / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and path.name != "__pycache__":
                assert str(path.relative_to(ROOT / source)) in names


def test_the_wheel_names_the_targets_and_the_command(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (entry_points,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    text = archive.read(entry_points).decode()
    assert "[milligram.targets]" in text
    for target in ("python", "flowchart", "card"):
        assert f"{target} = milligram_targets.{target}:target" in text
    assert "milligram = milligram.cli.main:main" in text


def test_the_grammar_is_found_in_the_wheel_and_in_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = "from milligram.syntax.grammar_file import grammar_path; print(grammar_path())"

    def found(path: str) -> Path:
        environment = {**os.environ, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-P", "-c", script],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return Path(done.stdout.strip())

    assert found(str(tmp_path)) == (tmp_path / "milligram/_grammar/milligram.lark").resolve()
    assert found(str(ROOT / "compiler")) == ROOT / "grammar/milligram.lark"
    assert (tmp_path / "milligram/_grammar/milligram.lark").read_bytes() == (
        ROOT / "grammar/milligram.lark"
    ).read_bytes()


def test_the_installed_version_is_the_compiler_s() -> None:
    from milligram.version import VERSION

    assert version("milligram") == VERSION
