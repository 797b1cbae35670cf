"""Verdicts kept between runs: the same findings, or none; never another's, never a broken one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import pytest
from milligram.diagnostics import Diagnostic, in_order
from milligram.pipeline import cache, check_source
from milligram.pipeline.cache import compiler_digest, recall, remember
from milligram.source import SourceFile

DAY = date(2026, 11, 22)
BAD = Path(__file__).parents[2] / "cases" / "bad"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache of the test's own."""
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    compiler_digest.cache_clear()
    yield tmp_path / "cache"
    compiler_digest.cache_clear()


def checked(text: str, path: str = "a.mg") -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    """A source with its findings, which are in the cache from now on."""
    source = SourceFile(path, text)
    found = check_source(source, as_of=DAY).diagnostics
    remember(source, DAY, found)
    return source, found


def kept(folder: Path) -> Path:
    """The one verdict of the cache."""
    (path,) = (folder / "verdicts").glob("*.json")
    return path


def store(path: Path, data: bytes) -> None:
    """Puts data in a verdict's place as an honest writer would, digest and all."""
    path.write_bytes(sha256(data).hexdigest().encode() + b"\n" + data)


def test_a_verdict_comes_back_equal_for_every_bad_case() -> None:
    """Labels, helps, witnesses and edits included."""
    parts: set[str] = set()
    for path in sorted(BAD.rglob("*.mg")):
        source, found = checked(path.read_text("utf-8", "surrogateescape"))
        assert recall(source, DAY) == tuple(in_order(found)), path
        parts |= {part for item in found for part in ("labels", "help", "witness", "edits") if getattr(item, part)}
    assert parts == {"labels", "help", "witness", "edits"}


def test_a_clean_file_has_an_empty_verdict_which_is_not_none() -> None:
    source = SourceFile("a.mg", "guideline")
    remember(source, DAY, ())
    assert recall(source, DAY) == ()


def test_another_path_with_the_same_text_gets_the_findings_with_its_own_path() -> None:
    _, found = checked("pathway\n  giv\n")
    other = SourceFile("b/other.mg", "pathway\n  giv\n")
    again = recall(other, DAY)
    assert again is not None
    assert [item.message for item in again] == [item.message for item in found]
    assert {item.source.path for item in again} == {"b/other.mg"}


def test_another_text_day_or_compiler_is_another_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    source, _ = checked("pathway\n  giv\n")
    assert recall(source, DAY) is not None
    assert recall(SourceFile("a.mg", "pathway\n  giv\n "), DAY) is None
    assert recall(source, date(2026, 11, 23)) is None
    assert recall(source, None) is None
    monkeypatch.setattr(cache, "compiler_digest", lambda: "another")
    assert recall(source, DAY) is None


