"""The notes that follow any statement, row or line: grade, reason, sources and departures.

Enters: a line and its notes. Leaves: `Line` values. Notes stand on the line if they fit, otherwise one a line under it,
always in the order grade, because, sources, uncited, differs, allow.

    advise against magnesium (strong) because "no benefit over placebo" [r1]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from milligram.syntax import nodes as n
from milligram.syntax.format_expressions import listed, quoted
from milligram.syntax.format_lines import Blank, Comments, Line, fits, places


class Piece(NamedTuple):
    """Words that may stand at the end of a line or on a line of their own, and the nodes they stand for."""

    text: str
    places: tuple[int, ...]


def piece(text: str, *parts: object) -> Piece:
    """A piece for some nodes."""
    return Piece(text, places(*parts))


def grade(value: n.Grade) -> str:
    """``(strong, high)``."""
    return f"({', '.join(word for word in (value.strength, value.certainty) if word)})"


def because(reason: n.Text) -> Piece:
    """``because "…"``."""
    return piece(f"because {quoted(reason.value)}", reason)


def note_pieces(notes: n.Notes) -> list[Piece]:
    """The notes after the grade, in their order."""
    pieces: list[Piece] = []
    if notes.because is not None:
        pieces.append(because(notes.because))
    if notes.sources:
        pieces.append(piece(f"[{listed(notes.sources)}]", notes.sources))
    if notes.uncited is not None:
        pieces.append(piece(f"uncited because {quoted(notes.uncited.value)}", notes.uncited))
    for differs in notes.differs:
        says, why = quoted(differs.source_says.value), quoted(differs.because.value)
        pieces.append(piece(f"differs from source {says} because {why}", differs))
    for allow in notes.allows:
        pieces.append(piece(f"allow {allow.code.name} because {quoted(allow.because.value)}", allow))
    return pieces


def with_notes(comments: Comments, line: Line, notes: n.Notes, *, gap: str = " ", end: str = "") -> list[Line]:
    """A line and its notes: on it if they fit and no comment stands between them, else indented under it.

    The grade always stays on the line; so do the sources, when they come next. ``end`` is the colon that closes it.
    """
    if notes.grade is not None:
        line = extended(line, " ", Piece(grade(notes.grade), places(notes.grade)))
    pieces = note_pieces(notes)
    whole = _whole(comments, line, pieces, gap, end)
    if whole is not None:
        return [whole]
    if notes.because is None and notes.sources:
        cited = _whole(comments, line, pieces[:1], gap, end)
        if cited is not None:
            return [cited, *under(line.depth + 1, pieces[1:])]
    return [replace(line, text=line.text + end), *under(line.depth + 1, pieces)]


def with_pieces(comments: Comments, line: Line, pieces: Sequence[Piece]) -> list[Line]:
    """A line and what follows it, on the line if all of it fits, else one piece a line under it."""
    whole = _whole(comments, line, pieces, " ", "")
    return [whole] if whole is not None else [line, *under(line.depth + 1, pieces)]


def under(depth: int, pieces: Sequence[Piece]) -> list[Line]:
    """Pieces, one a line."""
    return [Line(depth=depth, text=each.text, places=each.places, blank=Blank.NEVER) for each in pieces]


def _whole(comments: Comments, line: Line, pieces: Sequence[Piece], gap: str, end: str) -> Line | None:
    """The line with all pieces on it, or None if it is too long, or if a comment would lose its place.

    A comment inside the last piece ends that piece's line wherever it stands, so it does not count.
    """
    if not pieces:
        return replace(line, text=line.text + end)
    whole = extended(line, gap, Piece(" ".join(each.text for each in pieces), _spots(pieces)))
    whole = replace(whole, text=whole.text + end)
    parted = comments.within(line.places + _spots(pieces[:-1]) + pieces[-1].places[:1])
    return whole if fits(line.depth, whole.text) and not parted else None


def extended(line: Line, gap: str, more: Piece) -> Line:
    """A line with a piece at its end."""
    return replace(line, text=f"{line.text}{gap}{more.text}", places=line.places + more.places)


def _spots(pieces: Sequence[Piece]) -> tuple[int, ...]:
    return tuple(spot for each in pieces for spot in each.places)
