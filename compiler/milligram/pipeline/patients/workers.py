"""Batches answered by several processes, in the order in which they came.

Enters: batches, and a `Task`. Leaves: a `Chunk` for each batch. Few batches are under way at once, so that memory
does not grow with the file. With one job everything happens in this process.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from milligram.ir import nodes as ir
from milligram.pipeline.patients.batches import Answering, Batch, RowFault
from milligram.pipeline.patients.columns import Column, Names
from milligram.pipeline.patients.json_lines import LineReader, Lines
from milligram.pipeline.patients.rendering import Form, Renderer
from milligram.pipeline.patients.reports import ReportColumn


@dataclass(frozen=True, kw_only=True)
class Task:
    """All that a process needs to answer batches."""

    guideline: ir.Guideline
    columns: tuple[Column, ...]
    kept: tuple[str, ...]
    reports: tuple[ReportColumn, ...]
    form: Form
    as_of: date | None
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A batch answered: its rows as the output has them, its faults, and counts.

    ``refused`` rows have no answer; ``faulty`` ones have one in which the guideline itself is at fault. ``met`` are the
    inputs and regimens that JSON lines have named.
    """

    rows: int
    rendered: Any
    faults: tuple[RowFault, ...]
    refused: int
    faulty: int
    met: frozenset[str]


class Work:
    """Answers and renders batches in one process."""

    def __init__(self, task: Task) -> None:
        self.answering = Answering(task.guideline, task.columns, task.as_of)
        self.renderer = Renderer(task.form, task.kept, task.reports)
        self.lines = LineReader(task.names)

    def chunk(self, some: Batch | Lines) -> Chunk:
        """One batch."""
        batch = self.lines.batch(some) if isinstance(some, Lines) else some
        answered = self.answering.answer(batch)
        with_fault = [number for number, answer in enumerate(answered.answers) if answer.faults]
        faulty = sum(int((answered.places == number).sum()) for number in with_fault)
        return Chunk(
            rows=len(batch.rows),
            rendered=self.renderer.render(batch, answered),
            faults=answered.faults,
            refused=int((answered.places < 0).sum()),
            faulty=faulty,
            met=frozenset(self.lines.met),
        )


class Crew:
    """Processes that make themselves ready while this one goes on; one job needs none. Leaving ``with`` ends them."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.jobs > 1:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.jobs, context, _begin)
            with _deaf():
                for _ in range(self.jobs):
                    self._pool.submit(_nothing)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is None:
            return
        if kind is not None:
            _abandon(self._pool)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def chunks(self, task: Task, batches: Iterator[Batch | Lines]) -> Iterator[Chunk]:
        """The chunks of all batches, in order."""
        if self._pool is None:
            yield from map(Work(task).chunk, batches)
            return
        packed = pickle.dumps(task, protocol=5)
        waiting: deque[Future[Chunk]] = deque()
        for batch in batches:
            waiting.append(self._pool.submit(_chunk, packed, batch))
            if len(waiting) > self.jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _abandon(pool: ProcessPoolExecutor) -> None:
    """Ends the processes of a pool: nobody waits for what is under way.

    One may die in the middle of a message. Its pipe is then closed on this side too, or the pool's thread would wait
    for the rest for ever. That thread closes what nobody reads from any more; where its Python does not, this does.
    """
    processes = list(pool._processes.values())
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
    pool._result_queue._writer.close()  # type: ignore[attr-defined]  # the stubs leave it out
    manager: threading.Thread = pool._executor_manager_thread  # type: ignore[assignment]  # the stubs say its wakeup
    manager.join(1)
    if manager.is_alive():  # two that close at once would close a file of somebody else
        pool._call_queue._reader.close()  # type: ignore[attr-defined]  # the stubs leave it out


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that start meanwhile do not hear Ctrl-C, which goes to all of a terminal's: the parent ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_works: dict[bytes, Work] = {}


def save_memory() -> None:
    """Takes Arrow's memory from the system's own allocator, which gives back what a batch no longer needs."""
    pa.set_memory_pool(pa.system_memory_pool())


def _begin() -> None:
    """In a new process: leaves Ctrl-C to the parent, and does not outlive it."""
    save_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _nothing() -> None:
    """Having imported this is being ready."""


def _chunk(packed: bytes, batch: Batch | Lines) -> Chunk:
    if packed not in _works:
        _works.clear()
        _works[packed] = Work(pickle.loads(packed))
    return _works[packed].chunk(batch)
