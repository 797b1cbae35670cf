"""How far a command has come, on a terminal only; a log or a pipe never sees it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from milligram.cli import options


class Progress:
    """One line of standard error that is written over: ``building 3 of 12: neck_spasm.mg``."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.shown = sys.stderr.isatty()

    def over(self, paths: Iterable[Path]) -> Iterator[Path]:
        """The paths, each said as its turn comes; the line is gone afterwards."""
        found = list(paths)
        try:
            for number, path in enumerate(found, 1):
                self._say(f"{self.doing} {number} of {len(found)}: {options.shown(path.name)}")
                yield path
        finally:
            self.clear()

    def over_names(self, names: Sequence[str]) -> Iterator[str]:
        """The same of anything that has a name."""
        try:
            for number, name in enumerate(names, 1):
                self._say(f"{self.doing} {number} of {len(names)}: {name}")
                yield name
        finally:
            self.clear()

    def clear(self) -> None:
        """Takes the line away, so that what is printed next starts on a free one."""
        self._say("")

    def _say(self, text: str) -> None:
        if self.shown:
            sys.stderr.write(f"\r\x1b[2K{text[: options.width() - 1]}")
            sys.stderr.flush()
