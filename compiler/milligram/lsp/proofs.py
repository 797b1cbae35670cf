"""Asks a second process, and lets go of what is no longer wanted.

Enters: jobs, each with a function to be called with the answer. Leaves: that call, in the thread of the event loop. A
job that is stopped is never answered. A process that does not stop in time, or that dies, is replaced by another.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from milligram.lsp.jobs import Answer, Check, Job
from milligram.lsp.worker import Reply, Task
from milligram.pipeline.frames import read_frame, write_frame

COMMAND = [sys.executable, "-P", "-c", "from milligram.lsp.worker import main; main()"]
"""With -P nothing is imported from the folder of the guidelines."""
GRACE = 1.5
"""Seconds that a stopped proof has to notice it."""
BEYOND = 5.0
"""Seconds that a proof may take beyond its budget, before the process is ended."""
DRAWING = 60.0
"""Seconds that any other job may take."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A job without an answer: it took too long, and ``told`` is empty, or there is a bug of ours, which it traces."""

    told: str = ""


Then: TypeAlias = Callable[[Answer | Failed], None]


@dataclass(slots=True)
class _Asked:
    """A job; one without ``then`` was stopped. It is being done once the alarm is set."""

    job: Job | None = None
    then: Then | None = None
    alarm: asyncio.TimerHandle | None = None


class Helper:
    """A second process, started when it is first needed."""

    def __init__(self, loop: asyncio.AbstractEventLoop, begun: Callable[[int], None] = lambda _: None) -> None:
        self._loop = loop
        self._begun = begun
        self._asked: dict[int, _Asked] = {}
        self._number = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def ask(self, job: Job, then: Then) -> int:
        """Has a job done; the number by which it can be stopped."""
        self._number += 1
        self._asked[self._number] = _Asked(job, then)
        self._send(Task(self._number, job))
        return self._number

    def stop(self, number: int) -> None:
        """Lets go of a job: it is not answered any more."""
        asked = self._asked.get(number)
        if asked is None or asked.then is None:
            return
        self._send(number)
        if asked.alarm is None:
            del self._asked[number]
        else:  # it is being done
            asked.then = None
            self._set_alarm(number, GRACE)

    def close(self) -> None:
        """Ends the process."""
        self._closed = True
        for asked in self._asked.values():
            if asked.alarm is not None:
                asked.alarm.cancel()
        self._asked.clear()
        self._end()

    def warm(self) -> None:
        """Starts the process, so that the first answer comes sooner."""
        if self._process is None:
            self._start()

    # --- the process ------------------------------------------------------------------------------------------------

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        return self._process

    def _send(self, value: Task | int) -> None:
        process = self._process or self._start()
        assert process.stdin is not None
        with suppress(OSError):  # that the process has ended is noticed by whoever listens
            write_frame(process.stdin, value)

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with suppress(RuntimeError):  # the loop is closed, and so is the server
            with suppress(EOFError, OSError, ValueError):
                while True:
                    reply = read_frame(process.stdout)
                    if isinstance(reply, Reply):
                        self._loop.call_soon_threadsafe(self._heard, process, reply)
            self._loop.call_soon_threadsafe(self._died, process)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    # --- in the thread of the loop ----------------------------------------------------------------------------------

    def _heard(self, process: subprocess.Popen[bytes], reply: Reply) -> None:
        asked = self._asked.get(reply.number)
        if process is not self._process:
            return
        if reply.state == "begun":
            if asked is None:  # it was begun as it was stopped
                self._asked[reply.number] = _Asked()
                self._set_alarm(reply.number, GRACE)
            else:
                seconds = asked.job.seconds + BEYOND if isinstance(asked.job, Check) else DRAWING
                self._set_alarm(reply.number, seconds)
                self._begun(reply.number)
        elif asked is not None:
            self._answer(reply.number, Failed(reply.told) if reply.answer is None else reply.answer)

    def _answer(self, number: int, answer: Answer | Failed) -> None:
        asked = self._asked.pop(number)
        if asked.alarm is not None:
            asked.alarm.cancel()
        if asked.then is not None:
            asked.then(answer)

    def _set_alarm(self, number: int, seconds: float) -> None:
        asked = self._asked[number]
        if asked.alarm is not None:
            asked.alarm.cancel()
        asked.alarm = self._loop.call_later(seconds, self._overdue, number)

    def _overdue(self, number: int) -> None:
        """The job that is being done does not come to its end: another process does the others."""
        self._end()
        self._start_over("")

    def _died(self, process: subprocess.Popen[bytes]) -> None:
        """The process ended by itself: what it was at is given up, the rest is asked of another one."""
        if process is self._process and not self._closed:
            self._end()
            self._start_over(f"the process for proofs ended with exit code {process.returncode}")

    def _start_over(self, told: str) -> None:
        """What was being done has failed; what was waiting is asked again."""
        given_up = [number for number, asked in self._asked.items() if asked.alarm is not None]
        for number, asked in self._asked.items():
            if asked.job is not None and asked.alarm is None:
                self._send(Task(number, asked.job))
        for number in given_up:
            self._answer(number, Failed(told))
