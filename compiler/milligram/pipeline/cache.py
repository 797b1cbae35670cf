"""Verdicts kept between runs, so that a file that did not change is not analysed again.

Enters: a source and the day of the check. Leaves: the findings of an earlier run with the same text, day, compiler and
registry, or None. One JSON file per verdict in the user's cache directory; a damaged, foreign or unwritable one is
ignored,
never trusted: what it says is rebuilt through the registry of codes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from milligram.diagnostics import CODES, Diagnostic, Edit, Label, Severity
from milligram.pipeline.writing import write_whole
from milligram.source import SourceFile, Span

KEPT = 2_000
"""How many verdicts are kept; past that the oldest half goes."""


def cache_directory() -> Path:
    """``$MILLIGRAM_CACHE``, else ``milligram`` in the user's cache directory."""
    if chosen := os.environ.get("MILLIGRAM_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "milligram"


@cache
def compiler_digest() -> str:
    """A hash over the compiler's own files by name, size and time of change: another compiler, other verdicts."""
    package = Path(__file__).parents[1]
    grammar = package.parents[1] / "grammar"
    stamp = sha256(sys.version.encode())
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.lark"), *grammar.glob("*.lark"))):
        known = path.stat()
        stamp.update(f"{path.relative_to(package.parents[1])}\0{known.st_size}\0{known.st_mtime_ns}\0".encode())
    return stamp.hexdigest()


def _file(source: SourceFile, as_of: date | None) -> Path:
    key = sha256(f"{compiler_digest()}\0{as_of}\0{source.digest}".encode()).hexdigest()
    return cache_directory() / "verdicts" / f"{key}.json"


def recall(source: SourceFile, as_of: date | None) -> tuple[Diagnostic, ...] | None:
    """The findings of an earlier run on the same text, or None."""
    try:
        rows = json.loads(_file(source, as_of).read_text("utf-8"))
        return tuple(_finding(row, source) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(source: SourceFile, as_of: date | None, diagnostics: tuple[Diagnostic, ...]) -> None:
    """Keeps the findings; a cache that cannot be written is no fault of the guideline's."""
    path = _file(source, as_of)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_room(path.parent)
        write_whole(path, json.dumps([_row(found) for found in diagnostics]).encode("utf-8"))
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


def _finding(row: Mapping[str, object], source: SourceFile) -> Diagnostic:
    """A finding out of its row.

    Raises:
        KeyError, TypeError, ValueError: the row was not written by `_row`.
    """

    def span(value: object) -> Span:
        start, end = _list(value)
        if not (isinstance(start, int) and isinstance(end, int)):
            raise TypeError("span")
        return Span(start, end)

    help_text, witness, severity = row["help"], row["witness"], row["severity"]
    return Diagnostic(
        code=CODES[_text(row["code"])],
        message=_text(row["message"]),
        source=source,
        span=span(row["span"]),
        labels=tuple(Label(span=span(at), text=_text(text)) for at, text in map(_list, _list(row["labels"]))),
        help=None if help_text is None else _text(help_text),
        witness=None if witness is None else _texts(witness),
        edits=tuple(
            Edit(span=span(at), replacement=_text(new), title=_text(title))
            for at, new, title in map(_list, _list(row["edits"]))
        ),
        severity=None if severity is None else Severity(_text(severity)),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("list")
    return value


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError("object")
    return {_text(key): _text(text) for key, text in value.items()}
