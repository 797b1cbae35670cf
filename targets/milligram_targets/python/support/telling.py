"""What an outcome stands for, from constant tables: no patient is needed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Line(NamedTuple):
    """What the guideline says at a line, before a dose is worked out for a patient."""

    line: int
    kind: str
    text: str
    grade: str | None
    because: str | None
    sources: tuple[str, ...]


class Meaning(NamedTuple):
    """A digit of an outcome: what was asked at a line, and what came out."""

    line: int
    text: str
    outcome: str


def points_reached(
    outcome: int, points: Iterable[tuple[tuple[int, ...], int, int, int]]
) -> list[bool]:
    """Which points a run came to. Raises ValueError for an outcome that digits do not
    tell."""
    if outcome < 0:
        raise ValueError("the digits do not tell this run apart: evaluate it")
    reached = [True]
    for behind, place, mask, value in points:
        here = any(reached[each] for each in behind)
        reached.append(here and outcome >> place & mask == value)
    return reached


def said_at(
    outcome: int,
    points: Iterable[tuple[tuple[int, ...], int, int, int]],
    said: Iterable[tuple[tuple[int, ...], Line]],
) -> tuple[Line, ...]:
    """What was said, in the order of the tables."""
    reached = points_reached(outcome, points)
    return tuple(line for at, line in said if any(reached[each] for each in at))


def meanings_at(
    outcome: int,
    points: Iterable[tuple[tuple[int, ...], int, int, int]],
    digits: Iterable[tuple[tuple[int, ...], int, int, int, str, tuple[str, ...]]],
) -> tuple[Meaning, ...]:
    """What was asked on the way, and what came out."""
    reached = points_reached(outcome, points)
    return tuple(
        Meaning(line, text, words[outcome >> place & mask])
        for at, place, mask, line, text, words in digits
        if any(reached[each] for each in at)
    )
