"""Neovim and Emacs, set up by the lines of the page on editors, with the real server: what they show and what they do.

Both count columns in UTF-16, as the protocol has it where nothing else is agreed on: the text has signs of one, two and
four bytes before every place that is asked for. Where an editor is not installed, its test is skipped.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CLIENTS = Path(__file__).with_name("clients")
PAGE = (ROOT / "docs" / "editor.md").read_text(encoding="utf-8")
TEXT = """\
guideline a_test
  title      "µ₂ 😀"
  version    0.1.0
  status     draft
  for        "adults"
  issued     2026-11-22
  review by  2028-11-22

source r1 "One"

input clearance "µ₂😀" in mL/min, plausible 0 to 250

pathway

  decide "µ₂ 😀 kidneys" by clearance
    unknown:
      order clearance [r1]
    under 20 mL/min:
      advise "µ₂ 😀" [r1]
    at least 30 mL/min:
      advise "µ₂ 😀" [r9]
"""
BRANCH = "    20 to under 30 mL/min:\n"


def lines(language: str) -> str:
    """What the page says that an author writes into the settings of an editor."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def run(folder: Path, *command: str) -> dict[str, Any]:
    """Runs an editor that writes its answers to a file; its home is empty, and `milligram` is on its path."""
    answers = folder / "answers.json"
    (folder / "home").mkdir()
    done = subprocess.run(
        command,
        cwd=folder,
        env={
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder / "home"),
            "LANG": "C.UTF-8",
            "ANSWERS": str(answers),
            "GUIDELINE": str(folder / "a.mg"),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert answers.exists(), done.stdout + done.stderr
    told: dict[str, Any] = json.loads(answers.read_text(encoding="utf-8"))
    return told


def hold(told: dict[str, Any]) -> None:
    """What every editor must have been told, and must have done to the text."""
    found = told["diagnostics"]
    assert set(found) == {"MG101", "MG801"}
    assert "no branch covers µ₂😀 20 to under 30 mL/min" in found["MG101"]["message"]
    assert "patient: clearance 25 mL/min" in found["MG101"]["message"]
    assert found["MG101"]["under"].startswith('decide "µ₂ 😀 kidneys" by clearance')
    assert found["MG801"]["under"] == "r9"
    assert "**input** `clearance` µ₂😀 · line 11" in told["hover"]
    assert told["definition"] == {"line": 10, "character": 6}
    assert "Add a branch `20 to under 30 mL/min:`" in told["actions"]
    assert told["completion"][0] == "kidney_clearance"
    text = told["text"]
    assert text.count("kidney_clearance") == 3
    assert re.sub(rf"{BRANCH} +unspecified .*\n", "", text).replace("kidney_clearance", "clearance") == TEXT
    assert BRANCH in text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """With the header as nobody's formatter would leave it."""
    path = tmp_path / "a.mg"
    path.write_text(re.sub(r"(?m)^(  (?:title|version)) +", r"\1 ", TEXT), encoding="utf-8")
    return path


def test_neovim_with_the_lines_of_the_page(tmp_path: Path, file: Path) -> None:
    if shutil.which("nvim") is None:
        pytest.skip("there is no Neovim on this machine (Debian: apt-get install neovim)")
    init = tmp_path / "init.lua"
    init.write_text(lines("lua"), encoding="utf-8")
    script = f"luafile {CLIENTS / 'neovim.lua'}"
    hold(run(tmp_path, "nvim", "--headless", "-n", "-u", str(init), str(file), "-c", script))


def test_emacs_with_the_lines_of_the_page(tmp_path: Path, file: Path) -> None:
    has = ["emacs", "--batch", "--eval", "(kill-emacs (if (require 'eglot nil t) 0 1))"]
    if shutil.which("emacs") is None or subprocess.run(has, capture_output=True, check=False, timeout=60).returncode:
        pytest.skip("there is no Emacs with Eglot on this machine (Debian: apt-get install emacs-nox elpa-eglot)")
    init = tmp_path / "init.el"
    init.write_text(lines("elisp"), encoding="utf-8")
    hold(run(tmp_path, "emacs", "--batch", "-l", str(init), "-l", str(CLIENTS / "emacs.el")))
