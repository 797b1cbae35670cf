"""What the README shows is what a reader gets: the message, the snippet, the commands, the links."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from milligram.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.chdir(tmp_path)


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_guideline_has_the_faults_named_and_the_message_shown() -> None:
    (guideline,), (message, *_) = blocks("mg"), blocks("text")
    Path("renal_bands.mg").write_text(guideline, "utf-8")
    done = CliRunner().invoke(cli, ["check", "renal_bands.mg"])
    assert done.exit_code == 1
    assert message in done.stdout
    codes = re.findall(r"^(?:error|warning)\[(MG\d+)\]", done.stdout, re.MULTILINE)
    assert sorted(codes) == ["MG101", "MG103", "MG303"]
    # "a clearance of exactly 30 mL/min gets two answers, and one over 60 mL/min gets none"
    assert "exactly 30 mL/min" in done.stdout
    assert "over 60 mL/min" in done.stdout
    assert "exactly 30 mL/min" in README
    assert "over 60 mL/min" in README


def test_the_guideline_is_about_twenty_lines() -> None:
    (guideline,) = blocks("mg")
    assert len([line for line in guideline.splitlines() if line.strip()]) <= 22


def test_one_word_of_the_magnesium_guideline_breaks_the_pitfall_shown() -> None:
    source = (ROOT / "guidelines" / "magnesium" / "neck_spasm.mg").read_text("utf-8")
    _, guard, message = blocks("text")
    assert source.count(guard) == 1
    Path("neck_spasm.mg").write_text(source.replace(guard, guard.replace(" end\n", " continue\n")), "utf-8")
    done = CliRunner().invoke(cli, ["check", "neck_spasm.mg", "--cases", "cases.mg"])
    assert done.exit_code == 1
    assert done.stdout == f"{message}\n1 error in 1 file\n"
    assert Path("cases.mg").read_text("utf-8").count("case ") == 1
    end = source[: source.index(guard)].count("\n") + 3
    give = re.search(r"--> neck_spasm.mg:(\d+):", message)
    assert give is not None
    assert f"{int(give[1]) - end} lines above the dose" in " ".join(README.split())


def test_every_clean_guideline_is_listed_with_what_is_found_in_its_source() -> None:
    listed = set(re.findall(r"^\| \[.*?\]\((guidelines/.*?)\) \|", README, re.MULTILINE))
    every = {path.relative_to(ROOT) for path in (ROOT / "guidelines").rglob("*.mg")}
    assert {Path(name) for name in listed} == {path for path in every if "as_published" not in path.parts}
    for name in listed:
        published = ROOT / Path(name).parent / "as_published"
        done = CliRunner().invoke(cli, ["check", str(published)])
        assert re.search(r"^(error|warning)\[", done.stdout, re.MULTILINE), name


def test_the_snippet_runs_beside_the_built_module_alone(tmp_path: Path) -> None:
    (snippet,) = blocks("python")
    source = str(ROOT / "guidelines" / "magnesium" / "neck_spasm.mg")
    built = CliRunner().invoke(cli, ["build", source, "--target", "python", "--out", "out"])
    assert built.exit_code == 0, built.output
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(built.stdout.strip(), alone)
    (alone / "snippet.py").write_text(f"import sys\nsys.path.insert(0, '.')\n{snippet}", "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "snippet.py"], cwd=alone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines
    kinds = {"give", "stop", "hold", "advise", "advise_against", "suggest", "order", "refer", "start", "note"}
    assert {line.split()[0] for line in lines} <= kinds | {"unspecified"}


def test_the_set_up_commands_are_two_and_make_knows_every_command_named() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert [block.strip() for block in blocks("sh")] == ["make demo", "make test"]
    for target in set(re.findall(r"`?make ([a-z]+)`?$|`make ([a-z]+)`", README, re.MULTILINE)):
        name = "".join(target)
        assert re.search(rf"^{name}:", makefile, re.MULTILINE), name


ROWS = re.findall(r"^\| (`milligram .*?) \| (.*) \|$", README, re.MULTILINE)


def test_the_table_names_every_command() -> None:
    named = {name for row, _ in ROWS for name in re.findall(r"`milligram ([a-z]+)", row)}
    assert named == set(COMMANDS)


@pytest.mark.parametrize(("row", "text"), ROWS)
def test_the_options_in_the_table_exist(row: str, text: str) -> None:
    commands = re.findall(r"`milligram ([a-z]+)", row)
    known: set[str] = set()
    for name in commands:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        known |= {option for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", row + text)) <= known


def test_the_forms_of_check_in_the_table_exist() -> None:
    Path("a.mg").write_text("guideline a\n")
    for form in ("json", "sarif"):
        assert f"`{form}`" in README or f"--format {form}" in README
        assert CliRunner().invoke(cli, ["check", "--format", form, "a.mg"]).exit_code == 1


def test_the_exit_codes_are_those_of_the_command() -> None:
    from milligram.cli.main import EXIT_BUG

    assert f"0 done, 1 findings or a fault in the input, 2 wrong usage, {EXIT_BUG} a bug" in " ".join(README.split())


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", README))
def test_a_link_points_to_a_file(link: str) -> None:
    assert not link.startswith("http")
    assert (ROOT / link).exists()
