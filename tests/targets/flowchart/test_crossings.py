"""Where two lines cross, one of them has a gap."""

from __future__ import annotations

import pytest
from milligram_targets.flowchart.crossings import GAP, with_gaps
from milligram_targets.flowchart.model import Edge
from milligram_targets.flowchart.routes import Line

LEVEL = ((0.0, 40.0), (100.0, 40.0))
STEEP = ((50.0, 0.0), (50.0, 100.0))


def edge(source: str, target: str) -> Edge:
    """An arrow."""
    return Edge(source=source, target=target)


def gaps(level: tuple[tuple[float, float], ...], two: Edge) -> tuple[int, int]:
    """How many pieces the level and the steep line have."""
    lines = {"one": Line((level,), None), "two": Line((STEEP,), None)}
    found = with_gaps(lines, {"one": edge("a", "b"), "two": two})
    return len(found["one"]), len(found["two"])


def test_the_level_line_passes_under_the_steep_one() -> None:
    """It stops before and goes on behind; its ends stay."""
    lines = {"one": Line((LEVEL,), None), "two": Line((STEEP,), None)}
    found = with_gaps(lines, {"one": edge("a", "b"), "two": edge("c", "d")})
    assert found["one"] == (((0.0, 40.0), (50.0 - GAP, 40.0)), ((50.0 + GAP, 40.0), (100.0, 40.0)))
    assert found["two"] == (STEEP,)


def test_two_steep_lines_close_together_make_one_gap() -> None:
    """Its pieces do not overlap."""
    beside = ((55.0, 0.0), (55.0, 100.0))
    lines = {"one": Line((LEVEL,), None), "two": Line((STEEP,), None), "three": Line((beside,), None)}
    found = with_gaps(lines, {"one": edge("a", "b"), "two": edge("c", "d"), "three": edge("e", "f")})
    assert found["one"] == (((0.0, 40.0), (50.0 - GAP, 40.0)), ((55.0 + GAP, 40.0), (100.0, 40.0)))


@pytest.mark.parametrize(
    ("level", "two", "pieces"),
    [
        (LEVEL, edge("a", "d"), (1, 1)),  # from the same box
        (LEVEL, edge("c", "b"), (1, 1)),  # to the same box
        (((0.0, 40.0), (50.0, 40.0)), edge("c", "d"), (1, 1)),  # they touch
        (((0.0, 40.0), (60.0, 40.0)), edge("c", "d"), (1, 2)),  # the head of the level line is too near
        (((60.0, 40.0), (0.0, 40.0)), edge("c", "d"), (2, 1)),  # its head is at the other end
    ],
)
def test_who_gives_way(level: tuple[tuple[float, float], ...], two: Edge, pieces: tuple[int, int]) -> None:
    """Lines of one box are a bundle; the head of an arrow is never cut."""
    assert gaps(level, two) == pieces
