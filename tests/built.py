"""What many tests need of a guideline in a file, made once: what the checker says of it, and its module.

    guideline_at(path)   ->   the guideline
    module_text_at(path)   ->   its module, as the python target writes it

A module of many outcomes takes seconds to write. Its text is kept for the whole run of the tests, in a folder that all
its processes share (`tests/conftest.py` names it); nothing is kept from one run to the next.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from milligram.ir.nodes import Guideline
from milligram.pipeline import CheckReport, check_path
from milligram_targets.python import module_text

_shared: list[Path] = []
_made: dict[int, tuple[Guideline, Path]] = {}


def share(folder: Path) -> None:
    """The folder for texts; without one, each process makes its own."""
    folder.mkdir(exist_ok=True)
    _shared[:] = [folder]


@cache
def report_at(path: Path) -> CheckReport:
    """What the checker says of a file."""
    report = check_path(path)
    if report.guideline is not None:
        _made[id(report.guideline)] = report.guideline, path
    return report


def guideline_at(path: Path) -> Guideline:
    """The guideline of a file that has a meaning."""
    report = report_at(path)
    assert report.guideline is not None, [found.message for found in report.diagnostics]
    return report.guideline


@cache
def module_text_at(path: Path) -> str:
    """The module of the guideline of a file."""
    guideline = guideline_at(path)
    if not _shared:
        return module_text(guideline)
    kept = _shared[0] / f"{hashlib.sha256(str(path).encode()).hexdigest()}.py"
    if not kept.exists():
        own = kept.with_suffix(f".{os.getpid()}")
        own.write_bytes(module_text(guideline).encode("utf-8"))
        own.replace(kept)
    return kept.read_bytes().decode("utf-8")


def module_text_of(guideline: Guideline) -> str:
    """The module of a guideline, kept if that came from `guideline_at`."""
    known = _made.get(id(guideline))
    return module_text(guideline) if known is None else module_text_at(known[1])
