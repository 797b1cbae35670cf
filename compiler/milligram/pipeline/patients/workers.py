"""Batches answered by several processes, in the order in which they came.

Enters: batches, and a `Task`. Leaves: a `Chunk` for each batch. Few batches are under way at once, so that memory
does not grow with the file. With one job everything happens in this process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

from milligram.ir import nodes as ir
from milligram.pipeline.patients.batches import Answering, Batch, RowFault
from milligram.pipeline.patients.columns import Column
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A batch answered: its rows as the output has them, its faults, and counts.

    ``refused`` rows have no answer; ``faulty`` ones have one in which the guideline itself is at fault.
    """

    rows: int
    rendered: Any
    faults: tuple[RowFault, ...]
    refused: int
    faulty: int


class Work:
    """Answers and renders batches in one process."""

    def __init__(self, task: Task) -> None:
        self.answering = Answering(task.guideline, task.columns, task.as_of)
        self.renderer = Renderer(task.form, task.kept, task.reports)

    def chunk(self, batch: Batch) -> Chunk:
        """One batch."""
        answered = self.answering.answer(batch)
        with_fault = [number for number, answer in enumerate(answered.answers) if answer.faults]
        faulty = sum(int((answered.places == number).sum()) for number in with_fault)
        return Chunk(
            rows=len(batch.rows),
            rendered=self.renderer.render(batch, answered),
            faults=answered.faults,
            refused=int((answered.places < 0).sum()),
            faulty=faulty,
        )


def chunks(task: Task, batches: Iterator[Batch], jobs: int) -> Generator[Chunk, None, None]:
    """The chunks of all batches, in order. Closing the iterator ends the processes."""
    if jobs == 1:
        work = Work(task)
        yield from map(work.chunk, batches)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, _begin, (task,))
    waiting: deque[Future[Chunk]] = deque()
    try:
        for batch in batches:
            waiting.append(pool.submit(_chunk, batch))
            if len(waiting) > jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_work: list[Work] = []


def _begin(task: Task) -> None:
    """In a new process: makes ready, leaves Ctrl-C to the parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _work.append(Work(task))


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _chunk(batch: Batch) -> Chunk:
    return _work[0].chunk(batch)
