"""What ``milligram watch`` shows: one quiet screen on a terminal, lines elsewhere.

milligram watch  2 guidelines  14:02:11  Ctrl-C ends

guideline               findings                    cases  covered
potassium.mg            clean                      1 of 1     16 %         0.4 s
renal_bands.mg          2 errors                        –        –     proving …
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from milligram.cli import options
from milligram.cli.watch_fit import Piece, cut, fit
from milligram.diagnostics import Severity, render_text
from milligram.diagnostics.display import columns_of, visible, wrap
from milligram.diagnostics.model import in_order

if TYPE_CHECKING:
    from milligram.pipeline.watching import Outcome, Row

_FINDINGS, _CASES, _COVERED, _STATE = 22, 9, 7, 12
"""Columns of the table; the first has the rest of the width."""
_RED, _GREEN, _YELLOW, _DIM, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[2m", "\x1b[0m"


class Screen:
    """Shows rows. Where standard output is no terminal, each guideline is told once all is known of it."""

    def __init__(self, paths: Sequence[Path], address: str | None) -> None:
        self._home = paths[0] if len(paths) == 1 and paths[0].is_dir() else Path()
        self._watched = ", ".join(map(options.shown, paths))
        self._address = address
        self._whole = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self._paint = options.colour(sys.stdout)
        self._last = ""
        self._told: dict[Path, tuple[float, Outcome | None]] = {}
        if not self._whole:
            click.echo(f"watching {self._watched}; Ctrl-C ends")
            if address:
                click.echo(f"preview at {address}")
            sys.stdout.flush()

    def show(self, rows: Sequence[Row]) -> None:
        """Shows how all stands now."""
        if self._whole:
            self._draw(rows)
        else:
            self._tell(rows)

    # --- a terminal ---------------------------------------------------------------------------------------------------

    def _draw(self, rows: Sequence[Row]) -> None:
        """Writes over the screen, where anything is new on it; never more lines than it has."""
        width, height = options.width(), shutil.get_terminal_size((80, 24)).lines
        room = max(height - 3, 4)
        lines = list(self._table(rows, width, room // 2))
        text = "\n".join([*lines, *self._details(rows, width, room - len(lines))])
        if text == self._last:
            return
        self._last = text
        head = [f"milligram watch  {_guidelines(len(rows))}  {datetime.now():%H:%M:%S}", "Ctrl-C ends"]
        if self._address:
            head.insert(1, self._address)
        first = self._styled("  ".join(head)[:width], _DIM)
        # Each line is cleared behind its text, so that nothing flickers.
        sys.stdout.write("\x1b[H" + "".join(f"{line}\x1b[K\n" for line in (first, "", *text.split("\n"))) + "\x1b[J")
        sys.stdout.flush()

    def _table(self, rows: Sequence[Row], width: int, most: int) -> Iterator[str]:
        """A line for each guideline; of more than ``most``, for those that want to be looked at."""
        if not rows:
            yield f"no guideline in {self._watched}; waiting for one"
            return
        first = max(width - (_FINDINGS + _CASES + _COVERED + _STATE + 8), 8)
        head = f"{'guideline':<{first}}  {'findings':<{_FINDINGS}}  {'cases':>{_CASES}}  {'covered':>{_COVERED}}"
        yield self._styled(head[:width], _DIM)
        shown = rows if len(rows) <= most else sorted(rows, key=_attention)[: most - 1]
        for row in sorted(shown, key=lambda row: row.path):
            known = row.outcome
            found, style = _found(known)
            cases, covered = _cases(known), _covered(known)
            failing = known is not None and known.ran is not None and known.ran.passed < known.ran.of
            yield "  ".join([
                _fitted(options.shown(self._short(row.path)), first),
                self._styled(f"{found:<{_FINDINGS}}", style),
                self._styled(f"{cases:>{_CASES}}", _RED if failing else ""),
                f"{covered:>{_COVERED}}",
                self._styled(f"{_state(row):>{_STATE}}", _DIM),
            ])  # fmt: skip
        if rest := [row for row in rows if row not in shown]:
            yield self._styled(f"… {_guidelines(len(rest))} more, {_standing(rest)}", _DIM)

    def _short(self, path: Path) -> Path:
        """A path as seen from the one folder that is watched."""
        return path.relative_to(self._home) if path.is_relative_to(self._home) else path

    def _details(self, rows: Sequence[Row], width: int, room: int) -> list[str]:
        """What is to be mended, of the guideline saved last first, in so many lines."""
        latest = sorted(rows, key=lambda row: -row.saved)
        pieces = [piece for place, row in enumerate(latest) for piece in self._pieces(place, row, width)]
        if not pieces:
            return []
        named = {options.shown(latest[piece.row].path) for piece in pieces}
        return fit(pieces, room, width, named.pop() if len(named) == 1 else self._watched)

    def _pieces(self, place: int, row: Row, width: int) -> Iterator[Piece]:
        known = row.outcome
        for line in _troubles(row):
            yield Piece(kind="trouble", row=place, short=cut(line, width), full=tuple(_wrapped(line, width)))
        if known is None:
            return
        for found in in_order(known.findings):
            level = found.level.value
            where = f"{options.shown(found.source.path)}:{found.source.line_of(found.span)}"
            short = cut(f"{level}[{found.code.code}] {where}: {visible(found.message)}", width)
            style = _RED if found.level is Severity.ERROR else _YELLOW
            text = render_text([found], width=width, colour=self._paint).rstrip("\n").rpartition("\n\n")[0]
            yield Piece(
                kind="error" if found.level is Severity.ERROR else "warning",
                row=place,
                short=self._styled(level, style) + short[len(level) :],
                full=tuple(text.split("\n")),
            )
        for case in _failed(known):
            yield Piece(kind="failed case", row=place, short=cut(" ".join(_head(case)), width), full=tuple(case))

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_PLAIN}" if self._paint and style else text

    # --- lines --------------------------------------------------------------------------------------------------------

    def _tell(self, rows: Sequence[Row]) -> None:
        width = options.width()
        for row in rows:
            if row.busy or self._told.get(row.path) == (row.saved, row.outcome):
                continue
            self._told[row.path] = (row.saved, row.outcome)
            for block in _blocks(row, width, self._paint):
                click.echo(f"{block}\n")
            for line in _wrapped(f"{datetime.now():%H:%M:%S} {options.shown(row.path)}: {_sentence(row)}", width):
                click.echo(line)
        there = {row.path for row in rows}
        for path in [path for path in self._told if path not in there]:
            del self._told[path]
            click.echo(f"{datetime.now():%H:%M:%S} {options.shown(path)}: gone")
        sys.stdout.flush()


def _wrapped(text: str, width: int) -> list[str]:
    first, *rest = wrap(text, width - 2)
    return [first, *(f"  {line}" for line in rest)]


def _guidelines(count: int) -> str:
    return f"{count} guideline{'s' * (count != 1)}"


def _attention(row: Row) -> tuple[int, float]:
    """Which row is shown before others: one being worked on, then those with something to mend, then the last saved."""
    working = row.busy and row.stage != "waiting"
    return (0 if working else 1 if _to_mend(row) else 2, -row.saved)


def _to_mend(row: Row) -> bool:
    known = row.outcome
    failing = known is not None and known.ran is not None and known.ran.passed < known.ran.of
    return bool(failing or row.trouble or (known is not None and (known.findings or known.bug)))


def _standing(rows: Sequence[Row]) -> str:
    """``12 clean, 2 to mend, 1 waiting``."""
    waiting = sum(row.outcome is None for row in rows)
    mend = sum(_to_mend(row) for row in rows)
    clean = len(rows) - waiting - mend
    return ", ".join(f"{n} {word}" for n, word in ((clean, "clean"), (mend, "to mend"), (waiting, "waiting")) if n)


def _blocks(row: Row, width: int, colour: bool) -> Iterator[str]:
    """The findings of a guideline, its failing cases, and what kept it from being built."""
    known = row.outcome
    for line in _troubles(row):
        yield "\n".join(_wrapped(line, width))
    if known is None:
        return
    if known.findings:
        yield render_text(known.findings, width=width, colour=colour).rstrip("\n")
    if known.ran is not None and known.ran.failures:
        yield known.ran.failures


def _troubles(row: Row) -> Iterator[str]:
    """What kept us from looking, or from building."""
    if row.trouble:
        yield f"{options.shown(row.path)}: {visible(row.trouble)}"
    if row.outcome is not None and row.outcome.bug:
        yield f"{options.shown(row.path)}: a bug of Milligram: {visible(row.outcome.bug)}"


def _failed(known: Outcome) -> list[list[str]]:
    """The lines of each failing case."""
    cases: list[list[str]] = []
    for line in (known.ran.failures if known.ran is not None else "").splitlines():
        if line.startswith("FAILED ") or not cases:
            cases.append([])
        cases[-1].append(line)
    return cases


def _head(case: Sequence[str]) -> Iterator[str]:
    """The first lines of a failing case, which say which one it is."""
    return takewhile(lambda line: not line.startswith(" "), case)


def _found(known: Outcome | None) -> tuple[str, str]:
    """The findings in a few words, and their colour."""
    if known is None:
        return "–", ""
    if known.bug:
        return "a bug of Milligram", _RED
    errors = sum(found.level is Severity.ERROR for found in known.findings)
    warnings = len(known.findings) - errors
    counts = ((errors, "error"), (warnings, "warning"))
    told = ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts if count)
    if len(told) > _FINDINGS:
        told = f"{errors} + {warnings}"
    return told or "clean", _RED if errors else _YELLOW if warnings else _GREEN


def _cases(known: Outcome | None) -> str:
    if known is None or known.ran is None:
        return "–"
    return f"{known.ran.passed} of {known.ran.of}" if known.ran.of else "none"


def _covered(known: Outcome | None) -> str:
    return "–" if known is None or known.covered is None else f"{known.covered.percent} %"


def _state(row: Row) -> str:
    if row.busy:
        seconds = int(monotonic() - row.since)
        return f"{row.stage} {seconds} s" if seconds and row.stage != "waiting" else f"{row.stage} …"
    return f"{row.outcome.seconds:.1f} s" if row.outcome is not None else "stopped"


def _sentence(row: Row) -> str:
    """``clean; 3 of 3 cases pass; 92 % covered; 5 files written; 1.2 s``."""
    known = row.outcome
    if known is None:
        return "no answer"
    parts = [_found(known)[0]]
    if known.ran is not None:
        parts.append(f"{_cases(known)} cases pass" if known.ran.of else "no cases")
    if known.covered is not None and known.ran is not None and known.ran.of:
        parts.append(f"{_covered(known)} covered")
    if row.written and known.digest == row.digest:
        parts.append(f"{row.written} file{'s' * (row.written != 1)} written")
    return "; ".join([*parts, f"{known.seconds:.1f} s"])


def _fitted(path: str, width: int) -> str:
    """A path in a column: of one that is too long the end is shown."""
    if columns_of(path) > width:
        while columns_of(path) > width - 1:
            path = path[1:]
        path = f"…{path}"
    return path + " " * (width - columns_of(path))
