"""Watching some paths: what stands of each guideline, kept up to date.

Enters: paths and what is wanted. Leaves: a `Row` for each guideline, in order, that changes from step to step.

    session.step()            # True: something changed
    session.rows[0].stage     # "proving"
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from queue import Empty, Queue
from time import monotonic
from typing import Literal, TypeAlias

from milligram.pipeline.building import Emitted, write_files
from milligram.pipeline.watching.changes import Changes
from milligram.pipeline.watching.look import Outcome, Stage, Wish
from milligram.pipeline.watching.worker import Reply, Task, Worker

State: TypeAlias = Stage | Literal["waiting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands of one guideline.

    ``saved`` is when it was saved last, ``since`` when its stage began, in seconds of a clock. ``outcome`` is that of
    the last save as far as it is known, or of the save before where nothing is known yet. ``built`` is the last build
    there was, which an outcome with errors leaves standing, and ``digest`` that of its text. ``written`` counts files;
    ``trouble`` says why nothing could be written, or that the work ended without an answer.
    """

    path: Path
    stage: State = "waiting"
    saved: float = 0.0
    since: float = 0.0
    outcome: Outcome | None = None
    built: Emitted | None = field(default=None, repr=False)
    digest: str = ""
    written: int = 0
    trouble: str | None = None

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self.stage != "done"


class Session:
    """Paths under watch. ``out`` is the folder to write to, or None."""

    def __init__(self, paths: Sequence[Path], wish: Wish, out: Path | None = None) -> None:
        self.wish = wish
        self._out = out
        self._changes = Changes(paths)
        self._rows: dict[Path, Row] = {}
        self._inbox: Queue[Reply] = Queue()
        self._worker = Worker(self._inbox)
        self._number = 0
        self._current: Path | None = None
        self._next_look = 0.0

    @property
    def rows(self) -> tuple[Row, ...]:
        """A row for each guideline, in the order of their paths."""
        return tuple(self._rows[path] for path in sorted(self._rows, key=str))

    @property
    def idle(self) -> bool:
        """Whether nothing is being done, nor waits."""
        return self._current is None and not any(row.busy for row in self._rows.values())

    def step(self, timeout: float = 1.0) -> bool:
        """Waits for something to change, for a time in seconds, and takes it in; False where nothing did."""
        end = monotonic() + timeout
        while True:
            changed = self._look()
            changed = self._begin() or changed
            now = monotonic()
            with suppress(Empty):
                changed = (
                    self._heard(self._inbox.get(timeout=0 if changed else max(0.0, self._wake(end) - now))) or changed
                )
            if changed or monotonic() >= end:
                return changed

    def close(self) -> None:
        """Ends what is under way; no process is left."""
        self._worker.end()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wake(self, end: float) -> float:
        return min(end, self._next_look)

    def _look(self) -> bool:
        """Takes in saves."""
        if monotonic() < self._next_look:
            return False
        changed = self._changes.look()
        self._next_look = monotonic() + self._changes.pause
        for path in changed.gone:
            self._rows.pop(path, None)
        for path in changed.saved:
            before = self._rows.get(path, Row(path=path))
            now = monotonic()
            self._rows[path] = replace(before, stage="waiting", saved=now, since=now, trouble=None)
        if self._current is not None and self._current in (*changed.gone, *changed.saved):
            self._worker.end()
            self._number += 1
            self._current = None
        return bool(changed)

    def _begin(self) -> bool:
        """Begins the next task, where none is under way: the file saved last goes first."""
        waiting = [row for row in self.rows if row.stage == "waiting"]
        if self._current is not None or not waiting:
            return False
        row = max(waiting, key=lambda row: row.saved)
        self._number += 1
        self._current = row.path
        self._rows[row.path] = replace(row, stage="proving", since=monotonic())
        self._worker.ask(Task(number=self._number, path=row.path, wish=self.wish, day=date.today()))
        return True

    def _heard(self, reply: Reply) -> bool:
        """Takes in what the worker says of the task under way."""
        if reply.number != self._number or self._current is None:
            return False
        row = self._rows[self._current]
        if reply.stage == "done":
            self._current = None
        if reply.outcome is None:
            trouble = (
                "the check ended without an answer, perhaps for want of memory; it is tried again at the next save"
            )
            self._rows[row.path] = replace(row, stage="done", outcome=None, trouble=trouble)
            return True
        built = reply.outcome.built
        outcome = row.outcome if reply.stage == "proving" else replace(reply.outcome, built=None)
        row = replace(row, stage=reply.stage, since=monotonic(), outcome=outcome)
        if built is not None and reply.stage == "covering":
            row = self._written(replace(row, built=built, digest=outcome.digest if outcome else ""))
        self._rows[row.path] = row
        return True

    def _written(self, row: Row) -> Row:
        """The row once its files are written, where they are wanted."""
        assert row.built is not None
        assert row.outcome is not None
        name = row.outcome.name
        if self._out is None or name is None:
            return row
        for other in self._rows.values():
            if other.path != row.path and other.written and other.outcome is not None and other.outcome.name == name:
                trouble = f"not written: {other.path} is guideline {name} too, and its files would be the same"
                return replace(row, written=0, trouble=trouble)
        try:
            return replace(row, written=len(write_files(name, row.built, self._out)))
        except OSError as fault:
            return replace(row, written=0, trouble=f"not written: {(fault.strerror or str(fault)).lower()}")
