"""The command line, in this process and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from milligram.cli.main import cli

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-c", "from milligram.cli.main import main; main()"]
HEARING = [
    *COMMAND[:-1],
    f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {COMMAND[-1]}",
]
"""The command, which hears Ctrl-C even where the tests were started in the background, with all children deaf to it."""

CLEAN = (ROOT / "guidelines" / "magnesium" / "neck_spasm.mg").read_text("utf-8")

FAULTY = """\
guideline bands
  title   "Bands"
  version 0.1.0
  status  draft
  for     "adults"

source r3 "Reference 3"
substance magnesium formula Mg, charge 2
input clearance in mL/min, plausible 0 to 250

pathway
  decide "Renal function" by clearance
    unknown:
      order clearance [r3]
    under 20 mL/min:
      advise against magnesium (strong) [r3]
    20 to 30 mL/min:
      refer to "nephrology" [r3]
    at least 30 mL/min:
      give 12 mmol of magnesium at night [r3]
"""
"""Exactly 30 mL/min is in two branches (MG103)."""

WARNING = """\
guideline warned
  title   "Warned"
  version 0.1.0
  status  draft
  for     "adults"

source r1 "Reference 1"
input pain yes or no

pathway
  when pain:
    suggest "rest"
  note "drink" [r1]
"""
"""A recommendation without a source: a warning (MG800), no error."""

UNTIDY = """\
guideline untidy
  title "Untidy"
  version 0.1.0
  status draft
  for "adults"
source r1   "Reference 1"   # the one source
pathway
  note   "drink" [r1]
"""

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a cache of its own beside it, and no settings of the terminal."""
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    for name in ("COLUMNS", "LINES", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def milligram() -> Run:
    """Runs a command in this process."""

    def run(*arguments: str, input: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, list(arguments), input=input, prog_name="milligram")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def process() -> Process:
    """Runs a command as a process."""

    def run(
        *arguments: str | bytes, input: str | None = None, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            env={**os.environ, **(env or {})},
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=60,
            check=False,
        )

    return run
