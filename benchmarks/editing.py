"""How long the language server takes to answer an edit: of a number, of a word in a comment, of a new line.

The server is a process, spoken to as an editor does. "first" is the time from the change to the first findings on it:
reading, names, units, and what is known of the last proofs. "proved" is the time to the last ones. CPU is what the
server's own process takes for the first, without the process that proves.

The goal is held to CPU and to the quickest tenth of the edits, which other work on the machine troubles least; the
medians stand beside them.

- made here: about 1,000 lines, ten pathways that tie nothing together, as `benchmarks/guidelines.py` makes them
- one pathway: the same length in a single pathway, so that each edit has to be proved on the whole
- magnesium: `guidelines/magnesium/neck_spasm.mg`

With --gate, exit 1 when a goal is missed. With --more, no goal but numbers: 5,000 lines; hover, completion, outline and
colours right behind an edit; the same while nine other texts are open; memory over 1,000 edits.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.guidelines import decisions  # noqa: E402 - the folder is no package

GOAL = 150
"""Milliseconds to the first findings, after the first check."""
ROUNDS = 15
LINES = 1_000
URI = "file:///benchmark/guideline.mg"
SETTLED = ("proved", "undecided", "faulty")
NUMBER = re.compile(r"(?:under|at least|over) (\d+)")


class Server:
    """``milligram lsp``, and one text open in it."""

    def __init__(self, text: str) -> None:
        command = [sys.executable, "-c", "from milligram.cli.main import main; main()", "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.versions = count(1)
        self.numbers = count(1000)
        self.version = next(self.versions)
        self.text = text
        self.send("initialize", {"processId": None, "capabilities": {}, "initializationOptions": {"status": True}}, 1)
        self.wait(lambda heard: heard.get("id") == 1)
        self.send("initialized", {})
        document = {"uri": URI, "languageId": "milligram", "version": self.version, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        self.wait(self._is_settled)

    def send(self, method: str, params: dict[str, Any] | None, number: int | None = None) -> None:
        message: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline()).strip() or not length:
                if not line:
                    raise SystemExit("the server has ended")
                if line.startswith(b"Content-Length:"):
                    length = int(line.split(b":")[1])
            if wanted(json.loads(stream.read(length))):
                return

    def edit(self, at: int, old: int, new: str) -> tuple[float, float, float]:
        """Milliseconds to the first findings, of processor time for them, and to the last ones."""
        version = self.version = next(self.versions)
        places = [self.place(offset) for offset in (at, at + old)]
        change = {"range": {"start": places[0], "end": places[1]}, "text": new}
        self.text = self.text[:at] + new + self.text[at + old :]
        before, start = self.used(), time.perf_counter()
        self.send(
            "textDocument/didChange",
            {"textDocument": {"uri": URI, "version": version}, "contentChanges": [change]},
        )
        settled = []

        def first(heard: dict[str, Any]) -> bool:
            if heard.get("method") != "milligram/status" or heard["params"]["version"] != version:
                return False
            settled.append(heard["params"]["stage"] in SETTLED)
            return True

        self.wait(first)
        told, used = time.perf_counter() - start, self.used() - before
        if not settled[0]:
            self.wait(self._is_settled)
        return told * 1000, used * 1000, (time.perf_counter() - start) * 1000

    def ask(self, method: str, at: int | None = None) -> float:
        """Milliseconds to the answer of a question about the text, or a place in it."""
        params: dict[str, Any] = {"textDocument": {"uri": URI}}
        if at is not None:
            params["position"] = self.place(at)
        number = next(self.numbers)
        start = time.perf_counter()
        self.send(method, params, number)
        self.wait(lambda heard: heard.get("id") == number)
        return (time.perf_counter() - start) * 1000

    def open_beside(self, uri: str, text: str) -> None:
        """Opens another text, and waits until it is proved."""
        document = {"uri": uri, "languageId": "milligram", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        self.wait(
            lambda heard: (
                heard.get("method") == "milligram/status"
                and heard["params"]["uri"] == uri
                and heard["params"]["stage"] in SETTLED
            )
        )

    def memory(self) -> list[float]:
        """MiB that the server and the processes that it started hold."""
        pids = [self.process.pid]
        try:
            pids += map(int, Path(f"/proc/{pids[0]}/task/{pids[0]}/children").read_text().split())
            pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids]
        except OSError:
            return []
        return [count * os.sysconf("SC_PAGE_SIZE") / 2**20 for count in pages]

    def place(self, offset: int) -> dict[str, int]:
        """The line and column of an offset."""
        before = self.text[:offset]
        return {"line": before.count("\n"), "character": offset - (before.rfind("\n") + 1)}

    def _is_settled(self, heard: dict[str, Any]) -> bool:
        if heard.get("method") != "milligram/status":
            return False
        return heard["params"]["version"] == self.version and heard["params"]["stage"] in SETTLED

    def used(self) -> float:
        """Seconds of processor time of the server's own process."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return float("nan")
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.send("shutdown", None, 2)
        self.wait(lambda heard: heard.get("id") == 2)
        self.send("exit", None)
        self.process.wait()


