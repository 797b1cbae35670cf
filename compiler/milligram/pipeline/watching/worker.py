"""The second process, from both sides: it looks at guidelines, and may be ended at any time.

Enters: a `Task`. Leaves: a `Reply` for each stage, in a queue. What is under way when the file is saved again is ended
with its process; a process that ends by itself (for want of memory) is told, and the next task gets a new one. It
writes no file but those of the cache, and ends when the first process does, however that ended.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from queue import Queue
from typing import IO

from milligram.pipeline.frames import read_frame, write_frame
from milligram.pipeline.watching.look import Outcome, Stage, Wish, look

COMMAND = [sys.executable, "-P", "-c", "from milligram.pipeline.watching.worker import main; main()"]
"""With -P nothing is imported from the folder of the guidelines."""
GRACE = 0.5
"""Seconds that the process has to end by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One guideline to look at."""

    number: int
    path: Path
    wish: Wish
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How far a task has come. ``outcome`` is None where the process ended without an answer."""

    number: int
    stage: Stage
    outcome: Outcome | None


class Worker:
    """The process as seen from the first: one task at a time, answers in ``inbox``."""

    def __init__(self, inbox: Queue[Reply]) -> None:
        self._inbox = inbox
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, task: Task) -> None:
        """Begins a task. The one before is done, or was ended."""
        process = self._running()
        assert process.stdin is not None
        threading.Thread(target=self._listen, args=(process, task.number), daemon=True).start()
        with suppress(OSError):  # it ended just now: the listener tells
            write_frame(process.stdin, task)

    def end(self) -> None:
        """Ends the process, whatever it does; it is gone when this returns."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            # In a session of its own, so that Ctrl-C is heard by the first process alone, which ends this one.
            self._process = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._process

    def _listen(self, process: subprocess.Popen[bytes], number: int) -> None:
        """Takes in the replies to one task."""
        assert process.stdout is not None
        try:
            while True:
                reply = read_frame(process.stdout)
                assert isinstance(reply, Reply)
                self._inbox.put(reply)
                if reply.stage == "done":
                    return
        except (EOFError, OSError, ValueError):  # `ValueError`: closed meanwhile
            self._inbox.put(Reply(number=number, stage="done", outcome=None))


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Lets Ctrl-C wait, so that no process is started of which nobody knows. Where a system cannot, it is not kept."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def main() -> None:
    """The process itself: does tasks from standard input, one after the other, until that ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # lets a file of the cache be cleared away
    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: Queue[Task] = Queue()
    threading.Thread(target=_hear, args=(stdin, tasks), daemon=True).start()
    try:
        while True:
            _do(tasks.get(), stdout)
    except (OSError, SystemExit):
        os._exit(0)  # a thread reads the standard input, and Python would wait for it


def _hear(stdin: IO[bytes], tasks: Queue[Task]) -> None:
    """Takes in tasks while one is done; with the first process this one ends at once."""
    try:
        while True:
            task = read_frame(stdin)
            assert isinstance(task, Task)
            tasks.put(task)
    finally:
        os._exit(0)


def _do(task: Task, stdout: IO[bytes]) -> None:
    known = Outcome(path=task.path)
    try:
        for stage, known in look(task.path, task.wish, task.day):
            write_frame(stdout, Reply(number=task.number, stage=stage, outcome=known))
    except BrokenPipeError:
        raise
    except BaseException as bug:  # a panic of a library written in Rust is no `Exception`
        if isinstance(bug, SystemExit):
            raise
        cause = bug.__cause__ or bug
        line = traceback.format_exception_only(cause)[-1].strip()
        write_frame(stdout, Reply(number=task.number, stage="done", outcome=replace(known, bug=line)))
