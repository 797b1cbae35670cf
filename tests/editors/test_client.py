"""The extension's own tests, in node: with the real language client and the real server, and a window that is none.

VS Code itself is not started here: what it shows is not seen, what it is told is.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

MILLIGRAM = Path(sys.executable).with_name("milligram")


def run(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=500,
    )


def test_its_types_hold(extension: Path) -> None:
    done = run("node", "node_modules/typescript/bin/tsc", "-p", ".", cwd=extension)
    assert done.returncode == 0, done.stdout


def test_it_starts_draws_and_tells_what_is_missing(extension: Path, tmp_path: Path) -> None:
    """Each of the tests of ``test/client.test.ts`` by name."""
    built = run("node", "build.mjs", "--tests", str(tmp_path), cwd=extension)
    assert built.returncode == 0, built.stderr
    test = str(tmp_path / "client.test.cjs")
    done = run("node", "--test", "--test-reporter", "tap", test, cwd=extension, MILLIGRAM=str(MILLIGRAM))
    named = re.findall(r'^  it\("([^"]+)"', (extension / "test" / "client.test.ts").read_text(encoding="utf-8"), re.M)
    passed = re.findall(r"^ +ok \d+ - (.+?)(?: #.*)?$", done.stdout, re.M)
    assert done.returncode == 0, done.stdout[-6000:]
    assert sorted(passed) == sorted(named)
    assert len(named) > 12


@pytest.mark.parametrize("file", ["src/preview.ts", "src/page.ts"])
def test_nothing_of_a_guideline_is_written_as_markup(extension: Path, file: str) -> None:
    """The page is one constant text with a nonce in it; all else are messages."""
    text = (extension / file).read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|outerHTML|\beval\b|new Function", text)
    assert set(re.findall(r"\.html = (.*);", text)) <= {'page(randomBytes(16).toString("hex"))'}