def long_guideline(lines: int = LINES) -> str:
    """About so many lines in ten pathways, a comment before each declaration."""
    for number in count(lines * 3 // 100, 3):
        text = decisions(number)
        if text.count("\n") >= lines:
            return text.replace("\npathway", "\n# a comment to write in\npathway")
    raise AssertionError


def one_pathway() -> str:
    """About a thousand lines in one pathway, of decisions on one input each."""
    head = 'guideline g\n  title "G"\n  version 1.0.0\n  status draft\n  for "tests"\n\nsource r "R"\n'
    blocks = (LINES - 10) // 8
    inputs = "".join(f"input n{index} in mmol/L, plausible 0 to 100\n" for index in range(blocks))
    lines = []
    for index in range(blocks):
        limit = 10 + index % 60
        lines.append(
            f"  # a comment to write in\n"
            f'  decide "Number {index}" by n{index}\n'
            f"    unknown:\n      order n{index} [r]\n"
            f'    under {limit} mmol/L:\n      advise "measure n{index} again" [r]\n'
            f"    at least {limit} mmol/L:\n      continue\n"
        )
    return f"{head}{inputs}\n\npathway\n{''.join(lines)}"


def numbers(server: Server, rng: random.Random) -> tuple[float, float, float]:
    """One threshold is another, and again what it was."""
    found = list(NUMBER.finditer(server.text, server.text.find("\npathway")))
    chosen = rng.choice(found)
    old = chosen[1]
    taken = server.edit(chosen.start(1), len(old), str(int(old) + 1))
    server.edit(chosen.start(1), len(old) + (int(old) + 1 >= 10 ** len(old)), old)
    return taken


def comments(server: Server, rng: random.Random) -> tuple[float, float, float]:
    """A word more in a comment."""
    found = list(re.finditer(r"^ *# .*$", server.text, re.MULTILINE))
    return server.edit(rng.choice(found).end(), 0, " more")


def lines(server: Server, rng: random.Random) -> tuple[float, float, float]:
    """A statement more, and its line taken out again."""
    found = [match.start() for match in re.finditer(r"^ +order ", server.text, re.MULTILINE)]
    at = rng.choice(found)
    indent = re.match(r" *", server.text[at:])
    assert indent is not None
    line = f'{indent.group()}note "a line more {server.version}"\n'
    taken = server.edit(at, 0, line)
    server.edit(at, len(line), "")
    return taken


QUESTIONS = ("hover", "completion", "documentSymbol", "semanticTokens/full")


def questions(server: Server, rng: random.Random) -> None:
    """Each question right behind an edit of a number, so that nothing is known of the text yet."""
    for name in QUESTIONS:
        taken = []
        for _ in range(ROUNDS):
            found = rng.choice(list(NUMBER.finditer(server.text, server.text.find("\npathway"))))
            old = found[1]
            version = server.version = next(server.versions)
            places = [server.place(at) for at in found.span(1)]
            new = str(int(old) + 1)
            server.text = server.text[: found.start(1)] + new + server.text[found.end(1) :]
            change = {"range": {"start": places[0], "end": places[1]}, "text": new}
            document = {"uri": URI, "version": version}
            server.send("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
            has_place = name in ("hover", "completion")
            taken.append(server.ask(f"textDocument/{name}", found.start() if has_place else None))
        print(f"  {name + ' behind an edit':<42}{median(taken):>8.0f}{max(taken):>8.0f} at the most", flush=True)


def more() -> None:
    """Numbers without a goal."""
    server = Server(long_guideline())
    print(f"{long_guideline().count(chr(10))} lines, ms")
    questions(server, random.Random(1))
    for number in range(9):
        server.open_beside(f"{URI}.{number}", long_guideline(300))
    print("and nine texts of 300 lines open beside it, ms")
    questions(server, random.Random(2))
    print("memory of the server and the processes that prove and draw, MiB")
    rng = random.Random(3)
    print(f"  {'before':<20}{', '.join(f'{each:.0f}' for each in server.memory())}", flush=True)
    for many in (250, 500, 750, 1000):
        for number in range(125):
            (numbers if number % 4 else comments)(server, rng)
        print(f"  {f'after {many} edits':<20}{', '.join(f'{each:.0f}' for each in server.memory())}", flush=True)
    server.stop()
    text = long_guideline(5 * LINES)
    server = Server(text)
    taken = [numbers(server, random.Random(number)) for number in range(ROUNDS)]
    first, used, proved = (median(column) for column in zip(*taken, strict=True))
    told = f"first {first:.0f} ms, CPU {used:.0f} ms, proved {proved:.0f} ms"
    print(f"{text.count(chr(10))} lines: a number: {told}")
    server.stop()


def main() -> None:
    if "--more" in sys.argv[1:]:
        more()
        return
    texts = {
        "made here": long_guideline(),
        "one pathway": one_pathway(),
        "magnesium": (ROOT / "guidelines/magnesium/neck_spasm.mg").read_text(encoding="utf-8"),
    }
    missed = False
    print(f"{'median of ' + str(ROUNDS) + ' edits, ms':<44}{'first':>8}{'quick':>8}{'CPU':>8}{'goal':>8}{'proved':>9}")
    for name, text in texts.items():
        server = Server(text)
        length = text.count("\n")
        for what, edit in {"a number": numbers, "a word in a comment": comments, "a new line": lines}.items():
            rng = random.Random(what)
            taken = [edit(server, rng) for _ in range(ROUNDS)]
            first, used, proved = (median(column) for column in zip(*taken, strict=True))
            quick = sorted(each[0] for each in taken)[ROUNDS // 10]
            late = quick > GOAL or used > GOAL
            missed |= late
            row = f"{name}, {length} lines: {what}"
            told = "   over its goal" if late else ""
            print(f"{row:<44}{first:>8.0f}{quick:>8.0f}{used:>8.0f}{f'≤ {GOAL}':>8}{proved:>9.0f}{told}", flush=True)
        server.stop()
    if missed and "--gate" in sys.argv[1:]:
        sys.exit(1)


if __name__ == "__main__":
    main()
