"""``milligram watch`` as a process: what it shows, serves and writes, and how it ends."""

from __future__ import annotations

import fcntl
import http.client
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic, sleep

import pytest

from .conftest import CLEAN, FAULTY, HEARING, WARNING, Run

PATIENCE = 60.0
GOOD = FAULTY.replace("20 to 30", "20 to under 30")


class Watch:
    """A running process and what it has printed."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*HEARING, "watch", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.text = ""
        self._lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, pattern: str) -> str:
        """What is printed from now up to a line that matches."""
        end, since = monotonic() + PATIENCE, ""
        while monotonic() < end:
            try:
                since += self._lines.get(timeout=1)
            except Empty:
                assert self.process.poll() is None, self.text + since
                continue
            if re.search(pattern, since.splitlines()[-1]):
                self.text += since
                return since
        raise AssertionError(f"{pattern!r} never came; there was:\n{self.text}{since}")

    def stop(self) -> tuple[int, str]:
        """Ctrl-C: the exit code, and what stands on standard error."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


@contextmanager
def watching(*arguments: str) -> Iterator[Watch]:
    watch = Watch(*arguments)
    try:
        yield watch
    finally:
        watch.process.kill()
        watch.process.communicate()


def children(pid: int) -> set[int]:
    """The processes that a process has started and that still run."""
    found = set()
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                state, parent = (place / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if int(parent) == pid and state != "Z":
                found.add(int(place.name))
    return found


def is_running(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def comes_true(said: Callable[[], bool]) -> bool:
    end = monotonic() + PATIENCE
    while not said():
        if monotonic() > end:
            return False
        sleep(0.05)
    return True


def test_each_save_is_told_whether_the_file_is_written_or_renamed_over() -> None:
    Path("a.mg").write_text(FAULTY)
    with watching(".") as watch:
        first = watch.until("a.mg: ")
        assert first.startswith("watching .; Ctrl-C ends\n")
        assert "error[MG103] shared boundary" in first
        assert re.search(r"\d\d:\d\d:\d\d a\.mg: 1 error; no cases; \d+\.\d s\n", first)
        Path("a.mg").write_text(GOOD)
        assert "a.mg: clean; no cases; " in watch.until("a.mg: ")
        Path("beside").write_text(FAULTY)
        Path("beside").rename("a.mg")
        assert "a.mg: 1 error; " in watch.until("a.mg: ")
        Path("a.mg").write_text("guideline")
        assert re.search(r"a.mg: \d+ errors?; ", watch.until("a.mg: "))
        Path("b.mg").write_text(GOOD)
        assert "b.mg: clean; " in watch.until("b.mg: ")
        Path("b.mg").unlink()
        assert watch.until("b.mg: ").endswith("b.mg: gone\n")
        assert watch.stop() == (0, "")


def test_cases_and_coverage_are_told_and_files_are_written() -> None:
    Path("neck_spasm.mg").write_text(CLEAN)
    with watching("neck_spasm.mg", "--out", "out", "--target", "python") as watch:
        told = watch.until(r"\d\.\d s$")
        assert re.search(r"clean; (\d+) of \1 cases pass; \d\d % covered; 1 file\s+written; ", told)
        assert Path("out/magnesium_neck_spasm/magnesium_neck_spasm.py").is_file()
        assert watch.stop() == (0, "")


def test_ctrl_c_in_the_middle_of_a_proof_leaves_no_child() -> None:
    Path("a.mg").write_text(CLEAN)
    with watching("a.mg") as watch:
        watch.until("watching")
        assert comes_true(lambda: bool(children(watch.process.pid)))
        left = children(watch.process.pid)
        assert watch.stop() == (0, "")
        assert not any(map(is_running, left))


def test_a_watch_that_is_killed_leaves_no_child() -> None:
    Path("a.mg").write_text(CLEAN)
    with watching("a.mg") as watch:
        assert comes_true(lambda: bool(children(watch.process.pid)))
        left = children(watch.process.pid)
        watch.process.kill()
        watch.process.communicate()
        assert comes_true(lambda: not any(map(is_running, left)))


def test_a_page_reloads_when_the_file_is_saved() -> None:
    Path("a.mg").write_text(FAULTY)
    with watching("--serve", "0", "--target", "page", "a.mg") as watch:
        address = watch.until("preview at ")
        found = re.search(r"preview at http://(127\.0\.0\.1:\d+)/$", address, re.MULTILINE)
        assert found is not None
        host = found[1]
        assert comes_true(lambda: b"1 error" in get(host, "/a/")[1])
        status, page = get(host, "/a/")
        assert status == 200
        assert b"error[MG103] shared boundary" in page
        seen = re.search(rb'data-mark="([0-9a-f]+)"', page)
        assert seen is not None
        events = http.client.HTTPConnection(host, timeout=PATIENCE)
        events.request("GET", f"/-/events?page=/a/&seen={seen[1].decode()}")
        stream = events.getresponse()
        assert stream.readline() == b"retry: 1000\n"
        Path("beside").write_text(GOOD)
        Path("beside").rename("a.mg")
        assert stream.readline() == b"\n"
        assert stream.readline() == b"event: reload\n"
        events.close()
        assert b"no findings" in get(host, "/a/")[1]
        assert comes_true(lambda: get(host, "/a/bands.page.html")[0] == 200)
        assert get(host, "/a/../a.mg")[0] == 404
        assert get(host, "/", "evil.example")[0] == 403
        assert watch.stop() == (0, "")


def get(host: str, path: str, name: str | None = None) -> tuple[int, bytes]:
    client = http.client.HTTPConnection(host, timeout=PATIENCE)
    try:
        client.request("GET", path, headers={"Host": name or host})
        answer = client.getresponse()
        return answer.status, answer.read()
    finally:
        client.close()


def test_a_port_that_is_taken_is_said() -> None:
    with watching(".", "--serve", "0") as watch:
        port = watch.until("preview at ").rpartition(":")[2].strip().strip("/")
        other = subprocess.run(
            [*HEARING, "watch", ".", "--serve", port], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert (other.returncode, other.stdout) == (1, "")
        assert other.stderr == f"Error: cannot serve at port {port}: address already in use\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing argument"),
        (("absent",), "does not exist"),
        ((".", "--serve", "65536"), "is not a port from 0 to 65535"),
        ((".", "--serve=-2"), "is not a port from 0 to 65535"),
        ((".", "--target", "card"), "add --out DIR or --serve"),
        ((".", "--target", ",", "--serve"), "names nothing"),
        ((".", "--target", "crad", "--serve"), "did you mean card?"),
        ((".", "--target", "python", "--serve", "0"), "python: nothing that a browser shows"),
    ],
)
def test_wrong_usage(milligram: Run, arguments: tuple[str, ...], said: str) -> None:
    done = milligram("watch", *arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


# --- a terminal -------------------------------------------------------------------------------------------------------


class Terminal:
    """A terminal of 80 columns, with the command in it."""

    def __init__(self, *arguments: str, lines: int = 24) -> None:
        self.pid, self._handle = pty.fork()
        if not self.pid:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 80, 0, 0))
            # `execv` would hand on what a library has put into the environment behind the back of `os.environ`.
            os.execve(HEARING[0], [*HEARING, "watch", *arguments], {**os.environ, "TERM": "xterm"})
        self.lines = lines
        self.read = ""

    def frames(self) -> list[list[str]]:
        """What has stood on the screen: its lines, without colours."""
        whole = re.findall(r"\x1b\[H(.*?)\n\x1b\[J", self.read.replace("\r", ""), re.DOTALL)
        return [re.sub(r"\x1b\[[0-9;]*[mK]", "", frame).split("\n") for frame in whole]

    def until(self, pattern: str) -> list[str]:
        """The first frame with a line that matches."""
        end = monotonic() + PATIENCE
        while monotonic() < end:
            for frame in self.frames():
                if any(re.search(pattern, line) for line in frame):
                    return frame
            if select.select([self._handle], [], [], 0.2)[0]:
                try:
                    self.read += os.read(self._handle, 65536).decode()
                except OSError:
                    break
        raise AssertionError(f"{pattern!r} never came; there was:\n{self.read}")

    def stop(self) -> int:
        """Ctrl-C as it is typed; the exit code."""
        os.write(self._handle, b"\x03")
        end = monotonic() + PATIENCE
        while monotonic() < end and (done := os.waitpid(self.pid, os.WNOHANG))[0] == 0:
            if select.select([self._handle], [], [], 0.1)[0]:
                try:
                    self.read += os.read(self._handle, 65536).decode()
                except OSError:
                    sleep(0.05)
        os.close(self._handle)
        return os.waitstatus_to_exitcode(done[1])


