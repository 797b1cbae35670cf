"""How long the language server takes to answer an edit: of a number, of a word in a comment, of a new line.

The server is a process, spoken to as an editor does. "first" is the time from the change to the first findings on it:
reading, names, units, and what is known of the last proofs. "proved" is the time to the last ones. CPU is what the
server's own process takes for the first, without the process that proves.

The goal is held to CPU and to the quickest tenth of the edits, which other work on the machine troubles least; the
medians stand beside them.

- made here: about 1,000 lines, ten pathways that tie nothing together, as `benchmarks/guidelines.py` makes them
- one pathway: the same length in a single pathway, so that each edit has to be proved on the whole
- magnesium: `guidelines/magnesium/neck_spasm.mg`

With --gate, exit 1 when a goal is missed.
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
            while (line := stream.readline().strip()) or not length:
                if line.startswith(b"Content-Length:"):
                    length = int(line.split(b":")[1])
            if wanted(json.loads(stream.read(length))):
                return

    def edit(self, at: int, old: int, new: str) -> tuple[float, float, float]:
        """Milliseconds to the first findings, of processor time for them, and to the last ones."""
        version = self.version = next(self.versions)
        places = [self._place(offset) for offset in (at, at + old)]
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

    def _place(self, offset: int) -> dict[str, int]:
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


def long_guideline() -> str:
    """About a thousand lines in ten pathways, a comment before each declaration."""
    for number in count(30, 3):
        text = decisions(number)
        if text.count("\n") >= LINES:
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


def main() -> None:
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
