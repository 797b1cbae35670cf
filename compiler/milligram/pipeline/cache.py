"""Verdicts kept between runs, so that a file that did not change is not analysed again, and one that did not in full.

Enters: a source and the day of the check. Leaves: the findings of an earlier run with the same text, day and compiler,
or None; and what `milligram.pipeline.recheck` keeps of texts that differ in numbers alone. One file a verdict in the
user's cache directory: a digest, then JSON. One that is damaged, foreign or out of reach is ignored, never trusted: its
codes come from the registry, and its places must lie in the text.

    remember(source, day, findings); recall(source, day)  ->  findings
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from milligram.diagnostics import CODES, Diagnostic, Edit, Label, Severity
from milligram.pipeline.recheck import Kept, Spelled
from milligram.pipeline.writing import write_whole
from milligram.source import SourceFile, Span

KEPT = 2_000
"""How many verdicts are kept; past that the oldest half goes."""

MOST_BYTES = 4_000_000
"""No verdict larger than this is written or read."""


def cache_directory() -> Path | None:
    """``$MILLIGRAM_CACHE``, else ``milligram`` in the user's cache directory; None for a user who has none."""
    if chosen := os.environ.get("MILLIGRAM_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "milligram"
    except RuntimeError:
        return None


@cache
def compiler_digest() -> str:
    """A hash over the compiler's code and grammar by name, size and time of change: another compiler, other verdicts.

    The pages of the codes and other data that no verdict depends on are left out. Times stand for the contents, which
    would take longer to read than an unchanged file may take to check.
    """
    package = Path(__file__).parents[1]
    stamp = sha256(f"{sys.version}\0{package}".encode("utf-8", "surrogateescape"))
    for folder in (str(package), str(package.parents[1] / "grammar")):
        for line in sorted(_stamps(folder)):
            stamp.update(line.encode("utf-8", "surrogateescape"))
    return stamp.hexdigest()


def _stamps(folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:  # an installed package holds the grammar inside
        return
    for entry in entries:
        if entry.name.endswith((".py", ".lark")):
            known = entry.stat()
            yield f"{entry.path}\0{known.st_size}\0{known.st_mtime_ns}\0"
        elif entry.name != "__pycache__" and entry.is_dir():
            yield from _stamps(entry.path)


@dataclass(frozen=True, slots=True)
class OnDisk:
    """What is kept in the user's cache directory for one day and so many steps for the proofs of a file."""

    as_of: date | None
    steps: int | None = None

    def load(self, key: str, source: SourceFile) -> Kept | None:
        """What was kept under a key for texts that differ in numbers; the findings name ``source`` as theirs."""
        stored = _read(self._file("edits", key))
        if stored is None:
            return None
        try:
            row = _mapping(json.loads(stored))
            return Kept(
                starts=tuple(map(_number, _list(row["starts"]))),
                digests=tuple(map(_text, _list(row["digests"]))),
                findings=tuple(_finding(_mapping(each), source, MOST_BYTES) for each in _list(row["findings"])),
                spelled=tuple(_spelled(each) for each in _list(row["spelled"])),
            )
        except (ArithmeticError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def save(self, key: str, kept: Kept) -> None:
        """Keeps it in place of what was there."""
        row = {
            "starts": kept.starts,
            "digests": kept.digests,
            "findings": [_row(found) for found in kept.findings],
            "spelled": [[[f"{value}", unit, text] for (value, unit), text in texts.items()] for texts in kept.spelled],
        }
        _write(self._file("edits", key), json.dumps(row).encode())

    def verdict(self, source: SourceFile) -> Path | None:
        """Where the verdict on a text is kept."""
        return self._file("verdicts", source.digest)

    def _file(self, kind: str, key: str) -> Path | None:
        directory = cache_directory()
        if directory is None:
            return None
        name = sha256(f"{compiler_digest()}\0{self.as_of}\0{self.steps}\0{key}".encode()).hexdigest()
        return directory / kind / f"{name}.json"


def recall(source: SourceFile, as_of: date | None, steps: int | None = None) -> tuple[Diagnostic, ...] | None:
    """The findings of an earlier run on the same text, with as many steps for its proofs, or None."""
    stored = _read(OnDisk(as_of, steps).verdict(source))
    if stored is None:
        return None
    try:
        return tuple(_finding(_mapping(row), source, len(source.text)) for row in _list(json.loads(stored)))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def remember(
    source: SourceFile, as_of: date | None, diagnostics: tuple[Diagnostic, ...], steps: int | None = None
) -> None:
    """Keeps a verdict; a cache that cannot be written is no fault of the guideline's."""
    _write(OnDisk(as_of, steps).verdict(source), json.dumps([_row(found) for found in diagnostics]).encode())


def _read(path: Path | None) -> bytes | None:
    """What was written there whole, and not changed since."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            digest, _, stored = file.read(MOST_BYTES).partition(b"\n")
    except OSError:
        return None
    return stored if digest == sha256(stored).hexdigest().encode() else None


def _write(path: Path | None, stored: bytes) -> None:
    content = sha256(stored).hexdigest().encode() + b"\n" + stored
    if path is None or len(content) > MOST_BYTES:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_room(path.parent)
        write_whole(path, content)
    except OSError:
        return


def _make_room(directory: Path) -> None:
    kept = list(directory.glob("*.json"))
    if len(kept) >= KEPT:
        for old in sorted(kept, key=lambda path: path.stat().st_mtime)[: KEPT // 2]:
            old.unlink(missing_ok=True)


def _row(found: Diagnostic) -> Mapping[str, object]:
    return {
        "code": found.code.code,
        "message": found.message,
        "span": found.span,
        "labels": [(label.span, label.text) for label in found.labels],
        "help": found.help,
        "witness": None if found.witness is None else dict(found.witness),
        "edits": [(edit.span, edit.replacement, edit.title) for edit in found.edits],
        "severity": found.severity,
    }


def _finding(row: Mapping[str, object], source: SourceFile, length: int) -> Diagnostic:
    """A finding out of its row, on a text of a length.

    Raises:
        KeyError, TypeError, ValueError: the row was not written by `_row`.
    """

    help_text, witness, severity = row["help"], row["witness"], row["severity"]
    return Diagnostic(
        code=CODES[_text(row["code"])],
        message=_text(row["message"]),
        source=source,
        span=_span(row["span"], length),
        labels=tuple(Label(span=_span(at, length), text=_text(text)) for at, text in map(_list, _list(row["labels"]))),
        help=None if help_text is None else _text(help_text),
        witness=None if witness is None else _texts(witness),
        edits=tuple(
            Edit(span=_span(at, length), replacement=_text(new), title=_text(title))
            for at, new, title in map(_list, _list(row["edits"]))
        ),
        severity=None if severity is None else Severity(_text(severity)),
    )


def _span(value: object, length: int) -> Span:
    start, end = map(_number, _list(value))
    if not 0 <= start <= end <= length:
        raise ValueError("a span outside the text")
    return Span(start, end)


def _spelled(value: object) -> Spelled:
    from fractions import Fraction

    rows = [tuple(map(_text, _list(each))) for each in _list(value)]
    return {(Fraction(number), unit): text for number, unit, text in rows}


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("list")
    return value


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError("object")
    return value


def _texts(value: object) -> dict[str, str]:
    return {_text(key): _text(text) for key, text in _mapping(value).items()}