def test_the_screen_holds_to_the_terminal_and_shows_what_is_to_be_mended() -> None:
    Path("faulty.mg").write_text(FAULTY)
    Path("neck_spasm.mg").write_text(CLEAN)
    Path("warned.mg").write_text(WARNING)
    terminal = Terminal(".")
    terminal.until(r"^(faulty|neck_spasm|warned)\.mg .* proving …$")
    terminal.until(r"^neck_spasm\.mg +clean +(\d+) of \1 +\d+ % +\d+\.\d s$")
    terminal.until(r"^warned\.mg +1 warning +none +\d+ % +\d+\.\d s$")
    terminal.until(r"^faulty\.mg +1 error +none +\d+ % +\d+\.\d s$")
    terminal.until(r"^error\[MG103\] shared boundary")
    assert terminal.stop() == 0
    for frame in terminal.frames():
        assert len(frame) < terminal.lines
        assert all(len(line) <= 80 for line in frame)
    assert terminal.read.rstrip().endswith("stopped")


def test_of_many_guidelines_those_to_be_mended_are_shown() -> None:
    for number in range(12):
        text = GOOD if number != 7 else FAULTY
        Path(f"g{number:02}.mg").write_text(text.replace("guideline bands", f"guideline bands{number}"))
    terminal = Terminal(".", lines=20)
    frame = terminal.until(r"^… 5 guidelines more, 5 clean$|^… \d guidelines more, \d clean$")
    assert any(line.startswith("g07.mg") for line in frame)
    assert len(frame) < 20
    assert terminal.stop() == 0


FAILING = "".join(
    f'\ncase "case {number} of a name that says at some length what it is about"\n'
    f"  clearance {40 + number} mL/min\n  expect order clearance\n"
    for number in range(5)
)


def test_a_failed_case_is_not_cut_away_by_the_findings_above_it() -> None:
    """24 lines: the error with its lines of the text, every failed case in a line at least, and how to see the rest."""
    Path("faulty.mg").write_text(FAULTY + FAILING)
    terminal = Terminal("faulty.mg", lines=24)
    frame = terminal.until(r"^… \d failed cases? more: `milligram test faulty.mg` shows all$")
    assert len(frame) < 24
    assert all(len(line) <= 80 for line in frame)
    (first,) = (number for number, line in enumerate(frame) if line.startswith("error[MG103] shared boundary"))
    assert any("^^^^" in line for line in frame[first:])
    shown = sum(line.startswith("FAILED faulty.mg:") for line in frame)
    assert shown >= 1
    assert frame[-1].startswith(f"… {5 - shown} failed case")
    assert terminal.stop() == 0
