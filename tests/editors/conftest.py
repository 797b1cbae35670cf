"""The extension's folder with its packages installed, once for all tests and workers."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "editors" / "vscode"


def missing(why: str) -> None:
    """Without node there is no test; where everything must be tested, that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``editors/vscode`` with the packages of its lock file; several workers wait for the first."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        missing("the extension needs node and npm")
    with (tmp_path_factory.getbasetemp().parent / "extension.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        installed = EXTENSION / "node_modules" / ".package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < (EXTENSION / "package-lock.json").stat().st_mtime:
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=EXTENSION, capture_output=True, text=True, check=False, timeout=600)
            if done.returncode:
                missing(f"the extension's packages cannot be installed: {done.stderr[-300:]}")
    return EXTENSION
