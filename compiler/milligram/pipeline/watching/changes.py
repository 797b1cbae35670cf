"""Which guidelines were saved, made or removed since the last look.

Enters: files and folders. Leaves: the guidelines below them that changed, once they have come to rest.

    a.mg is written, then renamed over by the editor   ->   Changed(saved=(a.mg,), gone=())

The folders are looked at again and again; nothing is asked of the system beyond that, so that it works on every file
system, mounted ones too, and whether an editor writes into a file or renames another over it. Saves in quick succession
are told together.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TypeAlias

from milligram.pipeline.stages import SUFFIX

REST = 0.1
"""Seconds without a further change, after which changes are told."""
LONGEST = 2.0
"""Seconds after which they are told although more come."""
SHARE = 0.05
"""The share of time that looking may take: many files are looked at less often."""
OFTEN, QUICK = 0.2, 0.05
"""Seconds between two looks: as a rule, and while changes come to rest."""

Mark: TypeAlias = tuple[int, int, int, int]
"""What tells one state of a file from the next: its number, size, and when its content and its entry changed."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Guidelines by path, in order: those that are new or were saved, and those that are there no more."""

    saved: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.saved or self.gone)


class Changes:
    """The guidelines below some paths, as they were when last told. The first look tells all."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self._told: dict[Path, Mark] = {}
        self._seen: dict[Path, Mark] = {}
        self._since = self._first = float("-inf")
        self._took = 0.0
        self._begun = False

    @property
    def pause(self) -> float:
        """Seconds until it is worth to look again."""
        return max(OFTEN if self._seen == self._told else QUICK, self._took / SHARE)

    def look(self, now: float | None = None) -> Changed:
        """What changed and has come to rest; nothing, most of the time. ``now`` is a time in seconds."""
        start = monotonic()
        seen = _marks(self._paths)
        self._took = monotonic() - start
        now = start if now is None else now
        if seen != self._seen:
            if self._seen == self._told:
                self._first = now
            self._since = now if self._begun else float("-inf")
            self._seen = seen
        self._begun = True
        if seen == self._told or (now - self._since < REST and now - self._first < LONGEST):
            return Changed()
        told, self._told = self._told, seen
        return Changed(
            saved=tuple(path for path, mark in seen.items() if told.get(path) != mark),
            gone=tuple(path for path in told if path not in seen),
        )


def _marks(paths: Iterable[Path]) -> dict[Path, Mark]:
    """Every guideline there, by the path that it was first found by. What cannot be read now is not there now."""
    found: dict[Path, Mark] = {}
    known: set[str] = set()
    for path in paths:
        for guideline in sorted(_below(path)) if path.is_dir() else [path]:
            real = os.path.realpath(guideline)
            if real not in known and (mark := _mark(guideline)) is not None:
                known.add(real)
                found[guideline] = mark
    return found


def _below(folder: Path) -> Iterable[Path]:
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(SUFFIX):
                yield Path(place, name)


def _mark(path: Path) -> Mark | None:
    try:
        told = path.stat()
    except (OSError, ValueError):
        return None
    return (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns) if path.is_file() else None
