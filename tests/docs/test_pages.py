"""Every page of docs/ is run from top to bottom, as a reader would: its guidelines are checked, its commands run.

MILLIGRAM_ACCEPT=1 writes what they print into the page; read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import click
import pytest
from milligram.cli.main import cli

from tests.docs.fences import DOCS, ROOT, Session, blocks

PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_so(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "guidelines").symlink_to(ROOT / "guidelines")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    path = DOCS / name
    session = Session(path.read_text("utf-8"))
    session.run()
    if os.environ.get("MILLIGRAM_ACCEPT"):
        path.write_text(session.page, "utf-8")
    assert not session.wrong, "\n\n".join(session.wrong)


@pytest.mark.parametrize("name", PAGES)
def test_every_fence_stands_at_the_margin_and_is_read(name: str) -> None:
    """One that is indented, or left open, would be run by nobody."""
    page = (DOCS / name).read_text("utf-8")
    assert len(re.findall("^ *```", page, re.MULTILINE)) == 2 * len(blocks(page))


@pytest.mark.parametrize("name", PAGES)
def test_a_command_that_is_shown_is_run(name: str) -> None:
    """A block of commands begins with ``$``, so that none is left out."""
    for block in blocks((DOCS / name).read_text("utf-8")):
        if re.search(r"^\$ |^milligram ", block.text, re.MULTILINE):
            assert block.text.startswith("$ "), block
            assert block.language in ("text", "console"), block


@pytest.mark.parametrize("name", PAGES)
def test_a_command_that_is_named_exists_with_its_options(name: str) -> None:
    page = (DOCS / name).read_text("utf-8")
    prose = " ".join(re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL).split())
    for span in re.findall(r"`([^`]+)`", prose):
        if found := re.match(r"milligram ([a-z]+)", span):
            command = cli.get_command(click.Context(cli), found[1])
            assert command is not None, span
            known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
            assert set(re.findall(r"--[a-z-]+", span)) <= known | {"--help"}, span


def test_the_tutorial_and_the_how_tos_have_commands_that_are_run() -> None:
    """Else the tests above could pass by having nothing to run."""
    for path in [DOCS / "tutorial.md", *(DOCS / "howto").glob("*.md")]:
        if path.name != "index.md":
            assert any(re.search(r"^\$ milligram ", block.text, re.M) for block in blocks(path.read_text("utf-8"))), (
                path
            )


def test_a_session_finds_what_is_not_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong finding, a form that is not the one, output that differs and an edit without its place are each told."""
    monkeypatch.chdir(tmp_path)
    head = 'guideline a\n  title      "A"\n  version    0.1.0\n\npathway\n'
    page = (
        f'<!-- a.mg finds MG101 -->\n```mg\n{head}  note "a"\n```\n'
        f'<!-- a.mg -->\n```mg\n{head}   note  "a"\n```\n'
        '<!-- a.mg instead of\n  note "b"\n-->\n```mg\n  note "c"\n```\n'
        "```text\n$ milligram check a.mg\n1 error in 1 file\n```\n"
    )
    session = Session(page)
    session.run()
    lines = [wrong.split(":")[0] for wrong in session.wrong]
    assert [lines[0], lines[-1]] == ["line 2", f"line {page.count(chr(10), 0, page.index('$ mill'))}"]
    assert len(set(lines)) == 4
    assert "\nno findings in 1 file\n" in session.page or "error[" in session.page
