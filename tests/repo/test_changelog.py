"""The newest version in the changelog is this one, and shows what its commands print."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from milligram.cli.main import cli
from milligram.version import VERSION

ROOT = Path(__file__).parents[2]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
NEWEST = re.split(r"^## ", CHANGELOG, flags=re.MULTILINE)[1]
SHOWN = re.findall(r"^```text\n\$ (milligram [^\n]*)\n(.*?)^```$", NEWEST, re.MULTILINE | re.DOTALL)


def test_the_newest_entry_is_of_this_version_and_dated() -> None:
    found = re.match(r"\[(.*?)\] - (\d{4}-\d{2}-\d{2})\n", NEWEST)
    assert found is not None
    assert found[1] == VERSION
    date.fromisoformat(found[2])


def test_entries_stand_under_the_headings_of_keep_a_changelog() -> None:
    headings = set(re.findall(r"^### (.*)$", CHANGELOG, re.MULTILINE))
    assert headings
    assert headings <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_what_is_shown_covers_the_commands_of_a_day() -> None:
    assert {command.split()[1] for command, _ in SHOWN} >= {"check", "run", "test", "build"}


@pytest.mark.parametrize(("command", "text"), SHOWN, ids=[command for command, _ in SHOWN])
def test_a_command_prints_what_is_shown(
    command: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder where only the guidelines are; ``[…]`` stands for any text."""
    (tmp_path / "guidelines").symlink_to(ROOT / "guidelines")
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, shlex.split(command)[1:], prog_name="milligram")
    pattern = ".*?".join(re.escape(part) for part in text.split("[…]"))
    assert len(text.replace("[…]", "")) > 40
    assert re.fullmatch(pattern, done.output, re.DOTALL), done.output
