"""What is to be mended, in as many lines as a terminal has: what matters most in full, the rest in a line each.

Enters: pieces, in the order of their rows, and a number of lines. Leaves: that many lines at most; the last says what
is not there, and which command shows it.

    error[MG103] shared boundary: exactly 30 mL/min is in two branches      (in full, with its lines of the text)
    FAILED a.mg:31 “potassium exactly 5.5 mmol/L”                           (in a line)
    … 2 failed cases and 1 warning more: `milligram check a.mg` and `milligram test a.mg` show all
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from milligram.diagnostics.display import columns_of, wrap
from milligram.ir.print import join

Kind: TypeAlias = Literal["trouble", "error", "failed case", "warning"]

_RANK: dict[Kind, int] = {"trouble": 0, "error": 1, "failed case": 2, "warning": 3}
_SHOWN_BY: dict[Kind, str] = {"error": "check", "failed case": "test", "warning": "check"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A finding, a failed case, or why something could not be done. ``row`` is the place of its guideline among those
    that are shown, ``short`` the same in one line."""

    kind: Kind
    row: int
    short: str
    full: tuple[str, ...]


def fit(pieces: Sequence[Piece], lines: int, width: int, of: str) -> list[str]:
    """The pieces in so many lines, none wider than ``width``; ``of`` is what the commands are to be called with.

    Warnings come last, whichever guideline they are of.
    """
    ordered = sorted(pieces, key=lambda piece: (piece.kind == "warning", piece.row, _RANK[piece.kind]))
    everything = _laid_out(ordered, set(range(len(ordered))))
    if len(everything) <= lines:
        return everything
    for last in (1, 2):  # what is said of the rest may take a second line
        shown, whole = _chosen(ordered, lines - last)
        counts = Counter(piece.kind for place, piece in enumerate(ordered) if place not in shown)
        rest = _rest(counts, {piece.kind for place, piece in enumerate(ordered) if place not in whole}, width, of)
        if len(rest) <= last:
            break
    return [*_placed(ordered, shown, whole), *rest][-lines:] if lines else []


def _chosen(ordered: Sequence[Piece], lines: int) -> tuple[list[int], set[int]]:
    """Which pieces are shown, and which of these in full.

    The first is in full, unless that leaves no line for the first of each other kind. Then each gets a line, the first
    of every kind and guideline before the second of any; what room is left goes to their full texts.
    """
    met: Counter[tuple[int, Kind]] = Counter()
    turn: dict[int, tuple[int, int, int]] = {}
    for place, piece in enumerate(ordered):
        turn[place] = (met[piece.row, piece.kind], piece.row, _RANK[piece.kind])
        met[piece.row, piece.kind] += 1
    others = {piece.kind for piece in ordered[1:]} - {ordered[0].kind}
    whole = {0} if len(ordered[0].full) + 1 + bool(others) + len(others) <= lines else set()
    shown = [0]
    for place in sorted(turn, key=turn.__getitem__):
        if place and len(_placed(ordered, [*shown, place], whole)) <= lines:
            shown.append(place)
    for place in sorted(shown):
        if len(_placed(ordered, shown, whole | {place})) <= lines:
            whole.add(place)
    return sorted(shown), whole


def _placed(ordered: Sequence[Piece], shown: Sequence[int], whole: set[int]) -> list[str]:
    places = sorted(shown)
    return _laid_out([ordered[place] for place in places], {places.index(place) for place in whole})


def _laid_out(pieces: Sequence[Piece], whole: set[int]) -> list[str]:
    """The lines: a blank one before each full text, and before the first of several short ones."""
    lines: list[str] = []
    before = True
    for place, piece in enumerate(pieces):
        full = place in whole
        if full or before:
            lines.append("")
        lines += piece.full if full else [piece.short]
        before = full
    return lines


def _rest(counts: Counter[Kind], cut: set[Kind], width: int, of: str) -> list[str]:
    """What is not shown, and how to see it and what was cut: two lines at most."""
    told = [f"{counts[kind]} {kind}{'s' * (counts[kind] != 1)}" for kind in _RANK if counts[kind]]
    commands = dict.fromkeys(_SHOWN_BY[kind] for kind in sorted(cut, key=_RANK.__getitem__) if kind in _SHOWN_BY)
    for name in (f" {of}", ""):
        calls = [f"`milligram {command}{name}`" for command in commands]
        shows = f"{join(calls, 'and')} {'shows' if len(calls) == 1 else 'show'} all" if calls else ""
        text = "… " + ": ".join(filter(None, (f"{join(told, 'and')} more" if told else "cut short", shows)))
        if columns_of(text) <= width:
            break
    return list(wrap(text, width))[:2]


def cut(text: str, width: int) -> str:
    """A text on one line, its end left out where it is too long."""
    if columns_of(text) <= width:
        return text
    while columns_of(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"
