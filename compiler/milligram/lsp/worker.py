"""The process that proves: it reads jobs from its standard input and writes answers to its standard output.

Enters: frames of a `Task`, or of the number of a task to be stopped. Leaves: frames of a `Reply`. The task that came
last goes first: it is about the text that is in the editor now. When the input ends, so does the process.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from dataclasses import dataclass
from time import monotonic
from typing import IO, Literal

from milligram.lsp.jobs import Answer, Job, Jobs
from milligram.pipeline.frames import read_frame, write_frame

_LEAP = 1e9
"""So many seconds the clock of a stopped task goes ahead, each time that it is looked at."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job under a number."""

    number: int
    job: Job


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a task: it was begun, it is done, or it failed for a bug of ours, which ``told`` traces."""

    number: int
    state: Literal["begun", "done", "failed"]
    answer: Answer | None = None
    told: str = ""


class Worker:
    """Takes in tasks while one is done."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._stdin, self._stdout = stdin, stdout
        self._waiting: list[Task] = []
        self._stopped: set[int] = set()
        self._changed = threading.Condition()

    def run(self) -> None:
        """Does tasks for as long as any come."""
        threading.Thread(target=self._listen, daemon=True).start()
        jobs = Jobs()
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                task = self._waiting.pop()
                stopped = task.number in self._stopped
            if stopped:
                continue
            write_frame(self._stdout, Reply(task.number, "begun"))
            try:
                reply = Reply(task.number, "done", jobs.do(task.job, self._clock(task.number)))
            except Exception:
                reply = Reply(task.number, "failed", told=traceback.format_exc())
            write_frame(self._stdout, reply)

    def _listen(self) -> None:
        try:
            while True:
                heard = read_frame(self._stdin)
                with self._changed:
                    if isinstance(heard, Task):
                        self._waiting.append(heard)
                        self._changed.notify()
                    elif isinstance(heard, int):
                        self._stopped.add(heard)
        finally:
            os._exit(0)  # the editor is gone, and a proof may be under way

    def _clock(self, number: int) -> StoppingClock:
        return StoppingClock(number, self._stopped)


class StoppingClock:
    """The time, until a task is stopped: then each look is far beyond the last, so that any budget is spent."""

    def __init__(self, number: int, stopped: set[int]) -> None:
        self._number, self._stopped = number, stopped
        self._ahead = 0.0

    def __call__(self) -> float:
        """Seconds."""
        if self._number in self._stopped:
            self._ahead += _LEAP
        return monotonic() + self._ahead


def main() -> None:
    """Serves the standard input and output; what anything else prints goes to the standard error."""
    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        Worker(stdin, stdout).run()
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)
