"""A guideline as it was in a revision: found, refused or missed, whatever is typed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from milligram.diagnostics import Diagnostic
from milligram.pipeline.revisions import Missing, Place, WrongUsage, places, source_of
from milligram.source import SourceFile

PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**PLAIN, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions of ``care/g.mg``, the first tagged v1, and a file that was moved away."""
    git(tmp_path, "init", "-q", ".")
    (tmp_path / "care").mkdir()
    (tmp_path / "care" / "g.mg").write_text("guideline one\n")
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "old.mg").write_text("guideline old\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "tag", "v1")
    (tmp_path / "care" / "g.mg").write_text("guideline two\n")
    git(tmp_path, "rm", "-q", "-r", "gone")
    git(tmp_path, "commit", "-q", "-a", "-m", "two")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def text_of(typed: str, other: str = "care/g.mg") -> str:
    found = source_of(places(typed, other)[0])
    assert isinstance(found, SourceFile), found
    return found.text


def why(typed: str) -> str:
    found = source_of(places(typed, "care/g.mg")[0])
    assert isinstance(found, Missing), found
    return found.why


@pytest.mark.parametrize("typed", ["care/g.mg@v1", "@v1", "care/g.mg@HEAD~1", "care/../care/g.mg@v1"])
def test_reads_a_revision(repository: Path, typed: str) -> None:
    assert text_of(typed) == "guideline one\n"


def test_reads_a_revision_from_another_folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "care")
    assert text_of("g.mg@v1", "g.mg") == "guideline one\n"
    assert text_of(f"{repository}/care/g.mg@v1", "g.mg") == "guideline one\n"


def test_reads_a_file_whose_folder_is_no_more(repository: Path) -> None:
    assert text_of("gone/old.mg@v1") == "guideline old\n"


def test_a_file_is_read_as_it_is(repository: Path) -> None:
    (repository / "care" / "g.mg").write_text("guideline three\n")
    assert text_of("care/g.mg") == "guideline three\n"
    assert text_of("@HEAD") == "guideline two\n"


def test_a_file_whose_name_holds_an_at_is_itself(repository: Path) -> None:
    (repository / "x.mg@v1").write_text("guideline literal\n")
    assert text_of("x.mg@v1") == "guideline literal\n"


def test_says_why_there_is_none(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert why("care/g.mg@v9") == "git knows no revision v9"
    assert why("care/none.mg@v1") == "revision v1 has no file care/none.mg"
    assert why("care@v1") == "revision v1 has no file care"
    elsewhere = tmp_path_factory.mktemp("plain")
    (elsewhere / "g.mg").write_text("x")
    assert why(f"{elsewhere}/g.mg@v1") == f"{elsewhere} is in no git repository"


@pytest.mark.parametrize(
    "typed", ["care/g.mg@--output=x", "care/g.mg@-v", "care/g.mg@", "@", "", "care/g.mg@v1:other", "none.mg", "care"]
)
def test_refuses_what_names_nothing(repository: Path, typed: str) -> None:
    with pytest.raises(WrongUsage):
        places(typed, "care/g.mg")
    assert not (repository / "x").exists()


@pytest.mark.parametrize(
    "typed", ["care/g.mg@v1; touch x", "care/g.mg@$(touch x)", "care/g.mg@`touch x`", "care/g.mg@v1 v1"]
)
def test_no_shell_reads_a_revision(repository: Path, typed: str) -> None:
    assert isinstance(source_of(places(typed, "care/g.mg")[0]), Missing)
    assert not (repository / "x").exists()


def test_both_sides_without_a_file_are_refused(repository: Path) -> None:
    with pytest.raises(WrongUsage):
        places("@v1", "@HEAD")


def test_no_driver_of_the_repository_is_run(repository: Path) -> None:
    """A text converter that a repository asks for would run a command of its own."""
    (repository / ".gitattributes").write_text("*.mg diff=evil\n")
    git(repository, "config", "diff.evil.textconv", f"touch {repository}/x; cat")
    git(repository, "add", ".gitattributes")
    git(repository, "commit", "-q", "-m", "three")
    assert text_of("care/g.mg@HEAD") == "guideline two\n"
    assert not (repository / "x").exists()


def test_bytes_that_are_no_text_are_kept_to_be_shown(repository: Path) -> None:
    (repository / "care" / "g.mg").write_bytes(b"\xef\xbb\xbfguideline \xff\r\n")
    git(repository, "commit", "-q", "-a", "-m", "three")
    assert text_of("@HEAD") == "guideline \udcff\n"


def test_a_file_larger_than_a_guideline_may_be_is_not_read(repository: Path) -> None:
    (repository / "care" / "g.mg").write_text("# long\n" * 400_000)
    git(repository, "commit", "-q", "-a", "-m", "three")
    assert why("care/g.mg@HEAD") == "care/g.mg@HEAD is larger than 2 MiB"
    assert isinstance(source_of(Place(path=Path("care/g.mg"))), Diagnostic)
