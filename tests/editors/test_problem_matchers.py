"""The problem matchers, applied as VS Code does, against what the same findings are as JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editors.conftest import EXTENSION

ROOT = Path(__file__).parents[2]
MATCHERS = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))["contributes"]["problemMatchers"]
FOLDERS = ["guidelines/magnesium/as_published", "guidelines/kidney/as_published", "guidelines/hypertension"]


def problems(lines: list[str]) -> Iterator[dict[str, str]]:
    """VS Code's way: at each new line, the matcher of so many lines is tried on the last so many; the message's parts
    are joined by line ends."""
    matchers = {len(matcher["pattern"]): matcher["pattern"] for matcher in MATCHERS}
    assert len(matchers) == len(MATCHERS)
    kept: list[str] = []
    for line in lines:
        kept = [*kept, line][-max(matchers) :]
        for start in range(len(kept)):
            found = _matched(matchers.get(len(kept) - start, []), kept[start:])
            if found:
                yield found
                kept = []
                break


def _matched(patterns: list[dict[str, object]], lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pattern, line in zip(patterns, lines, strict=False):
        match = re.search(str(pattern["regexp"]), line)
        if match is None:
            return {}
        for part, group in pattern.items():
            if part != "regexp":
                assert isinstance(group, int)
                found[part] = f"{found[part]}\n{match.group(group)}" if part in found else match.group(group)
    return found


def milligram(*words: str, columns: int) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from milligram.cli.main import main; raise SystemExit(main())", *words],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": str(columns)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


@pytest.mark.parametrize("columns", [100, 80])
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_finding_is_a_problem_at_its_place(folder: str, columns: int) -> None:
    """At the width of our tasks, and at that of most terminals; the message is whole, whatever lines it took."""
    told = json.loads(milligram("check", "--format", "json", folder, columns=columns))["diagnostics"]
    wanted = [
        (item["file"], *map(item["span"]["start"].get, ("line", "column")), item["severity"], item["code"])
        for item in told
    ]
    found = list(problems(milligram("check", "--", folder, columns=columns).splitlines()))
    got = [(p["file"], int(p["line"]), int(p["column"]), p["severity"], p["code"]) for p in found]
    assert sorted(got) == sorted(wanted)
    assert len(wanted) > 1
    messages = sorted(" ".join(item["message"].split()) for item in told)
    assert sorted(" ".join(problem["message"].split()).split(": ", 1)[1] for problem in found) == messages
