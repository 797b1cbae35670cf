"""A guideline as it was: read from a file, or from a revision that git keeps.

Enters: what an author types, ``renal.mg``, ``renal.mg@v1`` or ``@v1``. Leaves: a `SourceFile`, or why there is none.

    source_of("guidelines/renal.mg@v1")   ->   SourceFile("guidelines/renal.mg@v1", "guideline renal …")

git is run without a shell, by a list of arguments; a revision that begins with ``-`` is refused, and so is one that git
does not take for a commit. What git keeps is only read: no filter, driver or hook of the repository is run.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from milligram.diagnostics import Diagnostic
from milligram.source import SourceFile
from milligram.source.reading import decode
from milligram.syntax.reading import MAX_BYTES, read_source

SECONDS = 30
"""Longer than this nothing is waited for git."""


class WrongUsage(ValueError):
    """What was typed names no guideline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a guideline is: a path, and the revision in which it is looked for; None: the file as it is."""

    path: Path
    revision: str | None = None

    @property
    def text(self) -> str:
        """As it may be typed."""
        return str(self.path) + (f"@{self.revision}" if self.revision is not None else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Why there is no text: one sentence."""

    why: str


def places(old: str, new: str) -> tuple[Place, Place]:
    """The two places. ``@v1`` stands for the path of the other side in that revision; a file whose name holds an ``@``
    is itself. Raises `WrongUsage`."""
    one, other = _place(old), _place(new)
    if one.path == Path() and other.path == Path():
        raise WrongUsage("one of OLD and NEW names a file, as in @v1 renal.mg")
    if one.path == Path():
        one = Place(path=other.path, revision=one.revision)
    if other.path == Path():
        other = Place(path=one.path, revision=other.revision)
    for place in (one, other):
        if place.revision is None and not _is_file(place.path):
            raise WrongUsage(f"{place.path} is no file")
    return one, other


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a name longer than a file system allows names none."""
    with suppress(OSError):
        return path.is_file()
    return False


def _is_folder(path: Path) -> bool:
    with suppress(OSError):
        return path.is_dir()
    return False


def _place(typed: str) -> Place:
    if "@" not in typed or os.path.lexists(typed):
        if not typed:
            raise WrongUsage("a name is empty")
        return Place(path=Path(typed))
    path, _, revision = typed.rpartition("@")
    if not revision:
        raise WrongUsage(f"{typed} names no revision behind its @")
    if revision.startswith("-"):
        raise WrongUsage(f"{revision} is no revision: it begins with -")
    if "\0" in typed or "\n" in typed or ":" in revision:
        raise WrongUsage(f"{revision!r} is no revision")
    return Place(path=Path(path), revision=revision)


def source_of(place: Place) -> SourceFile | Diagnostic | Missing:
    """The text at a place; never raises for what git or the file system can do."""
    if place.revision is None:
        return read_source(place.path)
    folder = place.path.parent
    while not _is_folder(folder):  # a folder that is no more
        folder = folder.parent
    name = os.path.relpath(place.path, folder)
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{place.revision}^{{commit}}")
    if isinstance(commit, Missing):
        return commit
    if not commit:
        return Missing(why=f"git knows no revision {place.revision}")
    sha = commit.decode("ascii", "replace").strip()
    kind = _git(folder, "cat-file", "-t", f"{sha}:./{name}")
    size = _git(folder, "cat-file", "-s", f"{sha}:./{name}")
    if isinstance(kind, Missing) or isinstance(size, Missing):
        return kind if isinstance(kind, Missing) else Missing(why="git did not answer")
    if kind.strip() != b"blob" or not size.strip().isdigit():
        return Missing(why=f"revision {place.revision} has no file {place.path}{_called(folder, name, sha, place)}")
    if int(size) > MAX_BYTES:
        return Missing(why=f"{place.text} is larger than {MAX_BYTES // (1024 * 1024)} MiB")
    data = _git(folder, "show", "--no-textconv", "--no-ext-diff", "--end-of-options", f"{sha}:./{name}")
    if isinstance(data, Missing):
        return data
    return decode(place.text, data)


def _called(folder: Path, name: str, sha: str, place: Place) -> str:
    """What a file that was renamed since is called in a revision; nothing where git knows of no other name."""
    asked = (
        "--format=",
        "--name-status",
        "--diff-filter=R",
        "-z",
        "--no-ext-diff",
        "--no-textconv",
        "--no-show-signature",
    )
    said = _git(folder, "log", "--follow", "-M", *asked, f"{sha}..HEAD", "--", f"./{name}")
    root = _git(folder, "rev-parse", "--show-toplevel")
    if isinstance(said, Missing) or isinstance(root, Missing):
        return ""
    names = [part for part in said.decode("utf-8", "replace").split("\0") if part]
    if len(names) < 3:
        return ""
    old = os.path.relpath(Path(root.decode("utf-8", "replace").removesuffix("\n")) / names[-2])
    return f"; it was renamed since: try {old}@{place.revision}"


def _git(folder: Path, *arguments: str) -> bytes | Missing:
    """What git prints; nothing where it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    plain = {**kept, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder.absolute()), "--no-pager", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            env=plain,
            check=False,
        )
    except FileNotFoundError:
        return Missing(why="git is not installed, so that no revision can be read")
    except subprocess.TimeoutExpired:
        return Missing(why=f"git did not answer within {SECONDS} s")
    except (OSError, ValueError) as fault:
        return Missing(why=f"git cannot be run: {fault}")
    if done.returncode:
        if b"not a git repository" in done.stderr:
            return Missing(why=f"{folder} is in no git repository")
        if b"dubious ownership" in done.stderr:
            return Missing(why=f"git does not read {folder}: it belongs to somebody else")
        return b""
    return done.stdout