def test_the_digest_of_the_compiler_follows_its_code_and_its_grammar_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "compiler" / "milligram"
    files = {
        "code": package / "checks" / "a.py",
        "grammar": tmp_path / "grammar" / "milligram.lark",
        "installed grammar": package / "_grammar" / "milligram.lark",
        "page": package / "diagnostics" / "pages" / "MG103.md",
        "byte code": package / "checks" / "__pycache__" / "a.cpython-311.pyc",
    }
    for path in (*files.values(), package / "pipeline" / "cache.py"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("1")
    monkeypatch.setattr(cache, "__file__", str(package / "pipeline" / "cache.py"))

    def digest() -> str:
        compiler_digest.cache_clear()
        return compiler_digest()

    for name, path in files.items():
        before = digest()
        assert digest() == before
        os.utime(path, ns=(1, 1))
        assert (name, digest() != before) == (name, "code" in name.split()[:1] or "grammar" in name)
    before = digest()
    (package / "checks" / "b.py").write_text("")
    assert digest() != before


HOSTILE: dict[str, Any] = {
    "nothing": b"",
    "not json": b"[{]",
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "null": b"null",
    "object": b"{}",
    "a number": b"[1]",
    "not utf-8": b'["\xff"]',
    "empty row": b"[{}]",
    "a list in place of a row": b"[[]]",
    "findings with something beside them": b"[[], []]",
}
ROW: dict[str, Any] = {
    "code": "MG103",
    "message": "m",
    "span": [0, 3],
    "labels": [],
    "help": None,
    "witness": None,
    "edits": [],
    "severity": None,
}


def test_the_row_that_the_hostile_ones_are_made_of_is_a_good_one(folder: Path) -> None:
    source, _ = checked("pathway\n  giv\n")
    store(kept(folder), json.dumps([ROW]).encode())
    again = recall(source, DAY)
    assert again is not None
    assert [(item.code.code, item.message) for item in again] == [("MG103", "m")]


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_a_list_of_findings_is_ignored(folder: Path, data: bytes) -> None:
    source, _ = checked("pathway\n  giv\n")
    store(kept(folder), data)
    assert recall(source, DAY) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("code", "MG999"),
        ("code", ["MG103"]),
        ("code", None),
        ("message", 4),
        ("message", None),
        ("span", [0, 10**9]),
        ("span", [-5, 3]),
        ("span", [3, 0]),
        ("span", [0]),
        ("span", ["0", "3"]),
        ("span", {"start": 0, "end": 3}),
        ("labels", "ab"),
        ("labels", [[[0, 1], "a", "b"]]),
        ("labels", [[[0, 10**9], "a"]]),
        ("help", 5),
        ("witness", ["a"]),
        ("witness", {"a": 1}),
        ("edits", [["", "", ""]]),
        ("edits", {}),
        ("severity", "fatal"),
    ],
)
def test_a_row_that_is_no_finding_is_ignored(folder: Path, key: str, value: object) -> None:
    source, _ = checked("pathway\n  giv\n")
    store(kept(folder), json.dumps([{**ROW, key: value}]).encode())
    assert recall(source, DAY) is None


def test_a_row_that_lacks_a_part_is_ignored(folder: Path) -> None:
    source, _ = checked("pathway\n  giv\n")
    for key in ROW:
        store(kept(folder), json.dumps([{name: ROW[name] for name in ROW if name != key}]).encode())
        assert recall(source, DAY) is None


@pytest.mark.parametrize("cut", [0, 10, 64, 65, 66, -1])
def test_a_verdict_cut_short_or_altered_is_ignored(folder: Path, cut: int) -> None:
    source, found = checked("pathway\n  giv\n")
    assert found
    whole = kept(folder).read_bytes()
    kept(folder).write_bytes(whole[:cut])
    assert recall(source, DAY) is None
    kept(folder).write_bytes(whole[:65] + b"[[], []]")  # a bare "clean", put there by hand or by a fault of the disk
    assert recall(source, DAY) is None


def test_a_place_that_cannot_be_read_or_written_costs_time_only(folder: Path) -> None:
    source = SourceFile("a.mg", "guideline")
    folder.write_text("a file where the folder should be")
    remember(source, DAY, ())
    assert recall(source, DAY) is None


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def home() -> NoReturn:
        raise RuntimeError("Could not determine home directory.")

    for name in ("MILLIGRAM_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", home)
    source = SourceFile("a.mg", "guideline")
    remember(source, DAY, ())
    assert cache.cache_directory() is None
    assert recall(source, DAY) is None


def test_the_cache_directory_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MILLIGRAM_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.cache_directory() == tmp_path / "milligram"


def test_past_the_most_that_are_kept_the_oldest_half_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 4)
    sources = [SourceFile("a.mg", f"# {number}") for number in range(5)]
    for source in sources:
        remember(source, DAY, ())
        for path in (folder / "verdicts").glob("*.json"):
            known = path.stat()
            os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns - 10**9))
    assert [recall(source, DAY) is not None for source in sources] == [False, False, True, True, True]


def test_a_verdict_larger_than_the_most_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 70)
    source, found = checked("pathway\n  giv\n")
    assert found
    assert recall(source, DAY) is None
